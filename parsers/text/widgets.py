"""Fillable fields and typed comments of a PDF page: their values, whatever is drawn for them."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from parsers.reading import Box, Source
from parsers.text.frame import Frame
from parsers.text.glyphs import Glyph
from parsers.text.pdfium import Handle, raw
from parsers.text.shapes import Shape
from parsers.thai import MARKS, clean

_LAST = 1_000_000  # drawn after the page itself
_HIDDEN = 0x02 | 0x20  # annotation flags Hidden and NoView
# Annotations that show nothing of their own on the page, or only mark what is there.
_QUIET = frozenset(
    getattr(raw, f"FPDF_ANNOT_{kind}")
    for kind in ("WIDGET", "LINK", "POPUP", "TEXT", "HIGHLIGHT", "FREETEXT")
)
_OFF = frozenset(("", "Off", "off", "0", "No", "False"))


@dataclass(frozen=True, slots=True)
class Widget:
    """A fillable field: its full name, its `/V` as text, and for a check box whether it is on."""

    name: str
    value: str
    checked: bool | None
    box: Box


@dataclass(frozen=True, slots=True)
class Annotations:
    """What lies over a page: fields, typed comments as glyphs, everything else as shapes."""

    widgets: tuple[Widget, ...]
    glyphs: tuple[Glyph, ...]
    shapes: tuple[Shape, ...]


def read_annotations(page: Handle, form: Handle | None, frame: Frame) -> Annotations:
    """The page's annotations; `form` is the document's form handle, None without fields."""
    widgets, glyphs, shapes = [], [], []
    for i in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annot = raw.FPDFPage_GetAnnot(page.raw, i)
        if not annot:
            continue
        kind, box = raw.FPDFAnnot_GetSubtype(annot), _box(annot, frame)
        if kind == raw.FPDF_ANNOT_WIDGET and form is not None:
            widgets.append(_widget(annot, form, box))
        elif raw.FPDFAnnot_GetFlags(annot) & _HIDDEN:
            pass
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            words = _string(partial(raw.FPDFAnnot_GetStringValue, annot, b"Contents"))
            glyphs += typed(words, box)
        elif kind not in _QUIET:
            shapes.append(Shape("annot", box, _LAST))
        raw.FPDFPage_CloseAnnot(annot)
    return Annotations(tuple(widgets), tuple(glyphs), tuple(shapes))


def _box(annot: Handle, frame: Frame) -> Box:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annot, rect)
    return frame.box(rect.left, rect.bottom, rect.right, rect.top)


def _string(get: Callable[[Handle, int], int]) -> str:
    """A UTF-16 string of pdfium: ask for its length, then for itself."""
    length = get(None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    get(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return clean(buffer.raw[: length - 2].decode("utf-16-le", "replace"))


def _widget(annot: Handle, form: Handle, box: Box) -> Widget:
    name = _string(partial(raw.FPDFAnnot_GetFormFieldName, form, annot))
    value = _string(partial(raw.FPDFAnnot_GetFormFieldValue, form, annot))
    kind = raw.FPDFAnnot_GetFormFieldType(form, annot)
    checked = None
    if kind == raw.FPDF_FORMFIELD_CHECKBOX:
        checked = value not in _OFF
    elif kind == raw.FPDF_FORMFIELD_RADIOBUTTON:
        own = _string(partial(raw.FPDFAnnot_GetFormFieldExportValue, form, annot))
        checked = value not in _OFF and value == own
    return Widget(name, value, checked, box)


def typed(words: str, box: Box, source: Source = "text") -> list[Glyph]:
    """Typed words as glyphs spread over their rectangle, line by line."""
    lines = [line for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line]
    glyphs = []
    for i, line in enumerate(lines):
        height = (box.y1 - box.y0) / len(lines)
        size = min(12.0, height)
        if size <= 0:  # hidden fields have no height, and show nothing
            return []
        base = box.y0 + (i + 0.5) * height + 0.35 * size
        step = min((box.x1 - box.x0) / len(line), 0.55 * size)
        x = box.x0
        for char in line:
            at = x - step if char in MARKS and x > box.x0 else x
            top = base - (1.1 if char in MARKS else 0.7) * size
            glyph = Glyph(char, at, top, at + 0.9 * step, base, base, size, _LAST + i)
            glyph.source, glyph.typed = source, True
            glyphs.append(glyph)
            x = at + step
    return glyphs
