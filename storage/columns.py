"""The base of the tables, and column types that promise the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, get_args

from sqlalchemy import CheckConstraint, ColumnElement, DateTime, Dialect, MetaData, Text, or_
from sqlalchemy.orm import Mapped
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel


class UtcTime(TypeDecorator[datetime]):
    """A moment, timezone-aware in and out, kept in UTC (SQLite has no time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; ValueError for a naive one, which could mean any hour."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a time without a time zone cannot be stored: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as timezone-aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


LONGEST_PAUSE = timedelta(hours=12)
"""Nothing is put off for longer at once: a moment beyond is by a clock that was ahead."""


def come(moment: Mapped[Any], now: datetime) -> ColumnElement[bool]:
    """Whether what was put off until then may go on; setting a clock back puts off nothing."""
    return or_(moment <= now, moment > now + LONGEST_PAUSE)


class OutsideText(TypeDecorator[str]):
    """Text from mails and pages, which may hold what no database takes.

    PostgreSQL refuses NUL, and neither can store the half surrogates that Python makes of broken
    mail headers; both become U+FFFD, so that one bad letter does not hold up a mail.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text with U+FFFD for NUL and for lone surrogates."""
        if value is None:
            return None
        return (
            value.replace("\0", "\ufffd")
            .encode("utf-16", "surrogatepass")
            .decode("utf-16", "replace")
        )


# Bytewise order on PostgreSQL too, so that the keys of one prefix lie together in the index.
KeyText = Text().with_variant(Text(collation="C"), "postgresql")


class Table(SQLModel):
    """Base of the tables: constraints have names, so that migrations can name them."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def one_of(column: str, words: Any) -> CheckConstraint:  # noqa: ANN401 - a Literal has no type
    """The check that a column holds one of the words of a `Literal`."""
    allowed = ", ".join(f"'{word}'" for word in get_args(words))
    return CheckConstraint(f"{column} IN ({allowed})", name=column)
