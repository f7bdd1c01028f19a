"""The dataclasses that every reader hands on: what was read from a document, and how surely.

Nothing here knows mail, database, clock or configuration. All are frozen and picklable, since
reading happens in a process of its own.
"""

from dataclasses import dataclass
from typing import Literal

Source = Literal["form", "text", "ocr", "mark"]
FieldStatus = Literal["accepted", "review", "blank"]
ReportStatus = Literal["accepted", "review", "rejected"]
Outcome = Literal["reports", "no_report", "refused"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in PDF points, origin at the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Channel:
    """One entry of a list of channels: what was used and how many times (None: not said)."""

    channel: str
    times: int | None


Value = int | str | bool | tuple[Channel, ...] | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know: a code from `parsers.problems`, the field, and a detail.

    The wording (Thai for districts and staff, English on the command line) is made from the code
    by `parsers.problems`, so that one finding reads rightly everywhere.
    """

    code: str
    field: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The value read for one field, with where and how surely it was read.

    `value` None with status `blank` is an empty field; None with `review` could not be read.
    `confidence` is 0..1; `raw` is the text as it stood on the page, before normalising; `page`
    counts from 1; `box` is None only where nothing was found on the page.
    """

    field: str
    value: Value
    status: FieldStatus
    confidence: float
    source: Source
    page: int
    box: Box | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """One filled form found in a document. `unit` is a unit id, `period` is `YYYY-MM`."""

    form: str
    unit: str | None
    period: str | None
    status: ReportStatus
    problems: tuple[Problem, ...]
    readings: tuple[Reading, ...]
    page: int

    def reading(self, field: str) -> Reading | None:
        """The reading of one field, or None where the form has no such field."""
        return next((r for r in self.readings if r.field == field), None)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What one document turned out to be.

    `outcome`: `reports` (at least one form, even a rejected one), `no_report` (read, but not one
    of our forms; `problems` says what it was taken for), `refused` (asks for a password, damaged,
    too big). `media` is decided by the bytes, never by name or MIME type.
    """

    sha256: str
    media: str
    pages: int
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    reports: tuple[ReadReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit as the readers need it. `organizations` 0 means not known, not checked."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    organizations: int = 0
