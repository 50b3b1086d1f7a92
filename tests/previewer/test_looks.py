"""The program itself, as a real locked-in process: what it shows of each kind, and what it refuses."""

import io
import json
import tempfile

import pytest
from PIL import Image

from previewer.limits import EDGE, PAGES_SHOWN, PART_LENGTH, TEXT_MOST, THUMBNAIL_EDGE
from reviewboard.foundation.vault.looking import look_into
from reviewboard.sample.files import docx, pdf
from tests.previewer.samples import AUTHOR, HOSTILE, linked, pages, photo, presentation, relationships, with_parts, workbook

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def look(content, ending):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return look_into(file, ending)


def shown(answer):
    return [(piece.kind, piece.number) for piece in answer.pieces]


def blocks(answer, number=1):
    (text,) = [piece for piece in answer.pieces if (piece.kind, piece.number) == ("text", number)]
    return json.loads(text.content)


def drawn(piece):
    picture = Image.open(io.BytesIO(piece.content))
    assert picture.size == (piece.width, piece.height)
    return picture


def test_every_lock_holds_here():
    assert look(b"x", "txt").unlocked == ()


def test_a_pdf_becomes_pictures_of_its_pages_and_their_words():
    answer = look(pdf("Procès-verbal de l’équipe\nSecond line"), "pdf")
    assert (answer.reason, answer.found, answer.pages) == (None, (), 1)
    assert shown(answer) == [("image", 1), ("thumbnail", 1), ("text", 1)]
    assert [max(drawn(piece).size) for piece in answer.pieces[:2]] == [EDGE, THUMBNAIL_EDGE]
    assert blocks(answer) == [["line", "Procès-verbal de l’équipe"], ["line", "Second line"]]
    darkest, lightest = drawn(answer.pieces[0]).convert("L").getextrema()
    assert (darkest < 60, lightest) == (True, 255)


def test_the_first_pages_of_a_long_pdf_are_shown_and_their_number_told():
    answer = look(pages(PAGES_SHOWN + 3), "pdf")
    assert (answer.pages, answer.found) == (PAGES_SHOWN + 3, ("shortened",))
    assert [piece.number for piece in answer.pieces if piece.kind == "image"] == list(range(1, PAGES_SHOWN + 1))


def test_a_link_in_a_pdf_is_no_more_than_its_words():
    answer = look(linked(), "pdf")
    assert (answer.reason, answer.found) == (None, ("links",))


def test_a_table_in_a_table_is_read_once_in_its_place():
    def table(*rows):
        cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"

    def said(words):
        return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

    inner = table([said("effort"), said("three contacts")], [said("benefit"), said("<![CDATA[lasting]]>")])
    below = f"<w:sdt><w:sdtContent>{said('below')}</w:sdtContent></w:sdt>"
    outer = table([said("Before") + inner + said("After"), said("beside")], [below])
    body = f'<w:document xmlns:w="{WORDS}"><w:body>{outer}{said("end")}</w:body></w:document>'
    assert blocks(look(with_parts(docx("x"), word__document_dot_xml=body), "docx")) == [
        ["row", ["Before\neffort\tthree contacts\nbenefit\tlasting\nAfter", "beside"]], ["row", ["below"]], ["line", "end"],
    ]  # fmt: skip


def test_a_photo_is_upright_and_carries_nothing_but_its_points():
    original = photo()
    assert (AUTHOR.encode() in original, b"Exif" in original) == (True, True)
    answer = look(original, "jpg")
    assert shown(answer) == [("image", 1), ("thumbnail", 1)]
    picture = drawn(answer.pieces[0])
    assert (picture.size, dict(picture.getexif()), set(picture.info)) == (
        (200, 400), {}, {"jfif", "jfif_version", "jfif_unit", "jfif_density"},
    )  # fmt: skip
    assert [word in piece.content for piece in answer.pieces for word in (AUTHOR.encode(), b"Exif", b"GPS")] == [False] * 6


def test_what_a_picture_hides_behind_transparency_is_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (3000, 30), (200, 0, 0, 0)).save(out, "PNG", exif=Image.Exif())
    picture = drawn(look(out.getvalue(), "png").pieces[0])
    assert (picture.size, picture.getpixel((5, 5))) == ((EDGE, 15), (255, 255, 255))


def test_a_document_becomes_its_paragraphs_headings_and_tables():
    assert blocks(look(docx("One\nTwo & three"), "docx")) == [["line", "One"], ["line", "Two & three"]]


def test_a_link_in_a_document_is_told_and_its_pictures_are_left_out():
    file = with_parts(docx("One"), **{
        "word___rels__document_dot_xml_dot_rels": relationships(("r", "hyperlink", "https://example.org", "External")),
        "word__media__image1_dot_png": b"x",
    })  # fmt: skip
    answer = look(file, "docx")
    assert (answer.reason, answer.found) == (None, ("links", "pictures"))


def test_a_workbook_becomes_tables_in_the_order_of_its_sheets_with_dates_as_dates():
    answer = look(workbook(), "xlsx")
    assert blocks(answer) == [
        ["sheet", "Partenaires"], ["row", ["Bureau", "", "Depuis le"]], ["row", ["Rive & Nord", "", "2026-03-31"]],
    ]  # fmt: skip
    assert blocks(answer, 2) == [["sheet", "Suivi"], ["row", ["3.5"]]]


def test_a_presentation_becomes_its_slides_in_the_order_in_which_they_are_shown():
    answer = look(presentation(), "pptx")
    assert [blocks(answer, 1), blocks(answer, 2)] == [
        [["slide", 1], ["line", "Shown first"]],
        [["slide", 2], ["line", "Shown last"]],
    ]


def test_a_text_is_cut_into_parts_and_what_is_beyond_the_limit_is_told():
    answer = look(("é" * 999 + "\n").encode() * 500, "txt")
    lengths = [sum(len(said) + 1 for _kind, said in json.loads(piece.content)) for piece in answer.pieces]
    assert (answer.found, max(lengths) <= PART_LENGTH, sum(lengths)) == (("shortened",), True, TEXT_MOST)
    assert look(b"  indented\n\n last", "txt").pieces[0].excerpt == "indented last"


@pytest.mark.parametrize("what", list(HOSTILE))
def test_what_nobody_should_open_is_refused_with_its_reason(what):
    ending, reason, make = HOSTILE[what]
    answer = look(make(), ending)
    assert (answer.reason, answer.pieces) == (reason, ())
