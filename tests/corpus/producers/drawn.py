"""Layouts of other programs drawn on the corpus's own paper, where every place is known: to learn
finding fields from. They are filled in by type or with a pen.

What programs of their own make of the same blocks (LibreOffice, Chromium) is never learned from.
"""

from dataclasses import replace
from random import Random

from tests.corpus.pages.answers import COUNTS, Answers, answers
from tests.corpus.pages.fill import symbols
from tests.corpus.pages.fonts import Split
from tests.corpus.pages.look import DPI, Look, look
from tests.corpus.pages.make import Page, seen
from tests.corpus.pages.paper import HEIGHT, MIDDLE, WIDTH, Line, Paper, width
from tests.corpus.pages.scanners import HARD, KINDS
from tests.corpus.pages.sheet import Sheet
from tests.corpus.producers.blocks import Block, Part, form_blocks, manner
from tests.corpus.producers.placed import Place, Placed, Words, lay_out

_PIXELS = DPI / 72
_BIG = 100  # letter size for measuring
_WIDEST = 410.0  # points of a slot
_EDGE = 6.0  # points of a sheet that nothing is written on
_BOX = {
    "check": "parens",
    "cross": "square",
    "circles": "circle",
}  # the drawn ones that are nearest


def make_layout(seed: int, split: Split) -> Page:
    """A filled form in some other program's layout, scanned: always the same for a seed. `group`
    is layout (typed) or hand.
    """
    rng = Random(f"layout {split} {seed}")
    group = rng.choices(("layout", "hand"), (70, 30))[0]
    kind = rng.choice(HARD if rng.random() < 0.15 else KINDS)
    filled = answers(rng, split, hand=group == "hand")
    paper = _Drawn(rng, split, group == "hand", filled).page()
    return seen(paper, rng, split, dict(filled.truth), kind, group)


class _Drawn:
    """One page being drawn: points of the layout become pixels of the paper."""

    def __init__(self, rng: Random, split: Split, hand: bool, filled: Answers) -> None:
        self.rng, self.hand, self.filled = rng, hand, filled
        # What is laid out with its value in it, or filled in later.
        self.later = hand or rng.random() < 0.4
        how = manner(rng)
        self.how = replace(how, size=how.size * rng.uniform(0.85, 1.15))
        style = look(rng, split, hand)
        size = round(self.how.size * _PIXELS)
        style = replace(
            style, size=size, fill_size=round(size * rng.uniform(0.92, 1.1)),
            box=_BOX.get(how.box, how.box),
        )  # fmt: skip
        self.look: Look = replace(style, print=style.fill) if not hand else style
        self.sheet = Sheet(self.look, filled, rng, split)
        self.paper: Paper = self.sheet.paper

    def page(self) -> Paper:
        """The whole form."""
        rng = self.rng
        wider, inwards = rng.uniform(0.6, 1.8), rng.uniform(0.3, 1.6)
        blocks = [
            self._shaped(block, wider, inwards) for block in form_blocks(self.filled, self.how)
        ]
        placed = lay_out(
            blocks, self.how, self._wide,
            overlaid=self.later or rng.random() < 0.4, lifted=rng.choice((0.0, 0.0, 1.5, -1.0)),
        )  # fmt: skip
        lowest = max(words.y for words in placed.words)
        room = (HEIGHT / _PIXELS - 40) / lowest
        self.tall = min(room, rng.uniform(0.92, 1.2))
        self.left, self.top = rng.uniform(-12, 14), rng.uniform(-22, 8)
        self._draw(placed)
        return self.paper

    def _wide(self, words: str, size: float, bold: bool) -> float:
        path = self.look.print.path(bold)
        return width(words, path, _BIG) * size / _BIG if words else 0.0

    def _shaped(self, block: Block, wider: float, inwards: float) -> Block:
        def part(one: Part) -> Part:
            if one.kind != "slot":
                return one
            # Without a leader programs leave no room around what is typed.
            open_slot = self.how.leader != "none" or self.hand
            room = min(one.room * (wider if open_slot else 0.0), _WIDEST)
            return replace(one, room=room, words="" if self.later else one.words)

        rows = tuple(tuple(tuple(map(part, cell)) for cell in row) for row in block.rows)
        return replace(
            block, parts=tuple(map(part, block.parts)), rows=rows, indent=block.indent * inwards
        )

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (x + self.left) * _PIXELS, (y * self.tall + self.top) * _PIXELS

    def _draw(self, placed: Placed) -> None:
        weight = self.rng.choice((1, 2, 2, 3))
        for rule in placed.rules:
            ends = (*self._at(rule.x0, rule.y0), *self._at(rule.x1, rule.y1))
            self.paper.draw.line(ends, fill=self.look.grey, width=weight)
        boxes = {(p.x, p.y) for p in placed.places if p.key.startswith("staff_informed")}
        for words in placed.words:
            if (words.x, words.y) not in boxes:
                self._words(words)
        self._title(next(words for words in placed.words if words.bold))
        for place in placed.places:
            self._fill(place)

    def _words(self, words: Words) -> None:
        x, y = self._at(words.x, words.y)
        path = self.look.print.path(words.bold)
        if words.value:
            self.paper.text(x, y, words.text, path, self.look.size, self.look.grey)
        else:
            self.paper.label(x, y, words.text, path, self.look.size, self.look.grey)

    def _title(self, words: Words) -> None:
        end = words.x + self._wide(words.text, words.size, True)
        self.paper.places["title"] = self._middle(words.x, end, words.y)
        self.paper.written["title"] = words.text

    def _middle(self, x0: float, x1: float, y: float) -> Line:
        (a, base), (b, _) = self._at(x0, y), self._at(x1, y)
        middle = base - MIDDLE * self.look.size
        return (a, middle), (b, middle)

    def _fill(self, place: Place) -> None:
        x0, base = self._at(place.x, place.y)
        if place.key.startswith("staff_informed"):
            answer = place.key.rpartition("_")[2]
            ticked = self.filled.truth["staff_informed"] is (answer == "yes")
            self.sheet.y = base
            self.sheet.box(f"staff_informed:{answer}", x0, ticked)
            return
        # A leader may run off the sheet.
        end = min(place.x + place.width, WIDTH / _PIXELS - self.left - _EDGE)
        x1, words = self._at(end, place.y)[0], self.filled.words[place.key]
        self.paper.places[place.key] = self._middle(place.x, end, place.y)
        if not self.later:
            self.paper.written[place.key] = symbols(words) if place.key in COUNTS else words
        elif place.key in COUNTS:
            crossed = self.filled.crossed.get(place.key, "")
            self.sheet.filler.count(place.key, x0, x1, base, words, crossed)
        else:
            self.sheet.filler.text(place.key, x0, x1, base, words)
