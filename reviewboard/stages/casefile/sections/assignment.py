"""Who was given the case, when and why these two: from the numbers that each round kept."""

from flask_babel import gettext as _

from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.why_words import why_this_one
from reviewboard.stages.assignment.words import ended_word
from reviewboard.stages.casefile.blocks import Fact, Facts, Group, Items, Prose, Section
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.consensus.comparison import LETTERS


def section(held: Holdings, voice: Voice) -> Section:
    """Return every seat of the case, those that were given up too."""
    if not held.seats:
        return Section("assignment", _("Assignment"), [Prose(_("No assessor was seated on this case."))])
    intro = _("Two assessors were chosen by a computation that can be repeated from its seed and its input.")
    return Section("assignment", _("Assignment"), [_seat(seat, held, voice) for seat in held.seats], intro)


def _seat(seat: Seat, held: Holdings, voice: Voice) -> Group:
    letter = LETTERS[seat.place]
    title = _("Place %(letter)s", letter=letter) if seat.ended_at is None else _("Place %(letter)s, given up", letter=letter)
    called = {one.id: voice.person(one.id) for one in held.people.values()}
    why = why_this_one(seat.explanation, called) if voice.names.hours else []
    return Group(title, [Facts(_facts(seat, held, voice)), *([Items(why, _("Why"))] if why else [])])


def _facts(seat: Seat, held: Holdings, voice: Voice) -> list[Fact]:
    rows = [Fact(_("Assessor"), voice.person(seat.assessor_id)), Fact(_("Seated"), voice.when(seat.assigned_at))]
    if seat.opened_at:
        rows.append(Fact(_("Opened the text"), voice.when(seat.opened_at)))
    if seat.sealed_at:
        rows.append(Fact(_("Sealed the rating"), voice.when(seat.sealed_at)))
    if seat.ended_at:
        why = f" – {ended_word(seat.ended_why)}" if voice.names.hours else ""
        rows.append(Fact(_("Given up"), voice.when(seat.ended_at) + why))
    made = held.rounds.get(seat.round_id or "")
    if made is not None and voice.names.hours:  # two files side by side would tell who was seated together
        rows.append(Fact(_("Seed and input of the round"), f"{made.seed} · {made.input_hash}", code=True))
    return rows
