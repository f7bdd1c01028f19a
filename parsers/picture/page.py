"""From the picture that came to the working picture: flat, A4-sized, grey.

A photo's sheet is cut out and made rectangular. Of a coloured page what is red vanishes; black
print and blue ink stay dark.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
from PIL import Image

from parsers.picture.colour import (
    darkest_channel,
    only_channel,
    reading_channel,
    without_stamps,
)
from parsers.picture.photo import sheet_in_photo
from parsers.picture.specks import despeckled
from parsers.reading import Box

# A4 at `crop.WORK_DPI`.
LONG, SHORT = 2339, 1654
Line = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Sheet:
    """The working picture. `grey`: what is read, `dark`: every ink in it, whatever its colour;
    `clean`: `grey` without coloured stamps, the same array where there are none.

    `back`: 3x3 matrix from its pixels to those of the picture that came, of `dpi`.
    """

    grey: np.ndarray
    dark: np.ndarray
    clean: np.ndarray
    back: np.ndarray
    dpi: float

    @cached_property
    def quiet(self) -> "Sheet | None":
        """The sheet without specks, None where it has too few of them to matter. A speck taken off
        may have been a part of a digit: it is for a second look, or to find places.
        """
        grey = despeckled(self.grey)
        return None if grey is None else replace(self, grey=grey, dark=grey, clean=grey)

    def turned(self, turns: int) -> "Sheet":
        """The sheet turned back to upright where it is the upright one turned by `np.rot90`."""
        if turns % 4 == 0:
            return self
        # An upright page turned by k comes upright with 4 - k turns more.
        more = 4 - turns % 4
        back = self.back @ np.linalg.inv(_rot90(self.grey.shape, more))
        return self.changed(lambda plane: np.ascontiguousarray(np.rot90(plane, more)), back)

    def changed(self, change: Callable[[np.ndarray], np.ndarray], back: np.ndarray) -> "Sheet":
        """The sheet with all its planes changed in one way."""
        grey = change(self.grey)
        dark, clean = (
            grey if plane is self.grey else change(plane) for plane in (self.dark, self.clean)
        )
        return replace(self, grey=grey, dark=dark, clean=clean, back=back)

    def box(self, line: Line, half: float) -> Box:
        """PDF points of the page that came around a line, `half` pixels above and below it."""
        (ax, ay), (bx, by) = line
        corners = [(ax, ay - half), (ax, ay + half), (bx, by - half), (bx, by + half)]
        points = self.back @ np.array([(x, y, 1.0) for x, y in corners]).T
        x, y = points[:2] / points[2] * (72 / self.dpi)
        return Box(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def _rot90(shape: tuple[int, ...], turns: int) -> np.ndarray:
    """Where a pixel goes in `np.rot90(picture, turns)`."""
    high, wide = shape
    return {
        1: np.array([[0, 1, 0], [-1, 0, wide - 1], [0, 0, 1]], np.float64),
        2: np.array([[-1, 0, wide - 1], [0, -1, high - 1], [0, 0, 1]], np.float64),
        3: np.array([[0, -1, high - 1], [1, 0, 0], [0, 0, 1]], np.float64),
    }[turns]


def sheets_of(image: Image.Image, dpi: float) -> Iterator[Sheet]:
    """The working pictures of an image (mode L or RGB, any size), the likeliest first: where it may
    be a photo of a sheet, that sheet; the whole.
    """
    grey, dark, clean = _planes(image)
    came = Sheet(grey, dark, clean, np.eye(3), dpi)
    corners = sheet_in_photo(grey)
    if corners is not None:
        yield _cut_out(came, corners)
    scale = LONG / max(grey.shape)
    matrix = np.diag([scale, scale, 1.0])
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    yield came.changed(lambda plane: _resized(plane, size, scale), np.linalg.inv(matrix))


def _cut_out(came: Sheet, corners: np.ndarray) -> Sheet:
    """The part of a picture between four corners, made rectangular."""
    lying = np.linalg.norm(corners[1] - corners[0]) > np.linalg.norm(corners[3] - corners[0])
    size = (LONG, SHORT) if lying else (SHORT, LONG)
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return came.changed(
        lambda plane: _even(cv2.warpPerspective(plane, matrix, size)), np.linalg.inv(matrix)
    )


def _planes(image: Image.Image) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What is read, every ink, and what is read without stamps; one array where all is grey."""
    if image.mode == "L":
        only: np.ndarray | None = np.asarray(image)
    else:
        colours = np.asarray(image.convert("RGB"))
        only = only_channel(colours)
    if only is not None:
        return only, only, only
    grey = reading_channel(colours)
    return grey, darkest_channel(colours), without_stamps(colours, grey)


def _resized(grey: np.ndarray, size: tuple[int, int], scale: float) -> np.ndarray:
    if scale == 1:
        return grey
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(np.ascontiguousarray(grey), size, interpolation=way))


def _even(grey: np.ndarray) -> np.ndarray:
    """Shadows and paper colour taken out: the paper becomes white."""
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]))
    return np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255))
