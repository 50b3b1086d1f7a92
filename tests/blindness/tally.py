"""What was asked of the board, what it answered, and where an answer says what the visibility table does not let it say."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from reviewboard.foundation.access.permissions import may
from reviewboard.web.access_list import PUBLIC, Access
from tests.blindness.addresses import Address
from tests.blindness.owning import Owning
from tests.blindness.people import NOBODY, Around
from tests.blindness.reading import Answer

REFUSED = 404


@dataclass
class Tally:
    """Counts of checks by kind, and every breach as a sentence."""

    owning: Owning
    access: dict[str, Access]
    checks: Counter[str] = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)  # marks that somebody read who may
    _refused: Counter[tuple[str, str]] = field(default_factory=Counter)  # endpoint and case: how often nobody got in
    _held: set[tuple[str, str]] = field(default_factory=set)  # endpoint and case: somebody may
    _hidden: Counter[str] = field(default_factory=Counter)  # marks: how many answers kept them from somebody
    marks_of: dict[str | None, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Lay the marks out by case."""
        for text, mark in self.owning.blind.canaries.items():
            self.marks_of[self.owning.case_of(mark)].append(text)

    def may(self, case: Around, who: str, address: Address) -> bool:
        """Return whether one of the twelve may ask this, by the permission map and by what the rows say of the case."""
        return self.account_may(case, case.people[who], address)

    def account_may(self, case: Around, account_id: str | None, address: Address) -> bool:
        """Return whether an account may ask this, by the permission map and by what the rows say of the case."""
        access = self.access[address.endpoint]
        person = self.owning.person(account_id)
        if access == PUBLIC:
            return True
        if person.account_id is None:
            return False
        subject = case.facts if access.subject != "cycle" else case
        if access.subject in ("seat", "left_seat") and not self._own_seat(case, person.account_id, address):
            return False
        return may(person, access.permission, subject if access.subject else None)

    def _own_seat(self, case: Around, account_id: str, address: Address) -> bool:
        return any(seat.id == address.seat_id and seat.assessor_id == account_id for seat in case.facts.seats)

    def reached(self, case: Around, who: str, address: Address, answer: Answer, unknown: Answer | None) -> None:
        """Look at whether an answer let somebody in, and whether a no is the no of an id that never was."""
        self.checks["answers"] += 1
        allowed = self.may(case, who, address)
        here = address.rule + address.method, case.case_id
        if allowed:
            self._held.add(here)
        elif who == NOBODY:
            self.checks["nobody is signed in"] += 1
            self._refused[here] += 1
            if answer.status not in (302, 401) or not dict(answer.headers).get("Location", "/sign-in").startswith("/sign-in"):
                self.breaches.append(f"{address.method} {address.endpoint} answers a visitor with {answer.status}")
        else:
            self._refused[here] += 1
            if answer.status != REFUSED:
                self.breaches.append(
                    f"{address.method} {address.endpoint} of a case in {case.state} answers {who} with {answer.status}"
                )
            if unknown is not None:
                self.checks["no and unknown compared"] += 1
                if answer != unknown:
                    where = f"{address.method} {address.endpoint}"
                    self.breaches.append(f"{where} tells {who} that an id exists ({case.state}): {differs(answer, unknown)}")
        if answer.status >= 500:
            self.breaches.append(f"{address.method} {address.endpoint} fails for {who} ({case.state})")

    def said(self, case: Around, who: str, where: str, answer: Answer) -> None:
        """Look at every mark of an answer, and count those of the case that it must not hold and does not."""
        account_id, found = case.people[who], answer.canaries
        for text in found:
            mark = self.owning.blind.canaries[text]
            if self.owning.reads(text, account_id, case.case_id):
                self._seen.add(text)
            else:
                what = f"{mark.asset}/{mark.field.split()[0]}"
                self.breaches.append(f"{where} of a case in {case.state} tells {who} a mark of {what}")
        kept = self._kept_from(case, account_id)
        self.checks["marks looked for"] += len(kept) + len(found)
        self._hidden.update(kept)

    def _kept_from(self, case: Around, account_id: str | None) -> list[str]:
        """Return one mark of each kind of the case that this account may not read."""
        return self.owning.kept_from(case.case_id, account_id, tuple(self.marks_of[case.case_id]))

    def summary(self) -> dict[str, int]:
        """Return the counts: a no is proven when somebody may ask the same, or when somebody read the mark who may."""
        proven = {text for text in self._hidden if text in self._seen or self.owning.stands_in_a_row(text)}
        return {
            **self.checks,
            "no to a page": sum(self._refused.values()),
            "no to a page that opens to another": sum(n for here, n in self._refused.items() if here in self._held),
            "no to a mark": sum(self._hidden.values()),
            "no to a mark that stands in a row": sum(n for text, n in self._hidden.items() if text in proven),
            "no to a mark that another read": sum(n for text, n in self._hidden.items() if text in self._seen),
            "breaches": len(self.breaches),
        }


def differs(one: Answer, other: Answer) -> str:
    """Return where two answers part, in a few words."""
    if one.status != other.status or one.headers != other.headers:
        return f"{one.status} {dict(one.headers)} and {other.status} {dict(other.headers)}"
    at = next((n for n, (a, b) in enumerate(zip(one.body, other.body, strict=False)) if a != b), len(one.body))
    return f"…{one.body[max(0, at - 60) : at + 60]!r} and …{other.body[at : at + 60]!r}"
