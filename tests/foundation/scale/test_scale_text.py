"""A text says what is missing and what is stale; a scale says where, and what is empty."""

from dataclasses import replace

import pytest

from reviewboard.foundation.scale.places import empty_cells, missing_texts, stale_texts
from reviewboard.foundation.scale.shipped import shipped_scales
from reviewboard.foundation.scale.text import Text


def test_a_text_is_tidied_but_not_changed():
    assert Text(fr="  e\u0301te\u0301  n°\u00a01 ") == Text(fr="été  n°\u00a01")
    assert Text(fr=" \n ", en="") == Text()
    assert not Text()


@pytest.mark.parametrize(("text", "missing"), [
    (Text("oui", "yes"), ()),
    (Text("oui"), ("en",)),
    (Text(en="yes"), ("fr",)),
    (Text(), ()),
])
def test_a_text_says_which_language_is_missing(text, missing):
    assert text.missing == missing


def test_a_text_is_read_in_the_other_language_when_one_is_missing():
    assert Text("oui", "yes").best("en") == ("yes", "en")
    assert Text("oui").best("en") == ("oui", "fr")
    assert Text().best("en") == ("", "en")


@pytest.mark.parametrize(("lang", "change", "stale"), [
    ("fr", {}, None),
    ("fr", {"fr": "peut-être"}, "en"),
    ("fr", {"en": "yes indeed"}, None),
    ("en", {"en": "maybe"}, "fr"),
    ("fr", {"fr": None}, "en"),
    ("fr", {"fr": "peut-être", "en": None}, None),
])
def test_a_translation_is_stale_once_its_source_has_changed(lang, change, stale):
    assert replace(Text("oui", "yes").following(lang), **change).stale == stale


def test_a_text_that_follows_nothing_is_never_stale():
    assert replace(Text("oui", "yes"), fr="non").stale is None


def test_a_mark_that_is_none_is_refused():
    with pytest.raises(ValueError, match="not a mark"):
        Text("oui", "yes", follows="fr:oui")


def test_a_scale_names_what_is_missing_stale_and_empty():
    (scale,) = shipped_scales()
    about = (scale.about[0], replace(scale.about[1].following("fr"), fr="Autre chose."), Text(fr="Seul."))
    level = replace(scale.level(3), example=Text(), name=Text(), evidence_rules=())
    changed = replace(
        scale, about=about, notes=(), exclusions=(), purpose=Text(), means=(Text("Oui", "Yes"),),
        levels=(*scale.levels[:2], level, scale.levels[3]),
    )
    assert missing_texts(changed) == ("about[3].en",)
    assert stale_texts(changed) == ("about[2].en",)
    assert empty_cells(changed) == (
        "does_not_mean", "purpose", "levels[1].behaviours", "levels[2].behaviours", "levels[3].behaviours",
        "levels[3].example", "levels[4].behaviours",
    )
