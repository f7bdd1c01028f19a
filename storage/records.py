"""What storage hands out and takes in: frozen dataclasses, never rows.

Times are timezone-aware UTC. `tx` in the functions of this package is the open transaction that
`storage.database.Database.transaction()` yields; nobody outside this package looks inside it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from parsers.reading import Reading

Via = Literal["mail", "staff", "line", "paper", "hand"]
MessageState = Literal["stored", "recorded", "held"]
RevisionState = Literal["accepted", "held", "rejected"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a mail lies on the IMAP server."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A raw mail (`kind` mail) or a file given to `import` (`kind` file), byte for byte.

    `spam`: it lies in the spam folder. `in_sent_folder`: the very mail also lies in the account's
    own Sent folder, as far as that was asked.
    """

    raw: bytes
    received_at: datetime
    kind: Literal["mail", "file"] = "mail"
    via: Via = "mail"
    name: str = ""
    unit_hint: str = ""
    period_hint: str = ""
    spam: bool = False
    in_sent_folder: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A stored message without its bytes (`storage.mail.raw` has them).

    `authentic` and `outcome` are what its `MessageFacts` said, False and "" until it is recorded.
    `spam`: it lies in the spam folder, and nowhere else. `in_sent_folder`: it is known that the
    very mail lay in the account's own Sent folder when it was stored.
    """

    id: int
    sha256: str
    kind: Literal["mail", "file"]
    via: Via
    name: str
    unit_hint: str
    period_hint: str
    received_at: datetime
    state: MessageState
    tries: int
    reason: str
    sender: str
    message_id: str
    subject: str
    authentic: bool = False
    outcome: str = ""
    spam: bool = False
    in_sent_folder: bool = False


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """What examining a message found out about the mail itself; kept with it when recorded.

    `outcome` is a word for status pages and tests: `reports`, `no_report`, `problem`, `held`,
    `automatic` (bounces, out-of-office), `own` (a notice of ours), `spam` (nothing but spam),
    `closed` (by a person who looked at it), `answer` (its words answer a notice of ours, and were
    acted on), `again` (a mail that was delivered once more).
    """

    sender: str
    message_id: str
    subject: str
    authentic: bool
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """One attachment, picture or file of a message, in the order found; `position` from 0.

    `outcome` as in `parsers.reading.ReadDocument`, or `ignored` (logo, signature) and
    `unsupported` (Word, Excel, a link to a drive). `path` names how it was nested
    (`forwarded.eml/report.zip/a.pdf`).
    """

    position: int
    path: str
    sha256: str
    media: str
    size: int
    pages: int
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NewRevision:
    """One version of a report, as decided by `mailproc.intake.decide`.

    `unit`/`period` are None where they could not be read; then the revision is held and belongs
    to no report yet. `unit_guess` is the sender's unit where the form does not say, so that a
    held revision still stops that unit's warnings; `period_guess` likewise.
    `document` is the position of the document in its message; `ordinal` the number of the form in
    that document, from 0. `counted_at` decides on time or late: arrival at the mail server.
    """

    campaign: str
    form: str
    unit: str | None
    period: str | None
    unit_guess: str | None
    period_guess: str | None
    document: int
    ordinal: int
    page: int
    state: RevisionState
    reasons: tuple[str, ...]
    counted_at: datetime
    via: Via
    sender: str
    readings: tuple[Reading, ...]
    decided_by: str = "program"


@dataclass(frozen=True, slots=True)
class Revision:
    """A stored revision with its readings, person's corrections already applied.

    `number` counts the accepted revisions of one (campaign, unit, period) from 1; a held one has
    the number that it would get. `current` is true for the one that counts (newest accepted).
    `corrected` are the field keys that a person set, `own_corrections` those of them that the unit
    itself set by answering a receipt; `by_unit`: it was the unit that decided. `first_counted_at`
    is the arrival of the first counted revision of the report (None while none counts): on time is
    judged by it.
    """

    id: int
    campaign: str
    form: str
    unit: str | None
    period: str | None
    unit_guess: str | None
    period_guess: str | None
    number: int
    state: RevisionState
    current: bool
    reasons: tuple[str, ...]
    counted_at: datetime
    recorded_at: datetime
    first_counted_at: datetime | None
    via: Via
    sender: str
    decided_by: str
    message: int
    message_id: str
    subject: str
    document: int
    ordinal: int
    page: int
    pdf_sha256: str
    readings: tuple[Reading, ...]
    corrected: frozenset[str] = frozenset()
    decided_at: datetime | None = None
    own_corrections: frozenset[str] = frozenset()
    by_unit: bool = False

    @property
    def of_staff(self) -> frozenset[str]:
        """The fields that staff set, and not the unit itself."""
        return self.corrected - self.own_corrections

    def reading(self, field_key: str) -> Reading | None:
        """The reading of one field, or None."""
        return next((r for r in self.readings if r.field == field_key), None)


@dataclass(frozen=True, slots=True)
class Correction:
    """Who set a field of a revision, and when."""

    field: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A file of the watched folder, as it was when it was last looked at.

    `changed`: its time of change in nanoseconds. `problem`: why it could not be taken in, "" if it
    was; `seen_at`: since when that is so.
    """

    path: str
    size: int
    changed: int
    problem: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """From when on something is news: what was recorded in a later tick than this, or in this one
    at that moment or later. Clocks are set back, and ahead; the order of ticks stays.
    """

    tick: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Tick:
    """One run of the worker's story, with its counts and duration."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    error: str
    counts: dict[str, int] = field(default_factory=dict)
