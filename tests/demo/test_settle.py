"""Owed work is done in this process by the couriers' own table."""

from reviewboard.demo.settle import WORK, settle
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.outbox.tables import OutboxRow
from workers.app import topics


def test_the_table_names_every_topic_that_has_a_courier():
    assert set(WORK) == topics()


def test_all_that_is_owed_is_done_and_a_notice_counts_as_sent_without_a_mail(app, build, settings):
    person, cycle_id = build.person(), build.cycle()
    with app.app_context():
        with transaction():
            notify(person, "result.ready", once="once", now=build.now, reference="QX7-31K")
            owe("assignment.round", {"cycle_id": cycle_id}, now=build.now)
        assert settle(now=build.now) == 2
        assert db.session.query(OutboxRow).filter(OutboxRow.done_at.is_(None)).count() == 0
        assert db.session.query(Notice).one().sent_at == build.now
        assert not settings.mail_folder.exists()
        assert settle(now=build.now) == 0
