"""One's own case as plain values, for the file of one's own data: what the case's pages say at this moment, and nothing else.

Each part asks the right that opens its page, and the queries of that page. It takes a number of statements that does not grow
with the case.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from reviewboard.foundation.access.facts import CaseFacts
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.consensus.supplement import answer_files
from reviewboard.stages.facts import case_facts
from reviewboard.stages.record.queries import result_of
from reviewboard.stages.recourse.queries import drafted_grounds, granted_by_review, meeting_of, recourses_of, statement_of
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.recourse.words import ground_word, kind_word, stand_word
from reviewboard.stages.submission.check_words import why_refused
from reviewboard.stages.submission.looking import Looked, looked_at
from reviewboard.stages.submission.queries import TEXT_FIELDS, accommodation_of, evidence_of, examples_of
from reviewboard.stages.submission.tables import Case, Evidence, Example
from reviewboard.web.candidate.frame import name_of
from reviewboard.web.candidate.progress import progress_of
from reviewboard.web.candidate.recourse_view import answer_of, sentence_of
from reviewboard.web.candidate.result import what_it_says
from reviewboard.web.door import me, now
from reviewboard.web.language import locale
from reviewboard.web.submission import STATES

Values = dict[str, Any]
Lookings = Mapping[str, Looked]


def own_case(case: Case, cycle: Cycle, changed_at: datetime | None) -> Values:
    """Return what its candidate may read of a case now. `changed_at`: when the result took the place of an earlier one."""
    facts = case_facts(case, me())
    looked = looked_at(case.id)
    return {
        "reference": case.reference,
        "cycle": name_of(cycle),
        "competency": scale_view(case.scale_version_id, locale()).name,
        "required_level": case.required_level,
        "language": case.language,
        "state": progress_of(case, cycle, now(), changed_at)["sentence"],
        "begun_at": case.created_at,
        "notice_acknowledged": {"version": case.notice_version, "at": case.notice_acknowledged_at},
        "submitted_at": case.submitted_at,
        "digest": case.digest,
        "withdrawn_at": case.withdrawn_at,
        "more_time": _more_time(case),
        "examples": _examples(case, looked) if may(me(), "examples.read", facts) else [],
        "question_of_the_panel": _question(case, looked) if may(me(), "answer.read", facts) else None,
        "result": _result(case, facts),
        "statement": _statement(case) if may(me(), "recourse.own", facts) else None,
        "recourse": _recourses(case) if may(me(), "recourse.own", facts) else [],
    }


def _more_time(case: Case) -> Values | None:
    asked = accommodation_of(case.id)
    return asked and {
        "request": asked.request, "requested_at": asked.requested_at, "answer": asked.answer,
        "answered_at": asked.answered_at, "until": case.extended_to,
    }  # fmt: skip


def _examples(case: Case, looked: Lookings) -> list[Values]:
    files = evidence_of(case.id)
    return [_example(example, files.get(example.id, ()), looked) for example in examples_of(case.id)]


def _example(example: Example, files: Sequence[Evidence], looked: Lookings) -> Values:
    texts = {name: getattr(example, name) for name in TEXT_FIELDS}
    return texts | {"saved_at": example.updated_at, "files": [_file(file, looked) for file in files]}


def _file(file: Evidence, looked: Lookings) -> Values:
    check = looked.get(file.id, Looked())
    return {
        "name": file.file_name, "media_type": file.media_type, "bytes": file.size, "sha256": file.sha256,
        "uploaded_at": file.uploaded_at, "check": STATES[check.state],
        "why_refused": why_refused(check.reason) if check.reason else None,
    }  # fmt: skip


def _question(case: Case, looked: Lookings) -> Values | None:
    asked = question_of(case.id)
    return asked and {
        "question": asked.question, "asked_at": asked.asked_at, "due_at": asked.due_at, "answer": asked.answer,
        "ended_at": asked.ended_at, "digest": asked.digest, "files": [_file(file, looked) for file in answer_files(asked.id)],
    }  # fmt: skip


def _result(case: Case, facts: CaseFacts) -> Values | None:
    found = result_of(case.id) if may(me(), "result.read", facts) else None
    return what_it_says(case, found, scale_view(found.scale_version_id, locale())) if found else None


def _statement(case: Case) -> Values | None:
    said = statement_of(case.id)
    return said and {"text": said.text, "made_at": said.made_at}


def _recourses(case: Case) -> list[Values]:
    found = recourses_of(case.id)
    granted = granted_by_review(found)
    return [_recourse(case, one, granted=granted and kind is Kind.FRESH) for kind, one in found.items()]


def _recourse(case: Case, asked: Recourse, *, granted: bool) -> Values:
    chosen, others = ({ground_word(name): text for name, text in texts.items()} for texts in drafted_grounds(asked.id))
    return {
        "kind": kind_word(asked.kind),
        "state": sentence_of(asked, granted=granted) if asked.asked_at else stand_word(asked.stand),
        "asked_at": asked.asked_at,
        "request": asked.request,
        "grounds": chosen,
        "grounds_not_chosen": others,
        "due_at": asked.due_at,
        "meeting": _meeting(asked),
        "answer": _answer(case, asked),
        "ended_at": asked.ended_at,
    }


def _meeting(asked: Recourse) -> Values | None:
    heard = meeting_of(asked.id)
    return heard and {"held_on": heard.met_on, "attended": heard.attended, "notes": heard.notes}


def _answer(case: Case, asked: Recourse) -> Values | None:
    answer = answer_of(case, asked)
    return answer and {
        "answer": answer["word"], "reasons": answer["reasons"],
        "grounds": {ground["label"]: ground["value"] for ground in answer["grounds"]},
        "outcome_before": answer["before"], "outcome_after": answer["after"],
    }  # fmt: skip
