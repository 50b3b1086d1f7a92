"""What may not be noted of a check, and why: each refusal says what to do next."""

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Refusal


class NothingToNote(Refusal):
    """The check says what the record says."""

    message = _("This check says what the record says, so nothing is to be noted. Nothing was written.")


class NotedAlready(Refusal):
    """Another lead was first."""

    message = _("Another lead noted what follows from this check meanwhile. Nothing was written; your text is kept below.")


class NotOpened(Refusal):
    """The lead did not read the check."""

    message = _("Open the check first: what follows is noted by somebody who read it. Nothing was written.")


class FollowsUnknown(Refusal):
    """What follows was not chosen."""

    status = 422
    message = _("Choose what follows from this check. Nothing was written yet.")
