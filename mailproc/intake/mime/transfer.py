"""Content-Transfer-Encoding: base64, quoted-printable and uuencode, whole or broken."""

import binascii
import re
from collections.abc import Iterator

MOST_PIECES = 1000
MOST_BEGINS = 1000
_NOT_BASE64 = bytes(
    sorted(
        set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
    )
)
_BLANK_LINE = re.compile(rb"\n[ \t\r]*\n")
_WHOLE = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,300})\r?\n", re.M)


def decode_body(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """The bytes that were sent, and whether something of them is lost or unsure."""
    match encoding.strip().lower():
        case "base64":
            return from_base64(data)
        case "quoted-printable":
            return from_quoted_printable(data), False
        case "uuencode" | "x-uuencode" | "uue" | "x-uue":
            files = list(uuencoded(data))
            return (files[0][1], files[0][2]) if files else (data, True)
    return data, False


def from_quoted_printable(data: bytes) -> bytes:
    """Decode quoted-printable; what is no escape stays as it is."""
    return binascii.a2b_qp(data)


def from_base64(data: bytes) -> tuple[bytes, bool]:
    """Decode base64, as much as there is; true where something is lost or unsure.

    A footer that a mailing list hung on after the end is left out and is no damage.
    """
    packed = data.translate(None, b" \t\r\n")
    if _WHOLE.fullmatch(packed):
        return _decode_run(packed)
    head = _BLANK_LINE.split(data.lstrip(), maxsplit=1)[0].translate(None, b" \t\r\n")
    if len(head) % 4 == 0 and head and _WHOLE.fullmatch(head):
        return _decode_run(head)
    return _pieces(packed)


def _pieces(packed: bytes) -> tuple[bytes, bool]:
    """Base64 with padding or strange letters in between: decoded from padding to padding."""
    clean = packed.translate(None, _NOT_BASE64)
    decoded, lost = [], len(clean) != len(packed)
    if clean.count(b"=") > MOST_PIECES:
        return _decode_run(clean.replace(b"=", b""))[0], True
    for run in re.findall(rb"[^=]+=*", clean):
        data, run_lost = _decode_run(run)
        decoded.append(data)
        lost = lost or run_lost
    return b"".join(decoded), lost


def _decode_run(run: bytes) -> tuple[bytes, bool]:
    letters = run.rstrip(b"=")
    if len(letters) % 4 == 1:  # six bits are no byte
        return binascii.a2b_base64(letters[:-1]), True
    padding = -len(letters) % 4
    return binascii.a2b_base64(letters + b"=" * padding), len(run) - len(letters) < padding


def uuencoded(text: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """Each uuencoded file in a text: its name (raw bytes as Latin-1), bytes, whether it is cut."""
    position, begins = 0, 0
    while begins < MOST_BEGINS and (begin := _UU_BEGIN.search(text, position)):
        begins += 1
        data: list[bytes] = []
        position, whole = begin.end(), False
        for line in _lines(text, position):
            position += len(line)
            bare = line.rstrip(b"\r\n")
            if bare == b"end":
                whole = True
                break
            if (decoded := _uu_line(bare)) is None:
                position -= len(line)  # may be the next `begin`
                break
            data.append(decoded)
        if data:
            yield begin[1].decode("latin-1").strip(), b"".join(data), not whole


def _uu_line(line: bytes) -> bytes | None:
    if line in (b"", b"`", b" "):
        return b""
    size = (line[0] - 32) & 63
    if len(line) < 1 + (size * 4 + 2) // 3 or len(line) > 1 + (size + 2) // 3 * 4 + 2:
        return None
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return None


def _lines(text: bytes, start: int) -> Iterator[bytes]:
    while start < len(text):
        end = text.find(b"\n", start) + 1 or len(text)
        yield text[start:end]
        start = end
