"""The sealed ratings as they were sealed: beside each other by dimension, then each one whole."""

from typing import Any

from flask_babel import gettext as _

from reviewboard.stages.casefile.blocks import Fact, Facts, Group, Items, Ladder, Prose, Quote, Quotes, Section, Table
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.consensus.comparison import LETTERS, difference_sentences, gap
from reviewboard.stages.consensus.sealed import SealedRating, first_two
from reviewboard.stages.rating.words import level_word, levels_of, outcome_view


def section(held: Holdings, voice: Voice) -> Section:
    """Return both originals and a third rating, if there is one. None is told before both first ones are sealed."""
    if not held.ratings:
        return Section("ratings", _("The ratings"), [Prose(_("The two ratings are not both sealed, so none is told."))])
    intro = _("Each was written alone and sealed before the other could be seen. Nothing in them was changed afterwards.")
    blocks = [*_beside(held, voice), *(_whole(one, held, voice) for one in held.ratings)]
    return Section("ratings", _("The ratings"), blocks, intro)


def _beside(held: Holdings, voice: Voice) -> list[Any]:
    first, second = first_two(held.ratings)
    letters = [LETTERS[one.place] for one in held.ratings]
    rows = [(_("Outcome"), *(outcome_view(one.outcome, voice.scale)["word"] for one in held.ratings))]
    for dimension in voice.scale.dimensions:
        said = [level_word(one.draft.dimensions.get(dimension.key), voice.scale) for one in held.ratings]
        rows.append((dimension.name, *said))
    head = (_("What"), *(_("Assessor %(letter)s", letter=letter) for letter in letters))
    table = Table(_("The ratings beside each other"), head, rows)
    told = [gap(first.outcome, second.outcome, held.case.required_level)]
    told += [each for each in difference_sentences(first, second, voice.scale, voice.passages) if first.draft != second.draft]
    return [table, Items(told, _("How A and B differ"))]


def _whole(one: SealedRating, held: Holdings, voice: Voice) -> Group:
    letter, written, draft = LETTERS[one.place], held.case.language, one.draft
    view = outcome_view(one.outcome, voice.scale)
    blocks: list[Any] = [
        Ladder(levels_of(voice.scale), view["level"], view["word"]),
        Prose(voice.said(draft.reasons), _("Reasons"), written, written=True),
    ]
    if draft.why_not_above:
        blocks.append(Prose(voice.said(draft.why_not_above), _("Why not the level above"), written, written=True))
    for dimension in voice.scale.dimensions:
        blocks += _dimension(dimension.key, dimension.name, letter, one, held, voice)
    blocks += _quotes(letter, None, _("Passages tied to no dimension"), held, voice)
    if draft.single_contact_noted:
        blocks.append(Prose(_("The assessor noted that the rule of the scale about a single contact was looked at.")))
    blocks.append(Facts([
        Fact(_("Sealed"), voice.moment(one.sealed_at)),
        Fact(_("By"), voice.person(one.assessor_id)),
        Fact(_("Digest of the rating"), one.digest, code=True),
    ]))  # fmt: skip
    return Group(_("Rating %(letter)s", letter=letter), blocks, fresh=True)


def _dimension(key: str, name: str, letter: str, one: SealedRating, held: Holdings, voice: Voice) -> list[Any]:
    level = level_word(one.draft.dimensions.get(key), voice.scale)
    reasons = one.draft.reasons_dimension.get(key, "")
    said = [Prose(voice.said(reasons), None, held.case.language, written=True)] if reasons else []
    return [Group(f"{name} – {level}", [*said, *_quotes(letter, key, None, held, voice)], voice.scale.lang)]


def _quotes(letter: str, key: str | None, title: str | None, held: Holdings, voice: Voice) -> list[Quotes]:
    found = [
        Quote(each.number, voice.own(each.citation.quote).text, each.label, voice.said(each.citation.note))
        for each in voice.passages
        if each.letter == letter and each.citation.dimension == key
    ]
    return [Quotes(found, held.case.language, title)] if found else []
