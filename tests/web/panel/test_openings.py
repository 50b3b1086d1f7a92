"""What a lead opens of a case is in the journal, once an hour, and in the case file in coarse form."""

from datetime import timedelta

import pytest

from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.lead_reading import is_being_read
from reviewboard.stages.rating.rules import Outcome
from tests.stages.consensus.staging import Stage

AT = Outcome.at


@pytest.fixture
def stage(build):
    return Stage(build)


def test_what_a_lead_opens_is_entered_once_and_told_in_the_case_file(stage, visit):
    staged = stage.case(AT(2), AT(4))
    lead, page = visit(stage.lead), f"/panel/disputes/{staged.case_id}"

    def opened():
        return [(row["actor_id"], row["subject"]) for row in stage.rows(JournalEntry, action="case.read_by_lead")]

    refused = lead.post(f"{page}/third", {"reason": "short", "version": str(stage.version(staged))})
    assert (refused.status_code, len(opened())) == (422, 1)  # what is refused shows the text too
    assert [lead.get(page).status_code, lead.get(page).status_code] == [200, 200]
    assert lead.get(f"{page}/evidence/{'b' * 20}/page").status_code == 404
    text = (stage.lead, f"case:{staged.case_id}")
    assert opened() == [text]
    assert lead.get(f"/panel/cases/{staged.case_id}/case-file/page?variant=other").status_code == 422
    assert opened() == [text]  # what is refused opens nothing
    file = lead.get(f"/panel/cases/{staged.case_id}/case-file/page?variant=whole").text
    assert ("opened the content" in file, "read the case file" in file) == (True, True)
    assert opened() == [text, (stage.lead, f"case_file:{staged.case_id}")]
    seen = {"case_id": staged.case_id, "subject": text[1], "actor": stage.who(stage.lead)}
    (first,) = stage.rows(JournalEntry, action="case.read_by_lead", subject=text[1])
    later = [first["at"] + timedelta(minutes=minutes) for minutes in (59, 61)]
    assert [stage.build.read(is_being_read, **seen, now=moment) for moment in later] == [True, False]
