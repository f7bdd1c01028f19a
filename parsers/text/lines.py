"""From glyphs to lines of letters: rows by baseline, order by place, marks to their letters.

Nothing here trusts the order in which a producer drew: values lie over dotted leaders, marks
float in objects of their own, and bold text is drawn twice.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from parsers.text.clusters import whole_clusters
from parsers.text.diacritics import attach_marks
from parsers.text.glyphs import Glyph
from parsers.text.leaders import leader_ids, without_doubles
from parsers.text.letters import Letter, Line
from parsers.text.sara_am import whole_sara_am
from parsers.thai import MARKS, SARA_AM

_ROW = 0.45  # of the letter size: baselines closer than this are one row
_LIFTED = 0.75  # a value may stand this far above or below its dotted line
_GAP = 0.22  # of the letter size: a wider gap is a space


def build_lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The visible text of a page as lines from top to bottom."""
    whole = whole_sara_am(whole_clusters(glyphs))
    seen = without_doubles([g for g in whole if g.seen])
    leaders = leader_ids(seen)
    spaces = [g for g in seen if g.text == " "]
    bases = [g for g in seen if g.text not in MARKS and g.text != " " and id(g) not in leaders]
    dots = [g for g in seen if id(g) in leaders]
    rows = _merge_lifted(_rows(bases))
    lines = [_line(row, page) for row in rows]
    attach_marks(seen, lines)
    for line in lines:
        _set_gaps(line, spaces)
    lines += _dotted(dots, lines, page)
    return sorted((n for n in lines if n.letters or n.leaders), key=lambda n: n.base)


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
            typed=g.typed,
        )
        for g in glyphs
    ]
    for a, b in pairwise(letters):
        if b.text != SARA_AM and a.text != SARA_AM and _on_top(a, b):
            a.clash = b.clash = True
    base, size = median(g.base for g in row), median(g.size for g in row)
    return Line(page, letters, base=base, size=size)


def _on_top(a: Letter, b: Letter) -> bool:
    """Whether two letters are written over each other; digits never reach into each other."""
    overlap = min(a.x1, b.x1) - max(a.x0, b.x0)
    digits = a.text.isnumeric() and b.text.isnumeric()
    share, least = (0.3, 0.06) if digits else (0.6, 0.1)
    return overlap > share * min(a.x1 - a.x0, b.x1 - b.x0) and overlap > least * a.size


def _set_gaps(line: Line, spaces: Sequence[Glyph]) -> None:
    """Note where a space separates two letters: a written one, or just room."""
    pairs = list(pairwise(line.letters))
    usual = max(0.0, median(_room(a, b) for a, b in pairs)) if pairs else 0.0
    near = [g for g in spaces if abs(g.base - line.base) < _ROW * line.size]
    for a, b in pairs:
        wide = _room(a, b) > usual + _GAP * line.size
        b.gap = wide or any(_between(a, space, b) for space in near)
        if b.gap and a.text.isdigit() and b.text.isdigit() and a.end > a.start:
            b.gap = _parted(a, b, spaces)
    if line.letters:
        line.letters[0].gap = True


def _between(a: Letter, space: Glyph, b: Letter) -> bool:
    """Whether a written space parts two letters; it may be narrow, but not covered."""
    middle = (space.x0 + space.x1) / 2
    if b.x0 - a.x1 > 0.05 * a.size and a.x1 - 0.05 * a.size <= middle <= b.x0 + 0.1 * b.size:
        return True
    known = space.end > space.start and a.end > a.start
    return known and a.end - 0.1 * a.size <= space.start and space.end <= b.start + 0.05 * b.size


def _room(a: Letter, b: Letter) -> float:
    """The room between two letters beyond what belongs to them: by the pen where that is known,
    else by their ink. What a sara am within a cluster covers is not known at all.
    """
    if a.x1 - a.x0 < 0.05:
        return b.x0 - a.x1 - 0.7 * a.size
    if a.end > a.start and b.end > b.start and a.end < b.x0 + a.size:
        pen = b.start - a.end + _GAP * a.size / 3
        overhang = 0.12 * b.size if b.text in "ใไ" else 0.0
        return min(pen, b.x0 - a.x1 + overhang)
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
