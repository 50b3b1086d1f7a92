"""Mails of consensus and record, in both languages: the case and the page to open; no level, no reason, no other name."""

from typing import Any

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.notices.postman import compose
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.actions import Decision
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import release, tell, write
from tests.stages.consensus.staging import LONG, WHY, Stage, Staged, per_dimension

AT = Outcome.at


def opened(stage: Stage) -> Staged:
    staged = stage.case(AT(1), AT(2))
    stage.do(actions.tell_raters, case_id=staged.case_id, now=stage.build.now)
    return staged


def disputed(stage: Stage) -> Staged:
    staged = stage.case(AT(2), AT(4))
    stage.do(actions.tell_leads, case_id=staged.case_id, now=stage.build.now)
    return staged


def proposed(stage: Stage) -> Staged:
    staged = stage.case(AT(2), AT(4))
    said = Decision(AT(3), LONG, per_dimension("Shown."), "More people, on purpose.")
    stage.do(actions.resolve, case_id=staged.case_id, decision=said, version=stage.version(staged),
             actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip
    stage.do(actions.tell_leads, case_id=staged.case_id, now=stage.build.now)
    return staged


def agreed(stage: Stage) -> Staged:
    staged = stage.case(AT(2), AT(2))
    stage.do(actions.tell_leads, case_id=staged.case_id, now=stage.build.now)
    return staged


def released(stage: Stage) -> Staged:
    staged = stage.case(AT(2), AT(2))
    stage.do(write, case_id=staged.case_id, now=stage.build.now)
    stage.do(release, case_ids=[staged.case_id], actor=stage.who(stage.lead), now=stage.build.now)
    stage.do(tell, case_id=staged.case_id, now=stage.build.now)
    return staged


def mails(stage: Stage, kind: str, language: str) -> list[tuple[str, str]]:
    """Return (reader's name, whole mail) of every notice of a kind, as it reads in a language."""
    app = stage.build.app

    def read() -> list[tuple[str, str]]:
        db.session.execute(db.update(Account).values(language=language))
        columns: list[Any] = [Notice.id, Notice.kind, Notice.about, Notice.sent_at, Account.email, Account.name,
                              Account.language, Account.timezone]  # fmt: skip
        query = db.select(*columns).join(Account, Account.id == Notice.account_id).where(Notice.kind == kind)
        sent = [(row.name, compose(row, app.extensions["settings"], stage.build.now)) for row in db.session.execute(query)]
        return [(name, f"{mail['Subject']}\n{mail.get_content()}") for name, mail in sent]

    with app.test_request_context():
        return read()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("make", "kind", "page", "policy", "readers"),
    [
        (opened, "discussion.open", "/desk/rooms/{}", {}, ["Anne Assessor", "Boris Assessor"]),
        (disputed, "dispute.open", "/panel/disputes/{}", {}, ["Lucie Lead", "Omar Lead"]),
        (proposed, "countersign.wanted", "/panel/countersigns/{}", {}, ["Omar Lead"]),
        (agreed, "confirmation.wanted", "/panel/confirmations/{}", {"confirm_agreement": True}, ["Lucie Lead", "Omar Lead"]),
        (released, "result.ready", "/my/cases/{}/result", {}, ["Camille Candidate"]),
    ],
)
def test_a_mail_says_which_case_and_where_and_no_more(build, make, kind, page, policy, readers, language):
    stage = Stage(build, policy=policy)
    staged = make(stage)
    found = mails(stage, kind, language)
    people = {"Anne Assessor", "Boris Assessor", "Lucie Lead", "Omar Lead", "Camille Candidate"}
    assert sorted(name for name, _ in found) == readers
    for name, mail in found:
        assert [word in mail for word in (name, "QX7-001", page.format(staged.case_id))] == [True] * 3
        secrets = (*(people - {name}), WHY, "evel 2", "iveau 2", "evel 4", "iveau 4")
        assert [word for word in secrets if word in mail] == []
