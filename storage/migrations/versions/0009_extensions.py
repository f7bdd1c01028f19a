"""Every extension is kept, not only a unit's newest one for a period."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Tell extensions of one unit and period by when they were given."""
    with op.batch_alter_table("extension") as table:
        table.drop_constraint("pk_extension", type_="primary")
        table.create_primary_key("pk_extension", ["campaign", "unit", "period", "set_at"])
