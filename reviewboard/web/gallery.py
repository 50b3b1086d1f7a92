"""The page that shows every component in every state: invented values only, nothing from the database."""

from typing import Any

from reviewboard.web.reading import Mark, segments

ENGLISH = (
    "When the freight declarations changed in the spring, nobody in our office knew who wrote the rules on the "
    "carriers' side. I found the person through a conference programme and wrote to her the same week.\n\n"
    "We met four times before summer. She brought two colleagues from other carriers, and I brought what our auditors "
    "had seen go wrong. By September we kept a shared list of open questions, and I still call her every month, "
    "although the project it began with has ended."
)
FRENCH = (
    "Lorsque les déclarations de fret ont changé au printemps, personne à notre bureau ne savait qui rédigeait les "
    "règles du côté des transporteurs. J’ai trouvé la personne dans le programme d’un colloque et je lui ai écrit la "
    "même semaine."
)
LEVELS = [
    {"number": 1, "concept": "Keeps up the relations that exist"},
    {"number": 2, "concept": "Makes a new working relation"},
    {"number": 3, "concept": "Networks for future issues"},
    {"number": 4, "concept": "Widens the network strategically"},
]


def gallery_samples() -> dict[str, Any]:
    """Returns the sample values of every component, by component family; pure, the same on every call."""
    return {
        "levels": LEVELS,
        "scale": _scale(),
        "states": _states(),
        "moments": _moments(),
        "queue": _queue(),
        "errors": _errors(),
        "outcomes": _outcomes(),
        "reading": _reading(),
        "evidence": _evidence(),
        "timeline": _timeline(),
        "steps": _steps(),
        "stages": _stages(),
        "charts": _charts(),
        "compare": _compare(),
        "facts": _facts(),
        "citations": _citations(),
        "keys": [
            {"key": "j", "does": "next line"},
            {"key": "k", "does": "previous line"},
            {"key": "Enter", "does": "open"},
            {"key": "n", "does": "next case"},
            {"key": "p", "does": "previous case"},
            {"key": "?", "does": "show these keys"},
        ],
    }


def _moment(iso: str, full: str, relative: str | None, **more: bool) -> dict[str, Any]:
    return {"iso": iso, "full": full, "relative": relative, **more}


def _moments() -> dict[str, Any]:
    return {
        "past": _moment("2026-11-20T14:12:00Z", "20 November 2026, 09:12", "3 days ago"),
        "saved": _moment("2026-11-23T14:14:00Z", "23 November 2026, 09:14", "09:14"),
        "soon": _moment("2026-11-24T22:00:00Z", "Tuesday 24 November 2026", "tomorrow", soon=True),
        "late": _moment("2026-11-21T22:00:00Z", "Saturday 21 November 2026", "2 days ago", late=True),
        "calm": _moment("2026-12-03T22:00:00Z", "Thursday 3 December 2026", "in 10 days"),
        "clock": _moment("2026-11-28T17:00:00Z", "28 November 2026, 12:00", "in 5 days"),
    }


def _states() -> list[str]:
    return [
        "to_open", "draft", "submitted", "waiting", "assigned", "rating", "sealed", "waiting_other", "discussion",
        "agreed", "confirmation", "dispute", "third_rating", "countersign", "recorded", "released", "in_assessment",
        "withdrawn", "recourse", "superseded", "checking", "ready", "refused", "late", "needs_attention",
    ]  # fmt: skip


def _scale() -> list[dict[str, Any]]:
    anchors = [
        ("Little effort: the relation is there and is kept up.", "Today's tasks are done."),
        ("More effort: a new contact has to be found.", "Today's objectives are met."),
        ("Considerable effort: relations are made and kept over time.", "Long-term objectives come within reach."),
        ("Very high effort: the interests of many are understood and served.", "Strategic objectives are advanced."),
    ]
    rules = "Normally more than one contact. A single contact must lead to others; a series of contacts may count as one event."
    return [
        {
            **level,
            "lang": "en",
            "behaviours": [],
            "words": ["keep people informed of what concerns them too", "ask for their view on a given question"],
            "dimensions": [{"name": "Effort", "text": effort}, {"name": "Benefit", "text": benefit}],
            "rules": [rules] if level["number"] == 3 else [],
            "example": "An employee in a new sector calls the few people known in other departments every month.",
        }
        for level, (effort, benefit) in zip(LEVELS, anchors)
    ]


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


def _outcomes() -> dict[str, Any]:
    return {
        "two": {"level": 2, "word": "2 · Makes a new working relation"},
        "three": {"level": 3, "word": "3 · Networks for future issues"},
        "four": {"level": 4, "word": "4 · Widens the network strategically"},
        "other": {"level": None, "word": "Other competency: Service Excellence"},
        "options": [
            {"value": "level:3", "label": "Level 3 · Networks for future issues", "detail": "Evidence rule: normally more than one contact."},
            {"value": "not_demonstrated", "label": "Not demonstrated", "detail": "The example belongs here, but no level is fully shown."},
            {"value": "other_competency", "label": "Another competency", "detail": "The relation is with a client or within the team."},
            {"value": "insufficient_evidence", "label": "Not enough to tell", "detail": "You will say what was missing."},
        ],
    }


def _span(quote: str) -> tuple[int, int]:
    start = ENGLISH.index(quote)
    return start, start + len(quote)


def _reading() -> dict[str, Any]:
    found = "I found the person through a conference programme and wrote to her the same week."
    brought = "She brought two colleagues from other carriers"
    both = "two colleagues from other carriers, and I brought what our auditors had seen go wrong"
    call = "I still call her every month"
    own = [Mark(1, *_span(found), label="effort · 2"), Mark(2, *_span(call), label="benefit · 3")]
    two = [
        Mark(1, *_span(found), by="A", label="effort · 2"),
        Mark(2, *_span(brought), by="A", label="effort · 3"),
        Mark(3, *_span(both), by="B", label="effort · 4"),
        Mark(4, *_span(call), by="B", label="benefit · 4"),
    ]
    return {
        "plain": segments(ENGLISH),
        "own": segments(ENGLISH, own),
        "two": segments(ENGLISH, two),
        "french": segments(FRENCH),
    }


def _citations() -> list[dict[str, Any]]:
    return [
        {"number": 1, "quote": "I found the person through a conference programme and wrote to her the same week.", "label": "effort · 2", "lang": "en", "remove": "#citations"},
        {"number": 2, "quote": "I still call her every month", "label": "benefit · 3", "lang": "en", "remove": "#citations"},
    ]


def _evidence() -> list[dict[str, Any]]:
    return [
        {"name": "Minutes of the carriers' table, June.pdf", "href": "#evidence", "kind": "PDF", "size": "240 kB", "pages": "6 pages", "state": "ready", "note": "Shows the open questions and who took them.", "remove": {"href": "#evidence"}},
        {"name": "Correspondance avec l’association canadienne des transporteurs.docx", "lang": "fr", "href": "#evidence", "kind": "Word", "size": "88 kB", "state": "checking"},
        {"name": "photo.heic", "kind": None, "size": "4.1 MB", "state": "refused", "note": "The board cannot read this kind of file. Send it as PDF, PNG or JPEG."},
    ]


def _timeline() -> list[dict[str, Any]]:
    moments = _moments()
    return [
        {"when": moments["past"], "title": "Submitted", "by": "the candidate"},
        {"when": moments["past"], "title": "Moved from 2 to 3", "by": "A", "text": "Passage 4 shows the relation kept up after the project ended; I had read it as part of the task.", "lang": "en"},
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


def _compare() -> list[dict[str, Any]]:
    anchors = [{"number": level["number"], "text": level["dimensions"][0]["text"], "lang": "en"} for level in _scale()[1:]]
    return [
        {
            "name": "Effort",
            "differs": True,
            "note": "Two apart: the same passage, read differently",
            "first": {"level": 2, "word": "Level 2", "lang": "en", "reasons": "One new contact was found and written to. What follows came to the candidate through her.", "passages": [{"number": 2, "quote": "She brought two colleagues from other carriers"}]},
            "second": {"level": 4, "word": "Level 4", "lang": "en", "reasons": "The meetings were set up and kept going on purpose, with several organisations at the table.", "passages": [{"number": 3, "quote": "two colleagues from other carriers, and I brought what our auditors had seen go wrong"}]},
            "anchors": anchors,
        },
        {
            "name": "Benefit",
            "differs": False,
            "note": None,
            "first": {"level": 3, "word": "Level 3", "lang": "en", "reasons": "The shared list outlives the project.", "passages": []},
            "second": {"level": 3, "word": "Level 3", "lang": "en", "reasons": "Questions of next year are already on the list.", "passages": [{"number": 4, "quote": "I still call her every month"}]},
            "anchors": [],
        },
    ]  # fmt: skip


def _facts() -> list[dict[str, Any]]:
    return [
        {"label": "Case", "value": "QX7-31K", "change": None},
        {"label": "Outcome", "value": "Level 3 · Networks for future issues", "change": {"href": "#facts"}},
        {"label": "Why", "value": "The relation was sought out, widened to others and kept up beyond the project.", "long": True, "lang": "en", "change": {"href": "#facts"}},
    ]
