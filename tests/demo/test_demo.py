"""The demo is believable at any hour of any week, holds every state, and breaks no promise."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from reviewboard.demo.accounts import printed_accounts
from reviewboard.demo.calendar import ZONE, moment, season
from reviewboard.demo.making import is_begun, is_whole, make_demo
from reviewboard.demo.people import ASSESSORS, CANDIDATES, EVERYONE, PASSWORD
from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.database import transaction
from reviewboard.foundation.journal.queries import all_entries
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.actions import prove_password, sign_in
from reviewboard.invariants import all_breaches
from reviewboard.quality.tables import Finding
from reviewboard.stages.assignment.tables import Conflict, Seat
from reviewboard.stages.consensus.tables import Dispute, Message, Move, OwnLevel
from reviewboard.stages.record.tables import Record
from reviewboard.stages.recourse.tables import Recourse, RecourseDecision
from reviewboard.stages.submission.tables import Accommodation, Case, Evidence
from reviewboard.stages.workflow import CHECK_PLACE
from tests.lengths import length

pytestmark = [pytest.mark.once, pytest.mark.long]  # `web/test_every_page.py` makes it on PostgreSQL
TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 3, 10, tzinfo=UTC)
AFTER_THE_CLOCKS_CHANGED = datetime(2027, 3, 18, 22, 45, tzinfo=UTC)
STATES = {
    "draft": 1, "submitted": 1, "rating": 5, "discussion": 1, "dispute": 2, "asked": 1, "third_rating": 1, "countersign": 1,
    "confirmation": 1, "recorded": 2, "released": 7, "withdrawn": 1,
}  # fmt: skip


@pytest.mark.parametrize("now", length(usual=[SUNDAY_NIGHT], long=[SUNDAY_NIGHT, AFTER_THE_CLOCKS_CHANGED]))
def test_the_demo_holds_every_state_in_both_languages_and_breaks_nothing(app, now):
    with app.app_context():
        make_demo(now=now)
        _check_the_whole(now)


def _check_the_whole(now):
    assert Counter(db.session.scalars(select(Case.state))) == STATES
    assert {language for (language,) in db.session.query(Case.language)} == {"fr", "en"}
    assert sum(map(len, all_breaches().values())) == 0
    assert db.session.query(OutboxRow).filter(OutboxRow.done_at.is_(None)).count() == 0
    moments = [entry["at"] for entry in all_entries()]
    assert moments == sorted(moments)
    assert moments[-1] <= now < moments[0] + timedelta(days=60)
    _check_the_stories(now)


def _check_the_stories(now):
    waiting = db.session.query(Case).filter(Case.state == "submitted").one().waiting
    assert (waiting["bar"], waiting["language"], waiting["short"]) == ("language", "en", 1)
    ended = Counter(db.session.scalars(select(Seat.ended_why).where(Seat.ended_why.is_not(None))))
    assert ended == {"conflict": 1, "recused": 1, "overdue": 1, "withdrawn": 2}
    rating = select(Case.id).where(Case.state == "rating")
    late = db.session.query(Seat).filter(Seat.due_at < now, Seat.sealed_at.is_(None), Seat.case_id.in_(rating),
                                         Seat.ended_at.is_(None)).all()  # fmt: skip
    assert [now - seat.due_at < timedelta(days=3) for seat in late] == [True]
    assert (db.session.query(Conflict).count(), db.session.query(Accommodation).count()) == (1, 1)
    assert Counter(db.session.scalars(select(Dispute.why))) == {"far_apart": 5, "different_kind": 1}
    checks = db.session.query(Seat).filter(Seat.place == CHECK_PLACE, Seat.ended_at.is_(None)).order_by(Seat.assigned_at).all()
    assert [seat.sealed_at is not None for seat in checks] == [True, True]
    assert [found.gap for found in db.session.query(Finding)] == ["one_apart"] * 2
    assert (db.session.query(Message).count(), db.session.query(Move).count()) == (5, 2)
    assert Counter(db.session.scalars(select(Record.method))) == {
        "agreement": 7, "discussion": 1, "resolution": 1, "decision_review": 1,
    }  # fmt: skip
    assert {kind for (kind,) in db.session.query(Evidence.media_type)} >= {"application/pdf", "image/png", "text/plain"}
    assert Counter(db.session.scalars(select(Cycle.state))) == {"open": 3, "draft": 1}
    asked = Counter(db.session.execute(select(Recourse.kind, Recourse.stand)).all())
    assert asked == {
        ("feedback", "asked"): 1, ("feedback", "taken"): 1, ("feedback", "concluded"): 1, ("decision_review", "disclosed"): 1,
        ("decision_review", "met"): 1, ("decision_review", "countersign"): 1, ("decision_review", "concluded"): 2,
        ("fresh_rating", "taken"): 1,
    }  # fmt: skip
    decided = Counter(db.session.scalars(select(RecourseDecision.verdict)))
    assert decided == {"given": 1, "varied": 2, "returned": 1}
    own = db.session.query(Cycle).filter(Cycle.state == "open").all()
    assert [one.policy["own_level_first"] for one in own].count(True) == 1
    assert (db.session.query(Case).filter(Case.fresh_of.is_not(None)).one().state, db.session.query(OwnLevel).count()) == (
        "rating", 0,
    )  # fmt: skip


def test_everybody_of_the_demo_signs_in_and_is_printed(app):
    with app.app_context():
        make_demo(now=TUESDAY)
        _check_the_whole(TUESDAY)
        assert (is_begun(), is_whole()) == (True, True)
        lines = printed_accounts().splitlines()
        assert lines[-1] == f"Everybody's password: {PASSWORD}"
        assert lines[0].split()[:3] == ["administrator", "fr", "admin@board.example"]
        assert [person.email for person in EVERYONE if not any(person.email in line for line in lines)] == []
        assert sum("to rate" in line for line in lines) == len(ASSESSORS)
        for person in (EVERYONE[0], ASSESSORS[0], CANDIDATES[0]):
            proof = prove_password(email=person.email, password=PASSWORD)
            with transaction():
                assert sign_in(proof=proof, now=TUESDAY)


def test_a_moment_is_a_working_day_at_that_hour_as_a_clock_in_toronto_shows_it():
    for hours in range(0, 24 * 21, 7):
        now = TUESDAY + timedelta(hours=hours)
        local = moment(now, 3, "09:30").astimezone(ZONE)
        assert (local.weekday() < 5, f"{local:%H:%M}", moment(now, 1, "23:59") < now) == (True, "09:30", True)
    assert moment(TUESDAY, 1, "10:00") == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert moment(TUESDAY, 2, "10:00") == datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("month", "now", "later"),
    [(1, "Winter 2026", "Summer 2026"), (3, "Spring 2026", "Autumn 2026"), (8, "Summer 2026", "Winter 2027"),
     (11, "Autumn 2026", "Spring 2027"), (12, "Winter 2027", "Summer 2027")],
)  # fmt: skip
def test_a_season_has_its_year_and_a_winter_begins_in_december(month, now, later):
    day = datetime(2026, month, 15, 12, tzinfo=UTC)
    assert (season(day, "en"), season(day, "en", later=2)) == (now, later)
