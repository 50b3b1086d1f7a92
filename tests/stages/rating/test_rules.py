"""What a rating may say, what keeps it from being sealed, and where its passages stand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.stages.rating.rules import (
    MIN_REASONS,
    Citation,
    MalformedOutcome,
    Missing,
    Outcome,
    OutcomeKind,
    RatingDraft,
    ScaleShape,
    citation_fits,
    missing_before_seal,
    relocate,
    text_length,
)

NOT_DEMONSTRATED = Outcome(OutcomeKind.NOT_DEMONSTRATED)
INSUFFICIENT = Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE)
SERVICE = Outcome(OutcomeKind.OTHER_COMPETENCY, competency="service")

SCALE = ScaleShape((1, 2, 3, 4), ("effort", "benefit"), ("service", "teamwork"), (3,))
PASSAGE = Citation("e1", "actions", 4, 12, "réseauté", "effort", 2)
WHOLE = RatingDraft(
    in_scope=True,
    dimensions={"effort": 2, "benefit": 2},
    outcome=Outcome.at(2),
    reasons="She found a new contact and kept it for the work at hand.",
    reasons_dimension={},
    why_not_above="Nothing points to future issues.",
    citations=(PASSAGE,),
    single_contact_noted=None,
)


@pytest.mark.parametrize("kind", OutcomeKind)
@pytest.mark.parametrize("level", [None, 0, 2, -1, 2.5, 2.0, "2", True, False])
@pytest.mark.parametrize("competency", [None, "", "service", 7])
def test_outcome_takes_exactly_the_parts_of_its_kind(kind, level, competency):
    allowed = {
        (OutcomeKind.LEVEL, "0", "None"),
        (OutcomeKind.LEVEL, "2", "None"),
        (OutcomeKind.NOT_DEMONSTRATED, "None", "None"),
        (OutcomeKind.INSUFFICIENT_EVIDENCE, "None", "None"),
        (OutcomeKind.OTHER_COMPETENCY, "None", "''"),
        (OutcomeKind.OTHER_COMPETENCY, "None", "'service'"),
    }
    if (kind, repr(level), repr(competency)) in allowed:
        outcome = Outcome(kind, level, competency)
        assert (outcome.kind, outcome.level, outcome.competency) == (kind, level, competency)
    else:
        with pytest.raises(MalformedOutcome):
            Outcome(kind, level, competency)


@pytest.mark.parametrize(
    ("outcome", "parts"),
    [
        (Outcome.at(3), {"kind": "level", "level": 3, "competency": None}),
        (NOT_DEMONSTRATED, {"kind": "not_demonstrated", "level": None, "competency": None}),
        (SERVICE, {"kind": "other_competency", "level": None, "competency": "service"}),
        (INSUFFICIENT, {"kind": "insufficient_evidence", "level": None, "competency": None}),
    ],
)
def test_outcome_goes_to_plain_values_and_back(outcome, parts):
    assert outcome.as_dict() == parts
    assert Outcome.from_dict(parts) == outcome
    assert Outcome.from_dict({name: value for name, value in parts.items() if value is not None}) == outcome


@pytest.mark.parametrize(
    "parts", [{}, None, "level", ["level"], {"kind": None}, {"kind": ["level"]}, {"kind": "grade"}, {"kind": "level"}]
)
def test_outcome_refuses_what_is_not_one(parts):
    with pytest.raises(MalformedOutcome, match="outcome"):
        Outcome.from_dict(parts)


def test_outcome_tells_what_was_wrong():
    with pytest.raises(MalformedOutcome) as refused:
        Outcome(OutcomeKind.LEVEL, 2.5)
    assert str(refused.value) == "no outcome is <OutcomeKind.LEVEL: 'level'>, level 2.5, competency None"
    with pytest.raises(MalformedOutcome) as refused:
        Outcome.from_dict({"kind": "grade"})
    assert str(refused.value) == "no outcome can be read from {'kind': 'grade'}"


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({}, ()),
        ({"in_scope": None}, (Missing.GATE,)),
        ({"citations": ()}, (Missing.CITATION,)),
        ({"dimensions": {"effort": 2, "benefit": None}}, (Missing.DIMENSION_LEVELS,)),
        ({"dimensions": {"effort": 2}}, (Missing.DIMENSION_LEVELS,)),
        ({"dimensions": {}}, (Missing.DIMENSION_LEVELS,)),
        ({"outcome": None}, (Missing.OUTCOME,)),
        ({"outcome": None, "dimensions": {}, "why_not_above": ""}, (Missing.OUTCOME,)),
        ({"in_scope": False}, (Missing.OUTCOME_AGAINST_GATE,)),
        ({"in_scope": False, "outcome": INSUFFICIENT}, (Missing.OUTCOME_AGAINST_GATE,)),
        ({"in_scope": False, "outcome": SERVICE}, ()),
        ({"in_scope": False, "outcome": NOT_DEMONSTRATED}, ()),
        ({"in_scope": True, "outcome": SERVICE}, (Missing.OUTCOME_AGAINST_GATE,)),
        ({"in_scope": None, "outcome": SERVICE}, (Missing.GATE,)),
        ({"outcome": NOT_DEMONSTRATED, "dimensions": {}, "why_not_above": ""}, ()),
        ({"outcome": INSUFFICIENT, "dimensions": {"effort": None}, "why_not_above": ""}, ()),
        ({"outcome": Outcome.at(0)}, (Missing.OFF_SCALE,)),
        ({"outcome": Outcome.at(5), "why_not_above": ""}, (Missing.OFF_SCALE,)),
        ({"dimensions": {"effort": 9, "benefit": 2}}, (Missing.OFF_SCALE,)),
        ({"dimensions": {"effort": 2, "benefit": 2, "charm": 2}}, (Missing.OFF_SCALE,)),
        ({"citations": (replace(PASSAGE, level=9),)}, (Missing.OFF_SCALE,)),
        ({"citations": (replace(PASSAGE, dimension="charm"),)}, (Missing.OFF_SCALE,)),
        ({"citations": (replace(PASSAGE, dimension=None, level=None),)}, ()),
        (
            {
                "outcome": NOT_DEMONSTRATED,
                "dimensions": {"effort": 1, "benefit": 2},
                "citations": (replace(PASSAGE, dimension=None, level=3), replace(PASSAGE, level=4)),
            },
            (),
        ),
        ({"in_scope": False, "outcome": replace(SERVICE, competency="")}, (Missing.COMPETENCY,)),
        ({"in_scope": False, "outcome": replace(SERVICE, competency="charm")}, (Missing.COMPETENCY,)),
        ({"outcome": Outcome.at(3)}, (Missing.EVIDENCE_RULE,)),
        ({"outcome": Outcome.at(3), "single_contact_noted": False}, (Missing.EVIDENCE_RULE,)),
        ({"outcome": Outcome.at(3), "single_contact_noted": True}, ()),
        ({"reasons": ""}, (Missing.REASONS,)),
        ({"reasons": " \n\t\u00a0"}, (Missing.REASONS,)),
        ({"reasons": "x" * (MIN_REASONS - 1)}, (Missing.REASONS_TOO_SHORT,)),
        ({"reasons": "x"}, (Missing.REASONS_TOO_SHORT,)),
        ({"reasons": "x" + " " * MIN_REASONS + "y"}, (Missing.REASONS_TOO_SHORT,)),
        ({"reasons": "x" * MIN_REASONS}, ()),
        ({"why_not_above": ""}, (Missing.WHY_NOT_ABOVE,)),
        ({"why_not_above": " \n"}, (Missing.WHY_NOT_ABOVE,)),
        ({"outcome": Outcome.at(4), "why_not_above": ""}, ()),
    ],
)
def test_missing_names_each_part_that_is_lacking(change, missing):
    assert missing_before_seal(replace(WHOLE, **change), SCALE) == missing


def test_missing_follows_the_order_of_the_screen():
    empty = RatingDraft(None, {}, None, "", {}, "", (), None)
    assert missing_before_seal(empty, SCALE) == (Missing.GATE, Missing.CITATION, Missing.OUTCOME, Missing.REASONS)


def test_missing_on_a_scale_without_levels_is_only_that_the_level_is_not_on_it():
    bare = ScaleShape((), (), (), ())
    draft = replace(WHOLE, dimensions={}, citations=(replace(PASSAGE, dimension=None, level=None),), why_not_above="")
    assert missing_before_seal(draft, bare) == (Missing.OFF_SCALE,)


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), (" \n ", 0), ("  a  b ", 3), ("a\u00a0\u202f!", 3), ("é", 1), ("🤝", 1)]
)
def test_text_length_counts_white_space_once(text, length):
    assert text_length(text) == length


TEXT = "J'ai réseauté 🤝 avec elles, puis réseauté encore."


@pytest.mark.parametrize(
    ("start", "end", "quote", "fits"),
    [
        (5, 13, "réseauté", True),
        (0, 2, "J'", True),
        (40, 47, "encore.", False),
        (42, 49, "encore.", True),
        (42, 50, "encore.", False),
        (5, 12, "réseauté", False),
        (5, 14, "réseauté", False),
        (6, 14, "réseauté", False),
        (-7, 0, "encore.", False),
        (-1, 0, ".", False),
        (5, 5, "", False),
        (13, 14, " ", False),
        (5, 13, "Réseauté", False),
    ],
)
def test_citation_fits_exactly_where_its_quote_stands(start, end, quote, fits):
    assert citation_fits(Citation("e1", "actions", start, end, quote), TEXT) is fits


@pytest.mark.parametrize(
    ("start", "quote", "found"),
    [
        (5, "réseauté", 5),
        (33, "réseauté", 33),
        (6, "réseauté", 5),
        (0, "réseauté", 5),
        (18, "réseauté", 5),
        (19, "réseauté", None),
        (20, "réseauté", 33),
        (900, "réseauté", 33),
        (-900, "réseauté", 5),
        (7, "avec elle", 16),
        (7, "avec lui", None),
        (0, "", None),
        (0, " ", None),
        (7, "\u00a0", None),
    ],
)
def test_relocate_finds_the_nearest_occurrence_and_never_guesses(start, quote, found):
    citation = Citation("e1", "actions", start, start + len(quote), quote, "effort", 3, "note")
    moved = relocate(citation, TEXT)
    assert moved == (None if found is None else replace(citation, start=found, end=found + len(quote)))


def test_relocate_mends_an_end_that_does_not_match_its_quote():
    assert relocate(Citation("e1", "actions", 5, 9, "réseauté"), TEXT) == Citation("e1", "actions", 5, 13, "réseauté")


def test_relocate_sees_occurrences_that_overlap():
    assert relocate(Citation("e1", "actions", 3, 4, "aa"), "aaa") == Citation("e1", "actions", 1, 3, "aa")


@given(st.text("aé🤝 \n", max_size=30), st.integers(-5, 40), st.integers(-5, 40), st.text("aé🤝 ", max_size=4))
def test_relocate_keeps_the_quote_and_always_fits(text, start, end, quote):
    citation = Citation("e1", "actions", start, end, quote, note="kept")
    moved = relocate(citation, text)
    if moved is None:
        assert not citation_fits(citation, text)
    else:
        assert replace(moved, start=start, end=end) == citation
        assert text[moved.start : moved.end] == quote
        assert citation_fits(moved, text)


@given(st.text(max_size=60), st.data())
def test_a_passage_that_was_marked_is_found_in_place(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    citation = Citation("e1", "actions", start, end, text[start:end])
    assert citation_fits(citation, text) is bool(text[start:end].strip())
