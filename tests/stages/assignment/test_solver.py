"""What the solver weighs, what it never does, and how it names what it could not do."""

import math
import tracemalloc

import numpy as np
import pytest

from reviewboard.stages.assignment import apart
from reviewboard.stages.assignment.instance import ArraysRefused
from reviewboard.stages.assignment.shortage import Reason, Shortage
from reviewboard.stages.assignment.solver import solve
from tests.stages.assignment.crowds import everyone, meetings


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
    assert solution.unseated == {}


def test_solve_names_the_cases_it_could_not_seat():
    given = everyone(3, 3, case=[0, 0, 1], assessor=[0, 1, 2], fit=[0, 0, 0])
    solution = solve(**given, seed=1)
    assert solution.unseated == {1: Reason.TOO_FEW, 2: Reason.NOBODY}
    assert [sorted(row) for row in solution.chosen.tolist()] == [[0, 1], [-1, 2], [-1, -1]]


def test_solve_keeps_a_chain_of_never_together_apart_and_lets_its_ends_meet():
    solution = solve(**everyone(6, 3, never_together=[[0, 1], [1, 2]]), seed=1)
    assert [sorted(row) for row in solution.chosen.tolist()] == [[0, 2]] * 6
    assert solution.gap == 0.0


def test_solve_seats_two_units_and_tells_who_is_connected():
    units = [0, 0, 1, 1]
    crossed = solve(**everyone(8, 4, groups=units, cross_group=True), seed=1)
    assert all({units[who] for who in row} == {0, 1} for row in crossed.chosen.tolist())
    split = solve(**everyone(2, 4, case=[0, 0, 1, 1], assessor=[0, 1, 2, 3], fit=[0] * 4), seed=1)
    assert split.components.tolist() == [0, 0, 2, 2]
    assert solve(**everyone(1, 4, case=[0, 0], assessor=[1, 3], fit=[0, 0]), seed=1).components.tolist() == [-1, 1, -1, 1]


def test_solve_raises_the_worst_served_before_the_sum():
    fit = [[1.0, 0.0], [0.75, 0.5]]
    pairs = everyone(2, 2, fit=np.ravel(fit), seats=1, capacity=1, balance=0.0)
    assert solve(**pairs, seed=1).chosen.tolist() in ([[0], [1]],)
    fit = [[1.0, 0.5], [0.75, 0.0]]
    pairs |= {"fit": np.ravel(fit)}
    assert solve(**pairs, fairness="worst", seed=1).worst == 0.5


def test_solve_spreads_who_meets_whom():
    crowd = everyone(30, 6, fit=np.tile([1, 1, 0.5, 0.5, 0.25, 0.25], 30), capacity=10, balance=0.0)
    assert max(meetings(solve(**crowd, seed=1).chosen).values()) > 2
    spread = solve(**crowd, pair_limit=2, seed=1)
    assert (max(meetings(spread.chosen).values()), spread.over_limit, spread.limit_price) == (2, (), 0.0)


def test_solve_names_who_meets_too_often_where_nobody_else_could_sit():
    solution = solve(**everyone(3, 2), pair_limit=1, seed=1)
    assert solution.over_limit == ((0, 1, 3),)


def test_solve_counts_meetings_on_other_cases_against_the_limit():
    crowd = everyone(1, 4, pair_limit=2, fit=[1.0, 1.0, 0.5, 0.0], balance=0.0)
    assert sorted(solve(**crowd, seed=1).chosen[0].tolist()) == [0, 1]
    spread = solve(**crowd, met=[[0, 1, 2]], seed=1)
    assert (2 in spread.chosen[0].tolist(), spread.over_limit, spread.limit_price) == (True, (), 0.5)
    only = solve(**everyone(1, 2, pair_limit=2), met=[[1, 0, 2]], seed=1)
    assert (only.over_limit, sorted(only.chosen[0].tolist())) == (((0, 1, 3),), [0, 1])
    assert solve(**everyone(1, 2, pair_limit=2), met=[[0, 1, 1]], seed=1).over_limit == ()


def test_a_shortage_names_the_cases_that_compete_and_for_whom():
    french, english = [(case, 0) for case in range(3)], [(case, who) for case in (3, 4) for who in (1, 2)]
    case, assessor = zip(*french, *english, strict=True)
    given = everyone(5, 3, case=case, assessor=assessor, fit=[0] * 7, seats=1, capacity=[1, 9, 9])
    assert solve(**given, seed=1).shortages == (Shortage(cases=(0, 1, 2), assessors=(0,), missing=2),)


@pytest.mark.parametrize(("n_cases", "n_assessors"), [(0, 0), (0, 3), (3, 0), (1, 1)])
def test_solve_takes_an_instance_without_pairs(n_cases, n_assessors):
    solution = solve([], [], [], n_cases=n_cases, n_assessors=n_assessors, seats=2, capacity=[9] * n_assessors, seed=0)
    assert solution.chosen.tolist() == [[-1, -1]] * n_cases
    assert (solution.objective, solution.unseated) == (0.0, dict.fromkeys(range(n_cases), Reason.NOBODY))


def two_cases_of_three(**more):
    """Two cases for two assessors each; 1 is kept apart from 0 and from 2, so one of the two can take one person only."""
    return {
        "case": [0, 0, 1, 1], "assessor": [0, 1, 1, 2], "fit": [0.5, 0.6, 0.7, 0.8], "n_cases": 2, "n_assessors": 3,
        "seats": 2, "capacity": 9, "never_together": [[0, 1], [1, 2]],
    } | more  # fmt: skip


def test_the_gap_is_endless_where_the_bound_fills_other_seats(monkeypatch):
    exact = solve(**two_cases_of_three(), seed=1)
    monkeypatch.setattr(apart, "LOOKS", (0, 0))
    cut_short = solve(**two_cases_of_three(), seed=1)
    assert (exact.gap, cut_short.gap, len(exact.unseated), len(cut_short.unseated)) == (0.0, math.inf, 2, 2)


def test_the_gap_of_a_search_cut_short_bounds_what_it_lost(monkeypatch):
    people = two_cases_of_three(
        case=[0] * 4, assessor=[0, 1, 2, 3], fit=[0.1, 0.9, 0.8, 0.2], n_cases=1, n_assessors=4, balance=0.0
    )
    exact = solve(**people, seed=1)
    monkeypatch.setattr(apart, "LOOKS", (0, 0))
    cut_short = solve(**people, seed=1)
    assert (exact.gap, len(cut_short.unseated)) == (0.0, 0)
    assert 0 <= cut_short.objective - exact.objective <= cut_short.gap < math.inf


def test_a_pair_limit_among_too_many_people_is_refused_by_name():
    with pytest.raises(ArraysRefused, match="at most 4000 assessors"):
        solve(**everyone(1, 1, capacity=9) | {"n_assessors": 4001}, pair_limit=1, seed=1)


def test_a_shortage_among_very_many_people_needs_no_table_of_all_pairs():
    tracemalloc.start()
    try:
        solution = solve(**everyone(1, 1, capacity=9) | {"n_assessors": 20_000}, seed=1)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (solution.unseated, most < 50 * 2**20) == ({0: Reason.TOO_FEW}, True)
