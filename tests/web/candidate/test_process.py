"""What a candidate is told of the way to a level is what the cycle's policy says, and where a case stands is honest."""

from datetime import date, timedelta

import pytest

from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.rules import Limits
from reviewboard.web.candidate.process import how_it_goes, what_it_holds

NAME_ONCE = (
    "Before the text opens, each of them sees your name, unit, team and supervisor once, on a page of its own, to say whether "
    "there is a conflict of interest. With the text they see a coded reference and no name."
)
ALONE = "Two assessors rate your examples, each alone. Neither sees the other’s rating before both are sealed."
NO_AVERAGE = "No average is ever taken. One whole level is recorded: the highest that is fully shown."
DISCUSSED = "When they are one level apart, they discuss it, for at most 5 days."
OTHERWISE = "In every other case, and when they find no agreement, a panel lead decides, with reasons."
THIRD = "The panel lead may ask for a third rating, made without sight of the first two."
ASKED = (
    "Before deciding, the panel may ask you for one more thing. You then have 10 days to answer, unless another time is named."
)
SECOND = "A decision that equals neither rating is signed by a second panel lead."


@pytest.fixture
def in_english(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


@pytest.mark.parametrize(
    ("policy", "required", "middle"),
    [
        ({}, 3, ["When both come to the same outcome, it is recorded.", DISCUSSED, OTHERWISE, THIRD, ASKED, SECOND]),
        (
            {"confirm_agreement": True, "third_rating": False, "countersign_other": False, "ask_candidate": False,
             "valid_years": 5},
            None,
            [
                "When both come to the same outcome, a panel lead confirms it before it is recorded.",
                DISCUSSED,
                OTHERWISE,
                "A result is valid for 5 years from the day it is recorded.",
            ],
        ),
        (
            {"discuss_distance": 0, "third_rating": False, "countersign_other": False, "ask_candidate": False,
             "sampling_percent": 20},
            3,
            [
                "When both come to the same outcome, it is recorded.",
                "When they differ, a panel lead decides, with reasons.",
                "Of a hundred cases on which the two agree at once, 20 are rated once more by another assessor, to check how "
                "well the board rates. Chance decides which; that changes no result, and nobody is told.",
            ],
        ),
        (
            {"across_required": "dispute", "discuss_distance": 2, "discussion_hours": 48},
            3,
            [
                "When both come to the same outcome, it is recorded.",
                "When they are at most 2 levels apart, they discuss it, for at most 2 days.",
                "When the required level lies between the two, a panel lead decides without a discussion.",
                OTHERWISE,
                THIRD,
                ASKED,
                SECOND,
            ],
        ),
        (
            {
                "discuss_distance": 0, "release_from": "2027-03-31T16:00:00+00:00", "third_rating": False,
                "countersign_other": False, "ask_candidate": False,
            },
            3,
            [
                "When both come to the same outcome, it is recorded.",
                "When they differ, a panel lead decides, with reasons.",
                "No result of this cycle is released before 31 March 2027.",
            ],
        ),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_the_policy_is_told_as_it_is(policy, required, middle):
    assert how_it_goes(Ladder.from_policy(policy), required) == [ALONE, NAME_ONCE, *middle, NO_AVERAGE]


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (
            Limits(1, 3, 800, 36, 5, 10),
            ["Write 1 to 3 examples.", "Each may come with up to 5 files of at most 10 MB."],
        ),
        (Limits(1, 1, 800, 36, 1, 10), ["Write one example.", "Each may come with one file of at most 10 MB."]),
        (Limits(2, 2, 800, 36, 0, 10), ["Write 2 examples."]),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_the_limits_are_told_as_they_are(limits, told):
    words = "Each has at most 800 words in all, and ended at most 36 months ago."
    assert what_it_holds(limits) == [told[0], words, *told[1:]]


def test_a_date_that_has_passed_is_not_promised_any_more(writer, browser):
    case_id, _ = writer.written()
    writer.do(actions.submit_case, case_id=case_id)
    promised = "You will hear by"
    assert promised in browser.get(f"/my/cases/{case_id}").text
    writer.change_cycle(closes_at=writer.build.now - timedelta(days=9), hear_by=date(2026, 1, 1))
    page = browser.get(f"/my/cases/{case_id}").text
    assert (promised in page, "You were to hear by 1 January 2026: it takes longer than planned." in page) == (
        False,
        True,
    )


def test_both_languages_of_the_notice_are_on_its_page(writer, browser):
    writer.change_cycle(notice_fr="Avis entier.\n\nSecond alinéa.", notice_en="Whole notice.\n\nSecond paragraph.")
    page = browser.get(f"/my/cases/{writer.start()['id']}").text
    missing = [
        text for text in ("Avis entier.", "Second alinéa.", "Whole notice.", "Second paragraph.") if text not in page
    ]
    assert (missing, 'lang="fr"' in page) == ([], True)
