"""The calendar: what will be sent to whom and why, and who gets nothing."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailproc.app import build
from mailproc.config import Config
from mailproc.notices.ahead import ahead
from mailproc.rollup.drafts import queue_drafts
from storage import reports
from tests import make
from tests.storage import given

ZONE = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 2, 6, 12, tzinfo=ZONE)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    campaign = {"id": make.FORM, "form": make.FORM, "first_period": "2026-02"}
    return make.config(tmp_path, campaign=[campaign])


def lines(config: Config, now: datetime = NOW) -> list[tuple[str, str, str, str]]:
    with build(config, lambda: now) as app, app.db.transaction() as tx:
        found = ahead(tx, config, now, 14)
    return [(f"{a.day:%d}", a.kind, a.unit, ",".join(a.to)) for a in found]


def test_it_lists_reminders_warnings_and_the_draft_by_day(config: Config) -> None:
    na_mon = [line for line in lines(config) if line[2] in ("na-mon", "")]
    to = "na-mon@example.go.th"
    assert na_mon == [
        ("07", "reminder", "na-mon", to),
        ("09", "reminder", "na-mon", to),
        ("11", "warning", "na-mon", to),
        ("13", "warning", "na-mon", to),
        ("15", "rollup", "", "staff@example.go.th"),
        ("17", "warning", "na-mon", to),
    ]


def test_a_draft_that_a_standstill_left_goes_today_until_the_month_is_given_up(
    config: Config,
) -> None:
    """As `queue_drafts` does it."""
    back = datetime(2026, 2, 20, 12, tzinfo=ZONE)
    draft = ("20", "rollup", "", "staff@example.go.th")
    assert draft in lines(config, back)
    late = datetime(2026, 6, 1, 12, tzinfo=ZONE)
    with build(config, lambda: late) as app, app.db.transaction() as tx:
        drafts = [a.period for a in ahead(tx, config, late, 2) if a.kind == "rollup"]
        queued = queue_drafts(tx, config, late)
    assert "2026-02" not in drafts
    assert len(drafts) == queued


def test_a_unit_without_an_address_is_named(config: Config) -> None:
    assert ("10", "warning", "khao-wong", "") in lines(config)


def test_who_has_reported_is_not_in_it_and_a_held_report_says_why(config: Config) -> None:
    with build(config, lambda: NOW) as app, app.db.transaction() as tx:
        message = given.given_message(tx, NOW)
        reports.add_revision(tx, message.id, given.revision(NOW), NOW)
        held = given.held_revision(NOW, unit="na-khu", unit_guess="na-khu", document=0, ordinal=1)
        reports.add_revision(tx, message.id, held, NOW)
        found = ahead(tx, config, NOW, 14)
    units = {a.unit: a for a in found if a.unit != "khao-wong"}
    assert set(units) == {"", "na-khu"}
    assert units["na-khu"].to == ()
    assert "held" in units["na-khu"].why


def test_the_command_shows_it(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from mailproc.cli import main
    from mailproc.resources import shipped

    path = tmp_path / "config.toml"
    path.write_text(shipped("config.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["calendar", "--config", str(path)]) == 0
    said = capsys.readouterr().out
    assert "nobody can be reminded" in said
    assert "digest: 0 8 * * mon-fri, to nobody" in said
    assert main(["calendar", "--json", "--config", str(path)]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert set(first) == {"day", "kind", "campaign", "period", "unit", "name", "to", "why"}
