"""What retention will not do, and why."""

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Incomplete, Refusal


class HoldKindMissing(Incomplete):
    """A case is held for something."""

    message = _("Choose what the case is held for. Nothing was changed.")


class NothingToDispose(Refusal):
    """A proposal of no case."""

    status = 422
    message = _("Choose at least one case to propose for disposal.")


class TooManyToDispose(Refusal):
    """A proposal larger than two people can look over. `most` is the limit."""

    status = 422
    message = _("Propose at most %(most)s cases at a time.")


class NotDisposable(Refusal):
    """Something stands against the disposal of one case, so nothing of the whole was done."""

    message = _("%(reference)s may not be disposed of now. Nothing was changed: reload the list and choose again.")


class TookPart(Refusal):
    """Whoever was the candidate of a case, sat on it or decided on it has no say in how long it is kept."""

    status = 403
    message = _("You took part in %(reference)s, so somebody else has to do this. Nothing was changed.")


class ProposalOver(Refusal):
    """The proposal was carried out or sent back before."""

    message = _("This proposal was carried out or sent back before. Nothing was changed.")


class SecondPersonNeeded(Refusal):
    """Whoever proposed a disposal does not carry it out."""

    status = 403
    message = _("You proposed this disposal, so somebody else has to carry it out. Nothing was changed.")


class HeldAlready(Refusal):
    """A case is held once at a time."""

    message = _("This case is held already. Nothing was changed.")


class NotHeld(Refusal):
    """There is no hold to lift."""

    message = _("This case is not held any more. Nothing was changed.")
