"""What was passed on to the department is kept as it was."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table `rollup`."""
    op.create_table(
        "rollup",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_on_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "period", "number", name="pk_rollup"),
        sa.CheckConstraint("way IN ('mail', 'elsewhere')", name="ck_rollup_way"),
    )
