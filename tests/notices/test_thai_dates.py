"""Dates as Thai offices write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from mailproc import thai_dates

ZONE = ZoneInfo("Asia/Bangkok")


def test_months_and_days() -> None:
    assert thai_dates.thai_month("2026-01") == "มกราคม ๒๕๖๙"
    assert thai_dates.thai_month("2025-12") == "ธันวาคม ๒๕๖๘"
    assert thai_dates.thai_day(date(2028, 2, 29)) == "๒๙ กุมภาพันธ์ ๒๕๗๑"
    assert thai_dates.thai_weekday(date(2026, 1, 15)) == "วันพฤหัสบดีที่ ๑๕ มกราคม ๒๕๖๙"
    assert thai_dates.thai_short_day(date(2057, 3, 1)) == "๑ มี.ค. ๐๐"


def test_a_moment_is_told_in_the_offices_zone() -> None:
    late = datetime(2026, 1, 31, 18, 5, tzinfo=UTC)
    assert thai_dates.thai_moment(late, ZONE) == "๑ กุมภาพันธ์ ๒๕๖๙ เวลา ๐๑.๐๕ น."
    assert thai_dates.thai_short_moment(late, ZONE) == "๑ ก.พ. ๖๙ ๐๑.๐๕ น."
