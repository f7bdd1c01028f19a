"""winmail.dat: what Outlook makes of attachments for other mail programs (MS-OXTNEF)."""

import struct

from mailproc.intake.mime.charset import decode_text, plain

_TITLE, _DATA, _RENDERING = 0x00018010, 0x0006800F, 0x00069002
_MOST = 200


class BadTnef(Exception):
    """The stream breaks off or is none."""


def unpack(data: bytes) -> list[tuple[str, bytes]]:
    """(name, bytes) of each attachment in the stream. Raises BadTnef."""
    found: list[tuple[str, bytes]] = []
    title, position = "", 6
    while position < len(data):
        if position + 9 > len(data):
            raise BadTnef
        attribute, length = struct.unpack("<II", data[position + 1 : position + 9])
        start, position = position + 9, position + 9 + length + 2
        if position > len(data) or len(found) >= _MOST:
            raise BadTnef
        value = data[start : start + length]
        if attribute == _RENDERING:  # begins the next attachment
            title = ""
        elif attribute == _TITLE:
            title = plain(decode_text(value.rstrip(b"\0")))
            if found and not found[-1][0]:
                found[-1] = (title, found[-1][1])
        elif attribute == _DATA:
            found.append((title, value))
    return found
