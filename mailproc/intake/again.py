"""Again: a mail that was delivered once more, and is the same although its bytes are not.

A server that lost the answer to its delivery repeats it, and a move to another server copies the
whole mailbox: each time with one more line in the header. Such a mail says nothing anew: counted,
it would undo the correction that came after it.
"""

from mailproc.intake.attachments import SplitMail, split
from mailproc.intake.examine import Examined
from mailproc.intake.senders import Sender
from storage import mail
from storage.database import Tx
from storage.records import Message, MessageFacts

AGAIN = "again"


def delivered_before(
    tx: Tx, message: Message, examined: Examined, sender: Sender | None
) -> Message | None:
    """The mail that this one repeats, or None.

    Its Message-ID, sender, subject, words and files are the same. Some scanners write one
    Message-ID into all of their mails, and anybody may copy one: so nothing of this goes alone,
    and what was less trusted, or lay in the spam folder, stands in the way of nothing.
    """
    headers = examined.headers
    if headers is None or sender is None or not headers.message_id:
        return None
    for earlier in mail.of_sender(tx, headers.message_id, sender.address):
        came_before = (earlier.received_at, earlier.id) < (message.received_at, message.id)
        trusted = earlier.authentic >= sender.authentic and earlier.spam <= message.spam
        if came_before and trusted and _same_content(tx, earlier, examined):
            return earlier
    return None


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
    headers = examined.headers
    subject = headers.subject if headers is not None else ""
    files = [(d.path, d.read.sha256) for d in examined.documents]
    stored = [(d.path, d.sha256) for d in mail.documents(tx, earlier.id)]
    if earlier.subject != subject or stored != files:
        return False
    raw = mail.raw_if_kept(tx, earlier.id)
    return raw is None or _same_words(split(raw), examined)


def _same_words(earlier: SplitMail, examined: Examined) -> bool:
    headers = examined.headers
    date = headers.date if headers is not None else None
    return (earlier.headers.date, earlier.quoting) == (date, examined.quoting)
