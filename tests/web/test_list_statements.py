"""Every list asks the database the same number of things for one row and for thirty. The desk, the lead's board, the
candidate's home and most of the coordinator's lists have their tests beside their pages; here are the others."""

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.database import new_id
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import SYSTEM, Role
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.consensus.tables import Agreement
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import write
from reviewboard.stages.record.tables import Record
from reviewboard.stages.submission.tables import Accommodation, Case
from tests.stages.casework import Casework
from tests.stages.consensus.staging import Stage
from tests.web.assessor.desks import counted
from tests.web.panel.many import copy_disputes

pytestmark = pytest.mark.each

AT = Outcome.at
MORE, MOST = 29, 12


def _asked(app, browser, path):
    """Return how many rows the page shows and how many statements it took, a first visit not counted."""
    browser.get(path)
    with counted(app) as sent:
        page = browser.get(path)
    assert page.status_code == 200
    return page.text.count('scope="row"'), len(sent)


def _compare(app, browser, path, more):
    (few, asked), _done, (many, asked_more) = _asked(app, browser, path), more(), _asked(app, browser, path)
    assert (few, asked == asked_more, asked <= MOST) == (1, True, True)
    assert many >= MORE


def test_a_leads_list_of_cases(app, build, visit):
    stage = Stage(build)
    staged = stage.case(AT(2), AT(4))
    path = f"/panel/cases?cycle={stage.cycle_id}&stage=consensus"
    _compare(app, visit(stage.lead), path, lambda: copy_disputes(stage, staged, MORE))


def test_a_leads_list_of_results_to_release(app, build, visit):
    stage = Stage(build)
    staged = stage.case(AT(2), AT(2))
    stage.do(write, case_id=staged.case_id, now=build.now)

    def more():
        account = stage.rows(Account, id=staged.candidate)[0]
        case, agreement, record = (stage.rows(table)[0] for table in (Case, Agreement, Record))

        def insert():
            for _ in range(MORE):
                person, here, basis = new_id(), new_id(), new_id()
                db.session.execute(db.insert(Account), {**account, "id": person, "email": f"{person}@example.org"})
                db.session.execute(db.insert(Case), {**case, "id": here, "candidate_id": person, "reference": here[:12]})
                db.session.execute(db.insert(Agreement), {**agreement, "id": basis, "case_id": here})
                db.session.execute(db.insert(Record), {**record, "id": new_id(), "case_id": here, "agreement_id": basis})

        stage.do(insert)

    _compare(app, visit(stage.lead), f"/panel/releases?cycle={stage.cycle_id}", more)


def test_a_coordinators_list_of_requests(app, build, visit):
    work = Casework(build, build.cycle())
    coordinator = build.someone(work.cycle_id, Role.COORDINATOR)

    def ask(times):
        cases = [work.submitted() for _ in range(times)]
        build.do(lambda: db.session.add_all(
            Accommodation(case_id=case_id, request="More time, please.", requested_at=build.now) for case_id in cases
        ))  # fmt: skip

    ask(1)
    browser, path = visit(coordinator), f"/cycles/{work.cycle_id}/requests"
    _first, asked = _asked(app, browser, path)
    ask(MORE)
    assert (_asked(app, browser, path)[1], asked <= MOST) == (asked, True)


@pytest.mark.parametrize("path", ["/audit/journal?action=account.create", "/audit/statistics"])
def test_an_auditors_lists(app, build, visit, path):
    auditor = build.person("Odile Auditor", auditor=True)
    build.cycle()
    browser = visit(auditor)
    _first, asked = _asked(app, browser, path)
    for _ in range(3):
        build.cycle()
    for _ in range(MORE):
        build.do(lambda: enter("account.create", actor=SYSTEM, now=build.now, subject=f"account:{auditor}"))
    assert (_asked(app, browser, path)[1], asked <= MOST) == (asked, True)


def test_an_administrators_list_of_accounts(app, build, visit):
    _compare(app, visit(build.person("Ada Admin", administrator=True)), "/admin/accounts",
             lambda: [build.person() for _ in range(MORE)])  # fmt: skip
