"""What staff answered to item 1 of the province's own form, which no unit can answer."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the table `item_one`."""
    op.create_table(
        "item_one",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("informed", sa.Boolean(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_item_one"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_item_one_message_id_message"
        ),
    )
    op.create_index("ix_item_one_campaign_period", "item_one", ["campaign", "period"])
    op.create_index("ix_item_one_message_id", "item_one", ["message_id"])
