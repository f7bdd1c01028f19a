"""Questions that were asked by mail, and what was answered to them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables `question` and `answer`."""
    op.create_table(
        "question",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("notice_id", "number", name="pk_question"),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_question_notice_id_notice"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name="fk_question_revision_id_revision"
        ),
    )
    op.create_index("ix_question_revision_id", "question", ["revision_id"])
    op.create_table(
        "answer",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("revision_id", "topic", name="pk_answer"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name="fk_answer_revision_id_revision"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_answer_message_id_message"
        ),
        sa.CheckConstraint("verdict IN ('accepted', 'set', 'approved')", name="ck_answer_verdict"),
    )
    op.create_index("ix_answer_message_id", "answer", ["message_id"])
