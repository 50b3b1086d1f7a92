"""Which cases are asked about, and of all that could be asked the part that is asked in the usual run."""

import zlib
from collections.abc import Iterator

from sqlalchemy import text

from reviewboard.extensions import db
from reviewboard.stages.workflow import State
from tests.blindness.addresses import Address, addresses, ids_of
from tests.blindness.board import Blind
from tests.blindness.owning import Owning
from tests.blindness.people import PRINCIPALS, Around
from tests.blindness.tally import Tally
from tests.lengths import LONG

OFTEN = {"GET": 2}  # in the usual run each of so many who may not look asks; of what is posted, each of FEW
FEW = 4


def cases_of(blind: Blind) -> list[str]:
    """Return cases in every state, and those whose stories no seed tells; in the long run, every case there is."""
    with blind.app.app_context():
        rows = db.session.execute(text("SELECT state, id FROM cases ORDER BY state, id")).all()
    if LONG:
        return [case_id for _state, case_id in rows]
    by_state: dict[str, str] = {}
    for state, case_id in rows:
        if case_id not in blind.extra.values():
            by_state.setdefault(state, case_id)
    assert set(by_state) == {state.value for state in State}
    return [*by_state.values(), *blind.extra.values()]


def asked(tally: Tally, owning: Owning, blind: Blind) -> Iterator[tuple[Around, str, Address]]:
    """Yield what is asked: case, which of the twelve, address.

    In the long run everything. In the usual run every way to ask has its turn in one case where somebody may: there it is asked
    by all who may look, and by some of all others, who take turns.
    """
    cases = [owning.case(case_id) for case_id in cases_of(blind)]
    made = {case.case_id: addresses(blind.app, ids_of(blind, case)) for case in cases}
    if LONG:
        for case in cases:
            for address in made[case.case_id]:
                yield from ((case, who, address) for who in _there(case))
        return
    for nth, (rule, method) in enumerate(sorted({(one.rule, one.method) for one in made[cases[0].case_id]})):
        ways = {case.case_id: [one for one in made[case.case_id] if (one.rule, one.method) == (rule, method)] for case in cases}
        held = [case for case in cases if any(_held(tally, case, one) for one in ways[case.case_id])] or cases
        case = held[zlib.crc32(f"{rule} {method}".encode()) % len(held)]
        for address in ways[case.case_id]:
            for who in _there(case):
                turn = (nth + PRINCIPALS.index(who)) % OFTEN.get(method, FEW) == 0
                if turn or (method == "GET" and tally.may(case, who, address)):
                    yield case, who, address


def _there(case: Around) -> list[str]:
    return [who for who in PRINCIPALS if who == PRINCIPALS[0] or case.people[who] is not None]


def _held(tally: Tally, case: Around, address: Address) -> bool:
    return any(tally.may(case, who, address) for who in _there(case)[1:])
