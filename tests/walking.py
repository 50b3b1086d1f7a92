"""Walks cases along their way by the board's own actions, each in its own transaction, as people and couriers would."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.outbox.actions import deliver
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.assignment.actions import declare
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.rating.actions import add_citation, open_seat, save_draft, seal_rating
from reviewboard.stages.rating.rules import Outcome, OutcomeKind, RatingDraft
from reviewboard.stages.submission.actions import acknowledge_notice, add_example, save_example, start_case, submit_case
from reviewboard.stages.submission.tables import Case, Example
from tests.building import Builder
from workers.app import topics, work_of

ACTIONS = "I called the association, met three of its members and agreed on a monthly exchange of questions."
TEXTS = {
    "title": "A standing exchange with the association",
    "context": "New reporting rules were announced for the coming year and nobody in my unit knew the sector.",
    "contacts": "Three advisers of the sector's association, none of whom I had worked with before.",
    "why_not_clients": "They are neither served by my unit nor part of my team.",
    "actions": ACTIONS,
    "result": "We received early notice of two problems and prepared our answers before the season began.",
    "benefit": "The unit can ask the same people again when the next rules come.",
    "confirmer_name": "My director",
}
REASONS = "The candidate looked for new people, kept in touch with them and the exchange still serves the unit."
QUOTE = "met three of its members"


@dataclass
class Panel:
    """A cycle with its people: ids of accounts."""

    cycle: str
    coordinator: str
    leads: list[str]
    assessors: list[str]
    candidates: list[str] = field(default_factory=list)


def panel(build: Builder, *, assessors: int = 4, leads: int = 2, **cycle: object) -> Panel:
    """Make an open cycle with a coordinator, leads and assessors who know none of the candidates."""
    cycle_id = build.cycle(**cycle)
    return Panel(
        cycle_id,
        build.someone(cycle_id, Role.COORDINATOR),
        [build.someone(cycle_id, Role.LEAD) for _ in range(leads)],
        [build.someone(cycle_id, Role.ASSESSOR) for _ in range(assessors)],
    )


def drafted(
    build: Builder, people: Panel, *, language: str = "en", candidate: str = "", texts: dict[str, str] | None = None
) -> str:
    """Make a candidate, or take the one given, with a whole draft and return the case's id. `texts` go over its own."""
    who = candidate or build.person()
    candidate = build.member(who, people.cycle, Role.CANDIDATE)
    people.candidates.append(candidate)
    actor, now = build.principal(candidate), build.now
    begin = {"cycle_id": people.cycle, "language": language, "actor": actor, "now": now}
    case_id = build.do(lambda: start_case(scale_version_id=build_scale(people.cycle), **begin).id)
    version = build.read(lambda: db.session.get_one(Cycle, people.cycle).notice_version)
    build.do(acknowledge_notice, case_id=case_id, notice_version=version, actor=actor, now=now)
    example_id = build.do(lambda: add_example(case_id=case_id, actor=actor, now=now).id)
    months = {"when_from": (now - timedelta(days=200)).date(), "when_to": (now - timedelta(days=100)).date()}
    written = {**TEXTS, **(texts or {}), **months}
    build.do(save_example, case_id=case_id, example_id=example_id, version=1, texts=written, actor=actor, now=now)
    return case_id


def build_scale(cycle_id: str) -> str:
    """Return the id of the one scale version that a cycle assesses."""
    from reviewboard.foundation.cycle.tables import CycleScale

    return db.session.execute(select(CycleScale.scale_version_id).where(CycleScale.cycle_id == cycle_id)).scalar_one()


def candidate_of(build: Builder, case_id: str) -> str:
    """Return the account of a case's candidate."""
    return build.read(lambda: db.session.get_one(Case, case_id).candidate_id)


def state_of(build: Builder, case_id: str) -> str:
    """Return where a case is."""
    return build.read(lambda: db.session.get_one(Case, case_id).state)


def submitted(build: Builder, people: Panel, **how: Any) -> str:
    """Make a submitted case, before any courier ran, and return its id."""
    case_id = drafted(build, people, **how)
    build.do(submit_case, case_id=case_id, actor=build.principal(candidate_of(build, case_id)), now=build.now)
    return case_id


def settle(build: Builder, *, most: int = 200) -> int:
    """Do all owed work as the couriers do, mails aside, until nothing is owed. Return how many rows were done."""
    work = {topic: work_of(topic) for topic in topics()}
    done = 0
    for _ in range(most):
        rows = build.read(
            lambda: db.session.execute(
                select(OutboxRow.id, OutboxRow.topic)
                .where(OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_(None), OutboxRow.send_after <= build.now)
                .order_by(OutboxRow.id)
            ).all()
        )
        if not rows:
            return done
        for row_id, topic in rows:
            with build.app.app_context():
                done += deliver(row_id, work[topic], now=build.now)
    raise AssertionError("the outbox does not settle")


def seats_of(build: Builder, case_id: str) -> dict[int, tuple[str, str]]:
    """Return place → (seat id, assessor id) of a case's live seats."""
    return build.read(
        lambda: {
            seat.place: (seat.id, seat.assessor_id)
            for seat in db.session.execute(
                select(Seat).where(Seat.case_id == case_id, Seat.ended_at.is_(None)).order_by(Seat.place)
            ).scalars()
        }
    )


def seated(build: Builder, people: Panel, **how: str) -> str:
    """Make a case with two seats and return its id."""
    case_id = submitted(build, people, **how)
    settle(build)
    assert set(seats_of(build, case_id)) == {1, 2}
    return case_id


def level(number: int) -> Outcome:
    """Return the outcome of a level."""
    return Outcome.at(number)


def draft_of(outcome: Outcome, words: str = REASONS) -> RatingDraft:
    """Return a whole rating for an outcome, with these words as every reason."""
    number = outcome.level
    in_scope = outcome.kind is not OutcomeKind.OTHER_COMPETENCY
    return RatingDraft(
        in_scope=in_scope, dimensions={"effort": number, "benefit": number}, outcome=outcome, reasons=words,
        reasons_dimension={key: f"{key.capitalize()}: {words}" for key in ("effort", "benefit")},
        why_not_above="No plan for the network as a whole is shown." if number and number < 4 else "",
        citations=(), single_contact_noted=True,
    )  # fmt: skip


def rate(build: Builder, case_id: str, place: int, outcome: Outcome, *, words: str = REASONS, seal: bool = True) -> str:
    """Let the assessor at a place declare no conflict, cite, rate and (unless told otherwise) seal. Return the seat's id."""
    seat_id, assessor_id = seats_of(build, case_id)[place]
    actor, now = build.principal(assessor_id), build.now
    build.do(declare, seat_id=seat_id, conflict=False, actor=actor, now=now)
    build.do(open_seat, seat_id=seat_id, actor=actor, now=now)
    saved = build.do(save_draft, seat_id=seat_id, version=0, typed=draft_of(outcome, words), actor=actor, now=now)
    example_id = build.read(
        lambda: db.session.execute(select(Example.id).where(Example.case_id == case_id)).scalar_one()
    )
    build.do(add_citation, seat_id=seat_id, example_id=example_id, field="actions", quote=QUOTE, dimension="effort",
             level=outcome.level, actor=actor, now=now)  # fmt: skip
    if seal:
        build.do(seal_rating, seat_id=seat_id, version=saved.version + 1, actor=actor, now=now)
    return seat_id


def rated(build: Builder, people: Panel, first: Outcome, second: Outcome, **how: str) -> str:
    """Make a case whose two ratings are sealed and compared, and all work done. Return its id."""
    case_id = seated(build, people, **how)
    for place, outcome in enumerate((first, second), start=1):
        rate(build, case_id, place, outcome)
    settle(build)
    return case_id


def third_rated(build: Builder, case_id: str, outcome: Outcome) -> None:
    """Let the third rater rate and seal, and do all work."""
    rate(build, case_id, 3, outcome)
    settle(build)


def principals(build: Builder, ids: Iterable[str]) -> list[object]:
    """Return who acts, for each account."""
    return [build.principal(account_id) for account_id in ids]
