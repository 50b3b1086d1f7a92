"""A candidate who writes, on a real database: what the tests of submission stand on."""

import io
from datetime import date

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.vault.kept import NotAsKept, NotInVault
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.submission import actions

TEXTS = {
    "title": "Une table de concertation", "when_from": date(2026, 3, 1), "when_to": date(2026, 9, 30),
    "context": "Deux bureaux posaient la même question.", "contacts": "Une collègue d’un autre organisme.",
    "why_not_clients": "Elle n’est ni cliente ni de mon équipe.", "actions": "Je l’ai trouvée et je lui ai écrit.",
    "result": "Une liste commune.", "benefit": "Elle sert encore.", "confirmer_name": "R. Roy",
    "confirmer_email": "r.roy@example.org",
}  # fmt: skip


class Writer:
    """One candidate with an open cycle, acting at the builder's now."""

    def __init__(self, build, *, language="en", **cycle):
        self.build = build
        self.cycle_id = build.cycle(**cycle)
        self.scale_id = build.scale()
        self.id = build.member(build.person(language=language), self.cycle_id, Role.CANDIDATE)

    def do(self, action, *, by=None, at=None, **arguments):
        """Run an action as the candidate (or as `by`) and return its answer, a row as a mapping."""
        actor = self.build.principal(by or self.id)
        return self.build.do(lambda: plain(action(actor=actor, now=at or self.build.now, **arguments)))

    def start(self, language="fr", **more):
        arguments = {"cycle_id": self.cycle_id, "scale_version_id": self.scale_id, "language": language} | more
        return self.do(actions.start_case, **arguments)

    def acknowledged(self):
        case_id = self.start()["id"]
        self.do(actions.acknowledge_notice, case_id=case_id, notice_version="1")
        return case_id

    def written(self, **texts):
        """Return (case id, example id) of a draft with one whole example, save for `texts`."""
        case_id = self.acknowledged()
        example = self.do(actions.add_example, case_id=case_id)
        self.save(case_id, example["id"], 1, **(TEXTS | texts))
        return case_id, example["id"]

    def save(self, case_id, example_id, version, *, at=None, by=None, **texts):
        return self.do(
            actions.save_example, case_id=case_id, example_id=example_id, version=version, texts=texts, at=at, by=by
        )

    def put(self, content):
        return self.build.read(lambda: the_vault().put(io.BytesIO(content), most=10**8))

    def attach(self, case_id, example_id, content=b"words", name="note.txt", **more):
        stored = self.put(content)
        return stored, self.do(
            actions.add_evidence, case_id=case_id, example_id=example_id, file_name=name, media_type="text/plain",
            stored=stored, **more,
        )  # fmt: skip

    def row(self, table, row_id):
        return self.build.read(lambda: plain(db.session.get(table, row_id)))

    def count(self, table, **equal):
        return self.build.read(lambda: db.session.query(table).filter_by(**equal).count())

    def journal(self, case_id):
        return self.build.read(
            lambda: [e.action for e in db.session.query(JournalEntry).filter_by(case_id=case_id).order_by("number")]
        )

    def owed(self, **equal):
        return self.build.read(lambda: sorted(r.topic for r in db.session.query(OutboxRow).filter_by(**equal)))

    def is_in_vault(self, key):
        def look():
            try:
                the_vault().open_stream(key, "").close()
            except NotAsKept:
                return True
            except NotInVault:
                return False
            return True

        return self.build.read(look)

    def change_cycle(self, **values):
        def change():
            cycle = db.session.get_one(Cycle, self.cycle_id)
            for name, value in values.items():
                setattr(cycle, name, value)

        self.build.do(change)


def plain(row):
    """Return a row as a mapping of its columns, anything else as it is."""
    columns = getattr(row, "__table__", None)
    return row if columns is None else {column.key: getattr(row, column.key) for column in columns.columns}
