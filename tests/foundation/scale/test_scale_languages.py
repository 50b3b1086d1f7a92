"""Two pages of one competency become one scale, or every place where they differ is named."""

from dataclasses import replace
from pathlib import Path

import pytest

from reviewboard.foundation.scale.languages import with_language
from reviewboard.foundation.scale.page_text import read_page
from reviewboard.foundation.scale.places import missing_texts, places_of, stale_texts
from reviewboard.foundation.scale.problems import ScaleRefused
from reviewboard.foundation.scale.shipped import shipped_scales
from reviewboard.foundation.scale.text import Text

PAGES = Path(__file__).parent / "pages"


def page(lang, change=("", "")):
    return read_page((PAGES / f"workshops.{lang}.txt").read_text("utf-8").replace(*change), lang, code="workshops")


def test_two_pages_become_one_scale_in_two_languages():
    french, english = page("fr"), page("en")
    both = with_language(french, english, "en")
    assert missing_texts(both) == ()
    assert both.dimension_keys == french.dimension_keys == ("portee", "duree")
    for lang, alone in (("fr", french), ("en", english)):
        said = [text.in_language(lang) for _, text in places_of(both) if text]
        assert said == [text.in_language(lang) for _, text in places_of(alone) if text]


def test_the_same_page_again_changes_nothing():
    both = with_language(page("fr"), page("en"), "en")
    assert with_language(both, page("fr"), "fr") == both


def test_a_changed_page_makes_the_other_language_stale_where_it_changed():
    both = with_language(page("fr"), page("en"), "en")
    again = with_language(both, page("fr", ("affûte sa gouge", "aiguise sa gouge")), "fr")
    assert stale_texts(again) == ("levels[1].example.en",)
    assert again.level(1).example.fr == "Un tourneur explique à une ébéniste comment il aiguise sa gouge."
    assert again.level(1).example.en == both.level(1).example.en


def test_what_a_page_no_longer_says_is_not_kept():
    both = with_language(page("fr"), page("en"), "en")
    again = with_language(both, replace(page("fr"), purpose=Text()), "fr")
    assert (again.purpose.fr, again.purpose.en) == (None, both.purpose.en)
    assert missing_texts(again) == ("purpose.fr",)


def test_pages_of_different_shape_are_refused_place_by_place():
    english = page("en")
    fewer = replace(english, about=english.about[:1], levels=english.levels[:2])
    with pytest.raises(ScaleRefused) as caught:
        with_language(page("fr"), fewer, "en")
    assert [str(problem) for problem in caught.value.problems] == [
        "about: the two languages differ here: 2 against 1",
        "levels: the two languages differ here: 3 against 2",
    ]


def test_official_wording_does_not_mix_with_our_own():
    (own,) = shipped_scales()
    with pytest.raises(ScaleRefused, match="“own” against “official”"):
        with_language(own, page("fr"), "fr")
