"""A conflict lies between two people whichever of them is named first: one pair has one."""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

CONFLICTS = sa.table(
    "conflicts", *(sa.column(name, sa.String) for name in ("id", "person_id", "other_id", "note", "pair", "declared_at"))
)


def upgrade() -> None:
    """Name the pair; of two conflicts of one pair the earlier one stays, with both notes."""
    op.add_column("conflicts", sa.Column("pair", sa.String(length=41), nullable=True))
    connection, held = op.get_bind(), CONFLICTS.c
    rows = connection.execute(
        sa.select(held.id, held.person_id, held.other_id, held.note).order_by(held.declared_at, held.id)
    ).all()
    pairs = defaultdict(list)
    for row in rows:
        pairs[":".join(sorted((row.person_id, row.other_id)))].append(row)
    for pair, (first, *later) in pairs.items():
        notes = dict.fromkeys(row.note for row in (first, *later) if row.note)
        change = sa.update(CONFLICTS).where(held.id == first.id)
        connection.execute(change.values(pair=pair, note="\n".join(notes)))
        connection.execute(sa.delete(CONFLICTS).where(held.id.in_([row.id for row in later])))
    with op.batch_alter_table("conflicts") as conflicts:
        conflicts.alter_column("pair", existing_type=sa.String(length=41), nullable=False)
        conflicts.create_unique_constraint(op.f("one_conflict_between_two_people"), ["pair"])
        conflicts.create_check_constraint(
            op.f("conflict_pair_names_both"), "pair IN (person_id || ':' || other_id, other_id || ':' || person_id)"
        )


def downgrade() -> None:
    """Take the name away."""
    with op.batch_alter_table("conflicts") as conflicts:
        conflicts.drop_constraint(op.f("conflict_pair_names_both"), type_="check")
        conflicts.drop_constraint(op.f("one_conflict_between_two_people"), type_="unique")
        conflicts.drop_column("pair")
