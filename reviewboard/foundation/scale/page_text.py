"""The text of a published page becomes a scale in one language: every sentence of it once, as it stands there.

The shape, in this order: name, definition and notes ("*…"), motivation, "it is about" list, explanation with its
exclusions, illustration, the means / does-not-mean table, purpose, gradation with its note and its table of dimensions,
the levels (see `page_levels.py`), details of the page. Headings, labels and the heads of tables are read, not kept.
"""

from __future__ import annotations

from reviewboard.foundation.scale.digest import canonical
from reviewboard.foundation.scale.page_levels import read_page_levels
from reviewboard.foundation.scale.page_lines import BULLET, MARKER, PageLines
from reviewboard.foundation.scale.page_parts import PageDimension, PageParts
from reviewboard.foundation.scale.page_words import PAGE_WORDS, competency_code, fold
from reviewboard.foundation.scale.problems import N_
from reviewboard.foundation.scale.reading import read_mapping
from reviewboard.foundation.scale.shape import Competency, Dimension, Exclusion, Gradation, Scale
from reviewboard.foundation.scale.standard import OFFICIAL_WORDING, OUTCOMES
from reviewboard.foundation.scale.text import Text

NO_NAME = N_("expected the name of the competency here")
NO_DEFINITION = N_("expected the definition here")
NO_MEANS_TABLE = N_("expected the table of what the competency means and does not mean here")
NO_DIMENSION_TABLE = N_("expected the table of the dimensions, with their lower and upper ends, here")
NO_DIMENSION = N_("expected a first dimension here")
NOT_THE_END = N_("expected the end of the page here")
EMPTY_CELL = N_("this cell holds nothing, and a dimension needs a name and both ends")
SAME_WORD = N_("another dimension already goes by the word “%(word)s”")


def read_page(text: str, lang: str, *, code: str | None = None) -> Scale:
    """The scale on the page `text`, written in `lang` ("fr" or "en"); the other language stays missing.

    The competency gets `code`, or the one its name is known by. Raises ScaleRefused naming the line of the first
    thing that is not understood, ValueError for a language no page can be read in.
    """
    if lang not in PAGE_WORDS:
        raise ValueError(f"no page can be read in this language: {lang!r}")
    lines = PageLines(text)
    parts = PageParts(lines, PAGE_WORDS[lang], lang)
    if parts.at_heading():
        lines.refuse(NO_NAME)
    name = lines.take() or lines.refuse(NO_NAME)
    definition, notes = _definition(parts)
    motivation = parts.labelled(parts.words.motivation)
    lines.heading(parts.words.about)
    about = parts.texts(lines.bullets())
    explanation, exclusions = _explanation(parts, name)
    illustration = parts.labelled(parts.words.illustration) if lines.at(f"{parts.words.illustration}:") else Text()
    means, does_not_mean = _means(parts)
    purpose = parts.labelled(parts.words.purpose, goes_on=True)
    gradation, page_dimensions = _gradation(parts)
    levels = read_page_levels(parts, page_dimensions)
    _page_details(parts)
    scale = Scale(
        competency=Competency(code or competency_code(name), parts.text(name)),
        wording=OFFICIAL_WORDING,
        definition=definition,
        notes=notes,
        motivation=motivation,
        about=about,
        explanation=explanation,
        exclusions=exclusions,
        illustration=illustration,
        means=means,
        does_not_mean=does_not_mean,
        purpose=purpose,
        gradation=gradation,
        levels=levels,
        outcomes=OUTCOMES,
    )
    return read_mapping(canonical(scale))


def _definition(parts: PageParts) -> tuple[Text, tuple[Text, ...]]:
    parts.lines.heading(parts.words.definition)
    found = [words for _, words in parts.paragraphs()]
    if not found:
        parts.lines.refuse(NO_DEFINITION)
    return parts.text(found[0]), parts.texts(found[1:])


def _explanation(parts: PageParts, name: str) -> tuple[tuple[Text, ...], tuple[Exclusion, ...]]:
    """A sentence that points to another competency is an exclusion; what follows it in its paragraph belongs to it."""
    explanation: list[str] = []
    exclusions: list[tuple[str, list[str]]] = []
    for _, paragraph in parts.paragraphs():
        before, inside = "", False
        for sentence in parts.sentences(paragraph):
            pointed = [found["name"].strip() for found in parts.words.pointer.finditer(sentence)]
            pointed = [other for other in pointed if fold(other) != fold(name)]
            if pointed:
                exclusions.append((sentence, pointed))
                inside = True
            elif inside:
                exclusions[-1] = (exclusions[-1][0] + sentence, exclusions[-1][1])
            else:
                before += sentence
        explanation += [before] if before else []
    return parts.texts(explanation), tuple(
        Exclusion(parts.text(words), tuple(Competency(competency_code(other), parts.text(other)) for other in pointed))
        for words, pointed in exclusions
    )


def _means(parts: PageParts) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    endings = (parts.words.means, parts.words.does_not_mean)

    def is_means_table(head: list[str]) -> bool:
        plain = [cell.rstrip(". ") for cell in head]
        return len(plain) == 2 and all(cell.endswith(ends) for cell, ends in zip(plain, endings, strict=True))

    parts.table_head(is_means_table, NO_MEANS_TABLE)
    return parts.texts(parts.cell()[1]), parts.texts(parts.cell()[1])


def _gradation(parts: PageParts) -> tuple[Gradation, tuple[PageDimension, ...]]:
    lines = parts.lines
    if not lines.at(parts.words.gradation):
        lines.refuse(MARKER, marker=parts.words.gradation)
    title = lines.take()
    note = "\n".join(words for _, words in parts.paragraphs())
    parts.table_head(lambda head: tuple(head) == parts.words.ends, NO_DIMENSION_TABLE)
    dimensions: list[Dimension] = []
    known: list[PageDimension] = []
    while "|" in lines.peek() and not parts.at_level():
        cells = [parts.cell() for _ in ("name", "lower end", "upper end")]
        for began, words in cells:
            if not words:
                lines.refuse_at(began, EMPTY_CELL)
        name, lower, upper = (" ".join(words) for _, words in cells)
        dimension = PageDimension.named(name, parts.words)
        if dimension.key in [other.key for other in known]:
            lines.refuse_at(cells[0][0], SAME_WORD, word=dimension.word)
        known.append(dimension)
        dimensions.append(Dimension(dimension.key, parts.text(name), parts.text(lower), parts.text(upper)))
    if not dimensions:
        lines.refuse(NO_DIMENSION)
    return Gradation(parts.text(title), parts.text(note), tuple(dimensions)), tuple(known)


def _page_details(parts: PageParts) -> None:
    """What a web page says about itself at its end is taken and not kept; anything else there is refused."""
    lines = parts.lines
    if lines.peek():
        lines.heading(parts.words.page_details)
    while lines.peek():
        folded = fold(BULLET.sub("", lines.peek(), count=1))
        for known in parts.words.page_furniture:
            folded = folded.removeprefix(known)
        if folded.strip("0123456789-: "):
            lines.refuse(NOT_THE_END)
        lines.take()
