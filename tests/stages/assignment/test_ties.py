"""A tie between a person and a candidate is one in the rules, in the rights on a case, and in every list."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership, team_key
from reviewboard.stages.assignment.pool import open_cases
from reviewboard.stages.assignment.queries import Listing, desk_page
from reviewboard.stages.assignment.rules import Bar, Person, bars
from reviewboard.stages.assignment.supervision import all_above
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties import HERE, TIED, tied
from reviewboard.stages.assignment.ties_at_large import HERE_AT_LARGE, TIED_AT_LARGE
from reviewboard.stages.consensus.telling import leads_who_may_act
from reviewboard.stages.facts import case_facts
from reviewboard.stages.record.queries import TOOK_NO_PART
from reviewboard.stages.submission.tables import Case
from tests.building import Builder
from tests.stages.casework import Casework

TIES = frozenset({Bar.SELF, Bar.SUPERVISOR, Bar.SAME_TEAM, Bar.DECLARED, Bar.KIN, Bar.DISPUTE, Bar.CO_SIGNER})


@pytest.fixture
def work(build: Builder) -> Casework:
    return Casework(build, build.cycle())


def _set(work: Casework, account_id: str, **values: object) -> None:
    def change() -> None:
        account = db.session.get_one(Account, account_id)
        for name, value in values.items():
            setattr(account, name, value)

    work.build.do(change)


def _supervises(work: Casework, lead: str, candidate: str) -> None:
    _set(work, candidate, supervisor_id=lead)


def _is_supervised(work: Casework, lead: str, candidate: str) -> None:
    _set(work, lead, supervisor_id=candidate)


def _stands_three_steps_above(work: Casework, lead: str, candidate: str) -> None:
    for senior in (work.build.person(), work.build.person(), lead):
        _set(work, candidate, supervisor_id=senior)
        candidate = senior


def _stands_three_steps_below(work: Casework, lead: str, candidate: str) -> None:
    _stands_three_steps_above(work, candidate, lead)


def _has_the_same_chief(work: Casework, lead: str, candidate: str) -> None:
    chief = work.build.person()
    _set(work, lead, supervisor_id=chief)
    _set(work, candidate, supervisor_id=chief)


def _stands_beside_a_ring(work: Casework, lead: str, candidate: str) -> None:
    """An import may leave people who supervise each other: the walk upwards ends all the same."""
    other = work.build.person()
    _set(work, candidate, supervisor_id=other)
    _set(work, other, supervisor_id=candidate)


def _shares_team(work: Casework, lead: str, candidate: str) -> None:
    _set(work, lead, unit="Vérification", team="Équipe  Est ")
    _set(work, candidate, unit="VÉRIFICATION", team="équipe est")


def _declared(work: Casework, lead: str, candidate: str) -> None:
    work.conflict(lead, candidate, by=lead)


def _declared_by_the_other(work: Casework, lead: str, candidate: str) -> None:
    work.conflict(candidate, lead, by=lead)


def _shares_unit_alone(work: Casework, lead: str, candidate: str) -> None:
    _set(work, lead, unit="Audit", team="")
    _set(work, candidate, unit="Audit", team="")


def _has_a_team_of_that_name_elsewhere(work: Casework, lead: str, candidate: str) -> None:
    _set(work, lead, unit="Audit", team="East")
    _set(work, candidate, unit="Appeals", team="East")


def _is_tied_to_somebody_else(work: Casework, lead: str, candidate: str) -> None:
    work.conflict(lead, work.candidate(), by=lead)


def _no_tie(work: Casework, lead: str, candidate: str) -> None:
    pass


@pytest.mark.parametrize(
    ("tie", "holds"),
    [
        (_supervises, True), (_is_supervised, True), (_stands_three_steps_above, True), (_stands_three_steps_below, True),
        (_has_the_same_chief, False), (_stands_beside_a_ring, False), (_shares_team, True), (_declared, True),
        (_declared_by_the_other, True), (_shares_unit_alone, False), (_has_a_team_of_that_name_elsewhere, False),
        (_is_tied_to_somebody_else, False), (_no_tie, False),
    ],
)  # fmt: skip
def test_a_tie_is_the_same_everywhere(work: Casework, tie: Callable[..., None], holds: bool) -> None:
    lead, candidate = work.build.someone(work.cycle_id, Role.LEAD), work.candidate()
    case_id = work.submitted(candidate=candidate)
    tie(work, lead, candidate)
    assert _told_of(work, lead, case_id) == dict.fromkeys(("rules", "condition", "right", "list", "notices"), holds)


@pytest.mark.parametrize(("email", "holds"), [("{}", True), ("  {} ", True), ("somebody@example.org", False), ("", False)])
def test_who_confirms_an_example_is_tied_to_its_case_alone(work: Casework, email: str, holds: bool) -> None:
    lead, candidate = work.build.someone(work.cycle_id, Role.LEAD), work.candidate()
    own = work.build.read(lambda: db.session.get_one(Account, lead).email)
    case_id = work.submitted(candidate=candidate, confirmer_email=email.format(own.upper()))
    assert _told_of(work, lead, case_id) == dict.fromkeys(("rules", "condition", "right", "list", "notices"), holds)


def test_a_confirmer_is_recognised_whatever_letters_the_address_has(work: Casework) -> None:
    lead = work.build.someone(work.cycle_id, Role.LEAD)
    _set(work, lead, email="éric@x.ca")
    case_id = work.submitted(candidate=work.candidate(), confirmer_email="ÉRIC@x.ca")
    assert _told_of(work, lead, case_id) == dict.fromkeys(("rules", "condition", "right", "list", "notices"), True)


def _told_of(work: Casework, lead: str, case_id: str) -> dict[str, bool]:
    """Return, for each channel, whether it takes the lead to be tied to the candidate of the case."""

    def read() -> dict[str, bool]:
        person, case = work.build.principal(lead), db.session.get_one(Case, case_id)
        account = db.session.get_one(Account, lead)
        (need,) = (found.need for found in open_cases([case]))
        plain = Person(account_id=lead, unit=account.unit, team=account.team, above=all_above([lead]).get(lead, frozenset()),
                       email=account.email)  # fmt: skip
        condition = select(tied(lead, candidate_id=case.candidate_id, case_id=case.id))
        listed = select(Case.id).where(Case.id == case_id, TOOK_NO_PART)
        return {
            "rules": bool(TIES & set(bars(plain, need, work.build.now.date()))),
            "condition": bool(db.session.execute(condition).scalar_one()),
            "right": not may(person, "case.follow", case_facts(case, person)),
            "list": db.session.execute(listed, {"person_id": lead}).first() is None,
            "notices": leads_who_may_act(case) == [],
        }

    return work.build.read(read)


@pytest.mark.parametrize(
    ("tie", "holds"),
    [
        (_supervises, True), (_is_supervised, True), (_stands_three_steps_above, True), (_stands_three_steps_below, True),
        (_has_the_same_chief, False), (_stands_beside_a_ring, False), (_shares_team, True), (_declared, True),
        (_declared_by_the_other, True), (_shares_unit_alone, False), (_has_a_team_of_that_name_elsewhere, False),
        (_is_tied_to_somebody_else, False), (_no_tie, False),
    ],
)  # fmt: skip
def test_sweeps_find_the_ties_that_rights_find(work: Casework, tie: Callable[..., None], holds: bool) -> None:
    _case_id, first, second = work.cleared()
    tie(work, first.assessor_id, work.build.read(lambda: db.session.get_one(Case, first.case_id).candidate_id))

    def read() -> dict[str, dict[str, bool]]:
        rows = db.session.execute(
            select(Seat.id, TIED, TIED_AT_LARGE, HERE, HERE_AT_LARGE).join(Case, Case.id == Seat.case_id)
        )
        return {row[0]: dict(zip(("tied", "at large", "here", "here at large"), row[1:], strict=True)) for row in rows}

    found, as_it_is = work.build.read(read), {"tied": holds, "at large": holds, "here": True, "here at large": True}
    assert found == {first.id: as_it_is, second.id: as_it_is | {"tied": False, "at large": False}}


def test_sweeps_find_who_confirms_an_example_and_who_left(work: Casework) -> None:
    _case_id, first, second = work.cleared(confirmer_email=" Witness@EXAMPLE.org")
    _set(work, first.assessor_id, email="witness@example.org")
    work.build.do(lambda: db.session.query(Membership).filter_by(account_id=second.assessor_id).delete())
    rows = work.build.read(lambda: db.session.execute(
        select(Seat.id, TIED_AT_LARGE, HERE_AT_LARGE).join(Case, Case.id == Seat.case_id)
    ).all())  # fmt: skip
    assert {tuple(row) for row in rows} == {(first.id, True, True), (second.id, False, False)}


def test_the_key_of_a_team_follows_its_name(work: Casework) -> None:
    who = work.build.person(unit="Audit", team="East")

    def key() -> str | None:
        return work.build.read(lambda: db.session.get_one(Account, who).team_key)

    assert key() == team_key("audit", " EAST") == "audit/east"
    _set(work, who, team="West")
    assert key() == "audit/west"
    _set(work, who, team="  ")
    assert key() is None


def test_somebody_who_left_the_pool_reads_nothing_and_finds_nothing_on_the_desk(work: Casework) -> None:
    case_id, first, _second = work.cleared()
    work.pretend_sealed(first.id)
    rights = ("examples.read", "rating.read_own")

    def held() -> list[bool]:
        person, case = work.build.principal(first.assessor_id), db.session.get_one(Case, case_id)
        return [may(person, right, case_facts(case, person)) for right in rights]

    def desk() -> list[str]:
        return [row.id for row in desk_page(first.assessor_id, listing=Listing.SEALED).rows]

    assert (work.build.read(held), work.build.read(desk)) == ([True, True], [first.id])
    work.build.do(lambda: db.session.query(Membership).filter_by(account_id=first.assessor_id).delete())
    assert (work.build.read(held), work.build.read(desk)) == ([False, False], [])
