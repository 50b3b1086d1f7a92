"""The candidate's result: the level on its ladder, the reasons, what the next level needs. Nobody's name."""

from collections.abc import Mapping
from typing import Any

from flask import g, render_template
from flask_babel import gettext as _

from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.scale.queries import ScaleView, scale_view
from reviewboard.foundation.written_dates import written_day
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.rating.words import level_word, levels_of, outcome_view
from reviewboard.stages.record.queries import Result, rated_as, result_of
from reviewboard.stages.record.rules import Method, next_level_needed, told_apart
from reviewboard.stages.record.voices import Spoken, Voices, voices_of
from reviewboard.stages.recourse.queries import records_of, statement_of
from reviewboard.stages.submission.tables import Case
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.recourse_view import steps_of
from reviewboard.web.door import now
from reviewboard.web.filters import moment
from reviewboard.web.language import locale


@blueprint.get("/my/cases/<case_id>/result")
def result(case_id: str) -> str:
    """Show the released result of one's own case."""
    found = result_of(case_id)
    if found is None:
        raise NotYours()
    scale, said = scale_view(found.scale_version_id, locale()), statement_of(case_id)
    return render_template(
        "candidate/result.html",
        case=g.case,
        scale=scale,
        levels=levels_of(scale),
        **what_it_says(g.case, found, scale),
        steps=steps_of(g.case, now()),
        statement=said,
        statement_at=moment(said.made_at) if said else None,
    )


def what_it_says(case: Case, found: Result, scale: ScaleView) -> dict[str, Any]:
    """Return what a released result says to its candidate, in plain values: for its page and for the file of their data."""
    outcome, voices = as_outcome(found), voices_of(rated_as(case.id))
    return {
        "outcome": outcome_view(outcome, scale),
        "sentence": outcome_sentence(outcome, scale),
        "required": _required(outcome, case.required_level),
        "reasons": _apart(found.reasons, voices.general),
        "dimensions": _dimensions(found, scale, voices),
        "unlevelled": None if outcome.kind is OutcomeKind.LEVEL else _unlevelled(scale),
        "following": _following(found, outcome, scale, voices),
        "method": method_sentence(found.method),
        "recorded_at": found.recorded_at,
        "released_at": found.released_at,
        "valid_until": written_day(found.expires_on) if found.expires_on else None,
        "adjusted": case.extended_to is not None,
        "replaced": _replaced(case.id, scale),
    }


def _apart(text: str, voices: Voices, levels: Mapping[str, int | None] | None = None) -> list[dict[str, str]]:
    """Return a recorded text in the parts its people wrote, each with who it was, in a word that names nobody.

    `levels`: what each of them sealed of the dimension that the text is about.
    """
    names = {"first": _("First assessor"), "second": _("Second assessor"), "third": _("Third assessor"),
             "discussion": _("In the discussion"), "": ""}  # fmt: skip
    held = {voice: level for voice, level in (levels or {}).items() if level}
    sealed = {voice: _("%(who)s, level %(level)s", who=names[voice], level=level) for voice, level in held.items()}
    return [{"by": sealed.get(voice, names[voice]), "words": words} for voice, words in told_apart(text, voices)]


def _replaced(case_id: str, scale: ScaleView) -> list[str]:
    """Return a sentence for each result that this one took the place of."""
    return [
        _("It took the place of an earlier result on %(day)s: %(outcome)s.", day=written_day(one.superseded_at),
          outcome=outcome_view(as_outcome(one), scale)["word"])
        for one in records_of(case_id)
        if one.superseded_at is not None
    ]  # fmt: skip


def outcome_sentence(outcome: Outcome, scale: ScaleView) -> str:
    """Return the outcome as one sentence to its candidate."""
    match outcome.kind:
        case OutcomeKind.LEVEL:
            return _("Your examples show level %(level)s.", level=level_word(outcome.level, scale))
        case OutcomeKind.OTHER_COMPETENCY:
            name = dict(scale.other_competencies).get(outcome.competency or "", outcome.competency)
            return _("Your examples show another competency: %(name)s.", name=name)
        case OutcomeKind.NOT_DEMONSTRATED:
            return _("Your examples do not show this competency yet.")
    return _("Your examples do not tell enough to say a level.")


def _required(outcome: Outcome, required: int | None) -> str | None:
    if required is None:
        return None
    if outcome.level is not None and outcome.level >= required:
        return _("The level required is %(required)s. You reached it.", required=required)
    return _("The level required is %(required)s. It was not reached.", required=required)


def _dimensions(found: Result, scale: ScaleView, voices: Spoken) -> list[dict[str, Any]]:
    """Return the reasons per dimension, beside what the scale says of it at the recorded level."""
    reached = scale.level(found.level)
    texts = {entry.key: entry.text for entry in reached.dimensions} if reached else {}
    return [
        {
            "name": dimension.name,
            "reasons": _apart(
                found.dimension_reasons[dimension.key], voices.dimensions.get(dimension.key, ()),
                voices.levels.get(dimension.key),
            ),
            "anchor": texts.get(dimension.key, ""),
            "lang": reached.lang if reached else scale.lang,
        }
        for dimension in scale.dimensions
        if found.dimension_reasons.get(dimension.key)
    ]


def _unlevelled(scale: ScaleView) -> str:
    """Return why a result without a level says nothing dimension by dimension, nor of a next level."""
    return _("No level was recorded, so there are no reasons dimension by dimension, and no next level to compare with. The"
             " scale you were rated on: %(scale)s.", scale=scale.name)  # fmt: skip


def _following(found: Result, outcome: Outcome, scale: ScaleView, voices: Spoken) -> dict[str, Any] | None:
    """Return what the next level asks for: in the words of those who decided, and in those of the scale."""
    number = next_level_needed([level.number for level in scale.levels], outcome)
    level = scale.level(number)
    if level is None:
        return None
    return {
        "word": level_word(number, scale),
        "needed": _apart(found.next_needed, voices.why_not_above) if found.next_needed else [],
        "lang": level.lang,
        "texts": [{"name": entry.name, "text": entry.text} for entry in level.dimensions if entry.text],
    }


def method_sentence(method: str) -> str:
    """Return how a result came about, in a sentence that names nobody."""
    match Method(method):
        case Method.AGREEMENT:
            return _("Two assessors rated your submission, each alone, and came to the same outcome.")
        case Method.CONFIRMED_AGREEMENT:
            return _("Two assessors, each alone, came to the same outcome. A panel lead confirmed it.")
        case Method.DISCUSSION:
            return _("Two assessors rated your submission, each alone. They then talked and agreed on this outcome.")
        case Method.CONFIRMED_DISCUSSION:
            return _("Two assessors rated, each alone, then talked and agreed. A panel lead confirmed the outcome.")
        case Method.REVIEW:
            return _("A decision review varied the outcome. Two panel leads who took no part in the decision signed it."
                     " One of them may have released the result, which decides nothing.")  # fmt: skip
        case Method.RESOLUTION:
            return _("Two assessors rated, each alone, and differed. A panel lead read both ratings and decided.")
    return _("Two assessors rated, each alone, and differed. Two panel leads read both ratings and decided.")
