"""The forecast's page: one answer in the reader's days, what it rests on, and no answer beside a number that makes no sense."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment.queue_counts import seats_waiting
from reviewboard.stages.coordination import seats_page
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State
from tests.stages.casework import casework


@pytest.fixture
def work(build):
    return casework(build)


@pytest.fixture
def coordinator(work):
    who = work.build.someone(work.cycle_id, Role.COORDINATOR)
    in_zone(work, who, "UTC")
    return who


@pytest.fixture
def ask(work, coordinator, visit):
    """Returns the forecast's page for a query, its spaces plain."""

    def page(query=""):
        answer = visit(coordinator).get(f"/cycles/{work.cycle_id}/forecast?{query}")
        assert answer.status_code == 200
        return answer.text.replace("\u00a0", " ")

    return page


def answer_in(page):
    return re.search(r'<p class="sentence">(.*?)</p>', page, re.S)[1].strip()


def change(work, account_id, **values):
    rows = update(Membership).where(Membership.account_id == account_id, Membership.role == "assessor")
    work.build.do(lambda: db.session.execute(rows.values(**values)))


def in_zone(work, account_id, zone):
    work.build.do(lambda: setattr(db.session.get_one(Account, account_id), "timezone", zone))


def in_french(work, account_id):
    work.build.do(lambda: setattr(db.session.get_one(Account, account_id), "language", "fr"))


def test_it_says_the_day_and_what_it_rests_on(work, ask):
    work.assessor(), work.assessor()
    for _ in range(7):
        work.submitted()
    page, day = ask("pace=3.5"), work.build.now + timedelta(days=13)
    assert answer_in(page) == f"On {day:%-d %B %Y} at this pace, in 13 days."
    assert "Ratings that wait in English" in page
    assert "are spread evenly until the cycle closes on" in page
    assert [float(value) for value in re.findall(r'<span class="bar-text">(\d+)</span>', page)] == [7, 0]


def test_what_can_be_done_today_is_done_today(work, ask):
    for _ in range(10):
        work.assessor()
    work.submitted(), work.submitted()
    assert (answer_in(ask("pace=7")), answer_in(ask("pace=2"))) == (
        "Today at this pace.", f"On {work.build.now + timedelta(days=1):%-d %B %Y} at this pace, in 1 day.",
    )  # fmt: skip


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # in one of them it is another day than in UTC
def test_days_are_those_of_the_readers_zone(work, ask, coordinator, zone):
    work.assessor(), work.assessor()
    work.submitted()
    in_zone(work, coordinator, zone)
    day = datetime.now(UTC).astimezone(ZoneInfo(zone)) + timedelta(days=1)
    assert answer_in(ask("pace=3.5")) == f"On {day:%-d %B %Y} at this pace, in 1 day."


def test_leave_counts_on_its_own_days(work, ask):
    one = work.assessor()
    work.submitted()
    change(work, one, away_from=work.build.now.date(), away_to=work.build.now.date() + timedelta(days=9))
    assert "in 11 days." in answer_in(ask("pace=7"))


@pytest.mark.parametrize(
    ("languages", "answer", "french"),
    [
        (("fr",), "nobody rates cases in French.", "personne n’évalue de dossiers en français."),
        (("en",), "nobody rates cases in English.", "personne n’évalue de dossiers en anglais."),
        (("fr", "en"), "nobody rates cases in French or in English.",
         "personne n’évalue de dossiers en français ni en anglais."),
    ],
)  # fmt: skip
def test_languages_that_nobody_reads_are_named(work, ask, coordinator, languages, answer, french):
    for language in languages:
        work.submitted(language=language)
    change(work, work.assessor(), capacity=0)
    assert answer_in(ask()) == f"Never as things stand: {answer}"
    in_french(work, coordinator)
    assert answer_in(ask()).endswith(french)


def test_seats_that_nobody_may_take_are_told_beside_the_day(work, ask):
    work.assessor()
    work.submitted()
    assert "have nobody" not in answer_in(ask())
    work.round()
    assert answer_in(ask()).endswith("at this pace, in 4 days. But not while 2 seats have nobody: the assignment says why.")


def test_the_total_is_what_the_list_of_seats_counts_and_what_nobody_has(work, ask):
    for _ in range(3):
        work.assessor()
    cases = [work.submitted() for _ in range(3)]
    work.round()
    work.clear(work.seats(cases[0])[0])
    work.pretend_sealed(work.seats(cases[0])[0].id)

    def third():
        case = db.session.get_one(Case, cases[1])
        db.session.execute(update(Case).where(Case.id == case.id).values(state=State.THIRD_RATING))

    for seat in work.seats(cases[1]):
        work.clear(seat)
        work.pretend_sealed(seat.id)
    work.build.do(third)
    work.submitted()
    listed = work.build.read(lambda: len(seats_page(work.cycle_id, sealed=False, after=None, limit=100)))
    counted = work.build.read(lambda: seats_waiting(work.cycle_id))
    assert (listed, counted.held, counted.open, counted.stuck) == (3, {"en": 3}, {"en": 3}, 0)
    assert counted.all() == {"en": 6}
    assert "<dd>3, 3</dd>" in re.sub(r"\s*\n\s*", "", ask())


@pytest.mark.parametrize(("query", "wrong"), [("pace=0", ["pace"]), ("pace=often", ["pace"]), ("pace=1e9", ["pace"]),
                                              ("pace=", ["pace"]), ("fr=-1", ["fr"]),
                                              ("en=many&fr=x", ["fr", "en"])])  # fmt: skip
def test_numbers_that_make_no_sense_are_named_and_get_no_answer(work, ask, query, wrong):
    work.assessor(), work.submitted()
    page = ask(query)
    labels = {"pace": "Ratings of one assessor in a week", "fr": "French cases still to come",
              "en": "English cases still to come"}  # fmt: skip
    found = re.findall(r'<a href="#(pace|fr|en)">([^:]*): Give', page)
    assert found == [(name, labels[name]) for name in wrong]
    assert answer_in(page) == "Correct the numbers below: until then there is no answer."
    assert ("at this pace" in page, "bar-text" in page) == (False, False)


def test_an_empty_queue_says_so(work, ask):
    assert answer_in(ask()) == "Nothing waits to be rated."


def test_what_comes_is_asked_too_when_nothing_waits(work, ask):
    for _ in range(10):
        work.assessor()
    assert "at this pace, in 19 days." in answer_in(ask("fr=10&pace=7"))
