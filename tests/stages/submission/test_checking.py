"""A file is checked after it was added: accepted with its previews, or refused and told; nothing waits for it."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from reviewboard.demo.settle import settle
from reviewboard.extensions import db
from reviewboard.foundation.notices.postman import send_mail
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.actions import deliver
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.vault import looking
from reviewboard.foundation.vault.looking import NoAnswer
from reviewboard.foundation.vault.where import the_vault
from reviewboard.invariants import all_breaches
from reviewboard.sample.files import pdf
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.checking import TRIES
from reviewboard.stages.submission.looking import Looked, looked_at
from reviewboard.stages.submission.refusals import SubmissionIncomplete
from reviewboard.stages.submission.rules import ProblemKind
from reviewboard.stages.submission.tables import Case, Evidence, EvidenceCheck, EvidencePreview
from tests.previewer.samples import HOSTILE

pytestmark = pytest.mark.once

PDF = "application/pdf"
BARRED = HOSTILE["launch"][2]
LOOPS = "while True: pass"


@pytest.fixture
def place(writer):
    return writer.written()


def add(writer, place, content=None, name="pv.pdf"):
    stored = writer.put(content or pdf("Procès-verbal"))
    return writer.do(actions.add_evidence, case_id=place[0], example_id=place[1], file_name=name, media_type=PDF,
                     stored=stored)["id"]  # fmt: skip


def work(writer):
    """Do all that is owed, the looks into files too."""
    return writer.build.read(settle, now=writer.build.now)


def looked(writer, case_id):
    return writer.build.read(looked_at, case_id)


def keys(writer):
    return writer.build.read(lambda: {row.vault_key for row in EvidencePreview.query})


def in_vault(writer):
    return writer.build.read(lambda: {kept.key for kept in the_vault().contents()})


def breaches(writer):
    return {name: found for name, found in writer.build.read(all_breaches).items() if found}


def test_a_file_waits_then_is_accepted_with_its_previews(writer, place):
    file_id = add(writer, place)
    assert looked(writer, place[0]) == {file_id: Looked("received")}
    work(writer)
    assert looked(writer, place[0]) == {file_id: Looked("accepted", None, (), 1, 1, 1, "Procès-verbal")}
    assert (len(keys(writer)), keys(writer) <= in_vault(writer), breaches(writer)) == (3, True, {})
    assert writer.journal(place[0])[-1] == "evidence.accept"


def test_a_refused_file_is_told_with_its_reason_and_shown_to_nobody(writer, place, settings):
    file_id = add(writer, place, BARRED())
    work(writer)
    assert looked(writer, place[0]) == {file_id: Looked("refused", "launch")}
    assert (keys(writer), breaches(writer), writer.journal(place[0])[-1]) == (set(), {}, "evidence.refuse")

    def unsent():
        notice = db.session.query(Notice).filter_by(kind="evidence.refused", account_id=writer.id).one()
        notice.sent_at = None
        return notice.id

    notice_id = writer.build.do(unsent)
    writer.build.read(send_mail, notice_id, now=datetime.now(UTC))
    mail = (settings.mail_folder / f"{notice_id}.eml").read_bytes().decode()
    reference = writer.row(Case, place[0])["reference"]
    assert (reference in mail, "start a program" in mail, f"/my/cases/{place[0]}" in mail) == (True, True, True)
    assert ("pv.pdf" in mail, "remove it" in mail) == (False, True)


def test_handing_in_waits_for_no_check_and_a_late_refusal_changes_no_digest(writer, place):
    file_id = add(writer, place, BARRED())
    case = writer.do(actions.submit_case, case_id=place[0])
    work(writer)
    assert (looked(writer, place[0])[file_id].reason, breaches(writer)) == ("launch", {})
    assert writer.row(Case, place[0])["digest"] == case["digest"] == writer.build.read(actions.case_digest, place[0])
    told = writer.build.read(lambda: db.session.query(Notice).filter_by(kind="evidence.refused").one().about)
    assert (told["handed_in"], told["example"], told["reason"]) == (True, 1, "launch")


def test_a_refused_file_keeps_a_draft_from_being_handed_in_until_it_is_removed(writer, place):
    file_id = add(writer, place, BARRED())
    work(writer)
    with pytest.raises(SubmissionIncomplete) as refused:
        writer.do(actions.submit_case, case_id=place[0])
    assert [problem.kind for problem in refused.value.found] == [ProblemKind.FILE_REFUSED]
    writer.do(actions.remove_evidence, case_id=place[0], evidence_id=file_id)
    assert writer.do(actions.submit_case, case_id=place[0])["state"] == "submitted"


def test_a_refused_file_takes_no_place_from_another(build):
    from tests.stages.submission.authoring import Writer

    writer = Writer(build, limits={"files_max": 1})
    place = writer.written()
    add(writer, place, BARRED())
    work(writer)
    add(writer, place)
    assert writer.count(Evidence, removed_at=None) == 2


def test_removed_evidence_takes_its_previews_with_it(writer, place):
    file_id, other = add(writer, place), add(writer, place, pdf("Another"))
    work(writer)
    gone = keys(writer)
    writer.do(actions.remove_evidence, case_id=place[0], evidence_id=file_id)
    work(writer)
    gone -= keys(writer)
    assert (len(gone), gone & in_vault(writer), set(looked(writer, place[0])), breaches(writer)) == (3, set(), {other}, {})
    version = writer.build.read(lambda: db.session.execute(db.text("SELECT version FROM examples")).scalar_one())
    writer.do(actions.remove_example, case_id=place[0], example_id=place[1], version=version)
    work(writer)
    assert (writer.count(EvidencePreview), writer.count(EvidenceCheck), in_vault(writer)) == (0, 0, set())


def test_evidence_removed_while_it_is_looked_into_gets_no_previews(writer, place):
    file_id = add(writer, place)
    writer.build.read(actions.sweep_strays, now=writer.build.now)  # from here on the vault is known to be this board's
    seen = writer.build.read(actions.look, file_id, now=writer.build.now)
    writer.do(actions.remove_evidence, case_id=place[0], evidence_id=file_id)
    writer.build.do(actions.note_check, evidence_id=file_id, now=writer.build.now, **seen)
    assert (writer.count(EvidencePreview), breaches(writer)) == (0, {})
    late = datetime.now(UTC) + timedelta(hours=2)
    work(writer)
    writer.build.read(actions.sweep_strays, now=late)
    assert in_vault(writer) == set()


def test_noting_a_check_twice_is_harmless_and_what_nobody_noted_is_swept(writer, place):
    file_id = add(writer, place)
    both = [writer.build.read(actions.look, file_id, now=writer.build.now) for _ in range(2)]
    for seen in (*both, both[0]):
        writer.build.do(actions.note_check, evidence_id=file_id, now=writer.build.now, **seen)
    assert (writer.count(EvidencePreview), writer.journal(place[0]).count("evidence.accept")) == (3, 1)
    writer.build.read(actions.sweep_strays, now=datetime.now(UTC) + timedelta(hours=2))
    assert (len(in_vault(writer)), keys(writer) <= in_vault(writer), breaches(writer)) == (4, True, {})
    assert writer.build.read(actions.look, file_id, now=writer.build.now) == {}


def test_a_file_that_makes_the_program_hang_is_refused_after_the_tries(writer, place, monkeypatch):
    monkeypatch.setattr(looking, "WALL", 1.0)
    monkeypatch.setattr(looking, "BEGIN", LOOPS)
    file_id = add(writer, place)
    for number in range(1, TRIES):
        with pytest.raises(NoAnswer):
            writer.build.read(actions.look, file_id, now=writer.build.now)
        assert writer.row(EvidenceCheck, file_id)["tries"] == number
    seen = writer.build.read(actions.look, file_id, now=writer.build.now)
    writer.build.do(actions.note_check, evidence_id=file_id, now=writer.build.now, **seen)
    assert looked(writer, place[0])[file_id] == Looked("refused", "unchecked")


def test_a_file_whose_worker_dies_each_time_is_refused_without_another_look(writer, place, monkeypatch):
    file_id = add(writer, place)
    writer.build.do(lambda: setattr(db.session.get_one(EvidenceCheck, file_id), "tries", TRIES))
    monkeypatch.setattr(looking, "BEGIN", LOOPS)
    work(writer)
    assert looked(writer, place[0])[file_id].reason == "unchecked"


def test_a_failing_look_is_tried_again_after_a_pause(writer, place, monkeypatch):
    monkeypatch.setattr(looking, "BEGIN", "raise SystemExit(1)")
    add(writer, place)
    row_id = writer.build.read(lambda: db.session.query(OutboxRow.id).filter_by(topic="submission.check_evidence").scalar())

    def once():
        deliver(row_id, actions.note_check, now=writer.build.now, outside=actions.look)

    with pytest.raises(NoAnswer):
        writer.build.read(once)
    row = writer.row(OutboxRow, row_id)
    assert (row["attempts"], row["done_at"], row["attention_reason"]) == (1, None, "NoAnswer: ended with 1")
    monkeypatch.undo()
    writer.build.read(once)
    assert [one.state for one in looked(writer, place[0]).values()] == ["accepted"]


def test_what_could_not_be_checked_is_checked_again_on_demand_and_what_was_barred_is_not(writer, place):
    file_id, barred = add(writer, place), add(writer, place, BARRED())
    work(writer)

    def unchecked():
        check = db.session.get_one(EvidenceCheck, file_id)
        check.state, check.reason = "refused", "unchecked"
        db.session.query(EvidencePreview).delete()

    writer.build.do(unchecked)
    assert "1 to be checked" in writer.build.app.test_cli_runner().invoke(args=["recheck"]).output
    writer.build.now = datetime.now(UTC)  # when that was asked
    work(writer)
    assert {key: one.state for key, one in looked(writer, place[0]).items()} == {file_id: "accepted", barred: "refused"}


def test_a_preview_that_was_lost_or_changed_shows_in_the_check_of_the_board(writer, place, settings):
    add(writer, place)
    work(writer)
    first, second, _third = sorted(keys(writer))
    folder = settings.data_dir / "evidence"
    (folder / first[:2] / first).unlink()
    (folder / second[:2] / second).write_bytes(b"other")
    (found,) = breaches(writer).values()
    assert sorted(line.split(" ", 2)[2] for line in found) == ["has no file", "is not the file that was made"]


def test_a_stream_that_is_no_file_is_looked_into_as_well():
    assert looking.look_into(io.BytesIO(b"words"), "txt").pieces[0].excerpt == "words"
