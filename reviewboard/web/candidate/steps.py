"""The steps in which an example is written: what each asks for, and how far each is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from reviewboard.stages.submission.rules import EXAMPLE_FIELDS, Problem, ProblemKind
from reviewboard.stages.submission.tables import Example


@dataclass(frozen=True)
class Step:
    """One step: its key in the address, its name, one sentence of what it asks for, the fields it holds."""

    key: str
    name: Any
    asks: Any
    fields: tuple[str, ...] = ()

    @property
    def counted(self) -> tuple[str, ...]:
        """The fields whose words count."""
        return tuple(field for field in self.fields if field in EXAMPLE_FIELDS)


STEPS = (
    Step(
        "situation", lazy_gettext("Situation"), lazy_gettext("What the situation was, and when."),
        ("title", "when_from", "when_to", "context"),
    ),
    Step(
        "people", lazy_gettext("People"), lazy_gettext("With whom you worked, and who can confirm it."),
        ("contacts", "why_not_clients", "confirmer_name", "confirmer_email"),
    ),
    Step("did", lazy_gettext("What I did"), lazy_gettext("What you yourself did, step by step."), ("actions",)),
    Step(
        "came", lazy_gettext("What came of it"), lazy_gettext("What your actions led to, and whom it serves."),
        ("result", "benefit"),
    ),
    Step("evidence", lazy_gettext("Evidence"), lazy_gettext("Files that show what you wrote, if you have any.")),
)  # fmt: skip

BY_KEY = {step.key: step for step in STEPS}
STEP_OF = {field: step.key for step in STEPS for field in step.fields}

HINTS: dict[str, Any] = {
    "title": lazy_gettext("A few words by which you and your reader find it again."),
    "when_from": lazy_gettext("The first day. Give the first of the month if you are not sure."),
    "when_to": lazy_gettext("The last day. Leave it empty if it was one day."),
    "context": lazy_gettext("Where you worked, what was at stake, why others were needed."),
    "contacts": lazy_gettext("Their role and their organization, not their names. How you came to know them."),
    "why_not_clients": lazy_gettext("Work with clients or within your own team belongs to other competencies."),
    "confirmer_name": lazy_gettext("Assessors do not see this. The person you name will not be asked to assess you."),
    "confirmer_email": lazy_gettext("So that the board recognizes this person among its assessors."),
    "actions": lazy_gettext("Write “I”, not “we”: whom you sought out, what you said, how you kept the relation up."),
    "result": lazy_gettext("What happened because of it. Figures help where you have them."),
    "benefit": lazy_gettext("What it brings, to whom, and for how long."),
}


def next_step(key: str) -> str:
    """Return the key of the step after this one; the last one is followed by itself."""
    keys = [step.key for step in STEPS]
    return keys[min(keys.index(key) + 1, len(keys) - 1)] if key in BY_KEY else keys[0]


def first_to_do(problems: Sequence[Problem]) -> str:
    """Return the key of the first step in which one example (its `problems`) still lacks something; else the first of all."""
    fields = {problem.field for problem in problems}
    return next((step.key for step in STEPS if fields & set(step.fields)), STEPS[0].key)


def address(case_id: str, example_id: str, step: str = STEPS[0].key, field: str | None = None) -> str:
    """Return the address of one step of an example, or of one field in it."""
    return url_for("candidate.case", case_id=case_id, example=example_id, step=step, _anchor=field and field_id(field))


def field_id(field: str) -> str:
    """Return the id of a field on its page."""
    return f"field-{field}"


def stepper_of(example: Example, problems: Sequence[Problem], files: int, current: str | None) -> list[dict[str, Any]]:
    """Return the steps of one example as the stepper takes them; `problems` are this example's own."""
    steps = [
        {
            "label": str(step.name),
            "href": address(example.case_id, example.id, step.key),
            "state": "current" if step.key == current else _state(step, problems, files),
        }
        for step in STEPS
    ]
    return [*steps, {"label": _("Check"), "href": url_for("candidate.check", case_id=example.case_id), "state": "todo"}]


def _state(step: Step, problems: Sequence[Problem], files: int) -> str:
    if not step.fields:
        refused = any(problem.kind is ProblemKind.FILE_REFUSED for problem in problems)
        return "wrong" if refused else "done" if files else "todo"
    long = step.counted and any(problem.kind is ProblemKind.TOO_MANY_WORDS for problem in problems)
    kinds = {problem.kind for problem in problems if problem.field in step.fields}
    if long and not kinds:
        return "wrong"
    return "wrong" if kinds - {ProblemKind.EMPTY} else "todo" if kinds else "done"


def place_of(problem: Problem, examples: Sequence[Example]) -> str | None:
    """Return the address where a problem can be put right, or None where no one field does it."""
    if problem.example is None:
        return None
    example = examples[problem.example]
    field = problem.field if problem.field in STEP_OF else None
    if problem.kind is ProblemKind.FILE_REFUSED:
        return address(example.case_id, example.id, "evidence")
    return address(example.case_id, example.id, STEP_OF[field] if field else "did", field)
