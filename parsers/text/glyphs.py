"""What is drawn on a PDF page, as pdfium has it: glyphs with boxes, and the shapes around them.

All boxes are PDF points from the top left of the page as it is shown. A glyph that nobody can see
(render mode 3, white on white, under a picture, outside the page) is kept and marked, since text
that hides where a value should be is a reason for doubt.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot, pi
from typing import Any

import pypdfium2.raw as raw

from parsers.reading import Box, Source
from parsers.text.symbols import symbol
from parsers.thai import MARKS, clean

UNKNOWN = "\ufffd"
_MAX_OBJECTS = 20_000
_MAX_GLYPHS = 60_000
_MAX_SEGMENTS = 400


@dataclass(slots=True)
class Glyph:
    """One character on the page. `base` is the y of its baseline, `order` its place in drawing."""

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


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, image or annotation.

    `opaque`: it hides what was drawn before it. `straight`: it has level and upright lines only,
    as rules, cells and frames do, and pen strokes do not.
    """

    kind: str
    box: Box
    order: int
    opaque: bool = False
    white: bool = False
    straight: bool = False


@dataclass(slots=True)
class PageContent:
    """Everything on one page. `turn`: degrees clockwise that make its text upright."""

    number: int
    width: float
    height: float
    turn: int
    glyphs: list[Glyph] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)


class Frame:
    """Maps the page's user space to points from the top left of the upright page."""

    def __init__(self, box: tuple[float, float, float, float], turn: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.turn = turn
        w, h = self.right - self.left, self.top - self.bottom
        self.width, self.height = (w, h) if turn % 180 == 0 else (h, w)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """One point of user space."""
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle of user space."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


@dataclass(slots=True)
class _Style:
    """How one text object is painted."""

    order: int
    seen: bool
    white: bool
    font: str
    scale: float


def page_content(page: Any, number: int) -> PageContent:
    """Read one `pypdfium2.PdfPage`; `number` counts from 1."""
    textpage = page.get_textpage()
    try:
        turn = _text_turn(textpage.raw, page.get_rotation())
        # What a viewer shows: the crop box within the media box, inherited ones too.
        frame = Frame(page.get_bbox(), turn)
        content = PageContent(number, frame.width, frame.height, turn)
        styles: dict[int, _Style] = {}
        for order, (handle, matrix) in enumerate(_objects(page.raw)):
            _add_object(handle, matrix, order, frame, styles, content.shapes)
        content.glyphs = _glyphs(textpage.raw, frame, styles)
        _hide_covered(content, styles)
        return content
    finally:
        textpage.close()


def _text_turn(textpage: Any, rotation: int) -> int:
    """The turn that most of the text needs to be upright; the page's own without text."""
    total = raw.FPDFText_CountChars(textpage)
    votes: dict[int, int] = {}
    for i in range(0, total, max(1, total // 60)):
        angle = raw.FPDFText_GetCharAngle(textpage, i)
        if angle >= 0 and raw.FPDFText_GetUnicode(textpage, i) > 32:
            turn = round(angle / (pi / 2)) * 90 % 360
            votes[turn] = votes.get(turn, 0) + 1
    return max(votes, key=lambda t: votes[t]) if votes else int(rotation)


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Every drawn object in painting order with the matrix of the form that it stands in."""
    stack = [
        (raw.FPDFPage_GetObject(page, i), _IDENTITY)
        for i in reversed(range(min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)))
    ]
    done = 0
    while stack and done < _MAX_OBJECTS:
        handle, matrix = stack.pop()
        done += 1
        if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_FORM:
            yield handle, matrix
            continue
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(handle, own)
        inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        count = raw.FPDFFormObj_CountObjects(handle)
        for i in reversed(range(min(count, _MAX_OBJECTS))):
            stack.append((raw.FPDFFormObj_GetObject(handle, i), inner))


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _fill(handle: Any) -> tuple[bool, int]:
    """Whether the fill is white, and its alpha."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, r, g, b, a):
        return False, 255
    return min(r.value, g.value, b.value) >= 245, a.value


def _add_object(
    handle: Any,
    matrix: Matrix,
    order: int,
    frame: Frame,
    styles: dict[int, _Style],
    to: list[Shape],
) -> None:
    """Note a text object's style, or a shape's place."""
    kind = raw.FPDFPageObj_GetType(handle)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        mode = raw.FPDFTextObj_GetTextRenderMode(handle)
        white, alpha = _fill(handle)
        seen = mode not in (3, 7) and (alpha > 40 or mode in (1, 2, 5, 6))
        white = white and mode in (0, 4)
        scale = _scale(handle, matrix)
        style = _Style(order, seen, white, _font_name(handle), scale)
        styles[ctypes.addressof(handle.contents)] = style
        return
    x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(handle, x0, y0, x1, y1):
        return
    corners = [
        (x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5])
        for x in (x0.value, x1.value)
        for y in (y0.value, y1.value)
    ]
    xs, ys = zip(*corners, strict=True)
    box = frame.box(min(xs), min(ys), max(xs), max(ys))
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        to.append(Shape("image", box, order, not raw.FPDFPageObj_HasTransparency(handle)))
    elif kind == raw.FPDF_PAGEOBJ_PATH:
        to.append(_path(handle, box, order))
    else:
        to.append(Shape("shading", box, order))


def _scale(handle: Any, matrix: Matrix) -> float:
    """How much larger than its nominal size a text object's letters are drawn."""
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(handle, own)
    m = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    return hypot(m[2], m[3]) or 1.0


def _font_name(handle: Any) -> str:
    font = raw.FPDFTextObj_GetFont(handle)
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, 128)
    return buffer.value.decode("latin-1")


def _path(handle: Any, box: Box, order: int) -> Shape:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, mode, stroke)
    white, alpha = _fill(handle)
    filled = mode.value != raw.FPDF_FILLMODE_NONE and alpha > 0
    few = raw.FPDFPath_CountSegments(handle) <= 8
    straight = _is_straight(handle)
    solid = filled and few and alpha >= 250 and not raw.FPDFPageObj_HasTransparency(handle)
    if not filled and not stroke.value:
        return Shape("clip", box, order)
    return Shape("path", box, order, solid, white and filled and not stroke.value, straight)


def _is_straight(handle: Any) -> bool:
    """Whether every line of a path is level or upright (in its own space)."""
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    count = raw.FPDFPath_CountSegments(handle)
    if count > _MAX_SEGMENTS:
        return False
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(handle, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (x.value, y.value)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return False
        if kind == raw.FPDF_SEGMENT_LINETO and last:
            if min(abs(here[0] - last[0]), abs(here[1] - last[1])) > 0.5:
                return False
        last = here
    return True


def _glyphs(textpage: Any, frame: Frame, styles: dict[int, _Style]) -> list[Glyph]:
    """The characters that the file holds (those that pdfium makes up are left out)."""
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    ox, oy = ctypes.c_double(), ctypes.c_double()
    found: list[Glyph] = []
    for i in range(min(raw.FPDFText_CountChars(textpage), _MAX_GLYPHS)):
        if raw.FPDFText_IsGenerated(textpage, i) == 1:
            continue
        handle = raw.FPDFText_GetTextObject(textpage, i)
        style = styles.get(ctypes.addressof(handle.contents)) if handle else None
        code = raw.FPDFText_GetUnicode(textpage, i)
        text = (symbol(code, style.font) if style else "") or _character(code)
        if not text:
            continue
        raw.FPDFText_GetCharBox(textpage, i, x0, x1, y0, y1)
        raw.FPDFText_GetCharOrigin(textpage, i, ox, oy)
        box = frame.box(x0.value, y0.value, x1.value, y1.value)
        base = frame.point(ox.value, oy.value)[1]
        size = raw.FPDFText_GetFontSize(textpage, i) * (style.scale if style else 1.0)
        order = style.order if style else -1
        glyph = Glyph(text, box.x0, box.y0, box.x1, box.y1, base, size, order)
        cx, cy = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        inside = -1 <= cx <= frame.width + 1 and -1 <= cy <= frame.height + 1
        glyph.seen = inside and (style is None or style.seen)
        found.append(glyph)
    return found


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


def _hide_covered(content: PageContent, styles: dict[int, _Style]) -> None:
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


def _large(box: Box) -> bool:
    return box.x1 - box.x0 > 2 and box.y1 - box.y0 > 3


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
