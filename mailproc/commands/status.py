"""`mailproc status`: who has reported, in one month or through a year."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mailproc.app import App
from mailproc.commands.common import app_of, campaign_of, period_or_working, unit_id
from mailproc.config import CampaignConfig
from mailproc.errors import NotUnderstood
from mailproc.month.overview import month_of
from mailproc.month.status import MonthStatus, UnitStatus
from mailproc.month.year import UnitYear, by_unit, months_of_year
from mailproc.notices.clean import one_line
from mailproc.terminal import json_line
from mailproc.thai_dates import BUDDHIST
from storage import examining, notices, ticks, watched
from storage.database import Tx

if TYPE_CHECKING:
    from rich.console import Console

LOOK_BACK = timedelta(days=31)


def status(args: argparse.Namespace) -> int:
    """Who has reported, on time, late, missing, held."""
    with app_of(args) as app:
        campaign = campaign_of(app.config, args.campaign, args.period)
        if args.unit and args.period:
            raise NotUnderstood("--unit shows a year: say --year, or leave --period out")
        if args.unit or args.year:
            return _year(app, campaign, args)
        period = period_or_working(app, campaign, args.period)
        today = app.now().astimezone(app.config.zone).date()
        with app.db.transaction() as tx:
            month = month_of(tx, app.config, campaign, period, today)
            found = list(troubles(tx, app.now() - LOOK_BACK))
    if args.json:
        print(json_line(status_json(month, app.config.zone)))
        return 0
    _show_month(month, app.config.zone)
    for trouble in found:
        print(one_line(trouble))
    return 0


def _year(app: App, campaign: CampaignConfig, args: argparse.Namespace) -> int:
    today = app.now().astimezone(app.config.zone).date()
    year = args.year or today.year
    wanted = unit_id(app.config, args.unit) if args.unit else None
    with app.db.transaction() as tx:
        months = months_of_year(tx, app.config, campaign, year, today)
    units = [u for u in app.config.unit if wanted in (None, u.id)]
    years = list(by_unit(units, months))
    if args.json:
        for one in years:
            print(json_line(_year_json(one, app.config.zone)))
        return 0
    if not months:
        print(f"{campaign.id}: no month of {year} has begun, or the campaign had not")
        return 0
    _show_year(campaign, year, months, years, app.config.zone, alone=wanted is not None)
    return 0


def troubles(tx: Tx, since: datetime) -> Iterator[str]:
    """What the service could not do of late: servers out of reach, mail that does not arrive."""
    last = ticks.last(tx)
    if last is not None and last.error:
        yield f"last tick: {last.error}"
    if aside := examining.set_aside(tx):
        yield f"{aside} mail(s) set aside: the program died at them again and again"
    for file in watched.troubled(tx):
        yield f"not taken in: {file.path}: {file.problem}"
    for notice in notices.recent(tx, since, ("queued", "sending", "failed", "unclear")):
        if notice.error:
            word = {"failed": "not delivered", "unclear": "not sure whether delivered"}
            state = word.get(notice.state, "not delivered yet")
            yield f"{state}: {notice.new.kind} to {', '.join(notice.new.to)}: {notice.error}"


def status_json(month: MonthStatus, zone: ZoneInfo) -> dict[str, Any]:
    """The month as `status --json` shows it, moments as they are in that zone."""
    return {
        "campaign": month.campaign.id,
        "period": month.dates.period,
        "due": month.dates.due.isoformat(),
        "forward": month.dates.forward.isoformat(),
        "closing": month.dates.closing.isoformat(),
        "expected": month.expected,
        "reported": month.reported,
        "on_time": month.count("on_time"),
        "late": month.count("late"),
        "missing": month.count("missing"),
        "held": month.count("held"),
        "not_due": month.count("not_due"),
        "units": [_unit_json(u, zone) for u in month.units],
    }


def _unit_json(status: UnitStatus, zone: ZoneInfo) -> dict[str, Any]:
    return {"unit": status.unit.id, "name": status.unit.name, **_state_json(status, zone)}


def _state_json(status: UnitStatus, zone: ZoneInfo) -> dict[str, Any]:
    received = status.received_at
    return {
        "state": status.state,
        "due": status.due.isoformat(),
        "received_at": received.astimezone(zone).isoformat() if received else None,
        "revision": status.revision.number if status.revision else None,
    }


def _year_json(year: UnitYear, zone: ZoneInfo) -> dict[str, Any]:
    months = [{"period": period, **_state_json(s, zone)} for period, s in year.months]
    return {"unit": year.unit.id, "name": year.unit.name, "months": months}


def _show_month(month: MonthStatus, zone: ZoneInfo) -> None:
    from mailproc.month.table import status_table
    from mailproc.terminal import console

    out = console()
    out.print(status_table(month, zone))
    out.print(
        f"{month.reported} of {month.expected} have reported: {month.count('on_time')} on time, "
        f"{month.count('late')} late; {month.count('held')} held, {month.count('missing')} missing"
    )


def _show_year(
    campaign: CampaignConfig,
    year: int,
    months: Sequence[MonthStatus],
    years: Sequence[UnitYear],
    zone: ZoneInfo,
    *,
    alone: bool,
) -> None:
    from mailproc.month.table import LEGEND, unit_table, year_table
    from mailproc.terminal import console

    out: Console = console()
    title = f"{campaign.id}  {year} ({year + BUDDHIST})"
    if alone:
        out.print(unit_table(f"{title}  {one_line(years[0].unit.name)}", years[0], zone))
    else:
        out.print(year_table(title, months, years))
        out.print(LEGEND)
