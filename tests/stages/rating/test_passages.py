"""A quote is found where it stands, with loose white space, or it is refused: never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.stages.rating.passages import NotThere, SeveralThere, Span, find

TEXT = "She called.\n\nI wrote to her\nthe same week. She called."


@pytest.mark.parametrize(
    ("quote", "start", "found"),
    [
        ("I wrote", None, Span(13, 20)),
        ("  I wrote \r\n", None, Span(13, 20)),
        ("wrote to her\r\nthe same week", None, Span(15, 41)),
        ("wrote to her the same week", None, Span(15, 41)),
        ("She called.", 0, Span(0, 11)),
        ("She called.", 43, Span(43, 54)),
        ("I wrote", 2, Span(13, 20)),
        ("I wrote", -1, Span(13, 20)),
        ("I wrote", 9999, Span(13, 20)),
    ],
)
def test_find_returns_the_place(quote: str, start: int | None, found: Span) -> None:
    assert find(TEXT, quote, start) == found


@pytest.mark.parametrize("quote", ["", " \n ", "she called", "wrote  to him", "(.*)"])
def test_find_refuses_what_is_not_there(quote: str) -> None:
    with pytest.raises(NotThere):
        find(TEXT, quote)


@pytest.mark.parametrize("start", [None, 5])
def test_find_refuses_what_stands_there_more_than_once(start: int | None) -> None:
    with pytest.raises(SeveralThere):
        find(TEXT, "She called.", start)


@given(st.text(min_size=1), st.data())
def test_any_stretch_of_any_text_is_found_at_its_offset(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    if not quote.strip():
        return
    bare = start + len(quote) - len(quote.lstrip())
    assert find(text, quote, bare) == Span(bare, bare + len(quote.strip()))
