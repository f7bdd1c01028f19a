"""Sara am that a font draws in two pieces, and what then becomes of sara aa.

A program that writes a PDF once more may give a glyph one meaning only. Where sara am is drawn as
a ring and an aa, the aa then is nameless, here and wherever else the font uses it; or it keeps its
name and follows a whole sara am.
"""

from collections.abc import Sequence

from parsers.text.glyphs import UNKNOWN, Glyph
from parsers.thai import CONSONANTS, MARKS, SARA_AA, SARA_AM

_ENOUGH = 2  # second halves of one shape: the shape is that of an aa
_ALIKE = 0.03  # of the letter size

_Shape = tuple[float, float]


def whole_sara_am(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs without second halves of sara am, and nameless aas named."""
    out: list[Glyph] = []
    halves: list[_Shape] = []
    for glyph in glyphs:
        before = next((g for g in reversed(out[-3:]) if g.text not in MARKS), None)
        if glyph.text in (UNKNOWN, SARA_AA) and before and before.text == SARA_AM:
            if glyph.text == UNKNOWN:
                halves.append(_shape(glyph))
            before.x0, before.x1 = min(before.x1, glyph.x0), glyph.x1
            before.y0, before.y1 = min(before.y0, glyph.y0), max(before.y1, glyph.y1)
            continue
        out.append(glyph)
    _name(out, halves)
    return out


def _name(glyphs: Sequence[Glyph], halves: Sequence[_Shape]) -> None:
    """Call aa what has no name, stands behind a consonant and looks like the halves."""
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.text in MARKS:
            continue
        if glyph.text == UNKNOWN and last is not None and last.text in CONSONANTS:
            alike = sum(_alike(_shape(glyph), half) for half in halves)
            if alike >= _ENOUGH:
                glyph.text = SARA_AA
        last = glyph


def _shape(glyph: Glyph) -> _Shape:
    return (glyph.x1 - glyph.x0) / glyph.size, (glyph.y1 - glyph.y0) / glyph.size


def _alike(a: _Shape, b: _Shape) -> bool:
    return abs(a[0] - b[0]) < _ALIKE and abs(a[1] - b[1]) < _ALIKE
