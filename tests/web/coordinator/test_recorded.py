"""What a coordinator reads of a result: the recorded outcome, how it came about, a decision's reasons, and no rating."""

from reviewboard.foundation.people.roles import Role
from reviewboard.stages.consensus.actions import Decision, Wish, move, resolve
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import write
from tests.stages.consensus.staging import LONG, WHY, Stage, per_dimension

AT = Outcome.at
SEEN = "Passage 1 shows that the relation was made new; I had read it as one that was there before."


def test_a_coordinator_reads_the_outcome_once_it_is_recorded_and_a_raters_words_never(build, visit):
    stage = Stage(build)
    agreed, discussed, decided = stage.case(AT(2), AT(2)), stage.case(AT(1), AT(2)), stage.case(AT(2), AT(4))
    stage.do(move, case_id=discussed.case_id, wish=Wish("outcome", AT(2), SEEN), version=0, confirmed=True,
             actor=stage.who(discussed.a), now=build.now)  # fmt: skip
    decision = Decision(AT(2), LONG, per_dimension("Shown at two."), "More people, on purpose.")
    stage.do(resolve, case_id=decided.case_id, version=stage.version(decided), decision=decision,
             actor=stage.who(stage.lead), now=build.now)  # fmt: skip
    desk, told = visit(build.someone(stage.cycle_id, Role.COORDINATOR)), {}
    for staged in (agreed, discussed, decided):
        before = desk.get(f"/coordination/cases/{staged.case_id}").text
        stage.do(write, case_id=staged.case_id, now=build.now)
        page = desk.get(f"/coordination/cases/{staged.case_id}").text
        words = ("The recorded outcome", LONG, f"{WHY} Level: 2.", SEEN, "Seen as effort at 2.")
        told[staged.case_id] = [word in page for word in words]
        assert "The recorded outcome" not in before
    none = [False, False, False]
    assert list(told.values()) == [[True, False, *none], [True, False, *none], [True, True, *none]]
