"""Which unit and province are named."""

import pytest

from parsers.values.places import judge_organization, read_province, read_unit
from tests.corpus.values import UNITS


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("นามน", "นามน"),
        ("อ.นามน", "นามน"),
        ("อำเภอ นามน", "นามน"),
        ("คำมวง", "คำม่วง"),
        ("เมือง", "เมืองกาฬสินธุ์"),
        ("อ.เมือง", "เมืองกาฬสินธุ์"),
        ("เมืองกาฬสินธุ์", "เมืองกาฬสินธุ์"),
        ("กุฉินารายณ์", "กุฉินารายณ์"),
        ("ทม.กุฉินารายณ์", "เทศบาลเมืองกุฉินารายณ์"),
        ("เทศบาลเมืองกาฬสินธุ์", "เทศบาลเมืองกาฬสินธุ์"),
        ("นามน.. อำเภอ ...นามน", "นามน"),
    ],
)
def test_units_are_told_apart(text: str, name: str) -> None:
    assert (read_unit(text, UNITS).value, read_unit(text, UNITS).status) == (name, "accepted")


@pytest.mark.parametrize("text", ["นามบ", "ชุมแพ", "กาฬสินธุ์", "เทศบาลเมือง", "นามน อำเภอ นาคู"])
def test_what_only_comes_near_is_in_doubt(text: str) -> None:
    assert read_unit(text, UNITS).status == "review"


def test_an_empty_line_is_blank() -> None:
    assert read_unit("", UNITS).status == "blank"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("เทศบาลเมืองกุฉินารายณ์", "town-kuchinarai"),
        ("ทม.กาฬสินธุ์", "town-kalasin"),
        ("อบจ.กาฬสินธุ์", "pao"),
    ],
)
def test_the_organization_line_names_the_pao_or_a_town(text: str, unit: str) -> None:
    said = judge_organization(text, UNITS).unit
    assert said is not None and said.id == unit


@pytest.mark.parametrize(
    "text",
    ["ทต.นามน", "อบต.สงเปลือย", "เทศบาลตำบลกมลาไสย", "เทศบาลนามน", "อบดโพนงาม", "อบค. โพนงาม"],
)
def test_one_single_organization_is_named(text: str) -> None:
    assert judge_organization(text, UNITS).single


@pytest.mark.parametrize("text", ["", "-", "อปท.", "สถ.อ.นามน", "ทุกแห่ง", "อบต.ทุกแห่ง", "ฟหกด"])
def test_the_own_office_all_and_the_unreadable_are_no_reason(text: str) -> None:
    said = judge_organization(text, UNITS)
    assert (said.unit, said.single, said.unclear) == (None, False, False)


def test_a_pao_without_its_province_is_unclear() -> None:
    assert judge_organization("องค์การบริหารส่วนจังหวัด", UNITS).unclear


@pytest.mark.parametrize(
    ("text", "problem", "status"),
    [
        ("กาฬสินธุ์", "", "accepted"),
        ("กาฬสินธ์", "", "accepted"),
        ("จังหวัดกาฬสินธุ์", "", "accepted"),
        ("ขอนแก่น", "other_province", "accepted"),
        ("ฟหกด", "", "review"),
        ("", "", "blank"),
    ],
)
def test_provinces(text: str, problem: str, status: str) -> None:
    parsed = read_province(text, "กาฬสินธุ์")
    assert (parsed.problem, parsed.status) == (problem, status)
