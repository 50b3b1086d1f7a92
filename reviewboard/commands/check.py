"""`flask check`: every invariant of the data, and the vault against the database. Each breach is named, some are repaired."""

import json
import sys
from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from reviewboard.foundation.vault.kept import StoreAway
from reviewboard.foundation.vault.mark import is_of_another_board
from reviewboard.foundation.vault.where import the_vault
from reviewboard.invariants import all_breaches
from reviewboard.repairs import repair
from reviewboard.stages.submission.actions import WrongVault


@click.command("check", help="Check every invariant of the data; exit 1 when one is broken.")
@click.option("--json", "as_json", is_flag=True)
@click.option("--repair", "repairing", is_flag=True, help="First bring the vault and the database together again.")
@click.option("--lost", is_flag=True, help="With --repair: go on although more than half of the files are missing.")
@with_appcontext
def command(as_json: bool, repairing: bool, lost: bool) -> None:
    """Print what was repaired, every breach, and how many invariants were looked at."""
    try:
        repaired = repair(now=datetime.now(UTC), lost=lost) if repairing else []
        found, strange = all_breaches(), is_of_another_board(the_vault())
    except WrongVault as problem:
        raise click.ClickException(f"{problem}. Is EVIDENCE_URL right? If they are lost: check --repair --lost") from None
    except StoreAway:
        raise click.ClickException("The place where files are kept does not answer. Nothing was decided about files.") from None
    broken = {name: rows for name, rows in found.items() if rows}
    if as_json:
        said = {"checked": len(found), "breaches": broken, "vault_of_another_board": strange}
        said |= {"repaired": repaired} if repairing else {}
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        for one in repaired:
            click.echo(f"repaired: {one}")
        for name, rows in broken.items():
            for row in rows:
                click.echo(f"{name}: {row}")
        if strange:
            click.echo("The vault bears another board's mark: strays stay there (docs/operations.md says more).")
        click.echo(f"{len(found)} invariants, {len(broken)} broken")
    sys.exit(1 if broken else 0)
