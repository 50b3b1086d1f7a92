"""The table of bars says of everybody what the rules say of one person."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewboard.stages.assignment.barring import Barring
from reviewboard.stages.assignment.rules import Bar, bars
from tests.lengths import length
from tests.stages.assignment.worlds import SCALE, TODAY, worlds


@pytest.mark.long
@settings(
    max_examples=length(usual=80, long=2000), deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(st.data(), st.booleans())
def test_the_table_says_what_the_rules_say(data, across):
    cases, pool, wishes = data.draw(worlds(across))
    barring = Barring(pool, wishes, TODAY)
    for case in cases:
        told = {
            person.account_id: bars(person, case.need, TODAY)
            + ((Bar.EXCLUDED,) if (case.need.case_id, person.account_id) in wishes.excluded else ())
            for person in pool.people[SCALE]
        }
        assert {who: barring.of(case, who) for who in told} == told
        assert barring.able(case).tolist() == [not found for found in told.values()]
        if_room = barring.able(case, were_there_room=True).tolist()
        assert if_room == [not set(found) - {Bar.CAPACITY} for found in told.values()]
        beside = {
            person.account_id for person in pool.people[SCALE] if person.here and person.account_id not in case.need.seated
        }
        counted = {bar: sum(bar in told[who] for who in beside) for bar in Bar}
        assert barring.counts(case) == {bar: count for bar, count in counted.items() if count}
        alone = {bar: sum(told[who] == (bar,) for who in beside) for bar in Bar}
        assert barring.alone(case) == {bar: count for bar, count in alone.items() if count}
