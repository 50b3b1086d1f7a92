"""Nobody reads through one role what another of their roles must not know."""

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.consensus.actions import call_third
from reviewboard.stages.facts import case_facts
from reviewboard.stages.submission.tables import Case
from tests.walking import candidate_of, level, panel, rate, rated, seated, seats_of, settle

AUDITOR_RIGHTS = {"journal.read", "statistics.read"}
CASE_RIGHTS = {"examples.read", "ratings.read", "discussion.read", "record.read"}
WHY = "The two readings differ too far: a third pair of eyes is needed."


def _rights(build, account_id, case_id):
    person = build.principal(account_id)
    facts = build.read(lambda: case_facts(db.session.get_one(Case, case_id), person))
    return {right for right in AUDITOR_RIGHTS | CASE_RIGHTS if may(person, right, facts)}


def _make_auditor(build, account_id):
    build.do(lambda: setattr(db.session.get_one(Account, account_id), "is_auditor", True))


def test_an_auditor_reads_no_rating_before_both_are_sealed(build):
    auditor = build.person(auditor=True)
    case_id = seated(build, panel(build))
    rate(build, case_id, 1, level(3))
    assert _rights(build, auditor, case_id) == AUDITOR_RIGHTS | {"examples.read"}
    rate(build, case_id, 2, level(3))
    settle(build)
    assert _rights(build, auditor, case_id) == AUDITOR_RIGHTS | CASE_RIGHTS


@pytest.mark.parametrize("who", ["assessor", "candidate", "lead"])
def test_whoever_takes_part_in_a_cycle_does_not_audit(build, who):
    people = panel(build)
    case_id = seated(build, people)
    account = {
        "assessor": seats_of(build, case_id)[1][1], "candidate": candidate_of(build, case_id), "lead": people.leads[0],
    }[who]  # fmt: skip
    before = _rights(build, account, case_id)
    _make_auditor(build, account)
    assert _rights(build, account, case_id) == before


def test_a_lead_of_the_cycle_is_never_its_third_rater(build):
    people = panel(build, assessors=2)
    case_id = rated(build, people, level(1), level(4))
    for lead in people.leads:
        build.member(lead, people.cycle, Role.ASSESSOR)
    version = build.read(lambda: db.session.get_one(Case, case_id).version)
    build.do(call_third, case_id=case_id, reason=WHY, version=version, actor=build.principal(people.leads[0]), now=build.now)
    settle(build)
    assert sorted(seats_of(build, case_id)) == [1, 2]
    newcomer = build.someone(people.cycle, Role.ASSESSOR)
    build.do(owe, topic="assignment.third", payload={"case_id": case_id}, now=build.now)
    settle(build)
    assert seats_of(build, case_id)[3][1] == newcomer
