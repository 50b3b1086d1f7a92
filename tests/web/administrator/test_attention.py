"""A mail of no cycle that could not be sent is on the administrator's list, with its reason, and goes out on a second try."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.postman import note_sent, send_mail
from reviewboard.foundation.outbox.actions import ATTEMPTS, deliver, owe
from reviewboard.foundation.outbox.tables import OutboxRow
from tests.walking import panel

pytestmark = pytest.mark.each

PATH = "/admin/attention"


@pytest.fixture
def admin(build, visit):
    """The administrator's browser."""
    return visit(build.person("Ada Admin", administrator=True))


@pytest.fixture
def failed(app, admin, build, monkeypatch, settings):
    """An invitation whose mail could not be sent five times; the number of its work."""
    admin.post("/admin/accounts/new", {"email": "new@example.org", "name": "Nora New", "language": "en"})
    blocked = settings.data_dir / "blocked"
    blocked.write_text("a file where a folder should be")
    with monkeypatch.context() as broken, app.app_context():
        broken.setitem(app.extensions, "settings", replace(settings, mail_folder=blocked))
        row_id = db.session.execute(select(OutboxRow.id)).scalar_one()
        for hours in range(ATTEMPTS):
            with pytest.raises(OSError):
                deliver(row_id, note_sent, now=datetime.now(UTC) + timedelta(hours=hours), outside=send_mail)
    return row_id


def test_a_first_link_that_could_not_be_mailed_waits_for_the_administrator(admin, failed):
    page = admin.get(PATH).text
    found = [word in page for word in ("Sending an e-mail", "new@example.org", "Error", f'value="{failed}"')]
    assert found == [True] * 4


def test_it_is_sent_again_once_and_the_journal_knows(app, admin, build, failed):
    assert admin.post(PATH, {"work": str(failed)}).headers["Location"] == PATH
    assert f'value="{failed}"' not in admin.get(PATH).text
    with app.app_context():
        assert db.session.get_one(OutboxRow, failed).attempts == 0
        assert deliver(failed, note_sent, now=datetime.now(UTC), outside=send_mail) is True
        last = db.session.execute(select(JournalEntry).order_by(JournalEntry.number.desc()).limit(1)).scalar_one()
        assert (last.action, last.subject) == ("work.send_again", f"work:{failed}")


def test_the_work_of_a_cycle_is_its_coordinators(admin, build):
    team = panel(build)
    build.do(owe, topic="assignment.round", payload={}, cycle_id=team.cycle, now=build.now)
    row_id = build.read(lambda: db.session.execute(select(OutboxRow.id).order_by(OutboxRow.id.desc())).scalars().first())
    build.do(lambda: setattr(db.session.get(OutboxRow, row_id), "attention_at", build.now))
    assert f'value="{row_id}"' not in admin.get(PATH).text
    assert [admin.post(PATH, {"work": given}).status_code for given in (str(row_id), "x", "")] == [404] * 3


def test_only_the_administrator_reaches_it(build, visit, failed):
    other = visit(build.person())
    assert (other.get(PATH).status_code, other.post(PATH, {"work": str(failed)}).status_code) == (404, 404)
