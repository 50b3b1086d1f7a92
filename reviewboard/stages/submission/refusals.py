"""What the submission stage will not do, and why: each refusal says what happened to the text and what to do next."""

from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Incomplete, Refusal
from reviewboard.stages.submission.rules import Problem


class NotOpenNow(Refusal):
    """The cycle has not opened yet, or no longer takes submissions."""

    message = _("This cycle takes no submissions now. Nothing was started.")


class PastDeadline(Refusal):
    """It is later than this candidate may write, by the board's own clock."""

    message = _("The deadline has passed, so nothing was changed.")


class AlreadySubmitted(Refusal):
    """The submission is in, so nothing edits it."""

    message = _("Your submission is in, so it can no longer be changed.")


class CaseWithdrawn(Refusal):
    """The candidate withdrew."""

    message = _("You withdrew this submission, so it can no longer be changed.")


class TooLateToWithdraw(Refusal):
    """The assessment has come to its end."""

    message = _("It is too late to withdraw this submission. You will hear as announced.")


class NoticeFirst(Refusal):
    """Nobody writes an example before they have read what becomes of it."""

    message = _("Read and acknowledge the privacy and process notice first.")


class NoticeChanged(Refusal):
    """Another version of the notice is in force than the one that was read."""

    message = _("The notice has changed since you opened it. Read the new version, then acknowledge it.")


class TooManyExamples(Refusal):
    """The limit of examples is reached. `limit` is their number."""

    message = _("This cycle takes at most %(limit)s examples. Remove one before you add another.")


class ExampleGone(Refusal):
    """The draft has no such example: it was removed, in another window perhaps."""

    message = _("This example was removed, so nothing was saved.")


class FieldTooLong(Refusal):
    """A text longer than can be kept. `field` names it; `most` and `found` are counted in characters."""

    status = 422
    message = _(
        "This text has %(found)s characters, %(over)s too many. Shorten it to at most %(most)s characters. Nothing was saved, "
        "and all you typed is still here."
    )

    def __init__(self, field: str, most: int, found: int) -> None:
        super().__init__(most=most, found=found, over=found - most)
        self.field = field


class NotADate(Refusal):
    """A date that is none. `field` names it."""

    status = 422
    message = _("Write the date as year, month and day, such as 2026-03-31. Nothing was saved.")

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


class NotALanguage(Refusal):
    """A language the board does not assess in."""

    status = 422
    message = _("Choose French or English.")


class NoFileChosen(Refusal):
    """The form for evidence came without a file."""

    status = 422
    message = _("Choose a file first.")


class TooManyFiles(Refusal):
    """The limit of files of one example is reached. `limit` is their number."""

    status = 422
    message = _("An example takes at most %(limit)s files. Remove one before you add another.")


class NotASize(Refusal):
    """A file of a size that is no whole number of bytes."""

    status = 422
    message = _("The browser did not say how large this file is. Choose it again.")


class NotAnOffset(Refusal):
    """A piece of a file that does not say where it belongs."""

    status = 422
    message = _("This piece of the file does not say where it belongs. Nothing of it was kept.")


class WrongOffset(Refusal):
    """A piece of a file that does not follow on what is here: it was sent before, or one before it is missing."""

    message = _("This piece of the file does not follow on what has arrived. Nothing of it was kept.")


class PieceOfUnknownLength(Refusal):
    """A piece that does not say how long it is, so that nobody could tell whether it arrived whole."""

    status = 411
    message = _("This piece of the file does not say how long it is. Nothing of it was kept.")


class PieceOfWrongSize(Refusal):
    """A piece too small or too large to be taken in, or longer than what the file still lacks."""

    status = 422
    message = _("This piece of the file is not of a size the board takes. Nothing of it was kept.")


class NotWhole(Refusal):
    """The end of an upload of which a part is still missing."""

    message = _("A part of this file has not arrived yet. Send the rest, then finish.")


class NoDigest(Refusal):
    """The end of an upload that does not say what the whole file should be."""

    status = 422
    message = _("The browser did not say which file it sent, so nobody could tell that it arrived whole. Choose it again.")


class ChangedSinceCheck(Refusal):
    """The draft was changed, in another window perhaps, after its check was shown."""

    message = _("Your draft was changed after you opened this page. Nothing was submitted: check it again below.")


class SubmissionIncomplete(Incomplete):
    """A submission that lacks parts. `found` are the problems as values, `problems` their sentences."""

    message = _("Nothing was submitted yet: some parts need your attention.")

    def __init__(self, found: tuple[Problem, ...], sentences: tuple[Any, ...]) -> None:
        super().__init__(problems=sentences)
        self.found = found


class RequestEmpty(Refusal):
    """A request for accommodation without words, or with too many. `most` is counted in characters."""

    status = 422
    message = _("Say what you need, in at most %(most)s characters.")


class AlreadyAnswered(Refusal):
    """The request was answered; what was asked and answered stays as it is."""

    message = _("Your request was answered, so it stays as it is. Write to your coordinator if you need more.")


class NothingToAnswer(Refusal):
    """An answer that says nothing, or more than anybody reads."""

    status = 422
    message = _("Write an answer of at most %(most)s characters.")


class TimeInVain(Refusal):
    """More time that has passed, or that runs out before the cycle closes anyway."""

    status = 422
    message = _("More time must end after the cycle's own deadline, and later than now.")


class TimeBeyondPromise(Refusal):
    """More time than until candidates are promised an answer. It counts where it is said to be meant."""

    status = 422
    message = _("Candidates of this cycle are promised an answer by %(day)s, and this is later. Nothing was kept: choose an "
                "earlier moment, or tick below that it is meant.")  # fmt: skip


class NoTimeToChange(Refusal):
    """The time that was given has passed, or the case is not written any more."""

    message = _("The time that was given has passed, or the case was handed in or withdrawn. Nothing was changed.")


class NoDraftToExtend(Refusal):
    """More time for a case that is not written any more: it was handed in, or withdrawn."""

    status = 422
    message = _("This case was handed in or withdrawn meanwhile, so no more time can be given. Answer without a new deadline.")
