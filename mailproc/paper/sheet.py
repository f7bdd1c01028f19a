"""The reporting form drawn as a PDF from values, as an office would fill it in on a computer.

Printed texts come from the form's declaration where it has them; the rest is the form of the letter
กส ๐๐๒๓.๑/ว ๘๘. Values are those of `form.md`; what is absent or None stays an empty line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from mailproc.config.unit_list import TOWNS
from mailproc.paper.thai_font import ThaiFont, bold, regular
from mailproc.thai_dates import thai_digits, thai_month
from parsers.forms.scammer_awareness import FORM
from parsers.reading import Value
from parsers.thai import ascii_digits

Layout = Literal["lines", "table"]
Rect = tuple[float, float, float, float]

_ITEM_1 = (
    "๑. สำนักงานองค์กรปกครองส่วนท้องถิ่นแจ้งเวียนให้บุคลากรในสังกัดรับทราบอินโฟกราฟิก",
    "แนวทางป้องกันมิจฉาชีพ “ไม่เชื่อ-ไม่รีบ-ไม่โอน” แล้วหรือไม่",
)
_ITEM_2 = (
    "๒. จำนวนองค์กรปกครองส่วนท้องถิ่นในอำเภอที่ดำเนินการเผยแพร่อินโฟกราฟิกแนวทางป้องกัน",
    "มิจฉาชีพ “ไม่เชื่อ-ไม่รีบ-ไม่โอน” ให้ประชาชนรับทราบ",
)
_ITEM_3 = (
    "๓. เผยแพร่ผ่านช่องทางใดบ้าง จำนวนกี่ครั้ง โดยให้นับรวมทุกองค์กรปกครองส่วนท้องถิ่น",
    "และแต่ละองค์กรปกครองส่วนท้องถิ่นสามารถเผยแพร่ได้มากกว่า ๑ ช่องทาง",
)
_NOTES = (
    (64, "- หมายเหตุ ๑. ขอให้สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอรวบรวมจำนวนครั้งที่ดำเนินการทั้งหมด"),
    (64, "จากทุกช่องทางและทุกองค์กรปกครองส่วนท้องถิ่นในพื้นที่ โดยให้จัดทำเป็นยอดรวมเพียงชุดเดียว"),
    (110, "๒. ขอให้อำเภอรวบรวมรายงานภายในวันที่ ๒๕ ของทุกเดือน ทางไปรษณีย์อิเล็กทรอนิกส์"),
    (110, "{} รูปแบบไฟล์ PDF"),
)
_SIZE = 13.0
_PER_UNIT = ("organizations_total", "organizations_done")


@dataclass(frozen=True, slots=True)
class Look:
    """How an office fills its sheet in: the layout, its digits, its marks, a signature or none."""

    layout: Layout = "lines"
    thai_digits: bool = True
    marks: Literal["boxes", "brackets"] = "boxes"
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The province whose sheet it is, and where its notes say that reports are sent; `districts`:
    the names of those that there are, none where all that is named is one.
    """

    province: str
    send_to: str
    districts: tuple[str, ...] = ()


PLAIN = Look()
_TOWN = (*TOWNS, *TOWNS.values())
HOME = Place(FORM.province, "kalasinlocal2022@gmail.com หรือ กลุ่มไลน์ “ป้องกัน Scammer อปท กาฬสินธุ์”")
"""The letter's own."""


def draw_form(values: Mapping[str, Value], look: Look = PLAIN) -> bytes:
    """The filled form as a PDF of one A4 page with a sound text layer.

    Keys and types of `values` are those of `form.md` (`unit` a name, `period` `YYYY-MM`,
    `other_channels` a tuple of Channel). A `unit` that is no district is printed after อปท.
    """
    data = BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    canvas.setTitle("แบบรายงาน")
    Sheet(canvas, values, look).draw()
    canvas.save()
    return data.getvalue()


class Sheet:
    """One page being drawn. `slots` are the places of the fields, in PDF points from below left."""

    def __init__(
        self, canvas: Canvas, values: Mapping[str, Value], look: Look, place: Place = HOME
    ) -> None:
        self._canvas, self._place = canvas, place
        self._values = by_line(values, place)
        self._look = look
        self.slots: dict[str, Rect] = {}

    def draw(self) -> None:
        """Draw the whole page, from the title down to the notes."""
        self._text(A4[0] / 2, 66, FORM.title, bold(), 14, "middle")
        self._head()
        self._lines(146, _ITEM_1)
        self._choice(190)
        self._lines(236, _ITEM_2)
        for row, key in enumerate(_PER_UNIT):
            self._count(key, 280 + row * 21)
        self._lines(328, _ITEM_3)
        channels = [field.key for field in FORM.counts if field.key not in _PER_UNIT]
        below = self._table(channels) if self._look.layout == "table" else self._rows(channels)
        self._foot(below)

    def _head(self) -> None:
        for key, x, end in (("organization", 64, 222), ("unit", 226, 390), ("province", 394, 531)):
            self._text(x, 94, FORM.field(key).labels[0])
            self._fill(key, x + regular().width(FORM.field(key).labels[0], _SIZE) + 4, end, 94)
        self._text(190, 118, FORM.field("period").labels[0])
        self._fill("period", 262, 405, 118)

    def _choice(self, top: float) -> None:
        field = FORM.field("staff_informed")
        told = self._values.get("staff_informed")
        for row, (printed, answer) in enumerate(((field.yes, True), (field.no, False))):
            y, ticked = top + row * 21, told is answer
            if self._look.marks == "brackets":
                self._text(92, y, "( / )" if ticked else "(   )")
            else:
                self._box(94, y, ticked)
            self._text(116, y, printed)
            key = f"staff_informed_{'yes' if answer else 'no'}"
            self.slots[key] = (94, A4[1] - y - 1, 104, A4[1] - y + 9)

    def _box(self, x: float, y: float, ticked: bool) -> None:
        self._canvas.setLineWidth(0.8)
        self._canvas.rect(x, A4[1] - y - 1, 10, 10)
        if ticked:
            self._canvas.setLineWidth(1.4)
            self._canvas.line(x + 1.5, A4[1] - y + 4, x + 4, A4[1] - y + 1)
            self._canvas.line(x + 4, A4[1] - y + 1, x + 9, A4[1] - y + 8.5)

    def _count(self, key: str, y: float) -> None:
        label = f"- {FORM.field(key).labels[0]}"
        self._text(92, y, label)
        start = 92 + regular().width(label, _SIZE) + 6
        self._fill(key, start, start + 80, y)
        self._text(start + 86, y, FORM.field(key).suffix)

    def _rows(self, keys: list[str]) -> float:
        for row, key in enumerate(keys):
            y = 372 + row * 21
            self._text(92, y, f"- {FORM.field(key).labels[0]}")
            self._text(272, y, "จำนวน")
            self._fill(key, 310, 400, y)
            self._text(406, y, FORM.field(key).suffix)
        return 372 + len(keys) * 21

    def _table(self, keys: list[str]) -> float:
        """The channels as a table with ruled cells; some offices retype the form like that."""
        top, height, edges = 360, 22, (92, 350, 430, 480)
        self._canvas.setLineWidth(0.6)
        for line in range(len(keys) + 1):
            y = A4[1] - top - line * height
            self._canvas.line(edges[0], y, edges[-1], y)
        for x in edges:
            self._canvas.line(x, A4[1] - top, x, A4[1] - top - len(keys) * height)
        for row, key in enumerate(keys):
            y = top + row * height + 15.5
            self._text(edges[0] + 6, y, f"- {FORM.field(key).labels[0]}")
            self._fill(key, edges[1] + 4, edges[2] - 4, y, dotted=False)
            self._text(edges[2] + 10, y, FORM.field(key).suffix)
        return top + len(keys) * height + 18

    def _foot(self, y: float) -> None:
        self._text(92, y, f"- {FORM.field('other_channels').labels[0]}")
        self._fill("other_channels", 96, 531, y + 21, centred=False)
        self._text(300, y + 58, FORM.field("reporter_name").labels[0])
        if self._look.signed:
            self._signature(352, A4[1] - y - 56)
        self._text(300, y + 80, "(")
        self._fill("reporter_name", 308, 490, y + 80)
        self._text(494, y + 80, ")")
        self._text(300, y + 102, FORM.field("reporter_position").labels[0])
        self._fill("reporter_position", 348, 500, y + 102)
        for row, (x, line) in enumerate(_NOTES):
            self._text(x, y + 136 + row * 17, line.format(self._place.send_to), size=11)

    def _signature(self, x: float, y: float) -> None:
        self._canvas.setLineWidth(1.2)
        self._canvas.setStrokeColorRGB(0.1, 0.15, 0.5)
        self._canvas.bezier(x, y, x + 15, y + 34, x + 22, y - 22, x + 38, y + 8)
        self._canvas.bezier(x + 38, y + 8, x + 50, y + 26, x + 48, y - 12, x + 92, y + 10)
        self._canvas.setStrokeColorRGB(0, 0, 0)

    def _fill(
        self, key: str, x0: float, x1: float, y: float, dotted: bool = True, centred: bool = True
    ) -> None:
        """A line to fill in, with the value on it."""
        self.slots[key] = (x0, A4[1] - y - 3, x1, A4[1] - y + 13)
        if dotted:
            self._canvas.setLineWidth(0.7)
            self._canvas.setDash(1, 2)
            self._canvas.line(x0, A4[1] - y - 2.5, x1, A4[1] - y - 2.5)
            self._canvas.setDash()
        text = printed(key, self._values.get(key), self._look.thai_digits)
        if text:
            size = min(_SIZE, _SIZE * (x1 - x0 - 4) / regular().width(text, _SIZE))
            place = ((x0 + x1) / 2, "middle") if centred else (x0 + 4, "start")
            self._text(place[0], y, text, size=size, anchor=place[1])

    def _lines(self, y: float, lines: tuple[str, ...]) -> None:
        for row, line in enumerate(lines):
            self._text(64, y + row * 20, line)

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        font: ThaiFont | None = None,
        size: float = _SIZE,
        anchor: str = "start",
    ) -> None:
        font = font or regular()
        self._canvas.setFont(font.fontName, size)
        if anchor == "middle":
            x -= font.width(text, size) / 2
        self._canvas.drawString(x, A4[1] - y, font.shaped(text))


def printed(key: str, value: Value, thai: bool = True) -> str:
    """A value as an office types it into the form; "" for None."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, tuple):
        text = ", ".join(
            f"{c.channel} จำนวน {c.times:,} ครั้ง" if c.times is not None else c.channel
            for c in value
        )
    else:
        text = f"{value:,}" if isinstance(value, int) else value
        text = thai_month(text) if key == "period" else text
        if not thai:
            text = ascii_digits(text)
    return thai_digits(text) if thai else text


def by_line(values: Mapping[str, Value], place: Place = HOME) -> dict[str, Value]:
    """The values by printed line: a unit that is no district stands after อปท."""
    lines = {"province": place.province, **values}
    unit = lines.get("unit")
    if isinstance(unit, str) and unit.startswith((*_TOWN, "องค์การ", "อบจ.")):
        lines["organization"] = unit
        lines["unit"] = _district_of(unit, place)
    return lines


def _district_of(unit: str, place: Place) -> str:
    """Where a town, or the PAO, lies: a town other than the capital has its district's name, if
    there is such a district; "" where nobody said.
    """
    town = next((unit.removeprefix(p).strip() for p in _TOWN if unit.startswith(p)), "")
    if town in ("", place.province):
        return f"เมือง{place.province}"
    return town if town in (place.districts or (town,)) else ""
