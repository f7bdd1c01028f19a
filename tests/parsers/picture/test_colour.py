"""Colours of a page: red vanishes, stamps come off, what a pen wrote stays."""

import cv2
import numpy as np
import pytest
from PIL import Image

from parsers.picture.colour import (
    darkest_channel,
    only_channel,
    reading_channel,
    without_stamps,
)
from parsers.picture.page import sheets_of

BLUE, RED, BLACK = (70, 80, 170), (205, 60, 70), (25, 25, 25)


def paper() -> np.ndarray:
    return np.full((2339, 1654, 3), 250, np.uint8)


def test_red_vanishes_and_black_and_blue_stay() -> None:
    page = paper()
    for x, colour in ((100, RED), (300, BLACK), (500, BLUE)):
        cv2.rectangle(page, (x, 100), (x + 50, 150), colour, -1)
    grey = reading_channel(page)
    assert grey[125, 125] > 245 and grey[125, 325] < 40 and grey[125, 525] < 90


@pytest.mark.parametrize("colour", [BLUE, (150, 60, 160), (60, 140, 80)])
def test_black_print_under_a_stamp_is_all_that_stays(colour: tuple[int, int, int]) -> None:
    page = paper()
    cv2.circle(page, (800, 1000), 120, colour, 6)
    cv2.circle(page, (800, 1000), 80, colour, 4)
    cv2.putText(page, "42", (760, 940), cv2.FONT_HERSHEY_SIMPLEX, 2, BLACK, 6)
    print_alone = paper()
    cv2.putText(print_alone, "42", (760, 940), cv2.FONT_HERSHEY_SIMPLEX, 2, BLACK, 6)
    clean = without_stamps(page, reading_channel(page))
    # Where the stamp runs over a digit's stroke it may take a little of it along.
    off = (clean < 128) ^ (print_alone[..., 0] < 128)
    assert off.mean() < 0.0005
    assert (clean < 128).sum() > 0.7 * (print_alone[..., 0] < 128).sum()


def test_a_pens_strokes_are_no_stamp() -> None:
    page = paper()
    cv2.putText(page, "157", (760, 940), cv2.FONT_HERSHEY_SIMPLEX, 1.5, BLUE, 4)
    grey = reading_channel(page)
    assert without_stamps(page, grey) is grey


def test_tinted_paper_is_no_stamp() -> None:
    page = np.full((2339, 1654, 3), (255, 235, 180), np.uint8)
    grey = reading_channel(page)
    assert without_stamps(page, grey) is grey


def test_a_grey_page_has_one_plane_and_a_coloured_one_has_what_numpy_says() -> None:
    rng = np.random.default_rng(3)
    grey = rng.integers(0, 255, (40, 30), np.uint8)
    (flat,) = sheets_of(Image.fromarray(grey).convert("RGB"), 200.0)
    assert flat.dark is flat.grey
    assert flat.clean is flat.grey
    colours = rng.integers(0, 255, (40, 30, 3), np.uint8)
    assert only_channel(colours) is None
    assert (darkest_channel(colours) == colours.min(axis=2)).all()
    red, others = colours[..., 0].astype(int), colours[..., 1:].max(axis=2).astype(int)
    expected = np.minimum(red + np.maximum(red - others, 0), 255)
    assert (reading_channel(colours) == expected).all()
