"""What stands out against a unit's own months before, and what does not."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailproc.config import Config
from mailproc.month.calendar import dates
from mailproc.month.status import MonthStatus, UnitStatus
from mailproc.notices.digest import digest
from mailproc.notices.letters import DigestData
from mailproc.notices.oddities import oddities
from mailproc.notices.standing import questions
from parsers.forms import all_forms
from parsers.reading import Value
from storage.records import Revision
from tests import make
from tests.notices.samples import AT, revision


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return make.config(tmp_path)


def months(config: Config, *websites: int | None, **last: Value) -> list[MonthStatus]:
    """นามน's months from January on, each with another number of meetings and that many posts.

    None: it did not report. `last` are further values of the last month.
    """
    found = []
    for number, website in enumerate(websites, 1):
        period = f"2026-{number:02d}"
        changed: dict[str, Value] = {"period": period, "website": website}
        changed["official_letter"] = number
        if number == len(websites):
            changed |= last
        counted = revision(make.readings(**changed), period=period) if website is not None else None
        found.append(month(config, period, counted))
    return found


def month(config: Config, period: str, counted: Revision | None) -> MonthStatus:
    when = dates(config.campaign[0], period)
    state = "on_time" if counted else "missing"
    unit = config.unit_by_id["na-mon"]
    status = UnitStatus(unit, state, when.due, AT, counted, None, False)  # type: ignore[arg-type]
    return MonthStatus(config.campaign[0], when, (status,))


def kinds(config: Config, *websites: int | None, **last: Value) -> list[tuple[str, str]]:
    found = oddities(months(config, *websites, **last))
    return [(o.kind, o.field.key if o.field else "") for o in found]


@pytest.mark.parametrize(
    ("websites", "odd"),
    [
        ((12, 12, 12, 120), True),  # one digit too many
        ((12, 12, 12, 119), False),
        ((3, 4, 5, 40), True),
        ((1, 1, 1, 19), False),  # ten times next to nothing is nothing
        ((0, 0, 0, 25), True),
        ((12, 12, 120), False),  # two months are no habit
        ((12, 12, None, 120), False),
        ((12, 300, 12, 12, 120), False),  # there was more before
    ],
)
def test_ten_times_the_usual(config: Config, websites: tuple[int | None, ...], odd: bool) -> None:
    assert kinds(config, *websites) == ([("ten_times", "website")] if odd else [])


@pytest.mark.parametrize(
    ("websites", "odd"),
    [
        ((12, 9, 15, 0), True),
        ((12, 0, 15, 0), False),  # nothing is usual, too
        ((2, 3, 2, 0), False),
        ((12, 9, 0), False),
        ((12, 9, 15, None), False),
    ],
)
def test_dropped_to_zero(config: Config, websites: tuple[int | None, ...], odd: bool) -> None:
    assert kinds(config, *websites) == ([("to_zero", "website")] if odd else [])


def test_every_field_as_last_month(config: Config) -> None:
    assert kinds(config, 5, 5, official_letter=1) == [("as_before", "")]
    assert kinds(config, 5, 5) == []
    # A month in between that was not reported: nobody copied last month's sheet.
    assert kinds(config, 5, None, 5, official_letter=1) == []


def test_two_empty_months_are_alike_without_a_question(config: Config) -> None:
    counts = [f.key for f in all_forms()[make.FORM].counts if f.suffix == "ครั้ง"]
    nothing: dict[str, Value] = dict.fromkeys(counts, 0)
    found = [
        month(config, p, revision(make.readings(**{**nothing, "period": p}), period=p))
        for p in ("2026-01", "2026-02")
    ]
    assert oddities(found) == ()


def decided(found: list[MonthStatus], **changes: Any) -> list[MonthStatus]:
    """The months with the last report decided by staff."""
    (status,) = found[-1].units
    assert status.revision is not None
    by_staff = replace(status.revision, decided_by="staff@example.go.th", **changes)
    return [*found[:-1], replace(found[-1], units=(replace(status, revision=by_staff),))]


@pytest.mark.parametrize(
    ("changes", "odd"),
    [
        ({"reasons": ("unknown_sender",)}, True),
        ({"reasons": ("unclear:facebook_page:",)}, True),
        ({"reasons": ("unknown_sender", "unusual:website:12")}, False),
        ({"reasons": ("unusual:website:12",)}, False),
        ({"corrected": frozenset({"website"})}, False),
        ({"corrected": frozenset({"facebook_page"})}, True),
        ({"corrected": frozenset({"facebook_page"}), "number": 2}, True),
    ],
)
def test_what_staff_decided_on_is_not_asked_again_and_what_they_did_not_see_is_asked(
    config: Config, changes: dict[str, Any], odd: bool
) -> None:
    approved = AT + timedelta(days=3)
    found = decided(months(config, 12, 12, 12, 120), decided_at=approved, **changes)
    fields = [o.field.key for o in oddities(found) if o.field]
    assert fields == (["website"] if odd else [])
    # A digest between its arrival and the decision did not ask: it did not count then.
    assert questions(found, approved - timedelta(days=1))[1] == 0


def test_each_is_put_as_a_question(config: Config) -> None:
    (much,), _ = questions(months(config, 12, 12, 12, 1200))
    assert much == ("อำเภอนามน รายงานเว็บไซต์ของหน่วยงาน 1,200 ครั้ง แต่ปกติประมาณ 12 ครั้ง ถูกต้องหรือไม่")
    (none,), _ = questions(months(config, 12, 12, 12, 0))
    assert "0 ครั้ง ทั้งที่ปกติประมาณ 12 ครั้ง" in none and none.endswith("ใช่หรือไม่")
    (same,), _ = questions(months(config, 5, 5, official_letter=1))
    assert "เท่ากับเดือนก่อน" in same and "กุมภาพันธ์ ๒๕๖๙" in same


def test_what_was_asked_before_is_counted_and_not_asked_again(config: Config) -> None:
    found = months(config, 12, 12, 12, 1200)
    status = found[-1].units[0]
    assert status.revision is not None
    known = status.revision.recorded_at
    assert questions(found, known - timedelta(days=1))[1] == 0
    assert questions(found, known) == ([], 1)
    data = DigestData((found[-1],), before={found[-1].campaign.id: tuple(found[:-1])})
    asked = {found[-1].campaign.id: known + timedelta(days=1)}
    first, second = (
        digest(config, replace(data, asked_until=until), AT.date()) for until in ({}, asked)
    )
    for said in (first.text, first.html):
        assert "ปกติประมาณ 12 ครั้ง" in said and "ถามไว้ในสรุปฉบับก่อน" not in said
    for said in (second.text, second.html):
        assert "ปกติประมาณ" not in said and "ถามไว้ในสรุปฉบับก่อนแล้ว 1 ข้อ" in said
