"""The free list of other channels: "ป้ายไวนิล จำนวน 115 ครั้ง, TikTok 3 ครั้ง"."""

import re

from parsers.reading import Channel
from parsers.thai import DASHES, ascii_digits, clean, dotted, normalise, squeeze
from parsers.values.counts import read_count
from parsers.values.parsed import Parsed, doubtful, sure

_NUMBER = r"[0-9๐-๙][0-9๐-๙,]*"
_TIMES = r"ครั้ง|ครัง|ครง|ครั้้ง"
_ENTRY = re.compile(
    rf"(?:จำนวน\s*[:=]?\s*(?P<a>{_NUMBER}|[-–—])\s*(?:{_TIMES})?"
    rf"|(?P<b>{_NUMBER}|(?<=\s)[-–—])\s*(?:{_TIMES})"
    rf"|[(=:]\s*(?P<c>{_NUMBER})\s*\)?(?=\s*(?:[,/;\n]|และ|$)))"
)
_SEPARATORS = " \n\t,/;:•·●▪*-–—.…()"
_LEAD = re.compile(r"^(?:และ|กับ|,|/|;)\s*")
_BULLET = re.compile(r"^(?:[0-9๐-๙]{1,2}\s*[.)]\s*|[(][0-9๐-๙]{1,2}[)]\s*)")


def read_channels(text: str) -> Parsed:
    """Every channel with its times, in the order written; () where nothing was written.

    Doubtful where a piece of text has no number, or a number is out of range.
    """
    body = re.sub(r"[.…_]{2,}|[…_]", " ", normalise(text)).strip()
    if not squeeze(body):
        dashes = [c for c in body if c in DASHES]
        return sure(()) if dashes else Parsed((), "blank")
    if squeeze(body) in ("ไม่มี", "ไม่มีครับ", "ไม่มีค่ะ"):
        return doubtful(())
    found: list[Channel] = []
    certain, at = True, 0
    for match in _ENTRY.finditer(body):
        name = _name(body[at : match.start()])
        count = read_count(match["a"] or match["b"] or match["c"])
        times = count.value if isinstance(count.value, int) else None
        certain &= bool(name) and count.status == "accepted" and not re.search(r"\d", _digits(name))
        found.append(Channel(name, times))
        at = match.end()
    rest = _name(body[at:])
    if rest:
        found.append(Channel(rest, None))
    return sure(tuple(found)) if certain and not rest and found else doubtful(tuple(found))


def _digits(text: str) -> str:
    return ascii_digits(clean(text))


def _name(piece: str) -> str:
    """A channel's name without separators, bullets and the joining และ."""
    name = re.sub(r"\s+", " ", piece).strip(_SEPARATORS)
    while True:
        stripped = _BULLET.sub("", _LEAD.sub("", name)).strip(" ,/;:-")
        if stripped == name:
            break
        name = stripped
    name = re.sub(r"(?:\s*จำนวน)+$", "", name)
    return dotted(name)
