"""What a clip leaves of the text that is drawn under it."""

import ctypes

from parsers.reading import Box
from parsers.text.frame import Frame, Matrix
from parsers.text.pdfium import Handle, raw

_MAX_POINTS = 12  # more is an outline, and its box says little
_LEAST = 0.6  # of a glyph's ink: less is not the whole sign


def clip_box(handle: Handle, matrix: Matrix, frame: Frame) -> Box | None:
    """The rectangle that an object's clips leave of the page; None where none is a rectangle."""
    clip = raw.FPDFPageObj_GetClipPath(handle)
    boxes = []
    for path in range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0):
        count = raw.FPDFClipPath_CountPathSegments(clip, path)
        if 3 <= count <= _MAX_POINTS:
            boxes.append(_around(clip, path, count, matrix, frame))
    if not boxes:
        return None
    return Box(
        max(b.x0 for b in boxes),
        max(b.y0 for b in boxes),
        min(b.x1 for b in boxes),
        min(b.y1 for b in boxes),
    )


def _around(clip: Handle, path: int, count: int, matrix: Matrix, frame: Frame) -> Box:
    x, y = ctypes.c_float(), ctypes.c_float()
    xs, ys = [], []
    for i in range(count):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, i), x, y)
        xs.append(x.value * matrix[0] + y.value * matrix[2] + matrix[4])
        ys.append(x.value * matrix[1] + y.value * matrix[3] + matrix[5])
    return frame.box(min(xs), min(ys), max(xs), max(ys))


def cut(glyph: Box, clip: Box | None) -> bool:
    """Whether a clip takes away so much of a glyph's ink that it may be taken for another."""
    width, height = glyph.x1 - glyph.x0, glyph.y1 - glyph.y0
    if clip is None or width <= 0 or height <= 0:
        return False
    left = min(glyph.x1, clip.x1) - max(glyph.x0, clip.x0)
    high = min(glyph.y1, clip.y1) - max(glyph.y0, clip.y0)
    return min(left / width, high / height) < _LEAST
