"""ZIP files, unpacked in memory within bounds; no name in them ever becomes a path on disk."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from mailproc.intake.mime.charset import decode_text, plain

MOST_ENTRIES = 200
MOST_BYTES = 200_000_000
MOST_TIMES = 200
"""An entry may unpack to so many times its packed size (a white page scan reaches 100)."""
_FREE_BYTES = 1_000_000
"""Up to so many bytes the ratio is not asked: small files of zeros are harmless."""
_LARGEST_DIRECTORY = 1_000_000
_READABLE_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    OverflowError,
    LookupError,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive: its name, its bytes, and a problem code where it has no bytes."""

    name: str
    data: bytes
    problem: str = ""


class BadArchive(Exception):
    """The archive as a whole is refused; `code` is a code of `parsers.problems`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Room:
    """How many more bytes may be unpacked for one mail, all its archives together."""

    def __init__(self) -> None:
        self.left = MOST_BYTES


def office_kind(data: bytes) -> str:
    """Which office program writes a ZIP like this, or "" for a plain archive."""
    try:
        names = set(_opened(data).namelist())
    except (BadArchive, *_BROKEN):
        return ""
    if "[Content_Types].xml" in names:
        folders = {n.split("/")[0] for n in names}
        kinds = (("word", "Word"), ("xl", "Excel"), ("ppt", "PowerPoint"))
        return next((kind for folder, kind in kinds if folder in folders), "Office")
    return "OpenDocument" if {"mimetype", "META-INF/manifest.xml"} <= names else ""


def unpack(data: bytes, room: Room) -> Iterator[Entry]:
    """The files in a ZIP, in its order, folders and system litter left out.

    Raises BadArchive before the first entry: damaged, too_big (a directory of too many entries).
    """
    try:
        archive = _opened(data)
    except _BROKEN as error:
        raise BadArchive("damaged") from error
    for number, info in enumerate(archive.infolist()):
        if number >= MOST_ENTRIES:
            yield Entry("…", b"", "too_big")
            return
        name = _name(info)
        if info.is_dir() or _is_litter(name):
            continue
        yield _entry(archive, info, name, room)


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive, if its directory is small enough to be read at all."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if end < 0 or len(data) < end + 22:
        raise BadArchive("damaged")
    (size,) = struct.unpack("<I", data[end + 12 : end + 16])
    if size > _LARGEST_DIRECTORY:  # 0xFFFFFFFF: ZIP64, for archives that no mail can carry
        raise BadArchive("too_big")
    return zipfile.ZipFile(BytesIO(data))


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, room: Room) -> Entry:
    if info.flag_bits & _ENCRYPTED:
        return Entry(name, b"", "encrypted")
    if info.compress_type not in _READABLE_METHODS:  # others may ask for any amount of memory
        return Entry(name, b"", "unsupported_media")
    limit = min(room.left, max(_FREE_BYTES, info.compress_size * MOST_TIMES))
    try:
        with archive.open(info) as file:
            data = file.read(limit + 1)  # what the directory says about the size is not believed
    except _BROKEN:
        return Entry(name, b"", "damaged")
    room.left -= min(len(data), limit)  # what was unpacked in vain counts too
    return Entry(name, data) if len(data) <= limit else Entry(name, b"", "too_big")


def _name(info: zipfile.ZipInfo) -> str:
    """The file's name; without the UTF-8 mark Thai Windows writes its own code page."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        name = decode_text(name.encode("cp437", "replace"))
    return plain(name.replace("\\", "/"))[:200]


def _is_litter(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last in (".DS_Store", "Thumbs.db", "desktop.ini")
