"""Examples are written piece by piece: what is sent is kept, what is not sent stays, nothing newer is overwritten."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, func, select

from reviewboard.extensions import db
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import StaleWrite
from reviewboard.stages.submission.checking import let_previews_go
from reviewboard.stages.submission.draft import find_example, open_draft, touch
from reviewboard.stages.submission.filing import let_go
from reviewboard.stages.submission.queries import TEXT_FIELDS, limits_of, notice_acknowledged
from reviewboard.stages.submission.refusals import FieldTooLong, NoticeFirst, TooManyExamples
from reviewboard.stages.submission.tables import Evidence, Example, Upload

MOST_CHARACTERS = {"title": 300, "confirmer_name": 200, "confirmer_email": 254}
MOST_TEXT = 40_000  # characters of any other text
ONE_LINE = frozenset(MOST_CHARACTERS)
_BREAKS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # halves of a character that lost the other half

Part = str | date | None


def add_example(*, case_id: str, actor: Principal, now: datetime) -> Example:
    """Add an empty example to the draft and return it. Raises NoticeFirst, TooManyExamples, and as `open_draft`."""
    draft = open_draft(case_id, actor, now)
    if not notice_acknowledged(draft.case, draft.cycle):
        raise NoticeFirst()
    count, last = db.session.execute(
        select(func.count(), func.coalesce(func.max(Example.position), 0)).where(Example.case_id == case_id)
    ).one()
    limits = limits_of(draft.cycle)
    if count >= limits.examples_max:
        raise TooManyExamples(limit=limits.examples_max)
    example = Example(case_id=case_id, position=last + 1, updated_at=now)
    db.session.add(example)
    db.session.flush()
    touch(draft)
    enter("example.add", actor=actor, now=now, case_id=case_id, cycle_id=draft.cycle.id,
          subject=f"example:{example.id}")  # fmt: skip
    return example


def save_example(
    *, case_id: str, example_id: str, version: int, texts: Mapping[str, Part], actor: Principal, now: datetime
) -> Example:
    """Keep the sent fields of one example (names of TEXT_FIELDS; days as dates or None) and return it.

    The same texts sent again change nothing. Raises StaleWrite when `version` is not the present one and a text
    differs, FieldTooLong, and what `open_draft` raises. KeyError for a field that examples do not have.
    """
    if unknown := texts.keys() - set(TEXT_FIELDS):
        raise KeyError(*sorted(unknown))
    draft = open_draft(case_id, actor, now)
    example = find_example(draft, example_id)
    wanted = {name: tidy(name, part) for name, part in texts.items()}
    current = {name: getattr(example, name) for name in wanted}
    if wanted == current:
        return example
    if version != example.version:
        raise StaleWrite(current=current, typed=wanted)
    for name, part in wanted.items():
        setattr(example, name, part)
    example.version += 1
    example.updated_at = now
    touch(draft)
    return example


def tidy(field: str, part: Part) -> Part:
    """Return a part as it is kept: `plain`, and on one line where it is one. Raises FieldTooLong."""
    if not isinstance(part, str):
        return part
    text = plain(part)
    if field in ONE_LINE:
        text = " ".join(text.split())
    most = MOST_CHARACTERS.get(field, MOST_TEXT)
    if len(text) > most:
        raise FieldTooLong(field, most, len(text))
    return text


def plain(text: str) -> str:
    """Return a text with one kind of line end and without what nobody sees or types: NUL, control characters, byte marks.

    Every letter of every script stays, combined or not, and so do emoji, their joiners and marks of direction.
    """
    return _UNREADABLE.sub("", _BREAKS.sub("\n", text)).translate(_HALVES)


def remove_example(*, case_id: str, example_id: str, version: int, actor: Principal, now: datetime) -> None:
    """Take an example and its evidence out of the draft. Raises StaleWrite, and as `open_draft`."""
    draft = open_draft(case_id, actor, now)
    example = find_example(draft, example_id)
    if version != example.version:
        raise StaleWrite(current={name: getattr(example, name) for name in TEXT_FIELDS})
    files = db.session.execute(select(Evidence.id, Evidence.vault_key).where(Evidence.example_id == example_id)).all()
    coming = db.session.execute(
        select(Upload.vault_key).where(Upload.example_id == example_id, Upload.settled_at.is_(None))
    ).scalars()
    previews = let_previews_go([file.id for file in files])
    for key in (*(file.vault_key for file in files), *previews, *coming):
        let_go(draft.case, key, now=now)
    db.session.execute(delete(Upload).where(Upload.example_id == example_id))
    db.session.execute(delete(Evidence).where(Evidence.example_id == example_id))
    db.session.delete(example)
    touch(draft)
    enter("example.remove", actor=actor, now=now, case_id=case_id, cycle_id=draft.cycle.id,
          subject=f"example:{example_id}", details={"evidence": [file.id for file in files]})  # fmt: skip
