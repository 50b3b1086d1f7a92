"""A picture is drawn anew, upright and not larger than a screen: nothing but its points comes along."""

import io
import struct
import zlib
from typing import BinaryIO

from PIL import Image, ImageOps

from previewer.answer import Answer, Piece
from previewer.limits import EDGE, POINTS_MOST, QUALITY, THUMBNAIL_EDGE
from previewer.reasons import Reason, Refused

Image.MAX_IMAGE_PIXELS = None  # POINTS_MOST is looked at instead, before a point is drawn
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, KeyError, IndexError, TypeError, OverflowError)


def rehearse() -> None:
    """Look into two tiny pictures, so that whatever the library loads as it goes is loaded."""
    Image.init()
    for kind, mode in (("PNG", "RGBA"), ("JPEG", "RGB")):
        tiny = io.BytesIO()
        Image.new(mode, (2, 2)).save(tiny, kind, exif=Image.Exif())
        tiny.seek(0)
        look(tiny)


def look(stream: BinaryIO) -> Answer:
    """Return a PNG or JPEG file as one picture and a small one. Raises Refused."""
    try:
        with Image.open(io.BytesIO(stream.read()), formats=("PNG", "JPEG", "MPO")) as found:
            if found.width * found.height > POINTS_MOST:
                raise Refused(Reason.TOO_LARGE)
            found.draft("RGB", (EDGE, EDGE))
            drawn = _upright(found)
    except PermissionError:
        raise  # something was to be loaded after all
    except _BROKEN:
        raise Refused(Reason.BROKEN) from None
    return Answer(pieces=(as_piece("image", 1, drawn, EDGE), as_piece("thumbnail", 1, drawn, THUMBNAIL_EDGE)))


def _upright(found: Image.Image) -> Image.Image:
    """Return the points of a picture on white, turned as its camera says."""
    found.thumbnail((EDGE, EDGE))
    picture = ImageOps.exif_transpose(found)
    if picture.mode.startswith("I"):  # sixteen bits a point
        picture = picture.point(lambda point: point / 256).convert("L")
    if picture.mode in ("LA", "PA", "RGBA", "RGBa", "La") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        return _on_white(picture, picture.getchannel("A"))
    return _on_white(picture.convert("RGB"), None)


def _on_white(picture: Image.Image, where: Image.Image | None) -> Image.Image:
    """A fresh picture: the old one carries comments and profiles."""
    fresh = Image.new("RGB", picture.size, "white")
    fresh.paste(picture, mask=where)
    return fresh


def as_piece(kind: str, number: int, picture: Image.Image, edge: int) -> Piece:
    """Return a picture, at most so many points long, as a JPEG."""
    small = picture.copy()
    small.thumbnail((edge, edge))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return Piece(kind, number, out.getvalue(), small.width, small.height)
