"""The prompter gives each assessor a part when they first meet a case; the ledger holds acts against the journal."""

from collections import Counter
from dataclasses import replace

from reviewboard.simulation.ledger import Act, Ledger
from reviewboard.simulation.prompter import Part, Prompter
from reviewboard.simulation.scripts import write_scripts

SCRIPT = replace(
    next(script for script in write_scripts(40, 1) if script.kind == "talk_agree"), incidents=("late",)
)  # fmt: skip


def _prompter():
    prompter = Prompter()
    prompter.began(SCRIPT, "QX7-31K", "case")
    prompter.began(SCRIPT, "QX7-31K", "case")
    return prompter


def test_parts_are_given_in_the_order_of_meeting_and_stay():
    prompter = _prompter()
    met = [prompter.part_of("QX7-31K", email, email) for email in ("ann", "bo", "cy", "bo", "di")]
    rater = Part("rate", SCRIPT.first, 0)
    assert met == [Part("late", SCRIPT.first), rater, Part("rate", SCRIPT.second, 1), rater, Part("rate", SCRIPT.third, 2)]
    assert prompter.late() == [("QX7-31K", "ann", "ann")]
    prompter.freed("QX7-31K", "ann")
    assert prompter.late() == []


def test_beats_follow_one_another_and_the_one_that_ends_the_discussion_comes_last():
    prompter = _prompter()
    before = _all_beats(prompter, 1)
    first = _all_beats(prompter, 0)
    assert (before, first, _all_beats(prompter, 1)) == (SCRIPT.beats[1][:-1], SCRIPT.beats[0], SCRIPT.beats[1][-1:])
    assert [prompter.beat("QX7-31K", turn) for turn in range(3)] == [None, None, None]


def _all_beats(prompter, turn):
    told = []
    while beat := prompter.beat("QX7-31K", turn):
        told.append(beat)
        prompter.beaten("QX7-31K", turn)
    return tuple(told)


def test_the_ledger_finds_what_was_lost_and_what_was_doubled():
    ledger = Ledger()
    for action in ("case.say", "case.say", "case.seal"):
        ledger.note(action, "case", "ann")
    ledger.doubt("case.recuse", "case", "ann")
    say, seal, recuse = (Act(action, "case", "ann") for action in ("case.say", "case.seal", "case.recuse"))
    assert ledger.compared(Counter({say: 2, seal: 1, recuse: 1})) == ([], [])
    assert ledger.compared(Counter({say: 1, seal: 2, recuse: 2})) == ([str(say)], [str(recuse), str(seal)])
    assert (ledger.by_action(), ledger.doubtful) == ({"case.say": 2, "case.seal": 1}, 1)
