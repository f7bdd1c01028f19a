"""An extension says why it was given."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add `extension.why`; nobody said it before."""
    op.add_column("extension", sa.Column("why", sa.Text(), nullable=False, server_default=""))
