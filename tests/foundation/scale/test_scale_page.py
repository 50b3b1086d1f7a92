"""A published page is read whole: every sentence once, as it stands. Any other page is refused by line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.foundation.scale.page_text import read_page
from reviewboard.foundation.scale.places import empty_cells, places_of
from reviewboard.foundation.scale.problems import ScaleRefused
from reviewboard.foundation.scale.shape import EvidenceRuleKind
from reviewboard.foundation.scale.text import LANGUAGES, Text
from reviewboard.foundation.scale.yaml_format import read_yaml, write_yaml

PAGES = {lang: (Path(__file__).parent / "pages" / f"workshops.{lang}.txt").read_text("utf-8") for lang in LANGUAGES}
LOST = ("means", "does_not_mean", "levels[1].behaviours", "levels[2].behaviours", "levels[3].behaviours")

# What remains of each page when every text of its scale is taken out once: headings, labels and the marks of tables.
HEADINGS = {
    "fr": [
        "Définition", "Motivation fondamentale :", "Il s'agit de :", "Exemple :",
        "Échange de savoir-faire entre ateliers c’est…", "Échange de savoir-faire entre ateliers ce n’est pas…",
        "But de cette compétence pour la guilde :", "Niveaux inférieurs", "Niveaux supérieurs",
        "Concept sous-jacent", "Les comportements pourraient comprendre, sans s'y limiter :",
        "En d’autres mots, vous pouvez :", "Exemple/ Contexte",
        "Concept sous-jacent", "Les comportements pourraient comprendre, sans s’y limiter :",
        "En d'autres mots, vous pouvez :", "Exemple / Contexte",
        "Concept sous-jacent", "Les comportements pourraient comprendre, sans s’y limiter :",
        "En d'autres mots, vous pouvez :", "Exemple/ Contexte",
        "Détails de la page", "- Date de modification :", "2024-05-01",
    ],
    "en": [
        "Definition", "Core motivation:", "It is about:", "Example:",
        "Exchange of Know-how between Workshops is…", "Exchange of Know-how between Workshops is not…",
        "Purpose of this competency for the guild:", "Lower levels", "Higher levels",
        "Level 1", "Underlying concept", "Behaviours could include, but are not limited to:",
        "In other words, you may:", "Example/ Context",
        "Level 2", "Underlying concept", "Behaviours could include, but are not limited to:",
        "In other words, you may:", "Example / Context",
        "Level 3", "Underlying concept", "Behaviours could include, but are not limited to:",
        "In other words, you may:", "Example/ Context",
        "Page details", "- Date modified:", "2024-05-01",
    ],
}


def said(scale, lang):
    """What the page itself said: not the label of the wording, the outcomes, or the names exclusions point to."""
    ours = ("wording.", "outcomes[")
    held = [(place, text) for place, text in places_of(scale) if text and ".competencies" not in place]
    return [text.in_language(lang) for place, text in held if not place.startswith(ours)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_read_whole_and_nothing_twice(lang):
    left = PAGES[lang]
    lines = [line for words in said(read_page(PAGES[lang], lang), lang) for line in words.split("\n")]
    for line in sorted(lines, key=len, reverse=True):
        assert line in left
        left = left.replace(line, "", 1)
    pieces = [piece.strip() for line in left.split("\n") for piece in line.split("|")]
    assert [piece for piece in pieces if piece.strip("- ")] == HEADINGS[lang]


def test_a_page_becomes_a_scale_part_by_part():
    scale = read_page(PAGES["fr"], "fr")
    assert scale.competency.code == "echange-de-savoir-faire-entre-ateliers"
    assert [text.fr[:12] for text in (scale.definition, *scale.notes, scale.motivation)] == [
        "L’Échange de", "*Une personn", "Apprendre de",
    ]
    assert scale.about[1] == Text(fr="rapporter dans votre atelier ce que vous avez appris ailleurs.")
    assert scale.illustration.fr.startswith("Une relieuse passe")
    assert scale.purpose.fr.startswith("Grâce à l’Échange")
    assert scale.gradation.title.fr == "Gradation de l'échelle - Portée de l’échange, et durée de son effet"
    assert scale.gradation.dimensions[1].name.fr == "Durée de l’effet sur l’atelier"
    assert scale.gradation.dimensions[1].lower.fr == "L’effet dure le temps d’une commande."
    assert scale.gradation.dimensions[1].upper.fr == "L’effet dure au-delà d’une génération."
    assert [level.called.fr for level in scale.levels] == [
        "Répond quand on lui demande", "Va chercher un savoir-faire ailleur", "Fait circuler les savoir-faire",
    ]
    assert [level.name for level in scale.levels] == [Text()] * 3
    assert scale.level(3).example.fr == (
        "Un maître verrier a réuni six ateliers pendant un hiver.\nLeurs cahiers servent encore."
    )


def test_a_level_paragraph_is_split_by_dimension():
    texts = read_page(PAGES["fr"], "fr").level(1).texts
    assert [(entry.dimension, entry.text.fr) for entry in texts] == [
        ("portee", "À ce niveau, la portée de l’échange est d’une personne à une autre. "
                   "Vous donnez ce que l’on vous demande."),
        ("duree", "La durée de l’effet est celle du travail en cours."),
    ]


def test_a_synonym_names_its_dimension():
    page = PAGES["en"].replace("Duration of the effect on", "Benefit of the effect to")
    page = page.replace("The duration of the effect is", "The benefit is").replace("The duration of the", "The")
    page = page.replace("The benefit is longer", "The widened circle may bring advantages longer")
    scale = read_page(page, "en")
    assert scale.dimension_keys == ("reach", "benefit")
    assert scale.level(3).text_on("benefit").en.startswith("The widened circle may bring advantages")


def test_exclusions_point_to_other_competencies():
    scale = read_page(PAGES["fr"], "fr")
    assert [text.fr[:15] for text in scale.explanation] == ["Cette compétenc", "Montrer un gest"]
    assert [(one.text.fr[:10], [other.code for other in one.competencies]) for one in scale.exclusions] == [
        ("Former ses", ["formation-des-apprentis"]),
        ("Vendre un ", ["service-aux-ateliers", "leadership"]),
    ]
    assert scale.exclusions[1].text.fr.endswith("Ces compétences ont un autre but.")
    english = read_page(PAGES["en"], "en").other_competencies
    assert [other.name.en for other in english] == ["Training of Apprentices", "Service to Workshops", "Leadership"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_evidence_rules_are_known_by_their_words(lang):
    scale = read_page(PAGES[lang], lang)
    assert scale.evidence_rule_levels == (3,)
    assert [rule.kind for rule in scale.level(3).evidence_rules] == list(EvidenceRuleKind)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lost_cells_are_reported_empty(lang):
    assert empty_cells(read_page(PAGES[lang], lang)) == LOST


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_survives_the_yaml_format(lang):
    scale = read_page(PAGES[lang], lang)
    assert read_yaml(write_yaml(scale)) == scale


def test_cells_that_were_not_lost_are_kept():
    page = PAGES["en"].replace("|\n|\nPurpose", "- giving;\n- receiving |\n- selling |\nPurpose")
    page = page.replace("Answers when asked |\n|", "Answers when asked | - answers;\n- lends |")
    scale = read_page(page, "en")
    assert scale.means == (Text(en="giving;"), Text(en="receiving"))
    assert scale.does_not_mean == (Text(en="selling"),)
    assert scale.level(1).behaviours == (Text(en="answers;"), Text(en="lends"))
    assert empty_cells(scale) == ("levels[2].behaviours", "levels[3].behaviours")


def test_a_page_reads_the_same_from_windows():
    page = "\ufeff" + PAGES["fr"].replace("\n", "\r\n").replace("- montrer", "-\tmontrer").replace(" :", "\u00a0:")
    assert read_page(page, "fr") == read_page(PAGES["fr"].replace(" :", "\u00a0:"), "fr")


def test_the_code_can_be_given():
    assert read_page(PAGES["fr"], "fr", code="workshops").competency.code == "workshops"


def test_a_language_without_words_is_refused():
    with pytest.raises(ValueError, match="in this language: 'de'"):
        read_page(PAGES["fr"], "de")


BAD = {
    "no name": ("Exchange of Know-how between Workshops\nDef", "Def",
                "line 1: expected the name of the competency here"),
    "no definition": ("Definition\n", "Meaning\n", "line 2: expected a line here that begins with “definition”"),
    "no motivation": ("Core motivation: To learn", "To learn",
                      "line 6: expected a line here that begins with “core motivation”"),
    "no list": ("- showing a way of working to a person in another workshop;\n- bringing", "Bringing",
                "line 7: expected a list here, each item on a line of its own after a hyphen"),
    "another table": ("Workshops is not…", "Workshops costs…",
                      "line 12: expected the table of what the competency means and does not mean here"),
    "a cell too few": ("|\n|\nPurpose", "|\nPurpose",
                       "line 16: the table breaks off here, in the cell that began on line 16"),
    "no purpose": ("Purpose of this competency for the guild:", "Purposes:",
                   "line 17: expected a line here that begins with “purpose of this competency”"),
    "no gradation": ("Scale gradation - ", "",
                     "line 21: expected a line here that begins with “scale gradation”"),
    "an end lost": ("The reach is great: several workshops take part. |", "|",
                    "line 25: this cell holds nothing, and a dimension needs a name and both ends"),
    "dimensions alike": ("Duration of the effect on", "Reach of the effect on",
                         "line 26: another dimension already goes by the word “reach”"),
    "levels out of order": ("Level 2", "Level 3", "line 40: expected level 2 here: the levels go up by one"),
    "no concept": ("Goes elsewhere to find know-how |", "|",
                   "line 43: expected one underlying concept in this cell, found 0 lines"),
    "no paragraph": ("At this level, the reach extends to two", "The reach extends to two",
                     "line 49: expected a line here that begins with “at this level”"),
    "a dimension left out": ("The duration of the benefit is long.", "",
                             "line 48: this paragraph says nothing about “duration”"),
    "no example": ("Example / Context\n", "\n", "line 51: expected a line here that begins with “example/context”"),
    "a line at the end": ("2024-05-01", "See also the annex.",
                          "line 66: expected the end of the page here"),
    "a control character": ("by hand", "by\x02hand", "line 4: the control character U+0002 may not be used in a text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_page_is_refused_by_line(name):
    old, new, expected = BAD[name]
    assert PAGES["en"].count(old) == 1
    with pytest.raises(ScaleRefused) as caught:
        read_page(PAGES["en"].replace(old, new), "en")
    assert str(caught.value) == expected


@pytest.mark.parametrize(("page", "expected"), [
    ("", "line 1: expected the name of the competency here"),
    ("Pots\nDefinition\nPots.\n", "line 4: expected a line here that begins with “core motivation”"),
    (PAGES["en"].split("Level 2")[0], "line 40: a scale has at least 2 levels besides a zero level"),
    ("x" * 300_000, "line 1: too large: a scale has at most 256 kilobytes"),
])
def test_a_page_that_ends_too_soon_is_refused(page, expected):
    with pytest.raises(ScaleRefused) as caught:
        read_page(page, "en")
    assert str(caught.value) == expected


def test_a_page_in_the_other_language_is_refused():
    with pytest.raises(ScaleRefused, match="line 7: expected a line here that begins with “core motivation”"):
        read_page(PAGES["fr"], "en")
    with pytest.raises(ScaleRefused, match="line 7: expected a line here that begins with “motivation fondamentale”"):
        read_page(PAGES["en"], "fr")


ADDED = "Something more besides."


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("joined", ["\n", " "])
def test_what_is_added_anywhere_is_kept_or_refused(lang, joined):
    lines = PAGES[lang].rstrip("\n").split("\n")
    kept = 0
    for number in range(len(lines)):
        page = "\n".join([*lines[:number], f"{lines[number]}{joined}{ADDED}", *lines[number + 1 :]])
        try:
            scale = read_page(page, lang)
        except ScaleRefused as refused:
            places = [problem.place for problem in refused.problems]
            assert [type(place) for place in places] == [int]
            continue
        assert "\n".join(said(scale, lang)).count(ADDED) == 1
        kept += 1
    assert kept >= 20


@given(st.lists(st.integers(0, 64), max_size=12, unique=True))
def test_a_page_with_lines_taken_out_never_breaks_the_reader(taken):
    lines = PAGES["en"].split("\n")
    page = "\n".join(line for number, line in enumerate(lines) if number not in taken)
    try:
        scale = read_page(page, "en")
    except ScaleRefused:
        return  # named by line, as the table above shows; any other exception fails
    assert [words for words in said(scale, "en") for line in words.split("\n") if line not in page] == []
