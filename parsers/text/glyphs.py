"""What is drawn on a PDF page, as pdfium has it: glyphs with boxes, and the shapes around them.

All boxes are PDF points from the top left of the page as it is shown. A glyph that nobody can see
(render mode 3, white on white, under a picture, outside the page) is kept and marked, since text
that hides where a value should be is a reason for doubt.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import pi

from parsers.reading import Box, Source
from parsers.text.clips import cut
from parsers.text.frame import Frame
from parsers.text.pdfium import Handle, raw
from parsers.text.shapes import Shape, Style, add_object, drawn_objects
from parsers.text.symbols import symbol
from parsers.thai import MARKS, clean

UNKNOWN = "\ufffd"
_MAX_GLYPHS = 60_000
_TINY = 4.0  # points
_THIN = 0.3


@dataclass(slots=True)
class Glyph:
    """One character on the page. `base` is the y of its baseline, `order` its place in
    drawing, `origin` the pen's place in the page's own space; the pen moves on
    from x `start` to `end` (equal where that is not known)."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    order: int
    seen: bool = True
    source: Source = "text"
    origin: tuple[float, float] = (0.0, 0.0)
    start: float = 0.0
    end: float = 0.0
    typed: bool = False  # of a field or a comment: its size and height are ours


@dataclass(slots=True)
class PageContent:
    """Everything on one page. `turn`: degrees clockwise that make its text upright."""

    number: int
    width: float
    height: float
    turn: int
    glyphs: list[Glyph] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)


def page_content(page: Handle, number: int) -> PageContent:
    """Read one `pypdfium2.PdfPage`; `number` counts from 1."""
    textpage = page.get_textpage()
    try:
        turn = _text_turn(textpage.raw, page.get_rotation())
        # What a viewer shows: the crop box within the media box, inherited ones too.
        frame = Frame(page.get_bbox(), turn)
        content = PageContent(number, frame.width, frame.height, turn)
        styles: dict[int, Style] = {}
        for order, (handle, matrix, opacity) in enumerate(drawn_objects(page.raw)):
            add_object(handle, matrix, opacity, order, frame, styles, content.shapes)
        content.glyphs = _glyphs(textpage.raw, frame, styles)
        _hide_covered(content, styles)
        _hide_tiny(content.glyphs)
        return content
    finally:
        textpage.close()


def _text_turn(textpage: Handle, rotation: int) -> int:
    """The turn that most of the text needs to be upright; the page's own without text."""
    total = raw.FPDFText_CountChars(textpage)
    votes: dict[int, int] = {}
    for i in range(0, total, max(1, total // 60)):
        angle = raw.FPDFText_GetCharAngle(textpage, i)
        if angle >= 0 and raw.FPDFText_GetUnicode(textpage, i) > 32:
            turn = round(angle / (pi / 2)) * 90 % 360
            votes[turn] = votes.get(turn, 0) + 1
    return max(votes, key=lambda t: votes[t]) if votes else int(rotation)


def _glyphs(textpage: Handle, frame: Frame, styles: dict[int, Style]) -> list[Glyph]:
    """The characters that the file holds (those that pdfium makes up are left out)."""
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    ox, oy = ctypes.c_double(), ctypes.c_double()
    loose = raw.FS_RECTF()
    found: list[Glyph] = []
    for i in range(min(raw.FPDFText_CountChars(textpage), _MAX_GLYPHS)):
        if raw.FPDFText_IsGenerated(textpage, i) == 1:
            continue
        handle = raw.FPDFText_GetTextObject(textpage, i)
        style = styles.get(ctypes.addressof(handle.contents)) if handle else None
        code = raw.FPDFText_GetUnicode(textpage, i)
        raw.FPDFText_GetCharBox(textpage, i, x0, x1, y0, y1)
        inked = abs(y1.value - y0.value) > 1 and abs(x1.value - x0.value) > _THIN
        text = (symbol(code, style.font) if style else "") or _character(code)
        # What a broken map turns into a space or a line's end is a letter all the same; and what
        # it does not name at all has a number for a name, which may look like a digit.
        if inked and (text in ("", " ") or raw.FPDFText_HasUnicodeMapError(textpage, i) == 1):
            text = UNKNOWN
        if not text:
            continue
        raw.FPDFText_GetCharOrigin(textpage, i, ox, oy)
        ax, ay = frame.point(x0.value, y0.value)
        bx, by = frame.point(x1.value, y1.value)
        start, base = frame.point(ox.value, oy.value)
        raw.FPDFText_GetLooseCharBox(textpage, i, loose)
        end = max(frame.point(loose.left, loose.bottom)[0], frame.point(loose.right, loose.top)[0])
        size = raw.FPDFText_GetFontSize(textpage, i) * (style.scale if style else 1.0)
        order = style.order if style else -1
        glyph = Glyph(text, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), base, size, order)
        glyph.origin, glyph.start, glyph.end = (ox.value, oy.value), start, max(start, end)
        cx, cy = (ax + bx) / 2, (ay + by) / 2
        inside = -1 <= cx <= frame.width + 1 and -1 <= cy <= frame.height + 1
        box = Box(glyph.x0, glyph.y0, glyph.x1, glyph.y1)
        glyph.seen = inside and (style is None or (style.seen and not cut(box, style.clip)))
        found.append(glyph)
    return found


@lru_cache(4096)
def _character(code: int) -> str:
    """One character, "" for what is no character, UNKNOWN for a glyph without a meaning."""
    if code == 0x20 or code == 0xA0:
        return " "
    if code in (0x0A, 0x0D):
        return ""
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return UNKNOWN
    text = clean(chr(code))
    return text if text in MARKS or len(text) <= 1 else text[0]


def _hide_covered(content: PageContent, styles: dict[int, Style]) -> None:
    """Mark glyphs that lie under something drawn later, or that are white on white."""
    white = {s.order for s in styles.values() if s.white}
    covers = [s for s in content.shapes if s.opaque and _large(s.box)]
    if not covers and not white:
        return
    for glyph in content.glyphs:
        cx, cy = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        over = [s for s in covers if _holds(s.box, cx, cy)]
        if any(s.order > glyph.order >= 0 for s in over):
            glyph.seen = False
        if glyph.order in white:
            under = [s for s in over if s.order < glyph.order]
            glyph.seen &= bool(under) and not under[-1].white


def _hide_tiny(glyphs: Sequence[Glyph]) -> None:
    """Mark letters that are too small to be read; a font's own size may mislead, ink does not."""
    for glyph in glyphs:
        drawn = max(glyph.x1 - glyph.x0, glyph.y1 - glyph.y0)
        if glyph.size < _TINY and drawn < 0.7 * _TINY and glyph.text.isalnum():
            glyph.seen = False


def _large(box: Box) -> bool:
    return box.x1 - box.x0 > 2 and box.y1 - box.y0 > 3


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
