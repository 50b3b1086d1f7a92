"""Rights as data: every route × method with the right that opens it, and who holds that right at which state."""

from dataclasses import replace
from typing import Any

from flask import Flask

from reviewboard.foundation.access.facts import CaseFacts, CycleFacts, SeatFacts
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.access.visibility import READERS
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.stages.workflow import State
from reviewboard.web.access_list import PUBLIC, Access

CYCLE, OTHER_CYCLE = "cycle", "other-cycle"
WITHOUT_BODY = frozenset({"HEAD", "OPTIONS"})


def _person(account_id: str, role: Role | None = None, cycle: str = CYCLE, **more: Any) -> Principal:
    return Principal(account_id, memberships=frozenset({(cycle, role)} if role else ()), **more)


PEOPLE: dict[str, Principal] = dict(
    zip(
        READERS,
        (
            _person("candidate", Role.CANDIDATE), _person("other candidate", Role.CANDIDATE),
            _person("A", Role.ASSESSOR), _person("B", Role.ASSESSOR), _person("other", Role.ASSESSOR),
            _person("conflicted", Role.ASSESSOR), _person("lead", Role.LEAD),
            _person("other lead", Role.LEAD, OTHER_CYCLE), _person("coordinator", Role.COORDINATOR),
            _person("auditor", auditor=True),
        ),
        strict=True,
    )
) | {"administrator": _person("administrator", administrator=True), "nobody": Principal(account_id=None)}  # fmt: skip


def case_at(state: State) -> CaseFacts:
    """Return a case as it stands at state: seats taken where the state has them, sealed where it needs them."""
    order = list(State)
    reached = order.index(state)
    withdrawn = state is State.WITHDRAWN
    seated = reached >= order.index(State.RATING) and not withdrawn
    sealed = reached >= order.index(State.DISCUSSION) and not withdrawn
    seats = tuple(SeatFacts(f"seat-{who}", who, place, True, True, sealed) for place, who in enumerate("AB", start=1))
    return CaseFacts(
        case_id="case", cycle_id=CYCLE, candidate_id="candidate", state=state.value,
        submitted=state is not State.DRAFT, both_sealed=sealed,
        disputed=state in (State.DISPUTE, State.ASKED, State.THIRD_RATING, State.COUNTERSIGN),
        recorded=state in (State.RECORDED, State.RELEASED), released=state is State.RELEASED, withdrawn=withdrawn,
        seats=seats if seated else (), conflicted=frozenset({"conflicted"}),
    )  # fmt: skip


def left_at(state: State, why: str = "overdue") -> CaseFacts:
    """Return a case as it stands at state after the seat of A ended in this way."""
    case = case_at(state)
    return replace(case, seats=tuple(
        replace(seat, live=False, sealed=False, ended_why=why) if seat.assessor_id == "A" else seat for seat in case.seats
    ))  # fmt: skip


def _reach(access: Access) -> dict[str, list[str]]:
    """Return who → states at which they may pass ("any" where the subject is no case)."""
    if access == PUBLIC:
        return {name: ["any"] for name in PEOPLE}
    if access.subject in ("case", "seat"):
        subjects: dict[str, Any] = {state.value: case_at(state) for state in State}
    elif access.subject == "left_seat":
        subjects = {state.value: left_at(state) for state in State}
    elif access.subject == "cycle":
        subjects = {f"cycle {state}": CycleFacts(CYCLE, state) for state in ("draft", "open", "closed")}
    else:
        subjects = {"any": None}
    reach = {
        name: [state for state, subject in subjects.items() if person.account_id and may(person, access.permission, subject)]
        for name, person in PEOPLE.items()
    }
    return {name: states for name, states in reach.items() if states}


def who_may_reach(app: Flask) -> list[dict[str, Any]]:
    """Return one row per route × method: endpoint, rule, method, permission, subject, and who may at which state."""
    listed: dict[str, Access] = app.extensions["access"]
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        access = listed[rule.endpoint]
        for method in sorted((rule.methods or set()) - WITHOUT_BODY):
            rows.append(
                {
                    "endpoint": rule.endpoint, "rule": rule.rule, "method": method, "permission": access.permission,
                    "subject": access.subject, "who": _reach(access),
                }
            )  # fmt: skip
    return rows
