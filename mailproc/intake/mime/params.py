"""Parameters of Content-Type and Content-Disposition: RFC 2045, 2231, and what mailers do."""

import re
from itertools import islice
from urllib.parse import unquote_to_bytes

from mailproc.intake.mime.charset import decode_text, decode_words

LONGEST = 16 * 1024
MOST = 100
"""Parameters of one field that are looked at; a long name in pieces has some twenty."""
LONGEST_VALUE = 4 * 1024
"""Bytes of one of them; a name of 255 Thai letters takes some 1,300."""
_PARAMETER = re.compile(rb';\s*([^\s=;"]{1,100})\s*=\s*("(?:\\.|[^"\\])*"?|[^;]*)', re.S)
_SEGMENT = re.compile(r"^([^*]+)(?:\*(\d{1,4}))?(\*)?$")

Parameters = dict[str, str]


def parse_parameters(raw: bytes) -> tuple[str, Parameters]:
    """The value before the first semicolon, and the parameters after it, names in lower case."""
    raw = raw[:LONGEST]
    value = raw.split(b";", 1)[0].decode("latin-1").strip()
    segments: dict[str, list[tuple[int, bool, bytes]]] = {}
    parameters: Parameters = {}
    for match in islice(_PARAMETER.finditer(raw), MOST):
        name = match[1].decode("latin-1").lower()
        text = _unquoted(match[2])[:LONGEST_VALUE]
        parts = _SEGMENT.match(name)
        if parts and (parts[2] or parts[3]):
            segments.setdefault(parts[1], []).append((int(parts[2] or 0), bool(parts[3]), text))
        else:
            parameters.setdefault(name, decode_words(text))
    for name, pieces in segments.items():  # RFC 2231 wins over the plain spelling beside it
        parameters[name] = _joined(pieces)
    return value, parameters


def _unquoted(raw: bytes) -> bytes:
    raw = raw.strip()
    if raw[:1] != b'"':
        return raw
    # Only these two: some mailers write whole Windows paths, with single backslashes.
    return re.sub(rb'\\(["\\])', rb"\1", raw[1:].removesuffix(b'"'))


def _joined(pieces: list[tuple[int, bool, bytes]]) -> str:
    """`name*0*=utf-8''%E0…; name*1*=…`: the charset stands in the first piece."""
    charset, data = "", []
    for position, (_, encoded, raw) in enumerate(sorted(pieces, key=lambda p: p[0])):
        text = raw
        if encoded and position == 0 and raw.count(b"'") >= 2:
            said, _, text = raw.split(b"'", 2)
            charset = said.decode("latin-1")
        data.append(unquote_to_bytes(text) if encoded else text)
    whole = b"".join(data)
    return decode_words(whole) if whole.startswith(b"=?") else decode_text(whole, charset)
