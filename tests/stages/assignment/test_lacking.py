"""What a case lacks, and what a shortage is, with the limit that really ends it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewboard.stages.assignment.barring import Barring
from reviewboard.stages.assignment.lacking import NOBODY, Shortage, lack, shortages
from reviewboard.stages.assignment.rules import Bar, CaseNeed, Person
from reviewboard.stages.assignment.shapes import OpenCase, Pool, Wishes
from tests.stages.assignment.worlds import AWAY, SCALE, TODAY


def person(name, languages, capacity, load=0, **more):
    return Person(name, languages=frozenset(languages.split()), capacity=capacity, load=load, trained_until=TODAY, **more)


def cases(language, count, **more):
    return [
        OpenCase(CaseNeed(f"{language}{n}", Person(f"{language}-c{n}"), language, **more), SCALE, (1, 2), True)
        for n in range(count)
    ]


def short(asked, people, wishes=None):
    pool = Pool({SCALE: tuple(people)}, {})
    return shortages(asked, pool, Barring(pool, wishes or Wishes(), TODAY), advise=True)


@pytest.mark.parametrize(
    ("asked", "people", "found"),
    [
        ([], [], ()),
        (cases("fr", 2), [person("a", "fr", 2), person("b", "fr en", 2)], ()),
        (cases("fr", 2), [person("a", "fr", 2), person("b", "fr", 1)], (Shortage(("fr",), 1, 2),)),
        # what is held already does not count, and the limit holds for everybody
        (cases("fr", 10), [person("a", "fr", 25, 25), person("b", "fr", 25, 21), person("c", "fr", 25, 20)],
         (Shortage(("fr",), 11, 29),)),
        # above the limit already: nothing free, nothing owed
        (cases("fr", 1), [person("a", "fr", 1, 3), person("b", "fr", 1)], (Shortage(("fr",), 1, 4),)),
        # nobody may sit yet, and one seat each would do
        (cases("fr", 1), [person("a", "fr", 0), person("b", "fr", 0)], (Shortage(("fr",), 2, 1),)),
        # each language alone has enough, both together have not
        (cases("en", 2) + cases("fr", 2), [person("a", "fr en", 3), person("b", "fr en", 3)],
         (Shortage(("en", "fr"), 2, 4),)),
        # two shortages that have nobody in common, the larger first
        (cases("en", 2) + cases("fr", 2),
         [person("a", "en", 2), person("b", "en", 1), person("c", "fr", 0), person("d", "fr", 1)],
         (Shortage(("fr",), 3, 2), Shortage(("en",), 1, 2))),
        # a case that has too few people whatever their room tells its own reason: no limit helps it
        (cases("fr", 3), [person("a", "fr", 9)], ()),
        (cases("fr", 1), [person("a", "fr", 5, away_from=TODAY), replace(person("b", "fr", 5), trained_until=None)], ()),
    ],
)  # fmt: skip
def test_a_shortage_names_the_language_the_places_and_the_limit(asked, people, found):
    assert short(asked, people) == found


languages = st.sets(st.sampled_from(["fr", "en"]), min_size=1).map(" ".join)
crowds = st.lists(st.tuples(languages, st.integers(0, 5), st.integers(0, 5)), max_size=5).map(
    lambda rows: [person(f"p{number}", *row) for number, row in enumerate(rows)]
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 4), st.integers(0, 4), crowds)
def test_a_shortage_ends_at_the_limit_it_names_and_not_below(french, english, crowd):
    asked = cases("fr", french) + cases("en", english)
    for found in short(asked, crowd):
        assert found.missing > 0

        def at(limit, found=found):
            raised = [replace(one, capacity=max(one.capacity, limit)) for one in crowd]
            return any(set(other.languages) & set(found.languages) for other in short(asked, raised))

        assert found.raise_limit_to is not None
        assert at(found.raise_limit_to - 1)
    limits = [found.raise_limit_to for found in short(asked, crowd)]
    raised = [replace(one, capacity=max(one.capacity, *limits)) for one in crowd] if limits else crowd
    assert short(asked, raised) == ()


@pytest.mark.parametrize(
    ("need", "people", "bar", "missing"),
    [
        ({}, [person("a", "fr", 0), person("b", "fr", 1)], Bar.CAPACITY, 2),
        ({}, [person("a", "fr", 1), person("b", "en", 1)], Bar.LANGUAGE, 1),
        ({}, [person("a", "fr", 1, away_from=AWAY[2][0]), person("b", "fr", 1)], Bar.AWAY, 1),
        ({}, [replace(person("a", "fr", 1), trained_until=None), person("b", "fr", 1)], Bar.TRAINING, 1),
        ({"previous": frozenset("ab")}, [person("a", "fr", 1), person("b", "fr", 1)], Bar.BEEN_SEATED, 2),
        ({"conflicts": frozenset({("a", Bar.KIN)})}, [person("a", "fr", 1)], Bar.KIN, 2),
        ({"previous": frozenset("a")}, [person("a", "en", 1)], NOBODY, 2),
        ({}, [], NOBODY, 2),
        ({}, [person("a", "fr", 5, never_with=frozenset("b")), person("b", "fr", 5, never_with=frozenset("a"))],
         Bar.NEVER_TOGETHER, 2),
    ],
)  # fmt: skip
def test_a_case_says_what_it_lacks_and_how_many_people(need, people, bar, missing):
    (case,) = cases("fr", 1, **need)
    pool = Pool({SCALE: tuple(people)}, {})
    told = lack(case, Barring(pool, Wishes(), TODAY), pool, 0, cross_units=False)
    assert (told["bar"], told["short"]) == (bar, missing)


def test_a_case_from_which_wishes_leave_everybody_out_says_so():
    (case,) = cases("fr", 1)
    pool = Pool({SCALE: (person("a", "fr", 1), person("b", "fr", 1))}, {})
    wishes = Wishes(excluded=frozenset({("fr0", "a"), ("fr0", "b")}))
    told = lack(case, Barring(pool, wishes, TODAY), pool, 0, cross_units=False)
    assert (told["bar"], told["short"], told["barred"]) == (Bar.EXCLUDED, 2, {"excluded": 2})


def test_a_case_whose_people_work_in_one_unit_says_so_where_units_must_differ():
    (case,) = cases("fr", 1)
    pool = Pool({SCALE: (person("a", "fr", 1, unit="Audit"), person("b", "fr", 1, unit="audit"))}, {})
    barring = Barring(pool, Wishes(), TODAY)
    assert lack(case, barring, pool, 0, cross_units=True)["bar"] == Bar.UNIT
    assert lack(case, barring, pool, 0, cross_units=False)["bar"] == Bar.CAPACITY
