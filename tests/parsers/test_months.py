"""The ways in which a month is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values.months import FULL, Written, read_month, written_month
from tests.corpus.values import SHORT

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
FRAMES = (
    "{full} {year}",
    "{full}{year}",
    "{short} {year}",
    "{short}{year}",
    "{full} พ.ศ. {year}",
    "เดือน {full} ปี {year}",
    "12/{short}/{year}",
    "{number:02d}/{year}",
    "{number}/{year}",
    "เดือน {number} พ.ศ. {year}",
    "....{full} {year}....",
)


@given(
    st.integers(1, 12),
    st.integers(2565, 2599),
    st.sampled_from(FRAMES),
    st.booleans(),
    st.booleans(),
)
def test_every_month_is_read_in_every_spelling(
    month: int, year: int, frame: str, thai: bool, two: bool
) -> None:
    written = str(year % 100 if two else year)
    text = frame.format(full=FULL[month - 1], short=SHORT[month - 1], number=month, year=written)
    parsed = read_month(text.translate(THAI) if thai else text)
    assert (parsed.value, parsed.status) == (f"{year - 543}-{month:02d}", "accepted")


@given(st.text(max_size=20))
def test_any_text_has_an_answer(text: str) -> None:
    parsed = read_month(text)
    assert (parsed.status == "accepted") <= (parsed.value is not None)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("มีนาคม ๖9", "2026-03"),
        ("มกราคม 2026", "2026-01"),
        ("มกรา 2569", "2026-01"),
        ("มค69", "2026-01"),
        ("ก. พ. 2569", "2026-02"),
        ("31 มกราคม 2569", "2026-01"),
        ("2569-01", "2026-01"),
    ],
)
def test_other_spellings(text: str, period: str) -> None:
    assert (read_month(text).value, read_month(text).status) == (period, "accepted")


@pytest.mark.parametrize(
    "text", ["มกราคม", "ม.ค. 26", "มกราคม 2659", "05/12", "13/2569", "ไตรมาส 1/2569", "2569", "-"]
)
def test_no_period_is_made_up(text: str) -> None:
    assert (read_month(text).value, read_month(text).status) == (None, "review")


@pytest.mark.parametrize("text", ["มกราคม - กุมภาพันธ์ 2569", "ม.ค.-มี.ค. 69", "มกราคม ถึง มีนาคม 2569"])
def test_several_months_are_none(text: str) -> None:
    assert (read_month(text).value, read_month(text).problem) == (None, "several_months")


def test_a_misspelt_month_is_a_guess() -> None:
    parsed = read_month("มกราคน 2569")
    assert (parsed.value, parsed.status) == ("2026-01", "review")


def test_january_is_in_doubt_where_the_page_drops_marks() -> None:
    assert read_month("ม.ค. 2569", marks_lost=True).status == "review"


def test_nothing_written_is_blank() -> None:
    assert read_month("......").status == "blank"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("มีนาคม", Written(3, "", plain=True, full=True)),
        ("12/ก.พ.", Written(2, "", plain=True, full=False)),
        ("มีนาคม ๒๖", Written(3, "26", plain=True, full=True)),
        ("2659 มกราคม", Written(1, "2659", plain=True, full=True)),
        ("ม.ค.", Written(1, "", plain=False, full=False)),
        ("มกราคน", Written(1, "", plain=False, full=False)),
        ("มกราคม ครั้งที่", Written(1, "", plain=False, full=True)),
        ("40 มกราคม", Written(1, "", plain=False, full=True)),
    ],
)
def test_a_month_is_known_without_its_year(text: str, written: Written) -> None:
    assert written_month(text) == written


@pytest.mark.parametrize("text", ["", "05/12", "มกราคม - กุมภาพันธ์", "ไตรมาส 1", "มกราคม 1/2"])
def test_no_month_is_made_up(text: str) -> None:
    assert written_month(text) is None
