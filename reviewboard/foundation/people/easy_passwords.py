"""A password that many people would try first is refused: well-known words, runs of keys, the board's words, one's own name.

A list of passwords that were found elsewhere would refuse more; what is refused here is what a length of twelve lets through
of its head: words like these put together, with signs in the place of letters. Nobody is told which signs to choose.
"""

import re
import unicodedata

from flask_babel import lazy_gettext as _

from reviewboard.foundation.people.passwords import SHORTEST
from reviewboard.foundation.refusals import Refusal

LEAST_LEFT = 6  # letters and digits that no such word explains
LEAST_DIFFERENT = 5
RUN = 4  # keys in a row
WELL_KNOWN = (
    "password", "passwort", "passphrase", "motdepasse", "letmein", "iloveyou", "jetaime", "welcome", "bienvenue", "bonjour",
    "changeme", "administrator", "administrateur", "superman", "football", "baseball", "princess", "sunshine", "soleil",
    "chocolat", "dragon", "monkey", "master", "shadow", "secret", "starwars", "trustno", "azerty", "qwerty", "hockey",
    "canadien", "canadiens", "quebec", "montreal", "toronto", "ottawa", "summer", "winter", "spring", "autumn",
    "printemps", "automne",
)  # fmt: skip
OF_THE_BOARD = (
    "reviewboard", "review", "board", "evaluation", "competencies", "competency", "competence", "collaboration", "assessor",
    "evaluateur", "candidate", "candidat", "coordinator", "coordonnateur", "auditor", "auditeur", "canada", "revenue",
    "revenu", "agency", "agence",
)  # fmt: skip
KEYS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn")
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
    """Whether too little of a password is left without well-known words, runs of keys and `own` words of its owner."""
    plain = _plain(password)
    if len(set(plain)) < LEAST_DIFFERENT:
        return True
    words = {_plain(word) for word in own if len(word) >= RUN} | set(WELL_KNOWN) | set(OF_THE_BOARD)
    return min(_left(plain, words), _left(_plain(password.translate(_LETTERS)), words)) < LEAST_LEFT


def _left(text: str, words: set[str]) -> int:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    for row in (*KEYS, *(row[::-1] for row in KEYS)):
        for start in range(len(row) - RUN + 1):
            text = re.sub(rf"{row[start : start + RUN]}\w*" if row.isdigit() else row[start : start + RUN], " ", text)
    text = re.sub(r"(.{1,4}?)\1{2,}", " ", text)  # the same few again and again
    return sum(sign.isalnum() for sign in text)


def _plain(text: str) -> str:
    """In small letters, without accents, with nothing between the letters and digits that breaks a word."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if sign.isalnum())
