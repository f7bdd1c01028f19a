"""From glyphs to lines of letters: rows by baseline, order by place, marks to their letters.

Nothing here trusts the order in which a producer drew: values lie over dotted leaders, marks
float in objects of their own, and bold text is drawn twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from parsers.reading import Box, Source
from parsers.text.clusters import whole_clusters
from parsers.text.glyphs import UNKNOWN, Glyph
from parsers.thai import (
    CONSONANTS,
    MARKS,
    NIKHAHIT,
    SARA_AA,
    SARA_AM,
    bone,
    ordered_marks,
)

_ROW = 0.45  # of the letter size: baselines closer than this are one row
_LIFTED = 0.75  # a value may stand this far above or below its dotted line
_GAP = 0.22  # of the letter size: a wider gap is a space


@dataclass(slots=True)
class Letter:
    """A base character with its marks. `gap`: a space or some room stands before it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    gap: bool = False
    clash: bool = False
    source: Source = "text"
    marks: str = ""
    start: float = 0.0
    end: float = 0.0
    glyph: int = 0

    @property
    def full(self) -> str:
        """Base and marks."""
        return self.text + ordered_marks(self.marks)

    @property
    def bone(self) -> str:
        """What the letter leaves in a skeleton."""
        return bone(self.text)


@dataclass(slots=True)
class Line:
    """Letters of one row from left to right; `leaders` are the dots that it is written on."""

    page: int
    letters: list[Letter] = field(default_factory=list)
    leaders: list[Glyph] = field(default_factory=list)
    base: float = 0.0
    size: float = 0.0

    @property
    def box(self) -> Box:
        """The rectangle around letters and leaders."""
        parts: list[Letter | Glyph] = [*self.letters, *self.leaders]
        return Box(
            min(p.x0 for p in parts),
            min(p.y0 for p in parts),
            max(p.x1 for p in parts),
            max(p.y1 for p in parts),
        )


def text_of(letters: Sequence[Letter]) -> str:
    """The letters as text, with a space at each gap."""
    return "".join((" " if i and a.gap else "") + a.full for i, a in enumerate(letters))


def box_of(letters: Iterable[Letter]) -> Box | None:
    """The rectangle around letters; None for none."""
    some = list(letters)
    if not some:
        return None
    return Box(
        min(a.x0 for a in some),
        min(a.y0 for a in some),
        max(a.x1 for a in some),
        max(a.y1 for a in some),
    )


def build_lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The visible text of a page as lines from top to bottom."""
    whole = _whole_sara_am(whole_clusters(glyphs))
    seen = _without_doubles([g for g in whole if g.seen])
    leaders = _leaders(seen)
    spaces = [g for g in seen if g.text == " "]
    bases = [g for g in seen if g.text not in MARKS and g.text != " " and id(g) not in leaders]
    dots = [g for g in seen if id(g) in leaders]
    rows = _merge_lifted(_rows(bases))
    lines = [_line(row, page) for row in rows]
    _attach_marks([g for g in seen if g.text in MARKS], _letters_before(seen), lines)
    for line in lines:
        _set_gaps(line, spaces)
    lines += _dotted(dots, lines, page)
    return sorted((n for n in lines if n.letters or n.leaders), key=lambda n: n.base)


def _whole_sara_am(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Drop the nameless second half of a sara am that a font draws in two pieces."""
    out: list[Glyph] = []
    for glyph in glyphs:
        before = next((g for g in reversed(out[-3:]) if g.text not in MARKS), None)
        if glyph.text == UNKNOWN and before and before.text == SARA_AM:
            before.x0, before.x1 = min(before.x1, glyph.x0), glyph.x1
            before.y0, before.y1 = min(before.y0, glyph.y0), max(before.y1, glyph.y1)
            continue
        out.append(glyph)
    return out


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """One of each glyph that is drawn twice on the same spot (imitated bold)."""
    taken: dict[tuple[str, int, int], list[Glyph]] = {}
    out = []
    for g in glyphs:
        cell = (g.text, round(g.x0 / 4), round(g.base / 4))
        near = [
            o
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for o in taken.get((cell[0], cell[1] + dx, cell[2] + dy), ())
        ]
        tiny = 0.12 * g.size
        twice = any(abs(o.x0 - g.x0) < tiny and abs(o.base - g.base) < tiny for o in near)
        if twice and g.text != " ":
            continue
        taken.setdefault(cell, []).append(g)
        out.append(g)
    return out


def _leaders(glyphs: Sequence[Glyph]) -> set[int]:
    """Ids of the dots and underscores that mark a place to write on."""
    found = {id(g) for g in glyphs if g.text in "_…‥"}
    dots = sorted((g for g in glyphs if g.text in ".·"), key=lambda g: (round(g.base), g.x0))
    chain: list[Glyph] = []
    for dot in [*dots, None]:
        if dot and chain and _follows(chain[-1], dot):
            chain.append(dot)
            continue
        tight = all(b.x0 - a.x0 <= 0.5 * a.size for a, b in pairwise(chain))
        if len(chain) >= (3 if tight else 6):
            found |= {id(g) for g in chain}
        chain = [dot] if dot else []
    return found


def _follows(a: Glyph, b: Glyph) -> bool:
    return abs(a.base - b.base) < 0.15 * a.size and 0 <= b.x0 - a.x0 <= 0.9 * a.size


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs whose baselines lie close together."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        near = rows[-1] if rows else [glyph]
        close = glyph.base - near[-1].base < 0.15 * glyph.size
        if rows and (close or glyph.base - median(g.base for g in near) < _ROW * glyph.size):
            near.append(glyph)
        else:
            rows.append([glyph])
    return rows


def _merge_lifted(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Join rows of which one holds what was typed a little above or below the other."""
    out: list[list[Glyph]] = []
    for row in rows:
        size = median(g.size for g in row)
        if out:
            gap = median(g.base for g in row) - median(g.base for g in out[-1])
            if gap < _LIFTED * size and not _collide(row, out[-1]):
                out[-1] = out[-1] + row
                continue
        out.append(row)
    return out


def _collide(a: Sequence[Glyph], b: Sequence[Glyph]) -> bool:
    return any(min(g.x1, h.x1) - max(g.x0, h.x0) > 0.15 * g.size for g in a for h in b)


def _line(row: list[Glyph], page: int) -> Line:
    """The row's letters from left to right, runs of one object kept together."""
    runs: list[list[Glyph]] = []
    for glyph in row if len(row) < 2 else sorted(row, key=lambda g: (g.order, g.x0)):
        last = runs[-1][-1] if runs else None
        if (
            last
            and last.order == glyph.order
            and -0.2 * glyph.size < glyph.x0 - last.x1 < 0.4 * glyph.size
        ):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    glyphs = [g for run in sorted(runs, key=lambda r: r[0].x0) for g in run]
    letters = [
        Letter(
            g.text,
            g.x0,
            g.y0,
            g.x1,
            g.y1,
            g.base,
            g.size,
            source=g.source,
            start=g.start,
            end=g.end,
            glyph=id(g),
        )
        for g in glyphs
    ]
    for a, b in pairwise(letters):
        if b.text != SARA_AM and a.text != SARA_AM and _on_top(a, b):
            a.clash = b.clash = True
    base, size = median(g.base for g in row), median(g.size for g in row)
    return Line(page, letters, base=base, size=size)


def _on_top(a: Letter, b: Letter) -> bool:
    """Whether two letters are written over each other."""
    overlap = min(a.x1, b.x1) - max(a.x0, b.x0)
    return overlap > 0.6 * min(a.x1 - a.x0, b.x1 - b.x0) and overlap > 0.1 * a.size


def _set_gaps(line: Line, spaces: Sequence[Glyph]) -> None:
    """Note where a space separates two letters: a written one, or just room."""
    pairs = list(pairwise(line.letters))
    usual = max(0.0, median(_room(a, b) for a, b in pairs)) if pairs else 0.0
    marks = [(g.x0 + g.x1) / 2 for g in spaces if abs(g.base - line.base) < _ROW * line.size]
    marks.sort()
    for a, b in pairs:
        wide = _room(a, b) > usual + _GAP * line.size
        between = any(a.x1 - 0.05 * a.size <= x <= b.x0 + 0.1 * b.size for x in marks)
        b.gap = wide or (between and b.x0 - a.x1 > 0.05 * line.size)
        if b.gap and a.text.isdigit() and b.text.isdigit() and a.end > a.start:
            b.gap = _parted(a, b, spaces)
    if line.letters:
        line.letters[0].gap = True


def _room(a: Letter, b: Letter) -> float:
    """The room between two letters beyond what belongs to them: by the pen where that is known,
    else by their ink. What a sara am within a cluster covers is not known at all.
    """
    if a.x1 - a.x0 < 0.05:
        return b.x0 - a.x1 - 0.7 * a.size
    if a.end > a.start and b.end > b.start and a.end < b.x0 + a.size:
        return min(b.start - a.end + _GAP * a.size / 3, b.x0 - a.x1)
    return b.x0 - a.x1


def _parted(a: Letter, b: Letter, spaces: Sequence[Glyph]) -> bool:
    """Whether two digits belong to two numbers. LibreOffice sets Thai and Arabic digits a fifth of
    an em apart, and draws a space there that the next digit covers.
    """
    if b.start - a.end > 0.24 * a.size:
        return True
    return any(
        abs(s.base - a.base) < 1
        and a.end - 0.5 <= s.start
        and s.start + 0.6 * (s.end - s.start) <= b.start
        for s in spaces
    )


def _attach_marks(marks: Sequence[Glyph], before: dict[int, int], lines: Sequence[Line]) -> None:
    """Give each mark to its consonant; then mend sara am."""
    letters = {a.glyph: (a, line) for line in lines for a in line.letters}
    for mark in marks:
        owner = _written_after(mark, before.get(id(mark)), letters) or _owner(mark, lines)
        if owner is not None:
            owner.marks += mark.text
            if owner.start < mark.start and mark.end < owner.end + mark.size:
                owner.end = max(owner.end, mark.end)  # monospaced marks move the pen
    for line in lines:
        for a, b in pairwise(line.letters):
            if NIKHAHIT in a.marks and b.text in (SARA_AA, SARA_AM):
                a.marks = a.marks.replace(NIKHAHIT, "")
                b.text = SARA_AM


def _letters_before(glyphs: Sequence[Glyph]) -> dict[int, int]:
    """For each mark that directly follows a consonant in one text object, that consonant (ids)."""
    before: dict[int, int] = {}
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.text not in MARKS:
            last = glyph if glyph.text in CONSONANTS else None
        elif last is not None and last.order == glyph.order:
            before[id(glyph)] = id(last)
    return before


def _written_after(
    mark: Glyph, before: int | None, letters: dict[int, tuple[Letter, Line]]
) -> Letter | None:
    """The consonant that the mark was written after, where it also stands near it."""
    found = letters.get(before) if before is not None else None
    if found is None:
        return None
    letter = found[0]
    middle = (mark.x0 + mark.x1) / 2
    aside = max(letter.x0 - middle, middle - letter.x1, 0.0)
    return letter if aside < 0.6 * mark.size and abs(letter.base - mark.base) < 2 else None


def _owner(mark: Glyph, lines: Sequence[Line]) -> Letter | None:
    middle = (mark.x0 + mark.x1) / 2
    best: tuple[float, Letter] | None = None
    for line in lines:
        if abs(line.base - mark.base) > 0.8 * max(mark.size, line.size):
            continue
        for letter in line.letters:
            if letter.text not in CONSONANTS or abs(letter.x0 - middle) > 2 * mark.size:
                continue
            aside = max(letter.x0 - middle, middle - letter.x1, 0.0)
            far = aside + 0.5 * abs(letter.base - mark.base)
            if best is None or far < best[0]:
                best = (far, letter)
    return best[1] if best and best[0] < 0.8 * mark.size else None


def _dotted(dots: Sequence[Glyph], lines: Sequence[Line], page: int) -> list[Line]:
    """Give each leader to its line; return the lines that have nothing but leaders."""
    empty: list[Line] = []
    for dot in dots:
        line = min((*lines, *empty), key=lambda n: abs(n.base - dot.base), default=None)
        if line is None or abs(line.base - dot.base) > _LIFTED * dot.size:
            line = Line(page, base=dot.base, size=dot.size)
            empty.append(line)
        line.leaders.append(dot)
    return empty
