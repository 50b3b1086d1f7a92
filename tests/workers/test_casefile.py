"""A real worker makes a case file: tagged, whole, in order; killed in the middle of it, it makes it again, and one."""

import io

import pypdf
import pytest

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.invariants import all_breaches
from reviewboard.stages.casefile.actions import ask_case_file
from reviewboard.stages.casefile.queries import case_file_vault
from reviewboard.stages.casefile.rules import Reader
from reviewboard.stages.casefile.tables import CaseFile
from tests.pdfs import flat, text_of
from tests.stages.casefile import telling
from tests.walking import REASONS

pytestmark = pytest.mark.once

PATIENCE = 180  # seconds, on a machine that does much else; alone it takes ten, and forty after a kill
HEADINGS = {
    "en": [
        "The record", "The submission", "Evidence", "Assignment", "Declarations", "The ratings", "Discussion and moves",
        "Question to the candidate", "Agreement, dispute and resolution", "Recourse", "The scale", "Notices sent",
        "Who opened it", "Digests", "Extract of the journal",
    ],
    "fr": [
        "Le niveau consigné", "Le dépôt", "Pièces justificatives", "Affectation", "Déclarations", "Les cotes",
        "Discussion et changements de position", "Question à la personne candidate", "Accord, différend et résolution",
        "Recours", "L’échelle", "Avis envoyés", "Qui l’a ouvert", "Empreintes", "Extrait du journal",
    ],
}  # fmt: skip


def ask(build, told, reader, who, variant="whole"):
    actor = build.principal(who)
    return build.do(
        lambda: ask_case_file(case_id=told.case_id, reader=reader, variant=variant, actor=actor, now=build.now).id
    )


def file_of(build, file_id):
    def read():
        found = db.session.get_one(CaseFile, file_id)
        db.session.expunge(found)
        return found

    return build.read(read)


def content_of(build, file):
    def read():
        with case_file_vault().open_stream(file.vault_key, file.sha256) as stream:
            return stream.read()

    return build.read(read)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_real_worker_makes_a_tagged_file_that_holds_every_reason_in_order(build, engine, language):
    told = telling.released(build, moves=6, language=language)
    auditor = build.person(auditor=True)
    whole, redacted = (ask(build, told, Reader.AUDITOR, auditor, variant) for variant in ("whole", "redacted"))
    engine.run("relay")
    engine.run("worker")
    engine.until(lambda: {file_of(build, one).state for one in (whole, redacted)} == {"ready"}, PATIENCE)
    content = content_of(build, file_of(build, whole))
    found = pypdf.PdfReader(io.BytesIO(content))
    root = found.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], "/StructTreeRoot" in root) == (True, language, True)
    assert found.metadata.title.split()[0] == {"en": "Case", "fr": "Dossier"}[language]
    titles = [entry.title for entry in found.outline[1] if not isinstance(entry, list)]
    assert titles == [f"{number}. {title}" for number, title in enumerate(HEADINGS[language], start=1)]
    words = flat(text_of(content))
    texts = [*told.said, telling.PARTED, telling.DECIDED, telling.NEEDED, REASONS, *telling.TEXTS.values()]
    assert [text for text in texts if flat(text) not in words] == []
    places = [words.index(flat(text)) for text in told.said]
    assert places == sorted(places)
    with build.app.app_context():
        hashes = db.session.scalars(db.select(JournalEntry.hash).where(JournalEntry.case_id == told.case_id)).all()
    before = [one for one in hashes if one in words]
    assert len(before) >= len(hashes) - 2  # all but those of the two makings
    hidden = text_of(content_of(build, file_of(build, redacted)))
    assert [name for name in telling.SECRETS if flat(name) in flat(hidden)] == []


def test_a_worker_that_is_killed_in_the_middle_of_a_making_makes_it_again_and_once(build, engine):
    told = telling.released(build)
    file_id = ask(build, told, Reader.CANDIDATE, told.candidate)
    engine.run("relay")
    engine.run("worker")
    engine.until(lambda: file_of(build, file_id).state == "making", PATIENCE)
    engine.kill("worker")
    assert file_of(build, file_id).state == "making"
    engine.run("worker")
    engine.until(lambda: file_of(build, file_id).state == "ready", PATIENCE)
    with build.app.app_context():
        assert len(list(case_file_vault().contents())) == 1
        assert db.session.query(JournalEntry).filter_by(action="case_file.make").count() == 1
        assert sum(map(len, all_breaches().values())) == 0
