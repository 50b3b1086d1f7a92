"""What the page of components reads and rates: an invented example, its passages, its files, a scale, two ratings."""

from typing import Any

from reviewboard.stages.rating.reading import Mark, segments

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
BOTH_CITE = "two colleagues from other carriers, and I brought what our auditors had seen go wrong"
LEVELS = [
    {"number": 1, "concept": "Keeps up the relations that exist"},
    {"number": 2, "concept": "Makes a new working relation"},
    {"number": 3, "concept": "Networks for future issues"},
    {"number": 4, "concept": "Widens the network strategically"},
]


def scale() -> list[dict[str, Any]]:
    """Returns four levels as the scale component takes them."""
    anchors = [
        ("Little effort: the relation is there and is kept up.", "Today's tasks are done."),
        ("More effort: a new contact has to be found.", "Today's objectives are met."),
        ("Considerable effort: relations are made and kept over time.", "Long-term objectives come within reach."),
        ("Very high effort: the interests of many are understood and served.", "Strategic objectives are advanced."),
    ]
    rules = "Normally more than one contact. A single contact must lead to others; a series may count as one event."
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
        for level, (effort, benefit) in zip(LEVELS, anchors, strict=True)
    ]


def _span(quote: str) -> tuple[int, int]:
    start = ENGLISH.index(quote)
    return start, start + len(quote)


def reading() -> dict[str, Any]:
    """Returns a text as it is read: plain, with one's own passages, with those of two raters, and one in French."""
    found = "I found the person through a conference programme and wrote to her the same week."
    brought = "She brought two colleagues from other carriers"
    call = "I still call her every month"
    own = [Mark(1, *_span(found), label="effort · 2"), Mark(2, *_span(call), label="benefit · 3")]
    two = [
        Mark(1, *_span(found), by="A", label="effort · 2"),
        Mark(2, *_span(brought), by="A", label="effort · 3"),
        Mark(3, *_span(BOTH_CITE), by="B", label="effort · 4"),
        Mark(4, *_span(call), by="B", label="benefit · 4"),
    ]
    return {
        "plain": segments(ENGLISH),
        "own": segments(ENGLISH, own),
        "two": segments(ENGLISH, two),
        "french": segments(FRENCH),
    }


def citations() -> list[dict[str, Any]]:
    """Returns two cited passages."""
    return [
        {
            "number": 1,
            "quote": "I found the person through a conference programme and wrote to her the same week.",
            "label": "effort · 2",
            "lang": "en",
            "remove": "#citations",
        },
        {
            "number": 2,
            "quote": "I still call her every month",
            "label": "benefit · 3",
            "lang": "en",
            "remove": "#citations",
        },
    ]


def compare() -> list[dict[str, Any]]:
    """Returns two ratings, one dimension apart and one alike."""
    anchors = [
        {"number": level["number"], "text": level["dimensions"][0]["text"], "lang": "en"} for level in scale()[1:]
    ]
    return [
        {
            "name": "Effort",
            "differs": True,
            "note": "Two apart: the same passage, read differently",
            "first": {
                "level": 2,
                "word": "Level 2",
                "lang": "en",
                "reasons": "One new contact was found and written to. What follows came to the candidate through her.",
                "passages": [{"number": 2, "quote": "She brought two colleagues from other carriers"}],
            },
            "second": {
                "level": 4,
                "word": "Level 4",
                "lang": "en",
                "reasons": "The meetings were set up on purpose and kept going, with several organizations there.",
                "passages": [
                    {
                        "number": 3,
                        "quote": BOTH_CITE,
                    }
                ],
            },
            "anchors": anchors,
        },
        {
            "name": "Benefit",
            "differs": False,
            "note": None,
            "first": {
                "level": 3,
                "word": "Level 3",
                "lang": "en",
                "reasons": "The shared list outlives the project.",
                "passages": [],
            },
            "second": {
                "level": 3,
                "word": "Level 3",
                "lang": "en",
                "reasons": "Questions of next year are already on the list.",
                "passages": [{"number": 4, "quote": "I still call her every month"}],
            },
            "anchors": [],
        },
    ]


def outcomes() -> dict[str, Any]:
    """Returns outcomes in words, and the choices of an outcome."""
    return {
        "two": {"level": 2, "word": "2 · Makes a new working relation"},
        "three": {"level": 3, "word": "3 · Networks for future issues"},
        "four": {"level": 4, "word": "4 · Widens the network strategically"},
        "other": {"level": None, "word": "Other competency: Service Excellence"},
        "options": [
            {
                "value": "level:3",
                "label": "Level 3 · Networks for future issues",
                "detail": "Evidence rule: normally more than one contact.",
            },
            {
                "value": "not_demonstrated",
                "label": "Not demonstrated",
                "detail": "The example belongs here, but no level is fully shown.",
            },
            {
                "value": "other_competency",
                "label": "Another competency",
                "detail": "The relation is with a client or within the team.",
            },
            {
                "value": "insufficient_evidence",
                "label": "Not enough to tell",
                "detail": "You will say what was missing.",
            },
        ],
    }


def evidence() -> list[dict[str, Any]]:
    """Returns files in each state."""
    return [
        {
            "id": "1",
            "name": "Minutes of the carriers' table, June.pdf",
            "href": "#evidence",
            "download": "#evidence",
            "kind": "PDF",
            "size": "240 kB",
            "pages": "6 pages",
            "state": "ready",
            "note": "Shows the open questions and who took them.",
            "remove": {"href": "#evidence"},
        },
        {
            "name": "Correspondance avec l’association canadienne des transporteurs.docx",
            "lang": "fr",
            "download": "#evidence",
            "kind": "Word",
            "size": "88 kB",
            "state": "checking",
        },
        {
            "name": "photo.heic",
            "kind": None,
            "size": "4.1 MB",
            "state": "refused",
            "note": "The board cannot read this kind of file. Send it as PDF, PNG or JPEG.",
        },
        {
            "id": "4",
            "name": "Evidence 4",
            "href": "#evidence",
            "download": "#evidence",
            "kind": "TXT",
            "size": "2 kB",
            "state": "ready",
            "excerpt": "Minutes of the third meeting. Present: the two offices and the carriers. Open questions were read.",
        },
    ]
