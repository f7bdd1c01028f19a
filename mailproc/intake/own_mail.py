"""Own mail: what an officer mails from the mailbox's own account to that account.

At Gmail such a mail passes no receiving server that would write what it found out about the sender:
one mail is shown in Sent and in the inbox. That it lies in Sent vouches for it, since only who is
logged in to the account puts a mail there. (A mail from outside that Gmail filed in Sent for its
forged From was seen in 2018; but a mail from outside has the server's results.)
"""

from mailproc.config import Config
from mailproc.intake.mailbox import Mailbox
from mailproc.intake.mime.headers import read_headers
from mailproc.intake.mime.parts import Part, read_mail
from mailproc.intake.senders import judge

# What says who speaks, about what, in answer to what, and how the body is to be read. Servers on
# the way add fields of their own, and none of these.
_SAYING = (
    *("from", "date", "subject", "message-id", "in-reply-to", "references"),
    *("mime-version", "content-type", "content-transfer-encoding"),
)


def is_in_sent_folder(mailbox: Mailbox, raw: bytes, config: Config) -> bool:
    """Whether the account's Sent folder has this very mail; false also where that decides nothing,
    and the folder is not asked.

    Its Message-ID alone is known to everybody who ever got the mail, so the body and the fields
    that say something must be the same. Raises MailboxUnavailable.
    """
    mail = read_mail(raw)
    headers = read_headers(mail)
    sender = judge(headers, config, {}, in_sent_folder=False)
    if sender.reason != "not_in_sent_folder" or not headers.message_id:
        return False
    copies = map(read_mail, mailbox.sent_copies(headers.message_id, len(raw)))
    # Our own notices lie there, too, and speak for nobody.
    return any(_is_same(mail, copy) and not read_headers(copy).notice for copy in copies)


def _is_same(mail: Part, copy: Part) -> bool:
    return all(mail.all(name) == copy.all(name) for name in _SAYING) and (
        _unix(mail.body) == _unix(copy.body)
    )


def _unix(body: bytes) -> bytes:
    """With line ends of one kind: a server may store them as it likes."""
    return body.replace(b"\r\n", b"\n")
