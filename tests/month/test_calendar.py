"""The three dates of the letter, exceptions, extensions, and what a due month is about."""

from datetime import date
from pathlib import Path

import pytest

from mailproc.config import CampaignConfig
from mailproc.month.calendar import dates, due_month, due_of, open_periods, working_period
from mailproc.month.period import day_in, is_period, shift
from storage.correspondence import Extension
from tests import make


def campaign(tmp_path: Path, **changes: object) -> CampaignConfig:
    values = {"id": make.FORM, "form": make.FORM, "first_period": "2026-01", **changes}
    return make.config(tmp_path, campaign=[values]).campaign[0]


def test_the_letter_has_the_10th_the_15th_and_the_25th(tmp_path: Path) -> None:
    found = dates(campaign(tmp_path), "2026-02")
    assert (found.due, found.forward, found.closing) == (
        date(2026, 2, 10),
        date(2026, 2, 15),
        date(2026, 2, 25),
    )


def test_an_exception_by_period_moves_only_that_period(tmp_path: Path) -> None:
    changed = campaign(tmp_path, due={"2026-01": date(2026, 1, 15)})
    assert dates(changed, "2026-01").due == date(2026, 1, 15)
    assert dates(changed, "2026-02").due == date(2026, 2, 10)


def test_covers_previous_makes_a_report_due_in_the_month_after(tmp_path: Path) -> None:
    changed = campaign(tmp_path, covers="previous")
    assert dates(changed, "2026-12").due == date(2027, 1, 10)


def test_covers_can_change_from_a_period_on(tmp_path: Path) -> None:
    changed = campaign(tmp_path, covers={"2026-02": "previous"})
    assert due_month(changed, "2026-01") == "2026-01"
    assert due_month(changed, "2026-02") == "2026-03"


def test_an_extension_moves_the_due_date_of_its_unit_alone(tmp_path: Path) -> None:
    extended = [Extension(make.FORM, "na-mon", "2026-02", date(2026, 2, 20))]
    assert due_of(campaign(tmp_path), "2026-02", "na-mon", extended) == date(2026, 2, 20)
    assert due_of(campaign(tmp_path), "2026-02", "na-khu", extended) == date(2026, 2, 10)


def test_a_day_that_the_month_lacks_is_its_last(tmp_path: Path) -> None:
    assert dates(campaign(tmp_path, closing_day=31), "2026-02").closing == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 12, 31), []),
        (date(2026, 1, 1), ["2026-01"]),
        (date(2026, 3, 31), ["2026-01", "2026-02", "2026-03"]),
    ],
)
def test_periods_open_with_their_due_month(
    tmp_path: Path, today: date, expected: list[str]
) -> None:
    assert list(open_periods(campaign(tmp_path), today)) == expected


def test_before_the_campaign_the_first_period_is_shown(tmp_path: Path) -> None:
    assert working_period(campaign(tmp_path), date(2025, 6, 1)) == "2026-01"


def test_periods_count_over_the_turn_of_the_year() -> None:
    assert shift("2026-12", 1) == "2027-01"
    assert shift("2026-01", -1) == "2025-12"
    assert day_in("2028-02", 31) == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "26-01", "2569-01", "2026-1", ""])
def test_what_is_no_period(text: str) -> None:
    assert not is_period(text)
