"""How IMAP writes days, moments and the names of folders."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from imap_tools.imap_utf7 import utf7_decode, utf7_encode

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_INTERNALDATE = re.compile(
    rb'INTERNALDATE "([ \d]?\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"'
)
_LISTED = re.compile(rb'^\(([^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (.+)$', re.S)


def number(digits: str | bytes) -> int:
    """A number as IMAP has them (RFC 3501, 4.2). Raises ValueError."""
    value = int(digits)
    if not 0 <= value < 2**32:
        raise ValueError(f"not a number of 32 bits: {value}")
    return value


def search_date(day: date) -> str:
    """A day as SEARCH takes it: `05-Feb-2026`."""
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year:04d}"


def arrival(answer: bytes) -> datetime | None:
    """INTERNALDATE in an answer to FETCH, in UTC; None where it is missing or rubbish."""
    match = _INTERNALDATE.search(answer)
    if not match or match[2].decode().title() not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(match[i]) for i in (1, 3, 4, 5, 6))
    offset = timedelta(hours=int(match[8]), minutes=int(match[9])) * (-1 if match[7] == b"-" else 1)
    try:
        month = _MONTHS.index(match[2].decode().title()) + 1
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone(offset))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def utf7(text: str) -> str:
    """A label or folder name as IMAP writes it (RFC 3501, 5.1.3)."""
    return utf7_encode(text).decode("ascii")


def folder_with_use(answer: object, use: bytes) -> str:
    """The folder in an answer to LIST, if it is marked for that use; "" else."""
    match = _LISTED.match(answer) if isinstance(answer, bytes) else None
    if match and use.lower() in match[1].lower().split():
        return _folder_name(match[2])
    return ""


def folder_to_open(answer: object) -> str:
    """The folder in an answer to LIST, "" if it is one that cannot be opened, a mere name."""
    match = _LISTED.match(answer) if isinstance(answer, bytes) else None
    if match is None or {b"\\noselect", b"\\nonexistent"} & set(match[1].lower().split()):
        return ""
    return _folder_name(match[2])


def quoted(text: str) -> str:
    """A string in quotation marks (RFC 3501, 4.3), as `_folder_name` reads a name."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _folder_name(listed: bytes) -> str:
    name = listed.strip()
    if name.startswith(b'"') and name.endswith(b'"'):
        name = name[1:-1].replace(b'\\"', b'"').replace(b"\\\\", b"\\")
    try:
        return str(utf7_decode(name))
    except ValueError:  # “R&D” as it stands
        return name.decode("latin-1")
