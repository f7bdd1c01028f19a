"""Mails for the tests, written out as bytes: no well-behaved library builds the odd ones."""

import base64
import io
import zipfile
from collections.abc import Sequence

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
HEAD = b"From: na-mon@example.go.th\r\nTo: office@example.go.th\r\nSubject: report\r\n"


def png(width: int, height: int, size: int = 5000) -> bytes:
    """The beginning of a PNG of that many pixels, filled up to that many bytes."""
    start = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    return (start + width.to_bytes(4, "big") + height.to_bytes(4, "big")).ljust(size, b"\x01")


def jpeg(width: int, height: int) -> bytes:
    """The beginning of a JPEG of that many pixels."""
    frame = b"\xff\xc0\x00\x11\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return JPEG + frame.ljust(5000, b"\x01")


def part(body: bytes, *fields: bytes) -> bytes:
    """One part with these header fields."""
    return b"".join(f + b"\r\n" for f in fields) + b"\r\n" + body


def file(data: bytes, *fields: bytes) -> bytes:
    """A part with that file in base64."""
    encoded = base64.encodebytes(data).replace(b"\n", b"\r\n")
    return part(encoded, b"Content-Transfer-Encoding: base64", *fields)


def multipart(*parts: bytes, kind: bytes = b"mixed", boundary: bytes = b"B1") -> bytes:
    """A multipart with its Content-Type field, without other headers."""
    inside = b"".join(b"--" + boundary + b"\r\n" + p + b"\r\n" for p in parts)
    field = b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"\r\n\r\n'
    return field + inside + b"--" + boundary + b"--\r\n"


def mail(
    *parts: bytes, head: bytes = HEAD, kind: bytes = b"mixed", boundary: bytes = b"B1"
) -> bytes:
    """A whole mail with these parts."""
    return head + b"MIME-Version: 1.0\r\n" + multipart(*parts, kind=kind, boundary=boundary)


def text(words: str, charset: str = "utf-8") -> bytes:
    """A plain text part."""
    encoded = words.encode("cp874" if charset == "windows-874" else charset)
    return part(
        encoded,
        f"Content-Type: text/plain; charset={charset}".encode(),
        b"Content-Transfer-Encoding: 8bit",
    )


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def tnef(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A winmail.dat with these files."""

    def attribute(number: int, value: bytes) -> bytes:
        total = sum(value) & 0xFFFF
        head = b"\x02" + number.to_bytes(4, "little") + len(value).to_bytes(4, "little")
        return head + value + total.to_bytes(2, "little")

    stream = b"\x78\x9f\x3e\x22\x01\x00" + attribute(0x00089006, b"\x00\x00\x01\x00")
    for name, data in files:
        stream += attribute(0x00069002, b"\x00" * 14)
        stream += attribute(0x0006800F, data) + attribute(0x00018010, name.encode("cp874") + b"\0")
    return stream
