"""On PostgreSQL the triggers look at the board's own tables, whatever tables a session made for itself.

A session may put a temporary table of the same name before the real one; a trigger that asks `disposals` whether a case was
disposed of would have believed it.
"""

from alembic import op

revision = "0040"
down_revision = "0037"

_EACH = """
DO $$ DECLARE asked regprocedure; BEGIN
  FOR asked IN
    SELECT DISTINCT tgfoid::regprocedure FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
  LOOP EXECUTE format('ALTER FUNCTION %%s {what}', asked{more}); END LOOP;
END $$
"""


def upgrade() -> None:
    """Let each trigger's function look where it was made. Locks nothing that the board uses."""
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(_EACH.format(what="SET search_path = %%I, pg_temp", more=", current_schema()"))


def downgrade() -> None:
    """Let them look where their session looks."""
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(_EACH.format(what="RESET search_path", more=""))
