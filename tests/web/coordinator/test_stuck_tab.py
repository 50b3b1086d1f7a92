"""The number on the tab of what is stuck costs a page nothing, and is true where what is stuck is listed."""

import pytest

from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.web.coordinator import stuck
from tests.web.assessor.desks import counted

pytestmark = pytest.mark.once


def _tab(page):
    return " ".join(page.text.split("What is stuck", 1)[1].split("</a>")[0].split())


def test_other_pages_remember_and_the_list_counts_afresh(office, build, app):
    from reviewboard.extensions import db

    browser, path = office.browser(), f"/cycles/{office.open}"
    with counted(app) as first:
        quiet = _tab(browser.get(f"{path}/seats"))
    build.do(lambda: db.session.add(OutboxRow(
        topic="record.write", payload={}, cycle_id=office.open, created_at=build.now, send_after=build.now, attempts=5,
        attention_at=build.now,
    )))  # fmt: skip
    with counted(app) as second:
        assert _tab(browser.get(f"{path}/seats")) == quiet
    assert len(first) - len(second) == 3
    assert "1" in _tab(browser.get(f"{path}/attention"))
    assert "1" in _tab(browser.get(f"{path}/seats"))


def test_what_is_remembered_is_forgotten_after_half_a_minute(office, build, app, monkeypatch):
    browser, path = office.browser(), f"/cycles/{office.open}/seats"
    browser.get(path)
    monkeypatch.setattr(stuck, "REMEMBERED", 0)
    with counted(app) as again:
        browser.get(path)
    monkeypatch.undo()
    with counted(app) as remembered:
        browser.get(path)
    assert len(again) - len(remembered) == 3
