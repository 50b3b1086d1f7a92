"""The standard notice of a draft cycle names the years of its policy, not five whatever the policy says."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

_SAID = {
    "notice_fr": (
        "Le dossier est conservé cinq ans, puis",
        "Le dossier est conservé [années] ans après sa fin, et au moins [années après usage] ans après sa dernière "
        "utilisation, puis",
    ),
    "notice_en": (
        "The file is kept for five years, then",
        "The file is kept for [years] years after its end, and at least [years after use] years after its last use, then",
    ),
}


def upgrade() -> None:
    """Leave places for the years where the sentence still stands as it was given; what was opened stays as promised."""
    _say(0, 1)


def downgrade() -> None:
    """Put the sentence as it was."""
    _say(1, 0)


def _say(before: int, after: int) -> None:
    cycles = sa.table("cycles", sa.column("state"), *(sa.column(name) for name in _SAID))
    for name, words in _SAID.items():
        column = cycles.c[name]
        said = sa.func.replace(column, words[before], words[after])
        op.execute(cycles.update().where(cycles.c.state == "draft").values({name: said}))
