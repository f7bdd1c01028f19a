"""The tables of reports: the units, what they reported in which versions, and what was read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field

from parsers.reading import FieldStatus, Source
from storage.columns import OutsideText, Table, UtcTime, one_of
from storage.records import RevisionState, Via


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
