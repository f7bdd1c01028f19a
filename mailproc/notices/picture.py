"""The month as a picture, for chat groups: a tile for each unit, its colour and words the state."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from mailproc.month.status import MonthStatus, State, UnitStatus
from mailproc.notices.standing import Digits, short_name
from mailproc.resources import shipped
from mailproc.rollup.sheet import STATES
from mailproc.thai_dates import thai_month, thai_short_day

if TYPE_CHECKING:
    from datetime import date

    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

PNG = "image/png"
_WIDTH, _MARGIN, _GAP, _COLUMNS = 1080, 36, 12, 3
_HEAD, _TILE, _FOOT = 222, 118, 60
_PAGE, _INK, _QUIET = "#ffffff", "#1f2733", "#56606d"
COLOURS: dict[State, tuple[str, str]] = {
    "on_time": ("#bfe8cb", "#14532d"),
    "late": ("#fbd98f", "#5c3d00"),
    "held": ("#c3d6f8", "#1b3f7f"),
    "missing": ("#f6b8b1", "#7a150c"),
    "not_due": ("#e3e7ec", "#434c58"),
}
"""Each state's tile and the words on it."""


def picture(month: MonthStatus, topic: str, day: "date", digits: Digits) -> bytes:
    """The picture as PNG, as of that day."""
    from PIL import Image, ImageDraw

    height = _HEAD + _rows(month.units) * (_TILE + _GAP) + _FOOT
    image = Image.new("RGB", (_WIDTH, height), _PAGE)
    draw = ImageDraw.Draw(image)
    room, left = _WIDTH - 2 * _MARGIN, _MARGIN
    said = f"ส่งแล้ว {month.reported}/{month.expected} หน่วย"
    _text(draw, (left, 24), topic, 30, _QUIET, room)
    _text(draw, (left, 66), digits(f"ประจำเดือน{thai_month(month.dates.period)}"), 40, _INK, room)
    _text(draw, (left, 120), digits(said), 66, _INK, room, bold=True)
    for position, status in enumerate(month.units):
        _tile(draw, position, _rows(month.units), status, digits)
    due, today = thai_short_day(month.dates.due), thai_short_day(day)
    foot = digits(f"กำหนดส่ง {due} · ข้อมูล ณ วันที่ {today}")
    _text(draw, (left, height - _FOOT + 6), foot, 28, _QUIET, room)
    out = BytesIO()
    # Few colours: a quarter of the bytes, and the same to the eye.
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _rows(units: Sequence[UnitStatus]) -> int:
    return -(-len(units) // _COLUMNS)


def _tile(draw: "ImageDraw", position: int, rows: int, status: UnitStatus, digits: Digits) -> None:
    """One unit; they stand column by column, in the configuration's order."""
    column, row = divmod(position, rows)
    wide = (_WIDTH - 2 * _MARGIN - (_COLUMNS - 1) * _GAP) // _COLUMNS
    x, y = _MARGIN + column * (wide + _GAP), _HEAD + row * (_TILE + _GAP)
    back, ink = COLOURS[status.state]
    draw.rounded_rectangle((x, y, x + wide, y + _TILE), 12, fill=back)
    _text(draw, (x + 18, y + 14), short_name(status.unit), 40, ink, wide - 36, bold=True)
    _text(draw, (x + 18, y + 68), digits(STATES[status.state]), 30, ink, wide - 36)


def _text(
    draw: "ImageDraw",
    at: tuple[int, int],
    words: str,
    size: int,
    ink: str,
    room: int,
    *,
    bold: bool = False,
) -> None:
    """Words on one line, smaller where there is no room for them."""
    name = "Sarabun-Bold.ttf" if bold else "Sarabun-Regular.ttf"
    wide = draw.textlength(words, font=_font(name, size))
    if wide > room:
        size = int(size * room / wide)
    # From the baseline, so that smaller words stand on the same line.
    draw.text((at[0], at[1] + size), words, ink, _font(name, size), anchor="ls")


@cache
def _font(name: str, size: int) -> "FreeTypeFont":
    from PIL import ImageFont, features

    # Thai marks find their places by the font's own tables only with this layout.
    engine = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    path = shipped("templates") / "fonts" / name
    return ImageFont.truetype(str(path), size, layout_engine=engine)
