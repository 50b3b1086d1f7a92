"""Accounts by e-mail address, and a new one.

Query fields: `email` (the beginning of an address), `after` (an address). Fields of a new account: `email`, `name`,
`language` (fr, en), `administrator`, `auditor` (ticked: yes).
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.people import administration
from reviewboard.foundation.refusals import Refusal
from reviewboard.web.administrator import blueprint
from reviewboard.web.door import fresh_key, me, now, refused_by, writes

PAGE = 50
LONGEST = 254


@blueprint.get("/admin/accounts")
def accounts() -> str:
    """List the accounts, by address."""
    prefix, after = request.args.get("email", "").strip()[:LONGEST], request.args.get("after", "")[:LONGEST]
    found = administration.accounts(prefix, after=after or None, limit=PAGE + 1)
    shown = found[:PAGE]
    return render_template(
        "administrator/accounts.html",
        prefix=prefix,
        columns=[
            {"key": "email", "label": _("E-mail address")}, {"key": "name", "label": _("Name")},
            {"key": "is", "label": _("Board-wide role")}, {"key": "state", "label": _("State")},
        ],
        rows=[_row(row) for row in shown],
        older=url_for("administrator.accounts", email=prefix or None, after=shown[-1].email)
        if len(found) > PAGE
        else None,
        newer=url_for("administrator.accounts", email=prefix or None) if after else None,
    )  # fmt: skip


def _row(row: Any) -> dict[str, Any]:
    roles = [_("administrator")] * row.is_administrator + [_("auditor")] * row.is_auditor
    return {
        "cells": {
            "email": {"text": row.email, "href": url_for("administrator.account", account_id=row.id)},
            "name": row.name,
            "is": ", ".join(roles),
            "state": state_word(row),
        },
        "done": row.disabled_at is not None,
    }


def state_word(row: Any) -> str:
    """Return whether an account can sign in, and why not."""
    if row.disabled_at is not None:
        return _("disabled")
    return _("ready") if row.has_password else _("has not chosen a password")


@blueprint.get("/admin/accounts/new")
def new_account() -> str:
    """Ask whose account it is."""
    return _form()


def _form(refusal: Refusal | None = None) -> str:
    return render_template(
        "administrator/new_account.html",
        typed=request.form,
        problem=refusal.text if refusal else None,
        key=fresh_key(),
    )


@blueprint.post("/admin/accounts/new")
@refused_by(_form)
@writes
def open_account() -> Response:
    """Make the account; its owner gets a link by e-mail."""
    form = request.form
    account = administration.open_account(
        email=form.get("email", ""), name=form.get("name", ""), administrator=form.get("administrator") == "yes",
        auditor=form.get("auditor") == "yes", language="en" if form.get("language") == "en" else "fr",
        actor=me(), now=now(),
    )  # fmt: skip
    flash(_("The account is made. A link to choose a password is on its way."), "done")
    return redirect(url_for("administrator.account", account_id=account.id))
