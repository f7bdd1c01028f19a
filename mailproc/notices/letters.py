"""What letters are made from: plain frozen values that `compose` and `digest` put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from mailproc.config import UnitConfig
from mailproc.month.calendar import Dates
from mailproc.month.status import MonthStatus
from mailproc.month.strip import Square
from parsers.reading import Problem
from storage.correspondence import Asked, Notice, NoticeKind
from storage.records import Message, Revision, Tick, WatchedFile


@dataclass(frozen=True, slots=True)
class Answered:
    """The mail that is answered.

    `to` is the bare address that the answer goes to. `message_id` is "" where there is no mail to
    answer (a report by way of staff, LINE or paper); `references` is the header as it came.
    """

    message: int
    to: str
    subject: str
    message_id: str
    references: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report in a receipt.

    `previous` is the revision that it replaces, or would replace while it is held; `same` means
    that nothing changed; `overtaken_by` came after this one and counts, though this one was read
    later. `dates` (with the unit's own due date) is None where the month is unknown.
    `extended`: the due date was moved for the unit. `strip`: the unit's last twelve months.
    """

    revision: Revision
    unit: UnitConfig | None
    state: Literal["on_time", "late", "held"]
    after_closing: bool
    previous: Revision | None
    same: bool
    dates: Dates | None
    extended: bool = False
    strip: tuple[Square, ...] = ()
    overtaken_by: Revision | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was wrong with one file; `document` is its name as shown, "" for the mail itself.

    `form` is the id of the form that the problems are about, "" if none was recognised.
    """

    document: str
    problems: tuple[Problem, ...]
    form: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered question as a template shows it. `crop`: the name of its picture, or ""."""

    number: int
    label: str
    guess: str
    why: tuple[str, ...]
    answers: tuple[str, ...]
    crop: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report that waits, with its questions. `item`: its number on the command line; `beside`:
    what its mail says besides.
    """

    item: int
    what: str
    who: str
    items: tuple[Item, ...]
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """Numbered questions, ready for a letter; `more` of them had no room.

    `mark`: the same for the same numbers about the same mails, whatever their ids in a database.
    """

    sheets: tuple[Sheet, ...] = ()
    asked: tuple[Asked, ...] = ()
    pictures: tuple[tuple[str, str, bytes], ...] = ()
    more: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A kind of notice that will go out on a day, unless these units (by name) report before."""

    day: date
    kind: NoticeKind
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollupLine:
    """A roll-up that staff have to pass on, or to supplement: `changed` says then what has changed.

    `forward` is the day on which it is to leave; `files` are the draft as it stands, none for a
    supplement, and for a month that was given up. `open_item`: item 1 is not answered.
    """

    period: str
    forward: date
    changed: tuple[str, ...] = ()
    files: tuple[tuple[str, str, bytes], ...] = ()
    open_item: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What a unit, by name, or somebody else wrote that nothing was done about; `words`: "" where
    that is the subject alone.
    """

    message: Message
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class ToOpen:
    """A mail that somebody must open, and why. `unit`: by name whose it is, "" if nobody's."""

    message: Message
    why: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DigestData:
    """What the digest tells: every campaign's working month, and what happened since the last one.

    `held` reports wait for staff, `asking` are the questions about them. `to_open` are mails
    that somebody must open. `written`: words that nothing was done about, news since the last
    digest; `not_read`: in how many mails nobody has looked for such.
    `delayed` are notices that are still to go out, each with what kept it so far.
    `suppressed` is what would have gone out in a month of `notices = "staff_only"`.
    `ticks_failed` counts the failed ticks since the last digest; `set_aside` the mails at which the
    program died again and again. `files_not_taken`: those of the watched folder that cannot be
    read, news since the last digest. `backups`: what is wrong with them, "" if nothing. `before`:
    by campaign the months before its working month, oldest first. `asked_until`: by campaign when
    the last digest asked what stands out in the same month.
    """

    months: tuple[MonthStatus, ...]
    held: int = 0
    asking: Asking = Asking()
    to_open: tuple[ToOpen, ...] = ()
    written: tuple[Written, ...] = ()
    not_read: int = 0
    notices_sent: tuple[Notice, ...] = ()
    suppressed: tuple[Notice, ...] = ()
    failed: tuple[Notice, ...] = ()
    delayed: tuple[Notice, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    rollups: tuple[RollupLine, ...] = ()
    ticks_failed: int = 0
    set_aside: int = 0
    files_not_taken: tuple[WatchedFile, ...] = ()
    backups: str = ""
    last_tick: Tick | None = None
    before: Mapping[str, tuple[MonthStatus, ...]] = field(default_factory=dict)
    asked_until: Mapping[str, datetime] = field(default_factory=dict)
