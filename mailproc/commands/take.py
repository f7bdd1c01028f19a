"""`mailproc import`: reports that came another way, through the same pipeline."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

from mailproc.app import App
from mailproc.commands.common import app_of, day_of_words, period_of_words, unit_id
from mailproc.commands.read import NO_REPORT, REFUSED
from mailproc.errors import NotUnderstood
from mailproc.intake.watch import NotTaken, files_in, read_file
from mailproc.reasons import english
from mailproc.terminal import harmless
from mailproc.tick import examine_pending
from storage import mail, reports
from storage.records import Message, NewDocument, NewMessage, Via


def run(args: argparse.Namespace) -> int:
    """Store each file, examine and record it; print what became of it."""
    with app_of(args) as app:
        unit = unit_id(app.config, args.unit) if args.unit else ""
        period = period_of_words(args.period) if args.period else ""
        received = _received(app, args.received) if args.received else None
        hints = _Hints("staff", unit, period, received)
        found = _files(args.files)
        outcomes = [_take(app, file, replace(hints, via=args.via or via)) for file, via in found]
    if not outcomes:
        raise NotUnderstood("no files there to take in")
    return max(outcomes)


@dataclass(frozen=True)
class _Hints:
    """What the operator says about the files: how and when (None: now) they came, and what the
    forms may not say.
    """

    via: Via
    unit: str
    period: str
    received: datetime | None


def _received(app: App, words: str) -> datetime:
    """Noon of the day on which paper came: it is on time by that. Raises NotUnderstood."""
    day = day_of_words(words)
    today = app.now().astimezone(app.config.zone).date()
    if day > today:
        raise NotUnderstood(f"{day} is still to come: nothing can have been received on it")
    noon = datetime.combine(day, time(12), app.config.zone)
    return min(noon, app.now())


def _files(named: Sequence[Path]) -> Iterator[tuple[Path, Via]]:
    """The files named, and those in the folders named, sorted, and the way of each: a folder in a
    folder may name it, as in the watched one.
    """

    def broken(error: OSError) -> None:
        raise error

    for path in named:
        if path.is_dir():
            yield from ((found.path, found.via) for found in files_in(path, broken, "staff"))
        else:
            yield path, "staff"


def _take(app: App, file: Path, hints: _Hints) -> int:
    try:
        raw = read_file(file.resolve())
    except NotTaken as cannot:
        print(f"{harmless(file)}: not taken in: {cannot}")
        return REFUSED
    new = NewMessage(
        raw=raw,
        received_at=hints.received or app.now(),
        kind="mail" if file.suffix.lower() == ".eml" else "file",
        via=hints.via,
        name=file.name,
        unit_hint=hints.unit,
        period_hint=hints.period,
    )
    with app.db.transaction() as tx:
        message, is_new = mail.store_message(tx, new, app.now())
    errors: list[str] = []
    examine_pending(app, Counter(), errors, lambda: False)
    for error in dict.fromkeys(errors):
        print(error, file=sys.stderr)
    with app.db.transaction() as tx:
        message = mail.get(tx, message.id)
        revisions = reports.of_message(tx, message.id)
        documents = mail.documents(tx, message.id)
    for revision in revisions:
        name = revision.unit or "unknown unit"
        why = "; ".join(english(r) for r in revision.reasons)
        about = f"{name} {revision.period or 'unknown month'}: {revision.state}"
        if revision.state == "accepted" and not revision.current:
            about += ", but a newer one counts"
        held = f" (item {revision.id}): {why}" if revision.state == "held" else ""
        print(f"{harmless(file)}: {about}{held}")
    if is_new and not revisions and any(d.outcome == "reports" for d in documents):
        print(f"{harmless(file)}: {_nothing_new(message, documents)}")
    if not is_new:
        hint = "; answer it with `mailproc accept ITEM`" if hints.unit or hints.period else ""
        if hints.via != message.via:
            hint += f"; it stays as it came then: {message.via}"
        if hints.received and hints.received != message.received_at:
            day = message.received_at.astimezone(app.config.zone).date()
            hint += f"; it stays received on {day}, to excuse the unit use `mailproc extend`"
        print(f"{harmless(file)}: was taken in before, nothing new{hint}")
    if revisions or any(d.outcome == "reports" for d in documents):
        return 0
    for document in documents:
        words = ", ".join(english(d) for d in document.detail.split()) or document.outcome
        print(f"{harmless(file)}: no report: {words}")
    return REFUSED if any(d.outcome == "refused" for d in documents) else NO_REPORT


def _nothing_new(message: Message, documents: Sequence[NewDocument]) -> str:
    """Why a file with a form in it brought no revision."""
    if message.outcome == "reports":
        return "the same is stored already, nothing changes"
    why = [english(reason) for d in documents for reason in d.detail.split()]
    return f"the form cannot count{': ' if why else ''}{'; '.join(dict.fromkeys(why))}"
