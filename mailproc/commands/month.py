"""`mailproc digest`, `preview`, `export`, `compare`: what is known about a month."""

import argparse
from pathlib import Path

from mailproc.commands.common import (
    app_of,
    campaign_of,
    period_of_words,
    period_or_working,
)
from mailproc.errors import NotUnderstood
from mailproc.terminal import harmless, json_line
from storage import notices


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
            print(f"written: {harmless(args.out)}")
        if args.send:
            if not app.config.staff.addresses:
                raise NotUnderstood("[staff] addresses is empty: nobody to send the digest to")
            # One that a person asks for has a key of its own and does not stand in for the daily.
            notice = replace(notice, key=f"asked/{notice.key}/{now.isoformat()}")
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
    print(f"written: {harmless(out)}")
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
        print(f"written: {harmless(args.xlsx)}")
    elif args.csv:
        print(shapes.as_csv(rows), end="")
    else:
        for row in rows:
            print(json_line(row))
    return 0


def compare(args: argparse.Namespace) -> int:
    """Set a month beside the office's own sheet; one line for each difference."""
    from mailproc.month.compare import compare_sheet

    with app_of(args) as app:
        campaign = campaign_of(app.config, args.campaign, args.period)
        period = period_or_working(app, campaign, args.period)
        with app.db.transaction() as tx:
            result = compare_sheet(tx, app.config, campaign, period, args.sheet)
    for line in result.lines():
        print(line)
    return 0
