"""The words for what keeps a person from a case and for what a waiting case lacks. Data become sentences here."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_ngettext as ngettext

from reviewboard.stages.assignment.lacking import HELD, NOBODY
from reviewboard.stages.assignment.rules import Bar


def bar_word(bar: str) -> str:
    """Return why a person may not take a seat, as the end of a list entry. Raises KeyError for an unknown bar."""
    return {
        Bar.SELF: _("is the candidate"),
        Bar.SUPERVISOR: _("supervises the candidate, or is supervised by them"),
        Bar.SAME_TEAM: _("works in the candidate's team"),
        Bar.DECLARED: _("a conflict of interest was declared"),
        Bar.KIN: _("is related to the candidate"),
        Bar.DISPUTE: _("has a dispute with the candidate"),
        Bar.CO_SIGNER: _("is named to confirm an example"),
        Bar.LANGUAGE: _("does not read the language of the submission"),
        Bar.TRAINING: _("has no current training on the scale"),
        Bar.CAPACITY: _("has no free place"),
        Bar.AWAY: _("is away"),
        Bar.BEEN_SEATED: _("had a seat on the case before"),
        Bar.TOOK_PART: _("took part before, answers a recourse about it, or may read how it was rated"),
        Bar.NEVER_TOGETHER: _("never sits with the other assessor"),
        Bar.UNIT: _("works in the unit of the other assessor"),
        Bar.EXCLUDED: _("left out by your wish"),
    }[Bar(bar)]


def barred_words(data: dict[str, Any]) -> list[str]:
    """Return how many people each bar keeps out ("barred" of a waiting case or an explanation); one may count in several."""
    return [_("%(count)s: %(why)s", count=count, why=bar_word(bar)) for bar, count in data.get("barred", {}).items()]


def waiting_sentence(waiting: dict[str, Any]) -> str:
    """Return what a waiting case lacks (`Case.waiting`), and what would help."""
    short, bar, language = waiting["short"], waiting["bar"], waiting.get("language")
    sentences: dict[Any, Any] = {
        HELD: _("Waits for you: rounds are held in this cycle."),
        NOBODY: ngettext(
            "Waits for %(num)s more assessor: nobody else may sit here.",
            "Waits for %(num)s more assessors: nobody else may sit here.", short,
        ),
        (Bar.LANGUAGE, "fr"): ngettext(
            "Waits for %(num)s more assessor who reads French.",
            "Waits for %(num)s more assessors who read French.", short,
        ),
        (Bar.LANGUAGE, "en"): ngettext(
            "Waits for %(num)s more assessor who reads English.",
            "Waits for %(num)s more assessors who read English.", short,
        ),
        Bar.CAPACITY: ngettext(
            "Waits for %(num)s more place: add an assessor, or raise somebody’s “Cases at a time”.",
            "Waits for %(num)s more places: add assessors, or raise somebody’s “Cases at a time”.", short,
        ),
        Bar.TRAINING: ngettext(
            "Waits for %(num)s more assessor with current training on the scale.",
            "Waits for %(num)s more assessors with current training on the scale.", short,
        ),
        Bar.UNIT: ngettext(
            "Waits for %(num)s more assessor of another unit.",
            "Waits for %(num)s more assessors of different units.", short,
        ),
        Bar.AWAY: ngettext(
            "Waits for %(num)s assessor to be back: add one who is here.",
            "Waits for %(num)s assessors to be back: add some who are here.", short,
        ),
        Bar.TOOK_PART: ngettext(
            "Waits for %(num)s more assessor: the others took part before.",
            "Waits for %(num)s more assessors: the others took part before.", short,
        ),
        Bar.BEEN_SEATED: ngettext(
            "Waits for %(num)s more assessor: the others had a seat on it before.",
            "Waits for %(num)s more assessors: the others had a seat on it before.", short,
        ),
        Bar.NEVER_TOGETHER: ngettext(
            "Waits for %(num)s more assessor: those who could sit here never sit together.",
            "Waits for %(num)s more assessors: those who could sit here never sit together.", short,
        ),
        Bar.EXCLUDED: ngettext(
            "Waits for %(num)s more assessor: your wishes leave the others out.",
            "Waits for %(num)s more assessors: your wishes leave the others out.", short,
        ),
    }  # fmt: skip
    conflict = ngettext(
        "Waits for %(num)s more assessor without a conflict of interest.",
        "Waits for %(num)s more assessors without a conflict of interest.", short,
    )  # fmt: skip
    lacks = str(sentences.get((bar, language)) or sentences.get(bar) or conflict)
    if bar != HELD and waiting.get("places", 0) > 1 and waiting.get("eligible") == 1:
        return _("%(lacks)s Two places are empty: one person could sit, and both wait until two can.", lacks=lacks)
    return lacks


def shortage_sentence(shortage: dict[str, Any]) -> str:
    """Return one shortage of a round (an entry of its `outcome["shortages"]`), with the numbers that end it."""
    languages = {
        ("fr",): _("French submissions"), ("en",): _("English submissions"), ("en", "fr"): _("All submissions"),
    }[tuple(shortage["languages"])]  # fmt: skip
    missing, limit = shortage["missing"], shortage["raise_limit_to"]
    if limit is None:
        return str(ngettext(
            "%(languages)s need %(num)s more place: add an assessor.",
            "%(languages)s need %(num)s more places: add assessors.", missing, languages=languages,
        ))  # fmt: skip
    return str(ngettext(
        "%(languages)s need %(num)s more place: add an assessor, or raise everybody’s “Cases at a time” to %(limit)s.",
        "%(languages)s need %(num)s more places: add assessors, or raise everybody’s “Cases at a time” to %(limit)s.", missing,
        languages=languages, limit=limit,
    ))  # fmt: skip


def conflict_word(kind: str) -> str:
    """Return what lies between two people."""
    return {
        "supervisor": _("one supervises the other"), "team": _("same team"), "kin": _("related or close friends"),
        "dispute": _("a dispute"), "declared": _("another reason"),
    }[kind]  # fmt: skip


def ended_word(why: str | None) -> str:
    """Return why a seat was given up."""
    words: dict[str | None, str] = {
        None: "", "conflict": _("conflict of interest"), "recused": _("stepped back"), "overdue": _("overdue"),
        "withdrawn": _("the case was withdrawn"), "departed": _("freed by the coordinator"),
        "moved": _("given to another before it was opened"), "away": _("on leave until after it was due"),
        "unneeded": _("its rating was wanted no more"),
    }  # fmt: skip
    return words[why]
