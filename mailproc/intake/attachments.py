"""Split: from a raw mail to its headers, every file in it, and what its sender wrote. Pure.

All parts are looked at, however they are named and nested; each is decided by its bytes. What
cannot be read is named with a problem, so that every attachment is accounted for.
"""

import re
from dataclasses import dataclass, field, replace

from mailproc.intake import archive, tnef
from mailproc.intake.body import (
    LONGEST_SOURCE,
    LONGEST_TEXT,
    drive_links,
    has_struck,
    own_words,
    text_of_html,
)
from mailproc.intake.media import (
    HTML,
    MAIL,
    TEXT,
    TNEF,
    UNKNOWN,
    UNSUPPORTED,
    ZIP,
    is_small_picture,
    kind_of,
)
from mailproc.intake.mime.bounce import Bounce, read_bounce
from mailproc.intake.mime.charset import decode_text
from mailproc.intake.mime.headers import MailHeaders, read_headers
from mailproc.intake.mime.machines import RECEIPTS, written_by_machine
from mailproc.intake.mime.names import clean_name, file_name, suffix
from mailproc.intake.mime.params import Parameters, parse_parameters
from mailproc.intake.mime.parts import Part, children, read_mail, read_part
from mailproc.intake.mime.transfer import decode_body, uuencoded
from parsers.crops import MADE_HERE

__all__ = ["Attachment", "MailHeaders", "SplitMail", "split"]

MOST_PARTS = 1_000
DEEPEST = 20
DEEPEST_ARCHIVE = 2
MOST_TEXTS = 20
LONGEST_TEXTS = 4_000_000
"""Bytes of all its texts together that are looked at."""
LONGEST_PNG_HEAD = 2_000
LONGEST_NESTED = 150_000_000
"""Bytes of all mails within it together: each is a copy of what is left of the one around it."""

_NEVER_DOCUMENTS = {
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/applefile",
    *RECEIPTS,
    "text/rfc822-headers",
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
}
_WORDS = {TEXT, HTML, UNKNOWN}
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file in a mail, decoded.

    `path` says how it was nested (`forwarded.eml/report.zip/a.pdf`); it is for people and never a
    path on disk. `media` goes by the bytes: a MIME type, or a plain name such as `Word`. `inline`:
    part of the mail's dress (logo, signature, calendar sheet), never a document. `problem`: "" or
    why it is not to be read, a code of `parsers.problems`; `data` is what there is of it.
    """

    path: str
    data: bytes
    media: str
    inline: bool
    problem: str


@dataclass(frozen=True, slots=True)
class SplitMail:
    """A mail taken apart. `body_text`: what the sender himself wrote, without quotes; `quoting`:
    the same with all that it quotes.

    `bounce`: what it returns as undeliverable, if it does.
    """

    headers: MailHeaders
    attachments: tuple[Attachment, ...]
    links: tuple[str, ...]
    body_text: str
    bounce: Bounce | None
    quoting: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a mail a part stands."""

    path: str = ""
    depth: int = 0
    archives: int = 0
    parent: str = ""
    outermost: bool = True


@dataclass(slots=True)
class _Found:
    """What has come out of a mail so far; `texts` are (text, whether the sender wrote it).

    `machine`: which part of it only a program writes, "" if none.
    """

    attachments: list[Attachment] = field(default_factory=list)
    texts: list[tuple[str, bool]] = field(default_factory=list)
    html: list[tuple[str, bool]] = field(default_factory=list)
    parts: int = 0
    machine: str = ""
    overfull: bool = False
    text_left: int = LONGEST_TEXTS
    nested: int = 0
    room: archive.Room = field(default_factory=archive.Room)


def split(raw: bytes) -> SplitMail:
    """Take a raw mail apart. Never raises for what is in the mail; bounded in parts and depth."""
    mail, found = read_mail(raw), _Found()
    _walk(mail, _Place(), found)
    # Some programs write an empty text beside the HTML that says it all.
    own = [t for t, outermost in found.texts if outermost and t.strip()]
    pages = [t for t, outermost in found.html if outermost]
    # What is struck through in the one is plain words in the other.
    own = pages if not own or any(map(has_struck, pages)) else own
    links = [link for text, _ in (*found.texts, *found.html) for link in drive_links(text)]
    headers = read_headers(mail)
    if found.machine and not headers.auto:
        headers = replace(headers, auto=found.machine)
    return SplitMail(
        headers=headers,
        attachments=tuple(found.attachments),
        links=tuple(dict.fromkeys(links)),
        body_text=own_words("\n".join(own)),
        bounce=read_bounce(mail, headers),
        quoting="\n".join(own)[:LONGEST_TEXT],
    )


def _walk(part: Part, place: _Place, found: _Found) -> None:
    if not _has_room(place, found):
        return
    kind, parameters = part.content_type
    if kind.startswith("multipart/") and (inside := _children(part, parameters, found)):
        for child in inside:
            _walk(child, replace(place, depth=place.depth + 1, parent=kind), found)
        return
    if kind == "message/rfc822" or (not kind and place.parent == "multipart/digest"):
        _walk_mail(part, place, file_name(part, parameters) or "message.eml", found)
        return
    _leaf(part, kind, parameters, place, found)


def _children(part: Part, parameters: Parameters, found: _Found) -> list[Part]:
    """The parts of a multipart; where its boundary is not told, its first line shows it."""
    boundary = parameters.get("boundary", "").encode("utf-8")
    if not boundary:
        guess = re.match(
            rb"\s*--([^\s]{1,200})[ \t]*\r?\n", part.raw[part.start : part.start + 500]
        )
        boundary = guess[1] if guess else b""
    return children(part, boundary, MOST_PARTS + 1 - found.parts) if boundary else []


def _has_room(place: _Place, found: _Found) -> bool:
    """Count a part; at the bounds, one attachment says that there is more."""
    found.parts += 1
    if found.parts <= MOST_PARTS and place.depth <= DEEPEST:
        return True
    if not found.overfull:
        found.overfull = True
        found.attachments.append(Attachment(place.path + "…", b"", MAIL, False, "too_big"))
    return False


def _walk_mail(part: Part, place: _Place, name: str, found: _Found) -> None:
    """A mail within the mail; base64 around it is against the standard, and common."""
    if part.encoding:
        data, _ = decode_body(part.body, part.encoding)
        if not _may_open(data, place.path + name, MAIL, found):
            return
        mail = read_mail(data)
    else:
        mail = read_part(part.raw, part.start, part.end)
    _walk(mail, _within(place, name), found)


def _may_open(data: bytes, path: str, media: str, found: _Found) -> bool:
    """Whether what mails hold is looked at that deep; else one attachment says that it is not."""
    found.nested += len(data)
    if found.nested > LONGEST_NESTED:
        found.attachments.append(Attachment(path, b"", media, False, "too_big"))
    return found.nested <= LONGEST_NESTED


def _within(place: _Place, name: str) -> _Place:
    return replace(place, path=f"{place.path}{name}/", depth=place.depth + 1, outermost=False)


def _leaf(part: Part, kind: str, parameters: Parameters, place: _Place, found: _Found) -> None:
    data, damaged = decode_body(part.body, part.encoding)
    name = file_name(part, parameters)
    disposition = parse_parameters(part.first("content-disposition"))[0].lower()
    media = kind_of(data, name)
    if place.outermost:
        found.machine = found.machine or written_by_machine(kind, parameters, data)
    dress = kind in _NEVER_DOCUMENTS or re.fullmatch(r"ATT\d+(\.txt|\.html?)?", name)
    # The bytes decide: Exchange calls a nameless report ATT00001 too.
    if dress and media in _WORDS:
        path = place.path + (name or kind)
        found.attachments.append(Attachment(path, data, media, True, ""))
        return
    if not name and (not kind or kind.startswith("text/")) and media in _WORDS:
        _words(data, kind, parameters, place, found)
        return
    in_text = disposition == "inline" or place.parent == "multipart/related"
    shown_in_text = in_text or bool(part.first("content-id") and disposition != "attachment")
    name = name or f"part-{found.parts}{suffix(media)}"
    # A picture of ours comes back in answers to the mail that showed it.
    ours = MADE_HERE in data[:LONGEST_PNG_HEAD]
    if ours or is_small_picture(data, media, name, shown_in_text=shown_in_text):
        found.attachments.append(Attachment(place.path + name, data, media, True, ""))
        return
    if kind in _SMIME:
        media = "S/MIME"
    _file(data, media, name, "damaged" if damaged else "", place, found)


def _words(data: bytes, kind: str, parameters: Parameters, place: _Place, found: _Found) -> None:
    """A body: its text, and files that were written into it as uuencode."""
    if len(found.texts) + len(found.html) >= MOST_TEXTS:
        return
    beginning = _beginning(data, min(LONGEST_SOURCE, found.text_left))
    found.text_left -= len(beginning)
    text = decode_text(beginning, parameters.get("charset", ""))
    if kind == "text/html":
        found.html.append((text_of_html(text), place.outermost))
        return
    found.texts.append((text, place.outermost))
    if b"begin " in data:
        for name, file, cut in uuencoded(data):
            shown = clean_name(decode_text(name.encode("latin-1"))) or f"part-{found.parts}"
            if _has_room(place, found):
                _file(file, kind_of(file, shown), shown, "damaged" if cut else "", place, found)


def _beginning(data: bytes, limit: int) -> bytes:
    """As much of a text as is looked at, to the end of a line."""
    return data if len(data) <= limit else data[: data.rfind(b"\n", 0, limit) + 1 or limit]


def _file(data: bytes, media: str, name: str, problem: str, place: _Place, found: _Found) -> None:
    """A file as it is, or what is in it where it holds others."""
    path = place.path + name
    if problem:
        found.attachments.append(Attachment(path, data, media, False, problem))
        return
    if media in (MAIL, TNEF) and not _may_open(data, path, media, found):
        return
    if media == MAIL:
        _walk(read_mail(data), _within(place, name), found)
        return
    if media == TNEF:
        _open_tnef(data, name, place, found)
        return
    if media == ZIP:
        media = archive.office_kind(data) or ZIP
    if media == ZIP:
        _open_archive(data, name, place, found)
        return
    problem = "unsupported_media" if media in UNSUPPORTED else ""
    found.attachments.append(Attachment(path, data, media, False, problem))


def _open_archive(data: bytes, name: str, place: _Place, found: _Found) -> None:
    path = place.path + name
    if place.archives >= DEEPEST_ARCHIVE:
        found.attachments.append(Attachment(path, data, ZIP, False, "too_big"))
        return
    inside = replace(_within(place, name), archives=place.archives + 1)
    try:
        entries = list(archive.unpack(data, found.room))
    except archive.BadArchive as refused:
        found.attachments.append(Attachment(path, data, ZIP, False, refused.code))
        return
    if not entries:
        # Empty, or nothing but a system's litter: whoever attached it meant to attach something.
        found.attachments.append(Attachment(path, data, ZIP, False, "damaged"))
    for entry in entries:
        if not _has_room(inside, found):
            return
        _file(entry.data, kind_of(entry.data, entry.name), entry.name, entry.problem, inside, found)


def _open_tnef(data: bytes, name: str, place: _Place, found: _Found) -> None:
    try:
        files = tnef.unpack(data)
    except tnef.BadTnef:
        path = place.path + name
        found.attachments.append(Attachment(path, data, TNEF, False, "unsupported_media"))
        return
    if not files:  # the text of the mail once more, for Outlook
        found.attachments.append(Attachment(place.path + name, data, TNEF, True, ""))
    for number, (title, file) in enumerate(files, 1):
        inside = _within(place, name)
        shown = clean_name(title) or f"part-{number}"
        if _has_room(inside, found):
            _file(file, kind_of(file, shown), shown, "", inside, found)
