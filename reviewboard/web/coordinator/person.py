"""One person's part in a cycle: languages, capacity, absence, training, a new link, leaving.

Fields: `languages` (fr, en, "fr,en"), `capacity`, `away_from`, `away_to` (days), `trained_<scale version id>` (a day);
of leaving: `reason`.
"""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import db
from reviewboard.foundation.cycle.actions import change_member, invite_member, note_training
from reviewboard.foundation.cycle.pool import find_member
from reviewboard.foundation.cycle.queries import scales_of, trainings
from reviewboard.foundation.cycle.refusals import WrongMembership
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.assignment.departing import open_seats
from reviewboard.stages.assignment.leave import seats_that_go, seats_that_stay
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.recourse.actions import leave_cycle
from reviewboard.stages.recourse.losing import held_by
from reviewboard.stages.recourse.words import kind_word
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, in_cycle
from reviewboard.web.coordinator.parsing import a_day
from reviewboard.web.coordinator.words import field_errors, role_word, summary
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.filters import day
from reviewboard.web.numbers import whole_number


def _person(refusal: Refusal | None, cycle_id: str, membership_id: str) -> str:
    membership = find_member(cycle_id, membership_id)
    account = db.session.get_one(Account, membership.account_id)
    held = {
        "languages": membership.languages, "capacity": membership.capacity if membership.capacity is not None else "",
        "away_from": membership.away_from or "", "away_to": membership.away_to or "",
    }  # fmt: skip
    return render_template(
        "coordinator/person.html",
        **in_cycle(
            "people",
            membership_id=membership.id,
            role=membership.role,
            role_word=role_word(Role(membership.role)),
            name=account.name,
            facts=_person_facts(account),
            invites=account.password_hash is None and account.disabled_at is None,
            typed=held | request.form.to_dict(),
            scales=_trained(cycle_id, account.id) if membership.role == Role.ASSESSOR else [],
            errors=summary(refusal),
            wrong=field_errors(refusal),
        ),
    )


def _person_facts(account: Account) -> list[dict[str, Any]]:
    supervisor = db.session.get(Account, account.supervisor_id) if account.supervisor_id else None
    return [
        {"label": _("E-mail address"), "value": account.email},
        {"label": _("Unit"), "value": account.unit or "–"},
        {"label": _("Team"), "value": account.team or "–"},
        {"label": _("Supervisor"), "value": supervisor.name if supervisor else "–"},
    ]


def _trained(cycle_id: str, account_id: str) -> list[dict[str, Any]]:
    chosen = scales_of(cycle_id)
    held = {row.scale_version_id: row.expires_on
            for row in trainings([account_id], [scale.version_id for scale in chosen]).get(account_id, [])}  # fmt: skip
    return [
        {
            "field": f"trained_{scale.version_id}",
            "name": scale_view(scale.version_id, str(get_locale())).name,
            "value": request.form.get(f"trained_{scale.version_id}", held.get(scale.version_id) or ""),
        }
        for scale in chosen
    ]


@blueprint.get("/cycles/<cycle_id>/people/<membership_id>")
def person(cycle_id: str, membership_id: str) -> str:
    """Show one person's part in the cycle."""
    return _person(None, cycle_id, membership_id)


@blueprint.post("/cycles/<cycle_id>/people/<membership_id>")
@refused_by(_person)
@writes
def save_person(cycle_id: str, membership_id: str) -> Response:
    """Keep an assessor's languages, capacity, absence and training."""
    form = request.form
    given = {name: form.get(name, "").strip() for name in ("capacity", "away_from", "away_to")}
    read = {"capacity": whole_number(given["capacity"]), "away_from": a_day(given["away_from"]),
            "away_to": a_day(given["away_to"])}  # fmt: skip
    unread = [name for name, text in given.items() if text and read[name] is None]
    ends = {scale.version_id: form.get(f"trained_{scale.version_id}", "").strip() for scale in scales_of(cycle_id)}
    unread += [f"trained_{version}" for version, text in ends.items() if text and a_day(text) is None]
    if unread:
        raise WrongMembership(tuple(unread))
    membership = change_member(cycle_id=cycle_id, membership_id=membership_id, languages=form.get("languages", ""),
                               **read, actor=me(), now=now())  # type: ignore[arg-type]  # fmt: skip
    for version, text in ends.items():
        if expires_on := a_day(text):
            note_training(cycle_id=cycle_id, account_id=membership.account_id, scale_version_id=version,
                          expires_on=expires_on, actor=me(), now=now())  # fmt: skip
    flash(_saved(membership), "done")
    if staying := seats_that_stay(membership, now().date()):
        flash(_staying(staying), "due")
    return redirect(url_for("coordinator.people", cycle_id=cycle_id, role=membership.role))


@blueprint.post("/cycles/<cycle_id>/people/<membership_id>/link")
@refused_by(_person)
@writes
def send_invitation(cycle_id: str, membership_id: str) -> Response:
    """Send a new link to somebody who never chose a password."""
    invite_member(cycle_id=cycle_id, membership_id=membership_id, actor=me(), now=now())
    flash(_("A new link is on its way. The earlier one does not work any more."), "done")
    return redirect(url_for("coordinator.person", cycle_id=cycle_id, membership_id=membership_id))


def _leaving(refusal: Refusal | None, cycle_id: str, membership_id: str) -> str:
    membership = find_member(cycle_id, membership_id)
    seats = len(open_seats(membership)) if membership.role == Role.ASSESSOR else 0
    return render_template(
        "coordinator/leaving.html",
        **in_cycle(
            "people",
            membership_id=membership.id,
            name=db.session.get_one(Account, membership.account_id).name,
            role_word=role_word(Role(membership.role)),
            consequences=_consequences(membership, seats),
            seats=seats,
            reason=request.form.get("reason", ""),
            least=MIN_REASONS,
            errors=summary(refusal),
        ),
    )


def _consequences(membership: Membership, seats: int) -> list[str]:
    found = [_("They lose this role at once, and are signed out.")]
    if membership.role == Role.ASSESSOR:
        found.append(_("Ratings they sealed stay."))
    if held := _recourses_of(membership):
        found.append(ngettext("%(recourses)s, in their hands, waits for another lead; its due date stays.",
                              "%(recourses)s, in their hands, wait for another lead; their due dates stay.", len(held),
                              recourses=", ".join(held)))  # fmt: skip
    if seats:
        found.append(ngettext("%(num)s seat is freed; the next round fills it where somebody can sit.",
                              "%(num)s seats are freed; the next round fills them where somebody can sit.",
                              seats))  # fmt: skip
    return found


def _recourses_of(membership: Membership) -> list[str]:
    """Return the recourses a lead answers in the cycle: what is lost with the role."""
    if membership.role != Role.LEAD:
        return []
    held = held_by(membership.account_id, cycle_id=membership.cycle_id, limit=PAGE)
    return [_("%(kind)s %(case)s (due %(day)s)", kind=kind_word(row.kind), case=row.reference,
              day=(day(row.due_at) or {})["full"]) for row in held]  # fmt: skip


@blueprint.get("/cycles/<cycle_id>/people/<membership_id>/leave")
def leaving(cycle_id: str, membership_id: str) -> str:
    """Show what taking a role away does."""
    return _leaving(None, cycle_id, membership_id)


@blueprint.post("/cycles/<cycle_id>/people/<membership_id>/leave")
@refused_by(_leaving)
@writes
def remove_person(cycle_id: str, membership_id: str) -> Response:
    """Take the role away."""
    role = find_member(cycle_id, membership_id).role
    waiting = leave_cycle(cycle_id=cycle_id, membership_id=membership_id, reason=request.form.get("reason", "")[:2000],
                actor=me(), now=now())  # fmt: skip
    flash(ngettext("Removed. %(num)s recourse waits for another lead.", "Removed. %(num)s recourses wait for another lead.",
                   waiting) if waiting else _("Removed."), "done")  # fmt: skip
    return redirect(url_for("coordinator.people", cycle_id=cycle_id, role=role))


def _staying(seats: Sequence[Any]) -> str:
    named = ", ".join(_("%(case)s (due %(day)s)", case=row.reference, day=(day(row.due_at) or {})["full"]) for row in seats)
    return ngettext("%(cases)s falls due before the return and stays: it was opened. Free the seat where somebody else is to "
                    "rate it.", "%(cases)s fall due before the return and stay: they were opened. Free the seats where "
                    "somebody else is to rate them.", len(seats), cases=named)  # fmt: skip


def _saved(membership: Membership) -> str:
    going = seats_that_go(membership, now().date())
    if not going:
        return _("Saved.")
    return ngettext("Saved. %(num)s seat that was not opened is freed; the next round fills it where somebody can sit.",
                    "Saved. %(num)s seats that were not opened are freed; the next round fills them where somebody can sit.",
                    going)  # fmt: skip
