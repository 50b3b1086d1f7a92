"""People from a file: previewed whole, taken in whole or not at all, twice is once."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from reviewboard.extensions import db
from reviewboard.foundation.cycle.actions import add_member, choose_scales
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.administration import disable_account
from reviewboard.foundation.people.csv_file import Wrong
from reviewboard.foundation.people.import_plan import Effect
from reviewboard.foundation.people.refusals import ImportChanged, ImportHasProblems, sentence
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership, Training
from reviewboard.foundation.refusals import NotYours

FILE = """\
email;name;language;unit;team;supervisor_email;role;languages;capacity;trained_until
boss@example.org;Boss;en;Audit;;;;;;
ana@example.org;Ana;fr;Audit;North;boss@example.org;assessor;fr;12;2027-03-31
bo@example.org;Bo;en;Audit;South;boss@example.org;assessor;;;2027-03-31
lea@example.org;Léa;fr;Policy;;;lead;;;
cam@example.org;Cam;en;Collections;East;lea@example.org;candidate;;;
"""


def _wrong(plan):
    return [(problem.line, problem.wrong, problem.column) for problem in plan.problems]


def _membership(office, build, email, role):
    account = office.account(email)
    with build.app.app_context():
        return db.session.query(Membership).filter_by(account_id=account.id, cycle_id=office.id, role=role).one()


def test_plan_import_says_what_each_line_does_and_writes_nothing(office):
    plan = office.plan(FILE)
    assert plan.problems == ()
    assert [line.effects for line in plan.lines] == [
        (Effect.NEW_ACCOUNT,),
        (Effect.NEW_ACCOUNT, Effect.NEW_MEMBER, Effect.TRAINING, Effect.INVITED),
        (Effect.NEW_ACCOUNT, Effect.NEW_MEMBER, Effect.TRAINING, Effect.INVITED),
        (Effect.NEW_ACCOUNT, Effect.NEW_MEMBER, Effect.INVITED),
        (Effect.NEW_ACCOUNT, Effect.NEW_MEMBER, Effect.INVITED),
    ]
    assert (office.roles(), office.account("ana@example.org")) == ([], None)


def test_import_people_makes_accounts_roles_training_and_links(office, build):
    office.take(FILE, expected=office.plan(FILE).digest)
    assert office.roles() == [
        ("ana@example.org", "assessor"), ("bo@example.org", "assessor"), ("cam@example.org", "candidate"),
        ("lea@example.org", "lead"),
    ]  # fmt: skip
    ana, boss = office.account("ana@example.org"), office.account("boss@example.org")
    assert (ana.name, ana.language, ana.unit, ana.team, ana.supervisor_id, ana.password_hash) == (
        "Ana", "fr", "Audit", "North", boss.id, None,
    )  # fmt: skip
    member = _membership(office, build, "ana@example.org", "assessor")
    assert (member.languages, member.capacity) == ("fr", 12)
    with build.app.app_context():
        trained = [row.expires_on for row in db.session.query(Training).filter_by(account_id=ana.id)]
        notices = Counter(kind for (kind,) in db.session.query(Notice.kind))
        owed = db.session.query(OutboxRow).filter_by(topic="notice.send").count()
    assert (trained, notices, owed) == ([date(2027, 3, 31)], {"account.invite": 4}, 4)


def test_import_people_again_changes_nothing(office):
    office.take(FILE)
    before = len(office.actions())
    again = office.plan(FILE)
    assert (again.unchanged, again.problems) == (5, ())
    office.take(FILE, expected=again.digest)
    assert office.actions(since=before) == ["people.import"]
    assert len(office.roles()) == 4


def test_import_people_is_all_or_nothing(office):
    broken = FILE + "dan@example.org;Dan;xx;;;;candidate;;;\n"
    with pytest.raises(ImportHasProblems) as refused:
        office.take(broken)
    assert [(problem.line, problem.wrong) for problem in refused.value.found] == [(7, Wrong.NOT_A_LANGUAGE)]
    assert (office.roles(), office.account("boss@example.org")) == ([], None)


def test_import_people_refuses_to_do_what_the_preview_did_not_show(office, build):
    seen = office.plan(FILE)
    ana = build.do(lambda: _make(build, "ana@example.org"))
    with pytest.raises(ImportChanged):
        office.take(FILE, expected=seen.digest)
    assert (office.roles(), ana is not None) == ([], True)


def _make(build, email, **more):
    from reviewboard.foundation.people.actions import create_account
    from reviewboard.foundation.people.roles import SYSTEM

    return create_account(email=email, name="As they wish", actor=SYSTEM, now=build.now, language="en", **more).id


def test_an_account_that_exists_keeps_its_name_and_language_and_follows_in_team_and_supervisor(office, build):
    build.do(lambda: _make(build, "ana@example.org", unit="Old", team="Old", password="a sentence to remember"))
    plan = office.plan(FILE)
    assert plan.lines[1].effects == (Effect.ACCOUNT, Effect.NEW_MEMBER, Effect.TRAINING)
    office.take(FILE)
    ana = office.account("ana@example.org")
    assert (ana.name, ana.language, ana.unit, ana.team) == ("As they wish", "en", "Audit", "North")
    assert ana.supervisor_id == office.account("boss@example.org").id
    assert office.actions().count("account.change") == 1


def test_a_file_changes_what_an_assessor_reads_and_leaves_open_what_it_leaves_open(office, build):
    office.take(FILE)
    office.take("email,name,role,languages,capacity\nana@example.org,Ana,assessor,en,\n")
    member = _membership(office, build, "ana@example.org", "assessor")
    assert (member.languages, member.capacity) == ("en", 12)


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ("a@b.c,A,,,,,lead\na@b.c,A,,,,,lead\n", [(3, Wrong.TWICE, "role")]),
        ("a@b.c,A,,,,,lead\na@b.c,Z,,,,,assessor\n", [(3, Wrong.DIFFERS, "name")]),
        ("a@b.c,,,,,,lead\n", [(2, Wrong.EMPTY, "name")]),
        ("a@b.c,A,,,,gone@b.c,lead\n", [(2, Wrong.SUPERVISOR_UNKNOWN, "supervisor_email")]),
        ("a@b.c,A,,,,,lead\na@b.c,A,,,,,coordinator\n", [(3, Wrong.ROLES_CLASH, "role")]),
    ],
)
def test_lines_are_held_beside_each_other(office, lines, wrong):
    assert _wrong(office.plan("email,name,language,unit,team,supervisor_email,role\n" + lines)) == wrong


def test_lines_are_held_beside_what_the_board_knows(office, build):
    office.take("email,name,role\na@b.c,A,assessor\n")
    assert _wrong(office.plan("email,name,role\na@b.c,A,coordinator\n")) == [(2, Wrong.ROLES_CLASH, "role")]
    build.do(disable_account, account_id=office.account("a@b.c").id, actor=build.principal(office.coordinator),
             now=build.now)  # fmt: skip
    assert _wrong(office.plan("email,name,role\na@b.c,A,lead\n")) == [(2, Wrong.DISABLED, "email")]


def test_an_auditor_takes_no_part(office, build):
    auditor = build.person(auditor=True)
    with build.app.app_context():
        email = db.session.get(Account, auditor).email
    assert _wrong(office.plan(f"email,name,role\n{email},A,lead\n")) == [(2, Wrong.AUDITOR, "role")]


def test_the_coordinator_cannot_import_themselves_as_assessor(office, build):
    with build.app.app_context():
        email = db.session.get(Account, office.coordinator).email
    assert _wrong(office.plan(f"email,name,role\n{email},C,assessor\n")) == [(2, Wrong.ROLES_CLASH, "role")]


def test_training_needs_a_scale(office, build):
    build.do(choose_scales, cycle_id=office.id, version=2, scales={}, actor=build.principal(office.coordinator),
             now=build.now)  # fmt: skip
    plan = office.plan("email,name,role,trained_until\na@b.c,A,assessor,2027-03-31\n")
    assert _wrong(plan) == [(2, Wrong.NO_SCALE, "trained_until")]


def test_one_person_may_hold_two_roles_and_gets_one_link(office, build):
    office.take("email,name,role\na@b.c,A,assessor\na@b.c,A,lead\n")
    assert office.roles() == [("a@b.c", "assessor"), ("a@b.c", "lead")]
    with build.app.app_context():
        assert db.session.query(Notice).count() == 1


def test_import_people_is_for_the_coordinator_of_the_cycle(office, build):
    with pytest.raises(NotYours):
        office.take(FILE, actor=build.person())


def test_every_problem_has_a_sentence(app):
    from reviewboard.foundation.people.csv_file import Problem

    with app.test_request_context():
        sentences = [sentence(Problem(1, wrong, "email", "x")) for wrong in Wrong]
    assert len(set(sentences)) == len(Wrong)


def test_members_added_by_hand_and_by_file_are_the_same(office, build):
    person = build.person("By hand")
    build.do(add_member, cycle_id=office.id, account_id=person, role=Role.ASSESSOR,
             actor=build.principal(office.coordinator), now=build.now)  # fmt: skip
    with build.app.app_context():
        email = db.session.get(Account, person).email
    until = (build.now + timedelta(days=9)).date()
    plan = office.plan(f"email,name,role,trained_until\n{email},Else,assessor,{until}\n")
    assert [line.effects for line in plan.lines] == [(Effect.TRAINING, Effect.INVITED)]


def test_import_people_needs_few_statements_for_many(office, app):
    def statements(people):
        counted = []
        with app.app_context():
            engine = db.engine

        def count(*_):
            counted.append(1)

        event.listen(engine, "before_cursor_execute", count)
        try:
            office.take("email,name,role\n" + "".join(f"{people}.{n}@example.org,N,assessor\n" for n in range(people)))
        finally:
            event.remove(engine, "before_cursor_execute", count)
        return len(counted)

    assert statements(40) == statements(10)
