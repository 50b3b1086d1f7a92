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


class ResultHeld(Refusal):
    """A chosen result that a lead holds back."""

    message = _("%(reference)s is held back. Nothing was released: lift the hold first, or leave it out.")


class HeldAlready(Refusal):
    """A result that another lead held back first: whose reason stands is not changed by a second one."""

    message = _("%(reference)s is held back already. Nothing was changed; your reason is kept below.")


class TooEarly(Refusal):
    """The cycle's policy lets nothing out before a moment; `moment` is that moment in words."""

    message = _("This cycle releases no result before %(moment)s. Nothing was changed.")


class MomentPassed(Refusal):
    """A planned release needs a moment that is still to come."""

    status = 422
    message = _("Choose a day and an hour that are still to come.")


class MomentOrNow(Refusal):
    """A moment was written and "now" was chosen: nothing that cannot be taken back rests on a guess."""

    status = 422
    message = _("You wrote a day and an hour, and “Now” is chosen. Nothing was released: choose one, or empty the field.")


class AlreadyReleased(Refusal):
    """What a candidate may read is never taken back."""

    message = _(
        "The result of %(reference)s is released, and its candidate may have read it. A release is never taken back. If the "
        "result is wrong, a new record puts it right, and both stay."
    )


class NothingPlanned(Refusal):
    """There is no date to recall, or no hold to lift."""

    message = _("There was nothing to change: %(reference)s has no date and no hold of that kind any more.")


class NoBasis(Refusal):
    """A decided case without agreement or resolution: nothing is ever recorded without its basis."""

    message = _("This case holds no agreement and no resolution, so there is nothing to record.")
