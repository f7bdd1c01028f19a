"""`mailproc reprocess`: read stored mail again and print the differences."""

import argparse

from mailproc.commands.common import app_of, period_of_words, unit_id
from mailproc.errors import NotUnderstood
from mailproc.month.export import plain
from mailproc.reprocess import Difference, reprocess
from mailproc.terminal import json_line
from storage import mail


def run(args: argparse.Namespace) -> int:
    """One line for each changed value; nothing is written with --dry-run."""
    if not (args.period or args.unit or args.message or args.all):
        raise NotUnderstood("say what to read again: --period, --unit, --message or --all")
    with app_of(args) as app:
        unit = unit_id(app.config, args.unit) if args.unit else None
        period = period_of_words(args.period) if args.period else None
        with app.db.transaction() as tx:
            messages = mail.all_messages(tx, message=args.message, unit=unit, period=period)
        changed = kept = 0
        for difference in reprocess(app, messages, dry_run=args.dry_run):
            changed += not difference.kept
            kept += difference.kept
            print(_json(difference) if args.json else _line(difference), flush=True)
        if not args.json:
            done = "would change" if args.dry_run else "changed"
            stay = f", {kept} kept" if kept else ""
            print(f"{len(messages)} message(s) read again, {changed} value(s) {done}{stay}")
    return 0


def _json(difference: Difference) -> str:
    return json_line(
        {
            "unit": difference.unit,
            "period": difference.period,
            "field": difference.field,
            "old": plain(difference.old),
            "new": plain(difference.new),
            "kept": difference.kept,
        }
    )


def _line(difference: Difference) -> str:
    old, new = (json_line(plain(v)) for v in (difference.old, difference.new))
    kept = "  (kept: a person set it)" if difference.kept else ""
    return f"{difference.unit} {difference.period} {difference.field}: {old} → {new}{kept}"
