"""The permission map: every right of the board, each a sentence of pure predicates."""

from typing import Any

from reviewboard.foundation.access.predicates import (
    Predicate,
    administrator,
    all_of,
    answers_recourse,
    any_of,
    auditor,
    board,
    both_sealed,
    check_open,
    check_rater,
    checked,
    cleared,
    disputed,
    first_rater,
    handed_in,
    holds_seat,
    in_cycle,
    is_candidate,
    left_by_time,
    no_conflict,
    not_,
    not_the_decider,
    owes_own_level,
    own_case,
    own_rating_open,
    recorded,
    released,
    signed_in,
    somewhere,
    state_is,
    submitted,
    third_rater,
    took_no_part,
    withdrawn,
)  # fmt: skip
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.refusals import NotYours

leads_panel = all_of(in_cycle(Role.LEAD), took_no_part, no_conflict)
compares = all_of(leads_panel, not_(owes_own_level))
reads_text = all_of(leads_panel, any_of(disputed, answers_recourse), not_(withdrawn))
coordinates = in_cycle(Role.COORDINATOR)
coordinates_case = all_of(coordinates, not_(is_candidate))  # whoever was a candidate here once learns nothing of that case
seated = all_of(in_cycle(Role.ASSESSOR), holds_seat)
rater = all_of(seated, first_rater)
third = all_of(seated, third_rater)
check = all_of(seated, check_rater)

PERMISSIONS: dict[str, Predicate] = {
    # anyone who is signed in
    "account.own": signed_in,
    "account.manage": administrator,
    # candidate
    "candidate.home": somewhere(Role.CANDIDATE),
    "case.start": all_of(in_cycle(Role.CANDIDATE), state_is("open")),
    "submission.write": all_of(own_case, state_is("draft")),
    "submission.own": own_case,
    "submission.withdraw": all_of(own_case, not_(recorded), not_(withdrawn)),
    "accommodation.ask": all_of(own_case, state_is("draft")),
    "result.read": all_of(own_case, released),
    "recourse.own": all_of(own_case, released),
    # the case file: see `stages.casefile`
    "case_file.candidate": all_of(own_case, released),
    "case_file.lead": all_of(reads_text, compares, both_sealed),
    "case_file.auditor": all_of(auditor, handed_in),
    # case content
    "examples.read": any_of(
        own_case,
        all_of(seated, cleared, submitted),
        reads_text,
        all_of(auditor, handed_in),
    ),
    "answer.write": all_of(own_case, state_is("asked")),
    "answer.read": any_of(own_case, all_of(compares, disputed, not_(withdrawn)), all_of(auditor, handed_in)),
    # assessor
    "desk.home": somewhere(Role.ASSESSOR),
    "seat.leave_for_next": seated,
    "seat.declare": all_of(seated, own_rating_open),
    "rating.read_own": all_of(seated, cleared),
    "rating.write": all_of(seated, cleared, own_rating_open),
    "rating.recuse": all_of(seated, own_rating_open),
    "draft.read_left": all_of(in_cycle(Role.ASSESSOR), left_by_time, no_conflict, not_(withdrawn)),
    "ratings.read": all_of(both_sealed, any_of(rater, compares, auditor)),
    "discussion.read": all_of(both_sealed, any_of(rater, compares, auditor)),
    "room.read": all_of(rater, both_sealed),
    "record.read": all_of(recorded, any_of(rater, third, leads_panel, coordinates_case, auditor)),
    # panel lead
    "panel.home": somewhere(Role.LEAD),
    "case.follow": all_of(leads_panel, submitted),
    "dispute.follow": all_of(leads_panel, both_sealed, disputed, not_(withdrawn)),
    "own_level.note": all_of(reads_text, both_sealed, owes_own_level),
    "dispute.read": all_of(compares, both_sealed, disputed, not_(withdrawn)),
    "discussion.extend": all_of(leads_panel, state_is("discussion")),
    "agreement.confirm": all_of(leads_panel, state_is("confirmation")),
    "answer.extend": all_of(compares, state_is("asked")),
    "dispute.decide": all_of(compares, state_is("dispute")),
    "resolution.countersign": all_of(compares, state_is("countersign"), not_the_decider),
    "file.read": all_of(reads_text, both_sealed),
    "recourse.follow": all_of(leads_panel, released),
    "check.read": all_of(leads_panel, recorded, checked),
    # coordinator
    "coordination.home": any_of(somewhere(Role.COORDINATOR), administrator),
    "cycle.create": any_of(somewhere(Role.COORDINATOR), administrator),
    "cycle.manage": coordinates,
    "case.coordinate": coordinates_case,
    "seat.free": all_of(coordinates_case, any_of(state_is("rating", "third_rating"), check_open)),
    "accommodation.answer": coordinates_case,
    "retention.hold": all_of(coordinates_case, took_no_part),
    "retention.propose": coordinates,
    "retention.carry_out": any_of(coordinates, administrator),
    "recourse.name": all_of(coordinates_case, released),
    # auditor
    "journal.read": auditor,
    "statistics.read": auditor,
    # the board itself
    "board": board,
}


def may(person: Principal, permission: str, subject: Any = None) -> bool:
    """Whether person holds permission on subject (CaseFacts, CycleFacts, or None). Raises KeyError for an unknown one."""
    return PERMISSIONS[permission](person, subject)


def require(person: Principal, permission: str, subject: Any = None) -> None:
    """Raise NotYours unless person holds permission on subject."""
    if not may(person, permission, subject):
        raise NotYours()
