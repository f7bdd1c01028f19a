"""What a unit's earlier months say about a new report."""

from dataclasses import replace
from pathlib import Path

import pytest

from mailproc.intake.history import other_year_possible, unusual
from parsers.reading import Problem, ReadReport, Source, Value
from storage.records import Revision
from tests import make
from tests.notices import samples

MONTHS = ("2026-01", "2026-02", "2026-03")


def counted(period: str, **values: Value) -> Revision:
    """A revision of that month that counts."""
    return replace(samples.revision(), period=period, readings=make.readings(**values))


def report(source: Source, **values: Value) -> ReadReport:
    """April's report, read in that way."""
    read = replace(make.report(period="2026-04"), readings=make.readings(**values))
    return replace(read, readings=tuple(replace(r, source=source) for r in read.readings))


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        pytest.param((10, 12, 9), 120, ["12"], id="a zero too many"),
        pytest.param((10, 12, 9), 119, [], id="not quite ten times"),
        pytest.param((0, 0, 1), 19, [], id="small numbers"),
        pytest.param((0, 0, 0), 20, ["0"], id="never anything before"),
        pytest.param((10, 12), 500, [], id="two months are no habit"),
        pytest.param((10, None, 12), 500, [], id="an empty field is no number"),
        pytest.param((100, 90, 80), 0, [], id="less is not doubted"),
    ],
)
def test_a_count_in_a_picture_is_doubted_beside_the_units_own(
    before: tuple[int | None, ...], now: int, found: list[str]
) -> None:
    earlier = [counted(p, website=v) for p, v in zip(MONTHS, before, strict=False)]
    problems = unusual(report("ocr", website=now), earlier)
    assert problems == [Problem("unusual", "website", most) for most in found]


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        pytest.param((9, 9, 9), 8, ["9"], id="another total than ever"),
        pytest.param((9, 9, 9), 9, [], id="the same"),
        pytest.param((9, 8, 9), 7, [], id="a total that changes"),
        pytest.param((9, 9), 8, [], id="two months are no habit"),
    ],
)
def test_a_total_in_a_picture_is_doubted_where_it_never_changed(
    before: tuple[int, ...], now: int, found: list[str]
) -> None:
    earlier = [counted(p, organizations_total=v) for p, v in zip(MONTHS, before, strict=False)]
    problems = unusual(report("ocr", organizations_total=now), earlier)
    assert problems == [Problem("unusual", "organizations_total", usual) for usual in found]


@pytest.mark.parametrize("source", ["text", "form"])
def test_what_was_typed_is_the_units_own(source: Source) -> None:
    earlier = [counted(p, website=1, organizations_total=9) for p in MONTHS]
    assert unusual(report(source, website=5000, organizations_total=8), earlier) == []


def test_later_months_are_no_history() -> None:
    earlier = [counted(p, website=1) for p in ("2026-03", "2026-04", "2026-05", "2026-06")]
    assert unusual(report("ocr", website=500), earlier) == []


@pytest.mark.parametrize(
    ("period", "reported", "possible"),
    [
        ("2026-02", (), False),
        ("2027-02", ("2026-02",), False),
        ("2027-02", ("2026-01",), True),
        ("2028-02", ("2027-02",), True),
    ],
)
def test_a_year_is_open_where_its_month_was_never_reported(
    tmp_path: Path, period: str, reported: tuple[str, ...], possible: bool
) -> None:
    campaign = make.config(tmp_path).campaign[0]
    earlier = [counted(p) for p in reported]
    assert other_year_possible(campaign, period, earlier) == possible
