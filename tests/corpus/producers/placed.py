"""Blocks laid out on one A4 page: words and rules at places, for libraries that draw."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.corpus.producers.blocks import Block, Manner, Part

Width = Callable[[str, float, bool], float]
WIDTH, HEIGHT = 595.3, 841.9
_LEFT, _RIGHT, _TOP = 50.0, 548.0, 60.0
_STEP = 1.5
_CELL = 36.0  # room for a value before the printed word in a table's cell


@dataclass(frozen=True, slots=True)
class Words:
    """Words from `x` on the baseline `y` (points from the top left)."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    value: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field's value, or its tick box, stands: x, baseline, width and height."""

    key: str
    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Placed:
    """A page laid out."""

    words: list[Words] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def lay_out(
    blocks: list[Block], how: Manner, width: Width, *, overlaid: bool, lifted: float = 0.0
) -> Placed:
    """The page. `overlaid`: values stand over their leaders, `lifted` points above the line."""
    return _Layout(how, width, overlaid, lifted).page(blocks)


class _Layout:
    """A pen that goes down the page."""

    def __init__(self, how: Manner, width: Width, overlaid: bool, lifted: float) -> None:
        self.how, self.width, self.overlaid, self.lifted = how, width, overlaid, lifted
        self.out = Placed()
        self.y = _TOP

    def page(self, blocks: list[Block]) -> Placed:
        """All blocks, closer together where the page would not hold them."""
        lines = sum(max(1, len(b.rows)) for b in blocks) + 8
        self.step = min(_STEP * self.how.size, (HEIGHT - 2 * _TOP) / lines)
        for block in blocks:
            if block.rows:
                self._table(block)
            else:
                self._paragraph(block)
        return self.out

    def _wide(self, part: Part) -> float:
        own = self.width(part.words, self.how.size, part.bold)
        return max(own + 10, part.room) if part.kind == "slot" else own

    def _paragraph(self, block: Block) -> None:
        total = sum(map(self._wide, block.parts))
        x = _LEFT + block.indent
        if block.align == "center":
            x = max(_LEFT, (WIDTH - total) / 2)
        if len(block.parts) == 1 and block.parts[0].kind == "text":
            self._wrapped(x, block.parts[0])
            return
        for part in block.parts:
            if x > _LEFT + block.indent and x + self._wide(part) > WIDTH - 20:
                self.y += self.step
                x = _LEFT + block.indent + 10
            x = self._part(x, part)
        self.y += self.step

    def _wrapped(self, x: float, part: Part) -> None:
        """Running words, line after line."""
        self._broken(x, part, _RIGHT - x)
        self.y += self.step

    def _broken(self, x: float, part: Part, room: float) -> float:
        """Words broken between letters wherever a line is full, as Thai is; the x behind them."""
        line = ""
        for char in part.words:
            full = self.width(line + char, self.how.size, part.bold) > room
            if full and line and not "\u0e30" <= char <= "\u0e4e":
                # A vowel that is written before its consonant goes with it.
                ahead = line[-1] if line[-1] in "เแโใไ" else ""
                self._put(x, line.removesuffix(ahead), part.bold)
                self.y += self.step
                line = ahead
            line += char
        return self._put(x, line, part.bold)

    def _put(self, x: float, words: str, bold: bool = False, value: bool = False) -> float:
        y = self.y - (self.lifted if value else 0.0)
        if words.strip():
            self.out.words.append(Words(x, y, words, self.how.size, bold, value))
        return x + self.width(words, self.how.size, bold)

    def _part(self, x: float, part: Part) -> float:
        size = self.how.size
        if part.kind != "slot":
            end = self._put(x, part.words, part.bold, part.kind == "box")
            if part.kind == "box":
                self.out.places.append(Place(part.key, x, self.y, size, size))
            return end
        room = self._wide(part)
        if part.key:
            self.out.places.append(Place(part.key, x, self.y, room, 1.2 * size))
        sign = {"dots": ".", "underscores": "_"}.get(self.how.leader)
        if self.how.leader == "underline":
            self.out.rules.append(Rule(x, self.y + 2, x + room, self.y + 2))
        if sign and self.overlaid:
            self._put(x, sign * int(room / self.width(sign, size, False)))
            self._put(x + 5, part.words, part.bold, value=True)
        elif sign:
            one = self.width(sign, size, False)
            spare = max(2, int((room - self.width(part.words, size, False)) / one / 2))
            self._put(x, sign * spare + part.words + sign * spare, value=True)
        else:
            self._put(x + 5, part.words, part.bold, value=True)
        return x + room

    def _table(self, block: Block) -> None:
        top = self.y - 0.9 * self.how.size
        left, right = _LEFT + 10, _LEFT + 10 + sum(block.widths)
        self.out.rules.append(Rule(left, top, right, top))
        for row in block.rows:
            start, lowest = self.y, self.y
            x = left
            for cell, width in zip(row, block.widths, strict=True):
                self.y = start
                self._cell(x + 3, cell, width - 6)
                lowest = max(lowest, self.y)
                x += width
            self.y = lowest + self.step
            low = self.y - 0.9 * self.how.size
            self.out.rules.append(Rule(left, low, right, low))
        x = left
        for width in (0.0, *block.widths):
            x += width
            self.out.rules.append(Rule(x, top, x, low))
        self.y += 0.3 * self.step

    def _cell(self, x: float, cell: tuple[Part, ...], room: float) -> None:
        """A cell's words, broken where they do not fit."""
        for part in cell:
            if part.kind == "slot":
                own = room if len(cell) == 1 else min(_CELL, room)
                self.out.places.append(Place(part.key, x, self.y, own, 1.1 * self.how.size))
                end = self._put(x, part.words, part.bold, value=True)
                x = max(end, x + min(_CELL, room))
                continue
            x = self._broken(x, part, room)
