"""Many disputes at once: copies of one that was made by the board's own actions, row for row."""

from reviewboard.extensions import db
from reviewboard.foundation.database import new_id
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus.tables import Dispute
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.submission.tables import Case
from tests.stages.consensus.staging import Stage, Staged


def copy_disputes(stage: Stage, staged: Staged, count: int) -> None:
    """Add count cases in dispute like this one, each with its own candidate and the same two raters."""
    account, case = stage.rows(Account, id=staged.candidate)[0], stage.rows(Case, id=staged.case_id)[0]
    seats = stage.rows(Seat, case_id=staged.case_id)
    ratings = stage.rows(Rating, case_id=staged.case_id)
    dispute = stage.rows(Dispute, case_id=staged.case_id)[0]
    rows: dict[type, list] = {Account: [], Case: [], Seat: [], Rating: [], Dispute: []}
    for _ in range(count):
        person, here = new_id(), new_id()
        rows[Account].append({**account, "id": person, "email": f"{person}@example.org"})
        rows[Case].append({**case, "id": here, "candidate_id": person, "reference": here[:12]})
        taken = {seat["id"]: new_id() for seat in seats}
        rows[Seat] += [{**seat, "id": taken[seat["id"]], "case_id": here} for seat in seats]
        rows[Rating] += [{**one, "id": new_id(), "case_id": here, "seat_id": taken[one["seat_id"]]} for one in ratings]
        rows[Dispute].append({**dispute, "id": new_id(), "case_id": here})

    def insert() -> None:
        for table, values in rows.items():
            if values:
                db.session.execute(db.insert(table), values)

    stage.do(insert)
