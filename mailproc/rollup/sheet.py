"""The roll-up as PDF: the official form with the province's totals, and a table of the units."""

import re
from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from mailproc.config import RollupConfig
from mailproc.paper.sheet import HOME, PLAIN, Place, Sheet
from mailproc.paper.thai_font import ThaiFont, bold, regular
from mailproc.rollup.figures import ITEM_1, Figures, UnitFigures
from mailproc.thai_dates import thai_digits, thai_month
from parsers.form import Field
from parsers.forms import all_forms
from parsers.forms.scammer_awareness import FORM
from parsers.reading import Channel, Value

STATES = {
    "on_time": "ตรงเวลา",
    "late": "ส่งล่าช้า",
    "held": "รอตรวจสอบ",
    "missing": "ยังไม่ส่ง",
    "not_due": "ยังไม่ส่ง",
}
_EVERY_UNIT, _EVERY_OFFICE = "ทุกอำเภอ", "ทุกแห่ง"
_BELOW = "ตามรายละเอียดแนบท้าย"
# A list of channels that is longer has no room on the form's line.
_ON_THE_LINE = 70
_LEFT, _NAME_WIDTH, _STATE_WIDTH, _ROW = 36.0, 160.0, 58.0, 16.0
_SIZE, _HEAD_SIZE, _LEADING, _TOP = 10.0, 9.0, 12.0, 26.0
_TOGETHER = 5  # lines of a paragraph that are not parted between pages
_SMALL_WORDS = re.compile("(?<=.)(ของ|ใน|เฟซ|การ(?=สอน)|ราชการ|แล้ว)")


def draw_rollup(found: Figures, signed: RollupConfig, place: Place = HOME) -> bytes:
    """The official form with the totals, where we know how it is printed, and what each unit gave.

    `signed`: the reporter.
    """
    data = BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    canvas.setTitle(f"รายงานรวมจังหวัด {thai_month(found.period)}")
    if found.form == FORM.id:
        Sheet(canvas, _values(found, signed), PLAIN, place).draw()
        canvas.showPage()
    canvas.setPageSize(landscape(A4))
    _Table(canvas, found).draw()
    canvas.save()
    return data.getvalue()


def _values(found: Figures, signed: RollupConfig) -> dict[str, Value]:
    form = all_forms()[found.form]
    values: dict[str, Value] = {f.key: found.total(f.key) for f in form.counts}
    values |= {
        "organization": _EVERY_OFFICE,
        "unit": _EVERY_UNIT,
        "period": found.period,
        ITEM_1: found.informed,
        "reporter_name": signed.reporter_name or None,
        "reporter_position": signed.reporter_position or None,
    }
    others = found.others()
    if sum(len(c.channel) + 14 for c in others) <= _ON_THE_LINE:
        return values | {"other_channels": others}
    return values | {"other_channels": (Channel(_BELOW, None),)}


class _Table:
    """The appended page: a row for each unit, the sums, the other channels, remarks."""

    def __init__(self, canvas: Canvas, found: Figures) -> None:
        self._canvas, self._found = canvas, found
        self._counts = all_forms()[found.form].counts
        self._wide, self._high = landscape(A4)
        self._y = _TOP

    def draw(self) -> None:
        self._title()
        self._header()
        for unit in self._found.units:
            self._unit(unit)
        totals = [_number(self._found.total(f.key)) for f in self._counts]
        reported = len(self._found.reported)
        share = thai_digits(f"{reported}/{len(self._found.units)}")
        self._row("รวมทั้งจังหวัด", share, totals, bold())
        self._y += 8
        missing = ", ".join(u.name for u in self._found.not_reported())
        self._wrapped(f"หน่วยที่ยังไม่มีรายงาน: {missing or 'ไม่มี'}")
        for remark in self._found.remarks():
            self._wrapped(f"หมายเหตุ {thai_digits(remark)}")
        for unit in self._found.units:
            if unit.reported and unit.others:
                listed = ", ".join(
                    channel if times is None else f"{channel} จำนวน {times:,} ครั้ง"
                    for channel, times in unit.others
                )
                self._wrapped(f"ช่องทางอื่น ๆ {unit.name}: {thai_digits(listed)}")

    def _title(self, further: str = "") -> None:
        month = thai_month(self._found.period)
        self._say(f"รายละเอียดแนบท้าย ประจำเดือน{month}{further}", bold(), 13)

    def _header(self) -> None:
        self._y += 6
        columns = [_lines(f) for f in self._counts]
        high = max(len(lines) for lines in columns) * _LEADING + 8
        for n, lines in enumerate((["หน่วยรายงาน"], ["สถานะ"], *columns)):
            left, wide = self._column(n)
            for row, line in enumerate(lines):
                width = bold().width(line, _HEAD_SIZE)
                size = min(_HEAD_SIZE, _HEAD_SIZE * (wide - 4) / width)
                x = left + 4 if n < 2 else left + (wide - bold().width(line, size)) / 2
                self._text(x, self._y + 12 + row * _LEADING, line, bold(), size)
        self._rules(high)
        self._y += high

    def _unit(self, unit: UnitFigures) -> None:
        counted = {f.key: unit in self._found.counted(f.key) for f in self._counts}
        cells = []
        for field in self._counts:
            shown = _number(unit.counts.get(field.key)) if unit.reported else ""
            # What is in another unit's number already is shown, but not added up.
            cells.append(f"({shown})" if shown and not counted[field.key] else shown)
        self._row(unit.name, STATES[unit.state], cells)

    def _row(
        self, name: str, state: str, cells: Sequence[str], font: ThaiFont | None = None
    ) -> None:
        used = font or regular()
        for n, cell in enumerate((name, state, *cells)):
            left, wide = self._column(n)
            width = used.width(cell, _SIZE)
            size = min(_SIZE, _SIZE * (wide - 6) / max(width, 1.0))
            x = left + 4 if n < 2 else left + wide - 6 - used.width(cell, size)
            self._text(x, self._y + 12, cell, used, size)
        self._rules(_ROW)
        self._y += _ROW

    def _rules(self, high: float) -> None:
        last, wide = self._column(len(self._counts) + 1)
        self._canvas.setLineWidth(0.4)
        self._canvas.rect(_LEFT, self._high - self._y - high, last + wide - _LEFT, high)
        for n in range(1, len(self._counts) + 2):
            x = self._column(n)[0]
            self._canvas.line(x, self._high - self._y, x, self._high - self._y - high)

    def _column(self, n: int) -> tuple[float, float]:
        """Left edge and width of a column, in points: the name, the state, then the counts."""
        if n == 0:
            return _LEFT, _NAME_WIDTH
        if n == 1:
            return _LEFT + _NAME_WIDTH, _STATE_WIDTH
        first = _LEFT + _NAME_WIDTH + _STATE_WIDTH
        wide = (self._wide - _LEFT - first) / len(self._counts)
        return first + (n - 2) * wide, wide

    def _wrapped(self, text: str) -> None:
        """A paragraph; Thai has no blanks between words, so a line may end anywhere in a list.

        One that is short enough stands on one page.
        """
        lines, line = [], ""
        for part in text.split(" "):
            longer = f"{line} {part}".strip()
            if line and regular().width(longer, _SIZE) > self._wide - 2 * _LEFT:
                lines.append(line)
                longer = part
            line = longer
        lines.append(line)
        for row, said in enumerate(lines):
            rest = len(lines) - row
            self._room(rest if rest <= _TOGETHER else 1)
            self._say(said, regular(), _SIZE)

    def _room(self, lines: int) -> None:
        """Go on with a new page, with its own title, where there is no room for so many lines."""
        if self._y + 16 * lines > self._high - 24:
            self._canvas.showPage()
            self._canvas.setPageSize(landscape(A4))
            self._y = _TOP
            self._title(" (ต่อ)")

    def _say(self, text: str, font: ThaiFont, size: float) -> None:
        self._text(_LEFT, self._y + 11, text, font, size)
        self._y += 16

    def _text(self, x: float, y: float, text: str, font: ThaiFont, size: float) -> None:
        self._canvas.setFont(font.fontName, size)
        self._canvas.drawString(x, self._high - y, font.shaped(text))


def _lines(field: Field) -> list[str]:
    """The head of a column in lines; Thai writes no blanks, so it is parted before small words."""
    parted = _SMALL_WORDS.sub(r" \1", field.short)
    return [*parted.split(), f"({field.suffix})"]


def _number(value: int | None) -> str:
    return "–" if value is None else thai_digits(f"{value:,}")
