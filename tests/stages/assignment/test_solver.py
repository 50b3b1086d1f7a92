"""The flow against every possible assignment of tiny instances, and its promises on larger ones."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewboard.stages.assignment.instance import ArraysRefused
from reviewboard.stages.assignment.solver import solve


def groups_of(n_assessors: int, never: list[tuple[int, int]]) -> list[set[int]]:
    groups = [{assessor} for assessor in range(n_assessors)]
    for one, other in never:
        joined = {member for group in groups if {one, other} & group for member in group}
        groups = [group for group in groups if not group & joined] + [joined]
    return groups


@st.composite
def instances(draw, n_cases=3, n_assessors=4):
    """Keyword arguments of solve, with fits and balances in eighths, which every sum keeps exactly."""
    cases, assessors = draw(st.integers(1, n_cases)), draw(st.integers(1, n_assessors))
    seats = draw(st.integers(1, 2))
    pairs = draw(st.lists(st.sampled_from(list(product(range(cases), range(assessors)))), unique=True))
    people = st.integers(0, assessors - 1)
    never = draw(st.lists(st.tuples(people, people).filter(lambda pair: pair[0] != pair[1]), max_size=2))
    rows = draw(
        st.lists(st.lists(people, unique=True, max_size=seats), min_size=cases, max_size=cases)
        | st.just([[] for _ in range(cases)])
    )
    return {
        "case": [case for case, _ in pairs],
        "assessor": [assessor for _, assessor in pairs],
        "fit": [draw(st.integers(-8, 8)) / 8 for _ in pairs],
        "n_cases": cases,
        "n_assessors": assessors,
        "seats": seats,
        "capacity": draw(st.lists(st.integers(0, 4), min_size=assessors, max_size=assessors)),
        "fixed": [row + [-1] * (seats - len(row)) for row in rows],
        "load": draw(st.lists(st.integers(0, 2), min_size=assessors, max_size=assessors)),
        "never_together": never,
        "balance": draw(st.integers(0, 16)) / 8,
    }


def brute_force(given: dict) -> tuple[int, float]:
    """Return the most seats that can be filled and the least objective with so many, by trying everything."""
    fit = dict(zip(zip(given["case"], given["assessor"], strict=True), given["fit"], strict=True))
    groups = groups_of(given["n_assessors"], given["never_together"])
    fixed = [[seat for seat in row if seat >= 0] for row in given["fixed"]]
    held = [given["load"][a] + sum(row.count(a) for row in fixed) for a in range(given["n_assessors"])]
    choices = []
    for case, row in enumerate(fixed):
        barred = {member for seat in row for group in groups if seat in group for member in group}
        free = [assessor for c, assessor in fit if c == case and assessor not in barred]
        sets = [chosen for size in range(given["seats"] - len(row) + 1) for chosen in combinations(free, size)]
        choices.append([chosen for chosen in sets if all(len(group & set(chosen)) < 2 for group in groups)])
    best = (0, 0.0)
    for chosen in product(*choices):
        new = [sum(a in seated for seated in chosen) for a in range(given["n_assessors"])]
        if all(
            more == 0 or before + more <= most for before, more, most in zip(held, new, given["capacity"], strict=True)
        ):
            growth = sum((before + more) ** 2 - before**2 for before, more in zip(held, new, strict=True))
            worth = sum(fit[case, assessor] for case, seated in enumerate(chosen) for assessor in seated)
            best = min(best, (-sum(new), given["balance"] * growth - worth))
    return -best[0], best[1]


@settings(max_examples=300, deadline=None)
@given(instances(), st.integers(0, 99))
def test_solve_is_as_good_as_trying_everything(given, seed):
    solution = solve(**given, seed=seed)
    filled = int((solution.chosen >= 0).sum() - (np.array(given["fixed"]) >= 0).sum())
    assert (filled, solution.objective) == brute_force(given)


@settings(max_examples=200, deadline=None)
@given(instances(n_cases=8, n_assessors=8), st.integers(0, 99))
def test_solve_keeps_every_promise(given, seed):
    solution = solve(**given, seed=seed)
    fixed = np.array(given["fixed"])
    eligible = set(zip(given["case"], given["assessor"], strict=True))
    held = np.array(given["load"]) + np.bincount(fixed[fixed >= 0], minlength=given["n_assessors"])
    new = [
        (c, a) for c, row in enumerate(solution.chosen.tolist()) for a in row if a >= 0 and a not in given["fixed"][c]
    ]
    assert solution.chosen.shape == (given["n_cases"], given["seats"])
    assert (solution.chosen[fixed >= 0] == fixed[fixed >= 0]).all()
    assert set(new) <= eligible
    for row in solution.chosen.tolist():
        seated = [assessor for assessor in row if assessor >= 0]
        assert len(set(seated)) == len(seated)
    for assessor in range(given["n_assessors"]):
        more = sum(a == assessor for _, a in new)
        assert more == 0 or held[assessor] + more <= given["capacity"][assessor]
    for one, other in given["never_together"]:
        for case, row in enumerate(solution.chosen.tolist()):
            assert not {one, other} <= set(row) or {one, other} <= set(given["fixed"][case])
    assert solution.unseated == [case for case, row in enumerate(solution.chosen.tolist()) if -1 in row]


@settings(max_examples=100, deadline=None)
@given(instances(n_cases=6, n_assessors=6), st.integers(0, 9), st.randoms())
def test_solve_gives_the_same_answer_whatever_the_order_of_the_pairs(given, seed, random):
    order = list(range(len(given["case"])))
    random.shuffle(order)
    shuffled = given | {name: [given[name][place] for place in order] for name in ("case", "assessor", "fit")}
    one, other = solve(**given, seed=seed), solve(**shuffled, seed=seed)
    assert one.chosen.tolist() == other.chosen.tolist()
    assert (one.objective, one.input_hash, one.seed) == (other.objective, other.input_hash, seed)


def everyone(n_cases: int, n_assessors: int, **more) -> dict:
    """An instance in which everybody may sit everywhere and fits equally well."""
    return {
        "case": np.repeat(np.arange(n_cases), n_assessors),
        "assessor": np.tile(np.arange(n_assessors), n_cases),
        "fit": np.zeros(n_cases * n_assessors),
        "n_cases": n_cases,
        "n_assessors": n_assessors,
        "seats": 2,
        "capacity": [9] * n_assessors,
    } | more


def loads(solution, n_assessors: int) -> list[int]:
    return np.bincount(solution.chosen[solution.chosen >= 0], minlength=n_assessors).tolist()


def test_solve_evens_the_loads():
    assert loads(solve(**everyone(12, 6), seed=1), 6) == [4] * 6


def test_solve_counts_what_is_held_elsewhere():
    assert loads(solve(**everyone(4, 4, load=[0, 0, 4, 5]), seed=1), 4) == [4, 4, 0, 0]
    assert loads(solve(**everyone(4, 4, load=[0, 0, 8, 9], capacity=[3, 3, 9, 9]), seed=1), 4) == [3, 3, 1, 0]


def test_solve_weighs_fit_against_even_loads():
    fit = np.tile([0.9, 0.8, 0.1, 0.0], 4)
    assert loads(solve(**everyone(4, 4, fit=fit, balance=0.0), seed=1), 4) == [4, 4, 0, 0]
    assert loads(solve(**everyone(4, 4, fit=fit, balance=9.0), seed=1), 4) == [2, 2, 2, 2]


def test_solve_never_lets_chance_outweigh_a_thousandth_of_fit():
    fit = np.zeros((20, 6))
    fit[:, [2, 5]] = 0.001
    for seed in range(20):
        solution = solve(**everyone(20, 6, fit=fit.ravel(), capacity=[20] * 6, balance=0.0), seed=seed)
        assert loads(solution, 6) == [0, 0, 20, 0, 0, 20]


def test_solve_lets_the_seed_choose_among_equals_and_shuffles_places():
    solutions = [solve(**everyone(3, 6), seed=seed).chosen.tolist() for seed in range(30)]
    assert {assessor for chosen in solutions for assessor in chosen[0]} == set(range(6))
    assert {chosen[0].index(0) for chosen in solutions if 0 in chosen[0]} == {0, 1}
    assert solutions == [solve(**everyone(3, 6), seed=seed).chosen.tolist() for seed in range(30)]


def test_solve_leaves_fixed_seats_where_they_are_even_above_a_capacity():
    fixed = [[0, -1], [-1, 0], [0, 1], [-1, -1]]
    solution = solve(**everyone(4, 3, fixed=fixed, capacity=[1, 9, 9]), seed=1)
    assert [row.index(0) for row in solution.chosen.tolist() if 0 in row] == [0, 1, 0]
    assert solution.chosen[2].tolist() == [0, 1]
    assert sorted(solution.chosen[3].tolist()) == [1, 2]
    assert solution.unseated == []


def test_solve_names_the_cases_it_could_not_seat():
    given = everyone(3, 3, case=[0, 0, 1], assessor=[0, 1, 2], fit=[0, 0, 0])
    solution = solve(**given, seed=1)
    assert solution.unseated == [1, 2]
    assert [sorted(row) for row in solution.chosen.tolist()] == [[0, 1], [-1, 2], [-1, -1]]


def test_solve_keeps_a_chain_of_never_together_apart():
    solution = solve(**everyone(6, 4, never_together=[[0, 1], [1, 2]]), seed=1)
    assert all(3 in row for row in solution.chosen.tolist())
    assert sum(0 in row or 1 in row or 2 in row for row in solution.chosen.tolist()) == 6


@pytest.mark.parametrize(("n_cases", "n_assessors"), [(0, 0), (0, 3), (3, 0), (1, 1)])
def test_solve_takes_an_instance_without_pairs(n_cases, n_assessors):
    solution = solve([], [], [], n_cases=n_cases, n_assessors=n_assessors, seats=2, capacity=[9] * n_assessors, seed=0)
    assert solution.chosen.tolist() == [[-1, -1]] * n_cases
    assert (solution.objective, solution.unseated) == (0.0, list(range(n_cases)))


SMALL = everyone(
    2,
    3,
    case=[0, 0, 1, 1],
    assessor=[0, 1, 1, 2],
    fit=[0.5, 0.25, 0.125, 1],
    capacity=[2, 2, 2],
    fixed=[[-1, -1], [0, -1]],
    load=[0, 1, 0],
    never_together=[[0, 2]],
)


def test_solve_stays_the_same_from_release_to_release():
    solution = solve(**SMALL, seed=7)
    assert solution.input_hash == "d2affad0d66e7f38e3a3424f7fc376409803db357c7ad2004ba5240544fbb4a7"
    assert solution.chosen.tolist() == [[1, 0], [0, -1]]
    assert solution.objective == (2**2 - 1**2) + (2**2 - 1**2) - 0.5 - 0.25


@pytest.mark.parametrize(
    "change",
    [
        {"case": [0, 1, 1, 1], "assessor": [0, 1, 0, 2]},
        {"fit": [0.5, 0.25, 0.126, 1]},
        {"capacity": [2, 2, 3]},
        {"fixed": [[-1, -1], [-1, 0]]},
        {"fixed": None},
        {"load": [0, 1, 1]},
        {"load": None},
        {"never_together": None},
        {"balance": 2.0},
        {"seats": 3, "fixed": None},
        {"n_cases": 3, "fixed": None},
    ],
)
def test_input_hash_tells_every_input_apart(change):
    assert solve(**SMALL | change, seed=7).input_hash != solve(**SMALL, seed=7).input_hash


def test_input_hash_does_not_know_the_seed_or_the_kind_of_array():
    arrays = {name: np.array(value) for name, value in SMALL.items() if isinstance(value, list)}
    short = {"case": SMALL["case"], "assessor": np.array(SMALL["assessor"], dtype=np.int8)}
    assert solve(**SMALL | arrays | short, seed=8).input_hash == solve(**SMALL, seed=7).input_hash
    assert solve(**SMALL | {"fit": [-0.0, 0, 0, 0]}, seed=8).input_hash == (
        solve(**SMALL | {"fit": [0, 0.0, 0, 0]}, seed=8).input_hash
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"case": [0, 0, 1]}, "assessor: the shape is (4,), not (3,)"),
        ({"assessor": [0, 1, 1]}, "assessor: the shape is (3,), not (4,)"),
        ({"fit": [0.5]}, "fit: the shape is (1,), not (4,)"),
        ({"fit": []}, "fit: the shape is (0,), not (4,)"),
        ({"case": [[0, 0, 1, 1]]}, "case: the shape is (1, 4), not (None,)"),
        ({"case": [[0], [0, 1], [1]]}, "case: its rows differ in length"),
        ({"case": [0, 0, 1, 2]}, "case: from 0 to 1 is possible, not 0 to 2"),
        ({"case": [0, 0, 1, -1]}, "case: from 0 to 1 is possible, not -1 to 1"),
        ({"case": [0, 0, 1.0, 1]}, "case: these are not numbers of the right kind"),
        ({"case": [0, 0, None, 1]}, "case: these are not numbers of the right kind"),
        ({"case": [False, False, True, True]}, "case: these are not numbers of the right kind"),
        ({"assessor": [0, 1, 1, 3]}, "assessor: from 0 to 2 is possible, not 0 to 3"),
        ({"assessor": [0, 0, 1, 2]}, "case, assessor: a pair is named twice"),
        ({"fit": [0, 0, 0, float("nan")]}, "fit: a number is missing, endless or below -inf"),
        ({"fit": [0, 0, 0, float("inf")]}, "fit: a number is missing, endless or below -inf"),
        ({"fit": [0, 0, 1e15, 0]}, "fit, balance, load: too large to be counted exactly"),
        ({"fit": ["0", "0", "0", "0"]}, "fit: these are not numbers of the right kind"),
        ({"balance": -0.5}, "balance: a number is missing, endless or below 0.0"),
        ({"balance": float("nan")}, "balance: a number is missing, endless or below 0.0"),
        ({"balance": 1e15}, "fit, balance, load: too large to be counted exactly"),
        ({"capacity": [1, 1]}, "capacity: the shape is (2,), not (3,)"),
        ({"capacity": [1, 1, -1]}, f"capacity: from 0 to {2**53 - 1} is possible, not -1 to 1"),
        ({"capacity": [1, 1, 2**53]}, f"capacity: from 0 to {2**53 - 1} is possible, not 1 to {2**53}"),
        ({"capacity": [1, 1, 1.5]}, "capacity: these are not numbers of the right kind"),
        ({"load": [0, 0, -1]}, f"load: from 0 to {2**53 - 1} is possible, not -1 to 0"),
        ({"fixed": [[0, 1]]}, "fixed: the shape is (1, 2), not (2, 2)"),
        ({"fixed": [[0, 3], [-1, -1]]}, "fixed: from -1 to 2 is possible, not -1 to 3"),
        ({"fixed": [[0, -2], [-1, -1]]}, "fixed: from -1 to 2 is possible, not -2 to 0"),
        ({"fixed": [[1, 1], [-1, -1]]}, "fixed: an assessor has two seats on one case"),
        ({"never_together": [[0, 0]]}, "never_together: assessor 0 is paired with itself"),
        ({"never_together": [[0, 3]]}, "never_together: from 0 to 2 is possible, not 0 to 3"),
        ({"never_together": [0, 1]}, "never_together: the shape is (2,), not (None, 2)"),
        ({"n_cases": -1}, f"n_cases: from 0 to {2**53 - 1} is possible, not -1 to -1"),
        ({"n_cases": 2.0}, "n_cases: these are not numbers of the right kind"),
        ({"n_assessors": True}, "n_assessors: these are not numbers of the right kind"),
        ({"seats": "2"}, "seats: these are not numbers of the right kind"),
        ({"seed": -1}, f"seed: from 0 to {2**53 - 1} is possible, not -1 to -1"),
        ({"seed": None}, "seed: these are not numbers of the right kind"),
    ],
)
def test_solve_refuses_arrays_that_do_not_fit_and_says_which(change, named):
    with pytest.raises(ArraysRefused) as refused:
        solve(**SMALL | {"seed": 7} | change)
    assert str(refused.value) == named
