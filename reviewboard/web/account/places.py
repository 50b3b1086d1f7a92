"""Where a person is signed in, how long that lasts here, and the end of it elsewhere.

Field: `place` (the id of a session, or `others`).
"""

import math
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from reviewboard.foundation.people.sessions import end_places, note_use, signed_in_places
from reviewboard.foundation.people.sessions import find_session as found_again
from reviewboard.web.account import blueprint
from reviewboard.web.door import me, now, writes, writing
from reviewboard.web.filters import moment

OTHERS = "others"


def places() -> list[dict[str, Any]]:
    """Return where this person is signed in, as the page of their settings lists it."""
    found = signed_in_places(actor=me(), token=current_user.get_id(), now=now())
    return [
        {"id": place.id, "browser": place.browser or _("Unknown browser"), "since": moment(place.since),
         "seen": moment(place.seen_at), "here": place.here}
        for place in found
    ]  # fmt: skip


@blueprint.post("/account/sessions")
@writes
def end_sessions() -> Response:
    """Sign out one other browser, or all of them."""
    place = request.form.get("place", "")
    ended = end_places(actor=me(), token=current_user.get_id(), place=None if place == OTHERS else place, now=now())
    if ended:
        flash(ngettext("%(num)s browser was signed out.", "%(num)s browsers were signed out.", ended), "done")
    else:
        flash(_("That browser is signed out already."), "info")
    return redirect(url_for("account.settings", _anchor="places"))


@blueprint.get("/account/session")
def time_left() -> dict[str, Any]:
    """Tell a script in how many seconds this session ends if nothing is done, and whatever is done, and the words for it.

    Asking keeps the session not alive.
    """
    return _seconds(current_user.idle_at, current_user.ends_at)


@blueprint.post("/account/session")
def stay() -> dict[str, Any]:
    """Go on: the person sits before the page. Answers as `time_left` does."""
    with writing():
        note_use(current_user.get_id(), now=now())
    found = found_again(current_user.get_id(), now=now())
    return _seconds(found.idle_at, found.ends_at) if found else {}


def _seconds(idle_at: datetime, ends_at: datetime) -> dict[str, Any]:
    left = {"idle": int((idle_at - now()).total_seconds()), "ends": int((ends_at - now()).total_seconds())}
    minutes = max(0, math.ceil(min(left.values()) / 60))
    time = ngettext("%(num)s minute", "%(num)s minutes", minutes)
    words = {
        "idle": _("You will be signed out in %(time)s: nothing was done here for a while.", time=time),
        "ends": _("You will be signed out in %(time)s, twelve hours after you signed in. Sign in again before that, and you go "
                  "on here.", time=time),
        "over": _("You were signed out. What you were writing stays on this device and is offered to you when you come back."),
        "stays": _("You stay signed in."), "stay": _("Stay signed in"), "again": _("Sign in again"),
        "href": url_for("account.sign_in", again="yes"),
    }  # fmt: skip
    return left | {"words": words}
