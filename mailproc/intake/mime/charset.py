"""Text in whatever charset a mail says or forgets to say, Thai above all."""

import codecs
import re
import unicodedata

from mailproc.intake.mime.transfer import from_base64, from_quoted_printable

LONGEST_HEADER = 64 * 1024
"""Bytes of one header field that are decoded; the rest of it is cut."""

# The Thai ones are read as Windows-874, which holds the others; Python knows no `windows-874`.
_THAI = {"windows874", "xwindows874", "cp874", "tis620", "tis6200", "tis62025330", "iso885911"}
# Codecs of Python that are no charset of mail, and slow or odd on hostile input.
_NEVER = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
_SAYS_NOTHING = {"ascii", "iso8859-1", "cp1252"}

_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")


def decode_text(data: bytes, charset: str = "") -> str:
    """The text in that charset; where it is missing, unknown or wrong, UTF-8, else Windows-874."""
    codec = _codec(charset)
    if codec and not (codec in _SAYS_NOTHING and not data.isascii()):
        try:
            return data.decode(codec)
        except ValueError:
            pass
    try:
        return data.decode("utf-8")
    except ValueError:
        pass
    if codec in _SAYS_NOTHING and not _looks_thai(data):
        return data.decode("cp1252", "replace")
    if codec and codec not in _SAYS_NOTHING:
        text = data.decode(codec, "replace")
        if text.count("\ufffd") * 5 < len(text):  # some letters are broken, not all
            return text
    return data.decode("cp874", "replace")


def decode_words(raw: bytes) -> str:
    """A header's value as text: encoded words (RFC 2047) and raw 8-bit letters alike.

    Neighbouring words of one charset are joined before they are decoded: mailers cut in the
    middle of Thai letters. Control characters become spaces.
    """
    text = decode_text(raw[:LONGEST_HEADER])
    shown: list[str] = []
    pending, pending_charset, end = b"", "", 0
    for word in _WORD.finditer(text):
        between = text[end : word.start()]
        data = _word_bytes(word[2], word[3])
        charset = word[1].lower()
        if pending_charset == charset and not between.strip():
            pending += data
        else:
            shown.append(decode_text(pending, pending_charset))
            # Space between two encoded words is not part of the text.
            shown.append(between if between.strip() or not pending_charset else "")
            pending, pending_charset = data, charset
        end = word.end()
    shown += [decode_text(pending, pending_charset), text[end:]]
    return plain("".join(shown))


def plain(text: str) -> str:
    """On one line, without control characters, and without those that turn the direction."""
    return " ".join("".join(map(_shown, text)).split())


def _shown(letter: str) -> str:
    if letter.isprintable():
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def _word_bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8")
    if encoding in "bB":
        return from_base64(data)[0]
    return from_quoted_printable(data.replace(b"_", b" "))


def _codec(charset: str) -> str:
    name = charset.strip().strip("\"'").lower()
    if re.sub(r"[^a-z0-9]", "", name) in _THAI:
        return "cp874"
    if not re.fullmatch(r"[a-z0-9][a-z0-9._:+-]{0,40}", name):
        return ""
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name.replace("-", "_") not in _NEVER else ""


def _looks_thai(data: bytes) -> bool:
    """Half of the letters are in the upper half: no western language writes whole words so."""
    high = sum(1 for b in data[:4000] if b >= 0xA1)
    letters = sum(1 for b in data[:4000] if chr(b).isalpha() or b >= 0xA1)
    return high >= 3 and high * 2 >= letters
