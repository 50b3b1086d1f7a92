"""Why a file is refused and what its previews leave out, in words, wherever they are shown or mailed."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from previewer.reasons import Found, Reason

REASONS: dict[str, Any] = {
    Reason.BROKEN: _("The file is damaged and cannot be read to its end."),
    Reason.ENCRYPTED: _("The file is protected by a password or by restrictions."),
    Reason.SCRIPT: _("The file holds a script or an interactive form."),
    Reason.LAUNCH: _("The file would start a program."),
    Reason.EMBEDDED: _("The file holds another file or a recording."),
    Reason.EXTERNAL: _("Opening the file would fetch something from elsewhere, or send something there."),
    Reason.MACRO: _("The file holds macros."),
    Reason.BOMB: _("The file unpacks to far more than it seems to hold."),
    Reason.TOO_LARGE: _("The picture has more points than the board can draw."),
    Reason.TOO_MANY_PAGES: _("The file has too many pages."),
    Reason.INFECTED: _("The virus check found something in the file."),
    Reason.LOST: _("The board no longer has the file as it was sent."),
    Reason.UNCHECKED: _("The file could not be checked."),
}
"""By the code of a reason: what is wrong, as its readers and its candidate are told."""

PRINT_IT = _("Print it to a PDF and send that.")
ADVICE: dict[str, Any] = dict.fromkeys(Reason, PRINT_IT) | {
    Reason.BROKEN: _("Open it on your computer, save it again and send that."),
    Reason.ENCRYPTED: _("Save it without a password and without restrictions."),
    Reason.INFECTED: _("Have your computer checked for viruses before you send files from it again."),
    Reason.LOST: _("Send it again."),
    Reason.EMBEDDED: _("Send each file as evidence of its own."),
    Reason.TOO_LARGE: _("Save it smaller."),
    Reason.TOO_MANY_PAGES: _("Send the pages that show what you wrote."),
}
"""By the code of a reason: what its candidate can do about it."""

FOUND: dict[str, Any] = {
    Found.LINKS: _("Links are shown as text."),
    Found.PICTURES: _("The pictures in this file are not shown here."),
    Found.SHORTENED: _("The file is longer than what is shown here."),
}
"""By the code of what was found in an accepted file: what its previews leave out."""


WAITS: dict[str, Any] = {
    "scanner": _("It waits for the virus check, which does not answer at the moment. It need not be sent again."),
}
"""By what a check waits for: what is said of a file meanwhile."""


def why_refused(reason: str) -> str:
    """Return why a file is refused, in the reader's language. Raises ValueError for a code there is none of."""
    return str(REASONS[Reason(reason)])


def what_to_do(reason: str) -> str:
    """Return what a candidate can do about a refused file, in the reader's language. Raises ValueError as above."""
    return str(ADVICE[Reason(reason)])


def left_out(found: Sequence[str]) -> list[str]:
    """Return what the previews of a file leave out, each a sentence in the reader's language."""
    return [str(FOUND[Found(one)]) for one in found]
