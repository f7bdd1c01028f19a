"""Drawing the form, field by field, in one look with one set of answers."""

from random import Random

from parsers.forms.scammer_awareness import FORM
from tests.corpus.pages.answers import Answers
from tests.corpus.pages.boxes import draw_box
from tests.corpus.pages.fill import Filler
from tests.corpus.pages.fonts import Split
from tests.corpus.pages.look import MM, Look
from tests.corpus.pages.paper import MIDDLE, WIDTH, Paper, width
from tests.corpus.sheet import ITEM_1, ITEM_2, ITEM_3, NOTES, letters

TITLE = "แบบรายงานการสร้างความรู้ความเข้าใจ", "เพื่อป้องกันการหลอกลวงทางออนไลน์ (Scammer)"
_ARABIC = str.maketrans("๑๒๓๒๕", "12325")
CHANNELS = tuple(f.key for f in FORM.counts if f.suffix == "ครั้ง")


class Sheet:
    """One page being drawn from the top to the bottom."""

    def __init__(self, look: Look, answers: Answers, rng: Random, split: Split) -> None:
        self.look, self.answers, self.rng = look, answers, rng
        self.paper = Paper()
        self.filler = Filler(self.paper, look, rng, split)
        self.y = float(look.top + look.size)

    def page(self) -> Paper:
        """The whole form."""
        self._title(TITLE)
        self._header()
        self._wrapped(*ITEM_1)
        informed = self.answers.truth["staff_informed"]
        self._choice((informed is True, informed is False))
        self._wrapped(*ITEM_2)
        self._organizations()
        self._wrapped(*ITEM_3)
        (self._table if self.look.table else self._rows)()
        self._others()
        self._signature()
        if self.look.note:
            self.down(self.rng.uniform(0.2, 1))
            self._wrapped(*NOTES, small=True)
        return self.paper

    def choice_alone(self, marked: tuple[bool, bool]) -> Paper:
        """Only the part of the form with the check boxes; `marked`: which of them."""
        self._wrapped(*ITEM_1)
        self._choice(marked)
        self._wrapped(*ITEM_2)
        return self.paper

    def down(self, lines: float = 1.0) -> None:
        self.y += self.look.step * lines

    def put(self, x: float, words: str, *, bold: bool = False, size: int = 0) -> float:
        """Printed words on the present line; the x behind them."""
        words = words.translate(_ARABIC) if self.look.arabic else words
        path = self.look.print.path(bold)
        return self.paper.label(x, self.y, words, path, size or self.look.size, self.look.grey)

    def wide(self, words: str) -> float:
        return width(words, self.look.print.path(), self.look.size)

    def _title(self, parts: tuple[str, ...]) -> None:
        lines = parts if self.look.title_lines == 2 else ("".join(parts),)
        for number, words in enumerate(lines):
            size = self.look.size
            path = self.look.print.path(bold=True)
            while width(words, path, size) > self.look.right - self.look.left:
                size -= 1
            x = (WIDTH - width(words, path, size)) / 2
            end = self.put(x, words, bold=True, size=size)
            if number == 0:
                middle = self.y - MIDDLE * size
                self.paper.places["title"] = ((x, middle), (end, middle))
                self.paper.written["title"] = words
            self.down()
        self.down(self.rng.uniform(0, 0.4))

    def _header(self) -> None:
        words, look = self.answers.words, self.look
        gap = self.wide(" ")
        keys = ("organization", "unit", "province")
        names = (self.rng.choice(("อปท.", "อปท. ")), "อำเภอ", "จังหวัด")
        lines = [list(zip(keys, names, strict=True))]
        if look.header_lines == 2:
            lines = [lines[0][:1], lines[0][1:]]
        for line in lines:
            room = (look.right - look.left - sum(self.wide(n) + 3 * gap for _, n in line)) / len(
                line
            )
            room = min(room, 95 * MM)
            used = sum(self.wide(n) + 3 * gap for _, n in line) + room * len(line)
            x = look.left if look.header == "left" else max(look.left, (WIDTH - used) / 2)
            for key, name in line:
                x = self.put(x, name) + gap
                x = self.slot(key, x, room, words[key]) + gap
            self.down()
        room = self.rng.uniform(34, 62) * MM
        start = (WIDTH - room - self.wide("ประจำเดือน ")) / 2
        x = self.put(start, "ประจำเดือน") + gap
        self.slot("period", x, room, words["period"])
        self.down(self.rng.uniform(1, 1.5))

    def slot(self, key: str, x: float, room: float, words: str, *, count: bool = False) -> float:
        """A slot with its leader and what is written in it; the x behind it."""
        look = self.look
        face, size = look.fill.path(), look.fill_size
        gap = self.wide(" ")
        if look.leader == "none":
            # Without a leader the words stand between the printed ones.
            room = max(width(words, face, size) + 2 * gap, (14 if look.by_hand else 4) * MM)
        if count:
            room = max(room, width(words, face, size) + 2 * gap, (16 * MM if look.by_hand else 0))
        self._leader(x, x + room)
        middle = self.y - MIDDLE * look.size
        self.paper.places[key] = ((x, middle), (x + room, middle))
        if count:
            crossed = self.answers.crossed.get(key, "")
            self.filler.count(key, x, x + room, self.y, words, crossed)
        else:
            self.filler.text(key, x, x + room, self.y, words)
        return x + room

    def _leader(self, x0: float, x1: float) -> None:
        look, draw = self.look, self.paper.draw
        base = self.y + max(2, look.size * 0.04)
        if look.leader == "dots":
            dot = self.wide(".")
            words = "." * max(1, int((x1 - x0) / dot))
            self.paper.text(x0, self.y, words, look.print.path(), look.size, look.grey)
        elif look.leader == "line":
            draw.line((x0, base, x1, base), fill=look.grey, width=self.rng.choice((1, 2)))
        elif look.leader == "dotted":
            step = self.rng.choice((5, 6, 8))
            for x in range(int(x0), int(x1), step):
                draw.rectangle((x, base, x + 1, base + 1), fill=look.grey)
        elif look.leader == "box":
            top, low = self.y - look.size * 0.75, self.y + look.size * 0.25
            draw.rectangle((x0, top, x1, low), outline=look.grey, width=2)

    def _wrapped(self, *lines: str, small: bool = False) -> None:
        """Running text, broken where the line ends."""
        room = self.look.right - self.look.left
        size = round(self.look.size * (0.88 if small else 1.0))
        path = self.look.print.path()
        # Word processors break Thai between words; where, depends on their dictionary.
        parts = letters(" ".join(lines))
        line = ""
        for part in parts:
            if line and width(line + part, path, size) > room:
                self.put(self.look.left, line.strip(), size=size)
                self.down(0.9 if small else 1)
                line = ""
            line += part
        self.put(self.look.left, line, size=size)
        self.down()

    def _choice(self, marked: tuple[bool, bool]) -> None:
        x = float(self.look.left + self.look.indent)
        item = FORM.field("staff_informed")
        for key, on, name in zip(("yes", "no"), marked, (item.yes, item.no), strict=True):
            end = self.box(f"staff_informed:{key}", x, on)
            end = self.put(end + self.wide(" ") * self.rng.choice((0.5, 1, 2, 2)), name)
            if self.look.boxes_beside and key == "yes":
                x = end + 8 * MM
            else:
                self.down()

    def box(self, key: str, x: float, on: bool) -> float:
        """A tick box on the present line, ticked or not; the x behind it."""
        line = draw_box(self.paper, self.look, self.rng, x, self.y, on)
        self.paper.places[key] = line
        self.paper.written[key] = "x" if on else ""
        return line[1][0]

    def _organizations(self) -> None:
        x0 = self.look.left + self.look.indent
        for key in ("organizations_total", "organizations_done"):
            label = FORM.field(key).labels[0]
            x = self.put(x0, f"- {label}") + self.wide(" ")
            if x + self.look.slot + self.wide(" แห่ง") > self.look.right:
                self.down()
                x = x0 + self.look.indent
            x = self.slot(key, x, self.look.slot, self.answers.words[key], count=True)
            self.put(x + self.wide(" "), "แห่ง")
            self.down()

    def _rows(self) -> None:
        look = self.look
        x0 = look.left + look.indent
        labels = [
            look.bullet.format("๑๒๓๔๕๖๗"[i]) + FORM.field(k).labels[0]
            for i, k in enumerate(CHANNELS)
        ]
        column = x0 + max(self.wide(s) for s in labels) + self.rng.uniform(3, 25) * MM
        for label, key in zip(labels, CHANNELS, strict=True):
            x = self.put(x0, label) + self.wide(" ")
            x = self.put(column if look.aligned else x, "จำนวน") + self.wide(" ")
            x = self.slot(key, x, look.slot, self.answers.words[key], count=True)
            if look.suffix:
                self.put(x + self.wide(" "), "ครั้ง")
            self.down()

    def _table(self) -> None:
        look, draw, rng = self.look, self.paper.draw, self.rng
        first = look.left + (12 * MM if look.numbered else 0)
        split = first + rng.uniform(65, 95) * MM
        right = min(look.right, split + rng.uniform(28, 65) * MM)
        tall = look.step * rng.uniform(1.0, 1.2)
        weight = rng.choice((1, 2, 2, 3))
        top = self.y - look.size * 0.85
        edge = look.left if look.numbered else first
        heading = rng.random() < 0.8
        names = [("ช่องทาง", "จำนวน (ครั้ง)")] if heading else []
        rows = [*names, *((FORM.field(k).labels[0], k) for k in CHANNELS)]
        for number, (name, key) in enumerate(rows):
            y = top + number * tall
            self.y = y + tall * 0.5 + look.size * MIDDLE
            if look.numbered and key in CHANNELS:
                self.put(look.left + 5 * MM, "๑๒๓๔๕๖๗"[number - len(names)])
            self.put(first + 2 * MM, name)
            draw.rectangle((edge, y, right, y + tall), outline=look.grey, width=weight)
            if key in CHANNELS:
                self._cell(key, split, right)
            else:
                self.put((split + right - self.wide(key)) / 2, key)
        for x in (first, split):
            draw.line((x, top, x, top + len(rows) * tall), fill=look.grey, width=weight)
        self.y = top + len(rows) * tall + look.size * 1.05

    def _cell(self, key: str, x0: float, x1: float) -> None:
        middle = self.y - MIDDLE * self.look.size
        self.paper.places[key] = ((x0 + 4, middle), (x1 - 4, middle))
        crossed = self.answers.crossed.get(key, "")
        self.filler.count(key, x0 + 8, x1 - 8, self.y, self.answers.words[key], crossed)

    def _others(self) -> None:
        look = self.look
        label = "- อื่นๆ โปรดระบุช่องทางใดบ้าง และแต่ละช่องทางจำนวนกี่ครั้ง"
        self.put(look.left + look.indent, label)
        self.down()
        x0 = look.left + look.indent
        words = self.answers.words["other_channels"]
        if words or look.leader != "none":
            self._leader(x0, look.right)
        middle = self.y - MIDDLE * look.size
        self.paper.places["other_channels"] = ((x0, middle), (look.right, middle))
        self.filler.text("other_channels", x0, look.right, self.y, words)
        self.down(self.rng.uniform(1, 2))

    def _signature(self) -> None:
        look, rng = self.look, self.rng
        room = rng.uniform(45, 70) * MM
        x = min(WIDTH / 2 + rng.uniform(-15, 25) * MM, look.right - room - 25 * MM)
        self.put(x, rng.choice(("ผู้รายงาน", "ลงชื่อ", "(ลงชื่อ)")))
        if rng.random() < 0.75:
            self._scribble(x + self.wide("ผู้รายงาน ") + rng.uniform(0, 10) * MM, self.y)
        self.down(rng.uniform(1, 1.4))
        words = self.answers.words
        left = self.put(x, "(") + 4
        end = self.slot("reporter_name", left, room, words["reporter_name"])
        self.put(end + 4, ")")
        self.down()
        left = self.put(x, "ตำแหน่ง") + self.wide(" ")
        self.slot("reporter_position", left, room, words["reporter_position"])
        self.down()

    def _scribble(self, x: float, y: float) -> None:
        rng = self.rng
        points = [(x, y)]
        for _ in range(rng.randint(5, 14)):
            points.append((points[-1][0] + rng.uniform(-12, 34), y + rng.uniform(-30, 14)))
        self.paper.draw.line(
            points, fill=rng.randint(10, 110), width=rng.choice((2, 3, 4)), joint="curve"
        )
