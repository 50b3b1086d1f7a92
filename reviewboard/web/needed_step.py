"""Where the operator asks for a second step, nobody gets past their own settings by a password alone."""

from flask import current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from reviewboard.config import Settings
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.second_step import has_second_step

VOUCHED = "vouched"  # in the session's cookie: the organization's sign-in began this session


class SecondStepNeeded(Refusal):
    """Something was sent before the second step was set up that the board asks for."""

    status = 422
    message = lazy_gettext(
        "The board asks for a second step at sign-in. Set it up in your settings first. Nothing was changed."
    )


def stopped_without_second_step(person: Principal) -> Response | None:
    """Return the way to setting up a second step for whoever needs one and has none, else None.

    Raises SecondStepNeeded for what was sent to change something: its page gives the words back.
    """
    settings: Settings = current_app.extensions["settings"]
    if not settings.second_step_needed or session.get(VOUCHED) == person.account_id:
        return None
    if has_second_step(person.account_id or ""):
        return None
    if request.method != "GET":
        raise SecondStepNeeded()
    flash(_("The board asks for a second step at sign-in. Set one up here, and you can go on."), "due")
    return redirect(url_for("account.own_second"))
