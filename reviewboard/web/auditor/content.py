"""What a case holds, for an auditor. Each opening is entered in the journal before anything is shown.

Fields: none. Without a key on purpose: each opening is one reading and one entry.
"""

from collections.abc import Mapping
from typing import Any

from flask import g, render_template
from flask_babel import gettext as _

from reviewboard.foundation.database import transaction
from reviewboard.foundation.scale.queries import ScaleView, scale_view
from reviewboard.stages.auditing import raters_of, read_as_auditor
from reviewboard.stages.consensus.comparison import LETTERS, Passage, gap, marks, passages, rating_view, rows
from reviewboard.stages.consensus.own_level import own_levels_of
from reviewboard.stages.consensus.queries import (
    discussion_of,
    messages_of,
    moves_of,
    question_of,
    resolutions_of,
    was_taken_back,
)
from reviewboard.stages.consensus.sealed import SealedRating, as_outcome, first_two, sealed_check, sealed_ratings
from reviewboard.stages.consensus.supplement import answer_files
from reviewboard.stages.consensus.tables import Question, Resolution
from reviewboard.stages.coordination import names, references
from reviewboard.stages.rating.words import levels_of, outcome_view, own_level_view
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.record.words import how_answered
from reviewboard.stages.recourse.queries import decisions_of, grounds_of, meetings_of, records_of, recourses_of, statement_of
from reviewboard.stages.recourse.words import ground_word, kind_word, stand_word
from reviewboard.stages.submission.looking import Looked, looked_at
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.stages.submission.tables import Case
from reviewboard.web.auditor import blueprint
from reviewboard.web.discussion import entries
from reviewboard.web.door import me, now
from reviewboard.web.filters import moment
from reviewboard.web.language import locale
from reviewboard.web.panel.recourse_view import decision_view
from reviewboard.web.submission import Places, answer_file_name, evidence_name, evidence_numbers, prepared_examples


@blueprint.post("/audit/cases/<case_id>/content")
def content(case_id: str) -> str:
    """Enter that the case is read, then show what it holds."""
    with transaction():
        read_as_auditor(case_id=case_id, actor=me(), now=now())
    return _page(g.case)


def _page(case: Case) -> str:
    case_id, scale = case.id, scale_view(case.scale_version_id, locale())
    examples, files = examples_of(case_id), evidence_of(case_id)
    ratings, check = sealed_ratings(case_id), sealed_check(case_id)
    found = passages(ratings, scale, [example.id for example in examples])
    numbers, looked, question = evidence_numbers(examples, files), looked_at(case_id), question_of(case_id)
    return render_template(
        "auditor/content.html",
        case_id=case_id,
        reference=case.reference,
        language=case.language,
        levels=levels_of(scale),
        examples=prepared_examples(examples, {}, {}, Places("auditor", {}), marks(found)),
        files=[
            {"id": file.id, "name": evidence_name(numbers[file.id]), "called": file.file_name,
             "looked": looked.get(file.id, Looked())}
            for held in files.values()
            for file in held
        ],
        asked=_asked(question, looked) if question else None,
        raters=[_rater(row) for row in raters_of(case_id)],
        two=_two(case, ratings, scale, found) if ratings else None,
        third=[rating_view(one, scale, found) for one in ratings if one.place == 3],
        check=rating_view(check, scale, passages([check], scale)) if check else None,
        talk=_talk(case_id, ratings, scale, found),
        decisions=_decisions(case_id, scale),
        final=_final(case_id, scale),
        earlier=[
            {"outcome": outcome_view(as_outcome(one), scale), "until": moment(one.superseded_at), "digest": one.digest}
            for one in records_of(case_id) if one.superseded_at is not None
        ],
        statement=statement_of(case_id),
        adjusted=case.extended_to is not None,
        recourses=_recourses(case, scale),
        fresh_of=references([case.fresh_of]).get(case.fresh_of) if case.fresh_of else None,
    )


def _asked(question: Question, looked: Mapping[str, Looked]) -> dict[str, Any]:
    """Return what the panel asked the candidate; the answer once it is handed in, its files to be opened one by one."""
    handed_in = question.digest is not None
    files = answer_files(question.id) if handed_in else ()
    return {
        "question": question.question, "asked": moment(question.asked_at), "due": None,
        "ended": moment(question.ended_at), "how": how_answered(question),
        "answer": question.answer if handed_in else "", "digest": question.digest,
        "files": [
            {"id": file.id, "name": answer_file_name(number), "called": file.file_name,
             "looked": looked.get(file.id, Looked())}
            for number, file in enumerate(files, start=1)
        ],
    }  # fmt: skip


def _rater(row: Any) -> dict[str, Any]:
    status = _("sealed") if row.sealed_at else (_("gave up the seat") if row.ended_why else _("not sealed"))
    return {"label": LETTERS[row.place], "value": _("%(name)s, %(status)s", name=row.assessor, status=status)}


def _two(case: Case, ratings: tuple[SealedRating, ...], scale: ScaleView, found: list[Passage]) -> dict[str, Any]:
    first, second = first_two(ratings)
    return {
        "levels": levels_of(scale),
        "first": outcome_view(first.outcome, scale),
        "second": outcome_view(second.outcome, scale),
        "gap": gap(first.outcome, second.outcome, case.required_level),
        "required": case.required_level,
        "moved": [],
        "rows": rows(first, second, scale, found),
        "ratings": [rating_view(one, scale, found) for one in (first, second)],
    }


def _talk(
    case_id: str, ratings: tuple[SealedRating, ...], scale: ScaleView, found: list[Passage]
) -> list[dict[str, Any]]:
    discussion = discussion_of(case_id) if ratings else None
    if discussion is None:
        return []
    return entries(messages_of(discussion.id), moves_of(discussion.id), ratings, scale, found)


def _decisions(case_id: str, scale: ScaleView) -> list[dict[str, Any]]:
    made, noted = resolutions_of(case_id), own_levels_of(case_id)
    people = names(sorted({one.lead_id for one in made} | {one.lead_id for one in noted}))
    before = [
        {
            "when": moment(one.noted_at), "by": people[one.lead_id], "text": one.reason,
            "title": _("Own level noted before both ratings opened: %(outcome)s", outcome=own_level_view(one, scale)["word"]),
        }
        for one in noted
    ]  # fmt: skip
    return before + [
        {
            "when": moment(one.decided_at), "title": _title(one, scale),
            "by": people[one.lead_id], "text": one.reasons,
        }
        for one in made
    ]  # fmt: skip


def _title(one: Resolution, scale: ScaleView) -> str:
    word = outcome_view(as_outcome(one), scale)["word"]
    return _("%(outcome)s, taken back for a conflict of interest", outcome=word) if was_taken_back(one) else word


def _recourses(case: Case, scale: ScaleView) -> list[dict[str, Any]]:
    """Return what was asked after the result, by whom it was answered and what was decided."""
    found = [one for one in recourses_of(case.id).values() if one.asked_at is not None]
    people = names([one.handler_id for one in found if one.handler_id])
    return [
        {
            "name": kind_word(one.kind),
            "facts": [
                {"label": _("Where it stands"), "value": stand_word(one.stand)},
                {"label": _("Who answers it"), "value": people.get(one.handler_id or "", "–")},
                *({"label": ground_word(name), "value": text, "long": True} for name, text in grounds_of(one.id).items()),
                *([{"label": _("What is asked for"), "value": one.request, "long": True}] if one.request else []),
                *({"label": _("The meeting"), "value": held.notes or _("The candidate wants none."), "long": True}
                  for held in meetings_of(one.id)),
            ],
            "decisions": [decision_view(each, scale) for each in decisions_of(one.id)],
        }
        for one in found
    ]  # fmt: skip


def _final(case_id: str, scale: ScaleView) -> dict[str, Any] | None:
    record = record_in_force(case_id)
    if record is None:
        return None
    return {
        "outcome": outcome_view(as_outcome(record), scale), "reasons": record.reasons,
        "at": moment(record.recorded_at), "digest": record.digest,
    }  # fmt: skip
