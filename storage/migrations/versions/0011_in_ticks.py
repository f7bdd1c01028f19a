"""In which tick something was recorded: the order of ticks is known, whatever the clock showed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the newest tick by then to what a digest tells, and to when a notice was queued; 0 for
    what is stored by now, of which only the moment is known.
    """
    for table, name in (
        ("message", "recorded_in"),
        ("notice", "queued_in"),
        ("notice", "changed_in"),
        ("watched_file", "seen_in"),
    ):
        op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_notice_changed_in", "notice", ["changed_in"])
