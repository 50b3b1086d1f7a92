"""A password that many people would try first is refused: what leaked often, well-known words, runs of keys, one's own name.

How many tries a password takes is estimated as zxcvbn does (Wheeler, USENIX Security 2016), which carries 30,000 passwords that
leaked most often and knows keyboards, dates and signs in the place of letters. It knows no French and not this board: their
words are told here, and of what is made of them alone nothing is taken. Nobody is told which signs to choose.
"""

import re
import unicodedata

from flask_babel import lazy_gettext as _

from reviewboard.foundation.people.passwords import SHORTEST
from reviewboard.foundation.refusals import Refusal

LEAST_LEFT = 6  # letters and digits that no such word explains
LEAST_SCORE = 3  # of zxcvbn's five: at least 10^8 tries
LOOKED_AT = 24  # characters: the time of an estimate grows with the cube of what may stand for what
SHORTEST_WORD = 4
WELL_KNOWN = (
    "password", "passwort", "passphrase", "motdepasse", "letmein", "iloveyou", "jetaime", "welcome", "bienvenue", "bonjour",
    "changeme", "administrator", "administrateur", "superman", "football", "baseball", "princess", "sunshine", "soleil",
    "chocolat", "dragon", "monkey", "master", "shadow", "secret", "starwars", "trustno", "azerty", "qwerty", "hockey",
    "canadien", "canadiens", "quebec", "montreal", "toronto", "ottawa", "summer", "winter", "spring", "autumn",
    "printemps", "automne", "janvier", "fevrier", "mars", "avril", "juin", "juillet", "aout", "septembre", "octobre",
    "novembre", "decembre", "amour", "maman", "loulou", "doudou", "chouchou",
)  # fmt: skip
OF_THE_BOARD = (
    "reviewboard", "review", "board", "evaluation", "competencies", "competency", "competence", "collaboration", "assessor",
    "evaluateur", "candidate", "candidat", "coordinator", "coordonnateur", "auditor", "auditeur", "canada", "revenue",
    "revenu", "agency", "agence",
)  # fmt: skip
KEYS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_LETTERS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})


class PasswordTooEasy(Refusal):
    """Somebody who guesses would try this password early."""

    status = 422
    message = _(
        "This password is too easy to guess: it is made of well-known words, of keys in a row, or of your name. Choose a "
        "sentence that only you would think of."
    )


def require_hard_to_guess(password: str, *, email: str, name: str) -> None:
    """Raise PasswordTooEasy for a password that is easy to guess for an account with this address and name.

    One that is too short is told so elsewhere.
    """
    if len(password) >= SHORTEST and too_easy(password, own=(*re.split(r"[@.\-_+]", email), *name.split())):
        raise PasswordTooEasy()


def too_easy(password: str, *, own: tuple[str, ...] = ()) -> bool:
    """Whether a password is made of well-known words and `own` words of its owner, or takes few tries for another reason."""
    words = [_plain(word) for word in own if len(word) >= SHORTEST_WORD] + [*WELL_KNOWN, *OF_THE_BOARD, *KEYS]
    spellings = (_plain(password), _plain(password.translate(_LETTERS)))
    return min(_left(spelling, words) for spelling in spellings) < LEAST_LEFT or _takes_few_tries(password, words)


def _takes_few_tries(password: str, words: list[str]) -> bool:
    from zxcvbn import zxcvbn  # its lists are read when a password is chosen, not by every process

    return bool(zxcvbn(password[:LOOKED_AT], user_inputs=words)["score"] < LEAST_SCORE)


def _left(text: str, words: list[str]) -> int:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    return sum(sign.isalnum() for sign in text)


def _plain(text: str) -> str:
    """In small letters, without accents, with nothing between the letters and digits that breaks a word."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if sign.isalnum())
