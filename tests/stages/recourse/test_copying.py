"""What a fresh pair reads is what was handed in, byte for byte, under keys of its own; a copy that differs is none."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from reviewboard.demo.settle import settle as settle_whole
from reviewboard.extensions import db
from reviewboard.invariants import all_breaches
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.fresh import CopyDiffers
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.submission.handing_in import content_digest
from reviewboard.stages.submission.strays import STRAY_AFTER, strays
from reviewboard.stages.submission.tables import EvidenceCheck
from tests.previewer.samples import photo
from tests.stages.recourse.filed import fresh_of, held, returned

pytestmark = pytest.mark.once

WORDS = ("minutes.txt", "text/plain", b"We met three times and kept the list.\n" * 40)


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
    assert build.read(lambda: strays(now=build.now + STRAY_AFTER + timedelta(days=1))) == []
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
    first, second = (build.read(actions.copy_bytes, recourse_id, now=build.now) for _ in range(2))
    for copied in (first, second):
        build.do(actions.begin_fresh, recourse_id=recourse_id, now=build.now, **copied)
    kept, left = ({one.key for one in copied["copies"].values()} for copied in (first, second))
    assert {key for key, _what in held(build, fresh_of(build, board.case_id))} == kept
    assert set(build.read(lambda: strays(now=build.now + STRAY_AFTER + timedelta(days=1)))) == left
    assert build.read(actions.copy_bytes, recourse_id, now=build.now) == {}
