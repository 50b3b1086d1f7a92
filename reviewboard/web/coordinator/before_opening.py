"""What a coordinator should look at before a cycle opens, though it may open so."""

from flask import g

from reviewboard.foundation.cycle.notice_years import other_years
from reviewboard.stages.assignment.queue_counts import readers_of
from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.coordination import not_ready
from reviewboard.stages.retention.rules import Schedule
from reviewboard.stages.workflow import SEATS
from reviewboard.web.door import now
from reviewboard.web.wording import gettext as _
from reviewboard.web.wording import ngettext

NAMED = 10  # people


def notice_said() -> str:
    """Return which version the notice has, and in which language it is still to be written."""
    texts = ((g.cycle.notice_fr, _("in French")), (g.cycle.notice_en, _("in English")))
    lacking = [word for text, word in texts if not text.strip()]
    number = g.cycle.notice_version
    if len(lacking) == 2:
        return _("not written yet")
    if lacking:
        return _("version %(number)s, not written yet %(language)s", number=number, language=lacking[0])
    return _("version %(number)s, in both languages", number=number)


def other_years_named() -> list[str]:
    """Return, by language, that the notice names other years than those for which the policy keeps a case."""
    schedule, ladder = Schedule.from_policy(g.cycle.policy), Ladder.from_policy(g.cycle.policy)
    known = {schedule.years, schedule.years_after_use, ladder.valid_years}
    words = ((g.cycle.notice_fr, _("French")), (g.cycle.notice_en, _("English")))
    return [
        _("The notice in %(language)s speaks of “%(figure)s”. The policy keeps a case %(years)s years after its end, and at "
          "least %(use)s years after its last use. See that candidates are promised what the policy does: both are frozen.",
          language=language, figure=figure, years=schedule.years, use=schedule.years_after_use)
        for text, language in words
        for figure in other_years(text, known)
    ]  # fmt: skip


def not_ready_yet() -> list[str]:
    """Return who could not take part today: no password was chosen, or no training is current. A cycle may open so."""
    silent, untrained = not_ready(g.cycle.id, today=now().date())
    return [
        sentence
        for names, sentence in (
            (silent, ngettext("%(names)s has not chosen a password, and cannot sign in yet.",
                              "%(num)s people have not chosen a password, and cannot sign in yet: %(names)s.", len(silent),
                              names=_some(silent))),
            (untrained, ngettext("%(names)s has no current training, and gets no case until then.",
                                 "%(num)s assessors have no current training, and get no case until then: %(names)s.",
                                 len(untrained), names=_some(untrained))),
        )
        if names
    ]  # fmt: skip


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def too_few() -> list[str]:
    """Return, by language, that too few people could rate today. A cycle may open so: its cases wait."""
    today = now().date()
    here = [reader.languages for reader in readers_of(g.cycle) if reader.rates_on(today)]
    words = {"fr": _("French"), "en": _("English")}
    reading = {code: sum(code in languages for languages in here) for code in words}
    return [
        ngettext("%(num)s assessor with current training reads %(language)s; a case needs two, and waits until then.",
                 "%(num)s assessors with current training read %(language)s; a case needs two, and waits until then.",
                 reading[code], language=word)
        for code, word in words.items()
        if reading[code] < SEATS
    ]  # fmt: skip
