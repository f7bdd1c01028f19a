"""What was known when something happened: an answer's reasons, and when a mail was examined."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add `answer.reasons`, empty for what was answered before, and `message.recorded_at`; a unit
    that was answered is told by its id, not by its name.
    """
    op.add_column("answer", sa.Column("reasons", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("message", sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE message SET recorded_at = stored_at WHERE state <> 'stored'")
    connection = op.get_bind()
    for unit, name in connection.execute(sa.text("SELECT id, name FROM unit")).all():
        values = {"id": json.dumps(unit), "name": json.dumps(name, ensure_ascii=False)}
        connection.execute(
            sa.text("UPDATE answer SET value = :id WHERE topic = 'unit' AND value = :name"), values
        )
