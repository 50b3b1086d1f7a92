"""The page that shows every component in every state: invented values only, nothing from the database."""

from typing import Any

from reviewboard.web.gallery_readings import LEVELS, citations, compare, evidence, outcomes, reading, scale


def gallery_samples() -> dict[str, Any]:
    """Returns what the page of components is filled with: ``samples`` by component family; the same on every call."""
    samples = {
        "levels": LEVELS,
        "scale": scale(),
        "states": _states(),
        "moments": _moments(),
        "queue": _queue(),
        "errors": _errors(),
        "outcomes": outcomes(),
        "reading": reading(),
        "evidence": evidence(),
        "timeline": _timeline(),
        "steps": _steps(),
        "stages": _stages(),
        "charts": _charts(),
        "compare": compare(),
        "facts": _facts(),
        "citations": citations(),
        "keys": [
            {"key": "j", "does": "next line"},
            {"key": "k", "does": "previous line"},
            {"key": "Enter", "does": "open"},
            {"key": "n", "does": "next case"},
            {"key": "p", "does": "previous case"},
            {"key": "?", "does": "show these keys"},
        ],
    }
    return {"samples": samples}


def _moment(iso: str, full: str, relative: str | None, **more: bool | str) -> dict[str, Any]:
    return {"iso": iso, "full": full, "relative": relative, **more}


def _moments() -> dict[str, Any]:
    return {
        "past": _moment("2026-11-20T14:12:00Z", "20 November 2026, 09:12", "3 days ago"),
        "saved": _moment("2026-11-23T14:14:00Z", "23 November 2026, 09:14", "09:14"),
        "soon": _moment("2026-11-24T22:00:00Z", "Tuesday 24 November 2026", "tomorrow", soon=True),
        "late": _moment("2026-11-21T22:00:00Z", "Saturday 21 November 2026", "2 days ago", late=True, late_by="2 days"),
        "calm": _moment("2026-12-03T22:00:00Z", "Thursday 3 December 2026", "in 10 days"),
        "clock": _moment("2026-11-28T17:00:00Z", "28 November 2026, 12:00", "in 5 days"),
    }


def _states() -> list[str]:
    return [
        "to_open", "draft", "submitted", "waiting", "assigned", "rating", "sealed", "waiting_other", "discussion",
        "agreed", "confirmation", "dispute", "asked", "third_rating", "countersign", "recorded", "released", "in_assessment",
        "withdrawn", "recourse", "superseded", "checking", "ready", "refused", "late", "needs_attention",
    ]  # fmt: skip


def _queue() -> dict[str, Any]:
    moments = _moments()
    columns = [
        {"key": "case", "label": "Case"},
        {"key": "due", "label": "Due", "sort": {"href": "#queue", "direction": "ascending"}},
        {"key": "language", "label": "Language", "sort": {"href": "#queue"}},
        {"key": "length", "label": "Length"},
        {"key": "state", "label": "State"},
        {"key": "touched", "label": "Last touched"},
    ]

    def row(code: str, due: str, language: str, length: str, state: str, touched: Any, **more: bool) -> dict[str, Any]:
        cells = {
            "case": {"text": code, "href": "#queue", "code": True},
            "due": {"due": moments[due]} if due else "",
            "language": language,
            "length": length,
            "state": {"status": state},
            "touched": touched,
        }
        return {"cells": cells, **more}

    rows = [
        row("QX7-31K", "soon", "French", "2 examples, 740 words", "draft", {"when": moments["past"]}, needs=True),
        row("B5T-02C", "late", "English", "1 example, 390 words", "draft", {"when": moments["past"]}, needs=True),
        row("M2D-90A", "calm", "English", "1 example, 410 words", "to_open", ""),
        row("R4K-77B", "", "French", "3 examples, 1,150 words", "sealed", {"when": moments["past"]}, done=True),
    ]
    return {"columns": columns, "rows": rows}


def _errors() -> list[dict[str, Any]]:
    return [
        {"field": "sample-why", "message": "Write why the level above is not shown"},
        {"field": "sample-outcome", "message": "Choose an outcome"},
    ]


def _timeline() -> list[dict[str, Any]]:
    moments = _moments()
    return [
        {"when": moments["past"], "title": "Submitted", "by": "the candidate"},
        {
            "when": moments["past"],
            "title": "Moved from 2 to 3",
            "by": "A",
            "text": "Passage 4 shows the relation kept up after the project ended; I had read it as part of the task.",
            "lang": "en",
        },
        {"when": moments["late"], "title": "The clock ran out", "by": "the board", "tone": "due"},
        {"when": moments["past"], "title": "Resolved at level 3", "by": "panel lead"},
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {"label": "Situation", "href": "#stepper", "state": "done"},
        {"label": "People", "href": "#stepper", "state": "wrong"},
        {"label": "What I did", "href": None, "state": "current"},
        {"label": "What came of it", "href": "#stepper", "state": "todo"},
        {"label": "Evidence", "href": "#stepper", "state": "todo"},
        {"label": "Check", "href": "#stepper", "state": "todo"},
    ]


def _stages() -> dict[str, Any]:
    return {
        "line": [
            {"label": "Submission", "count": 12, "late": 0, "age": "oldest 9 days", "href": "#stages"},
            {"label": "Assignment", "count": 3, "late": 0, "age": "oldest 2 days", "href": "#stages"},
            {"label": "Rating", "count": 41, "late": 4, "age": "oldest 16 days", "href": "#stages", "current": True},
            {"label": "Consensus", "count": 6, "late": 1, "age": "oldest 5 days", "href": "#stages"},
            {"label": "Record", "count": 120, "late": 0, "age": None, "href": "#stages"},
        ],
        "own": [
            {"label": "Submitted", "state": "done"},
            {"label": "In assessment", "state": "current"},
            {"label": "Result", "state": "todo"},
        ],
    }


def _charts() -> dict[str, Any]:
    return {
        "waits": [
            {"label": "Assignment", "value": 2.1, "text": "2.1 days"},
            {"label": "Rating", "value": 11.4, "text": "11.4 days", "mark": True},
            {"label": "Consensus", "value": 4.0, "text": "4.0 days"},
            {"label": "Release", "value": 1.2, "text": "1.2 days"},
        ],
        "spread": [
            {"label": "Level 1", "short": "1", "value": 8},
            {"label": "Level 2", "short": "2", "value": 31},
            {"label": "Level 3", "short": "3", "value": 44, "mark": True},
            {"label": "Level 4", "short": "4", "value": 12},
        ],
        "names": ["1", "2", "3", "4"],
        "agreement": [[6, 2, 0, 0], [3, 24, 5, 0], [0, 6, 30, 2], [0, 0, 3, 9]],
    }


def _facts() -> list[dict[str, Any]]:
    return [
        {"label": "Case", "value": "QX7-31K", "change": None},
        {"label": "Outcome", "value": "Level 3 · Networks for future issues", "change": {"href": "#facts"}},
        {
            "label": "Why",
            "value": "The relation was sought out, widened to others and kept up beyond the project.",
            "long": True,
            "lang": "en",
            "change": {"href": "#facts"},
        },
    ]
