"""The file of one's own data, asked by each of the twelve around every case: of a board full of marks it holds those alone that
the table lets its reader read."""

import pytest

from tests.blindness.owning import Owning
from tests.blindness.people import NOBODY
from tests.blindness.reading import Person
from tests.blindness.sampling import cases_of
from tests.blindness.tally import Tally

pytestmark = [pytest.mark.once, pytest.mark.long]
PATH, ENDPOINT = "/account/data.json", "own_data.download"


def test_the_file_of_ones_own_data_holds_no_mark_that_the_table_keeps_from_its_reader(blind, record_property):
    owning = Owning(blind)
    tally, answers = Tally(owning, blind.app.extensions["access"]), {}
    for case_id in cases_of(blind):
        case = owning.case(case_id)
        for who, account_id in case.people.items():
            if who == NOBODY or account_id is None:
                continue
            if account_id not in answers:
                answers[account_id] = Person(blind.app, account_id, blind.now).ask(PATH)
            tally.said(case, who, ENDPOINT, answers[account_id])
    found = tally.summary()
    record_property("blindness of one's own data", found | {"people": len(answers)})
    assert tally.breaches == []
    assert {answer.status for answer in answers.values()} == {200}
    assert (len(answers) > 60, found["no to a mark that stands in a row"] > 1000) == (True, True)
    assert sum(len(answer.canaries) for answer in answers.values()) > 100
