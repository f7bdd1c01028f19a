"""What words beside a sheet say that the sheet does not: whatever does not go with every report.

Nothing is done for them; staff read them, and a unit whose words would change a value is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailproc.config import Config
from mailproc.replies import signed
from mailproc.replies.about import months_named, names_another_unit, without_subject
from mailproc.replies.grammar import lines_said, parse
from mailproc.replies.line import LONGEST_LINE, bare_of
from mailproc.replies.orders import AcceptAll, AskStatus, Confirm, Order, SetField
from mailproc.replies.spoken import spoken_of
from mailproc.replies.usual import Kind, kind_of, says_something
from mailproc.replies.values import NotAValue, value_of
from mailproc.thai_dates import MONTHS, SHORT_MONTHS
from parsers.form import Field
from parsers.thai import ascii_digits, normalise, squeeze
from storage.records import Revision

LONGEST_LETTER = 8000
"""Letters of what is read line by line; of more, staff read how it begins."""
_COUNTED = re.compile(r"[0-9]\s*(?:ครั้ง|แห่ง)")
_OTHERWISE = re.compile(r"ผิด|ไม่|แก้(?!ว)|เปลี่ยน|ปรับ|สลับ|คลาดเคลื่อน|เกิน|ขาด|ลบ|ถูก|ต้องเป็น|จริง|เดิม|เพิ่ม")
"""What a line that names a field has if it is to change it."""
_SPREAD = re.compile(
    r"ไม่เชื่อ|ไม่รีบ|ไม่โอน|(?:กระทำ)?ความผิด|รับผิดชอบ|(?<!ไม่)ถูกต้องครบถ้วน|ยืนยันความถูกต้อง|ตัวจริง"
)
"""The campaign's slogan, and what else only sounds so."""
_ANNOUNCED = re.compile(r"แก้ไข|แก้(?!ว)|ปรับปรุง|เปลี่ยน|เพิ่ม")
"""Said without a number, that is what the sheet itself does."""
_PLACES = re.compile(r"([0-9]+)\s*(?:แห่ง|อปท\.?)")
_ALL_DONE = re.compile(
    r"(?:ทุก\s*(?:อปท\.?|แห่ง)|ทั้งหมด)\s*(?:ได้)?ดำเนินการ(?:เรียบร้อย)?แล้ว"
    r"|ดำเนินการ(?:เรียบร้อย)?(?:แล้ว)?(?:ครบ)?\s*(?:ทุก\s*(?:อปท|แห่ง)|ทั้ง(?:หมด)?\s*[0-9]+\s*(?:แห่ง|อปท))"
)
_CHECK = re.compile(r"(?:รบกวน|โปรด|กรุณา|ช่วย|ขอ)\S{0,16}(?:ตรวจสอบ|พิจารณา)")
_NONE = ("ไม่มี", "")
"""What stands for no channel at all."""
_OF_A_MONTH = re.compile(rf"[0-9]+|{'|'.join(map(re.escape, (*MONTHS, *SHORT_MONTHS)))}")


@dataclass(frozen=True, slots=True)
class Said:
    """A line beside a sheet that says more. `values`: those that it sets, and the sheet has not;
    `corrects`: it names a field, and is to change it. `unfamiliar`: what it says cannot be told.
    """

    line: str
    values: tuple[SetField, ...] = ()
    corrects: bool = False
    unfamiliar: bool = False

    @property
    def again(self) -> str:
        """The line as it would stand beside another month's sheet."""
        return _OF_A_MONTH.sub("#", " ".join(ascii_digits(normalise(self.line)).split()))


@dataclass(frozen=True, slots=True)
class Covering:
    """Words that stand beside sheets of a unit (`unit`: whose address it is, None for others)."""

    config: Config
    unit: str | None
    fields: Sequence[Field]
    sheets: Sequence[Revision]

    def more(self, text: str) -> list[Said]:
        """The lines that say more than that a report is sent, or say otherwise than the sheets."""
        if len(text) > LONGEST_LETTER:
            return [Said(" ".join(text.split())[:LONGEST_LINE])]
        said = lines_said(text, self.fields, self.config.places)
        found = [(n, self._said(line, orders)) for n, (line, orders) in enumerate(said)]
        left = [(n, one) for n, one in found if one is not None]
        if left and left[-1][0] == len(said) - 1 and self._signs(left[-1][1].line):
            left.pop()
        return [one for _, one in left]

    def is_news(self, line: str) -> bool:
        """Whether a subject says more."""
        return self._said(line, ()) is not None

    def _said(self, line: str, orders: Sequence[Order]) -> Said | None:
        own = line[: LONGEST_LINE + 1]
        if self.unit is not None and not any(isinstance(o, SetField) for o in orders):
            about = without_subject(own, self.unit, self.config)
            orders = [o for o in parse(about, self.fields) if isinstance(o, SetField)] or orders
        if values := [o for o in orders if isinstance(o, SetField)]:
            other = tuple(o for o in values if not is_in(self.config, self.fields, o, self.sheets))
            return Said(line, other, corrects=True) if other else None
        if orders and all(isinstance(o, (Confirm, AcceptAll, AskStatus)) for o in orders):
            return None
        news = self._without_known(line)
        kind: Kind = kind_of(news, self.fields, self.config.places)
        names = spoken_of(tuple(self.fields)).names(own)
        otherwise_done = _ALL_DONE.search(own) is not None and not self._all_done()
        if self._is_about_another(own) or otherwise_done or (names and _CHECK.search(own)):
            kind = "news"
        if kind == "usual":
            return None
        said = _SPREAD.sub(" ", own)
        said = said if re.search("[0-9]", own) else _ANNOUNCED.sub(" ", said)
        otherwise = _OTHERWISE.search(said) or _COUNTED.search(news[: LONGEST_LINE + 1])
        corrects = otherwise is not None and names
        return Said(line, corrects=corrects, unfamiliar=kind == "unfamiliar")

    def _without_known(self, line: str) -> str:
        """The line without what the sheets say as well."""

        def known(order: SetField) -> bool:
            return is_in(self.config, self.fields, order, self.sheets)

        counted = [f for f in self.fields if f.suffix == "แห่ง"]
        rest = spoken_of(tuple(self.fields)).without(line, known)
        for channel in self._channels():
            rest = re.sub(re.escape(channel), " ", rest, flags=re.I)
        return _PLACES.sub(
            lambda m: " " if any(known(SetField(f.key, m[1])) for f in counted) else m[0], rest
        )

    def _channels(self) -> list[str]:
        """What the sheets name besides the printed ones."""
        keys = [f.key for f in self.fields if f.kind == "channels"]
        found = [r.reading(key) for r in self.sheets for key in keys]
        values = [one.value for one in found if one is not None]
        named = [normalise(c.channel) for v in values if isinstance(v, tuple) for c in v]
        return [name for name in named if squeeze(name) not in _NONE]

    def _all_done(self) -> bool:
        """Whether all counts of places on a sheet are the same: so many there are, so many did."""
        counted = [f.key for f in self.fields if f.suffix == "แห่ง"]
        of_sheets = ([r.reading(key) for key in counted] for r in self.sheets)
        return all(len({one.value for one in found if one}) == 1 for found in of_sheets)

    def _is_about_another(self, line: str) -> bool:
        """Whether the line is about a month, or a unit, that none of the sheets is about."""
        months = {int(r.period[5:]) for r in self.sheets if r.period}
        if months and not months_named(line) <= months:
            return True
        return self.unit is not None and names_another_unit(line, self.unit, self.config)

    def _signs(self, line: str) -> bool:
        """Whether the last line is a bare name."""
        if says_something(line) or _ALL_DONE.search(line):
            return False
        return signed.is_name(bare_of(line), self.config.places, thanked=True, signed=False)


def is_in(
    config: Config, fields: Sequence[Field], order: SetField, sheets: Sequence[Revision]
) -> bool:
    """Whether a sheet says the same as the words."""
    item = next(f for f in fields if f.key == order.field)
    try:
        value = value_of(item, order.words, config)
    except NotAValue:
        return False
    found = (reading for r in sheets if (reading := r.reading(order.field)) is not None)
    return any(reading.value == value for reading in found)
