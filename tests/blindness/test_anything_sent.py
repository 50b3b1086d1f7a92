"""Whatever anybody sends to whatever address: the board answers, never with a fault of its own, and no promise breaks."""

import traceback
from collections import Counter
from http.client import UNAUTHORIZED
from random import Random
from warnings import catch_warnings, simplefilter

import pytest

from reviewboard.invariants import all_breaches
from tests.blindness.mangling import Known, anything
from tests.blindness.reading import Person
from tests.lengths import LONG, length

pytestmark = [pytest.mark.once, pytest.mark.long]
SENDERS = length(
    usual=("candidate", "lead"),
    long=("signed out", "candidate", "assessor", "lead", "coordinator", "auditor", "administrator"),
)
REQUESTS = length(usual=40, long=10_000)  # of each sender
AT_A_TIME = 250  # until the board is put back: much of it would be spoilt by then


def somebody(blind, sender, dice):
    """Return a browser of one of the people who have this role."""
    account_id = None if sender == "signed out" else dice.choice(blind.accounts[sender])
    return Person(blind.app, account_id, blind.now)


@pytest.mark.parametrize("sender", SENDERS)
def test_no_request_ends_in_a_fault(put_back, blind, sender, record_property):
    dice, known, faults, answers = Random(f"{sender}{LONG}"), Known(), [], Counter()
    who = somebody(blind, sender, dice)
    for number in range(REQUESTS):
        if number % AT_A_TIME == AT_A_TIME - 1:
            assert breaches(blind) == {}
            put_back()
            who = somebody(blind, sender, dice)
        sent = anything(known, blind.app.url_map, dice, who.token)
        try:
            with catch_warnings():
                simplefilter("ignore", ResourceWarning)  # a body that nobody reads is dropped with its request
                answer = who.client.open(sent.path, method=sent.method, data=sent.fields, headers=sent.headers)
        except Exception:
            faults.append((sent, traceback.format_exc()[-1500:]))
            continue
        answers[answer.status_code] += 1
        if answer.status_code == UNAUTHORIZED:  # something sent before signed them out
            who = somebody(blind, sender, dice)
        if answer.status_code >= 500:
            faults.append((sent, answer.text[:500]))
        if answer.mimetype == "text/html":
            known.read(answer.text, sent.path, dice)
        answer.close()
    assert faults == []
    assert breaches(blind) == {}
    counted = dict(sorted(answers.items()))
    record_property("figures", f"anything sent by {sender}: {answers.total()} answers {counted}, 0 faults")


def breaches(blind):
    return {name: rows for name, rows in blind.build.read(all_breaches).items() if rows}
