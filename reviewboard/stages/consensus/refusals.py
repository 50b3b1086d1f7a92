"""What the consensus stage will not do, and why: each refusal says what to do next."""

from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Incomplete, Refusal, StaleWrite
from reviewboard.stages.consensus import rules
from reviewboard.stages.rating.filler import Filler
from reviewboard.stages.rating.refusals import FILLER_WORDS


class DiscussionOver(Refusal):
    """The discussion ended before this arrived: by agreement, by its clock, or in a dispute."""

    message = _("The discussion is over, so nothing was added. Your text is kept below.")


class NothingWritten(Refusal):
    """A message without words."""

    status = 422
    message = _("Write a message before you send it.")


class TooLong(Refusal):
    """A text longer than anything people read. `most` is the limit in characters."""

    status = 422
    message = _("This text is too long. Shorten it to at most %(most)s characters.")


class ReasonTooShort(Refusal):
    """A move, an escalation or a refusal without enough of a reason. `least` is counted in characters."""

    status = 422
    message = _("Say why in at least %(least)s characters.")


class ReasonSaysNothing(Refusal):
    """A reason long enough, of words that say nothing. `found` is how."""

    status = 422
    message = FILLER_WORDS[Filler.FEW_WORDS]

    def __init__(self, found: Filler) -> None:
        super().__init__()
        self.found = found
        self.message = FILLER_WORDS[found]


class MovedMeanwhile(StaleWrite):
    """A move was entered that the rater had not seen when they wrote theirs."""

    message = _("Another move came first, so yours was not entered. It stands under “What was said”; your text is kept below.")


class NotOnThisScale(Refusal):
    """A dimension, level or competency that the case's scale does not have."""

    status = 422
    message = _("Choose one of the answers that this scale offers.")


class PassageElsewhere(Refusal):
    """A cited passage that belongs to neither rating of this case."""

    status = 422
    message = _("Choose a passage that one of the two ratings cites.")


class EndsDiscussion(Refusal):
    """The move would end the discussion; it is taken once it is sent again as confirmed. `ending` says how it ends."""

    status = 422
    message = _("This move ends the discussion. Check it, then confirm.")

    def __init__(self, ending: rules.Agreement | rules.Dispute) -> None:
        super().__init__()
        self.ending = ending


class MovesNowhere(Refusal):
    """A move to where the rater stands already."""

    status = 422
    message = _("You stand there already. Choose where you move to, or keep where you stand. Nothing was entered.")


class KeepsAnother(Refusal):
    """A stand kept while another one is chosen."""

    status = 422
    message = _("You chose another answer than yours. Move to it, or choose where you stand. Nothing was entered.")


class ExtensionOutOfRange(Refusal):
    """More time than the policy allows, or none."""

    status = 422
    message = _("Give between 1 and %(most)s more hours.")


class ThirdRatingNotOffered(Refusal):
    """The policy of the cycle knows no third rating."""

    message = _("The policy of this cycle does not provide for a third rating. Decide on the two ratings.")


class ThirdRatingThere(Refusal):
    """One third rating is all a case gets."""

    message = _("A third rating is already there. Decide on the three ratings.")


class QuestionsNotOffered(Refusal):
    """The policy of the cycle lets nobody ask the candidate."""

    message = _("The policy of this cycle does not provide for a question to the candidate. Decide on what is there.")


class QuestionThere(Refusal):
    """One question is all a candidate gets, so that no two candidates are asked more than each other."""

    message = _("The candidate was asked already. Decide on the answer that is there.")


class AnswerDaysOutOfRange(Refusal):
    """Too little or too much time for an answer. `least` and `most` are days."""

    status = 422
    message = _("Give the candidate between %(least)s and %(most)s days.")


class QuestionOver(Refusal):
    """The time of the answer ended before this arrived."""

    message = _("The time for your answer is over, so nothing was changed.")


class AnswerIsIn(QuestionOver):
    """The answer was handed in, in another window perhaps, before this arrived."""

    message = _("Your answer was handed in before this arrived, so nothing was changed.")


class NothingWasAdded(QuestionOver):
    """Its candidate said that there is nothing to add, in another window perhaps, before this arrived."""

    message = _("You had said that you have nothing to add before this arrived, so nothing was changed.")


class AnswerNotNeeded(QuestionOver):
    """Its candidate withdrew before this arrived."""

    message = _("You withdrew your submission, so no answer is taken any more and nothing was changed.")


_OVER = {"answered": AnswerIsIn, "nothing": NothingWasAdded, "withdrawn": AnswerNotNeeded}


def question_over(ended_why: str | None) -> QuestionOver:
    """Return why a question takes no answer any more. `ended_why`: how it ended, None where only its time is over."""
    return _OVER.get(ended_why or "", QuestionOver)()


class NothingToHandIn(Refusal):
    """An answer without a word and without a file."""

    status = 422
    message = _("Write an answer or add a file. If you have nothing to add, say so with the other button.")


class DeciderTied(Refusal):
    """A decision whose lead has a conflict of interest by now: nobody signs it any more."""

    message = _("A conflict of interest lies by now between the lead who decided and the candidate. Send the decision back.")


class FilesChanged(Refusal):
    """The files of an answer are not those that its last look showed."""

    message = _("The files of your answer changed after you looked at it. Nothing was handed in: look once more.")


class OwnLevelIncomplete(Incomplete):
    """A level of one's own without a level or a reason. `fields` maps the name of a field to its sentence."""

    message = _("Your level was not noted: some parts need your attention. What you wrote is kept.")

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(problems=tuple(fields.values()))
        self.fields = fields


class LevelNoted(Refusal):
    """A lead notes a level of their own once: both ratings are open to them since."""

    message = _("You noted your level before, and both ratings are open to you since. Nothing was changed.")


class DecisionIncomplete(Incomplete):
    """A decision with parts missing. `fields` maps the name of a part ("reasons", "reasons_effort") to its sentence."""

    message = _("The decision was not taken: some parts need your attention. What you wrote is kept.")

    def __init__(self, fields: dict[str, Any]) -> None:
        super().__init__(problems=tuple(fields.values()))
        self.fields = fields
