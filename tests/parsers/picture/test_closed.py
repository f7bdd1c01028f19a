"""Lines spelled step by step, with doubts put in, against the closed lists."""

import time
import tomllib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from parsers.picture import nets
from parsers.picture.alphabet import TEXT_ALPHABET
from parsers.picture.closed import (
    Choice,
    read_month,
    read_organization,
    read_province,
    read_unit,
    values_alone,
)
from parsers.picture.ctc import Line, log_softmax
from parsers.picture.listed import Listed, read_listed
from parsers.picture.writings import MARKS
from parsers.reading import Unit

CONFIG = Path(__file__).parents[3] / "config.toml"
UNITS = tuple(
    Unit(u["id"], u["name"], u["kind"], tuple(u["aliases"]))
    for u in tomllib.loads(CONFIG.read_text(encoding="utf-8"))["unit"]
)


def line(text: str, doubts: Mapping[int, tuple[str, float]] | None = None) -> Line:
    """What a sure network would have seen; `doubts`: at a letter, another one and how likely.

    "" is the letter not being there.
    """
    number = {letter: i for i, letter in enumerate(TEXT_ALPHABET, 1)}
    rows = [np.full(1 + len(TEXT_ALPHABET), 1e-7) for _ in range(3 * len(text) + 12)]
    for row in rows:
        row[0] = 1.0
    for i, letter in enumerate(text):
        row = rows[3 * i + 6]
        row[0] = 1e-3
        row[number[letter]] = 1.0
        if doubts and i in doubts:
            other, likely = doubts[i]
            row[number[letter]] = 1 - likely
            row[number[other] if other else 0] = likely
    return Line(log_softmax(np.log(np.array(rows))), TEXT_ALPHABET)


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: u.id)
def test_every_name_and_alias_is_its_unit(unit: Unit) -> None:
    for name in (unit.name, *unit.aliases):
        choice = read_unit(line(name), UNITS)
        assert (choice.value, choice.sure, choice.text) == (unit.name, True, name)
        assert choice.probability > 0.999


@pytest.mark.parametrize("unit", UNITS[:18], ids=lambda u: u.id)
@pytest.mark.parametrize("behind", ["จังหวัด", " จังหวัดกาฬสิน", "จงหวัด", "หวัด", "งหวั"])
def test_the_printed_word_behind_a_unit_is_not_its_name(unit: Unit, behind: str) -> None:
    choice = read_unit(line(unit.name + behind), UNITS)
    assert (choice.value, choice.sure) == (unit.name, True)


@pytest.mark.parametrize(
    "text", ["นาเมืองจังหวัด", "ขอนแก่น จังหวัด", "องค์การบริหารส่วนจังหวัดขอนแก่น", "นา หวัด", "จังหวัด"]
)  # fmt: skip
def test_a_unit_of_elsewhere_is_none_of_ours_before_that_word(text: str) -> None:
    assert not read_unit(line(text), UNITS).sure


@pytest.mark.parametrize(
    "text", ["ขอนแก่น", "นาเชือก", "อ.ยางสีสุราช", "เมืองขอนแก่น", "อบจ.ขอนแก่น", "นาเมือง",
             "องค์การบริหารส่วนจังหวัดขอนแก่น", "เทศบาลเมืองมหาสารคาม", "นาดูน", "สามพราน"],
)  # fmt: skip
def test_a_unit_of_elsewhere_is_none_of_ours(text: str) -> None:
    choice = read_unit(line(text), UNITS)
    assert not choice.sure
    assert choice.probability < 0.5


@pytest.mark.parametrize("text", ["", "-", " – ", "....."])
def test_nothing_is_nothing(text: str) -> None:
    for choice in (read_unit(line(text), UNITS), read_month(line(text))):
        assert choice.value == ""
        assert choice.probability > 0.99


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("มกราคม 2569", "2026-01"), ("มกราคม ๒๕๖๙", "2026-01"), ("ม.ค. 69", "2026-01"),
        ("มค69", "2026-01"), ("ม.ค. ๒๕๗๐", "2027-01"), ("มี.ค. ๒๕๖๙", "2026-03"),
        ("มิ.ย.2569", "2026-06"), ("พ.ค. 2569", "2026-05"), ("พ.ย. 2569", "2026-11"),
        ("กุมภาพันธ์ พ.ศ. ๒๕๖๙", "2026-02"), ("กุมภาพันธ์ พ.ศ. 2๕6๙", "2026-02"),
        ("01/2569", "2026-01"), ("1/69", "2026-01"), ("๑๒/๒๕๖๙", "2026-12"),
        ("12/ม.ค./69", "2026-01"), ("12 ธันวาคม 2568", "2025-12"), ("12/1/69", "2026-01"),
        ("เดือน กรกฏาคม 2569", "2026-07"), ("ธันวา 2569", "2026-12"),
    ],
)  # fmt: skip
def test_months_in_all_their_ways(text: str, period: str) -> None:
    choice = read_month(line(text))
    assert (choice.value, choice.sure) == (period, True), choice


@pytest.mark.parametrize(
    "text", ["มกราคม - กุมภาพันธ์ 2569", "มกราคม-กุมภาพันธ์ 2569", "ม.ค.-มี.ค. 69", "1-2/2569",
             "มกราคม กุมภาพันธ์ 2569", "มกราคม และ กุมภาพันธ์ 2569", "ม.ค. 69 - ก.พ. 69",
             "ม.ค. - ก.พ. 69", "ไตรมาส 1 2569", "มกราคม", "ปี 2569", "2569", "13/2569"],
)  # fmt: skip
def test_no_single_month_is_never_one(text: str) -> None:
    choice = read_month(line(text))
    assert not choice.sure, choice


def test_the_text_of_a_month_without_its_year_is_kept() -> None:
    choice = read_month(line("มกราคม"))
    assert (choice.value, choice.text) == (None, "มกราคม")
    assert choice.probability > 0.99


@pytest.mark.parametrize(
    ("text", "at", "other"),
    [("มี.ค. 2569", 1, ""), ("พ.ค. 2569", 2, "ย"),
     ("ม.ค. 2569", 0, "ก"), ("มกราคม 2569", 10, "8"), ("ม.ค. 69", 6, "8")],
)  # fmt: skip
def test_one_doubtful_letter_between_two_months_is_a_doubt(text: str, at: int, other: str) -> None:
    doubtful = read_month(line(text, {at: (other, 0.3)}))
    assert not doubtful.sure, doubtful
    if doubtful.value is not None:
        assert doubtful.probability < 0.9


@pytest.mark.parametrize(("text", "at"), [("มกราคม 2569", 8), ("1/69", 0), ("ม.ค. 69", 5)])
def test_digits_that_the_text_lacks_are_not_made_up(text: str, at: int) -> None:
    assert not read_month(line(text, {at: ("", 0.6)})).sure


def test_a_doubtful_letter_that_tells_nothing_apart_is_none() -> None:
    choice = read_unit(line("กมลาไสย", {3: ("า", 0.5), 5: ("ล", 0.4)}), UNITS)
    assert (choice.value, choice.sure) == ("กมลาไสย", True)


def test_provinces() -> None:
    own = read_province(line("กาฬสินธุ์"), "กาฬสินธุ์")
    assert (own.value, own.sure) == ("กาฬสินธุ์", True)
    other = read_province(line("จ.ขอนแก่น"), "กาฬสินธุ์")
    assert (other.value, other.sure) == ("ขอนแก่น", True)
    assert not read_province(line("เวียงจันทน์"), "กาฬสินธุ์").sure


def test_noise_is_nothing_and_fast() -> None:
    """Generous: the machines that test are slower, and never alone."""
    for seed in range(3):
        logits = np.random.default_rng(seed).normal(0, 2, (250, 1 + len(TEXT_ALPHABET)))
        noise = Line(log_softmax(logits), TEXT_ALPHABET)
        start = time.perf_counter()
        found: list[Choice] = [read_month(noise), read_unit(noise, UNITS)]
        assert time.perf_counter() - start < 2
        assert not any(choice.sure for choice in found)


def listed(monkeypatch: pytest.MonkeyPatch, kind: str, *looks: Line) -> Listed:
    """What comes of these looks at a line, one after the other; more see nothing."""
    left = [one.logs for one in looks]
    nothing = line("").logs
    monkeypatch.setattr(
        nets, "read_cuts", lambda _, cuts: [left.pop(0) if left else nothing for _ in cuts]
    )
    page = np.full((400, 800), 255, np.uint8)
    read = {
        "month": read_month,
        "unit": lambda logs: read_unit(logs, UNITS),
        "organization": lambda logs: read_organization(logs, UNITS),
        "province": lambda logs: read_province(logs, "กาฬสินธุ์"),
    }[kind]
    return read_listed(page, ((300.0, 200.0), (500.0, 200.0)), read, kind)


def test_a_month_in_digits_alone_is_sure_only_if_no_other_is_likely() -> None:
    assert read_month(line("02/2572")).sure
    nearly = read_month(line("02/2572", {0: ("1", 0.008)}))
    assert nearly.value == "2029-02"
    assert 0.99 < nearly.probability < 0.995
    assert (nearly.sound, nearly.sure) == (True, False)


@pytest.mark.parametrize(
    ("doubts", "certain"),
    [
        ((0.01, 0.02, 0.03, 0.1, 0.05, 0.3), True),
        ((0.001, 0.02, 0.03, 0.45, 0.01, 0.01), True),
        ((0.02, 0.02, 0.03, 0.9, 0.01, 0.01), False),
        ((0.2, 0.2, 0.2, 0.2, 0.2, 0.2), False),
        ((0.01, 0.01, 0.01, 0.6, 0.6, 0.01), False),
    ],
)
def test_a_month_that_is_not_sure_at_once_is_so_if_nearly_all_of_six_looks_see_it(
    monkeypatch: pytest.MonkeyPatch, doubts: tuple[float, ...], certain: bool
) -> None:
    looks = [line("ก.พ. 72", {6: ("1", doubt)}) for doubt in doubts]
    seen = listed(monkeypatch, "month", *looks)
    assert (seen.choice.value, seen.certain) == ("2029-02", certain)


@pytest.mark.parametrize(
    ("doubt", "digits", "certain"),
    [
        (0.0, ("2029-02", 0.6), True),
        (0.0, ("2029-02", 0.3), False),
        (0.0, ("2029-12", 0.99), False),
        (0.0, ("", 0.0), False),
        (0.3, ("2029-02", 0.95), True),
        (0.3, ("2029-02", 0.6), False),
    ],
)
def test_a_month_in_digits_alone_is_what_the_networks_of_numbers_see_too(
    monkeypatch: pytest.MonkeyPatch, doubt: float, digits: tuple[str, float], certain: bool
) -> None:
    monkeypatch.setattr("parsers.picture.listed.read_date", lambda *_: digits)
    looks = [line("02/2572", {0: ("1", doubt)} if doubt else {})] * 6
    seen = listed(monkeypatch, "month", *looks)
    assert (seen.choice.value, seen.certain) == ("2029-02", certain)


@pytest.mark.parametrize(
    "texts",
    [
        ("กอ/2569", "11/2569"),  # a blurred digit is no month's name
        ("01/2569", "11/2569"),
        ("1-2/2569",),
        ("13/2569",),
    ],
)
def test_looks_that_do_not_say_one_month_in_digits_are_for_a_person(
    monkeypatch: pytest.MonkeyPatch, texts: tuple[str, ...]
) -> None:
    monkeypatch.setattr("parsers.picture.listed.shows_digits", lambda *_: True)
    for period in ("2026-11", "2026-01", "2026-02", "2026-12", "2026-07"):
        monkeypatch.setattr("parsers.picture.listed.read_date", lambda *_, p=period: (p, 0.75))
        looks = [line(text) for text in texts] * 3
        assert not listed(monkeypatch, "month", *looks).certain, period


def test_a_month_of_which_one_look_is_sure_is_none_where_another_sees_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So มี.ค. by hand was taken for มิ.ย., by three looks of four."""
    june, march = line("มิ.ย. 72"), line("มี.ค. 72")
    doubtful = line("มิ.ย. 72", {7: ("1", 0.05)})
    assert not listed(monkeypatch, "month", doubtful, june, doubtful, march, june, june).certain
    assert listed(monkeypatch, "month", doubtful, june, doubtful, june, june, june).certain


@pytest.mark.parametrize(
    ("others", "certain"),
    [
        (("กันยายน 2568",), True),
        (("กันยายน 2568", "กันยายน 2568"), False),
        (("มิถุนายน 2569",), False),
    ],
)
@pytest.mark.parametrize("shown", [True, False])
def test_a_year_that_a_look_of_six_doubts_is_sure_by_its_digits_alone(
    monkeypatch: pytest.MonkeyPatch, shown: bool, others: tuple[str, ...], certain: bool
) -> None:
    monkeypatch.setattr("parsers.picture.listed.shows_digits", lambda *_: shown)
    texts = ("กันยายน 2569", *others)
    doubtful = [line(text, {len(text) - 1: ("7", 0.1)}) for text in texts]
    looks = doubtful[:1] * (6 - len(others)) + doubtful[1:]
    seen = listed(monkeypatch, "month", *looks)
    assert (seen.choice.value, seen.certain) == ("2026-09", certain and shown)


@pytest.mark.parametrize(
    "text",
    [
        "มกราคม กุมภาพันธ์ 2569", "มกราคมกุมภาพันธ์ 2569", "กุมภาพันธ์ 2569 ถึงสิ้นปี",
        "ไตรมาสแรก กุมภาพันธ์ 2569",
    ],
)  # fmt: skip
def test_more_than_a_month_is_none_whatever_its_digits_show(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """The dash between two months is soon lost in a scan, and the year is one of theirs."""
    monkeypatch.setattr("parsers.picture.listed.shows_digits", lambda *_: True)
    assert not listed(monkeypatch, "month", *[line(text)] * 6).certain


@pytest.mark.parametrize(("behind", "value"), [("กาฬสินธุ์", "กาฬสินธุ์"), ("ขอนแก่น", "ขอนแก่น")])
def test_a_province_beside_its_found_line_is_read_behind_the_printed_word(
    monkeypatch: pytest.MonkeyPatch, behind: str, value: str
) -> None:
    row = line(f"ยางตลาด จังหวัด {behind}")
    found = listed(monkeypatch, "province", *[line("งตลาดเ")] * 3, row, row)
    assert (found.choice.value, found.certain) == (value, True)


@pytest.mark.parametrize("first", ["", "ำเภอ", "นาร"])
def test_a_unit_beside_its_found_line_is_read_between_the_words_printed_around_it(
    monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    looks = [line(first)] * (2 if not first else 3)
    near, far = line("อำเภอ นาร"), line("อำเภอ นาคู จังหวัด")
    found = listed(monkeypatch, "unit", *looks, near, near, far, far)
    assert (found.choice.value, found.certain) == ("นาคู", True)
    twofold = listed(monkeypatch, "unit", *looks, near, near, far, line("อำเภอ นามน จังหวัด"))
    assert not (twofold.certain and twofold.choice.value)


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: u.id)
def test_marks_that_a_scan_lost_do_not_change_a_unit(unit: Unit) -> None:
    bare = "".join(c for c in unit.name if c not in MARKS)
    choice = read_unit(line(bare), UNITS)
    assert (choice.value, choice.sure) == (unit.name, True)


def test_an_office_without_its_district_names_none() -> None:
    choice = read_organization(line("สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอ"), UNITS)
    assert not choice.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("อปท. องค์การบริหารส่วนจังหวัดกาฬสินธุ์ำเภเมืองกาฬ", "องค์การบริหารส่วนจังหวัดกาฬสินธุ์"),
        ("อปท.ทม.กาฬสินธุ์เภอเมืองกาฬสินธุ์งหวั", "เทศบาลเมืองกาฬสินธุ์"),
        ("อปท.สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอนาคูำเภอ นาคู", "นาคู"),
        ("อปท.สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอ", None),
        ("อปท. อบต.โคกสะอาดอำเภอนาคู จังหวัด", None),
        ("ทม.กาฬสินธุ์เภอเมืองกาฬสินธุ์งหวั", None),  # where it begins cannot be seen
    ],
)
def test_an_organization_is_read_between_the_words_printed_around_it(
    monkeypatch: pytest.MonkeyPatch, text: str, value: str | None
) -> None:
    """Its found line ran on into the unit's, which lies in the same row, or ended before it."""
    cut = line("หารส่วน")
    found = listed(monkeypatch, "organization", cut, cut, cut, line(text), line(text))
    assert (found.choice.value if found.certain and found.choice.value else None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ธุ์ อำเภอ เมืองกาฬสินธุ์ จัง", "เมืองกาฬสินธุ์"),
        ("ท. อำเภอหนองกุงศรี จังหวัด", "หนองกุงศรี"),
        ("อำเภอหนองกุงศรี", "หนองกุงศรี"),
        ("อำเภอ อบจ. จัง จัง", "อบจ.|อบจ. จัง"),
        ("หนองกุงศรี จังหวัด", ""),  # where it begins cannot be seen
        ("ทต. อำเภอ", ""),
    ],
)
def test_a_value_is_cut_out_between_the_printed_words(text: str, value: str) -> None:
    alone = values_alone(line(text), "อำเภอ", "จัง")
    assert "|".join(one.greedy.strip() for one in alone) == value


def test_a_repeated_letter_at_the_cut_is_not_lost() -> None:
    [alone] = values_alone(line("เดือนนา"), "เดือน", r"$^")
    assert alone.greedy == "นา"
