"""Cutting a slot out of a page along its own line of text, always at the same scale."""

from dataclasses import dataclass

import cv2
import numpy as np

WORK_DPI = 200
_PAPER = 255


@dataclass(frozen=True, slots=True)
class CropSize:
    """How high a cut is on the paper (mm) and as a picture (px), and how far past the ends (mm)."""

    height_mm: float
    height_px: int
    margin_mm: float

    @property
    def scale(self) -> float:
        """Pixels of the cut for each pixel of the working picture."""
        return self.height_px / (self.height_mm * WORK_DPI / 25.4)


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle around a point: its height on the paper (mm), and its size as a picture (px)."""

    height_mm: float
    height_px: int
    width_px: int


# So far past the ends as the locator may be wrong there: a number cut short is another number.
NUMBERS = CropSize(9.2, 64, 4.0)
TEXT = CropSize(8.0, 48, 3.0)
# The second look at a line of text is a little smaller and reaches further.
TEXT_AGAIN = CropSize(8.8, 48, 3.0)
MARKS = Window(9.2, 64, 96)


# Pixels of the working picture by which a second look is moved.
_LOWER, _LEFT = 2.5, 3.0


def moved(
    line: tuple[tuple[float, float], tuple[float, float]], way: int = 1
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The line a little lower and further left (`way` -1: higher and further right), for another
    look at what stands there.
    """
    (ax, ay), (bx, by) = line
    left, lower = way * _LEFT, way * _LOWER
    return (ax - left, ay + lower), (bx - left, by + lower)


def longer(
    line: tuple[tuple[float, float], tuple[float, float]], before: float, behind: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The line with so many pixels more at its left and right end."""
    (ax, ay), (bx, by) = line
    slope = (by - ay) / max(bx - ax, 1.0)
    return (ax - before, ay - slope * before), (bx + behind, by + slope * behind)


def x_of(
    share: float, line: tuple[tuple[float, float], tuple[float, float]], size: CropSize
) -> float:
    """Where on the working picture (pixels from its left) that share (0..1) of a cut's width is."""
    (ax, _), (bx, _) = line
    margin = size.margin_mm * WORK_DPI / 25.4
    return ax - margin + share * (bx - ax + 2 * margin)


def crop(
    grey: np.ndarray, a: tuple[float, float], b: tuple[float, float], size: CropSize
) -> np.ndarray:
    """The strip around the line a-b of a working picture (`WORK_DPI`): uint8 (height_px, w).

    `a`, `b`: left and right end in pixels, at half the height of the text; the strip follows
    their slope and reaches `margin_mm` past both. What lies outside the page is white.
    """
    (ax, ay), (bx, by) = a, b
    length = max(float(np.hypot(bx - ax, by - ay)), 1.0)
    along = np.array([bx - ax, by - ay]) / length
    down = np.array([-along[1], along[0]])
    margin = size.margin_mm * WORK_DPI / 25.4
    width = max(8, round((length + 2 * margin) * size.scale))
    corner = np.array([ax, ay]) - along * margin - down * size.height_px / 2 / size.scale
    # Maps a pixel of the cut to its place on the page.
    matrix = np.column_stack([along / size.scale, down / size.scale, corner]).astype(np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(
        grey, matrix, (width, size.height_px), flags=flags, borderValue=_PAPER
    ).astype(np.uint8, copy=False)


def crop_around(grey: np.ndarray, middle: tuple[float, float], size: Window) -> np.ndarray:
    """The upright rectangle around a point of a working picture: uint8 (height_px, width_px)."""
    scale = size.height_px / (size.height_mm * WORK_DPI / 25.4)
    corner = np.array(middle) - np.array([size.width_px, size.height_px]) / 2 / scale
    matrix = np.array([[1 / scale, 0, corner[0]], [0, 1 / scale, corner[1]]], np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    wanted = (size.width_px, size.height_px)
    return cv2.warpAffine(grey, matrix, wanted, flags=flags, borderValue=_PAPER).astype(
        np.uint8, copy=False
    )
