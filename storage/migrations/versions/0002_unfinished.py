"""Examinations that the program itself did not survive are counted apart from reader crashes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add `message.unfinished`; no examination has failed so as far as is known."""
    op.add_column(
        "message", sa.Column("unfinished", sa.Integer(), nullable=False, server_default="0")
    )
