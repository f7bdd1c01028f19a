"""Counts in a table: cells of uneven rows, values beside a label's second line, specks."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from parsers.forms.scammer_awareness import FORM
from parsers.picture.cells import in_cells
from parsers.picture.labels import Proof, prove
from parsers.picture.locator import Found, Located
from parsers.picture.page import Sheet
from parsers.picture.specks import despeckled

ROWS = [f.key for f in FORM.counts if f.suffix == "ครั้ง"]
HEIGHTS = (50, 100, 100, 50, 150, 50, 50)
TOP, LEFT, RIGHT = 800, 700, 950
TOPS = [TOP + sum(HEIGHTS[:i]) for i in range(len(HEIGHTS))]


def table(*, upright: bool = True) -> np.ndarray:
    """A table whose rows are uneven, with a digit's ink in the middle of each cell."""
    page = np.full((2339, 1654), 255, np.uint8)
    for top, high in zip(TOPS, HEIGHTS, strict=True):
        cv2.line(page, (300, top), (RIGHT, top), 0, 2)
        cv2.line(page, (300, top + high), (RIGHT, top + high), 0, 2)
        cv2.rectangle(
            page, (LEFT + 20, top + high // 2 - 10), (LEFT + 32, top + high // 2 + 10), 0, 2
        )
    for x in (300, LEFT, RIGHT) if upright else ():
        cv2.line(page, (x, TOP), (x, TOP + sum(HEIGHTS)), 0, 2)
    return page


def located(first: int = 24) -> dict[str, Found]:
    """Each row found beside its label's first line."""
    return {
        key: Found(((LEFT + 10.0, top + first), (RIGHT - 10.0, top + first)), 0.9)
        for key, top in zip(ROWS, TOPS, strict=True)
    }


def height(found: Found) -> float:
    return (found.line[0][1] + found.line[1][1]) / 2


def test_a_value_is_looked_for_at_its_own_height_in_a_tall_cell() -> None:
    cells = in_cells(ROWS, table(), located())
    for key, top, high in zip(ROWS, TOPS, HEIGHTS, strict=True):
        assert abs(height(cells[key]) - (top + high / 2)) < 12
        assert cells[key].sure == 0.9


def test_a_value_at_the_top_of_a_tall_cell_is_found_above_the_grain_of_a_photo() -> None:
    page, tall = table(), 4
    top, bottom = TOPS[tall], TOPS[tall] + HEIGHTS[tall]
    page[top + 10 : bottom - 10, LEFT + 10 : RIGHT - 10] = 255
    cv2.rectangle(page, (LEFT + 20, top + 14), (LEFT + 32, top + 34), 0, 2)
    grain = np.random.default_rng(0).random((bottom - top - 20, RIGHT - LEFT - 20)) < 0.02
    page[top + 10 : bottom - 10, LEFT + 10 : RIGHT - 10][grain] = 120
    assert abs(height(in_cells(ROWS, page, located())[ROWS[tall]]) - (top + 24)) < 12


def test_a_slot_found_behind_its_number_reaches_back_to_the_edge_of_the_cell() -> None:
    places = located()
    key = ROWS[4]
    places[key] = Found(((LEFT + 90.0, TOPS[4] + 24.0), (RIGHT - 10.0, TOPS[4] + 24.0)), 0.9)
    found = in_cells(ROWS, table(), places)[key]
    assert found.line[0][0] < LEFT + 15


def test_a_row_that_was_missed_is_put_between_its_neighbours_and_is_not_sure() -> None:
    places = located()
    del places[ROWS[2]]
    found = in_cells(ROWS, table(), places)[ROWS[2]]
    assert abs(height(found) - (TOPS[2] + 50)) < 12
    assert found.sure == 0.0


def test_two_rows_in_one_cell_are_no_table() -> None:
    places = located()
    places[ROWS[3]] = places[ROWS[2]]
    assert in_cells(ROWS, table(), places) == {}


def test_ruled_lines_without_upright_rules_are_no_table() -> None:
    assert in_cells(ROWS, table(upright=False), located()) == {}


@pytest.mark.parametrize(
    ("read", "even", "sure"), [(5, True, True), (5, False, False), (4, True, False)]
)
def test_rows_in_their_order_need_fewer_labels_read(read: int, even: bool, sure: bool) -> None:
    keys = [f.key for f in FORM.counts]
    rows = {key: 95.0 if i < read else 0.0 for i, key in enumerate(keys)}
    assert Proof(100.0, rows, (), even).sure is sure
    assert not replace(Proof(100.0, rows, (), even), wrong=(keys[-1],)).sure


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({3: 4}, ()),  # one label taken for its neighbour's, between two that were read
        ({3: 4, 4: 5}, (3, 4)),  # rows that slipped
        ({6: 5}, (6,)),  # nothing below it holds it
    ],
)
def test_a_label_taken_for_another_is_forgiven_only_between_its_neighbours(
    monkeypatch: pytest.MonkeyPatch, said: dict[int, int], wrong: tuple[int, ...]
) -> None:
    sheet = np.full((2339, 1654), 255, np.uint8)
    places = {
        f.key: Found(((900.0, 600.0 + 60 * i), (1100.0, 600.0 + 60 * i)), 0.9)
        for i, f in enumerate(FORM.counts)
    }
    seen = dict(enumerate(ROWS)) | {i: ROWS[j] for i, j in said.items()}
    words = {
        600.0 + 60 * i: FORM.field(seen[ROWS.index(f.key)] if f.key in ROWS else f.key).labels[0]
        for i, f in enumerate(FORM.counts)
    }

    class Line:
        def __init__(self, text: str) -> None:
            self.greedy = text

    monkeypatch.setattr(
        "parsers.picture.labels.read_line", lambda _, line: Line(words[round(line[0][1])])
    )
    page = Located(Sheet(sheet, sheet, sheet, np.eye(3), 200.0), places, 1.0)
    assert prove(page, FORM).wrong == tuple(ROWS[i] for i in wrong)


def test_specks_are_taken_off_and_print_is_not() -> None:
    page = table()
    rng = np.random.default_rng(1)
    noisy = page.copy()
    for x, y in zip(rng.integers(0, 1650, 9000), rng.integers(0, 2335, 9000), strict=True):
        noisy[y : y + 2, x : x + 2] = 0
    quiet = despeckled(noisy)
    assert quiet is not None
    assert (quiet[page == 0] == 0).all()
    assert (quiet == 0).sum() < (page == 0).sum() + 0.2 * 4 * 9000
    assert despeckled(page) is None
