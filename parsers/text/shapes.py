"""The objects of a PDF page: how its texts are painted, and the paths and pictures around them."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

from parsers.reading import Box
from parsers.text.clips import clip_box
from parsers.text.frame import IDENTITY, Frame, Matrix, combined
from parsers.text.pdfium import Handle, raw

_MAX_OBJECTS = 20_000
_MAX_SEGMENTS = 400
_FAINT = 40  # of 255: text of less opacity is hardly seen


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
class Style:
    """How one text object is painted. `scale`: drawn size by nominal size."""

    order: int
    seen: bool
    white: bool
    font: str
    scale: float
    clip: Box | None = None


def drawn_objects(page: Handle) -> Iterator[tuple[Handle, Matrix, float]]:
    """Every drawn object in painting order, with the matrix and the opacity (0..1) of the form
    objects that it stands in.
    """
    stack = [
        (raw.FPDFPage_GetObject(page, i), IDENTITY, 1.0)
        for i in reversed(range(min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)))
    ]
    done = 0
    while stack and done < _MAX_OBJECTS:
        handle, matrix, opacity = stack.pop()
        done += 1
        if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_FORM:
            yield handle, matrix, opacity
            continue
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(handle, own)
        inner = combined((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        through = opacity * _fill(handle)[1] / 255
        count = raw.FPDFFormObj_CountObjects(handle)
        for i in reversed(range(min(count, _MAX_OBJECTS))):
            stack.append((raw.FPDFFormObj_GetObject(handle, i), inner, through))


def _fill(handle: Handle) -> tuple[bool, int]:
    """Whether the fill is white, and its alpha."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, r, g, b, a):
        return False, 255
    return min(r.value, g.value, b.value) >= 245, a.value


def add_object(
    handle: Handle,
    matrix: Matrix,
    opacity: float,
    order: int,
    frame: Frame,
    styles: dict[int, Style],
    to: list[Shape],
) -> None:
    """Note a text object's style, or a shape's place."""
    kind = raw.FPDFPageObj_GetType(handle)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        mode = raw.FPDFTextObj_GetTextRenderMode(handle)
        white, alpha = _fill(handle)
        shown = alpha > _FAINT or mode in (1, 2, 5, 6)
        seen = mode not in (3, 7) and shown and opacity * 255 > _FAINT
        white = white and mode in (0, 4)
        scale = _scale(handle, matrix)
        clip = clip_box(handle, matrix, frame)
        style = Style(order, seen, white, _font_name(handle), scale, clip)
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


def _scale(handle: Handle, matrix: Matrix) -> float:
    """How much larger than its nominal size a text object's letters are drawn."""
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(handle, own)
    m = combined((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    return hypot(m[2], m[3]) or 1.0


def _font_name(handle: Handle) -> str:
    font = raw.FPDFTextObj_GetFont(handle)
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, 128)
    return buffer.value.decode("latin-1")


def _path(handle: Handle, box: Box, order: int) -> Shape:
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


def _is_straight(handle: Handle) -> bool:
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
        line = last if kind == raw.FPDF_SEGMENT_LINETO else None
        if line and min(abs(here[0] - line[0]), abs(here[1] - line[1])) > 0.5:
            return False
        last = here
    return True
