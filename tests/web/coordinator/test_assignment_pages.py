"""The coordinator's preview: wishes kept or refused by name, what would change, how rounds behave, why not somebody else."""

import re

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.assignment.actions import seat_third
from reviewboard.stages.submission.tables import Case
from tests.stages.casework import casework


@pytest.fixture
def work(build):
    return casework(build)


@pytest.fixture
def desk(work, visit):
    return visit(work.build.someone(work.cycle_id, Role.COORDINATOR))


def address(work, part="assignment"):
    return f"/cycles/{work.cycle_id}/{part}"


def name_of(work, account_id):
    return work.build.read(lambda: db.session.get_one(Account, account_id).name)


def hidden(page):
    form = page.text.split('<form class="button-form"')[1].split("</form>")[0]
    return dict(re.findall(r'name="(seed|input_hash|pinned|excluded)" value="([^"]*)"', form))


def test_a_wish_is_shown_kept_and_committed(work, desk):
    people = [work.assessor(f"Person {letter}") for letter in "ABCDE"]
    case_id = work.submitted()
    first = desk.get(address(work))
    seed = hidden(first)["seed"]
    wished = desk.get(f"{address(work)}?seed={seed}&case={case_id}&assessor={people[4]}&wish=pin")
    assert "Person E sits on case" in wished.text
    assert hidden(wished)["pinned"] == f"{case_id}.{people[4]}"
    done = desk.post(address(work), hidden(wished))
    assert (done.status_code, people[4] in {seat.assessor_id for seat in work.seats(case_id)}) == (302, True)


def test_a_wish_is_taken_back_and_turned_round(work, desk):
    people = [work.assessor() for _ in range(3)]
    case_id = work.submitted()
    entry = f"{case_id}.{people[0]}"
    turned = desk.get(f"{address(work)}?pinned={entry}&case={case_id}&assessor={people[0]}&wish=exclude")
    assert {name: value for name, value in hidden(turned).items() if name in ("pinned", "excluded")} == {"excluded": entry}
    dropped = desk.get(f"{address(work)}?excluded={entry}&drop={entry}")
    assert "excluded" not in hidden(dropped)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("pinned={case}.nobody", "an assessor that is not part of this cycle"),
        ("pinned={case}.{two}&excluded={case}.{two}", "Person B is both wanted on case"),
        ("pinned={case}.{one},{case}.{two},{case}.{three}", "More people are wanted on case"),
        ("pinned={case}.{french}", "Person F cannot sit on case QX1-31K: does not read the language of the submission."),
        ("pinned=,,..,x.y.z,%00", None),
    ],
)
def test_a_wish_that_cannot_be_kept_is_named_and_nothing_can_be_committed_with_it(work, desk, query, told):
    one, two, three = (work.assessor(f"Person {letter}") for letter in "ABC")
    french = work.assessor("Person F", languages="fr")
    case_id = work.submitted()
    page = desk.get(f"{address(work)}?{query.format(case=case_id, one=one, two=two, three=three, french=french)}")
    if told is None:
        assert page.status_code in (200, 400)
        return
    assert (page.status_code, told in page.text, "Assign these" in page.text) == (200, True, False)


def test_the_charts_tell_who_has_how_many_and_who_meets_whom(work, desk):
    work.assessor("Person A"), work.assessor("Person B")
    work.submitted()
    work.round()
    work.submitted()
    page = desk.get(address(work)).text
    loads = page.split('id="loads"')[1].split("</section>")[0]
    assert re.findall(r"Person [AB]|1, then 2", loads)[:4] == ["Person A", "1, then 2", "Person B", "1, then 2"]
    pairs = page.split('id="pairs"')[1]
    assert ("Person A and Person B" in pairs or "Person B and Person A" in pairs, "1, then 2" in pairs) == (True, True)


def test_rounds_are_set_and_noted(work, desk):
    saved = desk.post(address(work, "rounds"), {"pair_limit": "3", "moves": "5"})
    cycle = work.build.read(lambda: db.session.query(Cycle.pair_limit, Cycle.moves).filter_by(id=work.cycle_id).one())
    assert (saved.status_code, tuple(cycle)) == (302, (3, 5))
    desk.post(address(work, "rounds"), {"pair_limit": "", "moves": "0"})
    cycle = work.build.read(lambda: db.session.query(Cycle.pair_limit, Cycle.moves).filter_by(id=work.cycle_id).one())
    assert tuple(cycle) == (None, 0)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [({"pair_limit": "0", "moves": "1"}, "pair_limit"), ({"pair_limit": "two", "moves": "1"}, "pair_limit"),
     ({"pair_limit": "2", "moves": "-1"}, "moves"), ({"pair_limit": "2", "moves": ""}, "moves"),
     ({"pair_limit": "2", "moves": "1000"}, "moves")],
)  # fmt: skip
def test_numbers_that_make_no_sense_are_refused_and_kept_in_the_form(work, desk, typed, wrong):
    answer = desk.post(address(work, "rounds"), typed)
    assert (answer.status_code, f'href="#{wrong}"' in answer.text) == (422, True)
    for name, value in typed.items():
        assert re.search(rf'name="{name}"[^>]*value="{re.escape(value)}"', answer.text)


def test_a_preview_draws_the_same_lots_until_a_round_was_written(work, desk):
    for _ in range(4):
        work.assessor()
    work.submitted(), work.submitted()
    first, again = hidden(desk.get(address(work))), hidden(desk.get(address(work)))
    assert first == again
    work.round()
    work.submitted()
    assert hidden(desk.get(address(work)))["seed"] != first["seed"]


def test_wishes_that_are_refused_are_all_named_and_the_others_stay_in_the_plan(work, desk):
    *_others, three = (work.assessor(f"Person {letter}") for letter in "ABC")
    french = work.assessor("Person F", languages="fr")
    case_id = work.submitted()
    page = desk.get(f"{address(work)}?pinned={case_id}.{french},{case_id}.{three}&excluded={case_id}.nobody").text
    assert "Person F cannot sit on case QX1-31K: does not read the language of the submission." in page
    assert "A wish names a case or an assessor that is not part of this cycle." in page
    assert "planned without what was refused" in page
    assert "as you wish" in page.split('id="plan"')[1].split("</section>")[0]
    assert "Assign these" not in page


def test_a_wish_that_comes_too_late_says_that_the_case_is_seated(work, desk):
    people = [work.assessor(f"Person {letter}") for letter in "ABC"]
    case_id = work.submitted()
    wished = hidden(desk.get(f"{address(work)}?pinned={case_id}.{people[2]}"))
    work.round()
    late = desk.post(address(work), wished)
    assert late.status_code == 422
    assert "Case QX1-31K has its assessors by now, or Person C is not one of this cycle." in late.text


def test_more_wishes_than_a_preview_takes_are_refused_with_the_number(work, desk):
    work.assessor(), work.assessor()
    case_id = work.submitted()
    wishes = ",".join(f"{case_id}.p{number}" for number in range(51))
    page = desk.get(f"{address(work)}?pinned={wishes}")
    assert (page.status_code, "One preview takes 50 wishes of each kind." in page.text) == (200, True)


def test_a_pair_above_the_limit_is_named(work, desk):
    work.assessor("Person A"), work.assessor("Person B")
    work.submitted()
    work.round()
    desk.post(address(work, "rounds"), {"pair_limit": "1", "moves": "0"})
    work.submitted()
    page = desk.get(address(work)).text
    told = "would share 2 cases, more than you allow."
    assert f"Person A and Person B {told}" in page or f"Person B and Person A {told}" in page


def test_held_rounds_wait_for_the_coordinator_who_commits_a_preview(work, desk):
    work.assessor(), work.assessor()
    desk.post(address(work, "rounds"), {"pair_limit": "", "moves": "0", "rounds_held": "yes"})
    case_id = work.submitted()
    assert work.round().seats == ()
    assert (work.seats(case_id), work.case(case_id).waiting["bar"]) == ([], "held")
    assert "Waits for you: rounds are held in this cycle." in desk.get(f"/coordination/cases/{case_id}").text
    page = desk.get(address(work))
    assert "Rounds are held" in page.text
    assert desk.post(address(work), hidden(page)).status_code == 302
    assert (len(work.seats(case_id)), work.case(case_id).waiting) == (2, None)


def test_a_third_rating_without_an_assessor_is_listed_apart(work, desk):
    case_id, _first, _second = work.cleared()
    work.build.do(lambda: db.session.execute(
        Case.__table__.update().where(Case.id == case_id).values(state="third_rating")))  # fmt: skip
    work.build.do(seat_third, case_id=case_id, now=work.build.now, seed=1)
    thirds = desk.get(address(work)).text.split('id="thirds"')[1].split("</section>")[0]
    assert ("QX1-31K" in thirds, "nobody else may sit here" in thirds) == (True, True)
    assert 'name="why_not"' in desk.get(f"/coordination/cases/{case_id}").text


def test_a_cycle_without_assessors_says_so_before_anything_waits(work, desk):
    assert "This cycle has no assessors" in desk.get(address(work)).text
    work.assessor()
    assert "This cycle has no assessors" not in desk.get(address(work)).text


def test_nobody_else_previews_or_sets(work, visit):
    for person in (work.assessor(), work.build.someone(work.cycle_id, Role.LEAD)):
        other = visit(person)
        answers = [other.get(address(work)), other.get(address(work, "forecast")),
                   other.post(address(work, "rounds"), {"pair_limit": "1", "moves": "0"})]  # fmt: skip
        assert [answer.status_code for answer in answers] == [404] * 3


def test_the_case_answers_why_not_somebody(work, desk):
    work.assessor("Person A"), work.assessor("Person B")
    case_id = work.submitted()
    work.round()
    french, other = work.assessor("Person F", languages="fr"), work.assessor("Person C")
    page = f"/coordination/cases/{case_id}?why_not="
    assert "Person F may not sit here: does not read the language of the submission." in desk.get(page + french).text
    told = desk.get(page + other).text
    for there in ("Nothing keeps Person C from this case, whose places are taken. Person C has 0 cases.",
                  "Person A fits as well, and has 1 case.",
                  "They had no case with Person"):  # fmt: skip
        assert there in told
    assert "could sit here today" not in desk.get(page + "nobody").text
