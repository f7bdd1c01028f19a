"""Who is expected: a unit from the month that it was added until the one that it was closed."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from mailproc.config import Config
from mailproc.month.status import MonthStatus, month_status
from mailproc.notices.planned import planned_notices
from mailproc.rollup.figures import figures
from storage.records import Revision
from tests import make
from tests.notices.samples import revision

ZONE = ZoneInfo("Asia/Bangkok")


def config_of(folder: Path, **limits: str) -> Config:
    """Three units, of which นาคู has limits."""
    units = [dict(u) | (limits if u["id"] == "na-khu" else {}) for u in make.UNITS]
    return make.config(folder, unit=units)


def month(config: Config, period: str, *revisions: Revision) -> MonthStatus:
    campaign = config.campaign[0]
    return month_status(campaign, period, config.unit, revisions, (), date(2026, 12, 31), ZONE)


def there(status: MonthStatus) -> bool:
    return "na-khu" in [u.unit.id for u in status.units]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, [True, True, True]),
        ({"first_period": "2026-03"}, [False, True, True]),
        ({"last_period": "2026-03"}, [True, True, False]),
        ({"first_period": "2026-03", "last_period": "2026-03"}, [False, True, False]),
    ],
)
def test_a_unit_is_expected_within_its_months(
    tmp_path: Path, limits: dict[str, str], expected: list[bool]
) -> None:
    config = config_of(tmp_path, **limits)
    months = [month(config, f"2026-0{n}") for n in (2, 3, 4)]
    assert [there(m) for m in months] == expected
    assert [m.expected for m in months] == [3 if e else 2 for e in expected]
    for found in months:
        warned = {p.unit.id for u in found.units for p in planned_notices(found, u)}
        assert ("na-khu" in warned) == there(found)
        assert ("na-khu" in [u.unit for u in figures(config, found).units]) == there(found)


def test_what_such_a_unit_reports_all_the_same_counts(tmp_path: Path) -> None:
    config = config_of(tmp_path, last_period="2026-01")
    found = month(config, "2026-02", revision(unit="na-khu"))
    assert there(found) and found.expected == 3 and found.reported == 1
    waiting = revision(unit=None, unit_guess="na-khu", state="held", current=False)
    assert there(month(config, "2026-02", waiting))


def test_a_unit_cannot_end_before_it_began(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="before its first_period"):
        config_of(tmp_path, first_period="2026-03", last_period="2026-02")
