"""Gathers every message of the source into the French catalogue; keeps what is translated, forgets what is gone."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FRENCH = ROOT / "reviewboard" / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "N_": None, "pgettext": ((1, "c"), 2)}
FOLDERS = ("reviewboard", "templates")


def gathered() -> Catalog:
    """Return a catalogue of every message that stands in the source now, without translations."""
    with (ROOT / "setup" / "messages.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = Catalog(charset="utf-8")
    for folder in FOLDERS:
        rows = extract_from_dir(
            ROOT / folder, [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods], options,
            KEYWORDS, comment_tags=("For translators:",),
        )  # fmt: skip
        for name, _line, message, comments, context in rows:
            found.add(message, None, [(f"{folder}/{name}", None)], auto_comments=comments, context=context)
    return found


def french() -> Catalog:
    """Return the French catalogue as it is kept."""
    if not FRENCH.exists():
        return Catalog(locale="fr", project="Review board", fuzzy=False)
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def main() -> int:
    """Bring the French catalogue up to date and say what it lacks."""
    catalogue = french()
    catalogue.update(gathered(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = "# French for the review board. `make messages` brings it up to date."
    catalogue.revision_date = catalogue.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
    FRENCH.parent.mkdir(parents=True, exist_ok=True)
    with FRENCH.open("wb") as file:
        write_po(file, catalogue, sort_output=True, include_lineno=False, width=120, include_previous=False)
    missing = sum(1 for message in catalogue if message.id and not _translated(message))
    print(f"{len(catalogue)} messages, {missing} without French")
    return 0


def _translated(message: object) -> bool:
    string = message.string  # type: ignore[attr-defined]
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
