"""The labels that prove a page: where they are looked for, beside slots found a little askew."""

from dataclasses import replace

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers.forms.scammer_awareness import FORM
from parsers.picture.labels import prove
from parsers.picture.locator import Found, Located
from parsers.picture.page import Sheet
from tests.parsers.picture.pages import FONT


def located(askew: float, left: int = 150) -> Located:
    """A page whose labels stand far left of short slots, which lean by so many pixels in turns."""
    page = Image.new("L", (1654, 2339), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 40)

    def write(x: float, y: float, text: str) -> None:
        draw.text((x, y + 10), text, fill=0, font=font, anchor="ls")

    write(300, 200, FORM.title)
    places = {"title": Found(((300.0, 200.0), (1300.0, 200.0)), 0.9)}
    for i, item in enumerate(FORM.counts):
        y = 600.0 + 80 * i
        write(left, y, item.labels[0])
        lean = askew if i % 2 else -askew
        places[item.key] = Found(((1100.0, y - lean / 2), (1200.0, y + lean / 2)), 0.9)
    grey = np.asarray(page)
    return Located(Sheet(grey, grey, grey, np.eye(3), 200.0), places, 1.0)


def test_labels_are_found_among_specks() -> None:
    """On a dark sheet in black and white they stand everywhere but around what is printed."""
    page = located(0, left=430)
    near = cv2.dilate((page.sheet.grey < 128).astype(np.uint8), np.ones((25, 25), np.uint8)) > 0
    specks = np.random.default_rng(5).random(near.shape) < np.where(near, 0.01, 0.2)
    grey = np.where(specks, np.uint8(0), page.sheet.grey)
    proof = prove(replace(page, sheet=Sheet(grey, grey, grey, np.eye(3), 200.0)), FORM)
    assert proof.sure and min(proof.rows.values()) > 80


def test_labels_are_found_beside_short_slots_that_lean() -> None:
    """A slot of 100 pixels that leans by 8 points 76 pixels off at a label 950 pixels away."""
    assert prove(located(0), FORM).sure
    proof = prove(located(8), FORM)
    assert proof.sure
    assert min(proof.rows.values()) > 80
