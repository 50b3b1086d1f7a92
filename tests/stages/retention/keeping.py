"""A seeded board six years on, its ended cases, and the people who keep and dispose of them."""

from datetime import timedelta

from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.retention.actions import place_hold, propose
from reviewboard.stages.retention.erasing import rows_of, tables_of_a_case
from reviewboard.stages.retention.rules import HoldKind
from reviewboard.stages.submission.tables import Case

LATER = timedelta(days=6 * 365)
WHY = "Past the schedule of this cycle, and nobody asks for it."


def ended(board, *states):
    query = select(Case.id, Case.cycle_id, Case.reference, Case.candidate_id).where(Case.state.in_(states)).order_by(Case.id)
    return board.read(lambda: db.session.execute(query).all())


def people(board, cycle_id):
    """Return two coordinators of a cycle, an administrator and a stranger, as who acts."""
    first, second = (board.someone(cycle_id, Role.COORDINATOR) for _ in range(2))
    administrator = board.person("Ada Administrator", administrator=True)
    return [board.principal(one) for one in (first, second, administrator, board.person())]


def proposed(board, case, actor, **more):
    return board.do(propose, cycle=CycleFacts(case.cycle_id, "closed"), case_ids=[case.id], why=WHY, actor=actor,
                    now=board.now, **more)  # fmt: skip


def of_case(board, case):
    """Return how many rows of each table belong to a case, as its deletion finds them."""

    def count():
        found = {
            table.name: db.session.scalar(select(func.count()).select_from(table).where(rows_of(table, [case.id])))
            for table in tables_of_a_case()
        }
        return {name: number for name, number in found.items() if number}

    return board.read(count)


def hold(board, case, actor):
    board.do(place_hold, case_id=case.id, kind=HoldKind.LEGAL, why=WHY, actor=actor, now=board.now)
