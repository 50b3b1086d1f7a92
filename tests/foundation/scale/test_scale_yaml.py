"""A YAML scale is read whole or refused with every wrong place named; what is written is read back the same."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewboard.foundation.scale import shape
from reviewboard.foundation.scale.digest import canonical, content_hash
from reviewboard.foundation.scale.problems import ScaleRefused
from reviewboard.foundation.scale.reading import read_mapping
from reviewboard.foundation.scale.text import Text, text_digest
from reviewboard.foundation.scale.yaml_format import read_yaml, write_yaml

POTTERY = (Path(__file__).parent / "pages" / "pottery.yaml").read_text("utf-8")
FIELDS = (
    "competency, wording, definition, gradation, levels, outcomes, notes, motivation, about, explanation, "
    "exclusions, illustration, means, does_not_mean, purpose"
)


def refused(text):
    with pytest.raises(ScaleRefused) as caught:
        read_yaml(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_scale_is_read_with_its_zero_level():
    scale = read_yaml(POTTERY)
    assert scale.competency == shape.Competency("pottery", Text("Poterie", "Pottery"))
    assert scale.level_numbers == (0, 1, 2)
    assert scale.dimension_keys == ("size", "skill")
    assert scale.level(0).texts == ()
    assert scale.level(2).text_on("skill") == Text("Sans aide.", "Unaided.")
    assert scale.level(2).called == Text("Tourne", "Throws")
    assert [other.code for other in scale.other_competencies] == ["painting"]
    assert scale.evidence_rule_levels == (2,)


BAD = {
    "text missing for a dimension": ("    skill: {fr: Sans aide., en: Unaided.}\n", "", [
        "levels[2].texts.skill: missing",
    ]),
    "nothing for a dimension": (
        "{fr: Sans aide., en: Unaided.}",
        "",
        ["levels[2].texts.skill: missing"],
    ),
    "nothing in a language": (
        "{fr: Sans aide., en: Unaided.}",
        "{fr: , en: Unaided.}",
        ["levels[2].texts.skill.fr: missing"],
    ),
    "blank in a language": (
        "{fr: Sans aide., en: Unaided.}",
        "{fr: '  ', en: Unaided.}",
        ["levels[2].texts.skill.fr: missing"],
    ),
    "neither language": (
        "{fr: Un vase., en: A vase.}",
        "{}",
        ["levels[2].texts.size: missing: say it in French (fr), in English (en) or in both"],
    ),
    "another language": (
        "{fr: Un vase., en: A vase.}",
        "{fr: Un vase., de: Eine Vase.}",
        ["levels[2].texts.size.de: no such field; the fields here are: fr, en, follows"],
    ),
    "a text without languages": (
        "{fr: Un vase., en: A vase.}",
        "A vase.",
        ["levels[2].texts.size: expected this text by language: fr, en or both"],
    ),
    "a number for a text": (
        "{fr: Un vase., en: A vase.}",
        "{fr: 12, en: A vase.}",
        ["levels[2].texts.size.fr: expected a text here; if it is one, put it in quotes"],
    ),
    "a yes for a text": (
        "{fr: Un vase., en: A vase.}",
        "{fr: Un vase., en: no}",
        ["levels[2].texts.size.en: “no” is neither plain text nor a plain whole number: if it is text, "
         "put it in quotes"],
    ),
    "a control character": (
        "{fr: Un vase., en: A vase.}",
        '{fr: Un vase., en: "A\\x07vase."}',
        ["levels[2].texts.size.en: the control character U+0007 may not be used in a text"],
    ),
    "a mark that is none": (
        "{fr: Un vase., en: A vase.}",
        "{fr: Un vase., en: A vase., follows: fr}",
        ["levels[2].texts.size.follows: expected “fr:” or “en:” and the sixteen digits of that text's digest"],
    ),
    "unknown dimension": (
        "    size: {fr: Un vase., en: A vase.}\n",
        "    size: {fr: Un vase., en: A vase.}\n    glaze: {fr: Bleu, en: Blue}\n",
        ["levels[2].texts.glaze: there is no such dimension; there are: size, skill"],
    ),
    "key twice": ("number: 2\n", "number: 2\n  number: 2\n", ["levels[2].number: given twice"]),
    "key twice, the second one wrong as well": (
        "concept: {fr: Tourne, en: Throws}\n",
        "concept: {fr: Tourne, en: Throws}\n  concept: {fr: yes}\n",
        ["levels[2].concept: given twice"],
    ),
    "unknown field": ("definition:", "definitions:", [
        f"definitions: no such field; the fields here are: {FIELDS}", "definition: missing",
    ]),
    "gap in the levels": ("number: 2\n", "number: 3\n", [
        "levels[3].number: expected level 2 here: the levels go up by one",
    ]),
    "level twice": ("number: 2\n", "number: 1\n", ["levels[1].number: expected level 2 here: the levels go up by one"]),
    "levels begin too high": ("number: 0\n", "number: 5\n", [
        "levels[5].texts.size: missing",
        "levels[5].texts.skill: missing",
        "levels[5].number: the levels begin at 1, or at 0 where there is a zero level",
        "levels[1].number: expected level 6 here: the levels go up by one",
    ]),
    "level not a number": ("number: 2\n", "number: two\n", ["levels[3].number: expected a whole number, 0 or more"]),
    "dimension twice": ("key: skill", "key: size", [
        "gradation.dimensions[2].key: “size” is taken already",
        "levels[1].texts.skill: there is no such dimension; there are: size, size",
        "levels[2].texts.skill: there is no such dimension; there are: size, size",
    ]),
    "code not a code": ("code: pottery", "code: The Pottery", [
        "competency.code: expected a code of small letters, digits and hyphens, at most 64 long",
    ]),
    "exclusion without a competency": (
        "  competencies:\n  - {code: painting, name: {fr: Peinture, en: Painting}}\n",
        "  competencies: []\n",
        ["exclusions[1].competencies: expected at least 1 here"],
    ),
    "exclusion to itself": ("code: painting", "code: pottery", [
        "exclusions[1].competencies: an exclusion points to another competency, not to this one",
    ]),
    "kind of wording": ("kind: own", "kind: mine", ["wording.kind: “mine” is not one of: own, official"]),
    "outcome not named": (
        "- {kind: other_competency, name: {fr: Autre, en: Other}}\n",
        "",
        ["outcomes: the outcome “other_competency” is not named"],
    ),
    "outcome twice": ("kind: other_competency", "kind: not_demonstrated", [
        "outcomes[2].kind: “not_demonstrated” is taken already",
        "outcomes: the outcome “other_competency” is not named",
    ]),
    "not a list": ("exclusions:\n- text", "about: all of it\nexclusions:\n- text", ["about: expected a list here"]),
    "nothing in a list": ("exclusions:\n- text", "about: [{fr: Un}, ]\nnotes: [~]\nexclusions:\n- text", [
        "notes[1]: missing",
    ]),
    "an anchor": ("{fr: Un vase., en: A vase.}", "&v {fr: Un vase.}", [
        "line 26: anchors and aliases are not used in a scale: write the text out",
    ]),
    "a tag": ("{fr: Un vase., en: A vase.}", "!!python/object:os.system {fr: Un}", [
        "line 26: tags are not used in a scale",
    ]),
    "two documents": ("outcomes:", "---\noutcomes:", [
        "line 30: a second document begins here; a file holds one scale",
    ]),
    "a list for a key": ("definition:", "[definition]:", ["line 4: the name of a field must be plain text"]),
    "broken": ("definition: {fr: Faire des pots.,", "definition: {fr: Faire des pots., ]", [
        "line 4: this cannot be read as YAML: expected the node content, but found ']'",
    ]),
    "a raw control character": ("Pottery", "Pot\x01tery", ["line 2: the character U+0001 may not be used here"]),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_yaml_names_the_place(name):
    old, new, expected = BAD[name]
    assert POTTERY.count(old) == 1
    assert refused(POTTERY.replace(old, new)) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("", ["line 1: the file is empty"]),
    ("# nothing\n", ["line 2: the file is empty"]),
    ("~", ["scale: missing"]),
    ("pottery", ["scale: expected named fields here"]),
    ("- pottery", ["scale: expected named fields here"]),
    ("[" * 5000, ["line 1: nested too deeply"]),
    ("a: b\n" * 60_000, ["line 1: too large: a scale has at most 256 kilobytes"]),
    ("{}", [f"{name}: missing" for name in ("competency", "wording", "definition", "gradation", "levels", "outcomes")]),
])
def test_a_file_that_is_no_scale_is_refused(text, expected):
    assert refused(text) == expected


def test_all_problems_are_told_at_once():
    text = POTTERY.replace("code: pottery", "code: Pot").replace("Un bol.", "''").replace("kind: other,", "kind: odd,")
    assert refused(text) == [
        "competency.code: expected a code of small letters, digits and hyphens, at most 64 long",
        "levels[1].texts.size.fr: missing",
        "levels[2].evidence_rules[1].kind: “odd” is not one of: more_than_one_contact, single_contact_leads_on, "
        "series_counts_as_one, other",
    ]


words = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40) | st.sampled_from(
    ["", "yes", "~", "12", "2024-01-01", "- a: b", "*x", "&y !!z", "a\nb", "a\n\n  b", "null", "#", "'\"", "« É »",
     "e\u0301"]
)


texts = st.builds(Text, fr=words | st.none(), en=words | st.none()).filter(bool)
marked = texts | texts.map(lambda text: Text(text.fr, text.en, f"fr:{text_digest(text.fr)}"))
maybe = st.just(Text()) | marked
lists = st.lists(marked, max_size=2).map(tuple)
codes = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)


@st.composite
def scales(draw):
    own, *others = draw(st.lists(codes, min_size=2, max_size=4, unique=True))
    keys = draw(st.lists(codes, min_size=1, max_size=3, unique=True))
    pointed = tuple(shape.Competency(code, draw(marked)) for code in others)
    first = draw(st.sampled_from([0, 1]))
    levels = tuple(
        shape.Level(
            number, draw(maybe), draw(marked), draw(lists), draw(lists),
            tuple(shape.DimensionText(key, draw(marked)) for key in keys if number or draw(st.booleans())),
            tuple(shape.EvidenceRule(kind, draw(marked)) for kind in draw(st.lists(
                st.sampled_from(shape.EvidenceRuleKind), max_size=2))),
            draw(maybe),
        )
        for number in range(first, draw(st.integers(3, 5)))
    )
    return shape.Scale(
        shape.Competency(own, draw(marked)),
        shape.Wording(draw(st.sampled_from(shape.WordingKind)), draw(marked)),
        draw(marked), draw(lists), draw(maybe), draw(lists), draw(lists),
        tuple(shape.Exclusion(draw(marked), pointed) for _ in range(draw(st.integers(0, 2)))),
        draw(maybe), draw(lists), draw(lists), draw(maybe),
        shape.Gradation(draw(marked), draw(maybe), tuple(
            shape.Dimension(key, draw(marked), draw(marked), draw(marked)) for key in keys)),
        levels,
        tuple(shape.OutcomeName(kind, draw(marked), draw(maybe)) for kind in shape.BesidesLevel),
    )


@settings(max_examples=40, deadline=None)
@given(scales())
def test_what_is_written_is_read_back_the_same(scale):
    assert read_yaml(write_yaml(scale)) == scale
    assert read_mapping(canonical(scale)) == scale


def test_the_hash_is_of_the_content_not_of_the_file():
    scale = read_yaml(POTTERY)
    shuffled = "\n".join(reversed(POTTERY.split("\noutcomes:")))
    assert content_hash(read_yaml("outcomes:" + shuffled)) == content_hash(scale)
    assert content_hash(read_yaml(POTTERY.replace("Façonne", "Fac\u0327onne"))) == content_hash(scale)
    assert content_hash(scale)[:12] == "953a0c5027ef"


def test_the_hash_changes_with_any_text():
    scale = read_yaml(POTTERY)
    olds = ("Own wording", "Watches", "Le vase tient", "Small")
    changed = [read_yaml(POTTERY.replace(old, old + "x")) for old in olds]
    assert len({content_hash(one) for one in (scale, *changed)}) == 5
