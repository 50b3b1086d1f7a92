"""The visibility table: who may read what. R read, W write, C coded name only, – never.

It is what the product promises; `permissions.py` is how. A guard test holds one against the other, and another asks a real
board full of canaries at every route (docs/blindness.md). A case that is rated afresh is a case like any other here, but
for its candidate, who reads nothing of it. An administrator reads names, and nothing of any case.
"""

READERS = (
    "candidate", "other candidate", "assessor A", "assessor B", "other assessor", "conflicted assessor",
    "lead of the panel", "other lead", "coordinator", "auditor",
)  # fmt: skip

_NEVER = "–"


def _row(*cells: str) -> dict[str, str]:
    return dict(zip(READERS, cells, strict=True))


TABLE: dict[str, dict[str, str]] = {
    "examples, evidence": _row(
        "W until submitted, then R", _NEVER, "R while assigned", "R while assigned", _NEVER, _NEVER,
        "R once disputed, or in recourse", _NEVER, _NEVER, "R, logged",
    ),
    "answer to a question of the panel": _row(
        "W while asked, then R", _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "R once handed in", _NEVER, _NEVER, "R, logged",
    ),
    "who assesses a case": _row(_NEVER, _NEVER, "self", "self", _NEVER, _NEVER, "C", _NEVER, "R", "R, logged"),
    "draft of A": _row(_NEVER, _NEVER, "W", _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER),
    "own words of A, after the seat was freed as late or on leave": _row(
        _NEVER, _NEVER, "R", _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER,
    ),
    "sealed rating of A, before B seals": _row(
        _NEVER, _NEVER, "R", _NEVER, _NEVER, _NEVER, "status only", _NEVER, "status only", _NEVER,
    ),
    "both ratings, discussion": _row(
        "in the case file, after release", _NEVER, "R after sealed", "R after sealed", _NEVER, _NEVER,
        "R after sealed", _NEVER, _NEVER, "R, logged",
    ),
    "level that a lead noted before both ratings opened": _row(
        "in the case file, after release", _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "W where asked; own, deciders’",
        _NEVER, _NEVER, "R, logged",
    ),
    "final level, reasons": _row(
        "after release", _NEVER, "after record", "after record", _NEVER, _NEVER, "R", _NEVER, "R", "R",
    ),
    "check of an agreed case: that it was drawn": _row(
        _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "R", "R",
    ),
    "check of an agreed case: its rating, what was found": _row(
        _NEVER, _NEVER, _NEVER, _NEVER, "own rating, while seated for it", _NEVER, "R after sealed", _NEVER,
        "what follows, with its reasons", "R, logged",
    ),
    "recourse: what is asked, the answer": _row(
        "own: W until sent, then R", _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "R after release", _NEVER,
        "who answers, until when", "R, logged",
    ),
    "case file": _row(
        "after release, C", _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "C, once disputed, or in recourse", _NEVER, _NEVER,
        "R, logged",
    ),
    "holds; disposals and stubs of cases that are gone": _row(
        _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "R", "in the journal",
    ),
    "conflicts declared": _row("own", "own", "own", "own", "own", "own", "own panel", _NEVER, "R", "R"),
    "journal": _row(
        "own case, coarse", _NEVER, "own acts", "own acts", "own acts", "own acts", "own panel, C", _NEVER, _NEVER, "R",
    ),
    "name of the candidate": _row(
        "own", _NEVER, "R before the text opens", "R before the text opens", _NEVER, _NEVER, _NEVER, _NEVER, "R", "R",
    ),
    "name of one’s own supervisor": _row("own", "own", "own", "own", "own", "own", "own", "own", "own", "own"),
    "who can confirm an example": _row(
        "own", _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "R, logged",
    ),
    "request for more time, its answer": _row(
        "own", _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "R", _NEVER,
    ),
    "draft of a lead: of a decision, of an answer": _row(
        _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "own", _NEVER, _NEVER, _NEVER,
    ),
    "hold on a result: why": _row(
        _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "R", _NEVER, "that it is held", "R",
    ),
    "who leads, decides and answers": _row(
        _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, _NEVER, "C", _NEVER, "R", "R",
    ),
    "people search, statistics": _row(
        _NEVER, _NEVER, "own figures", "own figures", "own figures", "own figures", "own panel", "own panel", "R",
        "counts of five or more",
    ),
}  # fmt: skip
