"""Mail that lies in the spam folder alone is told from mail in the mailbox's own folder."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add `message.spam`; the spam folder was not looked at before."""
    op.add_column(
        "message", sa.Column("spam", sa.Boolean(), nullable=False, server_default=sa.false())
    )
