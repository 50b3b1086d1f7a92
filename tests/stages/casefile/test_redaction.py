"""Words taken out of a text leave every offset leading to its place."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewboard.stages.casefile.redaction import Masked, find_name, masked, parts_of

GAP = "[withheld]"
TEXT = "Mme Wilhelmine Xanthos called 613-555-0142; then Quentin  Zabulon wrote to quentin@ailleurs.example."


def test_names_and_personal_data_go_and_the_rest_stays():
    found = masked(TEXT, GAP, names=["quentin zabulon"], personal=True)
    assert found.text == f"{GAP} called {GAP}; then {GAP} wrote to {GAP}."


def test_without_anything_to_hide_a_text_is_as_it_was():
    assert masked(TEXT, GAP) == Masked(TEXT)


def test_a_name_is_found_as_words_of_its_own_in_either_form_of_its_accents():
    assert [find_name(text, "Élodie Roy") for text in ("E\u0301lodie\nRoy ici", "MÉLODIE ROYALE", "élodie roy")] == [
        [(0, 11)], [], [(0, 10)],
    ]  # fmt: skip


def test_a_part_of_a_name_is_found_as_it_is_written_and_short_parts_are_not_looked_for():
    assert parts_of("Ana de la Brimstone") == ["Ana de la Brimstone", "Brimstone"]
    assert (find_name("brimstone", "Brimstone"), find_name("the Brimstone file", "Brimstone")) == ([], [(4, 13)])


def test_a_passage_that_begins_or_ends_in_a_cut_takes_it_in_whole():
    found = masked("before Quentin Zabulon after", GAP, names=["Quentin Zabulon"])
    assert [found.text[slice(*found.span(*span))] for span in ((0, 6), (0, 10), (10, 28), (23, 28), (7, 22), (9, 12))] == [
        "before", f"before {GAP}", f"{GAP} after", "after", GAP, GAP,
    ]  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["Zabulon", "Xanthos", "word", "é", "a longer run of words", "\n\n"]), max_size=12),
    st.data(),
)
def test_a_passage_outside_cuts_is_the_same_passage(pieces, data):
    text = " ".join(pieces)
    found = masked(text, GAP, names=["Zabulon", "Xanthos"])
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    now = found.text[slice(*found.span(start, end))]
    if not any(cut.start < end and cut.end > start for cut in found.cuts):
        assert now == text[start:end]
    assert "Zabulon" not in now
    assert found.text.count(GAP) == len(found.cuts) == text.count("Zabulon") + text.count("Xanthos")
