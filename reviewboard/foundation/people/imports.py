"""People come from a file: previewed whole with every problem, then taken in whole or not at all. Twice is once.

An account is found by its e-mail address. A coordinator's file never changes the name or the language of an account
that exists; unit, team and supervisor follow the file, because conflicts of interest rest on them.

A file is one transaction, so that nobody ever meets half of it; statements go out for hundreds of people at a time, and
no password is hashed, so 5,000 people hold up other writers for a few seconds only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.queries import scales_of
from reviewboard.foundation.cycle.rules import roles_clash
from reviewboard.foundation.cycle.setup import lock_cycle
from reviewboard.foundation.database import new_id
from reviewboard.foundation.digest import digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.csv_file import Problem, Row, Wrong, read_people
from reviewboard.foundation.people.import_plan import Change, Effect, ImportPlan, Planned
from reviewboard.foundation.people.invitations import ever_invited, invite_each
from reviewboard.foundation.people.refusals import ImportChanged, ImportHasProblems
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Account, Membership, Training

AT_A_TIME = 500  # addresses in one statement


@dataclass
class _Known:
    """What the board knows of the people a file names."""

    accounts: dict[str, Account]
    memberships: dict[tuple[str, Role], Membership]
    trainings: dict[tuple[str, str], date]
    versions: tuple[str, ...]
    invited: frozenset[str]
    roles: dict[str, frozenset[str]] = field(default_factory=dict)


def plan_import(cycle_id: str, text: str) -> ImportPlan:
    """Return what the file would do to the cycle now, writing nothing. At most five statements per 500 addresses."""
    rows, problems = read_people(text)
    if not rows:
        return ImportPlan(problems=problems)
    return _plan(rows, problems, _known(cycle_id, rows))


def import_people(*, cycle_id: str, text: str, expected: str | None, actor: Principal, now: datetime) -> ImportPlan:
    """Do what the file says, whole. Return what was done. Part of a transaction.

    `expected` is the digest of the plan that was looked at, None to look at none. Raises ImportHasProblems,
    ImportChanged, NotYours.
    """
    lock_cycle(cycle_id, actor)
    rows, problems = read_people(text)
    known = _known(cycle_id, rows)
    plan = _plan(rows, problems, known)
    if plan.problems or not rows:
        raise ImportHasProblems(plan.problems or problems)
    if expected is not None and plan.digest != expected:
        raise ImportChanged()
    _write(cycle_id, plan, known, actor=actor, now=now)
    return plan


def _known(cycle_id: str, rows: Sequence[Row]) -> _Known:
    addresses = sorted({email for row in rows for email in (row.email, row.supervisor_email) if email})
    found = [
        account
        for start in range(0, len(addresses), AT_A_TIME)
        for account in db.session.execute(
            select(Account).where(Account.email.in_(addresses[start : start + AT_A_TIME]))
        ).scalars()
    ]
    members = list(db.session.execute(select(Membership).where(Membership.cycle_id == cycle_id)).scalars())
    versions = tuple(scale.version_id for scale in scales_of(cycle_id))
    trained = db.session.execute(
        select(Training.account_id, Training.scale_version_id, Training.expires_on).where(
            Training.scale_version_id.in_(versions)
        )
    )
    ids = [account.id for account in found if account.password_hash is None]
    known = _Known(
        accounts={account.email: account for account in found},
        memberships={(member.account_id, Role(member.role)): member for member in members},
        trainings={(row.account_id, row.scale_version_id): row.expires_on for row in trained},
        versions=versions,
        invited=frozenset().union(*(ever_invited(ids[at : at + AT_A_TIME]) for at in range(0, len(ids), AT_A_TIME))),
    )
    for account_id, role in known.memberships:
        known.roles[account_id] = known.roles.get(account_id, frozenset()) | {role.value}
    return known


def _plan(rows: Sequence[Row], problems: tuple[Problem, ...], known: _Known) -> ImportPlan:
    found = [*problems, *_problems_between(rows, known)]
    found.sort(key=lambda problem: problem.line)
    seen: set[str] = set()
    lines = []
    for row in rows:
        lines.append(Planned(row, _effects(row, known, first=row.email not in seen), _differences(row, known)))
        seen.add(row.email)
    shown = [
        [line.row.line, line.row.email, [effect.value for effect in line.effects],
         [[change.of, change.before, change.after] for change in line.changes]]
        for line in lines
    ]  # fmt: skip
    return ImportPlan(tuple(lines), tuple(found), digest(shown))


def _problems_between(rows: Sequence[Row], known: _Known) -> list[Problem]:
    """Return what is wrong with lines beside each other, and beside what the board knows."""
    named = {row.email for row in rows} | set(known.accounts)
    first: dict[str, Row] = {}
    taken: dict[tuple[str, Role | None], int] = {}
    roles: dict[str, frozenset[str]] = {}
    found = []
    for row in rows:
        if not row.email:
            continue
        earlier, account = first.setdefault(row.email, row), known.accounts.get(row.email)
        if (row.email, row.role) in taken:
            found.append(Problem(row.line, Wrong.TWICE, "role", str(taken[row.email, row.role])))
        taken.setdefault((row.email, row.role), row.line)
        found += [
            Problem(row.line, Wrong.DIFFERS, column, str(earlier.line))
            for column in ("name", "language", "unit", "team", "supervisor_email")
            if getattr(row, column) and getattr(earlier, column) and getattr(row, column) != getattr(earlier, column)
        ]
        if account is None and not earlier.name and row is earlier:
            found.append(Problem(row.line, Wrong.EMPTY, "name"))
        if account is not None and account.disabled_at is not None:
            found.append(Problem(row.line, Wrong.DISABLED, "email", row.email))
        if account is not None and account.is_auditor and row.role is not None:
            found.append(Problem(row.line, Wrong.AUDITOR, "role", row.role.value))
        if row.supervisor_email and row.supervisor_email not in named:
            found.append(Problem(row.line, Wrong.SUPERVISOR_UNKNOWN, "supervisor_email", row.supervisor_email))
        if row.trained_until and row.role is Role.ASSESSOR and not known.versions:
            found.append(Problem(row.line, Wrong.NO_SCALE, "trained_until"))
        if row.role is not None:
            held = roles.get(row.email, known.roles.get(account.id, frozenset()) if account else frozenset())
            if roles_clash(held, row.role):
                found.append(Problem(row.line, Wrong.ROLES_CLASH, "role", row.role.value))
            roles[row.email] = held | {row.role.value}
    return found


def _effects(row: Row, known: _Known, *, first: bool) -> tuple[Effect, ...]:
    account = known.accounts.get(row.email)
    held = known.memberships.get((account.id, row.role)) if account and row.role else None
    happens = {
        Effect.NEW_ACCOUNT: account is None and first,
        Effect.ACCOUNT: account is not None and bool(_changes(row, account, known.accounts)),
        Effect.NEW_MEMBER: row.role is not None and held is None,
        Effect.MEMBER: held is not None and bool(_member_changes(row, held)),
        Effect.TRAINING: bool(_trainings(row, account, known)),
        Effect.INVITED: first and row.role is not None and _without_password(account, known),
    }
    return tuple(effect for effect, does in happens.items() if does)


def _differences(row: Row, known: _Known) -> tuple[Change, ...]:
    """Return what the line changes of an account and a membership that exist, each with what is there now."""
    account = known.accounts.get(row.email)
    if account is None:
        return ()
    held = known.memberships.get((account.id, row.role)) if row.role else None
    found = []
    for name, value in _changes(row, account, known.accounts).items():
        is_supervisor = name == "supervisor_id"
        found.append(Change("supervisor_email", None, row.supervisor_email) if is_supervisor
                     else Change(name, getattr(account, name) or None, value))  # fmt: skip
    if held is None:
        return tuple(found)
    for name, wanted in _member_changes(row, held).items():
        before = getattr(held, name)
        found.append(Change(name, None if before is None else str(before), str(wanted)))
    for version in _trainings(row, account, known)[:1]:
        until = known.trainings.get((account.id, version))
        found.append(Change("trained_until", str(until) if until else None, str(row.trained_until)))
    return tuple(found)


def _without_password(account: Account | None, known: _Known) -> bool:
    return account is None or (account.password_hash is None and account.id not in known.invited)


def _changes(row: Row, account: Account, accounts: Mapping[str, Account]) -> dict[str, str]:
    """Return the columns of an account that the line changes. A supervisor without an account yet is a change."""
    supervisor = accounts.get(row.supervisor_email)
    wanted = {"unit": row.unit, "team": row.team}
    if row.supervisor_email:
        wanted["supervisor_id"] = supervisor.id if supervisor else "new"
    return {name: value for name, value in wanted.items() if value and value != getattr(account, name)}


def _member_changes(row: Row, member: Membership) -> dict[str, object]:
    if row.role is not Role.ASSESSOR:
        return {}
    wanted = {"languages": row.languages, "capacity": row.capacity}
    return {name: value for name, value in wanted.items() if value is not None and value != getattr(member, name)}


def _trainings(row: Row, account: Account | None, known: _Known) -> list[str]:
    """Return the scale versions on which the line sets a new end of training."""
    if row.role is not Role.ASSESSOR or row.trained_until is None:
        return []
    if account is None:
        return list(known.versions)
    return [version for version in known.versions if known.trainings.get((account.id, version)) != row.trained_until]


def _write(cycle_id: str, plan: ImportPlan, known: _Known, *, actor: Principal, now: datetime) -> None:
    accounts = dict(known.accounts)
    for line in plan.lines:
        if Effect.NEW_ACCOUNT in line.effects:
            accounts[line.row.email] = _new_account(line.row, actor=actor, now=now)
    db.session.flush()
    for line in plan.lines:
        row, account = line.row, accounts[line.row.email]
        if changes := _changes(row, account, accounts):
            for name, value in changes.items():
                setattr(account, name, value)
            if Effect.ACCOUNT in line.effects:
                enter("account.change", actor=actor, now=now, cycle_id=cycle_id, subject=f"account:{account.id}",
                      details={"changed": sorted(changes)})  # fmt: skip
        _write_membership(cycle_id, row, account, known, actor=actor, now=now)
        for version in _trainings(row, account, known):
            if (account.id, version) in known.trainings:
                db.session.merge(Training(account_id=account.id, scale_version_id=version, expires_on=row.trained_until))
            else:
                db.session.add(Training(account_id=account.id, scale_version_id=version, expires_on=row.trained_until))
            enter("training.note", actor=actor, now=now, cycle_id=cycle_id, subject=f"account:{account.id}",
                  details={"scale_version_id": version, "expires_on": str(row.trained_until)})  # fmt: skip
    db.session.flush()
    invite_each([accounts[line.row.email] for line in plan.lines if Effect.INVITED in line.effects], actor=actor, now=now)
    enter("people.import", actor=actor, now=now, cycle_id=cycle_id,
          details={"lines": len(plan.lines), "plan": plan.digest,
                   **{effect.value: plan.count(effect) for effect in Effect}})  # fmt: skip


def _new_account(row: Row, *, actor: Principal, now: datetime) -> Account:
    account = Account(id=new_id(), email=row.email, name=row.name, language=row.language or "fr", unit="", team="",
                      created_at=now)  # fmt: skip
    db.session.add(account)
    enter("account.create", actor=actor, now=now, subject=f"account:{account.id}")
    return account


def _write_membership(
    cycle_id: str, row: Row, account: Account, known: _Known, *, actor: Principal, now: datetime
) -> None:
    if row.role is None:
        return
    member = known.memberships.get((account.id, row.role))
    if member is None:
        db.session.add(
            Membership(account_id=account.id, cycle_id=cycle_id, role=row.role.value, capacity=row.capacity,
                       languages=row.languages or "fr,en", created_at=now)
        )  # fmt: skip
        enter("pool.add", actor=actor, now=now, cycle_id=cycle_id, subject=f"account:{account.id}",
              details={"role": row.role.value})  # fmt: skip
    elif changes := _member_changes(row, member):
        for name, value in changes.items():
            setattr(member, name, value)
        enter("pool.change", actor=actor, now=now, cycle_id=cycle_id, subject=f"account:{account.id}",
              details={"role": row.role.value, "changed": sorted(changes)})  # fmt: skip
