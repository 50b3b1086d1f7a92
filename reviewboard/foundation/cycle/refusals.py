"""What a cycle's set-up will not take, and the sentences that say so."""

from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.foundation.cycle.rules import Missing
from reviewboard.foundation.refusals import Incomplete, Refusal


class CycleFrozen(Refusal):
    """The cycle is open or closed, so what candidates were promised stays as it is."""

    message = _("This cycle is no longer a draft. Its dates, scales, limits, policy and notice stay as they are.")


class DraftInUse(Refusal):
    """A draft in which somebody but its coordinators has a role."""

    message = _("Somebody else has a role in this draft, so it was not deleted. Remove the people first.")


class CycleNotOpen(Refusal):
    """Only an open cycle can be closed."""

    message = _("This cycle is not open, so it cannot be closed.")


class WrongSettings(Incomplete):
    """Some settings hold values that a cycle cannot have. `fields` names them."""

    message = _("Some settings need a correction. Nothing was saved.")

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__()
        self.fields = fields


class WrongMembership(WrongSettings):
    """Some fields of an assessor's part in a cycle hold values they cannot have. `fields` names them."""


class NotReadyToOpen(Incomplete):
    """The cycle lacks something. `missing` names it, `problems` say it."""

    message = _("This cycle cannot open yet.")

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(problems=tuple(MISSING_WORDS[each] for each in missing))
        self.missing = missing


class RolesClash(Refusal):
    """A coordinator reads who assesses whom, and so takes no other part in the cycle."""

    status = 422
    message = _("%(email)s cannot hold this role too: a coordinator of a cycle is nothing else in it.")


class AuditorTakesNoPart(Refusal):
    """Through a role an auditor would read what those in it must not know."""

    status = 422
    message = _("%(email)s is an auditor, and an auditor takes part in no cycle.")


class LastOfRole(Refusal):
    """The cycle cannot go on without this person."""

    message = _("This is the last person in this role, and the cycle needs one. Add another one first.")


class LastInOpenCycle(Refusal):
    """A cycle that runs cannot go on without this person, whose account would be disabled."""

    message = _(
        "This person is the last coordinator or the last panel lead of an open cycle. Another one must be added to the "
        "cycle first. Until then, whoever runs the board can lock this person out by setting a new password."
    )


class NotInPool(Refusal):
    """Both people of a pair must be assessors of the cycle."""

    status = 422
    message = _("Choose two different people who are assessors in this cycle.")


class HasPassword(Refusal):
    """Only who never chose a password gets another first link."""

    message = _("%(name)s chose a password already. Only an administrator can send a link for a new one.")


MISSING_WORDS: dict[Missing, Any] = {
    Missing.DATES: _("The cycle closes in the past: choose later dates."),
    Missing.SCALE: _("Choose a published scale."),
    Missing.ASSESSORS: _("The pool needs at least two assessors."),
    Missing.LEAD: _("The panel needs a lead."),
    Missing.LIMITS: _("Say what a submission may hold."),
    Missing.NOTICE: _("Write the privacy notice in French and in English."),
}
