"""Again: a mail that was delivered once more, and is the same although its bytes are not.

A server that lost the answer to its delivery repeats it, and a move to another server copies the
whole mailbox: each time with one more line in the header. Such a mail says nothing anew: counted,
it would undo the correction that came after it.
"""

from mailproc.intake.attachments import split
from mailproc.intake.examine import Examined
from mailproc.intake.senders import Sender, speaks_against
from storage import mail, reports
from storage.database import Tx
from storage.load import PROGRAM
from storage.records import Message, MessageFacts

AGAIN = "again"


def delivered_before(
    tx: Tx, message: Message, examined: Examined, sender: Sender | None
) -> Message | None:
    """The mail that this one repeats, or None.

    Its Message-ID, sender, date and files are the same; gateways on the way add words to a subject
    or a text, and name files anew. Where there is no file, or no date, subject and words are the
    same, too: some scanners write one Message-ID into all of their mails. Anybody may copy one:
    what was less trusted, or lay in the spam folder, stands in the way of nothing.
    """
    headers = examined.headers
    if headers is None or sender is None or not headers.message_id:
        return None
    for earlier in mail.of_sender(tx, headers.message_id, sender.address):
        # As they were stored: which of two copies a server calls the older one is by chance.
        came_before = earlier.id < message.id
        looked_at = earlier.spam <= message.spam or _is_decided(tx, earlier)
        trusted = earlier.authentic >= sender.authentic and looked_at
        # A list's copy is not acted upon: the one that comes straight is.
        answerable = not speaks_against(earlier.reason) or bool(headers.auto or sender.reason)
        if came_before and trusted and answerable and _same_content(tx, earlier, examined):
            return earlier
    return None


def copies_in_spam(
    tx: Tx, message: Message, examined: Examined, sender: Sender | None
) -> list[Message]:
    """The mails in the spam folder of which this one, that does not lie there, is a copy."""
    headers = examined.headers
    if headers is None or sender is None or not headers.message_id or message.spam:
        return []
    found = mail.of_sender(tx, headers.message_id, sender.address)
    return [
        m
        for m in found
        if m.spam and sender.authentic >= m.authentic and _same_content(tx, m, examined)
    ]


def _is_decided(tx: Tx, message: Message) -> bool:
    """Whether a person took all of its sheets, where it lies."""
    found = reports.of_message(tx, message.id)
    return bool(found) and all(r.decided_by != PROGRAM and r.state == "accepted" for r in found)


def facts_again(before: Message, sender: Sender) -> MessageFacts:
    """What is kept about a mail that repeats the one before."""
    return MessageFacts(
        sender.address,
        before.message_id,
        before.subject,
        sender.authentic,
        AGAIN,
        f"message {before.id}, delivered once more",
    )


def _same_content(tx: Tx, earlier: Message, examined: Examined) -> bool:
    files = sorted(d.read.sha256 for d in examined.documents if d.outcome != "ignored")
    stored = mail.documents(tx, earlier.id)
    if files != sorted(d.sha256 for d in stored if d.outcome != "ignored"):
        return False
    raw = mail.raw_if_kept(tx, earlier.id)
    before, headers = split(raw) if raw is not None else None, examined.headers
    subject, date = (headers.subject, headers.date) if headers is not None else ("", None)
    if before is None:
        return earlier.subject == subject
    if before.headers.date != date:
        return False
    return bool(files and date) or (before.headers.subject, before.quoting) == (
        subject,
        examined.quoting,
    )
