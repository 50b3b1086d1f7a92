"""How a case is decided, told to its candidate from the frozen policy of the cycle, and what a submission may hold."""

from flask_babel import gettext as _
from flask_babel import ngettext

from reviewboard.foundation.written_dates import written_day
from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.recourse.rules import Terms
from reviewboard.stages.retention.rules import Schedule
from reviewboard.stages.submission.rules import Limits


def how_it_goes(ladder: Ladder, required_level: int | None) -> list[str]:
    """Return the sentences that tell how two ratings become one level under this policy."""
    told = [
        _("Two assessors rate your examples, each alone. Neither sees the other’s rating before both are sealed."),
        _("Before the text opens, each of them sees your name, unit, team and supervisor once, on a page of its own, to say "
          "whether there is a conflict of interest. With the text they see a coded reference and no name."),
    ]  # fmt: skip
    if ladder.confirm_agreement:
        told.append(_("When both come to the same outcome, a panel lead confirms it before it is recorded."))
    else:
        told.append(_("When both come to the same outcome, it is recorded."))
    if ladder.discuss_distance:
        told.append(
            ngettext(
                "When they are one level apart, they discuss it, for at most %(time)s.",
                "When they are at most %(num)s levels apart, they discuss it, for at most %(time)s.",
                ladder.discuss_distance, time=_time(ladder.discussion_hours),
            )
        )  # fmt: skip
        if required_level is not None and ladder.across_required == "dispute":
            told.append(_("When the required level lies between the two, a panel lead decides without a discussion."))
        told.append(_("In every other case, and when they find no agreement, a panel lead decides, with reasons."))
    else:
        told.append(_("When they differ, a panel lead decides, with reasons."))
    if ladder.own_level_first:
        told.append(_("Before reading the two ratings, the panel lead notes a level of their own, from your examples and "
                      "evidence alone."))  # fmt: skip
    if ladder.third_rating:
        told.append(_("The panel lead may ask for a third rating, made without sight of the first two."))
    if ladder.ask_candidate:
        told.append(
            ngettext(
                "Before deciding, the panel may ask you for one more thing. You then have %(num)s day to answer, unless "
                "another time is named.",
                "Before deciding, the panel may ask you for one more thing. You then have %(num)s days to answer, unless "
                "another time is named.",
                ladder.answer_days,
            )
        )
    if ladder.countersign_other:
        told.append(_("A decision that equals neither rating is signed by a second panel lead."))
    if ladder.sampling_percent == 100:
        told.append(_("Every case on which the two agree at once is rated once more by another assessor, to check how well the "
                      "board rates. That changes no result."))  # fmt: skip
    elif ladder.sampling_percent:
        told.append(
            _("Of a hundred cases on which the two agree at once, %(percent)s are rated once more by another assessor, to "
              "check how well the board rates. Chance decides which; that changes no result, and nobody is told.",
              percent=ladder.sampling_percent)
        )  # fmt: skip
    if (earliest := ladder.earliest_release) is not None:
        told.append(_("No result of this cycle is released before %(day)s.", day=written_day(earliest)))
    if ladder.valid_years:
        told.append(
            ngettext(
                "A result is valid for %(num)s year from the day it is recorded.",
                "A result is valid for %(num)s years from the day it is recorded.",
                ladder.valid_years,
            )
        )
    told.append(_("No average is ever taken. One whole level is recorded: the highest that is fully shown."))
    return told


def _time(hours: int) -> str:
    """Return a time in whole days where it is some, else in hours."""
    if hours % 24 == 0:
        return ngettext("%(num)s day", "%(num)s days", hours // 24)
    return ngettext("%(num)s hour", "%(num)s hours", hours)


def what_may_follow(terms: Terms) -> list[str]:
    """Return the sentences that tell what recourse there is after the result, and its times, under this policy."""
    return [
        _("After the result you may ask for individual feedback, for %(ask)s days. You have it within %(answer)s days.",
          ask=terms.feedback_ask, answer=terms.feedback_answer),
        _("Then you may ask for a decision review, for %(ask)s days: a panel lead who took no part answers within %(answer)s"
          " days. You may also go straight to it, and then give up the feedback.",
          ask=terms.review_ask, answer=terms.review_answer),
        _("After the review you may ask for a fresh rating, for %(ask)s days: two other assessors, within %(answer)s days. It"
          " may be the same, higher or lower. Until then your result stays in force.", ask=terms.fresh_ask,
          answer=terms.fresh_answer),
    ]  # fmt: skip


def how_long_it_is_kept(schedule: Schedule) -> str:
    """Return the sentence that tells how long a case is kept under this policy."""
    return _(
        "Your case is kept for %(years)s years after its end, and at least %(use)s years after anybody last used it. A hold, "
        "a recourse or a request for access keeps it longer. Then two people dispose of it together.",
        years=schedule.years, use=schedule.years_after_use,
    )  # fmt: skip


def what_it_holds(limits: Limits) -> list[str]:
    """Return the limits of a submission as sentences."""
    if limits.examples_min == limits.examples_max:
        number = ngettext("Write one example.", "Write %(num)s examples.", limits.examples_max)
    else:
        number = _("Write %(least)s to %(most)s examples.", least=limits.examples_min, most=limits.examples_max)
    told = [
        number,
        _("Each has at most %(words)s words in all, and ended at most %(months)s months ago.",
          words=limits.words_max, months=limits.age_months),
    ]  # fmt: skip
    if limits.files_max:
        told.append(
            ngettext(
                "Each may come with one file of at most %(size)s MB.",
                "Each may come with up to %(num)s files of at most %(size)s MB.",
                limits.files_max, size=limits.megabytes_max,
            )
        )  # fmt: skip
    return told
