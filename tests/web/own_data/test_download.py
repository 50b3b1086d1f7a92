"""The file of one's own data: how it is sent, whom it opens to, what every part is, and that no secret is in it."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from reviewboard.extensions import db
from reviewboard.foundation.database import new_id
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.actions import choose_language
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, SignInSession
from reviewboard.foundation.sign_in.tables import AppKey, Identity, Passkey, RecoveryCode
from reviewboard.web.own_data.mails import WORDS
from reviewboard.web.own_data.parts import PARTS
from tests.building import PASSWORD
from tests.web.assessor.desks import counted

PATH = "/account/data.json"
TEMPLATES = Path(__file__).parents[3] / "templates" / "notices"


def text_of(visitor):
    """Return the file that a browser gets."""
    with visitor.get(PATH) as answer:
        return answer.get_data(as_text=True)


def read(visitor):
    return json.loads(text_of(visitor))


def test_it_is_a_download_that_nobody_keeps_and_nothing_can_run_in(build, visit):
    with visit(build.person()).get(PATH) as answer:
        told, body = answer.headers, answer.get_data()
    assert (answer.status_code, answer.mimetype, told["Cache-Control"]) == (200, "application/json", "no-store")
    assert told["Content-Disposition"] == "attachment; filename=review-board-own-data.json"
    assert ("sandbox" in told["Content-Security-Policy"], answer.content_length) == (True, len(body))


def test_it_opens_to_who_is_signed_in_and_not_by_a_password_alone_where_more_is_needed(app, build, visit):
    assert visit().get(PATH).headers["Location"].startswith("/sign-in")
    visitor, kept = visit(build.person(password=PASSWORD)), app.extensions["settings"]
    app.extensions["settings"] = replace(kept, second_step_needed=True)
    try:
        assert (visitor.get("/account").status_code, visitor.get(PATH).headers["Location"]) == (200, "/account/second")
    finally:
        app.extensions["settings"] = kept


def test_the_settings_show_what_is_held_and_lead_to_it(build, visit):
    boss = build.person("Sonia Superior")
    page = visit(build.person("Paul Plain", unit="Audit", team="East", supervisor_id=boss)).get("/account").text
    held = page.partition('id="data"')[2]
    assert re.findall(r"<dd>(.*?)</dd>", held) == ["Paul Plain", "person2@example.org", "Audit", "East", "Sonia Superior"]
    assert (f'href="{PATH}"' in held, "Ask an administrator of the board to correct it" in held) == (True, True)


def test_it_says_what_each_part_is_in_the_language_of_its_reader(build, visit):
    person = build.person()
    visitor, told = visit(person), {}
    for language in ("en", "fr"):
        build.do(choose_language, actor=build.principal(person), language=language)
        told[language] = read(visitor)
    names = [part.name for part in PARTS]
    assert list(told["en"]) == list(told["fr"]) == ["about", *names]
    assert list(told["en"]["about"]["parts"]) == names
    same = [name for name in names if told["en"]["about"]["parts"][name] == told["fr"]["about"]["parts"][name]]
    assert (same, told["fr"]["about"]["language"], told["fr"]["account"]["language"]) == ([], "fr", "fr")


def test_an_account_is_there_whole(build, visit):
    boss = build.person("Sonia Superior")
    person = build.person("Paul Plain", unit="Audit", team="East", supervisor_id=boss, password=PASSWORD, auditor=True)
    account = read(visit(person))["account"]
    assert account.pop("made_at")[:10] == build.now.date().isoformat()
    assert account == {
        "email": "person2@example.org", "name": "Paul Plain", "language": "en", "timezone": "America/Toronto",
        "unit": "Audit", "team": "East", "supervisor": "Sonia Superior", "is_administrator": False, "is_auditor": True,
        "has_password": True,
    }  # fmt: skip


def test_no_secret_of_a_sign_in_is_in_it_and_what_is_none_is(build, visit):
    person, now = build.person(password=PASSWORD), build.now
    kept = {"credential_id": "the-credential", "public_key": "the-public-key", "sealed": "the-sealed-secret",
            "code_hash": "the-hash-of-a-code"}  # fmt: skip

    def add():
        db.session.add_all([
            Passkey(account_id=person, credential_id=kept["credential_id"], public_key=kept["public_key"],
                    name="work laptop", added_at=now),
            AppKey(account_id=person, sealed=kept["sealed"], begun_at=now, confirmed_at=now),
            RecoveryCode(account_id=person, code_hash=kept["code_hash"], made_at=now),
            Identity(account_id=person, issuer="https://login.example.org", subject="s-1", linked_at=now),
        ])  # fmt: skip

    build.do(add)
    visitor = visit(person)
    text, found = text_of(visitor), read(visitor)
    secrets = build.read(lambda: [db.session.get_one(Account, person).password_hash,
                                  *db.session.scalars(db.select(SignInSession.id))])  # fmt: skip
    assert [one for one in (*kept.values(), *secrets) if one in text] == []
    at = now.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    assert found["sign_in"] == {
        "app_since": at, "passkeys": [{"name": "work laptop", "added_at": at, "used_at": None}], "recovery_codes_left": 1,
        "organization": [{"issuer": "https://login.example.org", "subject": "s-1", "linked_at": at}],
    }  # fmt: skip
    assert [place["this"] for place in found["browsers"]] == [True]


def test_roles_mails_and_acts_are_ones_own_alone(build, visit):
    cycle = build.cycle()
    person, other = (build.someone(cycle, Role.ASSESSOR, name, capacity=4) for name in ("One", "Two"))

    def add():
        for who, kind in ((person, "seat.assigned"), (other, "seat.overdue"), (person, "of.an.earlier.version")):
            db.session.add(Notice(account_id=who, kind=kind, about={}, once=new_id(), created_at=build.now))
        for who, action in ((person, "case.clear"), (other, "case.seal")):
            enter(action, actor=build.principal(who), now=build.now, subject="seat:1", reason="A reason of theirs.")

    build.do(add)
    found = read(visit(person))
    assert [(role["role"], role["cycle"], role["capacity"]) for role in found["roles"]] == [("assessor", "Trial cycle", 4)]
    assert {mail["about"] for mail in found["mails"]} == {"A case was assigned", "of.an.earlier.version"}
    assert [act["act"] for act in found["acts"]] == ["Conflict check answered: none"]
    assert {name for act in found["acts"] for name in act} == {"act", "at"}
    assert [one["scale"] for one in found["trainings"]] == ["Collaboration with Partners and Stakeholders"]


def test_every_mail_has_a_word_for_what_it_is_about():
    assert {file.stem for file in TEMPLATES.glob("*.txt")} - set(WORDS) == set()


def test_to_read_it_is_no_act(build, visit):
    visitor = visit(build.person())
    before = build.read(lambda: db.session.query(JournalEntry).count())
    read(visitor)
    assert build.read(lambda: db.session.query(JournalEntry).count()) == before


def test_it_takes_the_same_statements_however_much_there_is(app, build, visit):
    person = build.person()
    visitor, actor = visit(person), build.principal(person)

    def more():
        for number in range(29):
            db.session.add(Notice(account_id=person, kind="seat.due", about={}, once=new_id(), created_at=build.now))
            db.session.add(SignInSession(id=new_id(), account_id=person, created_at=build.now, seen_at=build.now,
                                         expires_at=build.now + timedelta(hours=number + 1)))  # fmt: skip
            enter("case.clear", actor=actor, now=build.now)

    asked = []
    read(visitor)
    for _ in range(2):
        with counted(app) as sent:
            found = read(visitor)
        asked.append(len(sent))
        build.do(more)
    assert (asked[0], len(found["acts"]), len(found["mails"]), len(found["browsers"])) == (asked[1], 29, 29, 30)
    assert asked[0] <= 20
