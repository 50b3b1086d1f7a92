"""What an entry of the journal is about besides its case: whom, what part of it, which day. Codes become words here.

Who sits on a case is not said: an auditor opens that by an act of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.people.roles import Role
from reviewboard.stages.assignment.words import conflict_word
from reviewboard.stages.recourse.words import kind_word
from reviewboard.web.coordinator.words import role_word
from reviewboard.web.filters import day, moment
from reviewboard.web.language import locale

_ACCOUNT = "account:"
MOMENTS = ("release_at", "extended_to", "due_at")


def people_in(entries: Iterable[Any]) -> set[str]:
    """Return the accounts that entries are about."""
    return {who for entry in entries for who in _people(entry)}


def about(entry: Any, people: Mapping[str, str]) -> str:
    """Return whom and what an entry is about, in one line; empty where its case and its action say all."""
    details = entry.details or {}
    said = [people.get(who, who) for who in _people(entry) if who != entry.actor_id]
    if isinstance(role := details.get("role"), str) and role in set(Role):
        said.append(role_word(Role(role)))
    said += _parts(details.get("changed"))
    if entry.action == "cycle.delete":
        said.append(details["name_fr"] if locale() == "fr" else details["name_en"])
    if entry.action.startswith("recourse.") and "kind" in details:
        said.append(kind_word(details["kind"]))
    if entry.action == "conflict.note" and "kind" in details:
        said.append(conflict_word(details["kind"]))
    said += [when["full"] for name in MOMENTS if (when := _moment(details.get(name)))]
    if when := _day(details.get("expires_on")):
        said.append(_("until %(day)s", day=when["full"]))
    return " · ".join(said)


def _people(entry: Any) -> list[str]:
    pair = (entry.details or {}).get("pair")
    if isinstance(pair, list):
        return [str(who) for who in pair]
    subject = entry.subject or ""
    return [subject.removeprefix(_ACCOUNT)] if subject.startswith(_ACCOUNT) else []


def _parts(changed: Any) -> list[str]:
    """Return which parts of a set-up, or of a person's place in a cycle, were changed, each once."""
    words = {
        "name_fr": _("name"), "name_en": _("name"), "opens_at": _("dates"), "closes_at": _("dates"), "hear_by": _("dates"),
        "rating_days": _("days to rate"), "capacity": _("cases at a time"), "policy": _("policy"), "limits": _("limits"),
        "notice_fr": _("notice"), "notice_en": _("notice"), "scales": _("scale and required level"),
        "languages": _("languages"), "away_from": _("leave"), "away_to": _("leave"), "unit": _("unit"), "team": _("team"),
        "supervisor_id": _("supervisor"),
    }  # fmt: skip
    names = changed if isinstance(changed, list | dict) else ()
    return list(dict.fromkeys(words.get(str(name), str(name)) for name in names))


def _moment(text: Any) -> dict[str, Any] | None:
    return moment(_read(datetime.fromisoformat, text))


def _day(text: Any) -> dict[str, Any] | None:
    return day(_read(date.fromisoformat, text))


def _read(parse: Callable[[str], Any], text: Any) -> Any:
    try:
        return parse(text) if isinstance(text, str) else None
    except ValueError:
        return None
