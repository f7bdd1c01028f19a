"""Sheets on tables and in scanners: where their edges are, whatever the light."""

from functools import cache

import cv2
import numpy as np
import pytest

from parsers.picture.photo import sheet_in_photo

CORNERS = np.array([(130, 210), (1390, 150), (1440, 1830), (90, 1790)], np.float32)
BEYOND = np.array([(130, 210), (1390, 150), (1440, 2300), (90, 2280)], np.float32)
HIGH, WIDE = 2000, 1500


@cache
def paper() -> np.ndarray:
    """A sheet with lines of print and a table's rules."""
    sheet = np.full((2339, 1654), 235, np.uint8)
    for y in range(200, 2100, 60):
        for x in range(180, 1450, 24):
            cv2.rectangle(sheet, (x, y), (x + 14, y + 22), 30, -1)
    cv2.rectangle(sheet, (170, 900), (1480, 1400), 20, 4)
    return sheet


def photo(corners: np.ndarray, light: np.ndarray | float = 1.0, ground: int = 120) -> np.ndarray:
    """The sheet on a grainy table."""
    high, wide = paper().shape
    own = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    matrix = cv2.getPerspectiveTransform(own, corners)
    grain = np.random.default_rng(3).normal(0, 12, (90, 70)).astype(np.float32)
    table = ground + cv2.resize(grain, (WIDE, HIGH))
    seen = cv2.warpPerspective(paper(), matrix, (WIDE, HIGH)).astype(np.float32)
    share = cv2.warpPerspective(np.ones_like(paper(), np.float32), matrix, (WIDE, HIGH))
    return np.asarray(np.clip((seen * share + table * (1 - share)) * light, 0, 255), np.uint8)


def falling(first: float, last: float, across: bool) -> np.ndarray:
    """Light that falls off softly from one side to the other."""
    if across:
        return np.tile(np.linspace(first, last, WIDE), (HIGH, 1))
    return np.tile(np.linspace(first, last, HIGH)[:, None], (1, WIDE))


@pytest.mark.parametrize("ground", [40, 120, 180])
@pytest.mark.parametrize(
    "light", [1.0, falling(1.05, 0.5, True), falling(0.45, 1.0, False)], ids=("even", "x", "y")
)
def test_a_sheet_on_a_table_is_found_to_a_few_pixels(
    light: np.ndarray | float, ground: int
) -> None:
    corners = sheet_in_photo(photo(CORNERS, light, ground))
    assert corners is not None
    assert np.abs(corners - CORNERS).max() < 8


def test_a_sheet_that_goes_on_beyond_the_picture_ends_at_its_border() -> None:
    corners = sheet_in_photo(photo(BEYOND))
    assert corners is not None
    assert np.abs(corners[:2] - BEYOND[:2]).max() < 8
    assert np.abs(corners[2:, 1] - HIGH).max() < 8


@pytest.mark.parametrize("across", [True, False])
def test_a_scan_in_half_a_shadow_is_the_sheet_itself(across: bool) -> None:
    sheet = cv2.resize(paper(), (WIDE, HIGH), interpolation=cv2.INTER_AREA)
    shadow = np.clip(falling(0.4, 1.6, across), 0.5, 1.0)
    assert sheet_in_photo(np.asarray(sheet * shadow, np.uint8)) is None
    assert sheet_in_photo(sheet) is None


def test_a_picture_of_nothing_holds_no_sheet() -> None:
    assert sheet_in_photo(np.full((600, 400), 128, np.uint8)) is None
    noise = np.random.default_rng(0).integers(0, 255, (700, 500)).astype(np.uint8)
    assert sheet_in_photo(noise) is None
