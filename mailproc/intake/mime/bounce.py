"""Delivery reports: which of the mails that we sent could not be delivered (RFC 3464)."""

import re
from dataclasses import dataclass

from mailproc.intake.mime.charset import plain
from mailproc.intake.mime.headers import MailHeaders
from mailproc.intake.mime.parts import Part

_LOOKED_AT = 256 * 1024
_MOST_IDS = 20
# In whatever part it stands: the report's own fields, the returned header, the returned mail.
_RETURNED = re.compile(rb"(?im)^(?:original-)?message-id:\s*(<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>)")
_STATUS = re.compile(rb"(?im)^status:[ \t]*([245]\.\d{1,3}\.\d{1,3})")
_ACTION = re.compile(rb"(?im)^action:[ \t]*(\w+)")
_TO = re.compile(
    rb"(?im)^(?:original|final)-recipient:[ \t]*[\w-]{1,40};"
    rb"[ \t]*<?([\x21-\x3b\x3d\x3f-\x7e]{1,250})"
)
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_WHY = re.compile(rb"(?im)^diagnostic-code:[ \t]*([^\r\n]{1,200})")


@dataclass(frozen=True, slots=True)
class Bounce:
    """Mail that came back for good: its possible Message-IDs, and why in the server's words.

    `recipients`: whom it did not reach, in lower case, as far as that is said.
    """

    message_ids: tuple[str, ...]
    reason: str
    recipients: tuple[str, ...] = ()


def read_bounce(mail: Part, headers: MailHeaders) -> Bounce | None:
    """The bounce that this mail is; None for all else, a mere delay too.

    Anybody can write such a mail: it may only ever be shown to a person.
    """
    if not headers.auto:
        return None
    body = mail.raw[mail.start : min(mail.end, mail.start + _LOOKED_AT)]
    status, action = _STATUS.search(body), _ACTION.search(body)
    if status or action:
        failed = bool(action and action[1].lower() == b"failed") or bool(
            not action and status and status[1].startswith(b"5")
        )
    else:
        # Exim, qmail: no report in parts, but a field or a null sender, and the mail below.
        failed = bool(mail.all("x-failed-recipients")) or mail.first("return-path").strip() == b"<>"
    returned = [m.decode("ascii") for m in _RETURNED.findall(body)]
    ids = tuple(dict.fromkeys((*returned, headers.in_reply_to, *headers.references)))
    if not failed or not any(ids):
        return None
    why = _WHY.search(body)
    words = plain(why[1].decode("latin-1")) if why else status[1].decode("ascii") if status else ""
    named = tuple(i for i in ids if i)[:_MOST_IDS]
    return Bounce(named, words.strip(), _recipients(mail, body))


def _recipients(mail: Part, body: bytes) -> tuple[str, ...]:
    """Whom it did not reach: a report has a block of fields for each recipient, also for those
    whom it did.
    """
    blocks = _BLANK_LINE.split(body)
    failed = [b for b in blocks if (a := _ACTION.search(b)) and a[1].lower() == b"failed"]
    found = [address.decode("ascii") for block in failed for address in _TO.findall(block)]
    for field in mail.all("x-failed-recipients"):
        found += [address.strip(" <>") for address in plain(field.decode("latin-1")).split(",")]
    return tuple(dict.fromkeys(address.lower() for address in found))
