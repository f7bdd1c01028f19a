"""Units that staff want to get no more reminders about a period."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table `stop`."""
    op.create_table(
        "stop",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("stopped_by", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "unit", "period", name="pk_stop"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_stop_unit_unit"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_stop_message_id_message"),
    )
    op.create_index("ix_stop_message_id", "stop", ["message_id"])
