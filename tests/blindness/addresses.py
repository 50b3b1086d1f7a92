"""Every address of the board that can be made for a case: each rule of the URL map, filled with what belongs to the case."""

from dataclasses import dataclass
from itertools import product
from typing import Any

from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule

from reviewboard.extensions import db
from reviewboard.stages.recourse.steps import Kind
from tests.blindness.board import Blind
from tests.blindness.people import Around

UNKNOWN = "z" * 20
WITHOUT = {"HEAD", "OPTIONS"}
ALONE = {"static"}  # a file of the program, no datum


@dataclass(frozen=True)
class Address:
    """One way to ask: endpoint, method, path, the rule it was made by, and which seat it names, if one."""

    endpoint: str
    method: str
    path: str
    rule: str
    seat_id: str | None = None


def addresses(app: Flask, ids: dict[str, tuple[Any, ...]]) -> list[Address]:
    """Return every route and method, with every choice of ids it takes. Raises KeyError for an argument that is not known."""
    made = []
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
            if rule.endpoint in ALONE:
                continue
            names = sorted(rule.arguments - set(rule.defaults or ()))
            for values in product(*(ids[_meaning(rule, name)] for name in names)):
                given = dict(zip(names, values, strict=True)) | (rule.defaults or {})
                for method in sorted((rule.methods or set()) - WITHOUT):
                    path, seat_id = adapter.build(rule.endpoint, given, method), given.get("seat_id", given.get("left_seat_id"))
                    made.append(Address(rule.endpoint, method, path, rule.rule, seat_id))
    return list(dict.fromkeys(made))


def _meaning(rule: Rule, name: str) -> str:
    return "recourse" if name == "kind" and "recourse" in rule.rule else name


def ids_of(blind: Blind, case: Around) -> dict[str, tuple[Any, ...]]:
    """Return, for each argument of a route, what of this case it can be."""
    with blind.app.app_context():
        return {
            "case_id": (case.case_id,), "cycle_id": (case.cycle_id,), "account_id": (case.facts.candidate_id,),
            "seat_id": tuple(seat.id for seat in case.facts.seats if seat.live) or (UNKNOWN,),
            "left_seat_id": tuple(seat.id for seat in case.facts.seats if not seat.live)[:1] or (UNKNOWN,),
            "example_id": _first("examples", case), "evidence_id": _first("evidence", case),
            "membership_id": _column("SELECT id FROM memberships WHERE cycle_id = :cycle AND account_id = :who",
                                     cycle=case.cycle_id, who=case.facts.candidate_id),
            "version_id": _column("SELECT scale_version_id FROM cases WHERE id = :case", case=case.case_id),
            "file_id": _first("case_files", case), "batch_id": (UNKNOWN,), "upload_id": (UNKNOWN,), "token": (UNKNOWN,),
            "passkey_id": (UNKNOWN,),
            "recourse": tuple(kind.value for kind in Kind), "kind": ("image",), "number": (1,),
        }  # fmt: skip


def never_given(app: Flask, ids: dict[str, tuple[Any, ...]]) -> dict[tuple[str, str], str]:
    """Return by rule and method the same addresses with ids that no board ever gave; what names no id is left out."""
    kept = {"recourse", "kind", "number"}
    made = addresses(app, {name: values[:1] if name in kept else (UNKNOWN,) for name, values in ids.items()})
    return {(one.rule, one.method): one.path for one in made if UNKNOWN in one.path}


def _first(table: str, case: Around) -> tuple[str, ...]:
    return _column(f"SELECT id FROM {table} WHERE case_id = :case ORDER BY id LIMIT 1", case=case.case_id)


def _column(statement: str, **given: str) -> tuple[str, ...]:
    return tuple(db.session.execute(text(statement), given).scalars()) or (UNKNOWN,)
