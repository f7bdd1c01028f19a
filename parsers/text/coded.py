"""The code on a form of our own that came with its text: a second witness of unit and month."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from parsers.form import Form
from parsers.page_code import FROM_LEFT, FROM_TOP, PageCode, said_by_code
from parsers.reading import Box, Reading, Unit
from parsers.text.glyphs import PageContent
from parsers.text.marks import Ink

# Points; the code is drawn as a picture or path about so large, or square by square.
_SIDE, _SQUARES = 30.0, 40


def doubt_by_code(
    readings: Sequence[Reading],
    form: Form,
    units: Sequence[Unit],
    pages: Iterable[PageContent],
    ink: Ink,
) -> list[Reading]:
    """The readings, with unit and month in doubt where the code on the sheet says another one."""
    code = next((c for c in (_code_of(p, ink) for p in pages if _may_have_one(p)) if c), None)
    if code is None:
        return list(readings)
    keys = {r.field for r in readings if r.value}
    says = said_by_code(code, form, units, keys)
    return [
        replace(r, status="review", confidence=0.5)
        if r.field in says and r.value != says[r.field]
        else r
        for r in readings
    ]


def _may_have_one(page: PageContent) -> bool:
    """Whether something like it is drawn there: to look for it on each page would take longer than
    to read the page.
    """
    corner = _corner(page)
    there = [s.box for s in page.shapes if s.box.x1 > corner.x0 and s.box.y1 > corner.y0]
    large = any(min(b.x1 - b.x0, b.y1 - b.y0) >= _SIDE for b in there)
    return large or len(there) >= _SQUARES


def _code_of(page: PageContent, ink: Ink) -> PageCode | None:
    from parsers.picture.qr import decode

    dark = ink(page.number, _corner(page))
    found = decode(np.asarray(255 * (1 - dark), np.uint8)) if dark.size else None
    return found.says if found else None


def _corner(page: PageContent) -> Box:
    """Where it is printed."""
    return Box(page.width * FROM_LEFT, page.height * FROM_TOP, page.width, page.height)
