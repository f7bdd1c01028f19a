"""Parts of a page as pictures: where the box is, and nothing for what cannot be drawn."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mailproc.app import Reader
from mailproc.paper.sheet import draw_form
from parsers.crops import MADE_HERE, cut_crops
from parsers.read import read_document
from parsers.reading import Box
from tests import make

BOX = Box(100, 100, 150, 115)
SCALE = 200 / 72  # pixels of a page that is drawn, for each point
UNIT_ENDS = 426  # points from the left to the end of ครั้ง on the form


def test_the_crop_shows_what_stands_in_the_box() -> None:
    data = draw_form(make.VALUES)
    (report,) = read_document(data, (), "r.pdf").reports
    reading = report.reading("community_radio")
    assert reading is not None and reading.box is not None
    (crop,) = cut_crops(data, ((1, reading.box),))
    assert crop.startswith(b"\x89PNG") and MADE_HERE in crop[:2000]
    with Image.open(BytesIO(crop)) as image:
        assert 200 < image.width < 1600 and 40 < image.height < 200
        assert np.asarray(image.convert("L")).min() < 100
    assert len(crop) < 30_000


@pytest.mark.parametrize("value", [1, 9999])
def test_the_word_behind_the_value_is_whole(value: int) -> None:
    data = draw_form({**make.VALUES, "community_radio": value})
    (report,) = read_document(data, (), "r.pdf").reports
    reading = report.reading("community_radio")
    assert reading is not None and reading.box is not None
    for x0 in (310.0, reading.box.x0, 372.0):
        (crop,) = cut_crops(data, ((1, replace(reading.box, x0=x0, x1=x0 + 20)),))
        with Image.open(BytesIO(crop)) as image:
            # 12 points of the rows above are shown, and 10 of those below.
            row = np.asarray(image.convert("L"))[round(12 * SCALE) : -round(10 * SCALE)]
        assert row[:, -3:].min() > 128
        assert row.shape[1] / SCALE > UNIT_ENDS - max(0.0, x0 - 300)


@pytest.mark.parametrize(
    ("data", "page", "box"),
    [
        (b"%PDF-1.4 broken", 1, BOX),
        (b"no file at all", 1, BOX),
        (draw_form(make.VALUES), 7, BOX),
        (draw_form(make.VALUES), 1, Box(9000, 9000, 9100, 9100)),
    ],
    ids=["broken", "no file", "no such page", "outside"],
)
def test_what_has_no_picture_is_left_out(data: bytes, page: int, box: Box) -> None:
    assert cut_crops(data, ((page, box),)) == (b"",)


def test_a_document_that_kills_its_process_costs_the_picture_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tests.parsers import bad_crops

    monkeypatch.setattr("mailproc.app.cut_crops", bad_crops.die)
    with Reader(()) as reader:
        assert reader.crops(b"", ((1, BOX), (2, BOX))) == (b"", b"")
