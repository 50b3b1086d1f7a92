"""A refusal is named and kind: it says what happened, what it means and what to do next."""

from typing import Any

from flask_babel import lazy_gettext as _


class Refusal(Exception):
    """Something the board will not do. Raised by actions, told to people by one handler.

    Subclasses hold `message` (a lazy translation, may use %(name)s from `values`) and `status` (HTTP).
    """

    status = 409
    message: Any = _("This cannot be done now.")

    def __init__(self, **values: Any) -> None:
        super().__init__(type(self).__name__)
        self.values = values

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return str(self.message) % self.values if self.values else str(self.message)


class NotYours(Refusal):
    """Not found and forbidden are one answer: whoever may not see a thing does not learn that it exists."""

    status = 404
    message = _("There is nothing here for you. The address may be mistyped, or the page is no longer yours to read.")


class NotYet(Refusal):
    """Something that the board stands on is away. What was asked may be asked again as it is; work that is owed waits.

    `goes_on`: nothing is away, a part of the work is done, and the rest of it comes with the next try.
    """

    status = 503
    goes_on = False


class StaleWrite(Refusal):
    """Somebody, or another tab, saved a newer version. `current` holds it, `typed` what was sent."""

    message = _("This was changed elsewhere after you opened it. Nothing was overwritten: both texts are shown below.")

    def __init__(self, current: dict[str, Any] | None = None, typed: dict[str, Any] | None = None) -> None:
        super().__init__()
        self.current = current or {}
        self.typed = typed or {}


class IllegalStep(Refusal):
    """The case is not in a state from which this step leads anywhere."""

    message = _("The case has moved on since this page was opened. Reload it to see where it stands.")


class Incomplete(Refusal):
    """Something that was sent lacks parts. `problems` are lazy sentences, one for each part."""

    status = 422
    message = _("Some parts need your attention before this can be done.")

    def __init__(self, problems: tuple[Any, ...] = (), **values: Any) -> None:
        super().__init__(**values)
        self.problems = problems
