"""What a rating may say, what keeps it from being sealed, and where its passages stand."""

from dataclasses import replace

import pytest

from reviewboard.stages.rating.filler import Filler, Hollow
from reviewboard.stages.rating.rules import (
    MIN_REASONS,
    Citation,
    MalformedOutcome,
    Missing,
    Outcome,
    OutcomeKind,
    RatingDraft,
    ScaleShape,
    at_odds,
    missing_before_seal,
    text_length,
    thin_dimensions,
)

NOT_DEMONSTRATED = Outcome(OutcomeKind.NOT_DEMONSTRATED)
INSUFFICIENT = Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE)
SERVICE = Outcome(OutcomeKind.OTHER_COMPETENCY, competency="service")

ANCHOR = "Each side gains something that lasts."
SCALE = ScaleShape((1, 2, 3, 4), ("effort", "benefit"), ("service", "teamwork"), (3,), (ANCHOR, "Other words."))
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
        ({"in_scope": False}, (Missing.OUTCOME_AGAINST_NO,)),
        ({"in_scope": False, "outcome": INSUFFICIENT}, (Missing.OUTCOME_AGAINST_NO,)),
        ({"in_scope": False, "outcome": SERVICE}, ()),
        ({"in_scope": False, "outcome": NOT_DEMONSTRATED}, ()),
        ({"in_scope": True, "outcome": SERVICE}, (Missing.OUTCOME_AGAINST_YES,)),
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
        ({"reasons": "x" * MIN_REASONS}, (Hollow("reasons", Filler.KEYS),)),
        ({"reasons": "Seen in the second passage, and in no other."[:MIN_REASONS]}, ()),
        ({"why_not_above": "No."}, (Hollow("why_not_above", Filler.FEW_WORDS),)),
        ({"why_not_above": "Not strategic."}, ()),
        ({"why_not_above": WHOLE.reasons.upper()}, ()),
        ({"reasons_dimension": {"benefit": f"“{ANCHOR}”"}}, (Hollow("reasons_benefit", Filler.FROM_SCALE),)),
        ({"reasons_dimension": {"benefit": f"{ANCHOR} The third passage shows it."}}, ()),
        ({"reasons_dimension": dict.fromkeys(SCALE.dimensions, "")}, ()),
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


@pytest.mark.parametrize(
    ("effort", "benefit", "outcome", "odd"),
    [
        (2, 2, Outcome.at(2), False),
        (1, 3, Outcome.at(2), False),
        (1, 3, Outcome.at(3), False),
        (1, 1, Outcome.at(2), True),
        (3, 4, Outcome.at(2), True),
        (1, None, Outcome.at(1), False),
        (None, None, Outcome.at(4), False),
        (1, 1, Outcome(OutcomeKind.NOT_DEMONSTRATED), True),
        (None, None, Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE), False),
        (1, 1, None, False),
    ],
)
def test_an_outcome_outside_its_dimensions_is_pointed_out(effort, benefit, outcome, odd):
    assert at_odds(replace(WHOLE, dimensions={"effort": effort, "benefit": benefit}, outcome=outcome)) is odd


@pytest.mark.parametrize(
    ("levels", "reasons", "tied", "thin"),
    [
        ({"effort": 2, "benefit": 3}, {"effort": "Why.", "benefit": "Why."}, {"effort", "benefit"}, {}),
        ({"effort": 2, "benefit": 3}, {"effort": "Why.", "benefit": "Why."}, {"effort"}, {"benefit": (True, False)}),
        ({"effort": 2, "benefit": 3}, {"effort": "Why."}, {"effort", "benefit"}, {"benefit": (False, True)}),
        ({"effort": 2, "benefit": 3}, {"effort": " "}, {None}, {"effort": (True, True), "benefit": (True, True)}),
        ({"effort": 2}, {}, set(), {"effort": (False, True)}),
        ({"effort": 2}, {"effort": "Why."}, set(), {}),
        ({"effort": None, "benefit": 3}, {"benefit": "Why."}, {"benefit"}, {}),
        ({}, {}, {"effort"}, {}),
    ],
)
def test_a_dimension_rests_on_little_without_a_passage_of_its_own_or_a_reason(levels, reasons, tied, thin):
    assert thin_dimensions(replace(WHOLE, dimensions=levels, reasons_dimension=reasons), tied) == thin
