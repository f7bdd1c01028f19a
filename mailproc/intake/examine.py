"""Examine: from the bytes of a message to what stands in it. Pure: writes nothing, knows no clock.

`read`, `reprocess` and the worker use this very function.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from mailproc.intake.attachments import Attachment, MailHeaders, split
from mailproc.intake.mime.bounce import Bounce
from mailproc.patience import Deadline
from parsers.reading import Problem, ReadDocument

Read = Callable[[bytes, str], ReadDocument]
MAIL_SUFFIXES = (".eml",)
MOST_SLOW = 2
"""Documents of one mail that may use up a whole limit; the others are refused unread."""
MAIL_SECONDS = 90.0
"""After so long no further document of a mail is begun: others wait behind it."""
_LIMITS = {"time_limit", "memory_limit"}


@dataclass(frozen=True, slots=True)
class ExaminedDocument:
    """One attachment or file with what it turned out to be.

    `outcome` is that of the reader, or `ignored` (logo, the same file again) and `unsupported`
    (Word, Excel, archive that cannot be opened). `path` says how it was nested.
    """

    position: int
    path: str
    size: int
    read: ReadDocument
    outcome: str


@dataclass(frozen=True, slots=True)
class Examined:
    """A message taken apart: its headers (None for a single file), documents, links and words,
    these without and with what they quote.

    `bounce`: the mail of ours that it returns as undeliverable, if it does.
    """

    headers: MailHeaders | None
    documents: tuple[ExaminedDocument, ...]
    links: tuple[str, ...] = ()
    body_text: str = ""
    bounce: Bounce | None = None
    quoting: str = ""


def examine_mail(raw: bytes, read: Read) -> Examined:
    """Take a raw mail apart and read each of its documents.

    Raises what `read` raises when the reader process crashes; a refused document is an outcome.
    """
    mail = split(raw)
    read = _impatient(read)
    seen: set[str] = set()
    documents = tuple(
        _examine_attachment(position, attachment, read, seen)
        for position, attachment in enumerate(mail.attachments)
    )
    return Examined(mail.headers, documents, mail.links, mail.body_text, mail.bounce, mail.quoting)


def _impatient(read: Read) -> Read:
    """The same, but a mail full of files that never end must not stop all others for long."""
    slow, deadline = 0, Deadline(MAIL_SECONDS)

    def reading(data: bytes, name: str) -> ReadDocument:
        nonlocal slow
        if slow >= MOST_SLOW or deadline.over():
            limit = Problem("mail_too_long")
            return ReadDocument(hashlib.sha256(data).hexdigest(), "", 0, "refused", (limit,))
        document = read(data, name)
        # The reader's own limit names the page.
        slow += any(p.code in _LIMITS for p in document.problems)
        return document

    return reading


def examine_file(data: bytes, name: str, read: Read) -> Examined:
    """Read a single file; a whole mail (`.eml`) is taken apart as one."""
    if name.lower().endswith(MAIL_SUFFIXES):
        return examine_mail(data, read)
    document = read(data, name)
    return Examined(None, (ExaminedDocument(0, name, len(data), document, document.outcome),))


def _examine_attachment(
    position: int, attachment: Attachment, read: Read, seen: set[str]
) -> ExaminedDocument:
    data = attachment.data
    sha256 = hashlib.sha256(data).hexdigest()

    def as_is(outcome: str, *problems: Problem) -> ExaminedDocument:
        document = ReadDocument(sha256, attachment.media, 0, "no_report", problems)
        return ExaminedDocument(position, attachment.path, len(data), document, outcome)

    if attachment.problem:
        return as_is("unsupported", Problem(attachment.problem, detail=attachment.media))
    if sha256 in seen or attachment.inline:
        return as_is("ignored")
    seen.add(sha256)
    document = read(data, attachment.path)
    return ExaminedDocument(position, attachment.path, len(data), document, document.outcome)
