"""Numbers of a text layer held against the page as it is drawn.

A font's character map may lie about its digits while all its letters are right, and what a
program draws may differ from what it wrote as text. The number reader of scans sees the picture.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from parsers.reading import Box
from parsers.text.glyphs import PageContent
from parsers.text.letters import Letter
from parsers.text.marks import Ink
from parsers.text.slots import Slot

# So sure the reader of pictures must be of another number. On 240 documents of the tuning split it
# was that sure of a wrong one once in 1,717 numbers.
_SURE = 0.9
# Points: letters and pages that come out at the size that the reader of pictures knows.
_SMALLEST, _LARGEST, _LONGEST = 8.0, 24.0, 1300.0
_AROUND = 14.0  # points around the slots that are drawn with them
_ALONE_MM, _GAP = 0.3, 6  # around a digit cut out by itself; pixels between two


def drawn_otherwise(
    page: PageContent, ink: Ink, numbers: Mapping[str, tuple[Slot, int]]
) -> set[str]:
    """The fields of a page whose letters surely look like another number than their value.

    `numbers`: the filled slots of the page with their values. What was typed into an annotation
    is left out: viewers draw it themselves.
    """
    asked = {key: slot for key, (slot, _) in numbers.items() if _can_be_seen(slot, page)}
    if not asked:
        return set()
    # Not on top: the networks' libraries take their time to load.
    from parsers.picture.crop import NUMBERS, crop
    from parsers.picture.numbers import most_likely

    drawing = _Drawing(page, ink, list(asked.values()))
    digits = {a.text: a for slot in asked.values() for a in slot.letters if a.text.isdigit()}
    if drawing.shows_each(digits):
        return set()
    other = set()
    for key, slot in asked.items():
        seen, plain, sure = most_likely(crop(drawing.grey, *drawing.line(slot.box), NUMBERS))
        if plain and seen != numbers[key][1] and sure >= _SURE:
            other.add(key)
    return other


def _can_be_seen(slot: Slot, page: PageContent) -> bool:
    usual = _SMALLEST <= slot.size <= _LARGEST and max(page.width, page.height) <= _LONGEST
    return usual and slot.box is not None and not any(a.typed for a in slot.letters)


class _Drawing:
    """The part of a page that some slots lie on."""

    def __init__(self, page: PageContent, ink: Ink, slots: list[Slot]) -> None:
        from parsers.picture.crop import WORK_DPI

        boxes = [slot.box for slot in slots if slot.box]
        area = Box(
            max(0.0, min(b.x0 for b in boxes) - _AROUND),
            max(0.0, min(b.y0 for b in boxes) - _AROUND),
            min(page.width, max(b.x1 for b in boxes) + _AROUND),
            min(page.height, max(b.y1 for b in boxes) + _AROUND),
        )
        self._left, self._top, self._scale = area.x0, area.y0, WORK_DPI / 72
        self.grey: NDArray[np.uint8] = 255 - (255 * ink(page.number, area)).astype(np.uint8)

    def line(self, box: Box | Letter | None) -> tuple[tuple[float, float], tuple[float, float]]:
        """The line through the middle of a box, in pixels."""
        assert box is not None
        y = ((box.y0 + box.y1) / 2 - self._top) * self._scale
        return ((box.x0 - self._left) * self._scale, y), ((box.x1 - self._left) * self._scale, y)

    def shows_each(self, digits: Mapping[str, Letter]) -> bool:
        """Whether digits set side by side are read as what they should be: one short look in
        place of one at every number.
        """
        from parsers.picture.crop import NUMBERS, CropSize, crop
        from parsers.picture.numbers import symbols_of

        alone = CropSize(NUMBERS.height_mm, NUMBERS.height_px, _ALONE_MM)
        paper = np.full((NUMBERS.height_px, _GAP), 255, np.uint8)
        parts = [paper]
        for letter in digits.values():
            parts += [crop(self.grey, *self.line(letter), alone), paper]
        return symbols_of(np.hstack([*parts, paper])) == "".join(digits)
