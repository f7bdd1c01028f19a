"""`mailproc import`: reports that came another way, through the same pipeline."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from mailproc.app import App
from mailproc.commands.common import app_of, period_of_words, unit_id
from mailproc.commands.read import NO_REPORT, REFUSED
from mailproc.reasons import english
from mailproc.tick import examine_pending
from storage import mail, reports
from storage.records import NewMessage


def run(args: argparse.Namespace) -> int:
    """Store each file, examine and record it; print what became of it."""
    with app_of(args) as app:
        unit = unit_id(app.config, args.unit) if args.unit else ""
        period = period_of_words(args.period) if args.period else ""
        return max(_take(app, file, args.via, unit, period) for file in args.files)


def _take(app: App, file: Path, via: str, unit: str, period: str) -> int:
    new = NewMessage(
        raw=file.read_bytes(),
        received_at=app.now(),
        kind="mail" if file.suffix.lower() == ".eml" else "file",
        via="line" if via == "line" else "paper" if via == "paper" else "staff",
        name=file.name,
        unit_hint=unit,
        period_hint=period,
    )
    with app.db.transaction() as tx:
        message, is_new = mail.store_message(tx, new, app.now())
    errors: list[str] = []
    examine_pending(app, Counter(), errors, lambda: False)
    for error in dict.fromkeys(errors):
        print(error, file=sys.stderr)
    with app.db.transaction() as tx:
        revisions = reports.of_message(tx, message.id)
        documents = mail.documents(tx, message.id)
    for revision in revisions:
        name = revision.unit or "unknown unit"
        why = "; ".join(english(r) for r in revision.reasons)
        print(f"{file}: {name} {revision.period or 'unknown month'}: {revision.state}", end="")
        print(f" (item {revision.id}): {why}" if revision.state == "held" else "")
    if is_new and not revisions and any(d.outcome == "reports" for d in documents):
        print(f"{file}: the same is stored already, or the form cannot count")
    if not is_new:
        hint = "; answer it with `mailproc accept ITEM`" if unit or period else ""
        print(f"{file}: was taken in before, nothing new{hint}")
    if revisions or any(d.outcome == "reports" for d in documents):
        return 0
    for document in documents:
        words = ", ".join(english(d) for d in document.detail.split()) or document.outcome
        print(f"{file}: no report: {words}")
    return REFUSED if any(d.outcome == "refused" for d in documents) else NO_REPORT
