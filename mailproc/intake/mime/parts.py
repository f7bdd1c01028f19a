"""A mail as parts: header fields, and a body that is a range of the raw bytes, never a copy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailproc.intake.mime.params import Parameters, parse_parameters

LONGEST_HEADERS = 1024 * 1024
"""Bytes of a mail's header fields that are looked at; a longer header is `cut`."""
LONGEST_PART_HEADERS = 16 * 1024
"""The same for each part within a mail."""
LONGEST_BOUNDARY_LINE = 300
MOST_FALSE_BOUNDARIES = 10_000

_END_OF_HEADERS = re.compile(rb"\n\r*\n")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_IDENTITY = {"", "7bit", "8bit", "binary"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mail, or a mail: `raw[start:end]` is its body, still encoded.

    `fields` are (name in lower case, unfolded raw value) in order. `cut`: the header was longer
    than is looked at.
    """

    raw: bytes
    start: int
    end: int
    fields: tuple[tuple[str, bytes], ...]
    cut: bool

    def all(self, name: str) -> list[bytes]:
        """The values of every field of that name, topmost first."""
        return [value for key, value in self.fields if key == name]

    def first(self, name: str) -> bytes:
        """The value of the topmost field of that name, or nothing."""
        return next((value for key, value in self.fields if key == name), b"")

    @property
    def body(self) -> bytes:
        """The body as it stands in the mail."""
        return self.raw[self.start : self.end]

    @property
    def content_type(self) -> tuple[str, Parameters]:
        """The media type in lower case, and its parameters."""
        value, parameters = parse_parameters(self.first("content-type"))
        return value.lower(), parameters

    @property
    def encoding(self) -> str:
        """The Content-Transfer-Encoding in lower case, "" where the body stands as it is."""
        named = self.first("content-transfer-encoding").split(b";")[0]
        encoding = named.decode("latin-1").strip().strip("\"'").lower()
        return "" if encoding in _IDENTITY else encoding


def read_mail(raw: bytes) -> Part:
    """The whole mail: header fields, an empty line, body."""
    return read_part(raw, 0, len(raw), LONGEST_HEADERS)


def read_part(raw: bytes, start: int, end: int, longest: int = LONGEST_PART_HEADERS) -> Part:
    """The part that stands in that range."""
    limit = min(end, start + longest)
    if raw[start : start + 1] == b"\n" or raw[start : start + 2] == b"\r\n":
        return Part(raw, raw.index(b"\n", start) + 1, end, (), False)
    blank = _END_OF_HEADERS.search(raw, start, limit)
    stop = blank.start() if blank else limit
    body = blank.end() if blank else limit
    return Part(raw, body, end, tuple(_fields(raw[start:stop])), blank is None and limit < end)


def _fields(block: bytes) -> Iterator[tuple[str, bytes]]:
    """Header fields; lines that are none are left out.

    A lone carriage return ends a line too: no field can hide behind one from the count of
    From fields.
    """
    name, value = "", []
    for line in _LINE_END.split(block):
        if line[:1] in (b" ", b"\t"):
            value.append(line)
            continue
        if name:
            yield name, b"".join(value).strip()
        head, colon, rest = line.partition(b":")
        name = head.decode("latin-1").strip().lower() if colon else ""
        value = [rest]
    if name:
        yield name, b"".join(value).strip()


def children(part: Part, boundary: bytes, limit: int) -> list[Part]:
    """The parts between the boundary lines, at most `limit` of them.

    A last part that no boundary ends goes to the end of its parent.
    """
    found: list[Part] = []
    opened: int | None = None
    for line_start, line_end, closing in _boundary_lines(part, boundary):
        if opened is not None:
            found.append(read_part(part.raw, opened, _before_line(part.raw, opened, line_start)))
        opened = None if closing else line_end
        if closing or len(found) >= limit:
            return found
    if opened is not None:
        found.append(read_part(part.raw, opened, part.end))
    return found


def _boundary_lines(part: Part, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """(start of the line, start of the next line, whether it is the last) of boundary lines."""
    raw, mark, false = part.raw, b"--" + boundary, 0
    position = part.start
    while (position := raw.find(mark, position, part.end)) >= 0:
        after = position + len(mark)
        newline = raw.find(b"\n", after, min(after + LONGEST_BOUNDARY_LINE, part.end))
        line_end = newline + 1 if newline >= 0 else part.end
        rest = raw[after : min(line_end, after + LONGEST_BOUNDARY_LINE)].strip()
        at_start = position == part.start or raw[position - 1 : position] == b"\n"
        if at_start and rest in (b"", b"--"):
            yield position, line_end, rest == b"--"
            position = line_end
            continue
        false += 1
        if false > MOST_FALSE_BOUNDARIES:
            return
        position = after


def _before_line(raw: bytes, start: int, line_start: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    end = line_start
    if end > start and raw[end - 1 : end] == b"\n":
        end -= 1
        if end > start and raw[end - 1 : end] == b"\r":
            end -= 1
    return end
