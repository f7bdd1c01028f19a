"""How counts are written, and when a count is in doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.reading import Value
from parsers.values.channels import read_channels
from parsers.values.counts import read_count
from parsers.values.months import read_month, written_month

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
NUMBERS = st.integers(0, 9999)


@given(
    NUMBERS,
    st.booleans(),
    st.booleans(),
    st.sampled_from(("{}", " {} ", "...{}...", "({})", "{} ครั้ง")),
)
def test_every_number_is_read_in_both_digits(
    number: int, thai: bool, grouped: bool, frame: str
) -> None:
    written = f"{number:,}" if grouped else str(number)
    parsed = read_count(frame.format(written.translate(THAI) if thai else written))
    assert (parsed.value, parsed.status) == (number, "accepted")


@given(NUMBERS, st.data())
def test_mixed_digits_are_one_number(number: int, data: st.DataObject) -> None:
    mixed = "".join(c.translate(THAI) if data.draw(st.booleans()) else c for c in str(number))
    assert read_count(mixed).value == number


@given(st.text(max_size=12))
def test_any_text_has_an_answer(text: str) -> None:
    parsed = read_count(text)
    assert parsed.value is None or isinstance(parsed.value, int)
    assert parsed.status != "accepted" or 0 <= int(parsed.value or 0) <= 9999


@pytest.mark.parametrize("none", ["-", "–", "—", "- -", "---", "ไม่มี", "....ไม่มี...", "( ไม่ มี )"])
def test_a_dash_or_its_word_is_none_at_all(none: str) -> None:
    assert (read_count(none).value, read_count(none).status) == (0, "accepted")


@pytest.mark.parametrize("text", ["", " ", "......", "____", "…………", "( )"])
def test_nothing_written_is_blank_never_zero(text: str) -> None:
    assert (read_count(text).value, read_count(text).status) == (None, "blank")


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("-5", -5),
        ("10000", 10000),
        ("๒๕๖๙๐๑๑๕", 25690115),
        ("3.5", None),
        ("3-5", None),
        ("12 13", None),
        ("05", 5),
        ("ไม่ได้ดำเนินการ", 0),
        ("ไม่มี 5", 5),
        ("ห้า", 5),
        ("5 (หก)", 5),
        ("12 ต่อวัน", 12),
        ("5\ufffd", 5),
        ("+5", 5),
        ("1,23", 123),
    ],
)
def test_what_a_person_must_see_keeps_its_best_guess(text: str, guess: Value) -> None:
    assert (read_count(text).value, read_count(text).status) == (guess, "review")


@pytest.mark.parametrize("text", ["๕ (ห้า)", "5 ( ห้า )", "5 ห้า"])
def test_words_that_agree_leave_no_doubt(text: str) -> None:
    assert (read_count(text).value, read_count(text).status) == (5, "accepted")


def test_torn_digits_are_one_number_only_on_a_torn_page() -> None:
    assert (read_count("1 84").status, read_count("1 84", spaced=True).value) == ("review", 184)


@pytest.mark.parametrize("text", ["²", "①", "1²", "1①", "② (สอง)", "½", "٣", "1٣"])
def test_signs_that_are_like_digits_are_in_doubt(text: str) -> None:
    assert read_count(text).status == "review"


@pytest.mark.parametrize("digits", ["9" * 5000, "๙" * 5000, "0" * 5000 + "1", "-" + "9" * 5000])
def test_more_digits_than_python_takes_are_no_crash(digits: str) -> None:
    # A page at which the reader crashes holds its whole mail.
    count = read_count(digits)
    assert count.value == 1 if "1" in digits else count.problem
    for text in (digits, f"มกราคม {digits}", f"1/{digits}/2569", f"{digits}/2569"):
        read_month(text)
        written_month(text)
        read_channels(f"LINE: {digits}")
