"""What a fresh pair sealed, each rating whole: told once the recourse that asked for it is concluded."""

from typing import Any

from flask_babel import gettext as _

from reviewboard.stages.casefile.blocks import Fact, Facts, Group, Prose, Quote, Quotes
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.consensus.comparison import LETTERS, Passage, passages
from reviewboard.stages.consensus.sealed import SealedRating
from reviewboard.stages.rating.words import level_word, outcome_view


def afresh(held: Holdings, voice: Voice) -> list[Group]:
    """Return the ratings of the fresh pair, and a third one if there was one."""
    cited = passages(held.fresh, voice.scale)
    return [_rating(one, [each for each in cited if each.letter == LETTERS[one.place]], held, voice) for one in held.fresh]


def _rating(one: SealedRating, cited: list[Passage], held: Holdings, voice: Voice) -> Group:
    written, draft = held.case.language, one.draft
    blocks: list[Any] = [
        Prose(outcome_view(one.outcome, voice.scale)["word"]),
        Prose(voice.said(draft.reasons), _("Reasons"), written, written=True),
    ]
    if draft.why_not_above:
        blocks.append(Prose(voice.said(draft.why_not_above), _("Why not the level above"), written, written=True))
    for dimension in voice.scale.dimensions:
        if reasons := draft.reasons_dimension.get(dimension.key, ""):
            title = f"{dimension.name} – {level_word(draft.dimensions.get(dimension.key), voice.scale)}"
            blocks.append(Prose(voice.said(reasons), title, written, written=True))
    quotes = [
        Quote(each.number, voice.own(each.citation.quote).text, each.label, voice.said(each.citation.note)) for each in cited
    ]
    blocks.append(Quotes(quotes, written))
    blocks.append(Facts([
        Fact(_("Sealed"), voice.moment(one.sealed_at)),
        Fact(_("By"), voice.person(one.assessor_id)),
        Fact(_("Digest of the rating"), one.digest, code=True),
    ]))  # fmt: skip
    return Group(_("Rating %(letter)s of the fresh pair", letter=LETTERS[one.place]), blocks)
