"""What the recourse stage will not do, and why: each refusal says what to do next."""

from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Incomplete, Refusal
from reviewboard.stages.recourse.rules import Shut, Unable


class SomebodySigns(Refusal):
    """A decision is taken back only where nobody could sign it."""

    message = _("Another lead may sign this decision, so it waits for them. Nothing was changed.")


class RecourseMovedOn(Refusal):
    """The recourse is not where this step begins."""

    message = _("This recourse has moved on since the page was opened. Nothing was changed: below you see where it stands.")


class CannotAsk(Refusal):
    """A recourse cannot be asked for now. `shut` says why; the text is kept."""

    message = _("This cannot be asked for now.")

    def __init__(self, shut: Shut) -> None:
        super().__init__()
        self.shut = shut
        self.message = SHUT_WORDS[shut]


SHUT_WORDS: dict[Shut, Any] = {
    Shut.OVER: _("The time to ask for this is over, so nothing was sent. What you wrote is kept below, and you may still add a"
                 " statement to your result."),
    Shut.ASKED: _("You asked for this already. Nothing was sent a second time."),
    Shut.GIVEN_UP: _("You have asked for the next step already, so this one can no longer be asked for."),
    Shut.AFTER_FEEDBACK: _("Your individual feedback is still to be given. You can ask for a decision review after it."),
    Shut.AFTER_REVIEW: _("A fresh rating can be asked for once a decision review is decided."),
    Shut.REVIEW_WITHDRAWN: _("You took back the decision review, so no fresh rating can be asked for."),
    Shut.REVIEW_OVER: _("The time to ask for a decision review is over, so no fresh rating can be asked for."),
}  # fmt: skip


class AskIncomplete(Incomplete):
    """What is asked lacks parts. `fields` maps the name of a part to its sentence."""

    message = _("Nothing was sent yet: some parts need your attention. What you wrote is kept.")

    def __init__(self, fields: dict[str, Any]) -> None:
        super().__init__(problems=tuple(fields.values()))
        self.fields = fields


class AnswerIncomplete(Incomplete):
    """An answer lacks parts. `fields` maps the name of a part to its sentence."""

    message = _("Nothing was decided: some parts need your attention. What you wrote is kept.")

    def __init__(self, fields: dict[str, Any]) -> None:
        super().__init__(problems=tuple(fields.values()))
        self.fields = fields


class HandlerMissing(Incomplete):
    """Nobody was chosen who leads the panel of the cycle."""

    message = _("Choose who answers it: a panel lead of this cycle.")


class CannotAnswer(Refusal):
    """A lead who may not answer this recourse. `why` names what keeps them from it."""

    message = _("Whoever answers this must have taken no part before.")

    def __init__(self, why: Unable) -> None:
        super().__init__()
        self.why = why
        self.message = UNABLE_WORDS[why]


UNABLE_WORDS: dict[Unable, Any] = {
    Unable.TIED: _("A conflict of interest lies between this person and the candidate."),
    Unable.SAT: _("This person had a seat on the case."),
    Unable.DECIDED: _("This person took part in the decision."),
    Unable.EARLIER: _("This person answered an earlier recourse of the case."),
    Unable.FRESH: _("This person takes part in the fresh rating."),
    Unable.CHECK: _("This person read a check of the case, which is no part of the candidate’s file."),
}


OWN_UNABLE_WORDS: dict[Unable, Any] = {
    Unable.TIED: _("A conflict of interest lies between you and the candidate."),
    Unable.SAT: _("You had a seat on the case."),
    Unable.DECIDED: _("You took part in the decision."),
    Unable.EARLIER: _("You answered an earlier recourse of the case."),
    Unable.FRESH: _("You take part in the fresh rating."),
    Unable.CHECK: _("You read a check of the case, which is no part of the candidate’s file."),
}


class TooSoonToMeet(Refusal):
    """The candidate did not have the file for long enough. `hours` is how long they must have it."""

    message = _("The candidate must have the file for %(hours)s hours before a meeting, unless they say they are ready sooner.")


class MeetingInFuture(Refusal):
    """A meeting is noted once it was held."""

    status = 422
    message = _("Note a meeting once it was held: give a day between the disclosure and today.")


class SayMore(Refusal):
    """A text that is missing or too short. `least` is counted in characters."""

    status = 422
    message = _("Write at least %(least)s characters.")


class SayWhat(Refusal):
    """A text that is missing where a few words are enough."""

    status = 422
    message = _("Write something here first.")


class SayLess(Refusal):
    """A text longer than anything people read. `most` is the limit in characters."""

    status = 422
    message = _("This text is too long. Shorten it to at most %(most)s characters.")


class StatementThere(Refusal):
    """One statement is all that is added to a record, and it stays."""

    message = _("Your statement is already beside your result, and it stays as it is. What you wrote now is kept below.")


class NotRatedAfresh(Refusal):
    """The fresh pair has not come to its outcome yet."""

    message = _("The fresh rating is not recorded yet, so there is nothing to conclude.")
