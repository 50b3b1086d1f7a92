"""Whose a draft is, and until when: the same of every act on it."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.submission import actions, refusals
from reviewboard.stages.submission.tables import Case, Example
from tests.stages.submission.authoring import Writer

ACTS = {
    "acknowledge": lambda w, c, e, **m: w.do(actions.acknowledge_notice, case_id=c, notice_version="1", **m),
    "language": lambda w, c, e, **m: w.do(actions.choose_language, case_id=c, language="en", **m),
    "add example": lambda w, c, e, **m: w.do(actions.add_example, case_id=c, **m),
    "save": lambda w, c, e, **m: w.save(c, e, 2, actions="Autre.", **m),
    "remove example": lambda w, c, e, **m: w.do(actions.remove_example, case_id=c, example_id=e, version=2, **m),
    "add evidence": lambda w, c, e, **m: w.attach(c, e, **m),
    "accommodation": lambda w, c, e, **m: w.do(actions.ask_accommodation, case_id=c, request="Plus de temps.", **m),
    "submit": lambda w, c, e, **m: w.do(actions.submit_case, case_id=c, **m),
}
LATER = timedelta(days=21)


@pytest.mark.parametrize("name", ACTS)
def test_every_act_on_a_draft_is_its_candidates_alone(writer, name):
    case_id, example_id = writer.written()
    people = [writer.build.someone(writer.cycle_id, role) for role in Role]
    before = (writer.row(Case, case_id), writer.row(Example, example_id), writer.journal(case_id))
    for person in people:
        with pytest.raises(NotYours):
            ACTS[name](writer, case_id, example_id, by=person)
    assert (writer.row(Case, case_id), writer.row(Example, example_id), writer.journal(case_id)) == before
    ACTS[name](writer, case_id, example_id)


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("ending", ["deadline", "closed", "submitted", "withdrawn"])
def test_no_act_on_a_draft_comes_after_its_end(writer, name, ending):
    case_id, example_id = writer.written()
    later, refusal = None, refusals.PastDeadline
    if ending == "deadline":
        later = writer.build.now + LATER
    elif ending == "closed":
        writer.change_cycle(state="closed")
    elif ending == "submitted":
        refusal = refusals.AlreadySubmitted
        writer.do(actions.submit_case, case_id=case_id)
    else:
        refusal = refusals.CaseWithdrawn
        writer.do(actions.withdraw_case, case_id=case_id)
    before = (writer.row(Case, case_id), writer.row(Example, example_id), writer.journal(case_id))
    with pytest.raises(refusal):
        ACTS[name](writer, case_id, example_id, at=later)
    assert (writer.row(Case, case_id), writer.row(Example, example_id), writer.journal(case_id)) == before


def test_the_deadline_itself_is_in_time_and_the_next_moment_is_not(writer):
    case_id, example_id = writer.written()
    closes_at = writer.build.read(lambda: db.session.get_one(Cycle, writer.cycle_id).closes_at)
    assert writer.save(case_id, example_id, 2, actions="À l’heure.", at=closes_at)["actions"] == "À l’heure."
    with pytest.raises(refusals.PastDeadline):
        writer.save(case_id, example_id, 3, actions="Trop tard.", at=closes_at + timedelta(microseconds=1))


def test_an_example_of_another_case_is_not_found_in_ones_own(writer):
    case_id, _ = writer.written()
    other = Writer(writer.build)
    _, foreign = other.written()
    for act in (ACTS["save"], ACTS["remove example"], ACTS["add evidence"]):
        with pytest.raises(refusals.ExampleGone):
            act(writer, case_id, foreign)
