"""A move goes elsewhere, and what is kept is what is chosen: a wrong button never enters the opposite of what was meant."""

import pytest

from reviewboard.stages.consensus import actions, refusals
from reviewboard.stages.consensus.actions import Wish
from reviewboard.stages.consensus.tables import Move
from reviewboard.stages.rating.rules import Outcome
from tests.stages.consensus.staging import WHY, Stage

AT = Outcome.at


@pytest.mark.parametrize(
    ("topic", "to", "beside", "refusal"),
    [
        ("outcome", AT(2), None, refusals.MovesNowhere),
        ("effort", 2, None, refusals.MovesNowhere),
        ("outcome", None, AT(3), refusals.KeepsAnother),
        ("effort", None, 3, refusals.KeepsAnother),
        ("effort", None, 2, None),
        ("effort", None, None, None),
        ("effort", 3, 3, None),
    ],
)
def test_what_is_entered_is_what_was_chosen(build, topic, to, beside, refusal):
    stage = Stage(build)
    staged = stage.case(AT(2), AT(3))
    act = {"case_id": staged.case_id, "wish": Wish(topic, to, WHY, beside=beside), "version": 0,
           "actor": stage.who(staged.a), "now": stage.build.now}  # fmt: skip
    if refusal is None:
        stage.do(actions.move, **act)
    else:
        with pytest.raises(refusal):
            stage.do(actions.move, **act)
    assert len(stage.rows(Move)) == (refusal is None)
