"""An agreed case is drawn, rated once more, laid beside its record, and noted; the record never moves by itself."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from reviewboard.extensions import db
from reviewboard.foundation.journal.queries import all_entries
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import NotYours
from reviewboard.quality.actions import compare_check, draw, note, seat_check
from reviewboard.quality.queries import figures_of
from reviewboard.quality.refusals import FollowsUnknown, NotedAlready, NothingToNote, NotOpened
from reviewboard.quality.tables import Draw, Finding, FindingNote, StratumRow
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus.actions import confirm
from reviewboard.stages.consensus.sealed import sealed_ratings
from reviewboard.stages.consensus.tables import OwnLevel
from reviewboard.stages.record.tables import Record
from reviewboard.stages.recourse import actions as recourse
from reviewboard.stages.recourse.refusals import CannotAnswer
from reviewboard.stages.recourse.rules import Unable, Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.tables import CheckOpening, RecourseHandler
from reviewboard.stages.submission.tables import Case
from tests.quality.checks import CHECK, breaches, checks, rows
from tests.stages.recourse.hearing import Hearing
from tests.walking import candidate_of, level, panel, rate, rated, seats_of, settle, state_of

CHANGES = {"quality_draws": "number = 2", "check_openings": "case_id = 1"}
REASONS = "The check reads the second contact as part of the first; the raters read it as one of its own."


def what_is_on_record(build, case_id):
    return rows(build, Record, case_id=case_id)


def test_an_agreed_case_is_drawn_seated_rated_and_found_the_same(build):
    work = checks(build)
    case_id = work.agreed()
    before = what_is_on_record(build, case_id)
    raters = [seats_of(build, case_id)[place][1] for place in (1, 2)]
    (drawn,) = rows(build, Draw)
    (stratum,) = rows(build, StratumRow)
    assert (drawn["case_id"], drawn["number"], drawn["drawn"], stratum["outcome"]) == (case_id, 1, True, "3")
    assert stratum["pair"] == ":".join(sorted(raters))
    assert work.checker(case_id) not in raters
    assert breaches(build) == {}
    rate(build, case_id, CHECK, level(3))
    settle(build)
    (found,) = rows(build, Finding)
    assert (found["gap"], found["record_id"]) == ("same", before[0]["id"])
    assert what_is_on_record(build, case_id) == before
    assert breaches(build) == {}


def test_a_lead_is_told_no_figure_of_a_case_in_which_they_took_part(build):
    work = checks(build)
    case_id = work.checked(level(4))
    leads = [work.people.leads[0], candidate_of(build, case_id), seats_of(build, case_id)[1][1]]
    for who in leads[1:]:
        build.member(who, work.people.cycle, Role.LEAD)
    told = [build.read(figures_of, [work.people.cycle], build.principal(who))[work.people.cycle] for who in leads]
    assert [(one.agreed, one.sealed) for one in told] == [(1, 1), (0, 0), (0, 0)]


@pytest.mark.parametrize(("outcome", "found"), [(4, "one_apart"), (1, "further")])
def test_a_check_that_differs_changes_nothing_of_the_case(build, outcome, found):
    work = checks(build)
    case_id = work.agreed()
    record = what_is_on_record(build, case_id)
    case = rows(build, Case, id=case_id)
    ratings = build.read(lambda: sealed_ratings(case_id))
    rate(build, case_id, CHECK, level(outcome))
    settle(build)
    assert [row["gap"] for row in rows(build, Finding)] == [found]
    assert (what_is_on_record(build, case_id), rows(build, Case, id=case_id)) == (record, case)
    assert build.read(lambda: sealed_ratings(case_id)) == ratings
    assert breaches(build) == {}


def test_no_record_may_rest_on_a_check(build):
    work = checks(build)
    case_id = work.checked(level(4))
    digest = rows(build, Finding)[0]["rating_id"]
    others = {"id", "rating_digests", "superseded_at"}
    columns = ", ".join(column.name for column in Record.__table__.columns if column.name not in others)
    copied = (
        f"INSERT INTO records (id, rating_digests, superseded_at, {columns}) SELECT 'another', r.said, records.recorded_at, "
        f"{', '.join('records.' + name for name in columns.split(', '))} FROM records JOIN "
        "(SELECT '[\"' || digest || '\"]' AS said FROM ratings WHERE id = :rating) r ON 1 = 1"
    )
    if build.read(lambda: db.engine.dialect.name) == "postgresql":
        copied = copied.replace("r.said", "CAST(r.said AS JSON)")
    with pytest.raises(DatabaseError, match="no_record_rests_on_a_check"):
        build.do(lambda: db.session.execute(text(copied), {"rating": digest}))
    assert len(what_is_on_record(build, case_id)) == 1


@pytest.mark.parametrize("table", ["quality_draws", "quality_findings", "quality_notes", "check_openings"])
def test_what_is_drawn_found_and_noted_is_never_changed(build, table):
    work = checks(build)
    case_id = work.checked(level(4))
    lead = work.opened(case_id, work.people.leads[0])
    build.do(note, case_id=case_id, follows="training", reasons=REASONS, actor=lead, now=build.now)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {CHANGES.get(table, 'id = 1')}"):
        with pytest.raises(DatabaseError, match="are_never"):
            build.do(lambda statement=statement: db.session.execute(text(statement)))


def test_what_is_discussed_resolved_or_below_the_rate_is_not_counted(build):
    none = checks(build, percent=0)
    none.agreed()
    some = checks(build)
    rated(build, some.people, level(2), level(4))
    assert (rows(build, Draw), rows(build, StratumRow)) == ([], [])


def test_a_confirmed_agreement_is_drawn_and_the_lead_who_confirmed_notes_nothing(build):
    work = checks(build, confirm_agreement=True)
    case_id = work.agreed()
    assert (state_of(build, case_id), rows(build, Draw)) == ("confirmation", [])
    one, other = work.people.leads
    build.do(confirm, case_id=case_id, actor=build.principal(one), now=build.now)
    settle(build)
    rate(build, case_id, CHECK, level(2))
    settle(build)
    told = {"case_id": case_id, "follows": "told", "reasons": REASONS, "now": build.now}
    with pytest.raises(NotYours):
        work.opened(case_id, one)
    with pytest.raises(NotYours):
        build.do(note, **told, actor=build.principal(one))
    build.do(note, **told, actor=work.opened(case_id, other))
    assert [row["follows"] for row in rows(build, FindingNote)] == ["told"]


def test_drawing_seating_and_finding_twice_is_harmless(build):
    work = checks(build)
    case_id = work.agreed()
    assert build.do(draw, case_id=case_id, now=build.now) is False
    assert build.do(seat_check, case_id=case_id, now=build.now) is None
    rate(build, case_id, CHECK, level(3))
    for _ in range(2):
        build.do(compare_check, case_id=case_id, now=build.now)
    assert build.do(seat_check, case_id=case_id, now=build.now) is None
    assert [len(rows(build, table)) for table in (Draw, Finding)] == [1, 1]
    assert len(rows(build, Seat, case_id=case_id, place=CHECK)) == 1


def test_only_the_board_draws_seats_and_compares(build):
    work = checks(build)
    case_id = work.agreed()
    for action in (draw, seat_check, compare_check):
        with pytest.raises(NotYours):
            build.do(action, case_id=case_id, actor=build.principal(work.people.leads[0]), now=build.now)


def test_the_share_is_drawn_in_each_stratum(build):
    work = checks(build, percent=50, assessors=3)
    for _ in range(6):
        work.agreed()
    shares = {}
    for row in rows(build, Draw):
        shares.setdefault(row["stratum_id"], []).append(row["drawn"])
    assert sum(map(len, shares.values())) == 6
    for drawn in shares.values():
        assert abs(sum(drawn) - len(drawn) / 2) < 1


def test_what_follows_is_noted_once_with_reasons_by_a_lead(build):
    work = checks(build)
    same, case_id = work.checked(level(3)), work.checked(level(4))
    lead, other = (build.principal(one) for one in work.people.leads)
    told = {"case_id": case_id, "reasons": REASONS, "now": build.now}
    for who in (work.people.coordinator, work.checker(case_id), work.people.assessors[0]):
        with pytest.raises(NotYours):
            build.do(note, **told, follows="training", actor=build.principal(who))
    with pytest.raises(NotOpened):
        build.do(note, **told, follows="anchor", actor=lead)
    for one in work.people.leads:
        work.opened(case_id, one)
    work.opened(same, work.people.leads[0])
    with pytest.raises(NothingToNote):
        build.do(note, case_id=same, reasons=REASONS, follows="nothing", actor=lead, now=build.now)
    with pytest.raises(FollowsUnknown):
        build.do(note, **told, follows="", actor=lead)
    record = what_is_on_record(build, case_id)
    build.do(note, **told, follows="anchor", actor=lead)
    with pytest.raises(NotedAlready):
        build.do(note, **told, follows="training", actor=other)
    assert what_is_on_record(build, case_id) == record
    entry = build.read(lambda: db.session.query(JournalEntry).filter_by(action="quality.note").one().reason)
    assert (entry, breaches(build)) == (REASONS, {})


def test_a_check_that_is_not_sealed_cannot_be_noted(build):
    work = checks(build)
    case_id = work.agreed()
    with pytest.raises(NotYours):
        build.do(
            note, case_id=case_id, follows="told", reasons=REASONS, actor=build.principal(work.people.leads[0]), now=build.now
        )


def test_the_start_of_a_stratum_is_told_nowhere(build):
    checks(build).agreed()
    (stratum,) = rows(build, StratumRow)
    entries = build.read(lambda: list(all_entries()))
    assert [entry for entry in entries if str(stratum["start"]) in str(entry["details"].values())] == []
    assert [set(entry["details"]) for entry in entries if entry["action"] == "quality.draw"] == [{"number", "drawn"}]


def test_figures_count_by_level_pair_and_unit(build):
    work = checks(build, assessors=3)
    for outcome in (3, 3, 4):
        work.checked(level(outcome))
    work.agreed(level(2))
    figures = build.read(lambda: figures_of([work.people.cycle])[work.people.cycle])
    assert (figures.agreed, figures.drawn, figures.sealed, figures.under_way) == (4, 4, 3, 1)
    assert (dict(figures.gaps), {key: (one.sealed, one.same) for key, one in figures.levels.items()}) == (
        {"same": 2, "one_apart": 1}, {"3": (3, 2)},
    )  # fmt: skip
    assert sum(one.sealed for one in figures.pairs.values()) == sum(one.sealed for one in figures.units.values()) == 3


def test_a_cycle_without_sampling_counts_nothing(build):
    people = panel(build)
    assert build.read(lambda: figures_of([people.cycle])[people.cycle]).drawn == 0


def released_with_a_check(build):
    """Return a released case whose sealed check differs, with leads to spare."""
    work = checks(build, assessors=7, leads=4)
    case_id = work.checked(level(4), recorded=level(2))
    work.release(case_id)
    settle(build)
    return work, Hearing(build, work.people, case_id, candidate_of(build, case_id))


def test_who_took_part_in_the_fresh_rating_notes_nothing_of_the_check(build):
    work, board = released_with_a_check(build)
    case_id = board.case_id
    _released, reviewer, looked, aside = work.people.leads
    board.heard(reviewer)
    board.decide(Verdict.RETURNED, by=reviewer)
    build.do(lambda: db.session.add(OwnLevel(case_id=board.fresh(), lead_id=looked, outcome="level", level=3, reason=REASONS,
                                             noted_at=build.now)))  # fmt: skip
    told = {"case_id": case_id, "follows": "training", "reasons": REASONS, "now": build.now}
    for who in (reviewer, looked):
        with pytest.raises(NotYours):
            work.opened(case_id, who)
    build.do(note, **told, actor=work.opened(case_id, aside))


def test_whoever_opens_a_check_hears_no_recourse_of_its_case_and_whoever_hears_one_opens_none(build):
    work, board = released_with_a_check(build)
    case_id = board.case_id
    _released, reader, hearer, late = work.people.leads
    work.opened(case_id, reader)
    board.ask(Kind.REVIEW)
    with pytest.raises(CannotAnswer) as refused:
        board.do(recourse.take, kind=Kind.REVIEW, by=reader)
    assert refused.value.why is Unable.CHECK
    board.do(recourse.take, kind=Kind.REVIEW, by=hearer)
    with pytest.raises(NotYours):
        work.opened(case_id, hearer)
    for table, named in ((CheckOpening, hearer), (RecourseHandler, reader)):
        with pytest.raises(DatabaseError, match="nobody_"):
            build.do(lambda table=table, named=named: db.session.add(refused_row(build, table, board, named)))
    board.do(recourse.disclose, by=hearer)
    board.do(recourse.waive_meeting, by=board.candidate)
    board.decide(Verdict.VARIED, by=hearer, outcome=level(3))
    signs = text("UPDATE recourse_decisions SET countersigned_by = :who, countersigned_at = decided_at")
    with pytest.raises(DatabaseError, match="nobody_signs"):
        build.do(lambda: db.session.execute(signs, {"who": reader}))
    work.opened(case_id, late)
    assert {row["lead_id"] for row in rows(build, CheckOpening)} == {reader, late}


def refused_row(build, table, board, named):
    """Return a row that the actions refuse: a reader who hears, or a hearer who reads."""
    if table is CheckOpening:
        return CheckOpening(case_id=board.case_id, lead_id=named, opened_at=build.now)
    return RecourseHandler(recourse_id=board.recourse(Kind.REVIEW).id, account_id=named, named_by=named, since=build.now)
