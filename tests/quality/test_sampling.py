"""An even share of every stratum, whatever the rate, the start and the number of cases."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.quality.rules import Gap, gap, outcome_key
from reviewboard.quality.sampling import PARTS, is_drawn
from reviewboard.stages.rating.rules import Outcome, OutcomeKind

percents = st.integers(0, 100)
starts = st.integers(0, PARTS - 1)


def drawn(count: int, percent: int, start: int) -> int:
    return sum(is_drawn(number, percent, start) for number in range(1, count + 1))


@given(count=st.integers(0, 300), percent=percents, start=starts)
def test_each_stratum_gets_its_share_within_one(count, percent, start):
    assert abs(drawn(count, percent, start) - Fraction(count * percent, 100)) < 1


@pytest.mark.parametrize("percent", range(101))
def test_each_stratum_gets_its_share_at_every_rate(percent):
    for start in (0, 1, PARTS // 3, PARTS // 2, PARTS - 1):
        for count in (1, 2, 7, 100, 101):
            assert abs(drawn(count, percent, start) - Fraction(count * percent, 100)) < 1


@given(count=st.integers(0, 200), lower=percents, higher=percents, start=starts)
def test_a_higher_rate_never_draws_fewer_and_more_cases_never_lose_a_draw(count, lower, higher, start):
    lower, higher = sorted((lower, higher))
    assert drawn(count, lower, start) <= drawn(count, higher, start)
    assert drawn(count, lower, start) <= drawn(count + 1, lower, start)


@given(number=st.integers(1, 10_000), start=starts)
def test_nothing_is_drawn_at_0_and_everything_at_100(number, start):
    assert (is_drawn(number, 0, start), is_drawn(number, 100, start)) == (False, True)


@pytest.mark.parametrize("percent", [1, 10, 33, 50, 99])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_over_evenly_spread_starts_tiny_strata_get_their_share_exactly(percent, size):
    spread = range(0, PARTS, PARTS // 100)
    assert sum(drawn(size, percent, start) for start in spread) == size * percent


def test_every_case_of_a_stratum_has_the_same_chance():
    spread = range(0, PARTS, PARTS // 100)
    assert {sum(is_drawn(number, 20, start) for start in spread) for number in range(1, 12)} == {20}


OTHER = Outcome(OutcomeKind.OTHER_COMPETENCY, competency="service-excellence")


@pytest.mark.parametrize(
    ("recorded", "checked", "found"),
    [
        (Outcome.at(3), Outcome.at(3), Gap.SAME),
        (Outcome.at(3), Outcome.at(4), Gap.ONE_APART),
        (Outcome.at(3), Outcome.at(2), Gap.ONE_APART),
        (Outcome.at(1), Outcome.at(3), Gap.FURTHER),
        (Outcome.at(4), Outcome.at(1), Gap.FURTHER),
        (OTHER, OTHER, Gap.SAME),
        (OTHER, Outcome(OutcomeKind.OTHER_COMPETENCY, competency="writing"), Gap.OTHER_KIND),
        (OTHER, Outcome.at(1), Gap.OTHER_KIND),
        (Outcome.at(1), Outcome(OutcomeKind.NOT_DEMONSTRATED), Gap.OTHER_KIND),
    ],
)
def test_how_far_a_check_is_from_the_record(recorded, checked, found):
    assert gap(recorded, checked) is found


def test_an_outcome_is_called_by_its_level_or_its_kind():
    assert (outcome_key(Outcome.at(3)), outcome_key(OTHER)) == ("3", "other_competency")
