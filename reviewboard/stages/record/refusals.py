"""What the record stage will not do, and why."""

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Refusal


class NothingChosen(Refusal):
    """A release of no case."""

    status = 422
    message = _("Choose at least one result to release.")


class TooManyChosen(Refusal):
    """A batch larger than a person can look over. `most` is the limit."""

    status = 422
    message = _("Release at most %(most)s results at a time.")


class NotReleasable(Refusal):
    """A case of the batch has no recorded result that waits, for example because another lead released it."""

    message = _(
        "%(reference)s does not wait for release any more. Nothing was released: reload the list and choose again."
    )


class NoBasis(Refusal):
    """A decided case without agreement or resolution: nothing is ever recorded without its basis."""

    message = _("This case holds no agreement and no resolution, so there is nothing to record.")
