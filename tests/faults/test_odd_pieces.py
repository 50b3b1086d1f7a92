"""A piece of a file that does not say what it is has one answer of the running board, and nothing of it is kept."""

import pytest

from reviewboard.demo.people import DOMAIN, PASSWORD
from reviewboard.stages.submission.queries import examples_of
from tests.faults.carrying import MEGABYTE, PIECE, Carrier, LargeFile

pytestmark = [pytest.mark.faults, pytest.mark.once]

HERE = MEGABYTE  # how much of the file is there
CHUNKED = {"Transfer-Encoding": "chunked"}
UNKNOWN, MISPLACED, WRONG_SIZE, NO_PLACE = (
    (411, "PieceOfUnknownLength"), (409, "WrongOffset"), (422, "PieceOfWrongSize"), (422, "NotAnOffset"),
)  # fmt: skip


def in_chunks(piece, of=65_536):
    """Return a body as chunks, as a sender that does not know its length sends it."""
    parts = [piece[at : at + of] for at in range(0, len(piece), of)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])


def test_an_odd_piece_is_answered_and_nothing_of_it_is_kept(board, stage):
    file = LargeFile(2)
    rest = file.piece(HERE)
    case_id = stage.draft(stage.people(limits={"megabytes_max": 200}))
    example_id = stage.read(lambda: examples_of(case_id)[0].id)
    sender = Carrier(board.address, f"{stage.candidate_of(case_id)}@{DOMAIN}", PASSWORD).sign_in()
    sender.begin(case_id, example_id, file)
    assert sender.send(0, file.piece(0)[:HERE]).status_code == 200

    one = {"Content-Length": HERE}
    odd = {
        "no length": ({"Upload-Offset": HERE}, b"", UNKNOWN),
        "a chunked body": ({"Upload-Offset": HERE} | CHUNKED, in_chunks(rest[:HERE]), UNKNOWN),
        "a chunked body of nothing": ({"Upload-Offset": HERE} | CHUNKED, in_chunks(b""), UNKNOWN),
        "an offset behind": ({"Upload-Offset": 0} | one, rest[:HERE], MISPLACED),
        "an offset ahead": ({"Upload-Offset": HERE + 1} | one, rest[:HERE], MISPLACED),
        "an offset past the end": ({"Upload-Offset": file.size + 1} | one, rest[:HERE], MISPLACED),
        "a negative offset": ({"Upload-Offset": -1} | one, rest[:HERE], NO_PLACE),
        "an offset of words": ({"Upload-Offset": "here"} | one, rest[:HERE], NO_PLACE),
        "no offset": (one, rest[:HERE], NO_PLACE),
        "nothing": ({"Upload-Offset": HERE, "Content-Length": 0}, b"", WRONG_SIZE),
        "less than a piece": ({"Upload-Offset": HERE, "Content-Length": 9}, b"x" * 9, WRONG_SIZE),
        "more than a piece": ({"Upload-Offset": HERE, "Content-Length": PIECE + 1}, b"x" * (PIECE + 1), WRONG_SIZE),
    }
    told = {what: (sender.said(headers, body), expected) for what, (headers, body, expected) in odd.items()}
    assert {what: said for what, (said, expected) in told.items() if said != (*expected, str(HERE))} == {}
    both = {"Upload-Offset": HERE} | one | CHUNKED  # two lengths that differ: the web server itself refuses it
    assert (sender.said(both, in_chunks(rest[:HERE]))[0], sender.where()) == (400, HERE)

    # more bytes than the head announced: those it announced count, the others are no request
    assert sender.said({"Upload-Offset": HERE} | one, rest[:HERE] + b"x" * 100) == (200, None, str(2 * HERE))
    # more than the file still lacks
    at = sender.carry(file, sender.where(), file.size - MEGABYTE)
    left = file.size - at
    longer = {"Upload-Offset": at, "Content-Length": left + 1}
    assert sender.said(longer, b"x" * (left + 1)) == (*WRONG_SIZE, str(at))
    assert sender.carry(file, at, file.size) == file.size
    assert sender.said({"Upload-Offset": file.size} | one, rest[:HERE])[:2] == WRONG_SIZE  # nothing is lacking
    assert sender.finish(file.digest()).json()["state"] == "kept"
    assert board.flask("check").returncode == 0
