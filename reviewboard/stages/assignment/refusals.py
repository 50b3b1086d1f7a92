"""What assignment will not do, and the sentences that say so."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Incomplete, Refusal


class RoundChanged(Refusal):
    """The preview a coordinator wants to commit no longer fits the cases and the pool."""

    message = _("Cases or assessors changed after this preview. Nothing was assigned: look at the new preview first.")


class WishesRefused(Refusal):
    """Wishes for a round that cannot be kept: `refused` says why by (case, account), see `wishing.refused_wishes`."""

    status = 422
    message = _("Some of your wishes cannot be kept, so nothing was assigned.")

    def __init__(self, refused: Mapping[tuple[str, str], str]) -> None:
        super().__init__()
        self.refused = refused


class SeatSealed(Refusal):
    """A seat whose rating is sealed is not given up: the rating stays."""

    message = _("This rating is sealed, so the seat cannot be freed.")


class SeatGivenUp(Refusal):
    """A seat that ended before: whoever comes second hears it, and their reason is not taken for the first one's."""

    message = _("This seat was given up before. Nothing was changed.")


class ConflictUnanswered(Incomplete):
    """The conflict check was sent without an answer."""

    message = _("The conflict check is not answered yet.")


class ConflictKindMissing(Incomplete):
    """A case is handed over for something that lies between two people."""

    message = _("Choose what lies between you. Nothing was changed.")


class ReasonMissing(Incomplete):
    """A seat is given up or freed with a reason."""

    message = _("A reason is needed. Nothing was changed.")


class ConflictContradicted(Incomplete):
    """The answer says no, and a conflict is described."""

    message = _("You say that there is no conflict of interest, and describe one. Which is it?")
