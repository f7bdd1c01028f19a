"""From the words of a field to its value, by the field's kind. Used for every way of reading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.form import Field, Form
from parsers.reading import Unit
from parsers.thai import CONSONANTS, DASHES, dotted, is_thai, normalise, skeleton
from parsers.values.channels import read_channels
from parsers.values.counts import read_count
from parsers.values.months import read_month
from parsers.values.parsed import EMPTY, Parsed, doubtful, sure
from parsers.values.places import read_province, read_unit

_LEADERS = re.compile(r"[.…‥_]{2,}|[…‥_]")
# What is left of a leader before and after a text.
_LOOSE_DOTS = re.compile(r"^[ .]+|(?<=^\()[ .]+|(?: [ .]+|\.[ .]+)(?=\)?$)")
_SIGNED = re.compile(r"^\(?\s*(?:ลงชื่อ|ลงนาม)\s*\)?")
_TITLES = ("นางสาว", "นาย", "นาง", "น.ส.", "ดร.", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.", "จ่าเอก", "สิบเอก")


@dataclass(frozen=True, slots=True)
class Damage:
    """What a page does to all its text: `spaced` tears words apart, `marks_lost` drops marks."""

    spaced: bool = False
    marks_lost: bool = False


def read_value(
    form: Form, item: Field, text: str, units: Sequence[Unit], damage: Damage | None = None
) -> Parsed:
    """The value that `text` (lines parted by line breaks) gives a field of any kind but choice."""
    harm = damage or Damage()
    if item.kind == "count":
        return read_count(text.replace("\n", " "), spaced=harm.spaced)
    body = _LEADERS.sub(" ", normalise(joined(text)))
    if item.kind == "month":
        return read_month(body, marks_lost=harm.marks_lost, spaced=harm.spaced)
    if item.kind == "unit":
        return read_unit(body, units)
    if item.kind == "province":
        return read_province(body, form.province)
    read = _channels if item.kind == "channels" else _text
    return read(body, harm)


def joined(text: str) -> str:
    """Lines as one text: Thai words go on over a line break, others are separated by it."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    out = ""
    for line in lines:
        glue = "" if not out or (is_thai(out[-1]) and is_thai(line[0])) else " "
        out += glue + line
    return out


def _channels(text: str, damage: Damage) -> Parsed:
    parsed = read_channels(closed_up(text) if damage.spaced else text)
    harmed = damage.spaced or damage.marks_lost or "\ufffd" in text
    return doubtful(parsed.value) if harmed and parsed.value else parsed


def _text(text: str, damage: Damage) -> Parsed:
    """Free text: the inside of brackets where it stands in such, no leaders around it."""
    body = _LOOSE_DOTS.sub("", re.sub(r"\s+", " ", text).strip(" :"))
    body = _SIGNED.sub("", body).strip()
    inside = re.search(r"\(\s*(.*\S)\s*\)", body)
    if inside and not skeleton(body[: inside.start()] + body[inside.end() :]):
        body = inside[1]
    body = body.strip(" ()")
    if not skeleton(body):
        return EMPTY
    if all(c in DASHES for c in body):
        return EMPTY
    body = dotted(body)
    if damage.spaced:
        return doubtful(_name_parted(closed_up(body), body))
    return doubtful(body) if damage.marks_lost or "\ufffd" in body else sure(body)


def closed_up(text: str) -> str:
    """Torn text without the spaces between Thai letters."""
    return re.sub(r"(?<=[ก-๎]) (?=[ก-๎])", "", text)


def _name_parted(closed: str, torn: str) -> str:
    """A person's name out of torn text: parted at the space that leaves two likely halves."""
    title = next((t for t in _TITLES if closed.startswith(t)), "")
    if not title:
        return closed
    name = closed[len(title) :]
    spots, letters = [], 0
    for i, char in enumerate(torn):
        if char == " ":
            spots.append((letters - len(title), torn[i + 1 : i + 2]))
        else:
            letters += 1
    likely = [
        at
        for at, after in spots
        if 2 < at < len(name) - 2 and (after in CONSONANTS or after in "เแโใไ")
    ]
    if not likely:
        return closed
    at = min(likely, key=lambda n: abs(2 * n - len(name)))
    return f"{title}{name[:at]} {name[at:]}"
