"""The vault and the database are brought together again: what is lost is noted and told, and nothing on its way is taken."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from reviewboard.demo.settle import settle
from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.vault.folder import FolderVault
from reviewboard.foundation.vault.parts import begin_part, held_part, parts
from reviewboard.foundation.vault.where import the_vault
from reviewboard.invariants import all_breaches
from reviewboard.repairs import repair
from reviewboard.sample.files import pdf
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.looking import looked_at
from reviewboard.stages.submission.tables import Evidence, EvidencePreview, Upload

OLD = (0, 0)


class Damage:
    """What befalls files of a writer's example behind the board's back."""

    def __init__(self, writer):
        self.writer, self.build = writer, writer.build
        self.case_id, self.example_id = writer.written()

    def add(self, words):
        stored = self.writer.put(pdf(words))
        return self.writer.do(
            actions.add_evidence, case_id=self.case_id, example_id=self.example_id, file_name=f"{words}.pdf",
            media_type="application/pdf", stored=stored,
        )["id"]  # fmt: skip

    def work(self):
        self.build.read(settle, now=datetime.now(UTC))

    def place(self, table, **by):
        return self.build.read(lambda: the_vault().place(db.session.query(table).filter_by(**by).first().vault_key))

    def states(self):
        return {key: (one.state, one.reason) for key, one in self.build.read(looked_at, self.case_id).items()}

    def broken(self):
        return {name: found for name, found in self.build.read(all_breaches).items() if found}

    def repair(self, *, now=None, **how):
        return self.build.read(repair, now=now or datetime.now(UTC), **how)


@pytest.fixture
def damage(writer):
    return Damage(writer)


@pytest.fixture
def asked(monkeypatch):
    """Of each time that the vault is asked for bytes or to take them away: what, and whether a transaction was open."""
    seen = []

    def watched(name, done):
        def ask(vault, *what):
            seen.append((name, db.session().in_transaction()))
            return done(vault, *what)

        monkeypatch.setattr(FolderVault, name, ask)

    watched("open_stream", FolderVault.open_stream), watched("remove", FolderVault.remove)
    return seen


def test_nobody_waits_for_the_vault_while_files_are_repaired_or_taken_away(damage, asked):
    lost, pages, removed = (damage.add(words) for words in ("lost", "pages", "removed"))
    damage.work()
    damage.place(Evidence, id=lost).unlink()
    damage.place(EvidencePreview, evidence_id=pages).unlink()
    asked.clear()
    assert len(damage.repair()) == 2
    assert (asked.count(("open_stream", False)) > 3, ("open_stream", True) in asked) == (True, False)
    damage.work()
    asked.clear()
    damage.writer.do(actions.remove_evidence, case_id=damage.case_id, evidence_id=removed)
    damage.work()
    assert (asked.count(("remove", False)) > 1, ("remove", True) in asked, damage.broken()) == (True, False, {})


def test_a_lost_file_is_noted_told_and_checked_again_once_it_is_back(damage):
    kept, lost, changed = (damage.add(words) for words in ("kept", "lost", "changed"))
    damage.work()
    place = damage.place(Evidence, id=lost)
    content = place.read_bytes()
    place.unlink(), damage.place(Evidence, id=changed).write_bytes(b"other bytes")
    assert len(damage.broken()["the vault holds what the database says"]) == 2
    assert sorted(damage.repair()) == sorted(f"evidence {one} is noted as lost" for one in (lost, changed))
    assert (damage.repair(), damage.broken()) == ([], {})
    refused = ("refused", "lost")
    assert damage.states() == {kept: ("accepted", None), lost: refused, changed: refused}
    told = damage.build.read(lambda: [one.about["reason"] for one in Notice.query.filter_by(kind="evidence.refused")])
    assert (told, damage.writer.journal(damage.case_id)[-2:]) == (["lost"] * 2, ["evidence.refuse"] * 2)
    place.write_bytes(content)
    assert damage.repair() == [f"evidence {lost} is there again and will be checked"]
    damage.work()
    assert (damage.states()[lost], damage.broken()) == (("accepted", None), {})


def test_lost_pages_are_drawn_again(damage):
    file_id = damage.add("pages")
    damage.work()
    damage.place(EvidencePreview, kind="image").unlink()
    assert damage.repair() == [f"the pages of evidence {file_id} will be drawn again"]
    damage.work()
    assert (damage.states(), damage.broken()) == ({file_id: ("accepted", None)}, {})


def test_another_vault_is_not_taken_for_a_loss_unless_somebody_says_so(damage):
    files = [damage.add(f"file {number}") for number in range(5)]
    for file_id in files[:4]:
        damage.place(Evidence, id=file_id).unlink()
    with pytest.raises(actions.WrongVault, match="4 of 5"):
        damage.repair(now=datetime.now(UTC) + timedelta(days=1))
    assert set(damage.states().values()) == {("received", None)}
    assert len(damage.repair(lost=True)) == 4


def test_what_is_on_its_way_is_let_alone_and_what_nothing_names_goes(damage):
    kept = damage.place(Evidence, id=damage.add("kept")).name
    stray, fresh = (damage.writer.put(words) for words in (b"stray", b"its row comes in a moment"))

    def make_old():
        os.utime(the_vault().place(stray.key), OLD)
        coming, cut, gone = (begin_part(the_vault()) for _ in range(3))
        for number, key in enumerate((coming, cut, gone)):
            db.session.add(
                Upload(case_id=damage.case_id, example_id=damage.example_id, fingerprint=str(number), file_name="long.txt",
                       size=9, received=4, vault_key=key, touched_at=damage.build.now)
            )  # fmt: skip
        with held_part(the_vault(), coming) as part:
            part.write(0, b"half")
        (path,) = the_vault().coming.folder.glob(f"??/.part-{gone}")
        path.unlink()
        return coming

    coming = damage.build.do(make_old)
    done = damage.repair()
    assert (len(done), done[-1]) == (3, "1 files that nothing names were taken away")
    assert damage.build.read(lambda: [one.vault_key for one in db.session.query(Upload)]) == [coming]
    assert damage.build.read(lambda: [part.key for part in parts(the_vault())]) == [coming]
    assert damage.build.read(lambda: {one.key for one in the_vault().contents()}) == {fresh.key, kept}


def test_the_command_names_what_it_did_and_exits_by_what_is_left(app, damage):
    lost = damage.add("lost")
    damage.work()
    damage.place(Evidence, id=lost).unlink()
    run = app.test_cli_runner().invoke
    assert [run(args=["check", *more]).exit_code for more in ([], ["--repair"], [])] == [1, 0, 0]
    damage.build.now += timedelta(seconds=1)
    lost = damage.add("again")
    damage.place(Evidence, id=lost).unlink()
    assert f"repaired: evidence {lost} is noted as lost" in run(args=["check", "--repair"]).output
