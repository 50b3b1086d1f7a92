"""Before the seal everything is shown once more; after it nothing changes, and the next case is open.

Fields of the seal: `version` and `seen` (as the review page holds them), `confirmed` (yes).
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.scale.queries import ScaleView, scale_view
from reviewboard.stages.rating.actions import seal_rating
from reviewboard.stages.rating.queries import own_rating, shape_of
from reviewboard.stages.rating.refusals import ReviewedAnother
from reviewboard.stages.rating.rules import RatingDraft, at_odds, missing_before_seal
from reviewboard.stages.rating.words import dimension_word, outcome_view
from reviewboard.web.assessor import blueprint
from reviewboard.web.assessor.form import version_in
from reviewboard.web.assessor.page import needed, rating_facts, reached_levels, show_desk
from reviewboard.web.assessor.queue import next_of_filter
from reviewboard.web.assessor.reviewed import changed_since, packed, rows_of
from reviewboard.web.assessor.text import prepared_citations
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.language import locale


class SealUnconfirmed(Refusal):
    """The seal was asked for without the tick that confirms it."""

    status = 422
    message = lazy_gettext("Tick the box to confirm. Your rating is not sealed yet.")


@blueprint.get("/desk/<seat_id>/seal")
def review(seat_id: str) -> str:
    """Show everything once more, before it is sealed."""
    return _review(None, seat_id)


def _review(refusal: Refusal | None, seat_id: str) -> Any:
    if g.seat.sealed_at is not None:
        return show_desk(seat_id, problem=refusal.text if refusal else "")
    own = own_rating(seat_id)
    scale = scale_view(g.case.scale_version_id, locale())
    desk = url_for("assessor.rate", seat_id=seat_id)
    facts = rating_facts(own, scale, change=desk)
    citations = prepared_citations(own.citations, scale, g.case.language, None)
    rows = rows_of(facts, citations)
    told: dict[str, Any] = {"sentence": refusal.text if refusal else None, "changed": []}
    if isinstance(refusal, ReviewedAnother):
        told = changed_since(refusal, rows, request.form.get("seen", ""))
    return render_template(
        "assessor/review.html",
        seat_id=seat_id,
        reference=g.case.reference,
        **reached_levels(own, scale),
        facts=facts,
        citations=citations,
        seen=packed(rows),
        needed=[
            {**item, "href": desk + item["href"]}
            for item in needed(missing_before_seal(own.draft, shape_of(g.case.scale_version_id)), scale)
        ],
        caution=_odds(own.draft, scale),
        language=g.case.language,
        version=own.version,
        back=desk,
        problem=told["sentence"],
        changed=told["changed"],
        unticked=isinstance(refusal, SealUnconfirmed),
        key=fresh_key(),
    )


def _odds(draft: RatingDraft, scale: ScaleView) -> str | None:
    """Return where the outcome lies outside the levels of the dimensions, in a sentence. What rests on little the form says."""
    if draft.outcome is None or not at_odds(draft):
        return None
    rated = [f"{dimension_word(key, scale)} {level}" for key, level in draft.dimensions.items() if level is not None]
    word = outcome_view(draft.outcome, scale)["word"]
    return _("Your levels are %(levels)s; your outcome is %(outcome)s. Check that both are meant.",
             levels=", ".join(rated), outcome=word)  # fmt: skip


@blueprint.post("/desk/<seat_id>/seal")
@refused_by(_review)
@writes
def seal(seat_id: str) -> Response:
    """Seal the rating and open the next case."""
    reference = g.case.reference
    if request.form.get("confirmed") != "yes" and g.seat.sealed_at is None:
        raise SealUnconfirmed()
    seal_rating(seat_id=seat_id, version=version_in(request.form), actor=me(), now=now())
    onward, left_filter = next_of_filter(me().account_id or "")
    if onward is None:
        flash(_("Your rating of %(case)s is sealed. Nothing else waits for you.", case=reference), "done")
        return redirect(url_for("assessor.queue"))
    said = _("Your rating of %(case)s is sealed. This is the next case.", case=reference)
    if left_filter:
        said = _("Your rating of %(case)s is sealed. No other case fits your filter; this is the next of all.", case=reference)
    flash(said, "done")
    return redirect(url_for("assessor.rate" if onward.cleared_at else "assessor.conflict", seat_id=onward.id))
