"""Scripts follow from the seed, every kind occurs, and each leads where it says under the ladder."""

from collections import Counter

import pytest

from reviewboard.sample.texts import check
from reviewboard.simulation.scripts import INCIDENTS, SHARES, SURE_FROM, write_scripts
from reviewboard.simulation.staging import POLICIES, REQUIRED_LEVEL
from reviewboard.stages.consensus import rules
from reviewboard.stages.consensus.rules import Ladder, ResolutionKind, reconcile, resolution_kind

SCRIPTS = write_scripts(400, 3)
LEADS_TO = {
    "agree": rules.Agreement, "withdraw_early": rules.Agreement, "withdraw_draft": rules.Agreement,
    "confirm": rules.Agreement, "refuse": rules.Agreement, "talk_agree": rules.Discussion,
    "talk_deadlock": rules.Discussion, "talk_kept": rules.Discussion, "decide": rules.Dispute, "third": rules.Dispute,
    "countersign": rules.Dispute, "decline": rules.Dispute, "kinds_apart": rules.Dispute,
}  # fmt: skip


def test_the_same_seed_writes_the_same_scripts():
    assert write_scripts(400, 3) == SCRIPTS
    assert [script.kind for script in write_scripts(400, 4)] != [script.kind for script in SCRIPTS]


@pytest.mark.parametrize("cases", [SURE_FROM, 40, 60])
@pytest.mark.parametrize("seed", range(6))
def test_every_kind_and_every_incident_occurs(cases, seed):
    scripts = write_scripts(cases, seed)
    kinds = Counter(script.kind for script in scripts)
    incidents = Counter(incident for script in scripts for incident in script.incidents)
    assert (len(scripts), set(kinds), set(incidents)) == (cases, set(SHARES), set(INCIDENTS))


def test_with_few_cases_the_most_telling_kinds_come_first():
    assert {script.kind for script in write_scripts(5, 1)} == set(list(SHARES)[:5])


def test_two_outcomes_lead_where_the_kind_says():
    wrong = [
        script for script in SCRIPTS
        if not isinstance(
            reconcile(script.first, script.second, Ladder.from_policy(POLICIES[script.cycle]), REQUIRED_LEVEL),
            LEADS_TO[script.kind],
        )
    ]  # fmt: skip
    assert (set(LEADS_TO), wrong) == (set(SHARES), [])


def test_a_decision_equals_neither_rating_exactly_where_a_second_lead_must_sign():
    decided = [script for script in SCRIPTS if script.decision]
    neither = {
        script.kind for script in decided
        if resolution_kind(script.decision, script.first, script.second) == ResolutionKind.NEITHER
    }  # fmt: skip
    equal = {script.kind for script in decided} - neither
    assert (neither, equal) == (
        {"countersign", "decline"}, {"decide", "third", "kinds_apart", "talk_deadlock", "talk_kept", "refuse"},
    )  # fmt: skip


def test_a_script_is_written_on_a_sound_example():
    for script in SCRIPTS:
        check(script.sample)
