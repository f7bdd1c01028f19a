"""Reasons not to believe a slot's text: something else is drawn, hidden or struck out there."""

from collections.abc import Iterable

from parsers.reading import Box
from parsers.text.glyphs import Glyph, PageContent
from parsers.text.shapes import Shape
from parsers.text.slots import Slot

_OFF = 0.45  # of the letter size
_SMALLER, _RAISED = 0.88, 0.12  # of the letter size
_ANY_INK = ("path", "image", "annot", "shading")


def uneven(slot: Slot) -> bool:
    """Whether a number's digits differ in size or stand at different heights, or all are small
    and raised: then some may be a footnote's sign, an index or a correction. Or they all stand so
    far off the label's lines that they may belong to another one: in a table they stand at half
    the height of a label of several lines.
    """
    digits = [a for a in slot.letters if a.text.isnumeric()]
    if not digits or slot.area is None or all(a.typed for a in digits):
        return False
    sizes, bases = [a.size for a in digits], [a.base for a in digits]
    if min(sizes) < _SMALLER * max(sizes) or max(bases) - min(bases) > _RAISED * max(sizes):
        return True
    lines = (*slot.bases, slot.base)
    if max(min(lines) - bases[0], bases[0] - max(lines)) > _OFF * max(sizes):
        return True
    small = max(sizes) < _SMALLER * slot.size
    return small and abs(bases[0] - slot.base) > _RAISED * slot.size


def disturbed(slot: Slot, page: PageContent) -> bool:
    """Whether the picture of the slot may show something else than its text."""
    if slot.area is None:
        return True
    area = slot.box or slot.area
    around = _union(area, slot.area)
    letters = slot.letters
    return (
        any(a.clash for a in letters)
        or any(_foreign(s, around) for s in page.shapes)
        or any(_strikes(s, slot) for s in page.shapes)
        or _hidden(page.glyphs, around)
    )


def _union(a: Box, b: Box) -> Box:
    return Box(min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))


def _foreign(shape: Shape, area: Box) -> bool:
    """Ink other than rules, cells and frames: pen strokes, stamps, pictures."""
    if shape.straight or shape.white or shape.kind not in _ANY_INK:
        return False
    b = shape.box
    inside_x = min(b.x1, area.x1) - max(b.x0, area.x0)
    inside_y = min(b.y1, area.y1) - max(b.y0, area.y0)
    return inside_x > 1 and inside_y > 0.15 * (area.y1 - area.y0)


def _strikes(shape: Shape, slot: Slot) -> bool:
    """A level line through the middle of what was written."""
    b = shape.box
    if shape.kind not in ("path", "image", "annot") or b.y1 - b.y0 > 2.5 or b.x1 - b.x0 < 3:
        return False
    y = (b.y0 + b.y1) / 2
    return any(
        a.base - 0.6 * a.size < y < a.base - 0.1 * a.size
        and min(b.x1, a.x1) - max(b.x0, a.x0) > 0.5 * (a.x1 - a.x0)
        for a in slot.letters
        if a.text.isalnum()
    )


def _hidden(glyphs: Iterable[Glyph], area: Box) -> bool:
    return any(
        not g.seen
        and g.text.strip()
        and area.x0 <= (g.x0 + g.x1) / 2 <= area.x1
        and area.y0 <= (g.y0 + g.y1) / 2 <= area.y1
        for g in glyphs
    )
