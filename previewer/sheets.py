"""The sheets of a workbook as rows of text: what each cell shows, dates as dates.

Source: ECMA-376 part 1, 18 (SpreadsheetML); built-in number formats: 18.8.30.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from previewer.answer import Block
from previewer.limits import CELLS_MOST, ROWS_MOST
from previewer.package import Package
from previewer.text import CUT

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MAIN = "xl/workbook.xml"
_DATES = frozenset((*range(14, 23), 27, 28, 29, 30, 31, 36, 45, 46, 47, 50, 57))
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (a sheet's days have no zone)
_LAST_DAY = 2_958_465  # 9999-12-31
_COLUMN = re.compile(r"([A-Z]{1,3})\d+")


def workbook(package: Package) -> Iterator[Block]:
    """Yield every sheet as a heading and its rows. Rows and cells beyond the limits are left out."""
    targets, texts, dates = package.targets(MAIN), _texts(package), _date_styles(package)
    for sheet in package.xml(MAIN).iter(_S + "sheet"):
        place = sheet.get(_ID, "")
        if place in targets and targets[place].kind == "worksheet":
            yield ["sheet", sheet.get("name", "")]
            yield from _rows(package, targets[place].part, texts, dates)


def _texts(package: Package) -> list[str]:
    """Return the texts that cells refer to by number; the readings of Asian texts are left out."""
    if "xl/sharedStrings.xml" not in package.names:
        return []
    return [_text(one) for one in package.ends("xl/sharedStrings.xml", _S + "si")]


def _text(element: Element) -> str:
    direct = element.findall(_S + "t") + element.findall(f"{_S}r/{_S}t")
    return "".join(part.text or "" for part in direct)


def _date_styles(package: Package) -> frozenset[int]:
    """Return the numbers of cell styles that show a number as a date or a time."""
    if "xl/styles.xml" not in package.names:
        return frozenset()
    styles = package.xml("xl/styles.xml")
    own = {one.get("numFmtId"): _QUOTED.sub("", one.get("formatCode", "")) for one in styles.iter(_S + "numFmt")}
    dated = {number for number, code in own.items() if re.search("[ymdhs]", code.lower().replace("general", ""))}
    used = [one.get("numFmtId", "0") for one in styles.findall(f"{_S}cellXfs/{_S}xf")]
    return frozenset(
        place for place, number in enumerate(used) if number in dated or (number.isdigit() and int(number) in _DATES)
    )


def _rows(package: Package, part: str, texts: list[str], dates: frozenset[int]) -> Iterator[Block]:
    for count, row in enumerate(package.ends(part, _S + "row")):
        if count >= ROWS_MOST:
            yield CUT
            return
        cells: list[str] = []
        for cell in row.iter(_S + "c"):
            column = _column(cell.get("r", ""), len(cells))
            if column >= CELLS_MOST:
                yield CUT
                break
            cells += [""] * (column - len(cells))
            cells.append(_shown(cell, texts, dates))
        if any(cells):
            yield ["row", cells]


def _column(reference: str, default: int) -> int:
    found = _COLUMN.fullmatch(reference)
    if found is None:
        return default
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(default, number - 1)


def _shown(cell: Element, texts: list[str], dates: frozenset[int]) -> str:
    value = cell.findtext(_S + "v") or ""
    match cell.get("t", "n"):
        case "s":
            return texts[int(value)] if value.isdigit() and int(value) < len(texts) else ""
        case "inlineStr":
            inline = cell.find(_S + "is")
            return _text(inline) if inline is not None else ""
        case "n" if cell.get("s", "0").isdigit() and int(cell.get("s", "0")) in dates:
            return _date(value)
    return value


def _date(value: str) -> str:
    try:
        days = float(value)
    except ValueError:
        return value
    if not 0 <= days <= _LAST_DAY:
        return value
    if days < 1:
        return (_DAY_ZERO + timedelta(days=days)).strftime("%H:%M")
    moment = _DAY_ZERO + timedelta(seconds=round(days * 86400))
    return moment.strftime("%Y-%m-%d" if days == int(days) else "%Y-%m-%d %H:%M")
