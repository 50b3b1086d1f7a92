"""What pages say, in the reader's language: a sentence is looked up once and kept, its values are escaped each time."""

from functools import cache, lru_cache
from typing import Any

from flask import Flask
from flask_babel import get_translations
from jinja2 import pass_eval_context
from markupsafe import Markup

from reviewboard.reader import spoken

NUMBERS = 10_000  # sentences with a number in them that are kept


def register(app: Flask) -> None:
    """Give templates `_` and `ngettext`, and `N_`, which only marks a sentence that is said elsewhere."""
    app.jinja_env.globals |= {"_": say, "gettext": say, "ngettext": say_number, "N_": str}


@pass_eval_context
def say(here: Any, sentence: str, /, **values: Any) -> str:
    """Return the sentence in the reader's language with its values."""
    return _filled(here, _said(spoken(), sentence), values)


@pass_eval_context
def say_number(here: Any, one: str, many: str, number: int, /, **values: Any) -> str:
    """Return the sentence for so many in the reader's language with its values; `num` is the number."""
    return _filled(here, _said_of(spoken(), one, many, number), {"num": number, **values})


@cache
def _said(_language: str, sentence: str) -> Markup:
    """Sentences are the board's own words; a template has a fixed number of them."""
    return Markup(get_translations().ugettext(sentence))  # noqa: S704


@lru_cache(NUMBERS)
def _said_of(_language: str, one: str, many: str, number: int) -> Markup:
    return Markup(get_translations().ungettext(one, many, number))  # noqa: S704


def gettext(sentence: str, /, **values: Any) -> str:
    """Return the sentence in the reader's language with its values, as plain text for a view to hand on."""
    text = str(_said(spoken(), sentence))
    return text % values if values else text


def ngettext(one: str, many: str, number: int, /, **values: Any) -> str:
    """Return the sentence for so many in the reader's language with its values, as plain text."""
    return str(_said_of(spoken(), one, many, number)) % {"num": number, **values}


def _filled(here: Any, sentence: Markup, values: dict[str, Any]) -> str:
    """A percent sign is written twice in every sentence, whether it has values or not. A mail's values are not escaped."""
    if not here.autoescape:
        return str(sentence) % values
    return sentence % values if values or "%" in sentence else sentence
