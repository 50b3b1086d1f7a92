"""Fifty leads ask one candidate, recall one day, hold or release one result at the same moment: it happens once."""

from collections import Counter
from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.stages.consensus.actions import ask, call_third, resolve
from reviewboard.stages.record.actions import hold, recall, release
from reviewboard.stages.record.releasing import sweep_releases
from reviewboard.stages.record.tables import ReleasePlan
from tests.stages.test_races import TIMES, WHY, Race, acts, happens_once
from tests.together import together


def asking(build):
    race = Race(build).at(1, 4)
    return race, race.by(ask, *race.leads, case_id=race.case_id, question=WHY, version=race.version)


def asking_and_resolving(build):
    race = Race(build).at(1, 4).half()
    return race, [*race.by(ask, *race.leads, case_id=race.case_id, question=WHY, version=race.version),
                  *race.by(resolve, *race.leads, case_id=race.case_id, decision=race.decision(1),
                           version=race.version)]  # fmt: skip


def asking_and_calling_a_third(build):
    race = Race(build).at(1, 4).half()
    return race, [*race.by(ask, *race.leads, case_id=race.case_id, question=WHY, version=race.version),
                  *race.by(call_third, *race.leads, case_id=race.case_id, reason=WHY, version=race.version)]  # fmt: skip


def planned(build):
    race = Race(build).at(3, 3)
    build.do(release, case_ids=[race.case_id], at=race.now + timedelta(days=2), actor=race.leads[0], now=race.now)
    return race


def recalling(build):
    race = planned(build)
    return race, race.by(recall, *race.leads, case_id=race.case_id, reason=WHY)


def releasing_and_holding(build):
    race = planned(build).half()
    return race, [*race.by(release, *race.leads, case_ids=[race.case_id]),
                  *race.by(hold, *race.leads, case_id=race.case_id, reason=WHY)]  # fmt: skip


RACES = {
    work.__name__.replace("_", " "): (work, effect)
    for work, effect in (
        (asking, {"case.ask"}),
        (asking_and_resolving, {"case.ask", "case.resolve"}),
        (asking_and_calling_a_third, {"case.ask", "case.call_third"}),
        (recalling, {"case.recall_release"}),
        (releasing_and_holding, {"case.release", "case.hold_release"}),
    )
}


@pytest.mark.parametrize("name", RACES)
def test_it_happens_once(build, name):
    happens_once(build, *RACES[name])


def test_a_result_that_fifty_set_a_day_for_has_one_day_and_goes_out_once(build):
    race = Race(build).at(3, 3)
    day = race.now + timedelta(days=2)
    assert Counter(together(build.app, *race.by(release, *race.leads, case_ids=[race.case_id], at=day))) == {"done": TIMES}
    assert build.read(lambda: [plan.release_at for plan in db.session.query(ReleasePlan)]) == [day]
    with build.app.app_context():
        assert [sweep_releases(moment) for moment in (race.now, day, day)] == [0, 1, 0]
    assert acts(build, race)["case.release"] == 1
