"""What the journal holds of the case, entry by entry with its hash, and whether the chain holds there."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from reviewboard.foundation.journal.chain import FIELDS, entry_hash
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.casefile.blocks import Fact, Facts, Items, Prose, Section, Table
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.rules import Reader
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.journal_words import TITLES, action_word

BESIDE = (
    "case.clear", "case.history_read_by_auditor", "case.read_by_auditor", "case.read_by_lead", "case_file.ask",
    "case_file.make", "evidence.accept", "evidence.refuse",
)  # fmt: skip
"""Entries that anybody with the file may see, beside the steps of the way of the case."""
OF_A_RECOURSE = (
    "recourse.disclose", "recourse.meet", "recourse.give", "recourse.uphold", "recourse.return", "recourse.countersign",
    "recourse.conclude", "record.supersede",
)
"""What became of a candidate's recourse, coarsely: who took it up, and what was sent back on the way, is not in it."""


def section(held: Holdings, voice: Voice) -> Section:
    """Return the extract and the result of its verification."""
    shown = [entry for entry in held.entries if _shown(entry, voice)]
    table = Table(
        _("Journal entries"), (_("No."), _("When"), _("What"), _("Who")),
        [(_number(entry, place, voice), voice.when(entry.at), action_word(entry.action), voice.person(entry.actor_id))
         for place, entry in enumerate(shown, start=1)],
        below=[_below(entry, voice) for entry in shown],
    )  # fmt: skip
    hidden = len(held.entries) - len(shown)
    left_out = [Prose(_untold(hidden, voice))] if hidden or voice.reader is Reader.CANDIDATE else []
    intro = _("The journal is a chain: the hash of each entry covers what it says and the hash of the entry before it.")
    verified = verification(held, len(shown) if voice.reader is Reader.CANDIDATE else None)
    blocks = [Items(verified, _("Verification")), *_end(held, voice), table, *left_out]
    return Section("journal", _("Extract of the journal"), blocks, intro)


def _end(held: Holdings, voice: Voice) -> list[Facts]:
    """Return where the journal ended. Not to a candidate: that number counts what everybody does on the board."""
    if voice.reader is Reader.CANDIDATE:
        return []
    end = [Fact(_("Last entry of the journal then"), str(held.end.number)), Fact(_("Its hash"), held.end.hash, code=True)]
    return [Facts(end)]


def _number(entry: JournalEntry, place: int, voice: Voice) -> str:
    """Return an entry's number; its place in the extract to a candidate, whose file says nothing of what went on beside it."""
    return str(place if voice.reader is Reader.CANDIDATE else entry.number)


def _shown(entry: JournalEntry, voice: Voice) -> bool:
    if not voice.tells(entry):
        return False
    if voice.names.every_entry or entry.action in TITLES or entry.action in BESIDE:
        return True
    if voice.reader is not Reader.CANDIDATE:
        return False
    return entry.actor_id == voice.case.candidate_id or (entry.action in OF_A_RECOURSE and voice.tells_end(entry))


def _below(entry: JournalEntry, voice: Voice) -> str:
    reason = voice.said(entry.reason) if voice.names.every_entry and entry.reason else ""
    return f"{entry.hash} {reason}".rstrip()


def _untold(hidden: int, voice: Voice) -> str:
    """Return that there are entries beside those shown. A candidate is not told how many: that number would tell of holds."""
    if voice.reader is Reader.CANDIDATE:
        return _("Entries that are not for this reader are left out. Those about the case were verified all the same.")
    return ngettext("%(num)s entry about the case is not for this reader. It was verified all the same.",
                    "%(num)s entries about the case are not for this reader. They were verified all the same.",
                    hidden)  # fmt: skip


def verification(held: Holdings, told_of: int | None = None) -> list[str]:
    """Return, as sentences, how many entries were verified (of those the reader is told of), and which do not hold."""
    edited = [entry.number for entry in held.entries if not _as_hashed(entry)]
    loose = [entry.number for entry in held.entries if entry.number > 1 and held.before.get(entry.number - 1) != entry.previous]
    count = len(held.entries) if told_of is None else told_of
    told = [ngettext("%(num)s entry was verified: its content against its hash, and its link to the entry before it.",
                     "%(num)s entries were verified: the content of each against its hash, and its link to the entry "
                     "before it.", count)]  # fmt: skip
    told += [_("Content that does not match its hash: entries %(numbers)s.", numbers=_listed(edited))] if edited else []
    told += [_("Not linked to the entry before: entries %(numbers)s.", numbers=_listed(loose))] if loose else []
    told += [] if edited or loose else [_("All of them hold.")]
    return told


def _as_hashed(entry: JournalEntry) -> bool:
    return entry_hash({name: getattr(entry, name) for name in FIELDS}) == entry.hash


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
