"""What a candidate added at the panel's request, and the digest that stands for it. It is no part of the submission.

Whoever calls these for another person asks `may("answer.read", facts)` first.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.digest import digest
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.consensus.tables import Question
from reviewboard.stages.submission.tables import Case, Evidence


def answer_digest(submission: str, question: str, answer: str, files: Mapping[str, str]) -> str:
    """Return the digest of an answer: to which submission and question, its text, and the SHA-256 of each file by id."""
    return digest({"submission": submission, "question": question, "answer": answer, "files": dict(files)})


def digest_of_answer(question: Question) -> str:
    """Return the digest that a stored answer should have."""
    submission = db.session.execute(select(Case.digest).where(Case.id == question.case_id)).scalar_one()
    files = {file.id: file.sha256 for file in answer_files(question.id)}
    return answer_digest(submission or "", question.question, question.answer, files)


def answer_files(question_id: str) -> Sequence[Evidence]:
    """Return the files of an answer, oldest first, without what was removed. One statement."""
    return (
        db.session.execute(
            select(Evidence)
            .where(Evidence.question_id == question_id, Evidence.removed_at.is_(None))
            .order_by(Evidence.uploaded_at, Evidence.id)
        )
        .scalars()
        .all()
    )


def is_handed_in(case_id: str) -> bool:
    """Return whether the answer of a case is in: else, also with nothing to add, it is its candidate's alone."""
    question = question_of(case_id)
    return question is not None and question.digest is not None


def shown_as(files: Sequence[Evidence]) -> str:
    """Return what stands for a set of files, so that a form can say which it showed."""
    return digest(sorted(file.id for file in files))


def questions_to(account_id: str | None) -> dict[str, Question]:
    """Return the questions that wait for this candidate, by the id of their case. One statement."""
    rows = db.session.execute(
        select(Question)
        .join(Case, Case.id == Question.case_id)
        .where(Case.candidate_id == account_id, Case.state == "asked", Question.ended_at.is_(None))
    ).scalars()
    return {row.case_id: row for row in rows}
