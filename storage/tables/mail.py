"""The tables of what comes: mail, where it lies, its documents, files, and the worker's runs."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, false
from sqlmodel import Field

from storage.columns import OutsideText, Table, UtcTime, one_of
from storage.records import MessageState, Via


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


class TickRow(Table, table=True):
    """One run of the worker's story; `counts` is JSON text."""

    __tablename__ = "tick"

    id: int = Field(default=None, primary_key=True)
    started_at: datetime = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcTime)
    outcome: str = ""
    error: str = Field(default="", sa_type=OutsideText)
    counts: str = "{}"
