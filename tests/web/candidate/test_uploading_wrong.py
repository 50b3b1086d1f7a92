"""Whatever is wrong with a beginning, a piece or an end is told in a sentence, and nothing of it is kept."""

import pytest

from reviewboard.stages.submission.tables import Upload
from tests.stages.submission.authoring import Writer
from tests.web.candidate.sending import LONG, MEGABYTE, Sender, half_sent
from tests.web.candidate.test_evidence import kept


@pytest.fixture
def place(writer):
    return writer.written()


@pytest.fixture
def sender(browser, place):
    return Sender(browser, *place, LONG)


WRONG_BEGINNINGS = {
    "no size": ({"size": None}, 422, "did not say how large"),
    "a size in words": ({"size": "many"}, 422, "did not say how large"),
    "a negative size": ({"size": "-1"}, 422, "did not say how large"),
    "a size of many digits": ({"size": "9" * 400}, 422, "did not say how large"),
    "nothing": ({"size": "0"}, 422, "is empty"),
    "a byte too many": ({"size": str(5 * MEGABYTE + 1)}, 413, "larger than 5 MB"),
    "a huge size": ({"size": "9" * 18}, 413, "larger than 5 MB"),
    "no name": ({"name": None}, 422, "this kind of file"),
    "a kind not taken": ({"name": "a.exe"}, 422, "this kind of file"),
    "a page": ({"name": "a.svg"}, 422, "Web pages"),
}


@pytest.mark.parametrize("what", WRONG_BEGINNINGS)
def test_a_wrong_beginning_is_told_at_once_and_leaves_nothing(writer, sender, what):
    other, status, words = WRONG_BEGINNINGS[what]
    answer = sender.begin(**other)
    assert (answer.status_code, answer.mimetype, words in answer.json["detail"]) == (status, "application/problem+json", True)
    assert (writer.count(Upload), half_sent(writer)) == (0, [])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\note.txt", "note.txt"),
        ("note\u202etxt.exe\u202c.txt", "notetxt.exe.txt"),
        ("a\r\nSet-Cookie: b.txt", "aSet-Cookie: b.txt"),
        ("n" * 1000 + ".txt", "n" * 196 + ".txt"),
    ],
)
def test_a_name_without_surprises(writer, browser, place, name, shown):
    sender = Sender(browser, *place, b"short words", name)
    assert (sender.whole().status_code, kept(writer)) == (200, [shown])


def headers(**named):
    return {name.replace("_", "-"): text for name, text in named.items()}


WRONG_PIECES = {
    "the wrong place": (MEGABYTE, MEGABYTE, {}, 409),
    "a place far away": (0, MEGABYTE, headers(Upload_Offset="9" * 18), 409),
    "no place": (0, MEGABYTE, headers(Upload_Offset=""), 422),
    "a place in words": (0, MEGABYTE, headers(Upload_Offset="start"), 422),
    "a place before the start": (0, MEGABYTE, headers(Upload_Offset="-5"), 422),
    "a place of many digits": (0, MEGABYTE, headers(Upload_Offset="1" * 5000), 422),
    "too little": (0, 1000, {}, 422),
    "nothing, and no length": (0, 0, {}, 411),
}


@pytest.mark.parametrize("what", WRONG_PIECES)
def test_a_wrong_piece_is_answered_with_the_right_place_and_nothing_of_it_is_kept(writer, sender, what):
    offset, length, more, status = WRONG_PIECES[what]
    sender.begin()
    answer = sender.piece(offset, length, **more)
    assert (answer.status_code, answer.headers["Upload-Offset"], half_sent(writer)) == (status, "0", [0])


def test_a_piece_beyond_the_size_or_too_large_is_not_kept(build, visit):
    writer = Writer(build, limits={"megabytes_max": 20})
    browser, place = visit(writer.id), writer.written()
    sender = Sender(browser, *place, LONG * 3)
    sender.begin(size=str(2 * MEGABYTE))
    assert sender.piece(0, 3 * MEGABYTE).json["kind"] == "PieceOfWrongSize"
    sender.piece(0)
    assert sender.piece(MEGABYTE, MEGABYTE + 1).json["kind"] == "PieceOfWrongSize"
    assert sender.piece(MEGABYTE).json["offset"] == 2 * MEGABYTE
    large = Sender(browser, *place, LONG * 3, "larger.txt")
    large.begin()
    assert (large.piece(0, 4 * MEGABYTE + 1).status_code, half_sent(writer)) == (422, [0, 2 * MEGABYTE])


@pytest.mark.parametrize("digest", ["x", "G" * 64, "a" * 63])
def test_a_finish_without_a_digest_says_so_and_loses_nothing(writer, sender, digest):
    sender.begin()
    assert (sender.all().finish(digest).json["kind"], kept(writer)) == ("NoDigest", [])
    assert sender.finish().status_code == 200


def test_another_file_than_was_chosen_is_not_kept(writer, sender):
    sender.begin()
    answers = [sender.all().finish("a" * 64), sender.finish("a" * 64), sender.finish()]
    assert {(answer.status_code, "changed while it was sent" in answer.json["detail"]) for answer in answers} == {(422, True)}
    assert (kept(writer), half_sent(writer), sender.browser.get(sender.href).json["state"]) == ([], [], "refused")
    assert sender.begin().status_code == 201, "it may be chosen again"
