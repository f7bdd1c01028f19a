"""What a file is by its bytes, beyond what the readers take: named, so that a person understands.

Office files, archives and the small pictures in signatures are told apart here; a file name decides
only where bytes say nothing.
"""

import re
import struct

from parsers.document import media_of

UNKNOWN = "application/octet-stream"
TEXT, HTML, ZIP, TNEF, MAIL = "text", "HTML", "ZIP", "winmail.dat", "mail"
UNSUPPORTED = frozenset(
    {"Word", "Excel", "PowerPoint", "OpenDocument", "Outlook", "Office", "RAR", "7z", "gzip"}
    | {"RTF", "video", "S/MIME", TEXT, HTML}
)
"""Names that no reader takes and of which the sender is told: please send it as PDF."""

_SIGNATURES = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"PK\x07\x08", ZIP),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"\x78\x9f\x3e\x22", TNEF),
    (b"GIF8", "image/gif"),
    (b"\x1a\x45\xdf\xa3", "video"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "Office"),
    ("WordDocument", "Word"),
    ("Workbook", "Excel"),
    ("PowerPoint Document", "PowerPoint"),
    ("__substg1.0_", "Outlook"),
)
_HEADER_LINE = re.compile(
    rb"(?:received|return-path|from|to|subject|date|message-id|mime-version|delivered-to|x-[\w-]+"
    rb"|content-type|reply-to|sender|cc|dkim-signature)[ \t]*:",
    re.I,
)
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def kind_of(data: bytes, name: str) -> str:
    """The MIME type where a reader takes it, a plain name as above, or UNKNOWN."""
    for signature, kind in _SIGNATURES:  # before %PDF, which may stand a little behind them
        if data.startswith(signature):
            return kind
    if data.startswith(_OLE):
        return next((k for s, k in _OLE_STREAMS if s.encode("utf-16-le") in data), "Office")
    media = media_of(data)
    if media != UNKNOWN:
        return media
    if data[4:8] == b"ftyp":
        return "video"
    if name.lower().endswith(".eml") and _HEADER_LINE.match(data.lstrip()[:100]):
        return MAIL
    start = data[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return HTML
    return TEXT if data and _is_text(data[:2000]) else UNKNOWN


def is_small_picture(data: bytes, media: str, name: str, *, shown_in_text: bool) -> bool:
    """A logo or a signature's icon: too small to be a form, and part of the text.

    A sheet of paper cannot be read from less than 320 pixels across.
    """
    if not media.startswith("image/"):
        return False
    if media == "image/gif":
        return shown_in_text
    across = min(_pixels(data, media) or (10_000, 10_000))
    by_mailer = re.fullmatch(r"image\d{3}\.(png|jpe?g)", name.lower()) is not None
    return across < 320 if shown_in_text or by_mailer else across < 100


def _is_text(data: bytes) -> bool:
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data)


def _pixels(data: bytes, media: str) -> tuple[int, int] | None:
    """Width and height as the file's header says, None where it does not say."""
    if media == "image/png" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return (width, height)
    return _jpeg_pixels(data) if media == "image/jpeg" else None


def _jpeg_pixels(data: bytes) -> tuple[int, int] | None:
    data, position = data[:1_000_000], 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return (width, height)
        if marker == 0xFF:  # filling
            position += 1
            continue
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        position += 2 + max(length, 2)
    return None
