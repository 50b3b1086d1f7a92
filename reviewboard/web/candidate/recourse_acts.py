"""What a candidate may do while a recourse is under way: take it back, say they are ready, want no meeting."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.queries import granted_by_review, recourse_of, recourses_of, review_without_feedback
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.words import kind_word
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.recourse_page import one_page
from reviewboard.web.candidate.recourse_view import kind_in
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment


def _refused(refusal: Refusal, case_id: str, kind: str = Kind.REVIEW.value) -> str:
    found = recourse_of(case_id, kind_in(kind))
    if found is None:
        raise NotYours()
    return one_page(found, refusal)


@blueprint.get("/my/cases/<case_id>/recourse/<kind>/withdraw")
def recourse_leaving(case_id: str, kind: str) -> str:
    """Ask before a recourse is taken back."""
    chosen = kind_in(kind)
    granted = _granted(case_id, chosen)
    label = _("Give up the fresh rating") if granted else _("Take it back")
    consequences = [_("Your result stays in force as it is."), _("You cannot ask for it a second time.")]
    if granted:
        given_up = _(
            "The decision review granted you this fresh rating. You give up what it decided in your favour:"
            " nobody rates your submission afresh."
        )
        consequences.insert(0, given_up)
    elif chosen is Kind.FEEDBACK and (until := review_without_feedback(g.case, now=now())):
        consequences.append(_("You may then ask for a decision review at once, until %(until)s.",
                              until=(moment(until) or {})["full"]))  # fmt: skip
    elif chosen is Kind.REVIEW:
        consequences.append(_("Without a decided review there is no fresh rating."))
    return _confirm(case_id, chosen, label, consequences, "candidate.recourse_withdraw", act="refuse")


@blueprint.post("/my/cases/<case_id>/recourse/<kind>/withdraw")
@refused_by(_refused)
@writes
def recourse_withdraw(case_id: str, kind: str) -> Response:
    """Take a recourse back."""
    granted = _granted(case_id, kind_in(kind))
    actions.withdraw(case_id=case_id, kind=kind_in(kind), actor=me(), now=now())
    flash(_("You gave it up. Your result stays as it is.") if granted else _("You took it back. Your result stays as it is."),
          "done")  # fmt: skip
    return redirect(url_for("candidate.recourse_one", case_id=case_id, kind=kind))


@blueprint.post("/my/cases/<case_id>/recourse/ready")
@refused_by(_refused)
@writes
def recourse_ready(case_id: str) -> Response:
    """Say that the meeting may be held sooner."""
    actions.say_ready(case_id=case_id, actor=me(), now=now())
    flash(_("The panel lead knows that you are ready."), "done")
    return redirect(url_for("candidate.recourse_one", case_id=case_id, kind=Kind.REVIEW.value))


@blueprint.get("/my/cases/<case_id>/recourse/waive")
def recourse_waiving(case_id: str) -> str:
    """Ask before a meeting is waived."""
    return _confirm(
        case_id, Kind.REVIEW, _("Decide without a meeting"),
        [_("The panel lead decides on the file and on what you wrote."), _("You are not heard in person.")],
        "candidate.recourse_waive",
    )  # fmt: skip


@blueprint.post("/my/cases/<case_id>/recourse/waive")
@refused_by(_refused)
@writes
def recourse_waive(case_id: str) -> Response:
    """Want no meeting."""
    actions.waive_meeting(case_id=case_id, actor=me(), now=now())
    return redirect(url_for("candidate.recourse_one", case_id=case_id, kind=Kind.REVIEW.value))


def _granted(case_id: str, kind: Kind) -> bool:
    return kind is Kind.FRESH and granted_by_review(recourses_of(case_id))


def _confirm(case_id: str, kind: Kind, label: str, consequences: list[str], endpoint: str, act: str = "primary") -> str:
    where: dict[str, Any] = {"case_id": case_id}
    if endpoint == "candidate.recourse_withdraw":
        where["kind"] = kind.value
    return render_template(
        "candidate/recourse_confirm.html", title=label, sentence=kind_word(kind), consequences=consequences,
        action=url_for(endpoint, **where), label=label, act=act,
        back=url_for("candidate.recourse_one", case_id=case_id, kind=kind.value), back_label=_("Leave it as it is"),
        version=None, facts=[], key=fresh_key(),
    )  # fmt: skip
