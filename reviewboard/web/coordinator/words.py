"""The coordinator's words: settings, roles, where a case stands, what failed. Codes become sentences here."""

from typing import Any

from flask_babel import gettext as _

from reviewboard.foundation.cycle.queries import MOST_COUNTED
from reviewboard.foundation.cycle.refusals import WrongMembership, WrongSettings
from reviewboard.foundation.cycle.rounds import MOVES, PAIR_LIMIT
from reviewboard.foundation.cycle.rules import CAPACITY, LIMIT_RANGES, NAME_LONGEST, RATING_DAYS
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.consensus.rules import ANSWER_DAYS, MAX_HOURS, VALID_YEARS
from reviewboard.stages.recourse.rules import DAYS, Terms
from reviewboard.stages.retention.rules import YEARS, YEARS_AFTER_USE

COUNTED = 200


def role_word(role: Role) -> str:
    """Return what a person in this role is called."""
    return {
        Role.CANDIDATE: _("candidate"), Role.ASSESSOR: _("assessor"), Role.LEAD: _("panel lead"),
        Role.COORDINATOR: _("coordinator"),
    }[role]  # fmt: skip


def roles_word(role: Role) -> str:
    """Return what the people in this role are called."""
    return {
        Role.CANDIDATE: _("Candidates"), Role.ASSESSOR: _("Assessors"), Role.LEAD: _("Panel leads"),
        Role.COORDINATOR: _("Coordinators"),
    }[role]  # fmt: skip


def languages_word(languages: str) -> str:
    """Return which languages an assessor reads."""
    return {"fr": _("French"), "en": _("English"), "fr,en": _("French and English")}[languages]


def standing_word(standing: str) -> str:
    """Return where cases stand, as the label of a list."""
    return {
        "draft": _("In writing"), "waiting": _("To be assigned"), "rating": _("In rating"),
        "consensus": _("In consensus"), "recorded": _("Recorded"), "released": _("Released"),
        "withdrawn": _("Withdrawn"), "on_record": _("Recorded or released"),
    }[standing]  # fmt: skip


def topic_word(topic: str) -> str:
    """Return which work this is."""
    words = {
        "assignment.round": _("Seating assessors"),
        "assignment.third": _("Seating a third assessor"),
        "assignment.vacate": _("Freeing the seats of a withdrawn case"),
        "submission.check_evidence": _("Checking a file"),
        "submission.forget_file": _("Removing a file for good"),
        "submission.receipt": _("Sending a receipt"),
        "consensus.compare": _("Comparing two sealed ratings"),
        "consensus.third_sealed": _("Taking in a third rating"),
        "consensus.tell_raters": _("Telling those concerned"),
        "consensus.tell_leads": _("Telling those concerned"),
        "casefile.make": _("Making a case file"),
        "quality.draw": _("Drawing agreed cases for a check"),
        "quality.seat": _("Seating an assessor for a check"),
        "quality.checked": _("Laying a check beside the record"),
        "record.write": _("Writing a record"),
        "record.tell": _("Telling a candidate that a result is there"),
        "recourse.begin_fresh": _("Copying a submission for a fresh pair"),
        "recourse.tell_leads": _("Telling those concerned"),
        "recourse.tell_handler": _("Telling those concerned"),
        "recourse.tell_candidate": _("Telling those concerned"),
        "recourse.tell_rated": _("Telling those concerned"),
        "notice.send": _("Sending an e-mail"),
    }
    return words.get(topic, topic)


def counted(number: int) -> str:
    """Return a bounded count: "200+" where counting stopped."""
    return f"{COUNTED}+" if number >= COUNTED else str(number)


def people_counted(number: int) -> str:
    """Return a bounded count of people: "1000+" where counting stopped."""
    return f"{MOST_COUNTED}+" if number >= MOST_COUNTED else str(number)


def field_errors(refusal: Refusal | None) -> dict[str, str]:
    """Return, by field, what is wrong with it; empty where a refusal names no fields."""
    if not isinstance(refusal, WrongSettings):
        return {}
    if isinstance(refusal, WrongMembership) and "capacity" in refusal.fields:
        own = _("Write a whole number from 0 to %(high)s, or leave this empty.", high=CAPACITY.stop - 1)
        return {field: own if field == "capacity" else _field_error(field) for field in refusal.fields}
    return {field: _field_error(field) for field in refusal.fields}


def summary(refusal: Refusal | None) -> list[dict[str, Any]]:
    """Return a refusal as the list of errors on top of a form, each with its field where it has one."""
    if refusal is None:
        return []
    errors = [{"field": field, "message": message} for field, message in field_errors(refusal).items()]
    problems = [{"message": str(problem)} for problem in getattr(refusal, "problems", ())]
    return errors or problems or [{"message": refusal.text}]


def _field_error(field: str) -> str:
    ranges = {
        **LIMIT_RANGES,
        "rating_days": RATING_DAYS,
        "capacity": CAPACITY,
        "pair_limit": PAIR_LIMIT,
        "moves": MOVES,
        "discussion_hours": range(1, MAX_HOURS + 1),
        "answer_days": ANSWER_DAYS,
        "valid_years": VALID_YEARS,
        **dict.fromkeys(Terms().as_policy(), DAYS),
        "years": YEARS,
        "years_after_use": YEARS_AFTER_USE,
    }
    if field in ranges:
        allowed = ranges[field]
        return _("Write a whole number from %(low)s to %(high)s.", low=allowed.start, high=allowed.stop - 1)
    if field in ("name_fr", "name_en"):
        return _("Write a name of at most %(most)s characters.", most=NAME_LONGEST)
    if field.startswith("trained_"):
        return _("Choose a day, or leave this empty.")
    words = {
        "opens_at": _("Choose a day and a time."),
        "closes_at": _("Choose a day and a time after the opening."),
        "hear_by": _("Choose a day on or after the closing day."),
        "required_level": _("This scale has no such level."),
        "notice_fr": _("Shorten this notice."),
        "notice_en": _("Shorten this notice."),
        "discuss_distance": _("Choose one of these."),
        "across_required": _("Choose one of these."),
        "release_from": _("Choose a day and an hour, or leave this empty."),
        "languages": _("Choose one of these."),
        "away_from": _("Choose a day, or leave this empty."),
        "away_to": _("Choose a day on or after the first one, or leave this empty."),
        "coordinator": _("No account has this address."),
        "extended_to": _("Choose a day and a time, or leave this empty."),
    }
    return words.get(field, _("This cannot be kept as it is."))
