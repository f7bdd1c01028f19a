"""The tables of what is written to people, what they answer, and what is passed on."""

from datetime import date, datetime

from sqlalchemy import (
    Index,
)
from sqlmodel import Field

from storage.columns import KeyText, OutsideText, Table, UtcTime, one_of
from storage.correspondence import NoticeKind, NoticeState, RollupWay, Verdict


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


class StopRow(Table, table=True):
    """Staff want a unit to get no more reminders and warnings about one period."""

    __tablename__ = "stop"

    campaign: str = Field(primary_key=True)
    unit: str = Field(primary_key=True, foreign_key="unit.id")
    period: str = Field(primary_key=True)
    stopped_by: str = Field(sa_type=OutsideText)
    stopped_at: datetime = Field(sa_type=UtcTime)
    message_id: int = Field(foreign_key="message.id", index=True)


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
