"""Which bars lie between people and cases, for many at once: `rules.bars` as rows of a table.

Whoever asks about one person asks `rules.bars`; a test holds the table against it, bar by bar.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

import numpy as np

from reviewboard.stages.assignment.exclusions import Bools, Ints
from reviewboard.stages.assignment.rules import Bar, Person, is_away, is_trained, plain, team_of, unit_of
from reviewboard.stages.assignment.shapes import OpenCase, Pool, Wishes

Rows = dict[Bar, Bools]  # who is kept out, by the bar that does; bars that keep nobody out are not named


class Barring:
    """The bars of a pool and its cases on one day, with a coordinator's exclusions. Rows are made as they are asked for."""

    def __init__(self, pool: Pool, wishes: Wishes, today: date) -> None:
        self.crowds = {version: _Crowd(people, today) for version, people in pool.people.items()}
        self.excluded: dict[str, set[str]] = defaultdict(set)
        for case_id, who in wishes.excluded:
            self.excluded[case_id].add(who)
        self._known: dict[str, Rows] = {}

    def rows(self, case: OpenCase) -> Rows:
        """Return who is kept from a case, by bar."""
        known = self._known.get(case.need.case_id)
        if known is None:
            crowd = self.crowds[case.scale_version_id]
            known = crowd.rows(case) | crowd.named(Bar.EXCLUDED, self.excluded.get(case.need.case_id, ()))
            self._known[case.need.case_id] = known
        return known

    def able(self, case: OpenCase, *, were_there_room: bool = False) -> Bools:
        """Return who may sit on a case; with `were_there_room` also those who lack nothing but a free place."""
        rows = [row for bar, row in self.rows(case).items() if bar is not Bar.CAPACITY or not were_there_room]
        out = np.zeros(self.crowds[case.scale_version_id].size, bool)
        for row in rows:
            out |= row
        return ~out

    def of(self, case: OpenCase, account_id: str) -> tuple[Bar, ...]:
        """Return what keeps one person of the pool from a case."""
        at, rows = self.crowds[case.scale_version_id].index[account_id], self.rows(case)
        return tuple(bar for bar in Bar if bar in rows and rows[bar][at])

    def counts(self, case: OpenCase) -> dict[Bar, int]:
        """Return how many people each bar keeps out, of those who are there and do not sit on the case already."""
        here = self.crowds[case.scale_version_id].beside(case)
        rows = self.rows(case)
        found = {bar: int((rows[bar] & here).sum()) for bar in Bar if bar in rows}
        return {bar: count for bar, count in found.items() if count}

    def alone(self, case: OpenCase) -> Counter[Bar]:
        """Return how many of them each bar keeps out all by itself."""
        here, rows = self.crowds[case.scale_version_id].beside(case), self.rows(case)
        once = (sum(row.astype(np.int8) for row in rows.values()) == 1) & here
        return Counter({bar: count for bar, row in rows.items() if (count := int((row & once).sum()))})


class _Crowd:
    """The people as one scale version sees them, found by what a case may say of them."""

    def __init__(self, people: Sequence[Person], today: date) -> None:
        self.people, self.today, self.size = people, today, len(people)
        self.index = {person.account_id: at for at, person in enumerate(people)}
        self.here = np.array([person.here for person in people], bool)
        self.untrained = np.array([not is_trained(person, today) for person in people], bool)
        self.full = np.array([person.load >= person.capacity for person in people], bool)
        self._away: dict[int, Bools] = {}
        self._unread: dict[str, Bools] = {}

    def rows(self, case: OpenCase) -> Rows:
        need, candidate = case.need, case.need.candidate
        partners = [at for who in need.seated for at in self.apart_from.get(who, ())]
        signers = [at for email in set(map(plain, need.confirmer_emails)) for at in self.by_email.get(email, ())]
        beside = [
            at for who, unit in need.units if who in need.seated and unit
            for at in self.by_unit.get(unit, ()) if self.people[at].account_id != who
        ]  # fmt: skip
        declared: dict[Bar, set[str]] = defaultdict(set)
        for who, bar in need.conflicts:
            declared[bar].add(who)
        rows = {
            Bar.TRAINING: self.untrained,
            Bar.CAPACITY: self.full,
            Bar.AWAY: self._are_away(need.days),
            Bar.LANGUAGE: self._do_not_read(need.language),
            **self.named(Bar.SELF, [candidate.account_id]),
            **self._at(Bar.SUPERVISOR, [*self._ids(candidate.above), *self.under.get(candidate.account_id, ())]),
            **self._at(Bar.SAME_TEAM, self.by_team.get(team_of(candidate), ())),
            **self._at(Bar.CO_SIGNER, signers),
            **self.named(Bar.BEEN_SEATED, need.previous),
            **self.named(Bar.TOOK_PART, need.barred),
            **self._at(Bar.NEVER_TOGETHER, partners),
            **self._at(Bar.UNIT, beside),
        }
        for bar, known in declared.items():
            for row in self.named(bar, known).values():
                rows[bar] = rows[bar] | row if bar in rows else row
        return {bar: row for bar, row in rows.items() if row.any()}

    def named(self, bar: Bar, ids: Iterable[str]) -> Rows:
        return self._at(bar, self._ids(ids))

    def beside(self, case: OpenCase) -> Bools:
        """Who is there and does not sit on the case."""
        here = self.here.copy()
        here[self._ids(case.need.seated)] = False
        return here

    def _ids(self, ids: Iterable[str]) -> list[int]:
        return [self.index[who] for who in ids if who in self.index]

    def _at(self, bar: Bar, places: Iterable[int]) -> Rows:
        found = list(places)
        if not found:
            return {}
        row = np.zeros(self.size, bool)
        row[found] = True
        return {bar: row}

    def _are_away(self, days: int) -> Bools:
        if days not in self._away:
            self._away[days] = np.array([is_away(person, self.today, days) for person in self.people], bool)
        return self._away[days]

    def _do_not_read(self, language: str) -> Bools:
        if language not in self._unread:
            self._unread[language] = np.array([language not in person.languages for person in self.people], bool)
        return self._unread[language]

    def _by(self, *keys: Iterable[str]) -> dict[str, Ints]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, of_one in enumerate(keys):
            for key in of_one:
                found[key].append(at)
        return {key: np.array(places) for key, places in found.items() if key}

    @cached_property
    def apart_from(self) -> dict[str, Ints]:
        return self._by(*(person.never_with for person in self.people))

    @cached_property
    def under(self) -> dict[str, Ints]:
        return self._by(*(person.above for person in self.people))

    @cached_property
    def by_email(self) -> dict[str, Ints]:
        return self._by(*([plain(person.email)] for person in self.people))

    @cached_property
    def by_team(self) -> dict[str, Ints]:
        return self._by(*([team_of(person)] for person in self.people))

    @cached_property
    def by_unit(self) -> dict[str, Ints]:
        return self._by(*([unit_of(person)] for person in self.people))
