"""What the header of a mail says: who, about what, in answer to what, and whether by a machine."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from mailproc.intake.mime.addresses import read_from
from mailproc.intake.mime.charset import decode_words, plain
from mailproc.intake.mime.parts import Part

_MESSAGE_ID = re.compile(rb"<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>")
_MOST_IDS = 100
_LONGEST_SUBJECT = 500
_LONGEST_RESULTS = 8 * 1024

# RFC 3834 and what auto-responders, lists and bulk mailers write; a value only where it counts.
_AUTOMATIC_FIELDS: tuple[tuple[str, str], ...] = (
    ("auto-submitted", r"(?!no\s*(?:\([^()]*\)\s*)?$)"),
    ("precedence", r"\W*(?:bulk|list|junk|auto_reply)"),
    ("x-auto-response-suppress", r""),
    ("x-autoreply", r""),
    ("x-autorespond", r""),
    ("x-loop", r""),
    ("feedback-id", r""),
    ("x-failed-recipients", r""),
    ("return-path", r"<\s*>"),
)
_MACHINES = re.compile(
    r"(?:mailer-daemon|postmaster|no-?_?reply|do-?_?not-?_?reply|owner-.*|.*-request|.*-bounces?)"
    r"(?:\+.*)?@"
)


@dataclass(frozen=True, slots=True)
class MailHeaders:
    """The header of a mail, decoded; nothing in it is to be believed but what the server wrote.

    `from_addresses`: every address that could be read from From, bare and in lower case;
    `from_count`: how many From fields there are; `from_problem`: "" where there is exactly one
    sender and no doubt which, else a word of `mime.addresses`, or `resent`.
    `authentication_results`: the fields' raw values, topmost first. `message_id` and `in_reply_to`
    with angle brackets, "" where there is none; `references` likewise, oldest first. `auto`: why
    this mail is automatic and never answered, "" if it is not. `notice`: the value of
    X-Mailproc-Notice, which anybody may write.
    """

    from_addresses: tuple[str, ...]
    from_count: int
    from_problem: str
    subject: str
    message_id: str
    date: datetime | None
    in_reply_to: str
    references: tuple[str, ...]
    authentication_results: tuple[str, ...]
    auto: str
    notice: str


def read_headers(mail: Part) -> MailHeaders:
    """What the mail's header says."""
    senders = mail.all("from")
    sender = read_from(senders)
    return MailHeaders(
        from_addresses=sender.addresses,
        from_count=len(senders),
        # Behind the part that is looked at there may be another From.
        from_problem="malformed" if mail.cut else sender.problem or _why_resent(mail),
        subject=decode_words(mail.first("subject"))[:_LONGEST_SUBJECT],
        message_id=next(iter(_ids(mail.first("message-id"))), ""),
        date=_date(mail.first("date")),
        in_reply_to=next(iter(_ids(mail.first("in-reply-to"))), ""),
        references=_ids(mail.first("references")),
        authentication_results=tuple(
            _results(value) for value in mail.all("authentication-results")[:20]
        ),
        auto=_why_automatic(mail, sender.addresses),
        notice=plain(mail.first("x-mailproc-notice")[:100].decode("latin-1")),
    )


def _why_resent(mail: Part) -> str:
    """“resent” where somebody put an older mail into the post once more (RFC 5322, 3.6.6): its From
    and signature are the first sender's, who need not know of it.
    """
    return "resent" if any(name.startswith("resent-") for name, _ in mail.fields) else ""


def _results(value: bytes) -> str:
    """The field on one line; one that is too long gets a bracket that nothing closes.

    So it is believed in nothing: what was cut off may be the verdict, or half of a domain's name.
    """
    text = plain(value[:_LONGEST_RESULTS].decode("latin-1"))
    return text if len(value) <= _LONGEST_RESULTS else text + " ("


def _why_automatic(mail: Part, addresses: tuple[str, ...]) -> str:
    for name, pattern in _AUTOMATIC_FIELDS:
        for value in mail.all(name)[:20]:
            if re.match(pattern, value.decode("latin-1").lower()):
                return f"{name}: {plain(value[:60].decode('latin-1'))}".removesuffix(": ")
    for name, _ in mail.fields:
        if name.startswith("list-"):
            return f"mailing list ({plain(name[:40])})"
    kind, parameters = mail.content_type
    if kind == "multipart/report":
        return f"report ({parameters.get('report-type', 'unnamed')[:40]})"
    if kind == "text/calendar":
        return "calendar"
    machine = next((a for a in addresses if _MACHINES.match(a)), "")
    return f"sent by a machine ({machine})" if machine else ""


def _ids(value: bytes) -> tuple[str, ...]:
    found = [m.decode("ascii") for m in _MESSAGE_ID.findall(value[: 64 * 1024])]
    return tuple(dict.fromkeys(found))[-_MOST_IDS:]


def _date(value: bytes) -> datetime | None:
    """The Date field; None where it is missing or rubbish. Without an offset it stays naive."""
    try:
        return parsedate_to_datetime(plain(value[:200].decode("latin-1")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
