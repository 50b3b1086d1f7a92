"""The shipped scale is whole in both languages, says whose words it is in, and makes nothing up."""

import pytest

from reviewboard.foundation.scale.places import empty_cells, missing_texts, places_of, stale_texts
from reviewboard.foundation.scale.shape import BesidesLevel, EvidenceRuleKind, WordingKind
from reviewboard.foundation.scale.shipped import shipped_scales
from reviewboard.foundation.scale.standard import OUTCOMES
from reviewboard.foundation.scale.text import Text


@pytest.fixture(scope="module")
def scale():
    (only,) = shipped_scales()
    return only


def test_it_is_the_scale_of_four_levels_and_two_dimensions(scale):
    assert scale.competency.code == "collaboration"
    assert scale.level_numbers == (1, 2, 3, 4)
    assert scale.dimension_keys == ("effort", "benefit")
    assert len(scale.about) == 4
    assert [len(level.in_other_words) for level in scale.levels] == [2, 2, 2, 2]
    assert [[entry.dimension for entry in level.texts] for level in scale.levels] == [["effort", "benefit"]] * 4
    assert [other.code for other in scale.other_competencies] == ["service-excellence", "leadership", "teamwork"]


def test_it_is_complete_in_both_languages(scale):
    assert missing_texts(scale) == ()
    assert stale_texts(scale) == ()


def test_it_leaves_the_six_lost_cells_empty(scale):
    assert empty_cells(scale) == (
        "means", "does_not_mean",
        "levels[1].behaviours", "levels[2].behaviours", "levels[3].behaviours", "levels[4].behaviours",
    )


def test_it_says_that_the_wording_is_the_projects_own(scale):
    assert scale.wording.kind == WordingKind.OWN
    assert scale.wording.label.fr.startswith("Libellé propre au projet")
    assert scale.wording.label.en.startswith("The project’s own wording")


def test_only_level_three_carries_evidence_rules(scale):
    assert scale.evidence_rule_levels == (3,)
    assert [rule.kind for rule in scale.level(3).evidence_rules] == [
        EvidenceRuleKind.MORE_THAN_ONE_CONTACT,
        EvidenceRuleKind.SINGLE_CONTACT_LEADS_ON,
        EvidenceRuleKind.SERIES_COUNTS_AS_ONE,
    ]


def test_it_names_the_outcomes_as_an_imported_page_does(scale):
    assert scale.outcomes == OUTCOMES
    assert [outcome.kind for outcome in scale.outcomes] == list(BesidesLevel)


def test_no_text_is_said_twice(scale):
    texts = [(place, held) for place, held in places_of(scale) if isinstance(held, Text) and held]
    said = [text for place, text in texts if ".competencies" not in place]
    assert [text for text in said if said.count(text) > 1] == []


def test_its_typography_is_right(scale):
    french = [held.fr for _, held in places_of(scale) if held]
    english = [held.en for _, held in places_of(scale) if held]
    assert [text for text in french + english if "'" in text or '"' in text or "  " in text] == []
    assert [text for text in french if any(wrong in text for wrong in (" :", " »", "« ", " ;", " !", " ?"))] == []
    assert [text for text in french if text.count(":") != text.count("\u00a0:")] == []
