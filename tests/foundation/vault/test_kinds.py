"""A file is what its bytes say; its name must agree; what is neither is refused, and told why."""

import io
import time

import pytest
from flask_babel import force_locale

from reviewboard.foundation.vault.kinds import ENDINGS, kind_of
from reviewboard.foundation.vault.reasons import SENTENCES, NotTaken, Reason
from tests.foundation.vault.hostile import HOSTILE, PDF, RELS, jpeg, office, png, pointing

TABLE = office(main="xl/workbook.xml")
TAKEN = [
    ("minutes.pdf", PDF, ENDINGS["pdf"]),
    ("MINUTES.PDF", PDF, ENDINGS["pdf"]),
    ("photo.png", png(10_000, 9_000), ENDINGS["png"]),
    ("photo.png", png(words=b"a comment <3") + b"\0\n", ENDINGS["png"]),
    ("photo.jpg", jpeg(), ENDINGS["jpg"]),
    ("photo.jpeg", jpeg(words=b"a comment") + b"Trailer of a telephone" * 9, ENDINGS["jpeg"]),
    ("letter.docx", office(), ENDINGS["docx"]),
    ("letter.docx", office(("word/media/zeros.bin", b"\0" * 30_000_000)), ENDINGS["docx"]),
    ("letter.docx", pointing("hyperlink"), ENDINGS["docx"]),
    ("letter.docx", pointing("image", "media/image1.png", ""), ENDINGS["docx"]),
    ("table.xlsx", TABLE, ENDINGS["xlsx"]),
    ("talk.pptx", office(("ppt/embeddings/t.xlsx", TABLE), main="ppt/presentation.xml"), ENDINGS["pptx"]),
    ("note.txt", "Réunion du comité – « procès-verbal »\r\n".encode(), "text/plain"),
    ("note.txt", ("é" * 70_000).encode(), "text/plain"),
    ("note.txt", b"BMW and II* are no pictures; <html> is named in this text", "text/plain"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN, ids=[f"{at} {row[0]}" for at, row in enumerate(TAKEN)])
def test_a_file_is_taken_for_what_it_is(name, content, kind):
    stream = io.BytesIO(content)
    assert (kind_of(stream, name), stream.tell()) == (kind, 0)


SLOW = ["<Relationship ", '<Relationship a="', "<Relationship '\"", "a", "a=", "a ", "<a", "&", "&#1"]


@pytest.mark.parametrize("again", SLOW)
def test_a_letter_is_looked_at_in_a_time_that_grows_with_its_size(again):
    parts = (RELS, "<Relationship " + again * (900_000 // len(again)) + ">")
    stream, begins = io.BytesIO(office(parts)), time.process_time()
    assert kind_of(stream, "letter.docx") == ENDINGS["docx"]
    assert time.process_time() - begins < 10  # a second; hours where it grows with the square


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_is_refused_for_what_it_is(what):
    name, make, reason = HOSTILE[what]
    stream = io.BytesIO(make())
    with pytest.raises(NotTaken) as refusal:
        kind_of(stream, name)
    assert (refusal.value.reason, stream.tell()) == (reason, 0)


def test_every_reason_has_a_file_and_a_sentence_of_its_own_in_both_languages(app):
    told = {}
    for language in ("fr", "en"):
        with app.test_request_context(), force_locale(language):
            told[language] = [NotTaken(reason).text for reason in Reason]
    assert set(SENTENCES) == set(Reason)
    assert {reason for _name, _make, reason in HOSTILE.values()} == set(Reason) - {Reason.CHANGED}
    assert (len(set(told["fr"])), len(set(told["en"])), set(told["fr"]) & set(told["en"])) == (len(Reason), len(Reason), set())
