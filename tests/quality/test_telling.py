"""Who is told by mail that a check waits: leads who took no part, else coordinators; and the mail tells no case."""

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.notices.postman import compose
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.tables import Account
from reviewboard.quality.actions import compare_check
from reviewboard.stages.consensus.actions import confirm
from reviewboard.stages.submission.tables import Case
from tests.quality.checks import checks, rows
from tests.walking import level, rate, rated, settle

pytestmark = pytest.mark.once

KINDS = ("quality.waits", "quality.nobody")


def told(build):
    return {(row["account_id"], row["kind"]) for row in rows(build, Notice) if row["kind"] in KINDS}


def test_leads_who_took_no_part_are_told_once_of_a_check_that_differs_and_nobody_of_one_that_does_not(build):
    work = checks(build)
    work.checked(level(3))
    assert told(build) == set()
    case_id = work.checked(level(4))
    leads = {(lead, "quality.waits") for lead in work.people.leads}
    assert told(build) == leads
    build.do(compare_check, case_id=case_id, now=build.now)
    settle(build)
    assert told(build) == leads


@pytest.mark.parametrize(("leads", "by"), [(2, "quality.waits"), (1, "quality.nobody")])
def test_a_lead_who_confirmed_is_not_asked_and_where_there_is_no_other_the_coordinator_is(build, leads, by):
    work = checks(build, leads=leads, confirm_agreement=True)
    case_id = rated(build, work.people, level(3), level(3))
    build.do(confirm, case_id=case_id, actor=build.principal(work.people.leads[0]), now=build.now)
    settle(build)
    rate(build, case_id, 4, level(1))
    settle(build)
    who = work.people.leads[1] if leads == 2 else work.people.coordinator
    assert told(build) == {(who, by)}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_mail_names_no_case_and_no_level(build, language):
    work = checks(build)
    case_id = work.checked(level(4))

    def composed():
        account = db.session.get_one(Account, work.people.leads[0])
        account.language = language
        row = db.session.query(Notice).filter_by(account_id=account.id, kind="quality.waits").one()
        whole = db.session.execute(db.select(
            Notice.id, Notice.kind, Notice.about, Notice.sent_at, Account.email, Account.name, Account.language,
            Account.timezone).join(Account, Account.id == Notice.account_id).where(Notice.id == row.id)).one()  # fmt: skip
        case = db.session.get_one(Case, case_id)
        mail = compose(whole, build.app.extensions["settings"], build.now)
        return str(mail["subject"]) + mail.get_content(), case.reference, row.case_id

    text, reference, named = build.do(composed)
    assert [word for word in (case_id, reference, "evel 4", "iveau 4") if word in text] == []
    assert (f"/panel/quality?cycle={work.people.cycle}" in text, named) == (True, None)
