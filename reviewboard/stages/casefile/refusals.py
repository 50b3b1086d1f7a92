"""What the board will not do about case files, and why."""

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Refusal


class UnknownVariant(Refusal):
    """Neither whole nor redacted."""

    status = 422
    message = _("Choose the whole case file or the redacted one.")
