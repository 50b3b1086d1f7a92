"""What the page of a recourse shows to a lead: what was asked, where it stands, the file, and what this lead may do."""

from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.consensus.rules import MIN_REASONS_NEITHER
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.rating.words import dimension_word, outcome_view
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.recourse.fresh import fresh_outcome
from reviewboard.stages.recourse.people import fresh_cases, leads_for
from reviewboard.stages.recourse.queries import (
    decisions_of,
    grounds_of,
    meeting_of,
    statement_of,
    took_back,
    waiting_decision,
    was_taken_back,
)
from reviewboard.stages.recourse.refusals import OWN_UNABLE_WORDS
from reviewboard.stages.recourse.rules import may_meet_from, verdicts
from reviewboard.stages.recourse.steps import HANDLED, Kind, Stand
from reviewboard.stages.recourse.tables import Recourse, RecourseDecision
from reviewboard.stages.recourse.words import ground_word, kind_word, stand_word, verdict_word
from reviewboard.stages.submission.tables import Case
from reviewboard.web.door import now
from reviewboard.web.filters import day, moment
from reviewboard.web.outcomes import competency_options, outcome_options
from reviewboard.web.panel.ratings_view import compared, load, text_under


def recourse_view(case: Case, recourse: Recourse, person: Principal, *, text_shown: bool) -> dict[str, Any]:
    """Return everything the page of a recourse shows to this lead; `text_shown`: whether the text is part of that."""
    reading, kind, stand = load(case), Kind(recourse.kind), Stand(recourse.stand)
    mine = recourse.handler_id == person.account_id
    leads = leads_for(recourse)
    own = next((lead for lead in leads if lead.account_id == person.account_id), None)
    nobody_signs = not any(lead.signs for lead in leads)
    able = own is not None and not own.unable
    endings = verdicts(kind, took_back=took_back(recourse.id, recourse.handler_id))
    record, said = record_in_force(case.id), statement_of(case.id)
    return {
        **compared(reading),
        "examples": text_under(reading, shown=text_shown),
        "recourse": recourse,
        "kind": kind.value,
        "name": kind_word(kind),
        "stand": stand_word(stand),
        "sentence": _sentence(stand, mine, able),
        "unable": [OWN_UNABLE_WORDS[why] for why in own.unable] if own and not mine else [],
        "asked_at": moment(recourse.asked_at),
        "due": moment(recourse.due_at),
        "asked": _asked(case, recourse),
        "disclosed": moment(recourse.disclosed_at),
        "meet_from": _meet_from(recourse),
        "meeting": _meeting(recourse),
        "held": outcome_view(as_outcome(record), reading.scale) if record else None,
        "record": record,
        "statement": said,
        "adjusted": case.extended_to is not None,
        "decisions": [decision_view(one, reading.scale) for one in decisions_of(recourse.id) if not was_taken_back(one)],
        "fresh": _fresh(case, reading.scale) if kind is Kind.FRESH and mine else None,
        "may_take": stand is Stand.ASKED and able,
        "may_hand_over": mine and able and stand in HANDLED,
        "may_disclose": mine and able and kind is Kind.REVIEW and stand is Stand.TAKEN,
        "may_meet": mine and able and stand is Stand.DISCLOSED,
        "may_answer": mine and able and may_answer(case, recourse),
        "may_sign": own is not None and own.signs and stand is Stand.COUNTERSIGN and waiting_decision(recourse.id) is not None,
        "nobody_answers": stand is Stand.ASKED and all(lead.unable for lead in leads),
        "nobody_signs": nobody_signs,
        "may_take_back": mine and able and stand is Stand.COUNTERSIGN and nobody_signs,
        "grounds": [{"name": name, "label": ground_word(name)} for name in grounds_of(recourse.id)],
        "verdicts": [{"value": one.value, "label": verdict_word(one)} for one in endings],
        "outcomes": outcome_options(reading.scale),
        "competencies": competency_options(reading.scale),
        "dimensions": [
            {"key": one.key, "word": dimension_word(one.key, reading.scale)} for one in reading.scale.dimensions
        ],
        "least": MIN_REASONS,
        "least_neither": MIN_REASONS_NEITHER,
    }


def may_answer(case: Case, recourse: Recourse) -> bool:
    """Whether the recourse is where its handler answers it."""
    match Kind(recourse.kind):
        case Kind.FEEDBACK:
            return recourse.stand == Stand.TAKEN
        case Kind.REVIEW:
            return recourse.stand == Stand.MET
    return recourse.stand == Stand.TAKEN and fresh_outcome(case.id) is not None


def _sentence(stand: Stand, mine: bool, able: bool) -> str:
    match stand:
        case Stand.ASKED:
            return _("It waits for a lead who took no part. You may take it.") if able else _("It waits for another lead.")
        case Stand.TAKEN | Stand.DISCLOSED | Stand.MET:
            return _("You answer it.") if mine else _("Another lead answers it.")
        case Stand.COUNTERSIGN:
            return _("The decision waits for a second lead who took no part.")
    return _("It is over.")


def _asked(case: Case, recourse: Recourse) -> list[dict[str, Any]]:
    label = _("The question") if recourse.kind == Kind.FEEDBACK else _("What is asked for")
    facts = [{"label": ground_word(name), "value": text, "long": True, "lang": case.language}
             for name, text in grounds_of(recourse.id).items()]  # fmt: skip
    return facts + [{"label": label, "value": recourse.request, "long": True, "lang": case.language}] * bool(recourse.request)


def _meet_from(recourse: Recourse) -> dict[str, Any] | None:
    if recourse.stand != Stand.DISCLOSED or recourse.disclosed_at is None:
        return None
    earliest = may_meet_from(recourse.disclosed_at, recourse.ready_at)
    return moment(earliest) if earliest > now() else None


def _meeting(recourse: Recourse) -> list[dict[str, Any]]:
    held = meeting_of(recourse.id)
    if held is None:
        return []
    if held.met_on is None:
        return [{"label": _("The meeting"), "value": _("The candidate wants none.")}]
    return [
        {"label": _("Held on"), "value": (day(held.met_on) or {})["full"]},
        {"label": _("Who was there"), "value": held.attended},
        {"label": _("What was said"), "value": held.notes, "long": True},
    ]


def _fresh(case: Case, scale: ScaleView) -> dict[str, Any]:
    """Return how far the fresh rating is, for who concludes it: recorded or not, and then what it says."""
    begun, found = fresh_cases(case.id), fresh_outcome(case.id)
    if found is None:
        return {"sentence": _("The fresh pair is at work.") if begun else _("The fresh pair is being called."), "outcome": None}
    record = record_in_force(begun[0])
    return {
        "sentence": _("The fresh pair came to its outcome. Whether yours is upheld or varied follows from it."),
        "outcome": outcome_view(found, scale), "reasons": record.reasons if record else "",
    }  # fmt: skip


def decision_view(decision: RecourseDecision, scale: ScaleView) -> dict[str, Any]:
    """Return a decision on a recourse as it is read: verdict, reasons per ground, the outcome where it is varied."""
    facts = [{"label": ground_word(name), "value": text, "long": True} for name, text in decision.ground_reasons.items()]
    facts.append({"label": _("In all"), "value": decision.reasons, "long": True})
    facts += [
        {"label": _("Reasons: %(dimension)s", dimension=dimension_word(key, scale)), "value": text, "long": True}
        for key, text in decision.dimension_reasons.items()
    ]
    if decision.next_needed:
        facts.append({"label": _("What the next level would have needed"), "value": decision.next_needed, "long": True})
    return {
        "word": verdict_word(decision.verdict),
        "at": moment(decision.decided_at),
        "outcome": outcome_view(as_outcome(decision), scale) if decision.outcome else None,
        "facts": facts,
        "declined_why": decision.declined_why,
        "taken_back": decision.declined_by == decision.decided_by,
    }
