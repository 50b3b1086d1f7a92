"""What every bot is: somebody with a browser who looks at their pages and does what is asked of them there."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from random import Random

from reviewboard.simulation.browser import Browser, Refused
from reviewboard.simulation.ledger import Ledger
from reviewboard.simulation.pages import Form, Page
from reviewboard.simulation.prompter import Prompter
from reviewboard.stages.rating.rules import Outcome, OutcomeKind

REFERENCE = re.compile(r"\b[A-Z][A-Z0-9]{2}-[0-9]{2}[A-Z]\b")


@dataclass(frozen=True)
class Role:
    """Who a bot plays: an address and a name, and the cycles it is at home in, by kind."""

    email: str
    name: str
    cycles: dict[str, str]


class LostTheThread(Exception):
    """A page lacks what this bot was to use on it."""


class Bot(ABC):
    """A person at their browser. Its turns never overlap."""

    def __init__(self, role: Role, browser: Browser, prompter: Prompter, ledger: Ledger, rng: Random) -> None:
        self.role, self.browser, self.prompter, self.ledger, self.rng = role, browser, prompter, ledger, rng

    @property
    def over(self) -> bool:
        """Whether nothing is left for this bot to do, whatever others do."""
        return False

    @abstractmethod
    def turn(self) -> bool:
        """Look at the pages once and do what is there to do. Return whether anything was done."""

    def act(self, action: str, case_id: str, form: Form, answers: dict[str, str], **more: object) -> Page:
        """Send a form and note the act once the board says that it is done. Raises Refused, Unanswered."""
        try:
            page = self.browser.send(form, answers, **more)  # type: ignore[arg-type]
        except Refused as refused:
            if refused.repeated:
                self.ledger.doubt(action, case_id, self.role.email)
            raise
        self.ledger.note(action, case_id, self.role.email)
        return page


def needed(page: Page, ending: str) -> Form:
    """Return the page's form to this address. Raises LostTheThread."""
    form = page.form_to(ending)
    if form is None:
        raise LostTheThread(f"no form to …{ending} at {page.address}: {page.text[:200]}")
    return form


def reference_in(text: str) -> str | None:
    """Return the first reference of a case that a text holds, or None."""
    found = REFERENCE.search(text)
    return found[0] if found else None


def outcome_answer(outcome: Outcome) -> dict[str, str]:
    """Return an outcome as the fields of a form."""
    kind = outcome.kind
    chosen = f"level:{outcome.level}" if kind == OutcomeKind.LEVEL else kind.value
    return {"outcome": chosen, "competency": outcome.competency or ""}
