"""The slot of a count between the printed words of its row."""

import numpy as np
import pytest

from parsers.forms.scammer_awareness import FORM
from parsers.picture import between
from parsers.picture.alphabet import TEXT_ALPHABET
from parsers.picture.between import slot_between_words
from parsers.picture.crop import TEXT, WORK_DPI
from parsers.picture.ctc import Line as Logs
from parsers.picture.page import Line

PAGE = np.full((600, 1654), 255, np.uint8)
MARGIN = TEXT.margin_mm * WORK_DPI / 25.4
LETTER = 16.0  # pixels of the sheet from one letter to the next
SEEN: Line = ((600.0, 300.0), (640.0, 300.0))
WEBSITE, TOTAL = FORM.field("website"), FORM.field("organizations_total")


def slot(monkeypatch: pytest.MonkeyPatch, row: str, start: float = 200.0) -> Line | None:
    """Where the slot is on a row of these letters, the first of which stands at `start`; "_" is a
    letter's width of nothing.
    """

    def read(_: np.ndarray, line: Line) -> Logs:
        left, right = line[0][0] - MARGIN, line[1][0] + MARGIN
        logs = np.full((round((right - left) / 2), 1 + len(TEXT_ALPHABET)), -20.0, np.float32)
        logs[:, 0] = 0.0
        for number, letter in enumerate(row):
            step = round((start + LETTER * number - left) / 2)
            if letter != "_" and 0 <= step < len(logs):
                logs[step, 0], logs[step, 1 + TEXT_ALPHABET.index(letter)] = -20.0, 0.0
        return Logs(logs, TEXT_ALPHABET)

    monkeypatch.setattr(between, "read_line", read)
    item = TOTAL if "แห่ง" in row else WEBSITE
    return slot_between_words(PAGE, SEEN, item)


def at(letter: float, start: float = 200.0) -> float:
    return start + LETTER * letter


@pytest.mark.parametrize("row", ["__________จำนวน___๑๒___ครั้ง", "__________จำนวน__________ครั้ง"])
def test_a_slot_reaches_from_the_word_before_it_to_the_one_behind(
    monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    found = slot(monkeypatch, row)
    assert found is not None
    (left, y), (right, _) = found
    assert at(14) < left < at(15.5)
    assert at(row.index("ค") - 1.5) < right < at(row.index("ค"))
    assert y == SEEN[0][1]


def test_the_label_itself_stands_before_the_counts_of_organizations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = slot(monkeypatch, "อปท.ในอำเภอทั้งหมด____๑๒____แห่ง")
    assert found is not None
    assert at(17) < found[0][0] < at(19)


@pytest.mark.parametrize(
    "row",
    [
        "__________จำนวน___๑๒",
        "________________๑๒___ครั้ง",
        "__________จำนวน_ทุก_๑๒___ครั้ง",
        "__________จำนวนครั้ง",
        "",
    ],
)
def test_where_the_words_cannot_be_read_or_others_stand_between_them_there_is_no_slot(
    monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    assert slot(monkeypatch, row) is None


@pytest.mark.parametrize(("start", "first"), [(420.0, True), (350.0, False)])
def test_of_two_slots_on_a_row_the_nearer_one_is_taken(
    monkeypatch: pytest.MonkeyPatch, start: float, first: bool
) -> None:
    found = slot(monkeypatch, "จำนวน__๕__ครั้ง____จำนวน__๗__ครั้ง", start)
    assert found is not None
    assert (found[1][0] < at(15, start)) is first
