"""The dots that values are written on, and glyphs that are drawn twice."""

from collections.abc import Sequence
from itertools import pairwise

from parsers.text.glyphs import Glyph

_CELL = 4.0  # points: glyphs are sought in cells of this size


def without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """One of each glyph that is drawn twice on the same spot (imitated bold)."""
    taken: dict[tuple[str, int, int], list[Glyph]] = {}
    within = _within_words(glyphs)
    out = []
    for g in glyphs:
        if id(g) in within:
            out.append(g)
            continue
        tiny = 0.12 * g.size
        columns = {int((g.x0 - tiny) // _CELL), int((g.x0 + tiny) // _CELL)}
        rows = {int((g.base - tiny) // _CELL), int((g.base + tiny) // _CELL)}
        near = [o for x in columns for y in rows for o in taken.get((g.text, x, y), ())]
        twice = any(abs(o.x0 - g.x0) < tiny and abs(o.base - g.base) < tiny for o in near)
        if twice and g.text != " ":
            continue
        cell = (g.text, int(g.x0 // _CELL), int(g.base // _CELL))
        taken.setdefault(cell, []).append(g)
        out.append(g)
    return out


def leader_ids(glyphs: Sequence[Glyph]) -> set[int]:
    """Ids of the dots and underscores that mark a place to write on."""
    found = {id(g) for g in glyphs if g.text in "_…‥"}
    within = _within_words(glyphs)
    free = (g for g in glyphs if g.text in ".·" and id(g) not in within)
    dots = sorted(free, key=lambda g: (round(g.base), g.x0))
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


def _within_words(glyphs: Sequence[Glyph]) -> set[int]:
    """Ids of single dots drawn between two letters, as in ร.ต.: a word's own, though they may lie
    over a leader.
    """
    found = set()
    for a, dot, b in zip(glyphs, glyphs[1:], glyphs[2:], strict=False):
        if dot.text != "." or not a.text.isalpha() or not b.text.isalpha():
            continue
        near = -0.1 < (dot.x0 - a.x1) / a.size < 0.5 and -0.1 < (b.x0 - dot.x1) / a.size < 0.8
        if near and abs(a.base - dot.base) + abs(b.base - dot.base) < 0.05 * a.size:
            found.add(id(dot))
    return found


def _follows(a: Glyph, b: Glyph) -> bool:
    return abs(a.base - b.base) < 0.15 * a.size and 0 <= b.x0 - a.x0 <= 0.9 * a.size
