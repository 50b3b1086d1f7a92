"""A panel lead resolves a dispute with reasons, alone or, if it equals neither rating, with a second lead."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import IllegalStep, StaleWrite
from reviewboard.stages.assignment.late import end_unneeded
from reviewboard.stages.consensus.decision import Decision, Lack, lacking
from reviewboard.stages.consensus.drafting import forget_draft
from reviewboard.stages.consensus.queries import ladder_of, open_dispute, waiting_resolution
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.consensus.refusals import DeciderTied, DecisionIncomplete, ThirdRatingNotOffered, ThirdRatingThere
from reviewboard.stages.consensus.rules import ResolutionKind, min_reasons, needs_countersign, resolution_kind
from reviewboard.stages.consensus.sealed import first_two, sealed_ratings
from reviewboard.stages.consensus.tables import Dispute, Resolution
from reviewboard.stages.facts import case_facts, is_tied
from reviewboard.stages.rating.draft import MOST_TEXT
from reviewboard.stages.rating.filler import Filler
from reviewboard.stages.rating.queries import shape_of
from reviewboard.stages.rating.refusals import FILLER_WORDS
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, THIRD_PLACE, Facts, State


def call_third(*, case_id: str, reason: str, version: int, actor: Principal, now: datetime) -> None:
    """Ask for a third blind rating before deciding. The dispute stays open and comes back with three ratings."""
    case = _at(case_id, State.DISPUTE, actor, version, typed={"reason": reason})
    if not ladder_of(case.cycle_id).third_rating:
        raise ThirdRatingNotOffered()
    if len(sealed_ratings(case.id)) > SEATS:
        raise ThirdRatingThere()
    check_reason(reason)
    opened = _dispute(case)
    opened.third_by = actor.account_id
    take_step(case, "call_third", actor=actor, now=now, subject=f"dispute:{opened.id}", reason=reason)


def do_without(*, case_id: str, reason: str, version: int, actor: Principal, now: datetime) -> None:
    """Give up waiting for a third rating that nobody sealed: its seat ends, and the dispute is decided on two.

    Raises ThirdRatingThere where one was sealed meanwhile.
    """
    case = _at(case_id, State.THIRD_RATING, actor, version, typed={"reason": reason})
    check_reason(reason)
    if not end_unneeded(case, THIRD_PLACE, now=now):
        raise ThirdRatingThere()
    take_step(case, "do_without", actor=actor, now=now, subject=f"dispute:{_dispute(case).id}", reason=reason)


def weigh(case: Case, decision: Decision) -> bool:
    """Return whether this decision would need a second lead. Raises DecisionIncomplete where parts are missing."""
    first, second = first_two(sealed_ratings(case.id))
    kind = resolution_kind(decision.outcome, first.outcome, second.outcome) if decision.outcome else None
    lacks = lacking(decision, kind, shape_of(case.scale_version_id))
    if lacks or kind is None:
        raise DecisionIncomplete(sentences(lacks, kind))
    return needs_countersign(kind, ladder_of(case.cycle_id))


def resolve(*, case_id: str, decision: Decision, version: int, actor: Principal, now: datetime) -> str:
    """Decide the dispute and return the resolution's id.

    What equals neither rating goes to a second lead where the policy says so, and counts only once signed there.
    `version` is the case's. Raises StaleWrite and DecisionIncomplete.
    """
    case = _at(case_id, State.DISPUTE, actor, version, typed={"reasons": decision.reasons})
    countersign, outcome, opened = weigh(case, decision), decision.outcome, _dispute(case)
    if outcome is None:
        raise IllegalStep()
    resolution = Resolution(
        dispute_id=opened.id, case_id=case.id, lead_id=actor.account_id, outcome=outcome.kind.value,
        level=outcome.level, competency=outcome.competency, reasons=decision.reasons,
        dimension_reasons={key: text for key, text in decision.dimension_reasons.items() if text.strip()},
        next_needed=decision.next_needed, needs_countersign=countersign, decided_at=now,
    )  # fmt: skip
    db.session.add(resolution)
    if not countersign:
        opened.ended_at = now
        forget_draft(opened.id, actor.account_id)
    db.session.flush()
    take_step(case, "propose" if countersign else "resolve", actor=actor, now=now,
              facts=Facts(equals_a_rating=not countersign), subject=f"resolution:{resolution.id}",
              reason=decision.reasons, details={"digest": fixed_digest(resolution, Resolution.FIXED)})  # fmt: skip
    return resolution.id


def countersign(*, case_id: str, version: int, actor: Principal, now: datetime) -> None:
    """Sign another lead's decision, so that it counts.

    Raises NotYours for the lead who made it, DeciderTied where a conflict of interest came between: it can be declined.
    """
    case = _at(case_id, State.COUNTERSIGN, actor, version)
    resolution = _proposed(case)
    if is_tied(resolution.lead_id, case):
        raise DeciderTied()
    take_step(case, "countersign", actor=actor, now=now, subject=f"resolution:{resolution.id}")
    resolution.countersigned_by, resolution.countersigned_at = actor.account_id, now
    opened = _dispute(case)
    opened.ended_at = now
    forget_draft(opened.id, resolution.lead_id)


def decline(*, case_id: str, reason: str, version: int, actor: Principal, now: datetime) -> None:
    """Send another lead's decision back to the dispute, with a reason. Raises NotYours for the lead who made it."""
    case = _at(case_id, State.COUNTERSIGN, actor, version, typed={"reason": reason})
    resolution = _proposed(case)
    check_reason(reason)
    take_step(case, "decline", actor=actor, now=now, subject=f"resolution:{resolution.id}", reason=reason)
    resolution.declined_by, resolution.declined_at, resolution.declined_why = actor.account_id, now, reason


def sentences(lacks: Mapping[str, Lack | Filler], kind: ResolutionKind | None) -> dict[str, Any]:
    """Return what each part of a decision lacks as a sentence in the reader's language, by the part's name."""
    least = min_reasons(kind) if kind else MIN_REASONS
    return {name: _sentence(name, lack, least) for name, lack in lacks.items()}


def _sentence(name: str, lack: Lack | Filler, least: int) -> Any:
    match name, lack:
        case _, Filler():
            return FILLER_WORDS[lack]
        case _, Lack.TOO_LONG:
            return _("Shorten this text to at most %(most)s characters.", most=MOST_TEXT)
        case "outcome", _:
            return _("Choose one of the outcomes that this scale offers.")
        case "competency", _:
            return _("Choose which other competency it is.")
        case "next_needed", _:
            return _("Write what the next level would have needed: the candidate will read it.")
        case "reasons", _:
            return _("Write your reasons in at least %(least)s characters.", least=least)
    return _("Write your reasons for this dimension.")


def _at(case_id: str, state: State, actor: Principal, version: int, typed: dict[str, Any] | None = None) -> Case:
    case = lock_case(case_id)
    require(actor, "dispute.read", case_facts(case, actor))
    if case.state != state:
        raise IllegalStep()
    if case.version != version:
        raise StaleWrite(current={"version": case.version}, typed=typed)
    return case


def _dispute(case: Case) -> Dispute:
    opened = open_dispute(case.id)
    if opened is None:
        raise IllegalStep()
    return opened


def _proposed(case: Case) -> Resolution:
    resolution = waiting_resolution(case.id)
    if resolution is None:
        raise IllegalStep()
    return resolution
