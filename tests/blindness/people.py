"""Twelve people around a case, and what is true of it: read from the rows themselves, not by the board's own queries."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import text

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CaseFacts, SeatFacts
from reviewboard.foundation.people.roles import Principal
from tests.blindness.board import Blind

NOBODY = "signed out"
PRINCIPALS = (
    NOBODY, "candidate", "other candidate", "assessor A", "assessor B", "other assessor", "conflicted assessor",
    "lead of the panel", "other lead", "coordinator", "auditor", "administrator",
)  # fmt: skip


@dataclass(frozen=True)
class Around:
    """A case with its people: who each of the twelve is here (None: nobody is), and the facts of the case."""

    case_id: str
    cycle_id: str
    state: str
    people: dict[str, str | None]
    facts: CaseFacts

    def principal_of(self, account_id: str) -> str:
        """Return which of the twelve an account is here."""
        return next(name for name, one in self.people.items() if one == account_id)


def _rows(statement: str, **given: str) -> list[dict[str, object]]:
    return [dict(row) for row in db.session.execute(text(statement), given).mappings()]


def _column(statement: str, **given: str) -> list[str]:
    return [str(value) for value in db.session.execute(text(statement), given).scalars()]


MEMBERS = "SELECT account_id FROM memberships WHERE cycle_id = :cycle AND role = :role ORDER BY account_id"


def around(blind: Blind, case_id: str) -> Around:
    """Return a case with its people. One assessor of its pool has a conflict of interest with its candidate."""
    with blind.app.app_context():
        (case,) = _rows("SELECT * FROM cases WHERE id = :case", case=case_id)
        seats = _rows("SELECT * FROM seats WHERE case_id = :case ORDER BY place, assigned_at", case=case_id)
        facts = _facts(case, seats)
        return Around(case_id, facts.cycle_id, facts.state, _people(blind, facts), facts)


def _facts(case: dict[str, object], seats: list[dict[str, object]]) -> CaseFacts:
    case_id, cycle_id, who = str(case["id"]), str(case["cycle_id"]), str(case["candidate_id"])
    tied = _column("SELECT person_id FROM conflicts WHERE other_id = :who UNION"
                   " SELECT other_id FROM conflicts WHERE person_id = :who", who=who)  # fmt: skip
    answered = _column("SELECT handler_id FROM recourses WHERE case_id = :case AND stand <> 'withdrawn'"
                       " AND handler_id IS NOT NULL", case=case_id)  # fmt: skip
    leads = _column(MEMBERS, cycle=cycle_id, role="lead")
    if _column("SELECT id FROM recourses WHERE case_id = :case AND stand = 'countersign'", case=case_id):
        answered += leads
    owed: list[str] = []
    asks = _column("SELECT id FROM cycles WHERE id = :cycle AND json_extract(policy, '$.own_level_first')", cycle=cycle_id)
    if asks and not case["recorded_at"] and (case["disputed_at"] or case["state"] == "discussion"):
        noted = _column("SELECT lead_id FROM own_levels WHERE case_id = :case", case=case_id)
        owed = [lead for lead in leads if lead not in noted]
    decided = _column("SELECT lead_id FROM resolutions WHERE case_id = :case AND countersigned_at IS NULL"
                      " AND declined_at IS NULL ORDER BY decided_at DESC", case=case_id)  # fmt: skip
    return CaseFacts(
        case_id=case_id, cycle_id=cycle_id, candidate_id=who, state=str(case["state"]),
        submitted=case["submitted_at"] is not None, both_sealed=case["both_sealed_at"] is not None,
        disputed=case["disputed_at"] is not None, recorded=case["recorded_at"] is not None,
        released=case["released_at"] is not None, withdrawn=case["withdrawn_at"] is not None,
        fresh=case["fresh_of"] is not None, conflicted=frozenset(tied), answered_by=frozenset(answered),
        level_owed_by=frozenset(owed), decided_by=decided[0] if decided and case["state"] == "countersign" else None,
        seats=tuple(
            SeatFacts(str(seat["id"]), str(seat["assessor_id"]), int(str(seat["place"])), seat["ended_at"] is None,
                      seat["cleared_at"] is not None, seat["sealed_at"] is not None, _why(seat["ended_why"]))
            for seat in seats
        ),
    )  # fmt: skip


def _why(said: object) -> str | None:
    return None if said is None else str(said)


def _people(blind: Blind, facts: CaseFacts) -> dict[str, str | None]:
    cycle, tied = facts.cycle_id, facts.conflicted
    sat = {seat.assessor_id for seat in facts.seats}
    assessors = [one for one in _column(MEMBERS, cycle=cycle, role="assessor") if one not in sat]
    leads = _column(MEMBERS, cycle=cycle, role="lead")
    elsewhere = _column("SELECT account_id FROM memberships WHERE role = 'lead' AND account_id NOT IN (SELECT account_id"
                        " FROM memberships WHERE cycle_id = :cycle) ORDER BY account_id", cycle=cycle)  # fmt: skip
    others = _column("SELECT candidate_id FROM cases WHERE cycle_id = :cycle AND candidate_id <> :who"
                     " ORDER BY state = 'released' DESC, id", cycle=cycle, who=facts.candidate_id)  # fmt: skip

    def first(found: list[str], wanted: Callable[[str], bool] = lambda _one: True) -> str | None:
        return next((one for one in found if wanted(one)), None)

    def rater(place: int) -> str | None:
        here = [seat for seat in facts.seats if seat.place == place]
        return here[-1].assessor_id if here else None

    return {
        NOBODY: None, "candidate": facts.candidate_id, "other candidate": first(others),
        "assessor A": rater(1), "assessor B": rater(2),
        "other assessor": first(assessors, lambda one: one not in tied),
        "conflicted assessor": first(assessors, lambda one: one in tied),
        "lead of the panel": first(leads, lambda one: one not in tied | sat), "other lead": first(elsewhere),
        "coordinator": first(_column(MEMBERS, cycle=cycle, role="coordinator")),
        "auditor": blind.accounts["auditor"][0], "administrator": blind.accounts["administrator"][0],
    }  # fmt: skip


def principal(account_id: str | None) -> Principal:
    """Return who acts when this account acts, with every role it has; nobody when there is none."""
    from reviewboard.foundation.people.roles import Role

    if account_id is None:
        return Principal(account_id=None)
    (account,) = _rows("SELECT id, is_administrator, is_auditor FROM accounts WHERE id = :who", who=account_id)
    roles = _rows("SELECT cycle_id, role FROM memberships WHERE account_id = :who", who=account_id)
    return Principal(
        account_id, administrator=bool(account["is_administrator"]), auditor=bool(account["is_auditor"]),
        memberships=frozenset((str(row["cycle_id"]), Role(str(row["role"]))) for row in roles),
    )  # fmt: skip
