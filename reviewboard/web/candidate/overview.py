"""The pages of a whole case: the notice, the overview of a draft, the text as handed in, texts that lost their form."""

from collections.abc import Mapping

from flask import g, render_template
from flask_babel import gettext as _

from reviewboard.foundation.cycle.queries import addresses_of_coordinators
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.recourse.queries import open_recourses
from reviewboard.stages.recourse.rules import Terms
from reviewboard.stages.retention.rules import Schedule
from reviewboard.stages.submission.queries import (
    accommodation_of,
    evidence_of,
    examples_of,
    is_open,
    limits_of,
    notice_acknowledged,
    problems_of,
    text_of,
    today_of,
)
from reviewboard.stages.submission.rules import example_words
from reviewboard.stages.submission.words import FIELD_NAMES
from reviewboard.stages.workflow import State
from reviewboard.web.candidate.frame import cycle_at_hand, frame, saved
from reviewboard.web.candidate.process import how_it_goes, how_long_it_is_kept, what_it_holds, what_may_follow
from reviewboard.web.candidate.reading import reading_of
from reviewboard.web.candidate.recourse_view import under_way_view
from reviewboard.web.candidate.steps import address, first_to_do, stepper_of
from reviewboard.web.door import fresh_key, me, now
from reviewboard.web.filters import moment
from reviewboard.web.language import LANGUAGES, locale


def page_of_case(refusal: Refusal | None = None) -> str:
    """Return the page that the case at hand asks for now, with why something was not done, if it was not."""
    cycle = cycle_at_hand()
    if not is_open(g.case, cycle, now()):
        return kept_page(refusal, {}) if refusal else after_page(cycle)
    page = overview_page if notice_acknowledged(g.case, cycle) else notice_page
    return page(cycle, refusal)


def refused_page(refusal: Refusal, **_arguments: str) -> str:
    """Return the page of the case at hand with why something was not done. For `refused_by`."""
    return page_of_case(refusal)


def overview_page(cycle: Cycle, refusal: Refusal | None = None) -> str:
    """Return the overview of a draft: its examples, how far each is, and the way on."""
    examples, files = examples_of(g.case.id), evidence_of(g.case.id)
    limits = limits_of(cycle)
    problems = problems_of(g.case, cycle, examples, today_of(me(), now()))
    own = [[problem for problem in problems if problem.example == index] for index in range(len(examples))]
    written = [
        {
            "number": index + 1,
            "id": example.id,
            "title": example.title,
            "href": address(g.case.id, example.id),
            "next_href": address(g.case.id, example.id, first_to_do(own[index])),
            "steps": stepper_of(example, own[index], len(files.get(example.id, ())), None)[:-1],
            "whole": not own[index],
            "words": example_words(text_of(example)),
            "saved": saved(example.updated_at),
            "version": example.version,
        }
        for index, example in enumerate(examples)
    ]  # fmt: skip
    return render_template(
        "candidate/draft.html",
        **frame(cycle),
        problem=refusal.text if refusal else None,
        examples=written,
        open_example=next((one for one in written if not one["whole"]), None),
        words_max=limits.words_max,
        may_add=len(examples) < limits.examples_max,
        ready=not problems,
        holds=what_it_holds(limits),
        process=_process(cycle),
        notice=_paragraphs(cycle, locale()),
        accommodation=accommodation_of(g.case.id),
        languages_to_write=[{"value": code, "label": name, "lang": code} for code, name in LANGUAGES.items()],
        key=fresh_key(),
    )


def _process(cycle: Cycle) -> list[str]:
    """Return how a case is decided and what recourse there is, from the policy of the cycle."""
    return [
        *how_it_goes(Ladder.from_policy(cycle.policy), g.case.required_level),
        *what_may_follow(Terms.from_policy(cycle.policy)),
        how_long_it_is_kept(Schedule.from_policy(cycle.policy)),
    ]


def _paragraphs(cycle: Cycle, language: str) -> list[str]:
    """Return the notice's paragraphs; blank lines part them."""
    text = cycle.notice_fr if language == "fr" else cycle.notice_en
    return [part for part in (" ".join(part.split()) for part in text.split("\n\n")) if part]


def notice_page(cycle: Cycle, refusal: Refusal | None = None) -> str:
    """Return the privacy and process notice, in both languages, with the policy and the limits of the cycle."""
    here = locale()
    other = "en" if here == "fr" else "fr"
    return render_template(
        "candidate/notice.html",
        **frame(cycle),
        problem=refusal.text if refusal else None,
        notice=_paragraphs(cycle, here),
        other_notice=_paragraphs(cycle, other),
        other_language=other,
        notice_version=cycle.notice_version,
        holds=what_it_holds(limits_of(cycle)),
        process=_process(cycle),
        again=g.case.notice_acknowledged_at is not None,
        key=fresh_key(),
    )


def after_page(cycle: Cycle) -> str:
    """Show a case that is no longer written: what was handed in, when, under which digest, and where it stands."""
    facts = [
        {"label": _("Submission"), "value": g.case.reference},
        {"label": _("Language"), "value": LANGUAGES[g.case.language], "lang": g.case.language},
    ]
    if g.case.submitted_at is not None:
        facts.append({"label": _("Submitted"), "value": (moment(g.case.submitted_at) or {})["full"]})
    recourse = open_recourses([g.case.id]).get(g.case.id) if g.case.state == State.RELEASED else None
    shown = frame(cycle)
    state = shown["progress"]["state"]
    return render_template(
        "candidate/after.html", **shown, recourse=under_way_view(recourse) if recourse else None,
        facts=facts, digest=g.case.digest,
        examples=reading_of(g.case, refused_too=True),
        state=state, addresses=addresses_of_coordinators(cycle.id) if state == "closed" else (), case_facts=g.facts,
        asked=question_of(g.case.id), asked_waits=g.case.state == State.ASKED,
        may_withdraw=g.case.state not in ("withdrawn", "released"),
    )  # fmt: skip


def kept_page(refusal: Refusal, typed: Mapping[str, str]) -> str:
    """Return a page that holds typed texts which have no form any more."""
    kept = [{"label": FIELD_NAMES[name], "value": text, "long": True, "lang": g.case.language}
            for name, text in typed.items() if text.strip()]  # fmt: skip
    return render_template("candidate/kept.html", **frame(cycle_at_hand()), problem=refusal.text, kept=kept)
