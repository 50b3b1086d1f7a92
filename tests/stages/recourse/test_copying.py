"""What a fresh pair reads is what was handed in, byte for byte, under keys of its own; a copy that differs is none."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from reviewboard.demo.settle import settle as settle_whole
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.outbox.actions import WAIT, deliver
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.vault.kept import NotInVault
from reviewboard.foundation.vault.where import the_vault
from reviewboard.invariants import all_breaches
from reviewboard.repairs import repair
from reviewboard.stages.recourse import actions, copying
from reviewboard.stages.recourse.copying import CopyDiffers
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.submission.copies import GIVEN_UP_AFTER, copies_of, note_copy, sweep_copies
from reviewboard.stages.submission.handing_in import content_digest
from reviewboard.stages.submission.strays import STRAY_AFTER, strays, sweep_strays
from reviewboard.stages.submission.tables import Evidence, EvidenceCheck
from tests.previewer.samples import photo
from tests.stages.recourse.filed import fresh_of, held, returned

WORDS = ("minutes.txt", "text/plain", b"We met three times and kept the list.\n" * 40)
SHORT = ("short.txt", "text/plain", b"x")
LATER = STRAY_AFTER + timedelta(days=1)


def _settle(build):
    with build.app.app_context():
        settle_whole(now=build.now)


def test_files_previews_and_their_checks_are_copied_under_keys_of_their_own(build):
    board = returned(build, [WORDS, ("list.jpg", "image/jpeg", photo())], looked_at=True)
    _settle(build)
    before, copied = held(build, board.case_id), held(build, fresh_of(build, board.case_id))
    assert [what for _key, what in copied] == [what for _key, what in before]
    assert {len(what) for _key, what in before} == {5, 7}, "a file and a preview at least"
    assert {key for key, _what in copied} & {key for key, _what in before} == set()
    digests = [build.read(content_digest, case) for case in (board.case_id, fresh_of(build, board.case_id))]
    assert digests[0] == digests[1]
    states = build.read(lambda: db.session.scalars(select(EvidenceCheck.state)).all())
    assert (len(states), len(set(states))) == (4, 1)
    assert build.read(lambda: strays(now=build.now + LATER)) == []
    assert {name: rows for name, rows in build.read(all_breaches).items() if rows} == {}


def test_bytes_that_are_not_those_taken_in_are_never_rated(build, settings):
    board = returned(build, [WORDS], looked_at=False)
    ((key, _what),) = held(build, board.case_id)
    path = next(one for one in (settings.data_dir / "evidence").rglob("*") if one.is_file() and key.endswith(one.name))
    path.chmod(0o600)
    path.write_bytes(b"X" + path.read_bytes()[1:])
    recourse_id = board.recourse(Kind.FRESH).id
    with build.app.app_context(), pytest.raises(CopyDiffers):
        actions.copy_bytes(recourse_id, now=build.now)
    assert fresh_of(build, board.case_id) is None


def test_two_couriers_that_both_copied_leave_one_case_and_strays_that_are_swept(build):
    board = returned(build, [WORDS], looked_at=False)
    recourse_id = board.recourse(Kind.FRESH).id
    build.read(actions.copy_bytes, recourse_id, now=build.now)
    ((original, first),) = build.read(copies_of, board.case_id).items()
    second = build.read(lambda: the_vault().put(BytesIO(WORDS[2]), most=None))
    build.do(lambda: note_copy(board.case_id, original, second, now=build.now))
    for _ in range(2):
        build.do(actions.begin_fresh, recourse_id=recourse_id, now=build.now)
    assert [key for key, _what in held(build, fresh_of(build, board.case_id))] == [first.key]
    assert build.read(lambda: strays(now=build.now + LATER)) == [second.key]
    build.read(actions.copy_bytes, recourse_id, now=build.now)
    assert build.read(copies_of, board.case_id) == {}


def test_each_attempt_goes_on_where_the_last_one_stopped_and_none_counts_as_failed(build, monkeypatch):
    board = returned(build, [WORDS, (f"more {WORDS[0]}", WORDS[1], b"more" + WORDS[2]), SHORT], looked_at=False)
    monkeypatch.setattr(copying, "AT_ONCE", -1)
    row = build.read(lambda: db.session.scalar(select(OutboxRow.id).where(OutboxRow.topic == "recourse.begin_fresh")))
    kept = []

    def attempt():
        return deliver(row, actions.begin_fresh, now=build.now + len(kept) * WAIT, outside=actions.copy_bytes)

    for number in (1, 2):
        assert (build.read(attempt), build.read(lambda: db.session.get_one(OutboxRow, row).attempts)) == (False, 0)
        kept.append({one.key for one in build.read(copies_of, board.case_id).values()})
        assert (len(kept[-1]), fresh_of(build, board.case_id)) == (number, None)
        assert build.read(sweep_strays, now=build.now + LATER) == 0
        assert {name: rows for name, rows in build.read(all_breaches).items() if rows} == {}
    assert build.read(attempt) is True
    there = {key for key, _what in held(build, fresh_of(build, board.case_id))}
    assert (kept[0] < kept[1] < there, len(there)) == (True, 3)
    assert build.read(copies_of, board.case_id) == {}


def test_copies_that_nobody_goes_on_with_are_forgotten_and_swept_and_are_made_anew(build):
    board = returned(build, [WORDS], looked_at=False)
    recourse_id = board.recourse(Kind.FRESH).id
    build.read(actions.copy_bytes, recourse_id, now=build.now)
    later = build.now + GIVEN_UP_AFTER + LATER
    build.do(sweep_copies, now=later)
    assert build.read(sweep_strays, now=later) == 1
    with build.app.app_context(), pytest.raises(CopyDiffers), transaction():
        actions.begin_fresh(recourse_id=recourse_id, now=later)
    _settle(build)
    ((_key, before),), ((_copy_key, after), *_drawn) = (
        held(build, case_id) for case_id in (board.case_id, fresh_of(build, board.case_id))
    )
    assert after == before


def test_a_file_that_the_board_lost_is_carried_along_as_lost_once_that_is_noted(build):
    board = returned(build, [WORDS, ("list.jpg", "image/jpeg", photo())], looked_at=True)
    files = build.read(lambda: db.session.execute(
        select(Evidence.file_name, Evidence.vault_key).where(Evidence.case_id == board.case_id)).all())  # fmt: skip
    lost = next(row.vault_key for row in files if row.file_name == "list.jpg")
    build.read(lambda: the_vault().remove(lost))
    with build.app.app_context(), pytest.raises(NotInVault):
        actions.copy_bytes(board.recourse(Kind.FRESH).id, now=build.now)
    build.read(repair, now=build.now)
    _settle(build)
    fresh = fresh_of(build, board.case_id)
    copied = build.read(lambda: db.session.execute(
        select(Evidence.file_name, Evidence.vault_key, EvidenceCheck.state, EvidenceCheck.reason)
        .join(EvidenceCheck, EvidenceCheck.evidence_id == Evidence.id).where(Evidence.case_id == fresh)).all())  # fmt: skip
    assert sorted((row.file_name, row.state, row.reason) for row in copied) == [
        ("list.jpg", "refused", "lost"), ("minutes.txt", "accepted", None),
    ]  # fmt: skip
    assert lost not in {row.vault_key for row in copied}
    assert build.read(content_digest, fresh) == build.read(content_digest, board.case_id)
    assert {name: rows for name, rows in build.read(all_breaches).items() if rows} == {}
