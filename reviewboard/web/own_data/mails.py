"""What each mail of the board is about, in a few words, for whoever got it."""

from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.stages.casefile.sections.notices import KINDS

OF_NO_FILE: dict[str, Any] = {  # these stand in no case file: they are about an account, or about a check
    "account.address_left": _("Mails of the board go to another address"),
    "account.corrected": _("Your account was corrected"),
    "account.invite": _("A link for a first password"),
    "account.reset": _("A link for a new password"),
    "account.secured": _("A change in how you sign in"),
    "quality.nobody": _("A check waits, and no lead may note what follows"),
    "quality.waits": _("A check waits for a lead"),
}
WORDS = KINDS | OF_NO_FILE


def mail_word(kind: str) -> str:
    """Return what a mail is about; one of an earlier version by its code."""
    return str(WORDS.get(kind, kind))
