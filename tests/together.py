"""Things that happen at the same moment: several threads, each with a session of its own, set off together."""

import os
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from reviewboard.foundation.database import transaction
from reviewboard.foundation.refusals import Refusal

PATIENCE = 30  # seconds

on_server = pytest.mark.skipif(
    "TEST_DATABASE_URL" not in os.environ, reason="SQLite lets one transaction write at a time: nothing can meet there"
)


def together(app: Flask, *works: Callable[[], object]) -> list[str]:
    """Run each work in a transaction of its own, all set off at once. Return "done" or the refusal's name, in order."""
    start, outcomes = threading.Barrier(len(works)), ["nothing"] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        with app.app_context():
            start.wait(PATIENCE)
            try:
                with transaction():
                    work()
                outcomes[place] = "done"
            except Refusal as refusal:
                outcomes[place] = type(refusal).__name__
            except Exception as problem:  # the test compares it with what should have happened
                outcomes[place] = repr(problem)

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return outcomes


class Aside:
    """Work in a thread of its own that says how far it is and waits where it is told to."""

    def __init__(self, app: Flask, work: Callable[["Aside"], Any]) -> None:
        self._told, self._go = threading.Event(), threading.Event()
        self.answer: Any = None

        def run() -> None:
            with app.app_context():
                try:
                    self.answer = work(self)
                except Refusal as refusal:
                    self.answer = type(refusal).__name__
                finally:
                    self._told.set()

        self._thread = threading.Thread(target=run)
        self._thread.start()
        assert self._told.wait(PATIENCE)

    def wait(self) -> None:
        """Called by the work: say that this point is reached, and go on when the test says so."""
        self._told.set()
        assert self._go.wait(PATIENCE)

    def finish(self) -> Any:
        """Called by the test: let the work go on, and return what it returned, or the name of its refusal."""
        self._go.set()
        self._thread.join(PATIENCE)
        return self.answer
