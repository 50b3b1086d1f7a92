"""Mails about seats: which case and until when, in the reader's language; no name but the reader's, no level, no text."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.notices.postman import compose
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.assignment.actions import sweep_late
from tests.stages.casework import ACTIONS, Casework


def _mails(work: Casework, kind: str) -> list[str]:
    app = work.build.app

    def read() -> list[str]:
        columns = (Notice.id, Notice.kind, Notice.about, Notice.sent_at, Account.email, Account.name,
                   Account.language, Account.timezone)  # fmt: skip
        rows = db.session.query(*columns).join(Account, Account.id == Notice.account_id).filter(Notice.kind == kind)
        mails = [compose(row, app.extensions["settings"], work.build.now) for row in rows]
        return [f"{mail['Subject']}\n{mail.get_content()}" for mail in mails]

    with app.test_request_context():
        return read()


@pytest.mark.parametrize(
    ("kind", "days"), [("seat.assigned", 0), ("seat.due_soon", 8), ("seat.due", 10), ("seat.overdue", 11), ("seat.freed", 13)]
)
def test_a_mail_about_a_seat_names_the_case_and_nobody(work: Casework, kind: str, days: int) -> None:
    work.assessor("Ana Assessor"), work.assessor("Ben Assessor")
    case_id = work.submitted(candidate=work.candidate(name="Nora Nameless"))
    work.round()
    for day in range(days + 1):
        work.sweep(sweep_late, work.build.now + timedelta(days=day))
    mails = _mails(work, kind)
    reference = work.case(case_id).reference
    assert len(mails) == 2
    for mail, reader, other in zip(sorted(mails), ("Ana", "Ben"), ("Ben", "Ana"), strict=True):
        assert [word in mail for word in (reference, f"{reader} Assessor", "/desk")] == [True] * 3
        assert [word in mail for word in (f"{other} Assessor", "Nora", ACTIONS[:20])] == [False] * 3
