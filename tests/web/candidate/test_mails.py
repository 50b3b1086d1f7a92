"""The candidate's mails: what they say, in the reader's language, and what they never carry."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.notices.postman import send_mail
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.tables import Case
from tests.stages.submission.authoring import TEXTS


@pytest.fixture
def mails(writer, settings):
    """Returns the mails of the notices of a kind, as they were laid into the folder."""

    def sent(kind):
        def send():
            ids = db.session.execute(select(Notice.id).where(Notice.kind == kind)).scalars().all()
            for notice_id in ids:
                send_mail(notice_id, now=datetime.now(UTC))
            return ids

        return [message_of(settings.mail_folder / f"{notice_id}.eml") for notice_id in writer.build.read(send)]

    return sent


def message_of(file):
    from email import message_from_bytes, policy

    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return message["Subject"], message.get_content()


def test_the_receipt_holds_the_reference_the_date_and_the_digest_and_no_text(writer, mails):
    case_id, _ = writer.written()
    case = writer.do(actions.submit_case, case_id=case_id)
    writer.build.do(actions.send_receipt, case_id=case_id, now=writer.build.now)
    ((subject, body),) = mails("submission.receipt")
    assert case["reference"] in subject
    missing = [part for part in (case["digest"], case["reference"], f"/my/cases/{case_id}", "2026") if part not in body]
    carried = [text for text in (TEXTS["title"], TEXTS["actions"], "R. Roy") if text in body]
    assert (missing, carried) == ([], [])


def test_a_withdrawal_is_confirmed(writer, mails):
    case_id, _ = writer.written()
    writer.do(actions.withdraw_case, case_id=case_id)
    ((subject, body),) = mails("submission.withdrawn")
    reference = writer.row(Case, case_id)["reference"]
    assert (reference in subject, reference in body) == (True, True)


def test_mails_of_an_accommodation_say_that_it_is_there_and_nothing_of_it(writer, mails):
    case_id, _ = writer.written()
    coordinator = writer.build.someone(writer.cycle_id, Role.COORDINATOR)
    writer.do(actions.ask_accommodation, case_id=case_id, request="SECRET-REQUEST")
    until = writer.build.now + timedelta(days=40)
    answer = {"case_id": case_id, "answer": "SECRET-ANSWER", "extended_to": until}
    writer.do(actions.answer_accommodation, by=coordinator, **answer)
    written = [*mails("submission.accommodation_asked"), *mails("submission.accommodation_answered")]
    assert (len(written), "SECRET" in str(written)) == (2, False)
