"""A coordinator's wishes for a round, to and fro: in the address of a preview and in the form that commits it.

Fields: `pinned`, `excluded`: entries "<case id>.<account id>", joined by commas; `case`, `assessor`, `wish` (pin or
exclude) add one more; `drop` takes an entry out of both.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.assignment import wishing
from reviewboard.stages.assignment.rules import Bar
from reviewboard.stages.assignment.shapes import Wishes
from reviewboard.stages.assignment.words import bar_word

MOST = 50  # wishes of each kind in one preview


class TooManyWishes(Refusal):
    """More wishes than one preview takes."""

    status = 422
    message = lazy_gettext("One preview takes %(most)s wishes of each kind. Assign these first, or take some back.")


def read_wishes(form: Mapping[str, str]) -> Wishes:
    """Return the wishes in an address or a form, the newly added one included. Raises TooManyWishes."""
    kinds = {kind: _entries(form.get(kind, "")) for kind in ("pinned", "excluded")}
    added = (form.get("case", ""), form.get("assessor", ""))
    if all(added) and form.get("wish") in ("pin", "exclude"):
        wanted, other = ("pinned", "excluded") if form["wish"] == "pin" else ("excluded", "pinned")
        kinds[wanted].append(added)
        kinds[other] = [entry for entry in kinds[other] if entry != added]
    dropped = _entries(form.get("drop", ""))
    found = Wishes(*(frozenset(entry for entry in entries if entry not in dropped) for entries in kinds.values()))
    if max(len(found.pinned), len(found.excluded)) > MOST:
        raise TooManyWishes(most=MOST)
    return found


def as_fields(wishes: Wishes) -> dict[str, str]:
    """Return the wishes as fields of an address or a form; none where there are none."""
    found = {"pinned": wishes.pinned, "excluded": wishes.excluded}
    return {name: ",".join(map(entry_of, sorted(entries))) for name, entries in found.items() if entries}


def entry_of(wish: tuple[str, str]) -> str:
    """Return one wish as an entry."""
    return ".".join(wish)


def refused_sentence(why: str, case: str | None, name: str | None) -> str:
    """Return why a wish cannot be kept, with the case's reference and the person's name, where they are known."""
    match why:
        case wishing.UNKNOWN if case and name:
            return _("Case %(case)s has its assessors by now, or %(name)s is not one of this cycle.", case=case, name=name)
        case wishing.UNKNOWN:
            return _("A wish names a case or an assessor that is not part of this cycle.")
        case wishing.CONTRADICTION:
            return _("%(name)s is both wanted on case %(case)s and left out of it.", name=name, case=case)
        case wishing.TOO_MANY:
            return _("More people are wanted on case %(case)s than it has places.", case=case)
        case wishing.ALONE:
            return _("%(name)s would sit alone on case %(case)s: nobody was found for the other place.", name=name, case=case)
    return _("%(name)s cannot sit on case %(case)s: %(why)s.", name=name, case=case, why=bar_word(Bar(why)))


def _entries(text: str) -> list[tuple[str, str]]:
    found: list[Any] = [tuple(entry.split(".")) for entry in text.split(",")]
    return [entry for entry in found if len(entry) == 2 and all(entry)]
