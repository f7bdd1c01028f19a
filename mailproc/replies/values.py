"""From the words of an answer to a value: what is not plainly one is refused, never guessed."""

import re

from mailproc.config import Config
from mailproc.month.period import is_period
from mailproc.replies.words import CHANGES, TURNS
from parsers.form import Field
from parsers.reading import Value
from parsers.thai import squeeze
from parsers.values.channels import read_channels
from parsers.values.counts import LARGEST, read_count
from parsers.values.months import read_month

_EMPTY = ("ว่าง", "เว้นว่าง", "ไม่ได้กรอก")
_YES = ("ดำเนินการแล้ว", "ดำเนินการเรียบร้อยแล้ว")
_NO = ("ยังไม่ดำเนินการ", "ยังไม่ได้ดำเนินการ")


class NotAValue(Exception):
    """The words are no value for the field; the message says so in Thai, to be mailed."""


def value_of(field: Field, words: str, config: Config) -> Value:
    """The value that the words plainly give the field: a unit's id, a period, a count, a choice,
    or a list of channels.

    Raises NotAValue.
    """
    if field.kind == "count":
        return _count(field, words)
    if field.kind == "choice":
        return _choice(field, words)
    if field.kind == "channels":
        return _channels(field, words)
    if field.kind == "unit":
        unit = config.find_unit(words) or config.find_unit(re.sub(r"^(อำเภอ|อ\.)\s*", "", words))
        if unit is None:
            raise NotAValue(f"ไม่รู้จักหน่วยรายงาน “{words}”")
        return unit.id
    parsed = read_month(words)
    if (
        parsed.status != "accepted"
        or not isinstance(parsed.value, str)
        or not is_period(parsed.value)
    ):
        raise NotAValue(f"“{words}” ไม่ใช่เดือนและปีที่ชัดเจน เช่น มกราคม 2569")
    return parsed.value


def is_choice(words: str) -> bool:
    """Whether the words say that something was done, or was not yet."""
    return squeeze(words) in map(squeeze, (*_YES, *_NO))


def _count(field: Field, words: str) -> Value:
    if squeeze(words) in _EMPTY:
        if field.required:
            raise NotAValue(f"“{field.short}” เว้นว่างไม่ได้")
        return None
    parsed = read_count(words)
    if not re.search("[0-9๐-๙]", words) or type(parsed.value) is not int:
        raise NotAValue(f"“{words}” ไม่ใช่จำนวนที่ชัดเจนสำหรับ “{field.short}”")
    if not 0 <= parsed.value <= LARGEST:
        raise NotAValue(f"“{field.short}” {parsed.value:,} เกินกว่าที่รับได้ (0 ถึง {LARGEST:,})")
    if parsed.status != "accepted" or _other_suffix(field, words):
        raise NotAValue(f"“{words}” ไม่ใช่จำนวนที่ชัดเจนสำหรับ “{field.short}”")
    return parsed.value


def _channels(field: Field, words: str) -> Value:
    if squeeze(words) in (*_EMPTY, "ไม่มี"):
        return ()
    parsed = read_channels(words)
    if parsed.status != "accepted" or TURNS.search(words) or CHANGES.search(words):
        example = "ป้ายไวนิล 5 ครั้ง, รถแห่ 3 ครั้ง"
        raise NotAValue(f"“{words}” ไม่ใช่รายการที่ชัดเจนสำหรับ “{field.short}” โปรดตอบ เช่น “{example}”")
    return parsed.value


def _other_suffix(field: Field, words: str) -> bool:
    return any(s in words and s != field.suffix for s in ("ครั้ง", "แห่ง"))


def _choice(field: Field, words: str) -> Value:
    said = squeeze(words)
    if said in (*map(squeeze, _YES), squeeze(field.yes)):
        return True
    if said in (*map(squeeze, _NO), squeeze(field.no)):
        return False
    raise NotAValue(f"“{words}” ไม่ใช่คำตอบของ “{field.short}” โปรดตอบ {field.yes} หรือ {field.no}")
