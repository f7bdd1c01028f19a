"""Thai text is put right without changing what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.thai import (
    normalise,
    number_in_words,
    number_word_seen,
    ordered_marks,
    skeleton,
    squeeze,
)

THAI = st.text(alphabet=st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), max_size=30)


def test_private_use_marks_become_the_letters_that_they_show() -> None:
    assert normalise("ส\uf70bอสิ\uf70aงพิมพ\uf70e") == "ส้อสิ่งพิมพ์"


def test_a_split_sara_am_is_joined_also_with_a_tone_between() -> None:
    assert [
        normalise(w) for w in ("จ\u0e4d\u0e32นวน", "น\u0e4d\u0e49\u0e32", "น\u0e49\u0e4d\u0e32")
    ] == [
        "จำนวน",
        "น้ำ",
        "น้ำ",
    ]


def test_marks_are_typed_in_one_order_and_once() -> None:
    assert normalise("ท่ีน\u0e31\u0e31\u0e48น") == "ที่นั่น"


def test_a_mark_behind_a_space_goes_back_to_its_letter() -> None:
    assert normalise("ครัง ้") == "ครัง้ "


def test_invisible_characters_and_hard_spaces_do_not_count() -> None:
    assert normalise("นา\u200bคู\u00a0ก\ufeff") == "นาคู ก"


def test_a_skeleton_has_no_marks_spaces_or_dots() -> None:
    assert skeleton("จํานวน อปท. ทั้งหมด ๑๒") == "จานวนอปททงหมด12"


@given(THAI)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(THAI)
def test_normalising_keeps_the_skeleton(text: str) -> None:
    assert skeleton(normalise(text)) == skeleton(text)


@given(st.text(max_size=20))
def test_any_text_can_be_squeezed(text: str) -> None:
    assert " " not in squeeze(text)


@given(st.text(alphabet="ัิีุู่้์ํ", max_size=8))
def test_ordering_marks_is_idempotent(marks: str) -> None:
    assert ordered_marks(ordered_marks(marks)) == ordered_marks(marks)


def test_numbers_in_words() -> None:
    words = {"ศูนย์": 0, "สิบ": 10, "สิบเอ็ด": 11, "ยี่สิบ": 20, "สองร้อยห้า": 205, "หนึ่งพันสองร้อย": 1200}
    assert {w: number_in_words(w) for w in words} == words


def test_what_is_no_number_in_words() -> None:
    assert [number_in_words(w) for w in ("", "ครั้ง", "ห้าหก")] == [None, None, None]


@pytest.mark.parametrize(
    ("seen", "number"),
    [("เก้า", 9), ("แก้า", 9), ("หนง", 1), ("ไสาม", 3), ("ส", 4), ("สิบ", 10), ("ศูนย", 0)],
)
def test_a_number_word_is_known_with_one_letter_misread(seen: str, number: int) -> None:
    assert number_word_seen(seen) == number


@pytest.mark.parametrize("seen", ["", "ก", "อ", "อส", "สีค", "แห่ง", "ครั้ง", "ต่อวัน", "เห็น", "เก้าสิบ"])
def test_what_may_be_several_number_words_or_none_is_none(seen: str) -> None:
    assert number_word_seen(seen) is None
