"""The solver against every possible assignment of tiny instances, and against its rules on larger ones."""

from collections import Counter
from functools import partial
from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewboard.stages.assignment import pricing
from reviewboard.stages.assignment.shortage import Reason
from reviewboard.stages.assignment.solver import solve
from tests.lengths import length
from tests.stages.assignment.crowds import meetings


@st.composite
def instances(draw, n_cases=3, n_assessors=4):
    """Keyword arguments of solve, with fits and balances in eighths, which every sum keeps exactly."""
    cases, assessors = draw(st.integers(1, n_cases)), draw(st.integers(1, n_assessors))
    seats = draw(st.integers(1, 2))
    pairs = draw(st.lists(st.sampled_from(list(product(range(cases), range(assessors)))), unique=True))
    people = st.integers(0, assessors - 1)
    each = partial(st.lists, min_size=assessors, max_size=assessors)
    never = draw(st.lists(st.tuples(people, people).filter(lambda pair: pair[0] != pair[1]), max_size=3))
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
        "capacity": draw(each(st.integers(0, 4)) | st.integers(0, 3)),
        "floor": draw(st.none() | each(st.integers(0, 2))),
        "fixed": [row + [-1] * (seats - len(row)) for row in rows],
        "load": draw(each(st.integers(0, 2))),
        "groups": draw(each(st.integers(0, 2))),
        "cross_group": draw(st.booleans()),
        "never_together": never,
        "balance": draw(st.integers(0, 16)) / 8,
        "fairness": draw(st.sampled_from([None, "worst"])),
    }


def each_of(values, given: dict) -> list[int]:
    return np.broadcast_to(0 if values is None else values, given["n_assessors"]).tolist()


def apart(given: dict) -> set[tuple[int, int]]:
    """Return everyone who excludes each other on a case, both ways."""
    never = {tuple(pair) for pair in given["never_together"]}
    if given["cross_group"]:
        people = range(given["n_assessors"])
        never |= {pair for pair in permutations(people, 2) if len({given["groups"][one] for one in pair}) == 1}
    return never | {(other, one) for one, other in never}


def held_before(given: dict) -> list[int]:
    fixed = [seat for row in given["fixed"] for seat in row if seat >= 0]
    return [load + fixed.count(assessor) for assessor, load in enumerate(given["load"])]


def brute_force(given: dict) -> tuple[float, ...]:
    """Try everything; return the best (empty seats, the worst fit if that comes first, floor places, objective)."""
    fit = dict(zip(zip(given["case"], given["assessor"], strict=True), given["fit"], strict=True))
    never, held = apart(given), held_before(given)
    capacity, floor = (each_of(given[name], given) for name in ("capacity", "floor"))
    choices = []
    for case, row in enumerate(given["fixed"]):
        there = [seat for seat in row if seat >= 0]
        free = [
            assessor for c, assessor in fit
            if c == case and assessor not in there and not any((assessor, seat) in never for seat in there)
        ]  # fmt: skip
        sets = [chosen for size in range(given["seats"] - len(there) + 1) for chosen in combinations(free, size)]
        choices.append([chosen for chosen in sets if not any(pair in never for pair in combinations(chosen, 2))])
    found = []
    for chosen in product(*choices):
        new = [sum(a in seated for seated in chosen) for a in range(given["n_assessors"])]
        if all(more == 0 or before + more <= most for before, more, most in zip(held, new, capacity, strict=True)):
            growth = sum((before + more) ** 2 - before**2 for before, more in zip(held, new, strict=True))
            fits = [fit[case, assessor] for case, seated in enumerate(chosen) for assessor in seated]
            met = sum(min(low, b + more) - min(low, b) for low, b, more in zip(floor, held, new, strict=True))
            worst = min(fits, default=0.0) if given["fairness"] else 0.0
            found.append((-sum(new), -worst, -met, given["balance"] * growth - sum(fits)))
    return min(found)


def measured(given: dict, solution) -> tuple[float, ...]:
    """Return of a solution what brute_force returns of the best one."""
    held, fixed = held_before(given), np.array(given["fixed"])
    new = np.bincount(solution.chosen[(fixed < 0) & (solution.chosen >= 0)], minlength=given["n_assessors"]).tolist()
    floor = each_of(given["floor"], given)
    met = sum(min(low, b + more) - min(low, b) for low, b, more in zip(floor, held, new, strict=True))
    worst = (solution.worst or 0.0) if given["fairness"] else 0.0
    return -sum(new), -worst, -met, solution.objective


@pytest.fixture(params=["all pairs at once", "a few pairs at a time"])
def by_prices(request, monkeypatch):
    """Small instances take the road of large ones as well."""
    if request.param != "all pairs at once":
        for name, value in {"SMALL": 0, "CHEAPEST": 1, "DRAWN": 1, "MORE": 1}.items():
            monkeypatch.setattr(pricing, name, value)


often = partial(settings, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.long
@often(max_examples=length(usual=60, long=2000))
@given(instances(), st.integers(0, 99))
def test_solve_is_as_good_as_trying_everything(by_prices, given, seed):
    solution = solve(**given, seed=seed)
    assert measured(given, solution) == brute_force(given)
    assert solution.gap == 0.0


def broken_rules(given: dict, solution) -> list[str]:
    """Check an answer by itself, against nothing but the rules; return every one it breaks."""
    fixed, chosen = np.array(given["fixed"]), solution.chosen
    eligible = set(zip(given["case"], given["assessor"], strict=True))
    capacity, held, never = each_of(given["capacity"], given), held_before(given), apart(given)
    new = [(c, a) for c, row in enumerate(chosen.tolist()) for place, a in enumerate(row) if a >= 0 > fixed[c, place]]
    found = []
    if chosen.shape != (given["n_cases"], given["seats"]):
        found.append("shape")
    if not (chosen[fixed >= 0] == fixed[fixed >= 0]).all():
        found.append("a fixed seat moved")
    if not set(new) <= eligible:
        found.append("somebody sits who is not eligible")
    for case, row in enumerate(chosen.tolist()):
        there = [assessor for assessor in row if assessor >= 0]
        if len(set(there)) < len(there):
            found.append(f"case {case}: the same person twice")
        if any(pair in never and not set(pair) <= set(given["fixed"][case]) for pair in combinations(there, 2)):
            found.append(f"case {case}: two who are kept apart")
    for assessor in range(given["n_assessors"]):
        more = sum(a == assessor for _, a in new)
        if more and held[assessor] + more > capacity[assessor]:
            found.append(f"assessor {assessor}: above capacity")
    return found


@pytest.mark.long
@often(max_examples=length(usual=60, long=2000))
@given(instances(n_cases=8, n_assessors=8), st.integers(0, 99))
def test_solve_keeps_every_promise(by_prices, given, seed):
    solution = solve(**given, seed=seed)
    loads = np.array(given["load"]) + np.bincount(solution.chosen[solution.chosen >= 0], minlength=given["n_assessors"])
    assert broken_rules(given, solution) == []
    assert list(solution.unseated) == [case for case, row in enumerate(solution.chosen.tolist()) if -1 in row]
    assert solution.objective == solution.load_cost - solution.fit
    assert solution.below_floor == tuple(np.flatnonzero(loads < each_of(given["floor"], given)).tolist())


def pairs_of(people):
    pairs = list(combinations(people, 2))
    return st.sets(st.sampled_from(pairs), max_size=4) if pairs else st.just(set())


@pytest.mark.long
@often(max_examples=length(usual=40, long=1500))
@given(instances(n_cases=8, n_assessors=6), st.integers(1, 3), st.integers(0, 99), st.data())
def test_solve_holds_the_pair_limit_or_names_who_meets_too_often(by_prices, given, limit, seed, data):
    people = range(given["n_assessors"])
    elsewhere = Counter({pair: data.draw(st.integers(0, 3)) for pair in data.draw(pairs_of(people))})
    free = solve(**given, seed=seed)
    held = solve(**given, seed=seed, pair_limit=limit, met=[[*pair, times] for pair, times in elsewhere.items()])
    here, there = meetings(held.chosen), meetings(free.chosen)
    met, before = (Counter({pair: n + elsewhere[pair] for pair, n in found.items()}) for found in (here, there))
    assert broken_rules(given, held) == []
    assert (held.chosen >= 0).sum() == (free.chosen >= 0).sum()
    assert held.over_limit == tuple(sorted((*pair, times) for pair, times in met.items() if times > limit))
    assert all(times <= max(limit, before[pair]) for pair, times in met.items())
    assert held.limit_price == free.fit - held.fit
    assert held.gap == max(0.0, held.objective - free.objective)
    assert given["fairness"] == "worst" or held.objective >= free.objective


@pytest.mark.long
@often(max_examples=length(usual=40, long=1500))
@given(instances(n_cases=6, n_assessors=5), st.integers(0, 99))
def test_a_shortage_is_a_true_one_and_stands_behind_every_empty_seat(given, seed):
    given |= {"never_together": [], "cross_group": False}
    solution = solve(**given, seed=seed)
    fixed, held = np.array(given["fixed"]), held_before(given)
    capacity = each_of(given["capacity"], given)
    assert sum(short.missing for short in solution.shortages) == (solution.chosen < 0).sum()
    for short in solution.shortages:
        able = {
            (case, who) for case, who in zip(given["case"], given["assessor"], strict=True)
            if case in short.cases and who not in given["fixed"][case]
        }  # fmt: skip
        full = sum(max(0, capacity[who] - held[who]) for who in short.assessors)
        elsewhere = sum(who not in short.assessors for _, who in able)
        assert int((fixed[list(short.cases)] < 0).sum()) - full - elsewhere == short.missing
    for case, reason in solution.unseated.items():
        eligible = {
            who for c, who in zip(given["case"], given["assessor"], strict=True)
            if c == case and who not in given["fixed"][case]
        }  # fmt: skip
        empty = int((fixed[case] < 0).sum())
        assert reason == (Reason.NOBODY if not eligible else Reason.TOO_FEW if len(eligible) < empty else Reason.FULL)


@pytest.mark.long
@settings(max_examples=length(usual=30, long=500), deadline=None)
@given(instances(n_cases=6, n_assessors=6), st.integers(0, 9), st.randoms())
def test_solve_gives_the_same_answer_whatever_the_order_of_the_pairs(given, seed, random):
    order = list(range(len(given["case"])))
    random.shuffle(order)
    shuffled = given | {name: [given[name][place] for place in order] for name in ("case", "assessor", "fit")}
    one, other = solve(**given, seed=seed), solve(**shuffled, seed=seed)
    assert one.chosen.tolist() == other.chosen.tolist()
    assert (one.objective, one.input_hash, one.seed) == (other.objective, other.input_hash, seed)
