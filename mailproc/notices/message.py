"""From a stored notice to the mail that leaves: headers that are plain ASCII, text and HTML.

Headers are made of cleaned words only, so that nothing from a received mail can add one. They are
written by the older `Header`: the newer `EmailMessage` reads what it is given, so that an encoded
word in a subject (`=?utf-8?q?x=0D=0ABcc:…?=`) becomes a line of its own, splits long Message-IDs,
and puts blanks into Thai names.
"""

import re
from dataclasses import replace
from datetime import datetime
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import Compat32
from email.utils import format_datetime
from hashlib import sha256

from mailproc.config import SmtpConfig
from mailproc.notices.clean import bare_addresses, message_ids, one_line
from storage.correspondence import NewNotice, Notice

_OF_IDS = ("Message-ID", "In-Reply-To", "References")
_SUBJECT_LENGTH = 250
_NAME_LENGTH = 80
# As `thai_dates.thai_short_moment` writes one.
_MOMENT = re.compile(r"[0-9๐-๙]{1,2} [ก-๎.]{4,6} [0-9๐-๙]{2,4} [0-9๐-๙]{2}\.[0-9๐-๙]{2} น\.")


class _OnTheWire(Compat32):
    """CRLF line ends; Message-IDs stand one a line, the first beside the header's name."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name in _OF_IDS:
            ids = "\r\n ".join(value.split())
            return f"{name}: {ids}\r\n".encode("ascii")
        folded: bytes = super().fold_binary(name, value)
        return folded


def message_id_of(name: str, from_address: str) -> str:
    """The Message-ID, with angle brackets, of the notice of that name from that address.

    The same for ever: when a backup has been restored, the Sent folder can be asked for what was
    sent after it was taken. It is stored with the notice before the first try.
    """
    digest = sha256(f"{from_address}\n{name}".encode()).hexdigest()
    return f"<mailproc.{digest[:32]}@{from_address.rpartition('@')[2]}>"


def mark_of(words: str) -> str:
    """The part of a notice's key, and so of its Message-ID, that is of what it says: what is said
    otherwise after a restore is another mail.
    """
    return sha256(words.encode()).hexdigest()[:12]


def marked(notice: NewNotice) -> NewNotice:
    """The notice with that mark of its text behind its key; at what moment something was done is
    none of it, for that is another one after a restore.
    """
    return replace(notice, key=f"{notice.key}/{mark_of(_MOMENT.sub('', notice.text))}")


def is_ours(message_id: str, from_address: str) -> bool:
    """Whether a Message-ID is of a notice from that address by its looks."""
    domain = re.escape(from_address.rpartition("@")[2])
    return re.fullmatch(rf"<mailproc\.[0-9a-f]{{32}}@{domain}>", message_id, re.I) is not None


def build(notice: Notice, smtp: SmtpConfig, now: datetime) -> Message:
    """The mail for a notice; `now` (with its zone) becomes its Date.

    Raises ValueError where the notice has no Message-ID that a mail can have.
    """
    new = notice.new
    if message_ids(notice.rfc_message_id) != (notice.rfc_message_id,):
        raise ValueError(f"not a Message-ID: {notice.rfc_message_id!r}")
    mail = _body(notice)
    mail["From"] = _from(smtp)
    mail["To"] = ", ".join(bare_addresses(new.to))
    mail["Subject"] = _words("Subject", one_line(new.subject, _SUBJECT_LENGTH))
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = notice.rfc_message_id
    if answered := message_ids(new.in_reply_to):
        mail["In-Reply-To"] = answered[0]
    if references := message_ids(new.references):
        mail["References"] = " ".join(references)
    mail["Auto-Submitted"] = new.auto_submitted
    mail["X-Mailproc-Notice"] = new.kind
    mail["X-Mailproc-Key"] = _words("X-Mailproc-Key", one_line(new.key))
    return mail


def wire_bytes(mail: Message) -> bytes:
    """The mail as SMTP takes it: CRLF line ends, ASCII throughout."""
    return mail.as_bytes(policy=_OnTheWire(linesep="\r\n"))


def _body(notice: Notice) -> Message:
    """Text and HTML as alternatives, pictures of the HTML beside it, attachments beside all."""
    new = notice.new
    pictures = [a for a in new.attachments if f'"cid:{a[0]}"' in new.html]
    files = [a for a in new.attachments if a not in pictures]
    page: Message = _text(new.html, "html")
    if pictures:
        page = _together("related", page, *(_file(*a, inline=True) for a in pictures))
    words = _together("alternative", _text(new.text, "plain"), page)
    return _together("mixed", words, *(_file(*a) for a in files)) if files else words


def _text(words: str, subtype: str) -> MIMEText:
    # The canonical line end of text is CRLF (RFC 2045, 6.8), inside base64 too.
    return MIMEText("\r\n".join(words.split("\n")), subtype, "utf-8")


def _together(subtype: str, *parts: Message) -> Message:
    whole = MIMEMultipart(subtype)
    for part in parts:
        whole.attach(part)
    return whole


def _file(name: str, media: str, data: bytes, *, inline: bool = False) -> Message:
    """An attachment, or (`inline`) a picture that the HTML shows by `cid:` and its name."""
    part = MIMEApplication(data)
    part.replace_header("Content-Type", media)
    shown = ("utf-8", "", one_line(name, _NAME_LENGTH))
    part.add_header("Content-Disposition", "inline" if inline else "attachment", filename=shown)
    if inline:
        part["Content-ID"] = f"<{name}>"
    return part


def _words(name: str, text: str) -> str:
    """Words of a header; encoded unless they are plain ASCII that nobody takes for encoded."""
    plain = text.isascii() and "=?" not in text
    return Header(text, "us-ascii" if plain else "utf-8", header_name=name).encode()


def _from(smtp: SmtpConfig) -> str:
    sender = Header(header_name="From")
    if name := one_line(smtp.from_name, _NAME_LENGTH):
        sender.append(name, "utf-8")
    sender.append(f"<{smtp.from_address}>", "us-ascii")
    return sender.encode()
