"""What storage keeps of what is written to people and what they answer: frozen dataclasses.

As `storage.records`, which has the mail that comes and the reports in it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from parsers.reading import Value

NoticeState = Literal["queued", "sending", "sent", "unclear", "failed", "skipped", "suppressed"]
RollupWay = Literal["mail", "elsewhere"]
Verdict = Literal["accepted", "set", "approved"]
NoticeKind = Literal[
    "receipt", "problem", "reminder", "warning", "review", "digest", "rollup", "login", "other"
]


@dataclass(frozen=True, slots=True)
class Stop:
    """Staff want a unit to get no more reminders and warnings about one period."""

    campaign: str
    unit: str
    period: str
    by: str
    at: datetime
    message: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A numbered item of a notice: what an answer to that very notice means by the number.

    `topic`: a field's key, `unit`, `period`, `sender` or `report`.
    """

    number: int
    revision: int
    topic: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered to one question about a revision, and in which message.

    `value` goes with the verdict `set`; `reasons` were what spoke against the report then. The
    report counts once all its questions are answered.
    """

    revision: int
    topic: str
    verdict: Verdict
    value: Value
    by: str
    at: datetime
    message: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A mail to be sent. `key` is unique: queuing the same key twice is a no-op.

    `to` are bare addresses. `message` is the stored message that it answers (None for digests
    and warnings). `in_reply_to` and `references` are RFC Message-IDs with angle brackets.
    `attachments` are (file name, MIME type, bytes); one that the HTML shows as `"cid:NAME"` is
    a picture in it, its name plain ASCII. `asked` are its numbered items.
    """

    key: str
    kind: NoticeKind
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    campaign: str = ""
    unit: str = ""
    period: str = ""
    number: int = 0
    message: int | None = None
    in_reply_to: str = ""
    references: str = ""
    auto_submitted: Literal["auto-replied", "auto-generated"] = "auto-generated"
    state: NoticeState = "queued"
    attachments: tuple[tuple[str, str, bytes], ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A stored notice. `rfc_message_id` is fixed when it is queued, before the first try.

    `queued_in`: the newest tick then, 0 where that is not known. `closed_since`: since when the
    Sent folder, which is to tell whether it went out, could not be opened.
    """

    id: int
    new: NewNotice
    state: NoticeState
    rfc_message_id: str
    tries: int
    queued_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    error: str
    queued_in: int = 0
    closed_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A unit's own due date for one period: who gave it, when (None: not stored yet) and why."""

    campaign: str
    unit: str
    period: str
    due: date
    why: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ItemOne:
    """What staff answered to item 1 of the province's own form: whether its staff were informed.

    `message`: the mail that says so, None where it was said on the command line.
    """

    campaign: str
    period: str
    informed: bool
    by: str
    at: datetime
    message: int | None = None


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What was passed on to the department, and stays as it was. `figures` is JSON text.

    `number` 1 is the roll-up itself, later ones are supplements. `way` `elsewhere`: staff passed it
    on themselves.
    """

    campaign: str
    period: str
    number: int
    figures: str
    way: RollupWay
    at: datetime
    by: str
