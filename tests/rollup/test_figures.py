"""What a month adds up to: each organization once, nothing made up, and what changed since."""

from dataclasses import replace

from mailproc.rollup.figures import (
    Change,
    Figures,
    UnitFigures,
    changes,
    from_json,
    to_json,
)
from parsers.reading import Channel
from tests import make

TOTAL, WEBSITE = "organizations_total", "website"


def unit(name: str, state: str = "on_time", **counts: int | None) -> UnitFigures:
    within = "district" if name == "town" else ""
    return UnitFigures(name, name, state, counts, (), within)  # type: ignore[arg-type]


def month(*units: UnitFigures, expected: int = 0) -> Figures:
    return Figures(make.FORM, make.FORM, "2026-02", units, expected)


def test_counts_are_added_up_over_the_units_that_reported() -> None:
    found = month(unit("a", website=3), unit("b", "late", website=4), unit("c", "missing"))
    assert found.total(WEBSITE) == 7
    assert [u.name for u in found.not_reported()] == ["c"]


def test_a_field_that_nobody_filled_in_is_not_zero() -> None:
    assert month(unit("a", website=None), unit("b")).total(WEBSITE) is None
    assert month(unit("a", website=0)).total(WEBSITE) == 0


def test_a_held_report_adds_nothing() -> None:
    assert month(unit("a", website=3), unit("b", "held", website=40)).total(WEBSITE) == 3


def test_the_organizations_of_a_town_within_a_district_are_counted_once() -> None:
    town = unit("town", organizations_total=1, website=5)
    with_district = month(unit("district", organizations_total=8, website=2), town)
    assert with_district.total(TOTAL) == 8
    assert with_district.total(WEBSITE) == 7
    assert any("town" in remark for remark in with_district.remarks())


def test_a_town_counts_by_itself_while_its_district_has_not_reported() -> None:
    town = unit("town", organizations_total=1)
    found = month(unit("district", "missing"), town)
    assert found.total(TOTAL) == 1
    assert list(found.remarks()) == []


def test_a_province_that_does_not_add_up_is_remarked() -> None:
    found = month(unit("a", organizations_total=9), expected=10)
    assert ["10" in r and "9" in r for r in found.remarks()] == [True]
    assert list(month(unit("a", organizations_total=10), expected=10).remarks()) == []


def test_only_identical_spellings_of_other_channels_are_added_up() -> None:
    a = replace(unit("a"), others=(("ป้าย", 2), ("หอกระจายข่าว", None)))
    b = replace(unit("b"), others=(("ป้าย", 3), ("ป้ายไวนิล", 1), ("หอกระจายข่าว", None)))
    gone = replace(unit("c", "held"), others=(("ป้าย", 100),))
    assert month(a, b, gone).others() == (
        Channel("ป้าย", 5),
        Channel("หอกระจายข่าว", None),
        Channel("ป้ายไวนิล", 1),
    )


def test_figures_come_back_from_json_as_they_were() -> None:
    a = replace(unit("a", website=3, organizations_total=None), others=(("ป้าย", 2), ("x", None)))
    found = month(a, unit("town", "late"), expected=150)
    assert from_json(to_json(found), None) == found


def test_changes_name_what_was_and_what_is() -> None:
    old = month(unit("a", website=3, public_address=1), unit("b", "missing"))
    new_a = replace(unit("a", website=4, public_address=1), others=(("ป้าย", None),))
    new = month(new_a, unit("b", "late", website=9))
    assert changes(old, new) == (
        Change("a", "website", 3, 4),
        Change("a", "", None, None, "ป้าย"),
        Change("b", "website", None, 9),
    )
    assert changes(old, old) == ()


def test_channels_that_are_spelled_alike_are_compared_by_what_they_add_up_to() -> None:
    def listed(*times: int) -> Figures:
        return month(replace(unit("a"), others=tuple(("ป้าย", n) for n in times)))

    assert changes(listed(2, 3), listed(4, 3)) == (Change("a", "", 5, 7, "ป้าย"),)
    assert changes(listed(2, 3), listed(3, 2)) == ()


def test_a_unit_that_is_asked_no_more_and_a_held_report_have_no_numbers() -> None:
    before = month(unit("a", website=3), unit("b", website=4))
    assert changes(before, month(unit("a", website=3))) == (Change("b", WEBSITE, 4, None),)
    held = month(unit("a", website=3), unit("b", "held", website=40))
    assert changes(before, held) == (Change("b", WEBSITE, 4, None),)
    assert changes(held, month(unit("a", website=3), unit("b", "missing"))) == ()
