"""A file sent in pieces is the file that a form would have sent; whatever is wrong with a piece, nothing of it is kept."""

import fcntl
import re
from datetime import timedelta

import pytest
from werkzeug.datastructures import Headers

from reviewboard.extensions import db
from reviewboard.foundation.vault.parts import Part, parts
from reviewboard.foundation.vault.reasons import Reason
from reviewboard.foundation.vault.where import the_vault
from reviewboard.invariants import all_breaches
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.queries import examples_of
from reviewboard.stages.submission.tables import Evidence, Upload
from tests.foundation.vault.hostile import HOSTILE
from tests.stages.submission.authoring import Writer
from tests.web.candidate.sending import LONG, MEGABYTE, Sender, half_sent
from tests.web.candidate.test_evidence import kept, lying, refusal_in, send

pytestmark = pytest.mark.each


@pytest.fixture
def place(writer):
    return writer.written()


@pytest.fixture
def sender(browser, place):
    return Sender(browser, *place, LONG)


def broken(writer):
    return {name: found for name, found in writer.build.read(all_breaches).items() if found}


def test_a_file_in_pieces_is_the_evidence_a_form_would_have_made(writer, browser, place, sender):
    answer = sender.begin()
    assert (answer.status_code, answer.json["offset"], answer.headers["Upload-Length"]) == (201, 0, str(len(LONG)))
    state = browser.get(sender.href)
    assert (sender.piece(0).headers["Upload-Offset"], state.json["state"]) == (str(MEGABYTE), "receiving")
    answer = sender.all(MEGABYTE).finish()
    assert (answer.status_code, answer.json["state"], half_sent(writer), broken(writer)) == (200, "kept", [], {})
    send(browser, f"/my/cases/{place[0]}/examples/{place[1]}/evidence", ("by form.txt", LONG + b"."))
    rows = writer.build.read(lambda: {row.file_name: row for row in Evidence.query.all()})
    mine, formed = rows["long.txt"], rows["by form.txt"]
    assert (mine.media_type, mine.size, mine.removed_at) == (formed.media_type, len(LONG), None)
    assert writer.journal(place[0]).count("evidence.add") == 2
    with writer.build.app.app_context(), the_vault().open_stream(mine.vault_key, mine.sha256) as stream:
        assert stream.read() == LONG


def test_everything_may_be_sent_twice(writer, sender):
    assert len({sender.begin().json["href"] for _ in range(2)}) == 1
    sender.piece(0)
    again = sender.piece(0)
    assert (again.status_code, again.headers["Upload-Offset"], again.json["kind"]) == (409, str(MEGABYTE), "WrongOffset")
    assert sender.begin().status_code == 200
    sender.all(MEGABYTE)
    answers = [sender.finish().json for _ in range(3)]
    assert (answers[0] == answers[2], kept(writer), writer.count(Upload)) == (True, ["long.txt"], 1)
    assert sender.piece(0).status_code == 409
    assert [sender.browser.post(f"{sender.href}/cancel").status_code for _ in range(2)] == [200, 200]
    assert kept(writer) == ["long.txt"]


def test_two_windows_that_send_the_same_file_send_it_together(writer, browser, place, sender):
    other = Sender(browser, *place, LONG)
    sender.begin(), other.begin()
    assert other.href == sender.href
    sender.piece(0)
    assert other.piece(0).headers["Upload-Offset"] == str(MEGABYTE)
    other.all(MEGABYTE)
    assert [one.finish().json["state"] for one in (sender, other)] == ["kept", "kept"]
    assert (kept(writer), broken(writer)) == (["long.txt"], {})


def test_the_same_file_in_another_example_is_another_upload(writer, browser, place, sender):
    other = Sender(browser, place[0], writer.do(actions.add_example, case_id=place[0])["id"], LONG)
    sender.begin(), other.begin(), sender.piece(0)
    assert (other.href == sender.href, other.begin().json["offset"]) == (False, 0)


def test_what_was_acknowledged_stays_when_more_was_cut_off(writer, sender):
    """A process killed between disk and row leaves more on disk than the row says: it is written over."""
    sender.begin(), sender.piece(0)

    def write_too_far():
        (part,) = the_vault().coming.folder.glob("??/.part-*")
        with part.open("ab") as file:
            file.write(b"never acknowledged")

    writer.build.read(write_too_far)
    assert (broken(writer), sender.begin().json["offset"]) == ({}, MEGABYTE)
    assert sender.all(MEGABYTE).finish().json["state"] == "kept"


def test_a_file_is_not_finished_before_it_is_whole(writer, sender):
    sender.begin(), sender.piece(0)
    answer = sender.finish()
    assert (answer.status_code, answer.json["kind"], answer.headers["Upload-Offset"]) == (409, "NotWhole", str(MEGABYTE))
    assert sender.all(MEGABYTE).finish().status_code == 200


def test_no_connection_is_held_while_a_part_is_waited_for_or_read(app, sender, monkeypatch):
    with app.app_context():
        pool = db.engine.pool
    held = []

    def noting(act):
        def noted(*given):
            held.append((act.__name__, pool.checkedout()))
            return act(*given)

        return noted

    monkeypatch.setattr("fcntl.flock", noting(fcntl.flock))
    monkeypatch.setattr(Part, "stored", noting(Part.stored))
    sender.begin()
    assert sender.all().finish().json["state"] == "kept"
    assert held == [("flock", 0)] * 3 + [("flock", 0), ("stored", 0)]


def test_unknown_and_not_ones_own_are_one_answer(build, visit, writer, sender):
    stranger = Writer(build)
    other, own_case = visit(stranger.id), stranger.written()[0]
    sender.begin()
    upload = sender.href.rpartition("/")[2]
    answers = []
    for path in (sender.href, f"/my/cases/{own_case}/uploads/{upload}", f"/my/cases/{own_case}/uploads/{'z' * 20}"):
        answers.append(other.get(path))
        answers.append(other.send(path, b"x" * MEGABYTE, method="PATCH", headers={"Upload-Offset": "0"}))
        answers.append(other.post(f"{path}/finish", {"sha256": "a" * 64}))
    answers.append(other.post(sender.beginning, {"name": "a.txt", "size": "5"}))
    assert {answer.status_code for answer in answers} == {404}
    for alike in (answers[:9:3], answers[1:9:3], answers[2:9:3]):  # the same request of three paths
        pages = {_without_its_address(answer.text.split("<main")[1]) for answer in alike}
        assert len(pages) == 1
    other.post(f"/my/cases/{own_case}/uploads/{upload}/cancel")
    assert (writer.count(Upload), half_sent(writer)) == (1, [0])


def _without_its_address(page):
    """The way to sign in again leads back to the address that was asked for, which whoever asked knows."""
    return re.sub(r"next=[^\"&]*", "next=", page)


def test_a_piece_needs_its_token_and_a_session(writer, sender, visit):
    sender.begin()
    path, place = sender.href, Headers({"Upload-Offset": "0", "Content-Type": "application/octet-stream"})
    assert sender.browser.client.patch(path, data=LONG[:MEGABYTE], headers=place).status_code == 422
    away = visit().send(path, LONG[:MEGABYTE], method="PATCH", headers={"Upload-Offset": "0"})
    assert (away.status_code, away.headers["Location"].split("?")[0], half_sent(writer)) == (302, "/sign-in", [0])


def end_by_submitting(writer, case_id):
    writer.do(actions.submit_case, case_id=case_id)


def end_by_time(writer, _case_id):
    writer.change_cycle(closes_at=writer.build.now - timedelta(seconds=1))


def end_by_withdrawing(writer, case_id):
    writer.do(actions.withdraw_case, case_id=case_id)


@pytest.mark.parametrize(
    ("end", "words"),
    [(end_by_submitting, "Your submission is in"), (end_by_time, "deadline has passed"), (end_by_withdrawing, "withdrew")],
)
def test_nothing_joins_what_has_ended(writer, place, sender, end, words):
    sender.begin(), sender.all()
    end(writer, place[0])
    for answer in (sender.piece(0), sender.finish(), sender.begin()):
        assert (answer.status_code, words in answer.json["detail"], "typed" in answer.json["detail"]) == (409, True, False)
    assert kept(writer) == []
    writer.build.do(actions.sweep_uploads, now=writer.build.now + timedelta(days=4))
    writer.build.read(actions.sweep_strays, now=writer.build.now + timedelta(days=4))
    assert (half_sent(writer), writer.count(Upload)) == ([], 0)


def test_an_example_removed_meanwhile_takes_its_uploads_along(writer, place, sender):
    sender.begin(), sender.piece(0)
    version = writer.build.read(lambda: examples_of(place[0])[0].version)
    writer.do(actions.remove_example, case_id=place[0], example_id=place[1], version=version)
    assert [sender.piece(MEGABYTE).status_code, sender.finish().status_code, sender.begin().status_code] == [404, 404, 409]
    key = writer.build.read(lambda: next(part.key for part in parts(the_vault())))
    writer.build.read(actions.forget_file, vault_key=key, now=writer.build.now)
    assert (half_sent(writer), broken(writer)) == ([], {})


def test_no_more_lies_half_sent_than_an_example_may_hold(build, visit):
    writer = Writer(build, limits={"files_max": 2})
    browser, place = visit(writer.id), writer.written()
    first, second, third = (Sender(browser, *place, LONG, f"{name}.txt") for name in "abc")
    assert [one.begin().status_code for one in (first, second, third)] == [201, 201, 422]
    assert first.begin().json["offset"] == 0, "going on is always possible"
    browser.post(f"{second.href}/cancel")
    assert (third.begin().status_code, half_sent(writer)) == (201, [0, 0])
    send(browser, f"/my/cases/{place[0]}/examples/{place[1]}/evidence", ("a.txt", b"a"), ("b.txt", b"b"))
    answer = first.all().finish()
    assert (answer.status_code, answer.json["kind"]) == (422, "TooManyFiles")
    writer.do(actions.remove_evidence, case_id=place[0], evidence_id=build.read(lambda: Evidence.query.first().id))
    assert (first.finish().json["state"], broken(writer)) == ("kept", {})


def test_a_file_half_sent_waits_three_days_and_is_swept(writer, sender):
    sender.begin(), sender.piece(0)
    now = writer.build.now

    def sweep(after):
        writer.build.do(actions.sweep_uploads, now=now + after)
        writer.build.read(actions.sweep_strays, now=now + after)
        return half_sent(writer)

    assert (sweep(timedelta(days=2, hours=23)), sweep(timedelta(days=3, minutes=1))) == ([MEGABYTE], [])
    assert (sender.piece(MEGABYTE).status_code, sender.begin().json["offset"]) == (404, 0)


def test_a_finished_upload_is_remembered_for_a_day(writer, sender):
    sender.whole()
    writer.build.do(actions.sweep_uploads, now=writer.build.now + timedelta(hours=23))
    assert sender.finish().json["state"] == "kept"
    writer.build.do(actions.sweep_uploads, now=writer.build.now + timedelta(hours=25))
    assert (sender.finish().status_code, kept(writer)) == (404, ["long.txt"])


def test_no_hostile_file_comes_in_by_pieces_either(build, visit):
    writer = Writer(build, language="fr", limits={"files_max": 20})
    browser, place, told = visit(writer.id), writer.written(), {}
    for what, (name, make, reason) in HOSTILE.items():
        sender = Sender(browser, *place, make(), name)
        answer = sender.begin()
        answer = sender.all().finish() if answer.status_code == 201 else answer
        told[what] = (answer.status_code, answer.json["detail"] == refusal_in(build, Reason(reason), "fr"))
    assert {what: found for what, found in told.items() if found != (422, True)} == {}
    assert (kept(writer), lying(writer), half_sent(writer)) == ([], set(), [])
