"""The number on the tab of what is stuck costs a page nothing, and is true where what is stuck is listed."""

import json

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.web.coordinator import stuck
from tests.web.assessor.desks import counted

pytestmark = pytest.mark.once


def _tab(page):
    return " ".join(page.text.split("What is stuck", 1)[1].split("</a>")[0].split())


def test_other_pages_remember_and_the_list_counts_afresh(office, build, app):
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


def test_what_the_board_tries_again_is_shown_with_its_reason_to_whom_it_concerns(office, build, visit):
    def waiting(number, **where):
        return OutboxRow(topic="notice.send", payload={}, created_at=build.now, send_after=build.now, attempts=0,
                         attention_reason=f"MailAway: code{number}", waits_since=build.now, **where)  # fmt: skip

    rows = [waiting(1, cycle_id=office.open), waiting(1, cycle_id=office.open), waiting(2, cycle_id=build.cycle()), waiting(3)]
    build.do(lambda: db.session.add_all(rows))
    pages = [office.browser().get(f"/cycles/{office.open}/attention").text,
             visit(build.person(administrator=True)).get("/admin/attention").text]  # fmt: skip
    assert [[f"code{number}" in page for number in (1, 2, 3)] for page in pages] == [[True, False, False], [False, False, True]]
    assert ["2 pieces of work" in page for page in pages] == [True, False]
    assert ["Tried again by the board itself" in page for page in pages] == [True, True]
    said = json.loads(build.app.test_cli_runner().invoke(args=["outbox", "--json"]).output)
    assert [one["reason"] for one in said["waits"]] == [f"MailAway: code{number}" for number in (1, 1, 2, 3)]
    assert (said["owed"], said["needs_attention"]) == (4, [])
    plain = build.app.test_cli_runner().invoke(args=["outbox"]).output.splitlines()
    assert [line for line in plain if line[0] != " " and "oldest" not in line] == ["owed: 4", "waits: 4", "needs_attention: 0"]
    assert f"  3 notice.send since {build.now.isoformat()}: MailAway: code2" in plain


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
