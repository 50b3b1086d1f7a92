"""Why a file is not taken: one reason, one sentence that says what the file is and what to do."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Refusal


class Reason(StrEnum):
    """What is wrong with a file. The values are kept with uploads that were refused."""

    EMPTY = "empty"
    KIND = "kind"
    PAGE = "page"
    NOT_ITS_NAME = "not_its_name"
    MIXED = "mixed"
    DAMAGED = "damaged"
    PROTECTED = "protected"
    OLD_OFFICE = "old_office"
    MACROS = "macros"
    ACTIVE = "active"
    LINKED = "linked"
    PATHS = "paths"
    SWOLLEN = "swollen"
    PIXELS = "pixels"
    ENCODING = "encoding"
    BINARY = "binary"
    CHANGED = "changed"


SENTENCES: dict[Reason, Any] = {
    Reason.EMPTY: _("This file is empty. Check it and choose it again."),
    Reason.KIND: _("The board does not take this kind of file. It takes PDF, PNG, JPEG, Word (docx), Excel (xlsx), "
                   "PowerPoint (pptx) and plain text (txt). Save yours as a PDF and send that."),
    Reason.PAGE: _("Web pages and SVG drawings are not taken, because they can hold programs. Print yours to a PDF and "
                   "send that."),
    Reason.NOT_ITS_NAME: _("This file is of another kind than its name says. Open it in the program that made it, save it "
                           "as a PDF and send that."),
    Reason.MIXED: _("A second file is hidden in this one, or hangs on its end. Open it, save it anew under another name "
                    "and send that."),
    Reason.DAMAGED: _("This file is damaged or was cut off, so nobody could open it. Check that it opens, save it anew and "
                      "send that."),
    Reason.PROTECTED: _("This file is protected by a password, so your assessors could not read it. Take the protection "
                        "off and send it again."),
    Reason.OLD_OFFICE: _("This file is in the Office format of before 2007. Save it as docx, xlsx, pptx or PDF and send "
                         "that."),
    Reason.MACROS: _("This document holds macros, which are programs. Save it without macros, or as a PDF, and send that."),
    Reason.ACTIVE: _("This document holds controls or objects of other programs. Put pictures in their place, or save it "
                     "as a PDF, and send that."),
    Reason.LINKED: _("This document would load something from elsewhere when it is opened. Break its links, or save it as "
                     "a PDF, and send that."),
    Reason.PATHS: _("The parts within this document have names that no Office program gives. Open it, save it anew and "
                    "send that."),
    Reason.SWOLLEN: _("This document unpacks to far more than its size lets expect. Save it as a PDF and send that."),
    Reason.PIXELS: _("This picture has more than 100 million pixels, or one side of more than 30,000. Make it smaller and "
                     "send it again."),
    Reason.ENCODING: _("This text is not in the UTF-8 encoding, so its accents would be lost. Open it in your text editor, "
                       "choose “Save as”, take UTF-8 as the encoding, and send it again."),
    Reason.BINARY: _("This file is called a text but holds characters that no text has. Save it as a PDF and send that."),
    Reason.CHANGED: _("What arrived is not the file as it is on your device: it was changed while it was sent. Nothing "
                      "of it was kept. Choose it again."),
}  # fmt: skip


class NotTaken(Refusal):
    """A file that the board does not take. `reason` says why."""

    status = 422

    def __init__(self, reason: Reason) -> None:
        super().__init__()
        self.reason = reason
        self.message = SENTENCES[reason]
