"""A notice that waits for a Sent folder which is there and cannot be opened keeps since when."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add `notice.closed_since`; none waits so by now."""
    op.add_column("notice", sa.Column("closed_since", sa.DateTime(timezone=True), nullable=True))
