"""What an account says of a person, corrected with a reason.

Fields: `name`, `email`, `unit`, `team`, `reason`, `version` (a mark of what the form showed).
"""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.people import administration
from reviewboard.foundation.people.correcting import (
    LEAST_REASON,
    AddressTaken,
    CorrectedElsewhere,
    CorrectionIncomplete,
    Said,
    correct_account,
    said_of,
)
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.web.administrator import blueprint
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.typed import text_in

FIELDS = ("name", "email", "unit", "team", "reason")


def _page(refusal: Refusal | None, account_id: str) -> str:
    found = administration.find_by_id(account_id)
    if found is None or account_id == me().account_id:
        raise NotYours()
    held = said_of(found)
    errors = _errors(refusal) if refusal else {}
    return render_template(
        "administrator/correction.html",
        account_id=account_id,
        held=held,
        typed=request.form if refusal else held,
        meanwhile=_facts(held) if isinstance(refusal, CorrectedElsewhere) else None,
        errors=errors,
        summary=[{"field": name if name in FIELDS else None, "message": text} for name, text in errors.items()],
        least=LEAST_REASON,
        version=held.mark,
        key=fresh_key(),
    )


def _facts(held: Said) -> list[dict[str, str]]:
    return [
        {"label": _("Name"), "value": held.name}, {"label": _("E-mail address"), "value": held.email},
        {"label": _("Unit"), "value": held.unit or "–"}, {"label": _("Team"), "value": held.team or "–"},
    ]  # fmt: skip


def _errors(refusal: Refusal) -> dict[str, str]:
    """Return what is wrong by the field it is about; under no field's name, what is about none."""
    match refusal:
        case CorrectionIncomplete():
            return refusal.fields
        case AddressTaken():
            return {"email": refusal.text}
    return {"": refusal.text}


@blueprint.get("/admin/accounts/<account_id>/correction")
def correction(account_id: str) -> str:
    """Show what the account says, to be corrected. Raises NotYours for one's own."""
    return _page(None, account_id)


@blueprint.post("/admin/accounts/<account_id>/correction")
@refused_by(_page)
@writes
def correct(account_id: str) -> Response:
    """Correct it, and tell its owner."""
    typed = Said(**{name: text_in(request.form, name) for name in ("email", "name", "unit", "team")})
    changed = correct_account(
        account_id=account_id, typed=typed, seen=text_in(request.form, "version"), reason=text_in(request.form, "reason"),
        actor=me(), now=now(),
    )  # fmt: skip
    if "email" in changed:
        said = _("Corrected. Both addresses are told, the account is signed out everywhere, and links sent before do not work "
                 "any more: send a new one if its owner has no password yet.")  # fmt: skip
        flash(said, "done")
    else:
        flash(_("Corrected. Its owner is told by e-mail."), "done")
    return redirect(url_for("administrator.account", account_id=account_id))
