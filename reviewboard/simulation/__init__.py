"""Bots walk cases through a running board as people would: over HTTP, page by page, from first line to released result.

`run(Plan(…))` sets up a cycle with its people, lets the bots work, and returns what happened and what was recorded.
"""

from reviewboard.simulation.directing import Plan, run

__all__ = ["Plan", "run"]
