"""What an answer can ask for: plain frozen values that `grammar` finds and `act` carries out."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Accept:
    """These items are right as they are shown, or the report is taken.

    `said`: a bare “yes” may mean something else at a question of yes or no; “take” a report is
    not to say that its sender may send more.
    """

    items: tuple[int, ...]
    said: Literal["right", "yes", "take"] = "right"


@dataclass(frozen=True, slots=True)
class Put:
    """The value of this item, in the sender's words."""

    item: int
    words: str


@dataclass(frozen=True, slots=True)
class Approve:
    """The senders that these items are about may report."""

    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """The reports that these items are about do not count."""

    items: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AcceptAll:
    """Every value is right as it is shown."""


@dataclass(frozen=True, slots=True)
class SetField:
    """The value of a field, in the sender's words; `was`: what it was before, if that is said."""

    field: str
    words: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Confirm:
    """What is shown is right."""


@dataclass(frozen=True, slots=True)
class AskStatus:
    """What the unit still owes."""


@dataclass(frozen=True, slots=True)
class Send:
    """The roll-up may go to the department."""


@dataclass(frozen=True, slots=True)
class Stop:
    """No more reminders and warnings for these units, in the sender's words."""

    units: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Reminders and warnings for these units again, in the sender's words."""

    units: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that are none of these. `meant`: they look as if they were to be one; `beside`: they
    stand beside orders, of which none is done for that.
    """

    words: str
    meant: bool = False
    beside: bool = False


Order = (
    Accept
    | Put
    | Approve
    | Reject
    | AcceptAll
    | SetField
    | Confirm
    | AskStatus
    | Send
    | Stop
    | Resume
    | Unclear
)
