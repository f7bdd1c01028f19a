"""Reports come by hand too, and from a watched folder, whose files are remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

OLD = "via IN ('mail', 'staff', 'line', 'paper')"
NEW = "via IN ('mail', 'staff', 'line', 'paper', 'hand')"


def upgrade() -> None:
    """Allow `hand` as a way; add the table `watched_file`."""
    if op.get_bind().dialect.name == "sqlite":
        _allow_in_sqlite()
    else:
        for table in ("message", "revision"):
            op.drop_constraint(f"ck_{table}_via", table, type_="check")
            op.create_check_constraint(f"ck_{table}_via", table, NEW)
    op.create_table(
        "watched_file",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_watched_file"),
    )


def _allow_in_sqlite() -> None:
    """SQLite cannot change a check; made anew, the tables would lose what refers to them.

    Its own documentation has this way for changes that do not touch what is stored:
    https://www.sqlite.org/lang_altertable.html#otheralter
    """
    connection = op.get_bind()
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :old, :new) "
            "WHERE type = 'table' AND name IN ('message', 'revision')"
        ),
        {"old": OLD, "new": NEW},
    )
    connection.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = RESET"))
