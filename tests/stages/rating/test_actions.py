"""Opening, saving, sealing: on a real database, by the board's own actions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.refusals import NotYours, StaleWrite
from reviewboard.stages.assignment.actions import recuse
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.rating.actions import (
    open_seat,
    rating_digest,
    remove_citation,
)
from reviewboard.stages.rating.queries import BLANK, OwnRating
from reviewboard.stages.rating.refusals import (
    NotOnThisScale,
    RatingAlreadySealed,
    RatingIncomplete,
    TooLong,
)
from reviewboard.stages.rating.rules import Missing, Outcome, OutcomeKind
from reviewboard.stages.submission.tables import Case
from tests.building import Builder
from tests.stages.casework import Casework, casework
from tests.stages.rating.raters import REASONS, WHOLE, Rater, other_than


@pytest.fixture
def work(build: Builder) -> Casework:
    return casework(build)


@pytest.fixture
def rater(work: Casework) -> Rater:
    _, first, _ = work.cleared()
    return Rater(work, first)


def test_opening_is_noted_once(rater: Rater) -> None:
    assert rater.act(open_seat) is True
    rater.work.build.now += timedelta(days=1)
    assert rater.act(open_seat) is False
    opened_at = rater.work.seats(rater.seat.case_id)[0].opened_at
    assert opened_at == rater.work.build.now - timedelta(days=1)


def test_opening_waits_for_the_conflict_check(work: Casework) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    assert Rater(work, work.seats(case_id)[0]).act(open_seat) is False
    assert work.seats(case_id)[0].opened_at is None


def test_saving_keeps_every_part_and_counts_versions(rater: Rater) -> None:
    assert rater.own() == OwnRating(None, 0, BLANK, ())
    assert rater.save(0) == 1
    assert rater.save(1, reasons="Shorter.", in_scope=None, outcome=None) == 2
    own = rater.own()
    assert own.version == 2
    assert own.draft == replace(WHOLE, reasons="Shorter.", in_scope=None, outcome=None, single_contact_noted=False)
    assert rater.work.seats(rater.seat.case_id)[0].touched_at == rater.work.build.now


def test_a_stale_save_overwrites_nothing_and_hands_back_both_texts(rater: Rater) -> None:
    rater.save(0, reasons="From one tab.")
    for version in (0, 2):
        with pytest.raises(StaleWrite) as refusal:
            rater.save(version, reasons="From another tab.")
        assert (refusal.value.current["reasons"], refusal.value.typed["reasons"]) == (
            "From one tab.",
            "From another tab.",
        )
    assert rater.own().draft.reasons == "From one tab."


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"outcome": Outcome.at(9)}, NotOnThisScale),
        ({"outcome": Outcome(OutcomeKind.OTHER_COMPETENCY, competency="juggling")}, NotOnThisScale),
        ({"dimensions": {"effort": 9}}, NotOnThisScale),
        ({"dimensions": {"charm": 1}}, NotOnThisScale),
        ({"reasons_dimension": {"charm": "much"}}, NotOnThisScale),
        ({"reasons": "x" * 10_001}, TooLong),
        ({"why_not_above": "x" * 10_001}, TooLong),
        ({"reasons_dimension": {"effort": "x" * 10_001}}, TooLong),
    ],
)
def test_what_the_scale_does_not_offer_is_not_saved(rater: Rater, changes: dict[str, Any], refusal: type) -> None:
    rater.save(0)
    with pytest.raises(refusal):
        rater.save(1, **changes)
    assert rater.own().version == 1


def test_nobody_else_saves_opens_cites_or_seals(rater: Rater) -> None:
    version = rater.save(0)
    rater.cite()
    other = other_than(rater)
    stranger = Rater(rater.work, rater.seat)
    stranger.actor = other.actor
    assert stranger.act(open_seat) is False
    for attempt in (lambda: stranger.save(version), lambda: stranger.cite(), lambda: stranger.seal(version)):
        with pytest.raises(NotYours):
            attempt()
    assert rater.own().version == 2


def test_a_freed_seat_keeps_its_draft_but_opens_no_more(rater: Rater) -> None:
    version = rater.save(0)
    rater.act(recuse, reason="I am leaving.")
    with pytest.raises(NotYours):
        rater.save(version)
    assert rater.own().draft.reasons == REASONS


def test_the_seal_refuses_what_is_not_whole_and_names_it(rater: Rater) -> None:
    with pytest.raises(RatingIncomplete) as refusal:
        rater.seal(0)
    assert refusal.value.missing == (Missing.GATE, Missing.CITATION, Missing.OUTCOME, Missing.REASONS)
    version = rater.save(0, why_not_above="")
    with pytest.raises(RatingIncomplete) as refusal:
        rater.seal(version)
    assert refusal.value.missing == (Missing.CITATION, Missing.WHY_NOT_ABOVE)
    assert rater.own().row.state == "draft"


def test_a_seal_on_an_older_reading_is_stale(rater: Rater) -> None:
    rater.cite()
    version = rater.save(1)
    rater.cite("She brought two colleagues")
    with pytest.raises(StaleWrite):
        rater.seal(version)
    assert rater.own().row.state == "draft"


def test_the_first_seal_is_journalled_with_its_digest_and_opens_nothing(rater: Rater) -> None:
    rater.sealed()
    own = rater.own()
    assert (own.row.state, own.row.sealed_at) == ("sealed", rater.work.build.now)
    assert own.row.digest == rating_digest(own.row, own.citations)
    entry = rater.work.build.read(
        lambda: (
            db.session.query(JournalEntry.subject, JournalEntry.details, JournalEntry.actor_id)
            .filter_by(action="case.seal")
            .one()
        )
    )
    assert tuple(entry) == (
        f"rating:{own.row.id}", {"digest": own.row.digest, "seat": rater.seat.id}, rater.seat.assessor_id,
    )  # fmt: skip
    case = rater.work.case(rater.seat.case_id)
    assert (case.state, case.both_sealed_at) == ("rating", None)
    owed = rater.work.build.read(lambda: db.session.query(OutboxRow).filter_by(topic="consensus.compare").count())
    assert owed == 1


def test_the_second_seal_notes_that_both_are_sealed(rater: Rater) -> None:
    rater.sealed()
    rater.work.build.now += timedelta(hours=3)
    other_than(rater).sealed()
    case = rater.work.case(rater.seat.case_id)
    assert (case.state, case.both_sealed_at) == ("rating", rater.work.build.now)


def test_after_the_seal_nothing_changes_any_more(rater: Rater) -> None:
    rater.sealed()
    digest = rater.own().row.digest
    citation_id = rater.own().citations[0].id
    for attempt in (
        lambda: rater.save(2),
        lambda: rater.cite("She brought two colleagues"),
        lambda: rater.act(remove_citation, citation_id=citation_id),
        lambda: rater.seal(2),
    ):
        with pytest.raises(RatingAlreadySealed):
            attempt()
    with pytest.raises(NotYours):
        rater.act(recuse, reason="Second thoughts.")
    assert rater.own().row.digest == digest == rating_digest(rater.own().row, rater.own().citations)


def test_the_database_itself_refuses_to_change_a_sealed_rating(rater: Rater) -> None:
    rater.sealed()
    for sentence in ("UPDATE ratings SET reasons = 'other'", "DELETE FROM citations", "DELETE FROM ratings"):
        with pytest.raises(IntegrityError):
            rater.work.build.do(lambda sentence=sentence: db.session.execute(text(sentence)))
    assert rater.own().draft.reasons == REASONS


def test_a_third_rating_is_sealed_alone(work: Casework) -> None:
    case_id, first, second = work.cleared()
    for seat in (first, second):
        Rater(work, seat).sealed()
    before = work.case(case_id).both_sealed_at
    work.build.do(lambda: db.session.execute(update(Case).where(Case.id == case_id).values(state="third_rating")))
    third = Rater(work, _third_seat(work, case_id))
    work.build.now += timedelta(hours=1)
    third.sealed()
    owed = work.build.read(lambda: db.session.query(OutboxRow).filter_by(topic="consensus.third_sealed").count())
    assert (owed, work.case(case_id).both_sealed_at) == (1, before)


def _third_seat(work: Casework, case_id: str) -> Seat:
    from reviewboard.stages.assignment.actions import seat_third

    work.assessor()
    work.build.do(seat_third, case_id=case_id, now=work.build.now, seed=1)
    seat = work.seats(case_id)[2]
    work.clear(seat)
    return seat
