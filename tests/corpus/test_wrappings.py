"""A page picture comes out of every kind of file as it went in, and says nothing else."""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image

from parsers.document import media_of
from parsers.text.glyphs import page_content
from tests.corpus.pages.pdf import HOWS, as_pdf

NAMES = {name: how for ways in HOWS.values() for name, how in ways.items()}


@dataclass
class Page:
    image: NDArray[np.uint8]
    dpi: float = 100.0
    damage: tuple[str, ...] = ()


def page() -> Page:
    """Black bars that are the same under no turn."""
    image = np.full((1125, 800), 255, np.uint8)
    image[100:200, 100:700] = 0
    image[300:1000, 100:160] = 0
    return Page(image)


def shown(data: bytes, dpi: float) -> NDArray[np.uint8]:
    if media_of(data) != "application/pdf":
        return np.asarray(Image.open(BytesIO(data)).convert("L"))
    with pypdfium2.PdfDocument(data) as pdf:
        drawn = pdf[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    return np.array(drawn.reshape(drawn.shape[:2]))


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_picture_is_shown_as_it_was(name: str) -> None:
    how, given = NAMES[name], page()
    seen = shown(as_pdf(given, 1, name), 72.0 if how.pixels else given.dpi)
    upright = np.rot90(seen, how.turned // 90)
    assert upright.shape == given.image.shape
    assert np.abs(upright.astype(int) - given.image).mean() < 6


@pytest.mark.parametrize("name", sorted(n for n, how in NAMES.items() if how.ocr))
def test_the_text_over_it_is_seen_by_nobody(name: str) -> None:
    with pypdfium2.PdfDocument(as_pdf(page(), 1, name)) as pdf:
        glyphs = page_content(pdf[0], 1).glyphs
    assert "อำเภอ" in "".join(g.text for g in glyphs)
    assert not any(g.seen for g in glyphs if g.text.strip())
