"""An answer as it comes in: who wrote which words in which mail, within one transaction."""

from dataclasses import dataclass
from datetime import datetime

from mailproc.config import Config
from mailproc.intake.answers import answered_mail
from mailproc.intake.attachments import MailHeaders
from mailproc.intake.senders import Sender
from mailproc.notices.letters import Answered
from storage.database import Tx
from storage.records import Message


@dataclass(frozen=True, slots=True)
class Incoming:
    """One answering mail. `words`: what its sender wrote, without quotes; `quoting`: with them.

    `files`: the names of what is attached to it besides pictures of signatures.
    """

    tx: Tx
    config: Config
    message: Message
    headers: MailHeaders
    sender: Sender
    words: str
    quoting: str
    now: datetime
    files: tuple[str, ...] = ()

    @property
    def answered(self) -> Answered:
        """The mail as what is said to it needs it."""
        return answered_mail(self.message, self.headers, self.sender.address)
