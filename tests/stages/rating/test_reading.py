"""The page must not move a single character of a candidate's text: offsets on the page are offsets in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.stages.rating.reading import Mark, segments


def shown(paragraphs):
    return [(paragraph.start, [(part.text, part.by) for part in paragraph.parts]) for paragraph in paragraphs]


def test_text_without_marks_is_its_paragraphs():
    assert shown(segments("One.\nTwo.\n\n\nThree.")) == [(0, [("One.\nTwo.", "")]), (12, [("Three.", "")])]


def test_empty_text_has_no_paragraph():
    assert segments("") == segments(" \n \n") == ()


def test_overlapping_marks_of_two_raters_are_cut_where_they_meet():
    first, second = Mark(1, 4, 12, by="A"), Mark(2, 8, 16, by="B")
    (paragraph,) = segments("0123456789abcdefghij", (second, first))
    assert [(part.text, part.by, part.opens, part.closes) for part in paragraph.parts] == [
        ("0123", "", (), ()),
        ("4567", "a", (first,), ()),
        ("89ab", "ab", (second,), (first,)),
        ("cdef", "b", (), (second,)),
        ("ghij", "", (), ()),
    ]


def test_a_mark_across_paragraphs_opens_once_and_closes_once():
    mark = Mark(1, 2, 9)
    opened = [part.opens for paragraph in segments("abcd\n\nefgh", (mark,)) for part in paragraph.parts]
    closed = [part.closes for paragraph in segments("abcd\n\nefgh", (mark,)) for part in paragraph.parts]
    assert (opened, closed) == ([(), (mark,), (), ()], [(), (), (mark,), ()])


def test_offsets_count_code_points_beyond_the_basic_plane():
    (paragraph,) = segments("a😀b", (Mark(1, 1, 2),))
    assert [part.text for part in paragraph.parts] == ["a", "😀", "b"]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 5)])
def test_a_mark_outside_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match="lies outside its text"):
        segments("abcd", (Mark(1, start, end),))


@given(st.text(alphabet="ab \n😀", max_size=40), st.data())
def test_every_run_is_the_text_at_its_offset_and_marks_open_and_close_in_pairs(text, data):
    spots = st.integers(0, len(text))
    pairs = (
        data.draw(st.lists(st.tuples(spots, spots).filter(lambda pair: pair[0] < pair[1]), max_size=4)) if text else []
    )
    marks = [Mark(number, start, end) for number, (start, end) in enumerate(pairs, 1)]
    opened, closed = [], []
    for paragraph in segments(text, marks):
        position = paragraph.start
        for part in paragraph.parts:
            assert part.text == text[position : position + len(part.text)] != ""
            position += len(part.text)
            opened += part.opens
            closed += part.closes
    touching = [mark for mark in marks if text[mark.start : mark.end].strip()]
    assert sorted(opened, key=id) == sorted(closed, key=id)
    assert {mark.number for mark in touching} <= {mark.number for mark in opened}
    assert len(opened) == len({mark.number for mark in opened})


def test_a_mark_that_ends_in_white_space_before_a_paragraph_closes_once():
    mark = Mark(1, 0, 5)
    runs = [part for paragraph in segments("ab\n\n cd", (mark,)) for part in paragraph.parts]
    assert [(part.text, part.opens, part.closes) for part in runs] == [
        ("ab", (mark,), ()),
        (" ", (), (mark,)),
        ("cd", (), ()),
    ]
