"""The record in acts: written once from what people signed, released by a lead, told without a level."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.consensus import actions as consensus
from reviewboard.stages.consensus.actions import Decision, Wish
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.record import actions, refusals
from reviewboard.stages.record.queries import result_of, waiting_for_release
from reviewboard.stages.record.rules import years_after
from reviewboard.stages.record.tables import Record
from reviewboard.stages.record.writing import digest_of
from reviewboard.stages.submission.tables import Case
from tests.stages.consensus.staging import DIMENSIONS, LONG, NOT_ABOVE, WHY, Stage, Staged, per_dimension

AT = Outcome.at


@pytest.fixture
def stage(build):
    return Stage(build)


def write(stage: Stage, staged: Staged) -> dict[str, Any]:
    stage.do(actions.write, case_id=staged.case_id, now=stage.build.now)
    (record,) = stage.rows(Record, case_id=staged.case_id)
    return record


def release(stage: Stage, *cases: Staged, lead: str | None = None) -> int:
    ids = [staged.case_id for staged in cases]
    return stage.do(actions.release, case_ids=ids, actor=stage.who(lead or stage.lead), now=stage.build.now)


class TestWriting:
    def test_an_agreement_is_recorded_with_both_raters_and_their_words(self, stage):
        staged = stage.case(AT(2), AT(2))
        record = write(stage, staged)
        digests = [row["digest"] for row in stage.rows(Rating, case_id=staged.case_id)]
        assert (record["outcome"], record["level"], record["method"]) == ("level", 2, "agreement")
        assert record["deciders"] == [{"account_id": staged.a, "as": "rater"}, {"account_id": staged.b, "as": "rater"}]
        assert (record["reasons"], record["next_needed"]) == (f"{WHY} Level: 2.", NOT_ABOVE)
        assert record["dimension_reasons"] == {key: f"Seen as {key} at 2." for key in DIMENSIONS}
        assert sorted(record["rating_digests"]) == sorted(digests)
        assert stage.state(staged) == "recorded"

    def test_run_twice_there_is_one_record(self, stage):
        staged = stage.case(AT(2), AT(2))
        first = write(stage, staged)
        assert write(stage, staged) == first

    def test_nothing_is_recorded_before_a_decision(self, stage):
        staged = stage.case(AT(1), AT(2))
        stage.do(actions.write, case_id=staged.case_id, now=stage.build.now)
        assert (stage.rows(Record), stage.state(staged)) == ([], "discussion")

    def test_a_discussion_is_recorded_with_the_reason_of_the_move_that_ended_it(self, stage):
        staged = stage.case(AT(1), AT(2))
        seen = "Passage 1 shows that the relation was made new; I had read it as one that was there before."
        moves = [Wish("effort", 2, f"{seen} It took effort."), Wish("outcome", AT(2), seen)]
        for version, wish in enumerate(moves):
            stage.do(consensus.move, case_id=staged.case_id, wish=wish, version=version, confirmed=True,
                     actor=stage.who(staged.a), now=stage.build.now)  # fmt: skip
        record = write(stage, staged)
        assert (record["level"], record["method"]) == (2, "discussion")
        assert record["reasons"].split("\n\n") == [seen, f"{WHY} Level: 2."]
        effort = record["dimension_reasons"]["effort"].split("\n\n")
        assert effort == ["Seen as effort at 2.", f"{seen} It took effort."]

    def test_a_countersigned_resolution_names_both_leads(self, stage):
        staged = stage.case(AT(2), AT(4))
        said = Decision(AT(3), LONG, per_dimension("Shown at three."), "More people, on purpose.")
        for act, lead, more in (
            (consensus.resolve, stage.lead, {"decision": said}),
            (consensus.countersign, stage.other_lead, {}),
        ):
            stage.do(act, case_id=staged.case_id, version=stage.version(staged), actor=stage.who(lead),
                     now=stage.build.now, **more)  # fmt: skip
        record = write(stage, staged)
        assert (record["level"], record["method"], record["reasons"]) == (3, "countersigned_resolution", LONG)
        assert record["deciders"] == [
            {"account_id": stage.lead, "as": "lead"}, {"account_id": stage.other_lead, "as": "second_lead"},
        ]  # fmt: skip
        assert (record["dimension_reasons"]["effort"], record["next_needed"]) == (
            "Shown at three. Looked at: effort.", "More people, on purpose.",
        )  # fmt: skip

    def test_a_confirmed_agreement_names_the_lead_too(self, build):
        stage = Stage(build, policy={"confirm_agreement": True})
        staged = stage.case(AT(2), AT(2))
        stage.do(consensus.confirm, case_id=staged.case_id, actor=stage.who(stage.lead), now=stage.build.now)
        record = write(stage, staged)
        assert (record["method"], record["deciders"][-1]) == (
            "confirmed_agreement", {"account_id": stage.lead, "as": "lead"},
        )  # fmt: skip

    @pytest.mark.parametrize("years", [0, 5])
    def test_the_digest_can_be_made_again_from_the_stored_record_and_holds_the_day_it_ends(self, build, years):
        stage = Stage(build, policy={"valid_years": years})
        staged = stage.case(AT(2), AT(2))
        record = write(stage, staged)
        assert record["expires_on"] == (years_after(build.now.date(), years) if years else None)
        made = stage.build.read(lambda: digest_of(db.session.get_one(Record, record["id"])))
        assert made == record["digest"]

    def test_the_database_refuses_a_second_record_in_force(self, stage):
        staged = stage.case(AT(2), AT(2))
        record = write(stage, staged)
        with pytest.raises(IntegrityError):
            stage.do(lambda: db.session.execute(db.insert(Record).values({**record, "id": "another-one"})))
        assert len(stage.rows(Record)) == 1


class TestRelease:
    def test_one_result_is_released_and_its_candidate_told_once(self, stage):
        staged = stage.case(AT(2), AT(2))
        write(stage, staged)
        assert stage.build.read(result_of, staged.case_id) is None
        release(stage, staged)
        for _ in range(2):
            stage.do(actions.tell, case_id=staged.case_id, now=stage.build.now)
        (notice,) = stage.rows(Notice, kind="result.ready")
        reference = stage.rows(Case)[0]["reference"]
        assert (notice["account_id"], notice["about"]) == (
            staged.candidate, {"reference": reference, "case": staged.case_id},
        )  # fmt: skip
        assert (stage.state(staged), stage.rows(Record)[0]["released_by"]) == ("released", stage.lead)
        assert stage.build.read(result_of, staged.case_id).level == 2

    def test_a_batch_is_released_whole_or_not_at_all(self, stage):
        ready, open_one = stage.case(AT(2), AT(2)), stage.case(AT(1), AT(2))
        write(stage, ready)
        with pytest.raises(refusals.NotReleasable):
            release(stage, ready, open_one)
        assert stage.state(ready) == "recorded"
        assert release(stage, ready, ready) == 1

    def test_a_released_result_is_not_released_again(self, stage):
        staged = stage.case(AT(2), AT(2))
        write(stage, staged)
        release(stage, staged)
        with pytest.raises(refusals.AlreadyReleased):
            release(stage, staged, lead=stage.other_lead)
        assert stage.rows(Record)[0]["released_by"] == stage.lead

    def test_nothing_chosen_is_said_so(self, stage):
        with pytest.raises(refusals.NothingChosen):
            release(stage)

    def test_only_a_lead_who_took_no_part_releases(self, stage):
        staged = stage.case(AT(2), AT(2))
        write(stage, staged)
        stage.build.member(staged.a, stage.cycle_id, Role.LEAD)
        for person in (staged.a, staged.candidate, stage.build.someone(stage.cycle_id, Role.COORDINATOR)):
            with pytest.raises(NotYours):
                release(stage, staged, lead=person)
        waiting = {
            lead: [row.id for row in stage.build.read(waiting_for_release, stage.cycle_id, stage.who(lead), limit=9)]
            for lead in (staged.a, stage.lead)
        }
        assert waiting == {staged.a: [], stage.lead: [staged.case_id]}
