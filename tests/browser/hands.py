"""A person who uses the keyboard and nothing else."""

from collections.abc import Callable

from playwright.sync_api import Page


class Hands:
    """A keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def presses(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        """Type where the focus is."""
        self.page.keyboard.insert_text(text)

    def tabs_to(self, place: str, most: int = 200) -> None:
        """Press Tab until the focus is on a place."""
        here = "place => document.activeElement.matches(place)"
        self._press_until("Tab", lambda: self.page.evaluate(here, place), most, place)

    def ticks(self, name: str, value: str) -> None:
        """Tab to a group of choices and move to one of them with the arrows."""
        self.tabs_to(f'input[name="{name}"]')
        on = f'input[name="{name}"][value="{value}"]'
        self.page.keyboard.press("Space")
        self._press_until("ArrowDown", lambda: self.page.is_checked(on), 12, on)

    def fills(self, name: str, text: str) -> None:
        """Tab to a field and type."""
        self.tabs_to(f'[name="{name}"]')
        self.types(text)

    def goes_on(self, until: str) -> None:
        """Tab to the page's one primary button, press it, wait for a place of the page that follows."""
        self.tabs_to("main .button-primary")
        self.presses("Enter")
        self.page.wait_for_selector(until, state="attached")
        self.page.wait_for_load_state()  # from here on single keys are heard

    def _press_until(self, key: str, done: Callable[[], bool], most: int, what: str) -> None:
        for _ in range(most):
            if done():
                return
            self.page.keyboard.press(key)
        assert done(), f"{what} was not reached by {key}"
