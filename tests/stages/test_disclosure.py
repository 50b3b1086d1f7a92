"""Counts of five or more, as a table and as a property."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.stages.disclosure import FEWEST, told


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 5, "b": 9}, {"a": 5, "b": 9}),
        ({"a": 4}, {"a": None}),
        ({"a": 4, "b": 6, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 0, "b": 6, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 2, "b": 3, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 1, "b": 1, "c": 9}, {"a": None, "b": None, "c": None}),
    ],
)
def test_told_leaves_out_the_small_and_what_gives_them_away(counts, shown):
    assert told(counts) == shown


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)))
def test_whoever_knows_the_total_cannot_work_out_a_small_count(counts):
    shown = told(counts)
    hidden = [key for key, count in shown.items() if count is None]
    assert all(counts[key] >= FEWEST for key in counts if key not in hidden)
    assert {key: None if key in hidden else count for key, count in counts.items()} == shown
    if hidden and len(hidden) < len(counts):
        rest = sum(counts.values()) - sum(count for count in shown.values() if count is not None)
        assert (rest >= FEWEST, len(hidden) >= 2 or counts[hidden[0]] >= FEWEST) == (True, True)
