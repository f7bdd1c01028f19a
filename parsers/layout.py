"""Where everything lies on the sheets that the program hands out itself, to draw and to read them.

In PDF points from the upper left corner of an A4 page. Sheets live on in drawers: whoever moves a
place here must also give the code (`page_code`) another beginning, by which old sheets are told.
"""

from collections.abc import Mapping

Point = tuple[float, float]

MARK = 10.0
"""The side of the black squares by which the sheet is laid on its picture."""
MARKS: tuple[Point, ...] = (
    (39, 35), (556, 35),
    (39, 345), (556, 345),
    (39, 807), (556, 807),
)  # fmt: skip
"""Their middles: as far from the paper's edge as a sheet that went in askew is cut off, and so far
from all print that nothing touches them. Six, so that one more is there than is needed.
"""
CODE_AT, CODE_SIZE, CODE_MARGIN = (470.0, 752.0), 66.0, 4
"""The code's upper left corner and its side, with its white margin of so many modules."""

TYPED_SIZE, TYPED_AT, TYPED_FREE = 13.0, (3.0, -1.0), 6.0
"""A value on its line: the size of its letters, where it begins, seen from the line's left end and
its baseline, and how much narrower than the line it is at least.
"""
_ROWS = (
    "official_letter", "website", "facebook_page", "print_media", "school_teaching",
    "community_radio", "public_address",
)  # fmt: skip
# Of each place its left and right end, and the baseline of what is written there.
_SCAMMER_AWARENESS: dict[str, tuple[float, float, float]] = {
    "title": (38, 557, 66),
    "organization": (96, 222, 94),
    "unit": (264, 390, 94),
    "province": (434, 531, 94),
    "period": (262, 405, 118),
    "staff_informed:yes": (94, 104, 190),
    "staff_informed:no": (94, 104, 211),
    "organizations_total": (262, 342, 280),
    "organizations_done": (356, 436, 301),
    **{key: (310, 400, 372 + 21 * row) for row, key in enumerate(_ROWS)},
    "other_channels": (96, 531, 540),
    "reporter_name": (308, 490, 599),
    "reporter_position": (348, 500, 621),
}
PLACES: Mapping[str, Mapping[str, tuple[float, float, float]]] = {
    "scammer-awareness": _SCAMMER_AWARENESS
}
"""By form, then by the names that `picture.alphabet.PLACES` has for them."""
