"""Somebody who types while everything fails: what they typed last must be on the board, or be offered back by the device."""

import re
import time
from collections.abc import Callable
from random import Random

from playwright.sync_api import Page, expect

from tests.live import LiveBoard

SAVED = 30_000  # milliseconds until a board that came back has the words
FAULTS = ("web", "line", "closed", "window", "broker")
STATE = "main [data-save-state]"


class Typist:
    """One person at one form of `address`, who types into `fields`; `stored` reads what the board has of them."""

    def __init__(
        self,
        page: Page,
        board: LiveBoard,
        address: str,
        fields: tuple[str, ...],
        stored: Callable[[], dict[str, str]],
        seed: int,
    ) -> None:
        self.page, self.board, self.address, self.fields, self.stored = page, board, address, fields, stored
        self.random = Random(seed)
        self.last = dict.fromkeys(fields, "")
        self.faults = dict.fromkeys(FAULTS, 0)
        self.page.goto(address)
        self.last = {name: self.page.input_value(f"[name={name}]") for name in fields}

    def types(self, steps: int, faults_at: frozenset[int]) -> None:
        """Type so many times, with a fault at some of them, and look after each fault and at the end for what is lost."""
        kinds = [FAULTS[nth % len(FAULTS)] for nth in range(len(faults_at))]
        self.random.shuffle(kinds)
        for step in range(steps):
            self._types(self.page, f"step {step}")
            if step in faults_at:
                kind = kinds.pop()
                self.faults[kind] += 1
                getattr(self, f"_{kind}")()
                self.has_lost_nothing(f"after {kind} at step {step}")
            elif self.random.random() < 0.1:
                self.page.wait_for_timeout(self.random.randrange(1500))
        self.has_lost_nothing("at the end")

    def has_lost_nothing(self, when: str) -> None:
        """Wait for a quiet form and compare the board with what was typed last, taking back what the device offers."""
        for _ in range(3):
            state = self._settled()
            if state != "stale":
                break
            self._reloads()
        ends = time.monotonic() + SAVED / 1000
        while self.stored() != self.last and time.monotonic() < ends:
            time.sleep(0.1)
        found = {"on the page": self._shown(), "on the board": self.stored()}
        assert found == dict.fromkeys(found, self.last), f"{when}: {found} instead of {self.last}; {self._said()}"

    def _types(self, page: Page, words: str) -> None:
        name = self.random.choice(self.fields)
        text = f"{words}: {self.random.randrange(10**9)} words that somebody needed time to find."
        page.locator(f"[name={name}]").fill(text)
        if page is self.page:
            self.last[name] = text

    def _settled(self) -> str:
        expect(self.page.locator(STATE)).to_have_attribute("data-save-state", re.compile("saved|stale"), timeout=SAVED)
        return self.page.locator(STATE).get_attribute("data-save-state") or ""

    def _reloads(self) -> None:
        """Open the form anew and take back what the device offers until the words are those typed last."""
        self.page.goto(self.address)
        offer = self.page.locator("[data-restore]:visible")
        while offer.count() and self._shown() != self.last:
            offer.locator("[data-restore-take]:visible, [data-restore-mine]:visible").first.click()
        while offer.count():
            offer.locator("[data-restore-drop]").click()
        assert self._shown() == self.last

    def _shown(self) -> dict[str, str]:
        return {name: self.page.input_value(f"[name={name}]") for name in self.fields}

    def _said(self) -> str:
        return self.page.locator(STATE).inner_text()

    def _web(self) -> None:
        """The web process is killed, perhaps with a save under way; typing goes on until it is back."""
        self.page.wait_for_timeout(self.random.choice((0, 300, 900, 1000)))
        assert self.board.kill("web")
        self._types(self.page, "while the board was gone")
        self.board.await_ready()

    def _line(self) -> None:
        self.page.wait_for_timeout(self.random.choice((0, 300, 900, 1000)))
        self.page.context.set_offline(True)
        self._types(self.page, "without a line")
        self.page.wait_for_timeout(1500)
        self._types(self.page, "still without a line")
        self.page.context.set_offline(False)

    def _closed(self) -> None:
        """The tab is closed, with or without a line, and opened again."""
        without = self.random.random() < 0.5
        context = self.page.context
        context.set_offline(without)
        self._types(self.page, "just before the tab was closed")
        self.page.close()
        context.set_offline(False)
        self.page = context.new_page()
        self._reloads()

    def _window(self) -> None:
        """A second window saves other words; the first, which is older now, is told so and puts nothing over them."""
        assert self._settled() == "saved"
        other = self.page.context.new_page()
        other.goto(self.address)
        offer = other.locator("[data-restore]:visible")
        while offer.count():
            offer.locator("[data-restore-drop]").click()
        name, theirs = self.random.choice(self.fields), f"From the other window, {self.random.randrange(10**9)}."
        other.locator(f"[name={name}]").fill(theirs)
        expect(other.locator(STATE)).to_have_attribute("data-save-state", "saved", timeout=SAVED)
        self._waits_for(name, theirs)
        self.last[name] = theirs  # newer than what stood there, unless the first window types in the same field
        self._types(self.page, "in the first window")
        expect(self.page.locator(STATE)).to_have_attribute("data-save-state", "stale", timeout=SAVED)
        assert self.stored()[name] == theirs
        if self.random.random() < 0.5:
            other.locator(f"[name={name}]").fill(f"{theirs} And on.")
            self._waits_for(name, f"{theirs} And on.")
            if self.last[name] == theirs:
                self.last[name] = f"{theirs} And on."
        other.close()

    def _waits_for(self, name: str, text: str) -> None:
        ends = time.monotonic() + SAVED / 1000
        while self.stored()[name] != text:
            assert time.monotonic() < ends, f"{text} is not on the board"
            time.sleep(0.1)

    def _broker(self) -> None:
        assert self.board.kill("broker")
        self._types(self.page, "without a broker")
