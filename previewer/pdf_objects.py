"""Every object that a PDF reaches is looked at once, for what opening or pressing it would do.

Source: ISO 32000-2, 12.6 (actions), 7.11.4 (embedded files), 12.7.8 (XFA), 13 (multimedia).
"""

from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from previewer.limits import OBJECTS_MOST
from previewer.reasons import Found, Reason, Refused

_ACTIONS = {
    "/JavaScript": Reason.SCRIPT, "/Rendition": Reason.SCRIPT, "/RichMediaExecute": Reason.SCRIPT,
    "/Launch": Reason.LAUNCH, "/GoToE": Reason.EMBEDDED, "/SubmitForm": Reason.EXTERNAL, "/ImportData": Reason.EXTERNAL,
}  # fmt: skip
_KEYS = {"/JS": Reason.SCRIPT, "/JavaScript": Reason.SCRIPT, "/XFA": Reason.SCRIPT, "/EF": Reason.EMBEDDED}
_WITHIN = {"/EmbeddedFile": Reason.EMBEDDED}  # by /Type
_MEDIA = ("/RichMedia", "/3D", "/Movie", "/Sound", "/Screen", "/FileAttachment")  # by /Subtype, of annotations
_BY_ITSELF = ("/OpenAction", "/AA")
_NOT_AN_ACTION = ("/Page", "/Pages", "/Catalog", "/Annot")


def findings(reader: PdfReader) -> tuple[Found, ...]:
    """Return what the preview leaves out. Raises Refused at the first thing that a PDF must not hold."""
    links = False
    seen: set[tuple[int, bool]] = set()
    waiting: list[tuple[Any, bool]] = [(reader.trailer, False)]
    looked_at = 0
    while waiting:
        thing, by_itself = waiting.pop()
        if isinstance(thing, IndirectObject):
            if (thing.idnum, by_itself) in seen:
                continue
            seen.add((thing.idnum, by_itself))
            thing = thing.get_object()
        looked_at += 1
        if looked_at > OBJECTS_MOST:
            raise Refused(Reason.BOMB)
        if isinstance(thing, DictionaryObject):
            by_itself = by_itself and _said(thing, "/Type") not in _NOT_AN_ACTION
            links |= _look_at(thing, by_itself)
            waiting += [(thing.raw_get(key), by_itself or key in _BY_ITSELF) for key in thing]
        elif isinstance(thing, ArrayObject):
            waiting += [(one, by_itself) for one in list(thing)]
    return (Found.LINKS,) if links else ()


def _said(thing: DictionaryObject, key: str) -> Any:
    said = thing.raw_get(key) if key in thing else None
    return said.get_object() if isinstance(said, IndirectObject) else said


def _look_at(thing: DictionaryObject, by_itself: bool) -> bool:
    """Return whether a dictionary is a link. Raises Refused for what must not be there."""
    action = _said(thing, "/S")
    for said, reasons in ((action, _ACTIONS), (_said(thing, "/Type"), _WITHIN)):
        if isinstance(said, str) and said in reasons:
            raise Refused(reasons[said])
    for key, reason in _KEYS.items():
        if key in thing:
            raise Refused(reason)
    if _said(thing, "/Subtype") in _MEDIA and "/Rect" in thing:
        raise Refused(Reason.EMBEDDED)
    if isinstance(thing, StreamObject) and isinstance(_said(thing, "/F"), str | DictionaryObject):
        raise Refused(Reason.EXTERNAL)  # its bytes lie in another file
    link = action in ("/URI", "/GoToR")
    if link and by_itself:
        raise Refused(Reason.EXTERNAL)
    return link
