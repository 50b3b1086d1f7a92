"""The ladder as tables: every pair of outcomes, every required level, every setting."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewboard.stages.consensus.rules import (
    MAX_HOURS,
    Agreement,
    Discussion,
    Dispute,
    DisputeReason,
    Ladder,
    reconcile,
    validate,
)
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.section import UnknownSetting

OUTCOMES = {
    "1": Outcome.at(1),
    "2": Outcome.at(2),
    "3": Outcome.at(3),
    "4": Outcome.at(4),
    "nd": Outcome(OutcomeKind.NOT_DEMONSTRATED),
    "ca": Outcome(OutcomeKind.OTHER_COMPETENCY, competency="a"),
    "cb": Outcome(OutcomeKind.OTHER_COMPETENCY, competency="b"),
    "ie": Outcome(OutcomeKind.INSUFFICIENT_EVIDENCE),
}
ONE, TWO, THREE, FOUR, NOT_SHOWN = (OUTCOMES[name] for name in ("1", "2", "3", "4", "nd"))

# = agreement, ~ discussion (or the policy for the required level), ! far apart, x different kinds
GRIDS = {
    1: """
          1  2  3  4 nd ca cb ie
       1  =  ~  !  !  x  x  x  x
       2  ~  =  ~  !  x  x  x  x
       3  !  ~  =  ~  x  x  x  x
       4  !  !  ~  =  x  x  x  x
      nd  x  x  x  x  =  x  x  x
      ca  x  x  x  x  x  =  x  x
      cb  x  x  x  x  x  x  =  x
      ie  x  x  x  x  x  x  x  =
    """,
    0: """
          1  2  3  4 nd ca cb ie
       1  =  !  !  !  x  x  x  x
       2  !  =  !  !  x  x  x  x
       3  !  !  =  !  x  x  x  x
       4  !  !  !  =  x  x  x  x
      nd  x  x  x  x  =  x  x  x
      ca  x  x  x  x  x  =  x  x
      cb  x  x  x  x  x  x  =  x
      ie  x  x  x  x  x  x  x  =
    """,
    2: """
          1  2  3  4 nd ca cb ie
       1  =  ~  ~  !  x  x  x  x
       2  ~  =  ~  ~  x  x  x  x
       3  ~  ~  =  ~  x  x  x  x
       4  !  ~  ~  =  x  x  x  x
      nd  x  x  x  x  =  x  x  x
      ca  x  x  x  x  x  =  x  x
      cb  x  x  x  x  x  x  =  x
      ie  x  x  x  x  x  x  x  =
    """,
    3: """
          1  2  3  4 nd ca cb ie
       1  =  ~  ~  ~  x  x  x  x
       2  ~  =  ~  ~  x  x  x  x
       3  ~  ~  =  ~  x  x  x  x
       4  ~  ~  ~  =  x  x  x  x
      nd  x  x  x  x  =  x  x  x
      ca  x  x  x  x  x  =  x  x
      cb  x  x  x  x  x  x  =  x
      ie  x  x  x  x  x  x  x  =
    """,
}
# pairs of levels that a required level parts: the lower one falls short of it, the higher one reaches it
PARTED = {
    None: "",
    1: "",
    2: "12 13 14",
    3: "13 14 23 24",
    4: "14 24 34",
}


def expected(sign: str, pair: tuple[str, str], ladder: Ladder, required: int | None):
    parted = "".join(sorted(pair)) in PARTED[required].split()
    match sign:
        case "=":
            return Agreement(OUTCOMES[pair[0]], ladder.confirm_agreement)
        case "!":
            return Dispute(DisputeReason.FAR_APART)
        case "x":
            return Dispute(DisputeReason.DIFFERENT_KIND)
        case "~" if parted and ladder.across_required == "dispute":
            return Dispute(DisputeReason.ACROSS_REQUIRED)
    return Discussion(across_required=parted)


@pytest.mark.parametrize("required", [None, 1, 2, 3, 4])
@pytest.mark.parametrize("confirm", [False, True])
@pytest.mark.parametrize("across", ["discuss", "dispute"])
@pytest.mark.parametrize("distance", GRIDS)
def test_reconcile_follows_the_ladder_for_every_pair(distance, across, confirm, required):
    ladder = Ladder(confirm_agreement=confirm, discuss_distance=distance, across_required=across)
    head, *rows = (line.split() for line in GRIDS[distance].strip().splitlines())
    wanted = {
        (row, column): expected(sign, (row, column), ladder, required)
        for row, *signs in rows
        for column, sign in zip(head, signs, strict=True)
    }
    pairs = product(OUTCOMES, repeat=2)
    found = {(one, two): reconcile(OUTCOMES[one], OUTCOMES[two], ladder, required) for one, two in pairs}
    assert found == wanted


def test_reconcile_by_default_is_the_published_ladder():
    assert [reconcile(TWO, other, Ladder(), 3) for other in (TWO, ONE, THREE, FOUR, NOT_SHOWN)] == [
        Agreement(TWO, confirm=False),
        Discussion(across_required=False),
        Discussion(across_required=True),
        Dispute(DisputeReason.FAR_APART),
        Dispute(DisputeReason.DIFFERENT_KIND),
    ]


@pytest.mark.parametrize(
    ("other", "required", "ladder", "wanted"),
    [
        (TWO, 3, Ladder(), Agreement(TWO, confirm=False)),
        (ONE, 3, Ladder(), Dispute(DisputeReason.RECUSED)),
        (THREE, 3, Ladder(), Dispute(DisputeReason.RECUSED)),
        (THREE, 3, Ladder(across_required="dispute"), Dispute(DisputeReason.ACROSS_REQUIRED)),
        (FOUR, 3, Ladder(), Dispute(DisputeReason.FAR_APART)),
        (NOT_SHOWN, None, Ladder(), Dispute(DisputeReason.DIFFERENT_KIND)),
    ],
)
def test_reconcile_hands_to_a_lead_what_the_two_would_have_talked_over(other, required, ladder, wanted):
    assert reconcile(TWO, other, ladder, required, may_talk=False) == wanted


def test_reconcile_takes_level_zero_as_a_level():
    assert reconcile(Outcome.at(0), ONE, Ladder(), None) == Discussion(across_required=False)
    assert reconcile(Outcome.at(0), ONE, Ladder(), 1) == Discussion(across_required=True)
    assert reconcile(Outcome.at(0), NOT_SHOWN, Ladder(), None) == Dispute(DisputeReason.DIFFERENT_KIND)


outcomes = st.one_of(
    st.integers(0, 9).map(Outcome.at),
    st.sampled_from([outcome for outcome in OUTCOMES.values() if outcome.level is None]),
)
ladders = st.builds(
    Ladder, st.booleans(), st.integers(0, 9), st.sampled_from(["discuss", "dispute"]), st.integers(1, MAX_HOURS)
)
required_levels = st.none() | st.integers(0, 9)


@given(outcomes, outcomes, ladders, required_levels)
def test_reconcile_is_the_same_whoever_comes_first(first, second, ladder, required):
    assert reconcile(first, second, ladder, required) == reconcile(second, first, ladder, required)


@given(outcomes, outcomes, ladders, required_levels)
def test_reconcile_agrees_only_on_what_both_gave(first, second, ladder, required):
    following = reconcile(first, second, ladder, required)
    assert isinstance(following, Agreement) == (first == second)
    if isinstance(following, Agreement):
        assert following.outcome == first == second


@given(outcomes, outcomes, ladders, required_levels)
def test_reconcile_disputes_across_the_required_level_only_by_policy(first, second, ladder, required):
    if reconcile(first, second, ladder, required) == Dispute(DisputeReason.ACROSS_REQUIRED):
        assert ladder.across_required == "dispute"
        assert min(first.level, second.level) < required <= max(first.level, second.level)


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({}, ()),
        ({"confirm_agreement": True, "discuss_distance": 0, "across_required": "dispute"}, ()),
        ({"discussion_hours": 1, "third_rating": False, "countersign_other": False}, ()),
        ({"discussion_hours": MAX_HOURS}, ()),
        ({"confirm_agreement": 1}, ("confirm_agreement",)),
        ({"confirm_agreement": None}, ("confirm_agreement",)),
        ({"discuss_distance": -1}, ("discuss_distance",)),
        ({"discuss_distance": 0.5}, ("discuss_distance",)),
        ({"discuss_distance": "1"}, ("discuss_distance",)),
        ({"discuss_distance": True}, ("discuss_distance",)),
        ({"across_required": "average"}, ("across_required",)),
        ({"across_required": ["discuss"]}, ("across_required",)),
        ({"discussion_hours": 0}, ("discussion_hours",)),
        ({"discussion_hours": MAX_HOURS + 1}, ("discussion_hours",)),
        ({"discussion_hours": 120.0}, ("discussion_hours",)),
        ({"third_rating": "yes"}, ("third_rating",)),
        ({"ask_candidate": 1}, ("ask_candidate",)),
        ({"answer_days": 1}, ("answer_days",)),
        ({"answer_days": 61}, ("answer_days",)),
        ({"answer_days": 10.0}, ("answer_days",)),
        ({"release_from": "2027-03-31T16:00:00"}, ("release_from",)),
        ({"release_from": "soon"}, ("release_from",)),
        ({"own_level_first": 1}, ("own_level_first",)),
        ({"sampling_percent": -1}, ("sampling_percent",)),
        ({"sampling_percent": 101}, ("sampling_percent",)),
        ({"sampling_percent": 12.5}, ("sampling_percent",)),
        ({"sampling_percent": True}, ("sampling_percent",)),
        ({"sampling_percent": 100}, ()),
        ({"valid_years": 21}, ("valid_years",)),
        ({"valid_years": 20}, ()),
        ({"release_from": "2027-03-31T16:00:00+00:00"}, ()),
        ({"countersign_other": 0}, ("countersign_other",)),
        ({"countersign_other": 0, "discuss_distance": None}, ("discuss_distance", "countersign_other")),
    ],
)
def test_validate_names_the_settings_that_cannot_be(change, problems):
    assert validate(Ladder(**change)) == problems


def test_the_longest_discussion_is_ninety_days():
    assert MAX_HOURS == 2160


def test_ladder_goes_to_a_policy_and_back():
    default = {
        "confirm_agreement": False,
        "discuss_distance": 1,
        "across_required": "discuss",
        "discussion_hours": 120,
        "third_rating": True,
        "countersign_other": True,
        "ask_candidate": True,
        "answer_days": 10,
        "release_from": None,
        "sampling_percent": 0,
        "own_level_first": False,
        "valid_years": 0,
    }
    assert Ladder().as_policy() == default
    assert Ladder.from_policy({}) == Ladder.from_policy(default) == Ladder()
    other = Ladder(True, 2, "dispute", 48, False, False, False, 30, "2027-03-31T16:00:00+00:00", 20)
    assert Ladder.from_policy(other.as_policy()) == other


def test_ladder_refuses_a_setting_it_does_not_know():
    with pytest.raises(UnknownSetting) as refused:
        Ladder.from_policy({"confirm_agrement": True, "averages": True, "third_rating": False})
    assert str(refused.value) == "averages, confirm_agrement"
