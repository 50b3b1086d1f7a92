"""A paragraph is cut into sentences, and not a character of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.foundation.scale.sentences import sentences


@given(st.text(alphabet="Ab. !?…»’\u00a0é", max_size=60))
def test_sentences_joined_are_the_paragraph(paragraph):
    assert "".join(sentences(paragraph, ("A.",))) == paragraph


@pytest.mark.parametrize(("paragraph", "expected"), [
    ("One. Two! Three? « Four. » Five", ["One. ", "Two! ", "Three? ", "« Four. » ", "Five"]),
    ("It costs 3.50 in all. Or more", ["It costs 3.50 in all. ", "Or more"]),
    ("Tools (e.g. A saw) and Mr. Oak.", ["Tools (e.g. A saw) and Mr. Oak."]),
    ("Well… not yet. Élargit.", ["Well… not yet. ", "Élargit."]),
])
def test_a_paragraph_is_cut_into_sentences(paragraph, expected):
    assert sentences(paragraph, ("e.g.", "Mr.")) == expected
