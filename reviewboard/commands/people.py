"""`flask account`: an administrator's first account, a new password for someone locked out, and second steps taken off."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.actions import create_account, find_account, set_password
from reviewboard.foundation.people.administration import AuditsAlone
from reviewboard.foundation.people.easy_passwords import require_hard_to_guess
from reviewboard.foundation.people.passwords import hash_password
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.changes import take_off_by_command

command = AppGroup("account", help="Accounts.")


@command.command("create")
@click.argument("email")
@click.option("--name", default="")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr")
@click.option("--administrator", is_flag=True)
@click.option("--auditor", is_flag=True)
@click.password_option()
def create(email: str, name: str, language: str, administrator: bool, auditor: bool, password: str) -> None:
    """Make an account; with --administrator, the first one."""
    if administrator and auditor:
        raise click.ClickException(AuditsAlone().text)
    try:
        require_hard_to_guess(password, email=email, name=name)
        with transaction():
            create_account(
                email=email, name=name, language=language, administrator=administrator, auditor=auditor,
                password=password, actor=SYSTEM, now=datetime.now(UTC),
            )  # fmt: skip
    except Refusal as refusal:
        raise click.ClickException(refusal.text) from refusal
    click.echo(f"Made the account {email.lower()}.")


@command.command("password")
@click.argument("email")
@click.password_option()
def password(email: str, password: str) -> None:
    """Set a new password; every session of the account ends."""
    with transaction():
        account = find_account(email)
        if account is None:
            raise click.ClickException(f"No account has the address {email}.")
        try:
            require_hard_to_guess(password, email=account.email, name=account.name)
            set_password(account, hash_password(password), now=datetime.now(UTC))
        except Refusal as refusal:
            raise click.ClickException(refusal.text) from refusal
    click.echo("The password is set and all sessions are ended.")


@command.command("second-off")
@click.argument("email")
def second_off(email: str) -> None:
    """Take every second step off an account whose owner lost them; every session of it ends, its owner is told."""
    with transaction():
        account = find_account(email)
        if account is None:
            raise click.ClickException(f"No account has the address {email}.")
        if not take_off_by_command(account.id, now=datetime.now(UTC)):
            raise click.ClickException(f"The account {account.email} has no second step.")
    click.echo("The second steps are taken off and all sessions are ended.")
