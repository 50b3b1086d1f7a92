"""An Office file is an archive of parts: unpacked within limits, and searched for what opening it would do.

Source: ECMA-376 part 2 (packages, relationships).
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from previewer.limits import MEGABYTE, PART_MOST, RATIO_MOST, UNPACKED_MOST
from previewer.reasons import Found, Reason, Refused

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, LookupError)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_HARMLESS = ("hyperlink", "externalLinkPath", "externalLink", "xlPathMissing")
"""Targets elsewhere that are followed only when somebody presses them: by the last word of their type."""
_MACRO = re.compile(r"vbaproject|vbadata|macrosheets/|activex/", re.IGNORECASE)
_OFFICE_WITHIN = re.compile(r"/embeddings/[^/]+\.(xlsx|docx|pptx)$", re.IGNORECASE)  # charts keep their figures so
_WITHIN = re.compile(r"/embeddings/|\.(exe|dll|bat|cmd|com|js|vbs|ps1|scr|msi|jar|hta|lnk)$", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """Where a relationship of a part leads: the last word of its type, and the part."""

    kind: str
    part: str


class Package:
    """The parts of one Office file. Every read raises Refused for what is broken or far too large."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(stream.read()))
            entries = self._archive.infolist()
        except _BROKEN:
            raise Refused(Reason.BROKEN) from None
        self.names = {entry.filename for entry in entries}
        if len(self.names) != len(entries):
            raise Refused(Reason.BROKEN)  # two parts of one name: programs would read different ones
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise Refused(Reason.ENCRYPTED)
        if sum(entry.file_size for entry in entries) > UNPACKED_MOST or any(map(_blown_up, entries)):
            raise Refused(Reason.BOMB)

    def search(self) -> tuple[Found, ...]:
        """Return what the preview leaves out. Raises Refused for macros, files within, and targets elsewhere."""
        if any(map(_MACRO.search, self.names)) or b"macroEnabled" in self.read("[Content_Types].xml"):
            raise Refused(Reason.MACRO)
        if any(_WITHIN.search(name) and not _OFFICE_WITHIN.search(name) for name in self.names):
            raise Refused(Reason.EMBEDDED)
        elsewhere = [kind for name in self.names if name.endswith(".rels") for kind in self._elsewhere(name)]
        if any(kind not in _HARMLESS for kind in elsewhere):
            raise Refused(Reason.EXTERNAL)
        found = [Found.LINKS] if elsewhere else []
        return tuple(found + [Found.PICTURES] * any("/media/" in name for name in self.names))

    def _elsewhere(self, name: str) -> Iterator[str]:
        for one in self.xml(name).iter(_RELATIONSHIP):
            if one.get("TargetMode", "").strip().lower() == "external" or "://" in one.get("Target", ""):
                yield one.get("Type", "").rpartition("/")[2]

    def targets(self, part: str) -> dict[str, Target]:
        """Return the relationships of a part within the file, by their ids."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self.names:
            return {}
        return {
            one.get("Id", ""): Target(
                one.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in self.xml(rels).iter(_RELATIONSHIP)
            if one.get("TargetMode") != "External"
        }

    def read(self, name: str) -> bytes:
        """Return one part, unpacked."""
        try:
            with self._archive.open(name) as part:
                content = part.read(PART_MOST + 1)
        except (*_BROKEN, KeyError):
            raise Refused(Reason.BROKEN) from None
        if len(content) > PART_MOST:
            raise Refused(Reason.BOMB)
        return content

    def xml(self, name: str) -> Element:
        """Return one part as a tree. A document type, let alone an entity, is no part of an Office file."""
        try:
            return fromstring(self.read(name), forbid_dtd=True)
        except (DefusedXmlException, ParseError, ValueError, LookupError):
            raise Refused(Reason.BROKEN) from None

    def ends(self, name: str, tag: str) -> Iterator[Element]:
        """Yield the elements of one part with this tag as each ends, and forget it then."""
        source: IO[Any] = io.BytesIO(self.read(name))
        try:
            for _event, element in iterparse(source, forbid_dtd=True):
                if element.tag == tag:
                    yield element
                    element.clear()
        except (DefusedXmlException, ParseError, ValueError, LookupError):
            raise Refused(Reason.BROKEN) from None


def _blown_up(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > MEGABYTE and entry.file_size > RATIO_MOST * max(1, entry.compress_size)
