"""Drawing a filled form with reportlab the way that different producers do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from mailproc.paper.thai_font import regular
from parsers.forms.scammer_awareness import FORM
from tests.corpus.values import Filled

FONT, SIZE = "Sarabun", 13.0
TITLE = ("แบบรายงานการสร้างความรู้ความเข้าใจ", "เพื่อป้องกันการหลอกลวงทางออนไลน์ (Scammer)")
ITEM_1 = (
    "๑. สำนักงานองค์กรปกครองส่วนท้องถิ่นแจ้งเวียนให้บุคลากรในสังกัดรับทราบอินโฟกราฟิก",
    "แนวทางป้องกันมิจฉาชีพ “ไม่เชื่อ-ไม่รีบ-ไม่โอน” แล้วหรือไม่",
)
ITEM_2 = (
    "๒. จำนวนองค์กรปกครองส่วนท้องถิ่นในอำเภอที่ดำเนินการเผยแพร่อินโฟกราฟิกแนวทางป้องกัน",
    "มิจฉาชีพ “ไม่เชื่อ-ไม่รีบ-ไม่โอน” ให้ประชาชนรับทราบ",
)
ITEM_3 = (
    "๓. เผยแพร่ผ่านช่องทางใดบ้าง จำนวนกี่ครั้ง โดยให้นับรวมทุกองค์กรปกครองส่วนท้องถิ่น",
    "และแต่ละองค์กรปกครองส่วนท้องถิ่นสามารถเผยแพร่ได้มากกว่า ๑ ช่องทาง",
)
NOTES = (
    "หมายเหตุ ๑. ขอให้สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอรวบรวมจำนวนครั้งที่ดำเนินการทั้งหมด",
    "๒. ขอให้อำเภอรวบรวมรายงานภายในวันที่ ๒๕ ของทุกเดือน ทางไปรษณีย์อิเล็กทรอนิกส์",
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a producer draws: `leaders` under the values, how far a value is `lifted` off its line
    (points), `apart` each letter in an object of its own, `values_first` before all printed texts,
    `box` the kind of tick box, `table` the channels in a table, `numbered` its rows.
    """

    leaders: str = "dots"
    lifted: float = 0.0
    apart: bool = False
    values_first: bool = False
    box: str = "glyph"
    table: bool = False
    numbered: bool = False
    split_sara_am: bool = False


def style(seed: int) -> Style:
    """One way of drawing, always the same for a seed."""
    rng = Random(seed)
    return Style(
        leaders=rng.choice(("dots", "underscores", "none", "around")),
        lifted=rng.choice((-2.0, 0.0, 2.5)),
        apart=rng.random() < 0.3,
        values_first=rng.random() < 0.5,
        box=rng.choice(("brackets", "square", "drawn", "letters")),
        table=rng.random() < 0.4,
        numbered=rng.random() < 0.5,
        split_sara_am=rng.random() < 0.2,
    )


@dataclass(slots=True)
class Pen:
    """Collects what is to be drawn, so that values can go first or last, and `over` at the end."""

    canvas: Canvas
    look: Style
    y: float = A4[1] - 60
    printed: list[Callable[[], None]] = field(default_factory=list)
    values: list[Callable[[], None]] = field(default_factory=list)
    over: Callable[[Canvas], None] | None = None

    def text(self, x: float, words: str, *, value: bool = False) -> float:
        """Put words on the present line; the x behind them."""
        if self.look.split_sara_am:
            words = words.replace("ำ", "\u0e4d\u0e32")
        y = self.y + (self.look.lifted if value else 0.0)
        target = self.values if value else self.printed
        target.append(lambda: self._draw(x, y, words))
        return x + _width(words)

    def _draw(self, x: float, y: float, words: str) -> None:
        self.canvas.setFont(FONT, SIZE)
        if not self.look.apart:
            self.canvas.drawString(x, y, words)
            return
        for letter in letters(words):
            self.canvas.drawString(x, y, letter)
            x += pdfmetrics.stringWidth(letter, FONT, SIZE)

    def slot(self, x: float, words: str, width: float) -> float:
        """A value on its leaders; the x behind the slot."""
        room = max(width, _width(words) + 12)
        if self.look.leaders == "around":
            return self.text(x, f".....{words}.....")
        sign = {"dots": ".", "underscores": "_"}.get(self.look.leaders)
        if sign:
            self.text(x, sign * int(room / _width(sign)))
        if words:
            self.text(x + 6, words, value=True)
        return x + room + 4

    def lines(self, x: float, *texts: str) -> None:
        """Printed lines, one under the other."""
        for words in texts:
            self.text(x, words)
            self.down()

    def down(self, step: float = 20.0) -> None:
        """Go to the next line."""
        self.y -= step

    def finish(self) -> None:
        """Draw it all and end the page."""
        first, last = self.printed, self.values
        for draw in (*last, *first) if self.look.values_first else (*first, *last):
            draw()
        if self.over:
            self.over(self.canvas)
        self.canvas.showPage()


def _width(words: str) -> float:
    return float(pdfmetrics.stringWidth(words, FONT, SIZE))


def draw(*sheets: tuple[Filled, Style], before: Callable[[Canvas], None] | None = None) -> bytes:
    """A PDF with one page for each sheet; `before` may draw pages in front of them."""
    buffer = BytesIO()
    canvas = new_canvas(buffer)
    if before:
        before(canvas)
    for form, look in sheets:
        draw_sheet(Pen(canvas, look), form)
    canvas.save()
    return buffer.getvalue()


def new_canvas(buffer: BytesIO) -> Canvas:
    """An A4 canvas with the corpus's font at hand."""
    # reportlab knows one font of a file: a second one of another name would take the first's place.
    assert regular().fontName == FONT
    return Canvas(buffer, pagesize=A4)


def draw_sheet(pen: Pen, form: Filled) -> None:
    """One filled form on the present page."""
    words = form.words
    pen.lines(150, *TITLE)
    x = pen.slot(pen.text(50, "อปท. "), words["organization"], 110)
    x = pen.slot(pen.text(x, "อำเภอ "), words["unit"], 80)
    pen.slot(pen.text(x, "จังหวัด "), words["province"], 60)
    pen.down()
    pen.slot(pen.text(200, "ประจำเดือน "), words["period"], 120)
    pen.down()
    pen.lines(50, *ITEM_1)
    ticked = bool(form.truth["staff_informed"])
    for on, label in ((ticked, "ดำเนินการเรียบร้อยแล้ว"), (not ticked, "ยังไม่ดำเนินการ")):
        tick_box(pen, 75, on)
        pen.text(100, label)
        pen.down()
    pen.lines(50, *ITEM_2)
    for key in ("organizations_total", "organizations_done"):
        x = pen.slot(pen.text(75, f"- {FORM.field(key).labels[0]} "), words[key], 50)
        pen.text(x, "แห่ง")
        pen.down()
    pen.lines(50, *ITEM_3)
    _channels(pen, words)
    pen.lines(75, "- อื่นๆ โปรดระบุช่องทางใดบ้าง และแต่ละช่องทางจำนวนกี่ครั้ง")
    pen.slot(75, words["other_channels"], 400)
    pen.down()
    pen.lines(280, "ผู้รายงาน")
    x = pen.slot(pen.text(250, "( "), words["reporter_name"], 150)
    pen.text(x, ")")
    pen.down()
    pen.slot(pen.text(250, "ตำแหน่ง "), words["reporter_position"], 150)
    pen.down()
    pen.lines(50, *NOTES)
    pen.finish()


def tick_box(pen: Pen, x: float, on: bool) -> None:
    """One tick box at the present line."""
    kind = pen.look.box
    if kind == "brackets":
        pen.text(x, "( / )" if on else "(   )")
    elif kind == "letters":
        pen.text(x, "[x]" if on else "[ ]")
    elif kind == "square":
        y, canvas = pen.y, pen.canvas
        code = "\u2713" if on else "\u274f"
        pen.printed.append(lambda: _dingbat(canvas, x, y, code))
    else:
        y, canvas = pen.y, pen.canvas
        pen.printed.append(lambda: _drawn_box(canvas, x + 8, y, on))


def _dingbat(canvas: Canvas, x: float, y: float, code: str) -> None:
    canvas.setFont("ZapfDingbats", 12)
    canvas.drawString(x, y, code)


def _drawn_box(canvas: Canvas, x: float, y: float, on: bool) -> None:
    canvas.rect(x, y, 9, 9)
    if on:
        canvas.lines([(x + 1, y + 4, x + 4, y + 1), (x + 4, y + 1, x + 10, y + 11)])


def _channels(pen: Pen, words: Mapping[str, str]) -> None:
    keys = [f.key for f in FORM.counts if f.suffix == "ครั้ง"]
    for number, key in enumerate(keys, 1):
        label = FORM.field(key).labels[0]
        if pen.look.table:
            if pen.look.numbered:
                pen.text(60, str(number))
            pen.text(80, label)
            pen.text(330, words[key], value=True)
            canvas, y = pen.canvas, pen.y
            pen.printed.append(lambda c=canvas, y=y: c.rect(55, y - 5, 400, 20))  # type: ignore[misc]
        else:
            x = pen.slot(pen.text(pen.text(75, f"- {label} ") + 4, "จำนวน "), words[key], 60)
            pen.text(x, "ครั้ง")
        pen.down()


def letters(words: str) -> list[str]:
    """Base letters each with its marks."""
    out: list[str] = []
    for char in words:
        if out and "\u0e31" <= char <= "\u0e4e" and char not in "เแโใไๅๆ\u0e32\u0e33":
            out[-1] += char
        else:
            out.append(char)
    return out
