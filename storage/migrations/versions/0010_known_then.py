"""What was known when something happened: an answer's reasons, and when a mail was examined."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add `answer.reasons`, empty for what was answered before, and `message.recorded_at`."""
    op.add_column("answer", sa.Column("reasons", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("message", sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE message SET recorded_at = stored_at WHERE state <> 'stored'")
