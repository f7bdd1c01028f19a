"""The first schema: mail, reports with their readings, notices, units, ticks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make all tables."""
    _units()
    _mail()
    _reports()
    _notices()
    _ticks()


def _units() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
    )
    op.create_table(
        "approved_sender",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("approved_at", TIME, nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_approved_sender"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_approved_sender_unit_unit"),
    )
    op.create_table(
        "extension",
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("set_at", TIME, nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "unit", "period", name="pk_extension"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_extension_unit_unit"),
    )


def _mail() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit_hint", sa.Text(), nullable=False),
        sa.Column("period_hint", sa.Text(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("stored_at", TIME, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", TIME),
        sa.Column("next_try_at", TIME),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("rfc_message_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("authentic", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("sha256", name="uq_message_sha256"),
        sa.CheckConstraint("state IN ('stored', 'recorded', 'held')", name="ck_message_state"),
        sa.CheckConstraint("via IN ('mail', 'staff', 'line', 'paper')", name="ck_message_via"),
        sa.CheckConstraint("kind IN ('mail', 'file')", name="ck_message_kind"),
    )
    op.create_index("ix_message_state_received_at_id", "message", ["state", "received_at", "id"])
    op.create_index(
        "ix_message_rfc_message_id", "message", ["rfc_message_id"], postgresql_using="hash"
    )
    op.create_table(
        "message_raw",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_message_raw"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_message_raw_message_id_message"
        ),
    )
    op.create_table(
        "arrival",
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", TIME),
        sa.Column("message_id", sa.Integer()),
        sa.Column("shown", sa.String()),
        sa.PrimaryKeyConstraint("folder", "uidvalidity", "uid", name="pk_arrival"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_arrival_message_id_message"
        ),
    )
    op.create_index(
        "ix_arrival_folder_uidvalidity_shown", "arrival", ["folder", "uidvalidity", "shown"]
    )
    op.create_index("ix_arrival_message_id", "arrival", ["message_id"])
    op.create_table(
        "document",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "position", name="pk_document"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_document_message_id_message"
        ),
    )


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("current_revision_id", sa.Integer()),
        sa.Column("first_counted_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("campaign", "unit", "period", name="uq_report_campaign_unit_period"),
        sa.UniqueConstraint("current_revision_id", name="uq_report_current_revision_id"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_report_unit_unit"),
    )
    op.create_index("ix_report_campaign_period", "report", ["campaign", "period"])
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer()),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("unit", sa.String()),
        sa.Column("period", sa.String()),
        sa.Column("unit_guess", sa.String()),
        sa.Column("period_guess", sa.String()),
        sa.Column("number", sa.Integer()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("counted_at", TIME, nullable=False),
        sa.Column("recorded_at", TIME, nullable=False),
        sa.Column("stands_at", TIME),
        sa.Column("decided_at", TIME, nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.UniqueConstraint("report_id", "number", name="uq_revision_report_id_number"),
        sa.CheckConstraint("state IN ('accepted', 'held', 'rejected')", name="ck_revision_state"),
        sa.CheckConstraint("via IN ('mail', 'staff', 'line', 'paper')", name="ck_revision_via"),
        sa.CheckConstraint(
            "state <> 'accepted' OR stands_at IS NOT NULL", name="ck_revision_accepted_stands"
        ),
        sa.CheckConstraint(
            "state <> 'accepted' OR report_id IS NOT NULL", name="ck_revision_accepted_known"
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_revision_report_id_report"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_revision_unit_unit"),
        sa.ForeignKeyConstraint(["unit_guess"], ["unit.id"], name="fk_revision_unit_guess_unit"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_revision_message_id_message"
        ),
    )
    op.create_index(
        "ix_revision_report_id_state_stands_at", "revision", ["report_id", "state", "stands_at"]
    )
    op.create_index(
        "ix_revision_message_id_document_ordinal", "revision", ["message_id", "document", "ordinal"]
    )
    op.create_index("ix_revision_campaign_unit_period", "revision", ["campaign", "unit", "period"])
    op.create_index("ix_revision_state_campaign", "revision", ["state", "campaign"])
    # Report and revision refer to each other, so this one can only be added when both are there.
    with op.batch_alter_table("report") as report:
        report.create_foreign_key(
            "fk_report_current_revision_id_revision", "revision", ["current_revision_id"], ["id"]
        )
    op.create_table(
        "reading",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("x0", sa.Float()),
        sa.Column("y0", sa.Float()),
        sa.Column("x1", sa.Float()),
        sa.Column("y1", sa.Float()),
        sa.Column("corrected_by", sa.Text()),
        sa.Column("corrected_at", TIME),
        sa.PrimaryKeyConstraint("revision_id", "field", name="pk_reading"),
        sa.CheckConstraint("status IN ('accepted', 'review', 'blank')", name="ck_reading_status"),
        sa.CheckConstraint("source IN ('form', 'text', 'ocr', 'mark')", name="ck_reading_source"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name="fk_reading_revision_id_revision"
        ),
    )


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        # Bytewise order, so that the keys of one prefix lie together in the index.
        sa.Column(
            "key",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient_list", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer()),
        sa.Column("in_reply_to", sa.Text(), nullable=False),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("auto_submitted", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rfc_message_id", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("queued_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("next_try_at", TIME),
        sa.Column("sent_at", TIME),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("key", name="uq_notice_key"),
        sa.UniqueConstraint("rfc_message_id", name="uq_notice_rfc_message_id"),
        sa.CheckConstraint(
            "kind IN ('receipt', 'problem', 'reminder', 'warning', 'review', 'digest', "
            "'rollup', 'login', 'other')",
            name="ck_notice_kind",
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'unclear', 'failed', 'skipped', 'suppressed')",
            name="ck_notice_state",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_notice_message_id_message"
        ),
    )
    op.create_index("ix_notice_state_next_try_at_id", "notice", ["state", "next_try_at", "id"])
    op.create_index("ix_notice_sent_at_recipients", "notice", ["sent_at", "recipients"])
    op.create_index("ix_notice_campaign_period", "notice", ["campaign", "period"])
    op.create_index("ix_notice_changed_at", "notice", ["changed_at"])
    op.create_index("ix_notice_message_id", "notice", ["message_id"])
    op.create_table(
        "notice_attachment",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("notice_id", "position", name="pk_notice_attachment"),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name="fk_notice_attachment_notice_id_notice"
        ),
    )


def _ticks() -> None:
    op.create_table(
        "tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("counts", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tick"),
    )
