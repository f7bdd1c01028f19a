"""`mailproc rollup`: the province's totals on the official form, and passing them on."""

import argparse
from pathlib import Path

from mailproc.app import App
from mailproc.commands.common import app_of, campaign_of, operator, period_or_working
from mailproc.config import CampaignConfig
from mailproc.errors import NotUnderstood
from mailproc.notices.clean import one_line
from mailproc.rollup import passing
from mailproc.rollup.drafts import month_to_pass_on
from mailproc.rollup.figures import Figures, item_one_of
from mailproc.terminal import harmless
from parsers.forms import all_forms
from storage.correspondence import ItemOne

MOST_MAILED = 15 << 20
"""Bytes of a scan: in a mail it is a third larger, and many systems take 25 MB."""


def run(args: argparse.Namespace) -> int:
    """Show, write or pass on the roll-up of a month."""
    if args.signed and not args.send:
        raise NotUnderstood("--signed goes with --send: it is mailed instead of the drawn form")
    if args.supplement and not (args.send or args.mark_sent):
        raise NotUnderstood("--supplement goes with --send or --mark-sent")
    signed = _signed(args.signed) if args.signed else None
    with app_of(args) as app:
        campaign = campaign_of(app.config, args.campaign, args.period)
        now = app.now()
        today = now.astimezone(app.config.zone).date()
        if args.period is None and (args.send or args.mark_sent or args.informed):
            period = month_to_pass_on(app.config, campaign, today)
        else:
            period = period_or_working(app, campaign, args.period)
        if args.informed:
            _answer_item_one(app, campaign, period, informed=args.informed == "yes")
        with app.db.transaction() as tx:
            rollup = passing.look(tx, app.config, campaign, period, today)
            standing = rollup.standing
            pdf, xlsx = passing.files(tx, app.config, standing, campaign, today)
        if args.pdf:
            _write(args.pdf, f"rollup-{period}.pdf", pdf[2])
        if args.xlsx:
            _write(args.xlsx, f"rollup-{period}.xlsx", xlsx[2])
        if args.mark_sent:
            with app.db.transaction() as tx:
                passing.mark_sent(tx, rollup, now, operator(), supplement=args.supplement)
            print(f"kept as passed on: {period}")
        elif args.send:
            _send(app, rollup, signed, supplement=args.supplement)
        elif not args.pdf and not args.xlsx:
            _show(rollup, standing)
    return 0


def _answer_item_one(app: App, campaign: CampaignConfig, period: str, *, informed: bool) -> None:
    now = app.now()
    today = now.astimezone(app.config.zone).date()
    with app.db.transaction() as tx:
        rollup = passing.look(tx, app.config, campaign, period, today)
        passing.refuse_early(rollup, now)
        if not item_one_of(all_forms()[campaign.form]):
            raise NotUnderstood(f"the form of {campaign.id} has no such item")
        passing.answer_item_one(tx, rollup, ItemOne(campaign.id, period, informed, operator(), now))
    print(f"kept: item 1 of {period} is {_said(informed)}")


def _write(where: Path, usual: str, data: bytes) -> None:
    path = where / usual if where.is_dir() else where
    path.write_bytes(data)
    print(f"written: {harmless(path)}")


def _signed(path: Path) -> bytes:
    """The scan that is to be sent. Raises NotUnderstood for what nobody could open, or mail."""
    from parsers.document import PdfFile, Unreadable

    data = path.read_bytes()
    try:
        with PdfFile(data) as pdf:
            pages = len(pdf)
            cut_off = pdf.cut_off
    except Unreadable as error:
        why = "it has a password" if error.code == "encrypted" else "it is not a PDF, or damaged"
        raise NotUnderstood(
            f"{path} cannot be opened ({why}): scan the signed form as PDF"
        ) from error
    if cut_off:
        raise NotUnderstood(f"{path} is cut off after {pages} page(s): scan or copy it again")
    if len(data) > MOST_MAILED:
        raise NotUnderstood(
            f"{path} has {len(data) >> 20} MiB, and mail systems take about "
            f"{MOST_MAILED >> 20}: scan it at 200 or 300 dpi in grey"
        )
    return data


def _send(app: App, rollup: passing.Rollup, signed: bytes | None, *, supplement: bool) -> None:
    from mailproc.errors import SmtpUnavailable
    from mailproc.notices.deliver import deliver
    from storage import notices

    with app.db.transaction() as tx:
        notice = passing.send(
            tx, app.config, rollup, app.now(), operator(), signed=signed, supplement=supplement
        )
    delivered = deliver(app, lambda: False)
    with app.db.transaction() as tx:
        stored = notices.last_key(tx, notice.key)
    if stored is None or stored.state != "sent":
        reason = delivered.error or (stored.error if stored else "")
        raise SmtpUnavailable(f"queued, but not sent yet: {reason or 'see [smtp]'}")
    print(f"sent to {', '.join(notice.to)}: {_share(rollup.present)}")


def _show(rollup: passing.Rollup, shown: Figures) -> None:
    if rollup.passed_on:
        since = f"{len(rollup.changes)} change(s) since"
        print(f"passed on {rollup.passed_on_day}, with these figures; {since}")
    print(f"{shown.campaign} {shown.period}: {_share(shown)}")
    if item_one_of(all_forms()[shown.form]):
        print(f"  item 1: {_said(shown.informed)}")
    for field in all_forms()[shown.form].counts:
        total = shown.total(field.key)
        print(f"  {field.key}: {_said(total)}")
    missing = ", ".join(u.name for u in shown.not_reported())
    print(f"no report: {missing or 'none'}")
    for change in rollup.changes:
        about = change.field or f"other_channels {change.channel}"
        print(one_line(f"since: {change.name} {about}: {_said(change.old)} → {_said(change.new)}"))


def _share(shown: Figures) -> str:
    return f"{len(shown.reported)} of {len(shown.units)} units have reported"


def _said(count: int | None) -> str:
    if isinstance(count, bool):
        return "yes" if count else "no"
    return "-" if count is None else str(count)
