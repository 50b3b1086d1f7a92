"""Every count of the lead's board leads to what it counts, and what a lead may not follow is in no list."""

from datetime import timedelta

import pytest

from reviewboard.foundation.people.roles import Role
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.actions import Wish
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import release, write
from reviewboard.web.panel import cases as page
from tests.stages.consensus.staging import WHY, Stage

AT = Outcome.at


@pytest.fixture
def stage(build):
    return Stage(build)


def _recorded(stage, *, released=False):
    staged = stage.case(AT(2), AT(2))
    stage.do(write, case_id=staged.case_id, now=stage.build.now)
    if released:
        stage.do(release, case_ids=[staged.case_id], actor=stage.who(stage.lead), now=stage.build.now)
    return staged


def test_a_released_case_is_found_again(stage, visit):
    staged, waiting = _recorded(stage, released=True), _recorded(stage)
    lead = visit(stage.lead)
    assert f"/panel/cases?cycle={stage.cycle_id}&amp;stage=record" in lead.get(f"/panel?cycle={stage.cycle_id}").text
    listed = lead.get(f"/panel/cases?cycle={stage.cycle_id}&stage=record").text
    assert [f'/panel/cases/{one.case_id}"' in listed for one in (staged, waiting)] == [True, True]


def test_each_stage_lists_its_own(stage, visit):
    disputed, rated, recorded = stage.case(AT(1), AT(4)), stage.case(AT(1), None), _recorded(stage)
    lead = visit(stage.lead)
    found = {
        name: [one.case_id in lead.get(f"/panel/cases?cycle={stage.cycle_id}&stage={name}").text
               for one in (disputed, rated, recorded)]
        for name in ("assignment", "rating", "consensus", "record", "submission", "nonsense")
    }  # fmt: skip
    assert found == {
        "assignment": [False] * 3, "rating": [False, True, False], "consensus": [True, False, False],
        "record": [False, False, True], "submission": [True, False, False], "nonsense": [True, False, False],
    }  # fmt: skip


def test_a_lead_finds_no_case_of_somebody_they_rated_and_other_leads_none(stage, visit):
    staged = stage.case(AT(1), AT(4))
    stage.build.member(staged.a, stage.cycle_id, Role.LEAD)
    address = f"/panel/cases?cycle={stage.cycle_id}&stage=consensus"
    assert staged.case_id not in visit(staged.a).get(address).text
    elsewhere = stage.build.someone(stage.build.cycle(), Role.LEAD)
    assert [visit(person).get(address).status_code for person in (elsewhere, staged.candidate)] == [404, 404]


def test_the_list_goes_on_by_key(stage, visit, monkeypatch):
    monkeypatch.setattr(page, "A_PAGE", 2)
    made = []
    for _ in range(5):
        made.append(stage.case(AT(1), AT(4)).case_id)
        stage.build.now += timedelta(minutes=1)
    lead, address, seen = visit(stage.lead), f"/panel/cases?cycle={stage.cycle_id}&stage=consensus", []
    while address:
        text = lead.get(address).text
        seen += [case_id for case_id in reversed(made) if f'/panel/cases/{case_id}"' in text]
        onward = text.partition('rel="next" href="')[2].partition('"')[0]
        address = onward.replace("&amp;", "&")
    assert seen == list(reversed(made))


def test_the_comparison_says_where_the_raters_stand_by_now(stage, visit):
    staged = stage.case(AT(1), AT(2))
    wish = Wish("effort", 2, WHY)
    stage.do(actions.move, case_id=staged.case_id, wish=wish, version=0, actor=stage.who(staged.a), now=stage.build.now)
    text = visit(stage.lead).get(f"/panel/discussions/{staged.case_id}").text
    assert ("as they were sealed" in text, text.count("As sealed. By now A stands at 2")) == (True, 1)


def test_a_lead_comes_back_from_a_case_to_its_cycle(stage, build, visit):
    staged = stage.case(AT(1), AT(4))
    build.member(stage.lead, build.cycle(), Role.LEAD)
    lead, back = visit(stage.lead), f'href="/panel?cycle={stage.cycle_id}" aria-current="page"'
    assert back in lead.get(f"/panel/cases/{staged.case_id}").text
    assert back not in lead.get(f"/panel/recourse/{staged.case_id}/review").text  # there is none: it is not found
