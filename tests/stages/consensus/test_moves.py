"""What follows the ladder: moves and where they end, and what a lead's decision equals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.stages.consensus.rules import (
    Agreement,
    BrokenHistory,
    Dispute,
    DisputeReason,
    Ladder,
    Move,
    ResolutionKind,
    Side,
    StillApart,
    after_move,
    min_reasons,
    needs_countersign,
    positions,
    resolution_kind,
)
from reviewboard.stages.rating.rules import Outcome
from tests.stages.consensus.test_rules import (
    FOUR,
    NOT_SHOWN,
    ONE,
    OUTCOMES,
    THREE,
    TWO,
    ladders,
    outcomes,
    required_levels,
)


def first(origin: Outcome, to: Outcome) -> Move:
    return Move(Side.FIRST, origin, to)


def second(origin: Outcome, to: Outcome) -> Move:
    return Move(Side.SECOND, origin, to)


DEADLOCK = Dispute(DisputeReason.DEADLOCK)


@pytest.mark.parametrize(
    ("moves", "stands"),
    [
        ([], (TWO, THREE)),
        ([first(TWO, THREE)], (THREE, THREE)),
        ([second(THREE, TWO)], (TWO, TWO)),
        ([first(TWO, ONE), second(THREE, FOUR), first(ONE, NOT_SHOWN)], (NOT_SHOWN, FOUR)),
        ([first(TWO, TWO), second(THREE, THREE)], (TWO, THREE)),
    ],
)
def test_positions_follow_the_moves_and_leave_the_originals(moves, stands):
    originals = (TWO, THREE)
    assert positions(originals, moves) == stands
    assert originals == (TWO, THREE)


@pytest.mark.parametrize("moves", [[first(THREE, TWO)], [second(TWO, THREE)], [first(TWO, ONE), first(TWO, THREE)]])
def test_positions_refuse_a_move_that_starts_elsewhere(moves):
    with pytest.raises(BrokenHistory, match="does not follow from Outcome"):
        positions((TWO, THREE), moves)


def test_positions_are_two():
    with pytest.raises(ValueError, match="longer"):
        positions((ONE, TWO, THREE), [])


@pytest.mark.parametrize(
    ("distance", "moves", "after"),
    [
        (1, [first(TWO, THREE)], Agreement(THREE, confirm=True)),
        (1, [second(THREE, TWO)], Agreement(TWO, confirm=True)),
        (1, [first(TWO, FOUR)], StillApart(FOUR, THREE)),
        (1, [first(TWO, FOUR), second(THREE, FOUR)], Agreement(FOUR, confirm=True)),
        # further apart than a discussion could have been opened
        (1, [first(TWO, ONE)], Dispute(DisputeReason.FAR_APART)),
        (1, [second(THREE, NOT_SHOWN)], Dispute(DisputeReason.DIFFERENT_KIND)),
        # one alone keeps their stand, then both do
        (1, [first(TWO, TWO)], StillApart(TWO, THREE)),
        (1, [first(TWO, TWO), first(TWO, TWO)], StillApart(TWO, THREE)),
        (1, [first(TWO, TWO), second(THREE, THREE)], DEADLOCK),
        (1, [second(THREE, THREE), first(TWO, TWO)], DEADLOCK),
        (1, [first(TWO, TWO), second(THREE, THREE), first(TWO, THREE)], Agreement(THREE, confirm=True)),
        (1, [first(TWO, TWO), first(TWO, FOUR), second(THREE, THREE)], StillApart(FOUR, THREE)),
        (1, [first(TWO, FOUR), first(FOUR, FOUR), second(THREE, THREE)], DEADLOCK),
        # past each other, and back again
        (1, [first(TWO, THREE), second(THREE, TWO)], DEADLOCK),
        (1, [second(THREE, TWO), first(TWO, THREE)], DEADLOCK),
        (1, [first(TWO, FOUR), first(FOUR, TWO)], DEADLOCK),
        (2, [first(TWO, ONE)], StillApart(ONE, THREE)),
        (2, [first(TWO, ONE), second(THREE, TWO)], StillApart(ONE, TWO)),
        (2, [first(TWO, ONE), second(THREE, TWO), first(ONE, THREE)], DEADLOCK),
        (2, [first(TWO, ONE), first(ONE, TWO)], DEADLOCK),
    ],
)
def test_after_move_ends_or_goes_on(distance, moves, after):
    ladder = Ladder(confirm_agreement=True, discuss_distance=distance)
    assert after_move((TWO, THREE), moves, ladder, required_level=None) == after


def test_after_move_asks_the_ladder_about_the_required_level():
    ladder = Ladder(across_required="dispute")
    assert after_move((TWO, THREE), [first(TWO, FOUR)], ladder, 4) == Dispute(DisputeReason.ACROSS_REQUIRED)
    assert after_move((TWO, THREE), [first(TWO, FOUR)], ladder, 3) == StillApart(FOUR, THREE)


def test_after_move_refuses_a_broken_history():
    with pytest.raises(BrokenHistory):
        after_move((TWO, THREE), [first(ONE, TWO)], Ladder(), None)


@given(st.lists(st.tuples(st.sampled_from(Side), outcomes), max_size=8), ladders, required_levels)
def test_after_move_never_finds_an_outcome_that_nobody_holds(changes, ladder, required):
    stand = {Side.FIRST: TWO, Side.SECOND: THREE}
    moves = []
    for side, to in changes:
        moves.append(Move(side, stand[side], to))
        stand[side] = to
    match after_move((TWO, THREE), moves, ladder, required):
        case Agreement(outcome):
            assert (outcome, outcome) == tuple(stand.values())
        case StillApart(one, other):
            assert (one, other) == tuple(stand.values())
            assert one != other
        case Dispute():
            assert stand[Side.FIRST] != stand[Side.SECOND]


@given(st.data(), st.integers(1, 3))
def test_every_discussion_ends(data, distance):
    ladder = Ladder(discuss_distance=distance)
    stand = {Side.FIRST: TWO, Side.SECOND: THREE}
    moves = []
    after = StillApart(TWO, THREE)
    while isinstance(after, StillApart):
        side = data.draw(st.sampled_from(Side))
        to = data.draw(st.sampled_from([level for level in (ONE, TWO, THREE, FOUR) if level != stand[side]]))
        moves.append(Move(side, stand[side], to))
        stand[side] = to
        after = after_move((TWO, THREE), moves, ladder, None)
    assert len(moves) <= 6  # four levels make six pairs, and the first is on the table already


@pytest.mark.parametrize(
    ("outcome", "one", "other", "kind"),
    [
        (TWO, TWO, FOUR, ResolutionKind.EQUALS_FIRST),
        (FOUR, TWO, FOUR, ResolutionKind.EQUALS_SECOND),
        (TWO, TWO, TWO, ResolutionKind.EQUALS_BOTH),
        (THREE, TWO, FOUR, ResolutionKind.NEITHER),
        (THREE, TWO, TWO, ResolutionKind.NEITHER),
        (NOT_SHOWN, TWO, FOUR, ResolutionKind.NEITHER),
        (NOT_SHOWN, NOT_SHOWN, FOUR, ResolutionKind.EQUALS_FIRST),
        (OUTCOMES["ca"], OUTCOMES["cb"], OUTCOMES["ca"], ResolutionKind.EQUALS_SECOND),
        (OUTCOMES["ca"], OUTCOMES["cb"], NOT_SHOWN, ResolutionKind.NEITHER),
    ],
)
def test_resolution_kind_compares_with_both_ratings(outcome, one, other, kind):
    assert resolution_kind(outcome, one, other) == kind


@pytest.mark.parametrize(
    ("kind", "characters", "by_policy", "without_policy"),
    [
        (ResolutionKind.EQUALS_FIRST, 40, False, False),
        (ResolutionKind.EQUALS_SECOND, 40, False, False),
        (ResolutionKind.EQUALS_BOTH, 40, False, False),
        (ResolutionKind.NEITHER, 200, True, False),
    ],
)
def test_resolution_that_is_neither_needs_more(kind, characters, by_policy, without_policy):
    assert min_reasons(kind) == characters
    assert needs_countersign(kind, Ladder(countersign_other=True)) is by_policy
    assert needs_countersign(kind, Ladder(countersign_other=False)) is without_policy
