"""Which of two readings is meant, by the digits that a page's other numbers are written in."""

import pytest

from parsers.picture.digit_sets import DigitSets, sets_of

THAI, ARABIC = ["๑๒", "๕", "๓๗"], ["12", "5", "37"]
MIXED = ["๑2", "5", "3๗"]


def likeliest(sets: DigitSets, *texts: tuple[str, float]) -> str:
    return max(sets.weigh(texts), key=lambda text: text[1])[0]


def test_what_looks_like_a_digit_of_either_set_is_one_of_the_pages() -> None:
    unsure = ("9", 0.5), ("๑", 0.5)
    assert likeliest(sets_of(THAI), *unsure) == "๑"
    assert likeliest(sets_of(ARABIC), *unsure) == "9"


def test_a_page_in_both_sets_says_nothing() -> None:
    assert likeliest(sets_of(MIXED), ("9", 0.6), ("๑", 0.4)) == "9"
    assert likeliest(sets_of(MIXED), ("9", 0.4), ("๑", 0.6)) == "๑"


def test_only_a_page_in_one_set_rules_out_the_other() -> None:
    assert sets_of([*ARABIC, "48"]).rules_out("๑")
    assert not sets_of([*ARABIC, "48"]).rules_out("9")
    for numbers in ([*ARABIC, "๔๘"], MIXED, ["7"], []):
        assert not sets_of(numbers).rules_out("๑"), numbers


@pytest.mark.parametrize("text", ["0", "๐", "-", "", "w", "x"])
def test_what_is_the_same_in_both_sets_is_ruled_out_by_none(text: str) -> None:
    assert not sets_of([*THAI, *THAI]).rules_out(text)
    assert not sets_of([*ARABIC, *ARABIC]).rules_out(text)


def test_on_a_page_that_writes_each_number_in_either_set_none_is_in_both() -> None:
    each = sets_of(["๑๒", "12", "๓๗", "25", "๑๗๙"])
    assert each.each > 0.7
    assert likeliest(each, ("86", 0.4), ("๘6", 0.6)) == "86"


@pytest.mark.parametrize("text", ["0", "๐", "-", "", "w", "x"])
def test_what_is_the_same_in_both_sets_is_as_likely_on_any_page(text: str) -> None:
    for numbers in (THAI, ARABIC, MIXED):
        assert likeliest(sets_of(numbers), (text, 0.6), ("x-", 0.4)) == text


def test_a_page_with_numbers_in_either_set_is_no_page_of_one_of_them() -> None:
    assert sets_of([*THAI, *THAI, "4"]).thai > 0.2
    assert sets_of([*THAI, "4", "7", "12"]).each > 0.9


def test_the_strings_are_as_likely_in_all_as_before() -> None:
    texts = [("9", 0.6), ("๑", 0.2), ("", 0.05)]
    weighed = sets_of(THAI).weigh(texts)
    assert sum(chance for _, chance in weighed) == pytest.approx(0.85)
    assert [text for text, _ in weighed] == ["9", "๑", ""]


def test_nothing_known_changes_nothing() -> None:
    texts = [("9", 0.6), ("๑", 0.3), ("1๒", 0.1)]
    assert dict(sets_of([]).weigh(texts)) == pytest.approx(dict(texts))
