"""A choice's boxes before their printed words, where the locator does not see both of them."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from parsers.forms.scammer_awareness import FORM
from parsers.picture.boxes import both_seen, boxes_by_words
from parsers.picture.fields import FieldReader
from parsers.picture.labels import prove
from parsers.picture.locator import Found, Located, locate
from parsers.picture.page import sheets_of
from parsers.reading import Reading
from tests.parsers.picture.pages import DPI, FILLED, UNITS, form_page

INFORMED = FORM.field("staff_informed")
# Where `form_page` draws the boxes, and the rows before and behind them.
YES, NO, TOP, LOW = (265.0, 549.0), (265.0, 613.0), 356.0, 740.0


def middle(line: tuple[tuple[float, float], tuple[float, float]] | None) -> tuple[float, float]:
    assert line is not None
    (ax, ay), (bx, by) = line
    return (ax + bx) / 2, (ay + by) / 2


def test_boxes_stand_before_their_words_at_the_beginning_of_a_row() -> None:
    yes, no = boxes_by_words(np.asarray(form_page()), INFORMED, 0.0, TOP, LOW)
    assert middle(yes) == pytest.approx(YES, abs=14)
    assert middle(no) == pytest.approx(NO, abs=14)


def test_words_that_are_not_there_show_no_box() -> None:
    page = np.asarray(form_page())
    assert boxes_by_words(page, INFORMED, 0.0, TOP, NO[1] - 40) == (
        boxes_by_words(page, INFORMED, 0.0, TOP, LOW)[0],
        None,
    )


def test_a_box_that_was_taken_for_both_is_one() -> None:
    line = ((300.0, 400.0), (330.0, 400.0))
    below = ((300.0, 460.0), (330.0, 460.0))
    assert not both_seen(Found(line, 0.9), Found(line, 0.9))
    assert not both_seen(None, Found(line, 0.9))
    assert both_seen(Found(line, 0.9), Found(below, 0.9))


def informed(located: Located) -> Reading:
    readings, _ = FieldReader(FORM, located, prove(located, FORM), UNITS, 1).read()
    return next(r for r in readings if r.field == INFORMED.key)


@pytest.mark.parametrize("marked", ["yes", "no"])
@pytest.mark.parametrize("seen", ["neither", "one", "one for both"])
def test_a_choice_whose_boxes_the_locator_missed_is_read_all_the_same(
    marked: str, seen: str
) -> None:
    page = form_page(FILLED | {"yes": "", "no": ""} | {marked: "/"})
    located = locate(next(sheets_of(page, DPI)))
    yes, no = (f"{INFORMED.key}:{side}" for side in ("yes", "no"))
    known = informed(located)
    assert (known.value, known.status) == (marked == "yes", "accepted")
    places = {k: v for k, v in located.places.items() if k not in (yes, no)}
    if seen != "neither":
        places[no] = located.places[no]
    if seen == "one for both":
        places[yes] = located.places[no]
    again = informed(replace(located, places=places))
    assert (again.value, again.status) == (known.value, "accepted")


def test_words_before_which_nothing_is_printed_show_no_box() -> None:
    """Specks hid a box, and the words were taken for it."""
    page = np.array(form_page())
    page[520:580, 230:296] = 255
    yes, no = boxes_by_words(page, INFORMED, 0.0, TOP, LOW)
    assert yes is None
    assert middle(no) == pytest.approx(NO, abs=14)


@pytest.mark.parametrize(("yes", "no"), [("/", "/"), ("x", "/"), ("", "")])
def test_a_choice_with_both_boxes_marked_or_none_is_for_a_person(yes: str, no: str) -> None:
    page = form_page(FILLED | {"yes": yes, "no": no})
    located = locate(next(sheets_of(page, DPI)))
    assert located is not None and informed(located).status == "review"


def test_a_small_box_close_before_its_words_is_one_where_the_other_box_stands_above() -> None:
    page = np.array(form_page())
    words = page[585:645, 300:800].copy()
    page[585:645, 240:800] = 255
    cv2.rectangle(page, (250, 608), (263, 621), 0, 2)
    page[585:645, 262:762] = words
    yes, no = boxes_by_words(page, INFORMED, 0.0, TOP, LOW)
    assert middle(yes) == pytest.approx(YES, abs=14) and middle(no) == pytest.approx(NO, abs=14)
    page[520:580, 230:296] = 255
    assert boxes_by_words(page, INFORMED, 0.0, TOP, LOW) == (None, None), "neither is known"


def test_what_is_dark_far_left_of_a_box_is_not_the_box() -> None:
    page = np.array(form_page())
    page[520:660, 60:90] = 60
    yes, no = boxes_by_words(page, INFORMED, 0.0, TOP, LOW)
    assert middle(yes) == pytest.approx(YES, abs=14) and middle(no) == pytest.approx(NO, abs=14)
