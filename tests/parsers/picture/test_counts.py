"""Which counts of a located form are accepted: by who wrote, by their labels, by the empty slot."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from parsers.form import Field
from parsers.forms.scammer_awareness import FORM
from parsers.picture import counts
from parsers.picture.counts import Counts
from parsers.picture.digit_sets import DigitSets
from parsers.picture.labels import Proof
from parsers.picture.locator import Found, Located
from parsers.picture.numbers import Number
from parsers.picture.page import Sheet
from parsers.picture.seen import Seen

PAGE = np.full((2339, 1654), 255, np.uint8)
SHEET = Sheet(PAGE, PAGE, PAGE, np.eye(3), 200.0)
PROOF = Proof(100.0, {f.key: 100.0 for f in FORM.counts}, ())
WEBSITE = FORM.field("website")


def number(text: str, sure: float, by_hand: float = 0.01, slot_seen: bool = True) -> Number:
    value = int(text) if text else None
    return Number(
        value, not text, True, sure, text, (), "seen", PAGE[:64, :64], by_hand, slot_seen,
        symbols=text,
    )  # fmt: skip


def judged(
    monkeypatch: pytest.MonkeyPatch, own: Number, others: Number, item: Field = WEBSITE,
    proof: Proof = PROOF, around: str = "", place: float = 0.9, again: Number | None = None,
    bare: Number | None = None,
) -> str:  # fmt: skip
    """The status of one count among others like `others`; `around`: the text beside the slot;
    `place`: how sure the slots' places are; `again`: what is read between the row's words;
    `bare`: what is read once the page's specks are taken off."""
    rows = {f.key: 300.0 + 100 * i for i, f in enumerate(FORM.counts)}
    places = {key: Found(((800.0, y), (900.0, y)), place) for key, y in rows.items()}
    sheet, quiet = replace(SHEET), replace(SHEET)
    # Where it would be kept once it was made.
    sheet.__dict__["quiet"] = quiet if bare is not None else None
    located = Located(sheet, places, 1.0)

    def read(page: Any, line: Any) -> Number:
        if bare is not None and page is quiet:
            return bare
        if again is not None and line[0][0] == 1.0:
            return again
        return own if line[0][1] == rows[item.key] else others

    class Line:
        greedy = around

    monkeypatch.setattr(counts, "read_number", read)
    monkeypatch.setattr(counts, "guess", lambda *_: (None, ""))
    monkeypatch.setattr(counts, "read_line", lambda *_: Line)
    return Counts(FORM, located, proof).seen(item).status


def test_a_number_in_print_needs_less_than_one_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    printed, written = number("12", 0.87), number("12", 0.87, by_hand=0.99)
    sure_hand = number("12", 0.99, by_hand=0.99)
    assert judged(monkeypatch, printed, number("3", 1.0)) == "accepted"
    assert judged(monkeypatch, written, number("3", 1.0, by_hand=0.9)) == "review"
    assert judged(monkeypatch, sure_hand, number("3", 1.0, by_hand=0.9)) == "accepted"


@pytest.mark.parametrize(("sure", "status"), [(0.7, "accepted"), (0.6, "review")])
def test_a_number_by_hand_whose_digits_are_settled_needs_less(
    monkeypatch: pytest.MonkeyPatch, sure: float, status: str
) -> None:
    written, others = number("12", sure, by_hand=0.99), number("3", 1.0, by_hand=0.9)
    assert judged(monkeypatch, replace(written, settled=True), others) == status
    assert judged(monkeypatch, written, others) == "review"
    nearly = replace(written, nearly_settled=True)
    assert judged(monkeypatch, nearly, others) == "review"
    assert judged(monkeypatch, replace(nearly, by_hand=0.1), number("3", 0.97)) == status
    stamped = replace(written, settled=True, under_stamp=True)
    assert judged(monkeypatch, stamped, others) == "review"


@pytest.mark.parametrize("text", ["๔", "๑๕", "๔๐๐"])
def test_digits_that_a_pen_writes_alike_need_more(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    written, others = number(text, 0.996, by_hand=0.99), number("๓", 1.0, by_hand=0.9)
    assert judged(monkeypatch, written, others) == "review"
    assert judged(monkeypatch, replace(written, settled=True), others) == "review"
    assert judged(monkeypatch, replace(written, sure=0.998), others) == "accepted"
    assert judged(monkeypatch, number("๑๒", 0.996, by_hand=0.99), others) == "accepted"
    assert judged(monkeypatch, number(text, 0.9), number("3", 1.0)) == "accepted", "in print"


def test_an_empty_slot_beside_what_a_pen_wrote_needs_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thin 0 is soon lost."""
    empty = number("", 0.95, by_hand=0.0)
    assert judged(monkeypatch, empty, number("3", 1.0, by_hand=0.9)) == "review"
    assert judged(monkeypatch, empty, number("3", 1.0)) == "blank"


def test_one_number_by_hand_on_a_printed_page_needs_as_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert judged(monkeypatch, number("12", 0.9, by_hand=0.8), number("3", 1.0)) == "review"


@pytest.mark.parametrize(("others", "status"), [(0.99, "accepted"), (0.95, "review")])
def test_a_number_in_print_needs_less_where_the_others_leave_no_doubt(
    monkeypatch: pytest.MonkeyPatch, others: float, status: str
) -> None:
    """On a blurred page the others are unsure too, and a likely number may be another one."""
    assert judged(monkeypatch, number("12", 0.88), number("3", others)) == status
    assert judged(monkeypatch, number("12", 0.8), number("3", others)) == "review"


@pytest.mark.parametrize(
    ("symbols", "text", "status"),
    [
        ("4w", "๔ (สี่)", "accepted"),
        ("4w", "....๔.(สี่).....", "accepted"),
        ("4w", "๔ (ห้า)", "review"),
        ("4w", "๔ ครั้ง", "review"),
        ("4w", "4", "review"),
        ("9w", "_แก้า", "review"),
        ("4w", "๔.สี", "accepted"),
        ("4w", "๔ (สี่) ค", "accepted"),
        ("4w", "๔ (สี่).. ครั้ง", "accepted"),
        ("4w", "๔ (สี่) ห้า", "review"),
        ("4w", "อ.ส", "review"),
        ("4w", "๕ (ห้า)", "review"),
        ("x4w", "๔ (สี่)", "review"),
        ("w4", "๔ (สี่)", "review"),
    ],
)
def test_a_number_with_itself_in_words_behind_it_is_one_number(
    monkeypatch: pytest.MonkeyPatch, symbols: str, text: str, status: str
) -> None:
    own = replace(number("4", 0.99), text=symbols, plain=False)
    assert judged(monkeypatch, own, number("3", 1.0), around=text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ไม่มี", "accepted"),
        ("...ไมม..", "accepted"),
        ("ไม่ยี", "accepted"),
        ("ไม่ได้", "review"),
        ("ม่", "review"),
        ("สาม", "review"),
        ("", "review"),
    ],
)
def test_none_in_words_is_zero_as_far_as_it_can_be_seen(
    monkeypatch: pytest.MonkeyPatch, text: str, status: str
) -> None:
    own = replace(number("0", 0.99), value=None, text="w", plain=False)
    assert judged(monkeypatch, own, number("3", 1.0), around=text) == status
    unsure = replace(own, sure=0.9)
    assert judged(monkeypatch, unsure, number("3", 1.0), around=text) == "review"


def test_a_number_under_a_stamp_needs_as_much_on_any_page(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = replace(number("12", 0.75), under_stamp=True)
    assert judged(monkeypatch, hidden, number("3", 1.0)) == "review"


def test_a_dash_goes_by_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    dash = replace(number("0", 0.93, by_hand=0.9), text="-")
    assert judged(monkeypatch, dash, number("3", 1.0)) == "accepted"
    assert judged(monkeypatch, dash, number("3", 1.0, by_hand=0.9)) == "review"


def test_print_on_a_page_by_hand_is_not_trusted_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(monkeypatch, number("12", 0.9), number("3", 1.0, by_hand=0.9)) == "review"


@pytest.mark.parametrize(
    ("around", "status"),
    [
        ("ราชการ จำนวน ....... ครั้ง", "blank"),
        ("ราชการ จำนวน ครั้ง", "blank"),
        ("ราชการ จำนวน ๗ ครั้ง", "review"),
        ("จำนวน", "review"),
        ("", "review"),
    ],
)
def test_without_a_line_to_write_on_a_slot_is_blank_between_its_printed_words(
    monkeypatch: pytest.MonkeyPatch, around: str, status: str
) -> None:
    empty = number("", 0.99, slot_seen=False)
    assert judged(monkeypatch, empty, number("3", 1.0), around=around) == status


@pytest.mark.parametrize(
    ("key", "text", "around", "status"),
    [
        ("website", "12", "หน่วยงาน จำนวน ๑๒ ครั้ง", "accepted"),
        ("website", "12", "จำนวน ๒ ครั้ง", "accepted"),
        ("website", "12", "จำนวน ครั้ง", "accepted"),
        ("website", "12", "จำนวน ๑๒๓ ครั้ง", "review"),
        ("website", "12", "จำนวน ๒๑ ครั้ง", "review"),
        ("website", "12", "จำนวน ๑๒", "review"),
        ("website", "12", "๑๒ ครั้ง", "review"),
        ("website", "", "จำนวน ครั้ง", "review"),
        ("organizations_total", "5", "ในอำเภอทั้งหมด ๕ แห่ง", "accepted"),
    ],
)
def test_a_slot_without_anything_to_write_on_is_proven_by_the_words_around_it(
    monkeypatch: pytest.MonkeyPatch, key: str, text: str, around: str, status: str
) -> None:
    own, item = number(text, 0.99), FORM.field(key)
    assert judged(monkeypatch, own, number("3", 1.0), item, around=around, place=0.3) == status
    unread = replace(PROOF, rows={**PROOF.rows, key: 70.0})
    assert judged(monkeypatch, own, number("3", 1.0), item, unread, around, 0.3) == "review"


def test_an_empty_line_to_write_on_is_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(monkeypatch, number("", 0.99), number("3", 1.0)) == "blank"


def test_nothing_is_accepted_beside_labels_that_are_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = replace(PROOF, wrong=("website",))
    assert judged(monkeypatch, number("12", 1.0), number("3", 1.0), proof=wrong) == "review"


def test_what_lay_under_a_stamp_counts_only_in_print(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = replace(number("12", 0.99), under_stamp=True)
    written = replace(number("12", 0.99, by_hand=0.9), under_stamp=True)
    assert judged(monkeypatch, printed, number("3", 1.0)) == "accepted"
    assert judged(monkeypatch, written, number("3", 1.0, by_hand=0.9)) == "review"


@pytest.mark.parametrize(
    ("seen", "between", "status"),
    [
        (number("3", 0.4), number("13", 0.99), "accepted"),
        (number("", 0.99, slot_seen=False), number("26", 0.99), "accepted"),
        (number("39", 0.4), number("13", 0.99), "review"),
        (number("3", 0.4), number("13", 0.4), "review"),
    ],
)
def test_a_doubtful_number_is_read_again_between_the_words_of_its_row(
    monkeypatch: pytest.MonkeyPatch, seen: Number, between: Number, status: str
) -> None:
    """It must hold what was seen before, so that a slot found too late or short is what changed."""
    monkeypatch.setattr(counts, "slot_between_words", lambda *_: ((1.0, 2.0), (3.0, 2.0)))
    lost = replace(PROOF, rows=dict.fromkeys(PROOF.rows, 50.0))
    for proof, expected in ((PROOF, status), (lost, "review")):
        assert judged(monkeypatch, seen, number("3", 1.0), proof=proof, again=between) == expected


@pytest.mark.parametrize(
    ("bare", "status"),
    [
        (number("12", 0.99), "accepted"),
        (number("12", 0.5), "review"),
        (number("2", 0.99), "review"),
        (number("", 0.99), "review"),
    ],
    ids=["the same, surely", "the same", "a part of it", "nothing"],
)
def test_a_number_among_specks_counts_if_it_is_the_same_without_them(
    monkeypatch: pytest.MonkeyPatch, bare: Number, status: str
) -> None:
    """What is taken off may have been a part of a digit."""
    assert judged(monkeypatch, number("12", 0.5), number("3", 0.97), bare=bare) == status


def test_an_empty_slot_among_specks_stays_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    doubtful, nothing = number("", 0.4), number("", 0.99)
    assert judged(monkeypatch, doubtful, number("3", 0.97), bare=nothing) == "review"


def among(
    monkeypatch: pytest.MonkeyPatch, own: Number, *others: Number
) -> tuple[Seen, list[DigitSets]]:
    """One count of a page with such others, and what was known of its digits for a guess."""
    rows = {f.key: 300.0 + 100 * i for i, f in enumerate(FORM.counts)}
    places = {key: Found(((800.0, y), (900.0, y)), 0.9) for key, y in rows.items()}
    left = dict(zip([key for key in rows if key != WEBSITE.key], others * 8, strict=False))
    given: list[DigitSets] = []

    def read(_page: Any, line: Any) -> Number:
        key = next(key for key, y in rows.items() if y == line[0][1])
        return left.get(key, own)

    def guess(_page: Any, _line: Any, sets: DigitSets) -> tuple[int, str]:
        given.append(sets)
        return 1, "๑"

    monkeypatch.setattr(counts, "read_number", read)
    monkeypatch.setattr(counts, "guess", guess)
    return Counts(FORM, Located(replace(SHEET), places, 1.0), PROOF).seen(WEBSITE), given


THAI, ARABIC = number("๒", 1.0, by_hand=0.9), number("7", 1.0, by_hand=0.9)


def test_the_guess_at_a_doubtful_number_by_hand_knows_the_digits_of_its_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen, (sets,) = among(monkeypatch, number("9", 0.6, by_hand=0.9), THAI)
    assert sets.thai > 0.9
    assert (seen.value, seen.raw, seen.status) == (1, "๑", "review")


def test_a_sure_number_in_other_digits_than_its_whole_page_is_for_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nine = number("9", 1.0, by_hand=0.9)
    assert among(monkeypatch, nine, THAI)[0].status == "review"
    assert among(monkeypatch, nine, ARABIC)[0].status == "accepted"
    assert among(monkeypatch, nine, ARABIC, THAI)[0].status == "accepted", "numbers in either set"


def test_the_digits_of_its_page_make_no_doubtful_number_sure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert among(monkeypatch, number("๑", 0.97, by_hand=0.9), THAI)[0].status == "review"


@pytest.mark.parametrize(
    "silent",
    [
        replace(THAI, sure=0.7), replace(THAI, by_hand=0.1), replace(THAI, symbols=""),
        replace(THAI, plain=False),
    ],
    ids=["not sure", "in print", "not as it stands there", "more than a number"],
)  # fmt: skip
def test_what_tells_nothing_about_the_digits_of_a_page(
    monkeypatch: pytest.MonkeyPatch, silent: Number
) -> None:
    # Others make it a page by hand, and are the same in both sets.
    zero = number("0", 1.0, by_hand=0.9)
    _, (sets,) = among(monkeypatch, number("9", 0.6, by_hand=0.9), silent, zero, zero)
    # One slip of the pen is all that each zero rules out.
    assert sets.thai == pytest.approx(DigitSets().thai, abs=0.01)


def test_a_number_is_no_witness_of_its_own_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    nine = number("9", 1.0, by_hand=0.9)
    sure = replace(nine, plain=True, sure=0.95)
    _, (sets,) = among(monkeypatch, sure, THAI)
    assert sets.thai > 0.9 and sets.arabic < 0.01


def test_numbers_in_print_may_be_in_any_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, given = among(monkeypatch, number("9", 1.0), number("๒", 1.0))
    assert (seen.status, given) == ("accepted", [])


def test_an_empty_slot_that_all_looks_see_empty_must_be_so_likely_still(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That every look sees nothing is no proof: a small 0 of a fax is seen by none."""
    empty, others = replace(number("", 0.93), settled=True), number("3", 1.0)
    assert judged(monkeypatch, empty, others) == "review"
    assert judged(monkeypatch, replace(empty, sure=0.96), others) == "blank"
    by_hand = replace(others, by_hand=0.9)
    assert judged(monkeypatch, replace(empty, sure=0.96), by_hand) == "blank"
    assert judged(monkeypatch, replace(empty, sure=0.96, settled=False), by_hand) == "review"
