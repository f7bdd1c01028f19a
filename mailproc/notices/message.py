"""From a stored notice to the mail that leaves: headers that are plain ASCII, text and HTML.

Headers are made of cleaned words only, so that nothing from a received mail can add one.
"""

import secrets
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime

from mailproc.config import SmtpConfig
from mailproc.notices.clean import bare_addresses, message_ids, one_line
from storage.records import Notice

# RFC 5322 lets a line be 998 characters long; the library would fold a long Message-ID into
# encoded words, which no mail program would find again.
_UNFOLDED = ("message-id", "in-reply-to", "references")


class _Policy(EmailPolicy):
    """CRLF line ends, ASCII headers; Message-IDs stand as they are, one a line."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() in _UNFOLDED:
            return f"{name}: " + "\r\n ".join(str(value).split()) + "\r\n"
        folded: str = super().fold(name, value)
        return folded

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _UNFOLDED:
            return self.fold(name, value).encode("ascii")
        folded: bytes = super().fold_binary(name, value)
        return folded


_POLICY = _Policy(linesep=SMTP.linesep, max_line_length=SMTP.max_line_length)


def new_message_id(from_address: str) -> str:
    """A new Message-ID with angle brackets, in the domain of the sender's address.

    It is stored with the notice before the first try, so that the Sent folder can be asked for it.
    """
    return f"<mailproc.{secrets.token_hex(16)}@{from_address.rpartition('@')[2]}>"


def build(notice: Notice, smtp: SmtpConfig, now: datetime) -> EmailMessage:
    """The mail for a notice; `now` (with its zone) becomes its Date."""
    new = notice.new
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = _from(smtp)
    mail["To"] = ", ".join(bare_addresses(new.to))
    mail["Subject"] = one_line(new.subject, 250)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = notice.rfc_message_id
    if answered := message_ids(new.in_reply_to):
        mail["In-Reply-To"] = answered[0]
    if references := message_ids(new.references):
        mail["References"] = " ".join(references)
    mail["Auto-Submitted"] = new.auto_submitted
    mail["X-Mailproc-Notice"] = new.kind
    mail["X-Mailproc-Key"] = one_line(new.key)
    mail.set_content(new.text, cte="base64")
    mail.add_alternative(new.html, subtype="html", cte="base64")
    for name, media, data in new.attachments:
        main, _, sub = media.partition("/")
        mail.add_attachment(data, maintype=main, subtype=sub, filename=one_line(name, 120))
    return mail


def _from(smtp: SmtpConfig) -> Address:
    return Address(one_line(smtp.from_name, 120), addr_spec=smtp.from_address)
