"""The code on the form that the program itself handed out, found on a picture of the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from parsers.form import Form
from parsers.page_code import FROM_LEFT, FROM_TOP, PageCode, page_code, said_by_code
from parsers.picture.seen import Seen
from parsers.reading import Unit

# A code that is there and not read is looked at larger: of ten scans at 100 dpi, blurred and noisy,
# 3 were read at once, 7 at twice and 9 at three times the size; of sixty at 150 to 300 dpi all.
_SCALES = (1, 2, 3)
# What one of them does not find the other often does: of 198 scans and photos of sheets with a code
# the first alone read 183, both 194. Without its code nothing says what was printed on a sheet.
_WAYS = (cv2.QRCodeDetector, cv2.QRCodeDetectorAruco)
# From here on the code may confirm what is not surely read. Of 24 sheets whose month was struck out
# by pen and another written near it, nine were read with less or with looks that differed, and the
# code had made them accepted; of twelve without a pen's stroke none needs it.
_NEARLY = 0.9


@dataclass(frozen=True)
class SeenCode:
    """The code on a sheet, and its corners (4, 2) in pixels of it, clockwise from the upper left
    one as it is printed. `modules`: how many of its squares make its side.
    """

    says: PageCode
    corners: np.ndarray
    modules: int


def find_code(grey: np.ndarray) -> SeenCode | None:
    """The code on an upright sheet (uint8, grey), None where there is none or it is another's."""
    high, wide = grey.shape
    top, left = int(high * FROM_TOP), int(wide * FROM_LEFT)
    found = decode(grey[top:, left:])
    return replace(found, corners=found.corners + np.array((left, top))) if found else None


def decode(corner: np.ndarray) -> SeenCode | None:
    """The code on a part of a sheet (uint8, grey), its corners in pixels of that part."""
    for scale in _SCALES:
        looked = cv2.resize(corner, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        seen = False
        for way in _WAYS:
            try:
                text, there, straight = way().detectAndDecode(looked)
            except cv2.error:
                # Some versions fail on shapes that merely look like a code.
                continue
            if text and there is not None:
                says = page_code(text)
                # Pixels are counted from their middles, at any size.
                corners = (there.reshape(4, 2) + 0.5) / scale - 0.5
                return None if says is None else SeenCode(says, corners, len(straight))
            seen = seen or there is not None
        if not seen:
            return None
    return None


def ask_code(code: PageCode, form: Form, units: Sequence[Unit], seen: dict[str, Seen]) -> None:
    """Let the code doubt what was read as unit and month, or confirm it where it is nearly sure.

    With what is read it is a second witness; where the two differ, a person must look. It is no
    witness of what a pen did later: where the network doubts what it sees, the doubt stays.
    """
    says = said_by_code(code, form, units, seen)
    for key, said in says.items():
        read = seen[key]
        if read.value != said:
            reason = f"the code on the sheet says {said}"
            seen[key] = replace(read, status="review", reason=reason)
        elif read.status == "accepted" or _nearly(read):
            seen[key] = replace(read, status="accepted", reason="as the code on the sheet")


def _nearly(read: Seen) -> bool:
    """Whether a reading is likely by itself and every look saw the same."""
    return read.confidence >= _NEARLY and all(value == read.value for value, _ in read.candidates)
