"""How the parts of a submission and its problems are called, wherever they are shown."""

from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.stages.submission.rules import Problem, ProblemKind

FIELD_NAMES: dict[str, Any] = {
    "title": _("Title"),
    "when_from": _("From"),
    "when_to": _("To"),
    "context": _("The situation"),
    "contacts": _("The people you worked with"),
    "why_not_clients": _("Why they are neither your clients nor your team"),
    "actions": _("What you did"),
    "result": _("The result"),
    "benefit": _("The benefit"),
    "confirmer_name": _("Who can confirm it"),
    "confirmer_email": _("Their e-mail address"),
}
"""The name of each field of an example, as its candidate is asked for it."""

READ_AS: dict[str, Any] = {
    "title": _("Title"),
    "context": _("The situation"),
    "contacts": _("The people"),
    "why_not_clients": _("Why they are neither clients nor the candidate’s team"),
    "actions": _("What the candidate did"),
    "result": _("The result"),
    "benefit": _("The benefit"),
}
"""The name of each text of an example, as its assessors read it."""

_IN_EXAMPLE: dict[ProblemKind, Any] = {
    ProblemKind.EMPTY: _("Example %(example)s: “%(field)s” is empty"),
    ProblemKind.TOO_MANY_WORDS: _("Example %(example)s has %(found)s words; %(limit)s are allowed"),
    ProblemKind.DATES_REVERSED: _("Example %(example)s: the second date lies before the first"),
    ProblemKind.IN_FUTURE: _("Example %(example)s: the date lies in the future"),
    ProblemKind.TOO_OLD: _("Example %(example)s ended more than %(limit)s months ago"),
    ProblemKind.NOT_AN_EMAIL: _("Example %(example)s: “%(field)s” is not an e-mail address"),
    ProblemKind.FILE_REFUSED: _(
        "Example %(example)s: files that were refused: %(found)s. Remove each, or send it again mended"
    ),
}

_IN_ALL: dict[ProblemKind, Any] = {
    ProblemKind.NOTICE: _("The privacy and process notice is not acknowledged yet"),
    ProblemKind.TOO_FEW_EXAMPLES: _("You have %(found)s examples; at least %(limit)s are needed"),
    ProblemKind.TOO_MANY_EXAMPLES: _("You have %(found)s examples; at most %(limit)s are allowed"),
}


_AT_FIELD: dict[ProblemKind, Any] = {
    ProblemKind.EMPTY: _("Write something here"),
    ProblemKind.DATES_REVERSED: _("This date lies before the first one"),
    ProblemKind.IN_FUTURE: _("This date lies in the future"),
    ProblemKind.TOO_OLD: _("This is more than %(limit)s months ago"),
    ProblemKind.NOT_AN_EMAIL: _("This is not an e-mail address"),
}


def at_field(problem: Problem) -> str:
    """Return what is wrong, in the reader's language, for a place beside the field itself."""
    return str(_AT_FIELD[problem.kind]) % {"limit": problem.limit}


def sentence(problem: Problem) -> str:
    """Return what is wrong as one line in the reader's language; examples are counted from 1."""
    known = _IN_ALL if problem.example is None else _IN_EXAMPLE
    return str(known[problem.kind]) % {
        "example": (problem.example or 0) + 1,
        "field": FIELD_NAMES.get(problem.field or "", ""),
        "found": problem.found,
        "limit": problem.limit,
    }
