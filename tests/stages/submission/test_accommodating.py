"""A request for an adjustment stays between the candidate and the coordinators of the cycle."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.submission import actions, queries, refusals
from reviewboard.stages.submission.tables import Accommodation, Case
from tests.stages.submission.authoring import Writer, plain

LATER = timedelta(days=21)


def test_a_request_reaches_the_coordinators_of_the_cycle_and_nobody_else(writer):
    case_id, _ = writer.written()
    coordinator = writer.build.someone(writer.cycle_id, Role.COORDINATOR)
    Writer(writer.build).build.someone(writer.build.cycle(), Role.COORDINATOR)
    writer.do(actions.ask_accommodation, case_id=case_id, request="  J’ai besoin\r\nde plus de temps. ")
    writer.do(actions.ask_accommodation, case_id=case_id, request="J’ai besoin\nde plus de temps.")
    asked = writer.build.read(lambda: plain(queries.accommodation_of(case_id)))
    told = writer.build.read(lambda: [(n.account_id, n.kind, n.about) for n in db.session.query(Notice)])
    assert asked["request"] == "J’ai besoin\nde plus de temps."
    reference = writer.row(Case, case_id)["reference"]
    assert told == [(coordinator, "submission.accommodation_asked", {"reference": reference, "cycle": writer.cycle_id})]
    assert "temps" not in str(writer.build.read(lambda: [e.details for e in db.session.query(JournalEntry)]))


@pytest.mark.parametrize("request_text", ["", "  \n", "x" * 4001])
def test_a_request_needs_words_and_an_end(writer, request_text):
    case_id, _ = writer.written()
    with pytest.raises(refusals.RequestEmpty):
        writer.do(actions.ask_accommodation, case_id=case_id, request=request_text)
    assert writer.count(Accommodation) == 0


def test_more_time_moves_one_candidates_deadline_alone(writer):
    case_id, example_id = writer.written()
    writer.do(actions.ask_accommodation, case_id=case_id, request="Plus de temps.")
    coordinator = writer.build.someone(writer.cycle_id, Role.COORDINATOR)
    until = writer.build.now + LATER + timedelta(days=1)
    answer = {"case_id": case_id, "answer": "Oui.", "extended_to": until}
    with pytest.raises(NotYours):
        writer.do(actions.answer_accommodation, **answer)
    with pytest.raises(refusals.TimeInVain):
        writer.do(actions.answer_accommodation, by=coordinator, **(answer | {"extended_to": writer.build.now}))
    with pytest.raises(refusals.NothingToAnswer):
        writer.do(actions.answer_accommodation, by=coordinator, **(answer | {"answer": " "}))
    writer.do(actions.answer_accommodation, by=coordinator, **answer)
    with pytest.raises(refusals.AlreadyAnswered):
        writer.do(actions.answer_accommodation, by=coordinator, **answer)
    with pytest.raises(refusals.AlreadyAnswered):
        writer.do(actions.ask_accommodation, case_id=case_id, request="Encore plus.")
    assert writer.save(case_id, example_id, 2, actions="Plus tard.", at=writer.build.now + LATER)["version"] == 3
    writer.change_cycle(state="closed")
    assert writer.do(actions.submit_case, case_id=case_id, at=until)["state"] == "submitted"
    other = Writer(writer.build)
    other_case, other_example = other.written()
    with pytest.raises(refusals.PastDeadline):
        other.save(other_case, other_example, 2, actions="Trop tard.", at=writer.build.now + LATER)


@pytest.mark.parametrize("act", ["submit_case", "withdraw_case"])
def test_no_time_is_said_to_be_given_where_nothing_is_written_any_more(writer, act):
    case_id, _ = writer.written()
    writer.do(actions.ask_accommodation, case_id=case_id, request="Plus de temps.")
    coordinator = writer.build.someone(writer.cycle_id, Role.COORDINATOR)
    writer.do(getattr(actions, act), case_id=case_id)
    until = writer.build.now + LATER + timedelta(days=1)
    with pytest.raises(refusals.NoDraftToExtend):
        writer.do(actions.answer_accommodation, by=coordinator, case_id=case_id, answer="Oui.", extended_to=until)
    assert writer.count(Accommodation, answered_at=None) == 1
    writer.do(actions.answer_accommodation, by=coordinator, case_id=case_id, answer="Trop tard.", extended_to=None)
    answers = {"action": "accommodation.answer"}
    told = writer.build.read(lambda: [entry.details for entry in db.session.query(JournalEntry).filter_by(**answers)])
    assert (told, writer.row(Case, case_id)["extended_to"]) == ([{"extended_to": None}], None)


def test_a_coordinator_elsewhere_answers_nothing(writer):
    case_id, _ = writer.written()
    writer.do(actions.ask_accommodation, case_id=case_id, request="Plus de temps.")
    elsewhere = writer.build.someone(writer.build.cycle(), Role.COORDINATOR)
    with pytest.raises(NotYours):
        writer.do(actions.answer_accommodation, by=elsewhere, case_id=case_id, answer="Oui.", extended_to=None)
    assert writer.count(Accommodation, answered_at=None) == 1
