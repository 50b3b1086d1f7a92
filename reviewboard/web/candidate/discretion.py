"""Places that may tell who somebody is: each shown where it stands, with why, to be changed or kept. Nothing is blocked."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from reviewboard.stages.submission.actions import decide_place
from reviewboard.stages.submission.discretion import Place, places_in
from reviewboard.stages.submission.personal_data import FindingKind
from reviewboard.stages.submission.tables import Example
from reviewboard.stages.submission.words import FIELD_NAMES
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.overview import refused_page
from reviewboard.web.candidate.steps import STEP_OF, address
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.typed import text_in

AROUND = 70  # characters shown on either side of a place

WHY: dict[FindingKind, Any] = {
    FindingKind.EMAIL: _("An e-mail address"),
    FindingKind.BUSINESS_NUMBER: _("A Business Number"),
    FindingKind.SOCIAL_INSURANCE: _("Nine digits that may be a Social Insurance Number"),
    FindingKind.PHONE: _("A telephone number"),
    FindingKind.CARD: _("The number of a payment card"),
    FindingKind.ACCOUNT: _("The number of a file or an account"),
    FindingKind.POSTAL_CODE: _("A postal code"),
    FindingKind.OWN_NAME: _("Your own name: your assessors read without it"),
    FindingKind.CONFIRMER: _(
        "The name of the person who can confirm: its own field is the place for it, and assessors do not see that"
    ),
    FindingKind.PERSON: _("Somebody’s name: their role is enough"),
    FindingKind.AMOUNT: _("An amount in a sentence about a person or a taxpayer"),
}  # fmt: skip


@blueprint.post("/my/cases/<case_id>/examples/<example_id>/places")
@refused_by(refused_page)
@writes
def decide(case_id: str, example_id: str) -> Response:
    """Keep a place as it is, or ask about it again."""
    decide_place(
        case_id=case_id, example_id=example_id, mark=text_in(request.form, "mark"),
        keep=request.form.get("keep") == "yes", actor=me(), now=now(),
    )  # fmt: skip
    return redirect(url_for("candidate.check", case_id=case_id, _anchor="places"))


def places_to_look_at(examples: Sequence[Example]) -> dict[str, list[dict[str, Any]]]:
    """Return the places of one's own draft, prepared: `open` ones still to be looked at, and those `kept` by choice."""
    shown = [
        (place.kept, _shown(number, place))
        for number, example in enumerate(examples, start=1)
        for place in places_in(example, me())
    ]
    return {"open": [one for kept, one in shown if not kept], "kept": [one for kept, one in shown if kept]}


def notes_of(example: Example, fields: Sequence[str]) -> dict[str, list[str]]:
    """Return, for fields of one example, the words in them that are still to be looked at."""
    notes: dict[str, list[str]] = {}
    for place in places_in(example, me()):
        if place.field in fields and not place.kept and place.finding.text not in notes.get(place.field, ()):
            notes.setdefault(place.field, []).append(place.finding.text)
    return notes


def _shown(number: int, place: Place) -> dict[str, Any]:
    text, found, example = getattr(place.example, place.field), place.finding, place.example
    before, after = text[: found.start].rpartition("\n")[2], text[found.end :].partition("\n")[0]
    return {
        "example": number,
        "field": FIELD_NAMES[place.field],
        "why": WHY[found.kind],
        "before": f"…{before[-AROUND:].partition(' ')[2]}" if len(before) > AROUND else before,
        "found": found.text,
        "times": ngettext("It stands here once.", "It stands here %(num)s times.", place.times) if place.times > 1 else None,
        "after": f"{after[:AROUND].rpartition(' ')[0]}…" if len(after) > AROUND else after,
        "change": address(example.case_id, example.id, STEP_OF[place.field], place.field),
        "decide": url_for("candidate.decide", case_id=example.case_id, example_id=example.id),
        "mark": place.mark,
        "key": fresh_key(),
    }
