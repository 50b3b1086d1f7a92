"""What no seed tells, told by the board's own actions: recourse, checks, holds, levels noted first, a late seat."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.seeding.marks import Marks
from reviewboard.stages.assignment.actions import ConflictKind
from reviewboard.stages.assignment.conflicts import note_conflict
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus.actions import keep_draft, note_own_level
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import hold, release
from reviewboard.stages.recourse import actions as recourse
from reviewboard.stages.recourse.rules import Ground, Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.retention.actions import place_hold
from reviewboard.stages.retention.rules import HoldKind
from reviewboard.stages.submission.actions import ask_accommodation
from reviewboard.stages.submission.tables import Case
from tests.blindness.board import Blind
from tests.walking import Panel, candidate_of, drafted, level, panel, rate, seated, seats_of, settle

WHY = "Everything that was said of it has been read twice, and the words of the file bear it out. "
CHECK = 4


class Teller:
    """Takes acts as the people of one cycle, each secret text with a mark of its own."""

    def __init__(self, blind: Blind, marks: Marks, **policy: Any) -> None:
        self.blind, self.build, self.marks = blind, blind.build, marks
        self.people: Panel = panel(self.build, assessors=7, leads=4, policy=policy)
        blind.cycles[f"told {len(blind.cycles)}"] = self.people.cycle
        blind.panels[self.people.cycle] = self.people

    def words(self, asset: str, case_id: str, field: str, text: str = WHY) -> str:
        """Return a text that is long enough for any reason, with a mark."""
        return self.marks.on(text.strip(), asset, case_id, field, case_id)

    def act(self, action: Any, case_id: str, by: str, **arguments: Any) -> Any:
        """Take an action on a case as an account."""
        return self.build.do(action, case_id=case_id, actor=self.build.principal(by), now=self.build.now, **arguments)

    def rated(self, *numbers: int, seal: bool = True) -> str:
        """Return a case of two raters, sealed or drafted, with all work done."""
        case_id = seated(self.build, self.people)
        for place, number in enumerate(numbers, start=1):
            self.rate(case_id, place, number, seal=seal)
        settle(self.build)
        return case_id

    def rate(self, case_id: str, place: int, number: int, *, seal: bool = True) -> None:
        """Let the assessor of a place rate."""
        asset = {3: "third", CHECK: "check"}.get(place, "rating") if seal else "draft"
        rate(self.build, case_id, place, level(number), words=self.words(asset, case_id, f"place {place}"), seal=seal)

    def released(self, number: int) -> str:
        """Return a case with a released result."""
        case_id = self.rated(number, number)
        self.build.do(release, case_ids=[case_id], actor=self.build.principal(self.people.leads[-1]), now=self.build.now)
        settle(self.build)
        return case_id


def tell(blind: Blind, marks: Marks) -> None:
    """Tell every story, and name its case in `blind.extra`."""
    told, checked = Teller(blind, marks), Teller(blind, marks, sampling_percent=100)
    owed = Teller(blind, marks, own_level_first=True)
    blind.extra |= {
        "review drafted": _review(told), "review to sign": _signed(told), "feedback asked": _feedback(told),
        "held": _held(told), "result held": _result_held(told), "late": _late(told), "asks for time": _asks(told),
        "check drafted": _check(checked, 2, seal=False), "check sealed": _check(checked, 4, seal=True),
        "own level": _own_level(owed), "talking, level owed": owed.rated(2, 3), "lead's draft": _draft_of_lead(told),
        "drafting": told.rated(2, 3, seal=False), "seated": told.rated(), "owed, seated": owed.rated(),
        "discussion": told.rated(2, 3), "dispute": told.rated(1, 4), "agreed": told.rated(3, 3), "released": told.released(2),
        "check seated": checked.rated(3, 3),
    }  # fmt: skip
    blind.extra["rated afresh"], blind.extra["fresh"] = _fresh(told)


def _version(teller: Teller, case_id: str, kind: Kind) -> int:
    return teller.build.read(
        lambda: db.session.execute(select(Recourse.version).filter_by(case_id=case_id, kind=kind.value)).scalar_one()
    )


def _ask(teller: Teller, case_id: str, kind: Kind) -> None:
    who = candidate_of(teller.build, case_id)
    grounds = {} if kind is Kind.FEEDBACK else {Ground.ANCHOR: teller.words("recourse", case_id, "ground")}
    asked = {"request": teller.words("recourse", case_id, "request"), "grounds": grounds, "version": 0}
    teller.act(recourse.keep_ask, case_id, who, kind=kind, **asked)
    teller.act(recourse.ask, case_id, who, kind=kind, version=_version(teller, case_id, kind))
    settle(teller.build)


def _heard(teller: Teller) -> str:
    case_id = teller.released(2)
    handler = teller.people.leads[0]
    _ask(teller, case_id, Kind.REVIEW)
    teller.act(recourse.take, case_id, handler, kind=Kind.REVIEW)
    teller.act(recourse.disclose, case_id, handler)
    teller.build.now += timedelta(hours=25)
    met = {"met_on": (teller.build.now - timedelta(hours=12)).date(), "attended": "The candidate and the lead"}
    teller.act(recourse.note_meeting, case_id, handler, notes=teller.words("answer", case_id, "meeting"), **met)
    settle(teller.build)
    return case_id


def _review(teller: Teller) -> str:
    case_id = _heard(teller)
    fields = {"reasons": teller.words("answer", case_id, "draft")}
    teller.act(recourse.keep_answer, case_id, teller.people.leads[0], kind=Kind.REVIEW, fields=fields, version=0)
    return case_id


def _answer(teller: Teller, case_id: str, verdict: Verdict, outcome: Outcome | None) -> recourse.Answer:
    texts = {key: teller.words("answer", case_id, key) for key in ("effort", "benefit")} if outcome else {}
    more = teller.words("answer", case_id, "next") if outcome else ""
    grounds = {Ground.ANCHOR.value: teller.words("answer", case_id, "ground")}
    return recourse.Answer(verdict, teller.words("answer", case_id, "reasons", WHY * 3), grounds, outcome, texts, more)


def _decided(teller: Teller, verdict: Verdict, outcome: Outcome | None) -> str:
    case_id = _heard(teller)
    answer, version = _answer(teller, case_id, verdict, outcome), _version(teller, case_id, Kind.REVIEW)
    teller.act(recourse.decide, case_id, teller.people.leads[0], kind=Kind.REVIEW, answer=answer, version=version)
    settle(teller.build)
    return case_id


def _signed(teller: Teller) -> str:
    return _decided(teller, Verdict.VARIED, level(4))


def _fresh(teller: Teller) -> tuple[str, str]:
    case_id = _decided(teller, Verdict.UPHELD, None)
    _ask(teller, case_id, Kind.FRESH)
    teller.act(recourse.take, case_id, teller.people.leads[1], kind=Kind.FRESH)
    return case_id, teller.build.read(
        lambda: db.session.execute(select(Case.id).where(Case.fresh_of == case_id)).scalar_one_or_none() or ""
    )


def _feedback(teller: Teller) -> str:
    case_id = teller.released(1)
    _ask(teller, case_id, Kind.FEEDBACK)
    return case_id


def _held(teller: Teller) -> str:
    case_id = teller.released(3)
    teller.act(
        place_hold, case_id, teller.people.coordinator, kind=HoldKind.LEGAL, why=teller.words("hold", case_id, "why")
    )
    return case_id


def _result_held(teller: Teller) -> str:
    case_id = teller.rated(3, 3)
    teller.act(hold, case_id, teller.people.leads[0], reason=teller.words("resulthold", case_id, "why"))
    return case_id


def _late(teller: Teller) -> str:
    case_id = teller.rated(2, seal=False)
    seat_id = seats_of(teller.build, case_id)[1][0]

    def end() -> None:
        seat = db.session.get_one(Seat, seat_id)
        seat.ended_at, seat.ended_why = teller.build.now, "overdue"

    teller.build.do(end)
    return case_id


def _asks(teller: Teller) -> str:
    case_id = drafted(teller.build, teller.people)
    who = candidate_of(teller.build, case_id)
    teller.act(ask_accommodation, case_id, who, request=teller.words("accommodation", case_id, "request"))
    return case_id


def _check(teller: Teller, number: int, *, seal: bool) -> str:
    case_id = teller.rated(3, 3)
    teller.rate(case_id, CHECK, number, seal=seal)
    settle(teller.build)
    return case_id


def _own_level(teller: Teller) -> str:
    case_id = teller.rated(1, 4)
    reason = teller.words("ownlevel", case_id, "reason")
    teller.act(note_own_level, case_id, teller.people.leads[0], outcome=level(3), reason=reason)
    return case_id


def _draft_of_lead(teller: Teller) -> str:
    case_id = teller.rated(1, 4)
    fields = {"reasons": teller.words("decisiondraft", case_id, "reasons"), "outcome": "level:3"}
    teller.act(keep_draft, case_id, teller.people.leads[0], fields=fields, version=0)
    return case_id


def name(blind: Blind, marks: Marks) -> None:
    """Give everybody of the told cycles a name that holds a mark."""
    cycles = list(blind.cycles.values())
    with blind.app.app_context(), transaction():
        roles = select(Membership.account_id, Membership.role).where(Membership.cycle_id.in_(cycles)).distinct()
        for account_id, role in db.session.execute(roles.order_by(Membership.account_id)).all():
            account = db.session.get_one(Account, account_id)
            account.name = marks.on(account.name, role, account_id, "name")


def tie(blind: Blind, marks: Marks) -> None:
    """Let the coordinator of each case know of a conflict between its candidate and one of the pool who never rated them.

    A case that is rated afresh has the same candidate as the first: a conflict of either's assessor would take their seat.
    """
    with blind.app.app_context():
        rows = db.session.execute(select(Case.id, Case.cycle_id, Case.candidate_id)).all()
        pools, sat = defaultdict(list), defaultdict(set)
        for cycle_id, account_id, role in db.session.execute(
            select(Membership.cycle_id, Membership.account_id, Membership.role).order_by(Membership.account_id)
        ):
            pools[cycle_id, role].append(account_id)
        rated_by = select(Case.candidate_id, Seat.assessor_id).join(Seat, Seat.case_id == Case.id)
        for who, account_id in db.session.execute(rated_by):
            sat[who].add(account_id)
    for case_id, cycle_id, candidate_id in rows:
        chosen = [one for one in pools[cycle_id, "assessor"] if one not in sat[candidate_id]][-1]
        actor = blind.build.principal(pools[cycle_id, "coordinator"][0])
        blind.build.do(note_conflict, cycle_id=cycle_id, person_id=chosen, other_id=candidate_id, kind=ConflictKind.KIN,
                       note=marks.on("They are cousins.", "conflict", case_id, "note", case_id), actor=actor,
                       now=blind.now)  # fmt: skip
