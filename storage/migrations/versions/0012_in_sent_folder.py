"""Mail of the mailbox's own account is known by the copy in its Sent folder."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add `message.in_sent_folder`; nobody asked that folder about what is stored by now."""
    op.add_column(
        "message",
        sa.Column("in_sent_folder", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
