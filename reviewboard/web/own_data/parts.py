"""The parts of the file: what each is called, what it says to its reader, where it is read. None is about anybody else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from reviewboard.foundation.people import own_data
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.sessions import signed_in_places
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.foundation.sign_in.changes import ways_of
from reviewboard.stages.assignment.words import conflict_word
from reviewboard.stages.journal_words import action_word
from reviewboard.stages.own_data import own_conflicts, own_sealed_ratings
from reviewboard.stages.recourse.queries import changed_on
from reviewboard.stages.submission.queries import own_cases
from reviewboard.web.candidate.frame import name_of
from reviewboard.web.candidate.own_case import own_case
from reviewboard.web.coordinator.words import role_word
from reviewboard.web.door import me, now
from reviewboard.web.language import locale
from reviewboard.web.own_data.mails import mail_word

_ = lazy_gettext
OF_ASSESSORS = ("languages", "capacity", "away_from", "away_to")
"""What a role says besides its dates, of an assessor alone."""


@dataclass(frozen=True)
class Part:
    """One part of the file: its name in the file, a sentence on what it holds, and what reads it."""

    name: str
    says: Any
    read: Callable[[], Any]


def all_parts() -> Iterator[tuple[str, Any]]:
    """Yield the name and the value of each part, first what all of them are. A list that may be long is an iterator."""
    yield "about", _about()
    for part in PARTS:
        yield part.name, part.read()


def _about() -> dict[str, Any]:
    return {
        "what": gettext("What the review board holds about you and you may read now, each part with what it is."),
        "made_at": now(),
        "language": locale(),
        "times": gettext("Moments are in UTC (the Z at their end), days and moments as in 2026-03-31."),
        "not_here": gettext(
            "No secret: of a password and an app only that you have one. Nothing that others wrote of you before it is "
            "released, and nobody’s name but your supervisor’s. The bytes of your files are on the page of each case, and once "
            "there is a result its whole case file is too."
        ),
        "parts": {part.name: str(part.says) for part in PARTS},
    }


def _account() -> dict[str, Any]:
    held = dict(own_data.own_account(me())._mapping)
    return held | {"made_at": held.pop("created_at")}


def _sign_in() -> dict[str, Any]:
    ways = ways_of(me().account_id or "")
    return {
        "app_since": ways.app_since,
        "passkeys": [{"name": key.name, "added_at": key.added_at, "used_at": key.used_at} for key in ways.passkeys],
        "recovery_codes_left": ways.codes,
        "organization": [dict(row._mapping) for row in own_data.own_identities(me())],
    }


def _browsers() -> list[dict[str, Any]]:
    places = signed_in_places(actor=me(), token=current_user.get_id(), now=now())
    return [{"browser": place.browser, "since": place.since, "used_at": place.seen_at, "this": place.here} for place in places]


def _roles() -> list[dict[str, Any]]:
    return [
        {"role": role_word(Role(row.role)), "cycle": name_of(row), "since": row.since,
         "cycle_opens_at": row.opens_at, "cycle_closes_at": row.closes_at}
        | ({name: getattr(row, name) for name in OF_ASSESSORS} if row.role == Role.ASSESSOR else {})
        for row in own_data.own_roles(me())
    ]  # fmt: skip


def _trainings() -> list[dict[str, Any]]:
    rows = own_data.own_trainings(me())
    return [{"scale": scale_view(row.scale_version_id, locale()).name, "until": row.expires_on} for row in rows]


def _cases() -> Iterator[dict[str, Any]]:
    cases = own_cases(me().account_id)
    changed = changed_on([case.id for case, _cycle in cases])
    return (own_case(case, cycle, changed.get(case.id)) for case, cycle in cases)


def _conflicts() -> list[dict[str, Any]]:
    rows = own_conflicts(me())
    return [{"what": str(conflict_word(row.kind)), "note": row.note, "declared_at": row.declared_at} for row in rows]


def _ratings() -> Iterator[dict[str, Any]]:
    return ({"case": row.reference, "sealed_at": row.sealed_at} for row in own_sealed_ratings(me()))


def _mails() -> Iterator[dict[str, Any]]:
    rows = own_data.own_mails(me())
    return ({"about": mail_word(row.kind), "written_at": row.created_at, "sent_at": row.sent_at} for row in rows)


def _acts() -> Iterator[dict[str, Any]]:
    return ({"act": action_word(row.action), "at": row.at} for row in own_data.own_acts(me()))


PARTS = (
    Part("account", _("Your account: who you are to the board, whom you work with, and what you are board-wide."), _account),
    Part("sign_in", _("How you sign in besides by a password: an app, passkeys, your organization’s account."), _sign_in),
    Part("browsers", _("Where you are signed in now."), _browsers),
    Part("roles", _("What you are in which cycle, since when. Of an assessor also the languages, the cases at a time (none: as "
                    "the cycle says) and an absence."), _roles),
    Part("trainings", _("The scales you are trained on, and until when."), _trainings),
    Part("cases", _("Your own cases: the notice you acknowledged, your texts, your files by name, size and digest, where it "
                    "stands, and after the release the result with its reasons and any recourse with its answer."), _cases),
    Part("conflicts", _("The conflicts of interest that you declared, and what you noted."), _conflicts),
    Part("sealed_ratings", _("The cases you rated, by code, and when you sealed. What you wrote is part of the case."),
         _ratings),
    Part("mails", _("The mails of the board to you, and when they went out. Their text is not kept."), _mails),
    Part("acts", _("What you did, as the journal has it: the word of each act and its moment."), _acts),
)  # fmt: skip
