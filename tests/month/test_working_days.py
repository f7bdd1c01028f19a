"""Days on which offices are closed, and the working day that stands in for one."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailproc.month.calendar import dates
from mailproc.month.working_days import WhenClosed, is_closed, shifted
from tests import make

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
EXTRA = st.frozensets(DAYS, max_size=5)


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2026-04-13", True),  # Songkran
        ("2026-12-07", True),  # instead of 5 December, a Saturday
        ("2026-05-13", True),  # royal ploughing ceremony: offices, not companies
        ("2026-05-01", False),  # Labour Day: companies, not offices
        ("2026-02-14", True),  # a Saturday
        ("2026-02-10", False),
        ("2028-02-29", False),
    ],
)
def test_when_offices_are_closed(day: str, closed: bool) -> None:
    assert is_closed(date.fromisoformat(day)) is closed


def test_a_day_of_the_cabinet_is_closed_once_it_is_configured() -> None:
    day = date(2026, 2, 10)
    assert is_closed(day, (day,))


@pytest.mark.parametrize(("rule", "due"), [("previous", 10), ("next", 16), ("same", 13)])
def test_what_becomes_of_a_due_date_in_songkran(tmp_path: Path, rule: str, due: int) -> None:
    campaign = {
        "id": make.FORM,
        "form": make.FORM,
        "first_period": "2026-01",
        "due_day": 13,
        "when_closed": {"due": rule},
    }
    config = make.config(tmp_path, campaign=[campaign])
    assert dates(config.campaign[0], "2026-04").due == date(2026, 4, due)


def test_a_date_that_somebody_chose_is_not_moved(tmp_path: Path) -> None:
    campaign = {
        "id": make.FORM,
        "form": make.FORM,
        "first_period": "2026-01",
        "due": {"2026-04": date(2026, 4, 13)},
        "when_closed": {"due": "next"},
    }
    config = make.config(tmp_path, campaign=[campaign])
    assert dates(config.campaign[0], "2026-04").due == date(2026, 4, 13)


@given(DAYS, st.sampled_from(("previous", "next")), EXTRA)
def test_the_nearest_working_day_on_that_side(
    day: date, rule: WhenClosed, extra: frozenset[date]
) -> None:
    found = shifted(day, rule, extra)
    assert not is_closed(found, extra)
    assert found <= day if rule == "previous" else found >= day
    first, last = sorted((day, found))
    between = [first + timedelta(n) for n in range((last - first).days + 1)]
    assert all(is_closed(d, extra) for d in between if d != found)


@given(DAYS, EXTRA)
def test_the_same_day_stays(day: date, extra: frozenset[date]) -> None:
    assert shifted(day, "same", extra) == day
