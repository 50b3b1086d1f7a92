"""What is seeded in bulk is what the board's own actions would have made of it."""

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from reviewboard.demo.settle import settle
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.journal.queries import all_entries
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.actions import prove_password, sign_in
from reviewboard.foundation.vault.where import the_vault
from reviewboard.invariants import all_breaches
from reviewboard.seeding.ground import AlreadySown
from reviewboard.seeding.sowing import sow
from reviewboard.stages.assignment.actions import run_round
from reviewboard.stages.assignment.late import sweep_late
from reviewboard.stages.record.tables import Record
from reviewboard.stages.record.writing import FIXED, compose
from reviewboard.stages.submission.tables import Case, Evidence
from reviewboard.stages.workflow import State, find_step

CASES = 160
CANARY = re.compile(r"CNRY-([a-z]+)-([a-z0-9]{20})-[0-9a-f]{12}")


@pytest.fixture
def now():
    return datetime.now(UTC)


@pytest.fixture
def sown(app, now):
    """A seeded board, with the application's context open."""
    with app.app_context():
        yield sow(cases=CASES, assessors=8, seed=11, canaries=True, now=now)


def _breaches():
    return {name: found for name, found in all_breaches().items() if found}


def test_a_seeded_board_breaks_no_promise_and_says_what_it_holds(sown, now):
    assert _breaches() == {}
    told = {state: len(cases) for state, cases in sown["states"].items()}
    assert told == dict(Counter(db.session.scalars(select(Case.state)))) | {s: n for s, n in told.items() if n == 0}
    assert (set(told), min(told.values()) > 0, sum(told.values())) == ({*State}, True, CASES)
    ids = {case["case"]: case["reference"] for cases in sown["states"].values() for case in cases}
    assert ids == dict(db.session.execute(select(Case.id, Case.reference)).all())
    assert {language for (language,) in db.session.query(Case.language)} == {"fr", "en"}
    moments = [entry["at"] for entry in all_entries()]
    assert (moments == sorted(moments), moments[-1] <= now) == (True, True)


def test_every_seeded_step_stands_in_the_table_and_leads_to_the_cases_state(sown):
    states: dict[str, str] = defaultdict(lambda: "draft")
    wrong = []
    for entry in all_entries():
        if entry["action"].startswith("case."):
            step = find_step(State(states[entry["case_id"]]), entry["action"][5:])
            if step is None or (step.start, step.end) != (entry["from_state"], entry["to_state"]):
                wrong.append(entry)
            states[entry["case_id"]] = entry["to_state"]
    assert wrong == []
    assert {id: states[id] for (id,) in db.session.query(Case.id)} == dict(
        db.session.execute(select(Case.id, Case.state)).all()
    )


def test_a_seeded_record_is_the_one_the_board_would_write(sown):
    records = list(db.session.scalars(select(Record)))
    wrong = []
    for record in records:
        own = compose(db.session.get_one(Case, record.case_id), now=record.recorded_at)
        differing = [name for name in (*FIXED, "digest") if getattr(own, name) != getattr(record, name)]
        wrong += [(record.id, differing)] if differing else []
    methods = {record.method for record in records}
    assert (len(records) > 40, wrong) == (True, [])
    assert methods >= {"agreement", "discussion", "resolution", "confirmed_agreement", "countersigned_resolution"}


def test_the_running_board_goes_on_from_what_is_seeded(sown, now):
    settle(now=now)
    assert db.session.query(Case).filter(Case.state == "decided").count() == 0
    before = {case.id: case.waiting for case in db.session.query(Case).filter(Case.state == "submitted")}
    with transaction():
        plan = run_round(cycle_id=sown["cycles"]["short"], now=now)
    assert plan.waiting == {id: {k: v for k, v in waiting.items() if k != "looked_at"} for id, waiting in before.items()}
    notices = db.session.query(Notice).count()
    sweep_late(now)
    assert (db.session.query(Notice).count(), _breaches()) == (notices, {})


def test_seeded_people_sign_in_and_a_seed_is_sown_once(sown, now):
    for role, people in sown["accounts"].items():
        proof = prove_password(email=people[0]["email"], password=people[0]["password"])
        with transaction():
            assert (role, len(sign_in(proof=proof, now=now).token) > 20) == (role, True)
    assert {role: len(people) for role, people in sown["accounts"].items()} == {
        "administrator": 1, "coordinator": 2, "auditor": 2, "lead": 2, "lapsed": 2, "assessor": 8, "candidate": CASES,
    }  # fmt: skip
    with pytest.raises(AlreadySown):
        sow(cases=1, assessors=4, seed=11, canaries=False, now=now)


def test_every_canary_is_there_once_as_listed_and_nothing_secret_lacks_one(sown):
    listed = [canary["canary"] for canary in sown["canaries"]]
    assert (len(listed), all(CANARY.fullmatch(canary) for canary in listed)) == (len(set(listed)), True)
    stored = Counter()
    for table in db.metadata.sorted_tables:
        if table.name not in ("records", "journal_entries", "notices"):  # these repeat what others hold
            for row in db.session.execute(select(table)):
                stored.update(found[0] for found in CANARY.finditer(repr(tuple(row))))
    for kept in db.session.scalars(select(Evidence)):
        with the_vault().open_stream(kept.vault_key, kept.sha256) as body:
            stored.update(found[0] for found in CANARY.finditer(body.read().decode("latin-1")))
    journal = {found[0] for entry in all_entries() for found in CANARY.finditer(entry["reason"])}
    assert {canary for canary, number in stored.items() if number != 1} == set()
    assert set(listed) == set(stored) | journal
    assert _assets(sown) == {
        "administrator", "coordinator", "auditor", "lead", "lapsed", "assessor", "candidate", "example", "confirmer",
        "evidence", "rating", "draft", "discussion", "resolution", "conflict", "accommodation", "journal",
    }  # fmt: skip


def _assets(sown):
    return {canary["asset"] for canary in sown["canaries"]}


def test_without_canaries_there_are_none(app, now):
    with app.app_context():
        sown = sow(cases=12, assessors=4, seed=3, canaries=False, now=now)
        assert sown["canaries"] == []
        texts = [repr(tuple(row)) for table in db.metadata.sorted_tables for row in db.session.execute(select(table))]
        assert [text for text in texts if "CNRY" in text] == []


@pytest.mark.parametrize(("cases", "assessors"), [(0, 4), (10, 3)])
def test_too_little_to_sow_is_refused(app, now, cases, assessors):
    with app.app_context(), pytest.raises(ValueError, match="at least one case and 4 assessors"):
        sow(cases=cases, assessors=assessors, seed=1, canaries=False, now=now)
