"""Every input has its hash; arrays that do not fit are refused by name."""

import numpy as np
import pytest

from reviewboard.stages.assignment.instance import ArraysRefused
from reviewboard.stages.assignment.solver import solve
from tests.stages.assignment.crowds import everyone

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
    assert solution.input_hash == "c86e4fa45f8c4e965374b31622e675033500bca780629bd69af6c5454169ff79"
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
        {"floor": 1},
        {"groups": [0, 0, 1], "cross_group": True},
        {"balance": 2.0},
        {"pair_limit": 1},
        {"met": [[0, 1, 1]]},
        {"fairness": "worst"},
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
        ({"pair_limit": 0}, f"pair_limit: from 1 to {2**53 - 1} is possible, not 0 to 0"),
        ({"met": [[0, 1]]}, "met: the shape is (1, 2), not (None, 3)"),
        ({"met": [[0, 3, 1]]}, "met: only 3 assessors are there"),
        ({"met": [[0, 1, -1]]}, f"met: from 0 to {2**53 - 1} is possible, not -1 to 1"),
        ({"cross_group": True}, "groups: cross_group needs the group of every assessor"),
        ({"groups": [0, 1], "cross_group": True}, "groups: the shape is (2,), not (3,)"),
        ({"floor": [0, 0, -1]}, f"floor: from 0 to {2**53 - 1} is possible, not -1 to 0"),
        ({"fairness": "best"}, "fairness: 'best' is not known"),
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
