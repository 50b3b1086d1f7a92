"""An administrator corrects what an account says of a person: name, address, unit, team. Nobody corrects their own.

Links for a password go to the address, and a team says who may rate whom: whoever it is about has no hand in it.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.database import new_id
from reviewboard.foundation.digest import digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.actions import find_account
from reviewboard.foundation.people.administration import account_to_change
from reviewboard.foundation.people.csv_file import Problem, Wrong, wrong_with
from reviewboard.foundation.people.invitations import end_links
from reviewboard.foundation.people.refusals import sentence
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.sessions import end_all_sessions
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import Incomplete, Refusal

LEAST_REASON = 20  # characters: a sentence, if a short one


@dataclass(frozen=True)
class Said:
    """What an account says of its owner. Two that say the same are equal, and `mark` stands for one in a form."""

    email: str
    name: str
    unit: str
    team: str

    @property
    def mark(self) -> str:
        """The digest of all of it."""
        return digest(asdict(self))


class OwnAccount(Refusal):
    """Nobody corrects their own account."""

    message = _("Nobody corrects their own account. Ask another administrator.")


class CorrectionIncomplete(Incomplete):
    """A field cannot be as it was typed, or no reason is given. `fields` maps each to its sentence. Nothing was changed."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(tuple(fields.values()))
        self.fields = fields


class AddressTaken(Refusal):
    """Two people share no address: each signs in by their own."""

    message = _("Another account has the address %(email)s. Nothing was changed.")


class CorrectedElsewhere(Refusal):
    """The account says something else than the form showed."""

    message = _("This account was corrected elsewhere after you opened this page. Nothing was changed: look at it again.")


class NothingToCorrect(Refusal):
    """The account says all of it already."""

    status = 422
    message = _("The account says all of this already. Nothing was changed.")


def said_of(account: Account) -> Said:
    """Return what an account says of its owner."""
    return Said(account.email, account.name, account.unit, account.team)


def tidied(typed: Said) -> Said:
    """Return what was typed without blanks at its ends, the address in small letters, as accounts keep it."""
    plain = Said(*(" ".join(text.split()) for text in asdict(typed).values()))
    return replace(plain, email=plain.email.lower())


def lacks(wanted: Said, reason: str) -> dict[str, str]:
    """Return what keeps a correction from being made, as a sentence for each field: the fields of a person, and `reason`."""
    found = {name: wrong_with(name, text) for name, text in asdict(wanted).items()}
    found |= {name: Wrong.EMPTY for name in ("email", "name") if not getattr(wanted, name)}
    sentences = {name: sentence(Problem(1, wrong, name, getattr(wanted, name))) for name, wrong in found.items() if wrong}
    if len(reason.strip()) < LEAST_REASON:
        sentences["reason"] = str(_("Say why in at least %(least)s characters.")) % {"least": LEAST_REASON}
    return sentences


def correct_account(
    *, account_id: str, typed: Said, seen: str, reason: str, actor: Principal, now: datetime
) -> tuple[str, ...]:
    """Let an account say what was typed; `seen` is the mark of what the form showed. Return the fields that changed.

    A new address ends every session and every link, and both addresses are told. Part of a transaction.
    Raises OwnAccount, CorrectionIncomplete, AddressTaken, CorrectedElsewhere, NothingToCorrect, NotYours.
    """
    account = account_to_change(account_id, actor)
    before, wanted = said_of(account), tidied(typed)
    if account.id == actor.account_id:
        raise OwnAccount()
    if sentences := lacks(wanted, reason):
        raise CorrectionIncomplete(sentences)
    if before.mark != seen:
        raise CorrectedElsewhere()
    changed = tuple(name for name, text in asdict(wanted).items() if text != getattr(before, name))
    if not changed:
        raise NothingToCorrect()
    _keep(account, wanted)
    if "email" in changed:
        end_all_sessions(account.id)
        end_links([account.id], now=now)
        notify(account.id, "account.address_left", once=new_id(), now=now, address=before.email)
    notify(account.id, "account.corrected", once=new_id(), now=now, changed=list(changed))
    enter("account.correct", actor=actor, now=now, subject=f"account:{account.id}", reason=reason.strip(),
          details={"changed": list(changed)})  # fmt: skip
    return changed


def _keep(account: Account, wanted: Said) -> None:
    """Write what is wanted. Raises AddressTaken, also where somebody takes the address at this very moment."""
    holder = find_account(wanted.email)
    if holder is not None and holder.id != account.id:
        raise AddressTaken(email=wanted.email)
    try:
        with db.session.begin_nested():
            for name, text in asdict(wanted).items():
                setattr(account, name, text)
    except IntegrityError:
        raise AddressTaken(email=wanted.email) from None
