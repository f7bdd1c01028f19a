"""The tables. Rows stay inside this package: `storage.records` has what it hands out.

Times are UTC. `migrations/versions/` writes the same schema out by hand; a test compares the two.
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    UniqueConstraint,
    false,
)
from sqlmodel import Field

from parsers.reading import FieldStatus, Source
from storage.columns import KeyText, OutsideText, Table, UtcTime, one_of
from storage.records import (
    MessageState,
    NoticeKind,
    NoticeState,
    RevisionState,
    RollupWay,
    Verdict,
    Via,
)


class UnitRow(Table, table=True):
    """A reporting unit of the configuration; one that left it stays, for its old reports."""

    __tablename__ = "unit"

    id: str = Field(primary_key=True)
    name: str = Field(sa_type=OutsideText)
    kind: str


class ApprovedSenderRow(Table, table=True):
    """An address that staff approved for a unit; lower case."""

    __tablename__ = "approved_sender"

    address: str = Field(primary_key=True)
    unit: str = Field(foreign_key="unit.id")
    approved_at: datetime = Field(sa_type=UtcTime)
    approved_by: str = Field(sa_type=OutsideText)


class ExtensionRow(Table, table=True):
    """A unit's own due date for one period; the newest holds, older ones are kept."""

    __tablename__ = "extension"

    campaign: str = Field(primary_key=True)
    unit: str = Field(primary_key=True, foreign_key="unit.id")
    period: str = Field(primary_key=True)
    due: date
    set_at: datetime = Field(sa_type=UtcTime, primary_key=True)
    set_by: str = Field(sa_type=OutsideText)
    why: str = Field(default="", sa_type=OutsideText, sa_column_kwargs={"server_default": ""})


class MessageRow(Table, table=True):
    """A raw mail or an imported file; its bytes are in `message_raw`, which lists never load.

    `tries`: how often the reader process died at it; `unfinished`: how often the program did.
    `spam`: it came by way of the spam folder, and by no other. `in_sent_folder`: the account's own
    Sent folder had it too. `recorded_at`: since when it is
    known what it brings; `recorded_in`: the newest tick then.
    """

    __tablename__ = "message"
    __table_args__ = (
        one_of("state", MessageState),
        one_of("via", Via),
        CheckConstraint("kind IN ('mail', 'file')", name="kind"),
        Index(None, "state", "received_at", "id"),
        # Hashed, since a Message-ID from outside may be longer than a sorted index takes.
        Index(None, "rfc_message_id", postgresql_using="hash"),
    )

    id: int = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    kind: str
    via: str
    name: str = Field(sa_type=OutsideText)
    unit_hint: str = Field(sa_type=OutsideText)
    period_hint: str = Field(sa_type=OutsideText)
    received_at: datetime = Field(sa_type=UtcTime)
    stored_at: datetime = Field(sa_type=UtcTime)
    recorded_at: datetime | None = Field(default=None, sa_type=UtcTime)
    recorded_in: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    state: str = "stored"
    tries: int = 0
    spam: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    in_sent_folder: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    unfinished: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    tried_at: datetime | None = Field(default=None, sa_type=UtcTime)
    next_try_at: datetime | None = Field(default=None, sa_type=UtcTime)
    reason: str = Field(default="", sa_type=OutsideText)
    sender: str = Field(default="", sa_type=OutsideText)
    rfc_message_id: str = Field(default="", sa_type=OutsideText)
    subject: str = Field(default="", sa_type=OutsideText)
    authentic: bool = False
    outcome: str = ""


class MessageRawRow(Table, table=True):
    """The bytes of a message."""

    __tablename__ = "message_raw"

    message_id: int = Field(primary_key=True, foreign_key="message.id")
    data: bytes


class ArrivalRow(Table, table=True):
    """A mail on the server: how often it was fetched, and which state the server was told.

    `shown` is NULL while the server has not been told the message's present state.
    """

    __tablename__ = "arrival"
    __table_args__ = (Index(None, "folder", "uidvalidity", "shown"),)

    folder: str = Field(primary_key=True, sa_type=OutsideText)
    uidvalidity: int = Field(primary_key=True, sa_type=BigInteger)
    uid: int = Field(primary_key=True, sa_type=BigInteger)
    tries: int = 0
    tried_at: datetime | None = Field(default=None, sa_type=UtcTime)
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    shown: str | None = None


class DocumentRow(Table, table=True):
    """One attachment, picture or file of a message, by its position in it."""

    __tablename__ = "document"

    message_id: int = Field(primary_key=True, foreign_key="message.id")
    position: int = Field(primary_key=True)
    path: str = Field(sa_type=OutsideText)
    sha256: str
    media: str = Field(sa_type=OutsideText)
    size: int = Field(sa_type=BigInteger)
    pages: int
    outcome: str
    detail: str = Field(sa_type=OutsideText)


class ReportRow(Table, table=True):
    """One (campaign, unit, period); `current_revision_id` is the one revision that counts."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("campaign", "unit", "period"),
        Index(None, "campaign", "period"),
    )

    id: int = Field(default=None, primary_key=True)
    campaign: str
    unit: str = Field(foreign_key="unit.id")
    period: str
    last_number: int = 0
    current_revision_id: int | None = Field(
        sa_column=Column(ForeignKey("revision.id", use_alter=True), unique=True), default=None
    )
    first_counted_at: datetime | None = Field(default=None, sa_type=UtcTime)


class RevisionRow(Table, table=True):
    """One version of a report. `stands_at` orders the accepted ones: the newest counts."""

    __tablename__ = "revision"
    __table_args__ = (
        one_of("state", RevisionState),
        one_of("via", Via),
        CheckConstraint("state <> 'accepted' OR stands_at IS NOT NULL", name="accepted_stands"),
        CheckConstraint("state <> 'accepted' OR report_id IS NOT NULL", name="accepted_known"),
        UniqueConstraint("report_id", "number"),
        Index(None, "report_id", "state", "stands_at"),
        Index(None, "campaign", "unit", "period"),
        Index(None, "message_id", "document", "ordinal"),
        Index(None, "state", "campaign"),
    )

    id: int = Field(default=None, primary_key=True)
    report_id: int | None = Field(default=None, foreign_key="report.id")
    campaign: str
    form: str
    unit: str | None = Field(default=None, foreign_key="unit.id")
    period: str | None = None
    unit_guess: str | None = Field(default=None, foreign_key="unit.id")
    period_guess: str | None = None
    number: int | None = None
    state: str
    reasons: str = Field(sa_type=OutsideText)
    counted_at: datetime = Field(sa_type=UtcTime)
    recorded_at: datetime = Field(sa_type=UtcTime)
    stands_at: datetime | None = Field(default=None, sa_type=UtcTime)
    decided_at: datetime = Field(sa_type=UtcTime)
    decided_by: str = Field(sa_type=OutsideText)
    via: str
    sender: str = Field(sa_type=OutsideText)
    message_id: int = Field(foreign_key="message.id")
    document: int
    ordinal: int
    page: int


class ReadingRow(Table, table=True):
    """The value read for one field of a revision; `value` is JSON text."""

    __tablename__ = "reading"
    __table_args__ = (one_of("status", FieldStatus), one_of("source", Source))

    revision_id: int = Field(primary_key=True, foreign_key="revision.id")
    field: str = Field(primary_key=True)
    position: int
    value: str = Field(sa_type=OutsideText)
    raw: str = Field(sa_type=OutsideText)
    status: str
    confidence: float
    source: str
    page: int
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None
    corrected_by: str | None = Field(default=None, sa_type=OutsideText)
    corrected_at: datetime | None = Field(default=None, sa_type=UtcTime)


class RollupRow(Table, table=True):
    """The province's figures of one period as they were passed on; supplements count from 2."""

    __tablename__ = "rollup"
    __table_args__ = (one_of("way", RollupWay),)

    campaign: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    figures: str = Field(sa_type=OutsideText)
    way: str
    passed_on_at: datetime = Field(sa_type=UtcTime)
    passed_on_by: str = Field(sa_type=OutsideText)


class ItemOneRow(Table, table=True):
    """One answer of staff to item 1 of the province's own form; the newest of a period holds."""

    __tablename__ = "item_one"
    __table_args__ = (Index(None, "campaign", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign: str
    period: str
    informed: bool
    answered_by: str = Field(sa_type=OutsideText)
    answered_at: datetime = Field(sa_type=UtcTime)
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)


class NoticeRow(Table, table=True):
    """A mail to be sent, or that was; the key is unique, so that nothing is queued twice.

    `queued_in`, `changed_in`: the newest tick then. `closed_since`: since when the Sent folder,
    which is to tell whether it went out, could not be opened.
    """

    __tablename__ = "notice"
    __table_args__ = (
        one_of("kind", NoticeKind),
        one_of("state", NoticeState),
        Index(None, "state", "next_try_at", "id"),
        Index(None, "sent_at", "recipients"),
        Index(None, "campaign", "period"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(sa_type=KeyText, unique=True)
    kind: str
    recipient_list: str = Field(sa_type=OutsideText)
    recipients: int
    subject: str = Field(sa_type=OutsideText)
    text: str = Field(sa_type=OutsideText)
    html: str = Field(sa_type=OutsideText)
    campaign: str
    unit: str
    period: str
    number: int
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    in_reply_to: str = Field(sa_type=OutsideText)
    references: str = Field(sa_type=OutsideText)
    auto_submitted: str
    state: str
    rfc_message_id: str = Field(unique=True)
    tries: int = 0
    queued_at: datetime = Field(sa_type=UtcTime)
    queued_in: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    changed_at: datetime = Field(sa_type=UtcTime, index=True)
    changed_in: int = Field(default=0, index=True, sa_column_kwargs={"server_default": "0"})
    next_try_at: datetime | None = Field(default=None, sa_type=UtcTime)
    closed_since: datetime | None = Field(default=None, sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
    error: str = Field(default="", sa_type=OutsideText)


class NoticeAttachmentRow(Table, table=True):
    """A file that goes out with a notice."""

    __tablename__ = "notice_attachment"

    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    position: int = Field(primary_key=True)
    name: str = Field(sa_type=OutsideText)
    media: str
    data: bytes


class WatchedFileRow(Table, table=True):
    """A file of the watched folder; `problem` is "" for one that was taken in.

    `seen_in`: the newest tick when it was seen.
    """

    __tablename__ = "watched_file"

    path: str = Field(primary_key=True, sa_type=OutsideText)
    size: int = Field(sa_type=BigInteger)
    changed: int = Field(sa_type=BigInteger)
    problem: str = Field(sa_type=OutsideText)
    seen_at: datetime = Field(sa_type=UtcTime)
    seen_in: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class StopRow(Table, table=True):
    """Staff want a unit to get no more reminders and warnings about one period."""

    __tablename__ = "stop"

    campaign: str = Field(primary_key=True)
    unit: str = Field(primary_key=True, foreign_key="unit.id")
    period: str = Field(primary_key=True)
    stopped_by: str = Field(sa_type=OutsideText)
    stopped_at: datetime = Field(sa_type=UtcTime)
    message_id: int = Field(foreign_key="message.id", index=True)


class QuestionRow(Table, table=True):
    """A numbered item of a notice; an answer to that notice means this by the number."""

    __tablename__ = "question"

    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    number: int = Field(primary_key=True)
    revision_id: int = Field(foreign_key="revision.id", index=True)
    topic: str


class AnswerRow(Table, table=True):
    """What a person answered to one question about a revision; `value`, `reasons` are JSON text."""

    __tablename__ = "answer"
    __table_args__ = (one_of("verdict", Verdict),)

    revision_id: int = Field(primary_key=True, foreign_key="revision.id")
    topic: str = Field(primary_key=True)
    verdict: str
    value: str = Field(sa_type=OutsideText)
    answered_by: str = Field(sa_type=OutsideText)
    answered_at: datetime = Field(sa_type=UtcTime)
    message_id: int = Field(foreign_key="message.id", index=True)
    reasons: str = Field(
        default="[]", sa_type=OutsideText, sa_column_kwargs={"server_default": "[]"}
    )


class TickRow(Table, table=True):
    """One run of the worker's story; `counts` is JSON text."""

    __tablename__ = "tick"

    id: int = Field(default=None, primary_key=True)
    started_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    outcome: str = ""
    error: str = Field(default="", sa_type=OutsideText)
    counts: str = "{}"
