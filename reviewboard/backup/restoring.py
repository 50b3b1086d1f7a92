"""A backup is put back onto a board that holds nothing: looked through first, files before the database, then verified.

What must not come back with it does not: nobody stays signed in, and files that were on their way are sent anew.
"""

import shutil
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from click import ClickException
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import delete

from reviewboard.backup import database
from reviewboard.backup.making import vaults
from reviewboard.backup.manifest import Manifest, read, wrong_files
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.journal.chain import Anchor, Breach, breaches
from reviewboard.foundation.journal.queries import all_entries
from reviewboard.foundation.owner import owner_engine
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.people.tables import SignInSession
from reviewboard.foundation.vault.mark import mark_again
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.submission.tables import EvidenceCopy, Upload


def restore(folder: Path, *, now: datetime) -> tuple[Manifest, list[Breach]]:
    """Fill this empty board from a backup. Return what it was, and what of its journal does not hold (nothing, mostly).

    Raises ClickException before anything is written where the backup is not whole or this board is not empty. One that stopped
    half way may be begun again: files of this backup that lie there already are no hindrance, and are written anew.
    """
    manifest, anchor = read(folder)
    _refuse_unfit(folder, manifest)
    settings = current_app.extensions["settings"]
    for shelf, vault in vaults().items():
        vault.sweep_unfinished(before=now)
        for key in manifest.files[shelf]:
            with (folder / shelf / key).open("rb") as stream:
                vault.put(stream, most=None, key=key)
    db.session.remove()
    db.engine.dispose()
    database.restore(settings.migrations_database_url or settings.database_url, folder)
    upgrade()
    wrong = list(breaches(all_entries(), anchor))
    db.session.rollback()
    _begin_anew(manifest, anchor, now)
    mark_again(the_vault())
    return manifest, wrong


def _refuse_unfit(folder: Path, manifest: Manifest) -> None:
    settings = current_app.extensions["settings"]
    mistakes = wrong_files(folder, manifest)
    if manifest.database != database.kind_of(settings.database_url):
        mistakes.append(f"The backup is of {manifest.database}; DATABASE_URL names another kind of database.")
    else:
        with owner_engine(settings).connect() as connection:
            if not database.is_empty(connection):
                mistakes.append("The database of DATABASE_URL is not empty: give an empty one.")
    known = {script.revision for script in ScriptDirectory(current_app.extensions["migrate"].directory).walk_revisions()}
    if manifest.version not in known:
        mistakes.append(f"This program does not know tables of version {manifest.version}: install the one they are from.")
    if manifest.database == "postgresql" and shutil.which("pg_restore") is None:
        mistakes.append("pg_restore is missing: install PostgreSQL's client programs.")
    for shelf, vault in vaults().items():
        if any(kept.key not in manifest.files[shelf] for kept in vault.contents()):
            mistakes.append(f"The folder of {shelf} is not empty: files lie there that are not in this backup.")
    if mistakes:
        raise ClickException("Nothing was restored:\n" + "\n".join(mistakes[:20]))


def _begin_anew(manifest: Manifest, anchor: Anchor, now: datetime) -> None:
    with transaction():
        db.session.execute(delete(SignInSession))
        db.session.execute(delete(Upload).where(Upload.settled_at.is_(None)))
        db.session.execute(delete(EvidenceCopy))  # a backup holds what cases name
        enter("board.restore", actor=SYSTEM, now=now, details={"made_at": manifest.made_at, "number": anchor.number})
