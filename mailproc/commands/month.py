"""`mailproc status`, `digest`, `preview`, `export`, `compare`: what is known about a month."""

import argparse
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mailproc.commands.common import (
    app_of,
    campaign_of,
    period_of_words,
    period_or_working,
)
from mailproc.desk import NotUnderstood
from mailproc.month.overview import month_of
from mailproc.month.status import MonthStatus, UnitStatus
from mailproc.notices.clean import one_line
from storage import mail, notices, ticks, watched
from storage.database import Tx

LOOK_BACK = timedelta(days=31)


def status(args: argparse.Namespace) -> int:
    """Who has reported, on time, late, missing, held."""
    with app_of(args) as app:
        campaign = campaign_of(app.config, args.campaign)
        period = period_or_working(app, campaign, args.period)
        today = app.now().astimezone(app.config.zone).date()
        with app.db.transaction() as tx:
            month = month_of(tx, app.config, campaign, period, today)
            found = list(troubles(tx, app.now() - LOOK_BACK))
    if args.json:
        print(json.dumps(status_json(month, app.config.zone), ensure_ascii=False))
    else:
        _show_status(month, app.config.zone)
        for trouble in found:
            print(one_line(trouble))
    return 0


def troubles(tx: Tx, since: datetime) -> Iterator[str]:
    """What the service could not do of late: servers out of reach, mail that does not arrive."""
    last = ticks.last(tx)
    if last is not None and last.error:
        yield f"last tick: {last.error}"
    if aside := mail.set_aside(tx):
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
    received = status.received_at
    return {
        "unit": status.unit.id,
        "name": status.unit.name,
        "state": status.state,
        "due": status.due.isoformat(),
        "received_at": received.astimezone(zone).isoformat() if received else None,
        "revision": status.revision.number if status.revision else None,
    }


def _show_status(month: MonthStatus, zone: ZoneInfo) -> None:
    from rich.console import Console

    from mailproc.month.table import status_table

    console = Console()
    console.print(status_table(month, zone))
    console.print(
        f"{month.reported} of {month.expected} have reported: {month.count('on_time')} on time, "
        f"{month.count('late')} late; {month.count('held')} held, {month.count('missing')} missing"
    )


def digest(args: argparse.Namespace) -> int:
    """The status digest: printed, written as HTML, or mailed to staff now."""
    from dataclasses import replace

    from mailproc.errors import SmtpUnavailable
    from mailproc.notices import digest as letters
    from mailproc.notices.deliver import deliver
    from mailproc.notices.digest_data import gather
    from mailproc.notices.outbox import queue
    from mailproc.notices.page import page_of

    with app_of(args) as app:
        now = app.now()
        period = period_of_words(args.period) if args.period else None
        with app.db.transaction() as tx:
            data = gather(tx, app.config, now, period)
        day = now.astimezone(app.config.zone).date()
        notice = letters.digest(app.config, data, day)
        if args.out:
            args.out.write_text(page_of(notice), encoding="utf-8")
            print(f"written: {args.out}")
        if args.send:
            if not app.config.staff.addresses:
                raise NotUnderstood("[staff] addresses is empty: nobody to send the digest to")
            # One that a person asks for has a key of its own and does not stand in for the daily.
            notice = replace(notice, key=f"{notice.key}/asked/{now.isoformat()}")
            with app.db.transaction() as tx:
                queue(tx, app.config, notice, now)
            delivered = deliver(app, lambda: False)
            if delivered.error:
                raise SmtpUnavailable(f"queued, but not sent yet: {delivered.error}")
            with app.db.transaction() as tx:
                stored = notices.last_key(tx, notice.key)
            if stored is None or stored.state != "sent":
                reason = stored.error if stored else ""
                raise SmtpUnavailable(f"queued, but not sent yet: {reason or 'see [smtp]'}")
            print(f"sent to {', '.join(app.config.staff.addresses)}")
        if not args.out and not args.send:
            print(notice.text)
    return 0


def preview(args: argparse.Namespace) -> int:
    """Write a sample of one kind of notice as HTML, so that a person can look."""
    from mailproc.commands.common import config_or_shipped
    from mailproc.notices.page import page_of
    from mailproc.notices.preview import kinds, preview

    if args.kind not in kinds():
        raise NotUnderstood(f"no notice {args.kind!r}; there are: {', '.join(kinds())}")
    out = args.out or Path(f"preview-{args.kind}.html")
    page = page_of(preview(config_or_shipped(args), args.kind))
    out.write_text(page, encoding="utf-8")
    print(f"written: {out}")
    return 0


def export(args: argparse.Namespace) -> int:
    """The stored values as JSON lines, CSV or XLSX."""
    from mailproc.month import export as shapes

    with app_of(args) as app:
        campaign = campaign_of(app.config, args.campaign).id if args.campaign else None
        period = period_of_words(args.period) if args.period else None
        with app.db.transaction() as tx:
            rows = shapes.rows(tx, app.config, campaign, period, revisions=args.revisions)
    if args.xlsx:
        shapes.write_xlsx(rows, args.xlsx)
        print(f"written: {args.xlsx}")
    elif args.csv:
        print(shapes.as_csv(rows), end="")
    else:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    return 0


def compare(args: argparse.Namespace) -> int:
    """Set a month beside the office's own sheet; one line for each difference."""
    from mailproc.month.compare import compare_sheet

    with app_of(args) as app:
        campaign = campaign_of(app.config, args.campaign)
        period = period_or_working(app, campaign, args.period)
        with app.db.transaction() as tx:
            result = compare_sheet(tx, app.config, campaign, period, args.sheet)
    for line in result.lines():
        print(line)
    return 0
