"""How one file speaks: who is called what in it, which words of a text it holds, how it writes a day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.foundation.written_dates import written_day, written_moment
from reviewboard.stages.casefile.blocks import Prose
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.redaction import Masked, masked, parts_of
from reviewboard.stages.casefile.rules import Naming, Reader, Variant, may_be_masked_in_own_words, naming
from reviewboard.stages.consensus.comparison import LETTERS, Passage, passages
from reviewboard.stages.recourse.steps import OVER, Stand


class Voice:
    """The file of one variant for one reader. Works inside the language it is written in; asks no database."""

    def __init__(self, holdings: Holdings, reader: Reader, variant: Variant, scale: ScaleView, at: datetime) -> None:
        self.reader, self.variant, self.scale, self.at = reader, variant, scale, at
        self.language = holdings.people[holdings.case.candidate_id].language
        self.names: Naming = naming(reader, variant)
        self.case = holdings.case
        self._people = holdings.people
        self.zone = holdings.people[holdings.case.candidate_id].timezone
        self.passages: list[Passage] = passages(holdings.ratings, scale, [one.id for one in holdings.examples])
        self.numbers = {one.id: one.number for one in self.passages}
        self.letters = {seat.assessor_id: LETTERS[seat.place] for seat in holdings.seats if seat.ended_at is None}
        self._fresh = {one.assessor_id: LETTERS[one.place] for one in holdings.fresh}
        self._left = {seat.assessor_id for seat in holdings.seats} - self.letters.keys()
        self._leads = _leads(holdings)
        self._auditors = {entry.actor_id for entry in holdings.entries if entry.action in AUDITED} | {
            entry.actor_id for entry in holdings.entries if entry.details.get("reader") == Reader.AUDITOR
        }
        asked = [one.asked_at for one in holdings.recourses if one.asked_at and Stand(one.stand) not in OVER]
        self._untold_since = min(asked, default=None) if reader is Reader.CANDIDATE else None
        self._third = [name for one in holdings.examples for name in (one.confirmer_name, one.confirmer_email) if name]

    # who

    def person(self, account_id: str | None) -> str:
        """Return how somebody is called: a name where this file names them, else a letter or a role."""
        if account_id is None:
            return _("the board")
        role = self._role(account_id)
        if account_id == self.case.candidate_id:
            return self._people[account_id].name if self.names.candidate else role
        return _("%(name)s, %(role)s", name=self._people[account_id].name, role=role) if self.names.raters else role

    def _role(self, account_id: str) -> str:
        if account_id == self.case.candidate_id:
            return _("the candidate")
        if account_id in self.letters:
            return _("assessor %(letter)s", letter=self.letters[account_id])
        if account_id in self._fresh:
            return _("assessor %(letter)s of the fresh pair", letter=self._fresh[account_id])
        if account_id in self._left:
            return _("an assessor who left the case")
        if account_id in self._leads:
            return _("panel lead %(number)s", number=self._leads.index(account_id) + 1)
        return _("an auditor") if account_id in self._auditors else _("a coordinator")

    def candidate(self) -> str:
        """Return how the candidate is called on the cover."""
        return self._people[self.case.candidate_id].name if self.names.candidate else self.case.reference

    def tells(self, entry: JournalEntry) -> bool:
        """Whether this reader learns of an opening now: while a recourse is under way a candidate does not.

        Only its handler opens the case then, and a second lead once the level is to change, which is not told before it counts.
        """
        since, of_others = self._untold_since, entry.actor_id != self.case.candidate_id
        return not (since and of_others and entry.action in OPENINGS and entry.at >= since)

    def tells_end(self, entry: JournalEntry) -> bool:
        """Whether a candidate learns of a step of a recourse now: once it is over, and at once that the file was disclosed."""
        return entry.action == "recourse.disclose" or self._untold_since is None or entry.at < self._untold_since

    # words

    def own(self, text: str) -> Masked:
        """Return words of the candidate as this file holds them."""
        hidden: list[str] = []
        if not self.names.third_parties:
            hidden = [*self._third, *parts_of(self._people[self.case.candidate_id].name), self._email(self.case.candidate_id)]
            if may_be_masked_in_own_words(self.reader):
                hidden += self._of_the_panel()
        return masked(text, _("[withheld]"), names=hidden, personal=not self.names.third_parties)

    def said(self, text: str) -> str:
        """Return words of a rater, a lead or a coordinator as this file holds them."""
        hidden = [] if self.names.raters else self._of_the_panel()
        if not self.names.third_parties:
            hidden += [*self._third, *parts_of(self._people[self.case.candidate_id].name), self._email(self.case.candidate_id)]
        return masked(text, _("[withheld]"), names=hidden, personal=not self.names.third_parties).text

    def by_dimension(self, reasons: Mapping[str, str]) -> list[Prose]:
        """Return reasons given for dimensions, by a dimension's key, in the scale's order, but empty ones."""
        written = self.case.language
        return [
            Prose(self.said(reasons[dimension.key]), dimension.name, written, written=True)
            for dimension in self.scale.dimensions
            if reasons.get(dimension.key)
        ]

    def _of_the_panel(self) -> list[str]:
        others = [one for one in self._people.values() if one.id != self.case.candidate_id]
        return [name for one in others for name in (*parts_of(one.name), one.email)]

    def _email(self, account_id: str) -> str:
        return self._people[account_id].email

    # when

    def moment(self, at: datetime | None) -> str:
        """Return a moment to the minute, with its zone."""
        return written_moment(at, zone=self.zone) if at else "–"

    def day(self, at: datetime | None) -> str:
        """Return the day of a moment where the candidate is."""
        return written_day(at.astimezone(ZoneInfo(self.zone)).date()) if at else "–"

    def when(self, at: datetime | None) -> str:
        """Return a moment as finely as this reader may know when others acted."""
        return self.moment(at) if self.names.hours else self.day(at)


def _leads(holdings: Holdings) -> Sequence[str]:
    """Return who acted as a lead, in the order in which they first did."""
    acted = [(one.confirmed_at, one.confirmed_by) for one in holdings.agreements]
    acted += [(one.noted_at, one.lead_id) for one in holdings.own_levels]
    acted += [(one.decided_at, one.lead_id) for one in holdings.resolutions]
    acted += [(one.countersigned_at, one.countersigned_by) for one in holdings.resolutions]
    acted += [(one.declined_at, one.declined_by) for one in holdings.resolutions]
    acted += [(one.released_at, one.released_by) for one in holdings.records]
    acted += [(holdings.question.asked_at, holdings.question.lead_id)] if holdings.question else []
    acted += [(one.recorded_at, by["account_id"]) for one in holdings.records for by in one.deciders if by["as"] != "rater"]
    acted += [(one.since, one.account_id) for one in holdings.handlers]
    acted += [(one.decided_at, one.decided_by) for one in holdings.verdicts]
    acted += [(one.countersigned_at or one.declined_at, one.countersigned_by or one.declined_by) for one in holdings.verdicts]
    acted += [(one.at, one.actor_id) for one in holdings.entries if one.action in LED]
    return list(dict.fromkeys(who for at, who in sorted((at, who) for at, who in acted if at and who)))


FILED = ("case_file.ask", "case_file.make")
AUDITED = ("case.history_read_by_auditor", "case.read_by_auditor")
OPENINGS = ("case.read_by_lead", *FILED)
LED = ("case.extend", "case.confirm", "case.refuse", "case.call_third", "case.do_without", "case.resolve", "case.propose",
       "case.countersign", "case.decline", "case.ask", "case.give_time", "case.hand_over", "case.take_back",
       "case.note_conflict", "case.plan_release", "case.recall_release", "case.hold_release", "case.lift_hold",
       "case.release", "case.read_by_lead", "recourse.hand_over")  # fmt: skip
