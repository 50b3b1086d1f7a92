"""What the two raters said and how they moved, in order, each move with its reason."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from reviewboard.stages.casefile.blocks import Event, Fact, Facts, Group, Prose, Section, Timeline
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.consensus.comparison import LETTERS, move_title
from reviewboard.stages.consensus.tables import Discussion, Message, Move


def section(held: Holdings, voice: Voice) -> Section:
    """Return every discussion of the case as a line of time."""
    if not held.discussions or not held.ratings:
        return Section("discussion", _("Discussion and moves"), [Prose(_("There was no discussion between the assessors."))])
    intro = _("Every message and every move. A move says who, from what, to what and why; the sealed ratings stay as they are.")
    letters = {one.assessor_id: LETTERS[one.place] for one in held.ratings}
    blocks = [_discussion(number, one, held, voice, letters) for number, one in enumerate(held.discussions, start=1)]
    return Section("discussion", _("Discussion and moves"), blocks, intro)


def _discussion(number: int, one: Discussion, held: Holdings, voice: Voice, letters: dict[str, str]) -> Group:
    said = [(each.said_at, _message(each, held, voice, letters)) for each in held.messages if each.discussion_id == one.id]
    moved = [(each.moved_at, _move(each, held, voice, letters)) for each in held.moves if each.discussion_id == one.id]
    facts = [
        Fact(_("Opened"), voice.moment(one.opened_at)),
        Fact(_("Time allowed until"), voice.moment(one.due_at)),
        Fact(_("Ended"), f"{voice.moment(one.ended_at)} – {_ended(one.ended_why)}" if one.ended_at else _("not yet")),
    ]
    return Group(_("Discussion %(number)s", number=number), [Facts(facts), *_line(said + moved)])


def _line(told: Sequence[tuple[Any, Event]]) -> list[Any]:
    events = [event for _at, event in sorted(told, key=lambda pair: pair[0])]
    return [Timeline(events)] if events else [Prose(_("Nothing was said and nothing moved."))]


def _message(each: Message, held: Holdings, voice: Voice, letters: dict[str, str]) -> Event:
    title = _("%(letter)s says", letter=letters.get(each.author_id, voice.person(each.author_id)))
    return Event(voice.moment(each.said_at), title, words=voice.said(each.body), lang=held.case.language)


def _move(each: Move, held: Holdings, voice: Voice, letters: dict[str, str]) -> Event:
    title = move_title(each, letters.get(each.author_id, voice.person(each.author_id)), voice.scale)
    number = voice.numbers.get(each.citation_id or "")
    note = _("citing ⟦%(number)s⟧", number=number) if number else ""
    return Event(voice.moment(each.moved_at), title, note, voice.said(each.reason), held.case.language)


def _ended(why: str | None) -> str:
    return {
        "agreement": _("the two agreed"), "deadlock": _("the two found no common outcome"),
        "clock": _("the time ran out"), "recused": _("one of the two could take part no longer"),
        "withdrawn": _("the case was withdrawn"),
    }.get(why or "", "")  # fmt: skip
