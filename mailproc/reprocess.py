"""Reprocess: read stored mail again with today's reader, show or record the difference.

A person's corrections stand: their fields keep the person's value, and the difference is shown as
kept.
"""

import logging
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from mailproc.app import App
from mailproc.decided import queue_further_receipt
from mailproc.events import event
from mailproc.intake.again import AGAIN
from mailproc.intake.claims import claims, keys_in_question, same
from mailproc.intake.decide import Line, decide
from mailproc.intake.examine import Examined
from mailproc.intake.known import Known, history, look_up, sender_of
from mailproc.intake.reconcile import as_arrived
from mailproc.intake.record import record
from mailproc.tick import examine
from parsers.bounded import Crashed
from parsers.reading import Value
from storage import decisions, mail, reports
from storage.database import Tx
from storage.load import PROGRAM
from storage.records import Message, NewRevision, Revision

Place = tuple[int, int]
# Reasons that came from what was stored beside the report, not from its own reading.
_ASKED = ("resent_last_month", "corrected_by_person", "rejected_before")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed value. `kept`: a person's correction stays in its place."""

    unit: str
    period: str
    field: str
    old: Value
    new: Value
    kept: bool


def reprocess(app: App, messages: Sequence[Message], *, dry_run: bool) -> Iterator[Difference]:
    """Examine each stored message again; yield each changed value, record them unless `dry_run`.

    A message that brought no report and now does is recorded like a new one.
    A message at which the reader process dies is logged and left as it is.
    """
    for message in messages:
        if message.outcome == AGAIN:
            continue
        with app.db.transaction() as tx:
            raw = mail.raw_if_kept(tx, message.id)
            every = reports.every_of_message(tx, message.id)
        if raw is None:
            log.warning(event("cannot be read again: its raw mail was removed", message=message.id))
            continue
        try:
            found = examine(app, message, raw)
        except Crashed as crash:
            log.error(event("could not be read again", message=message.id, reason=crash))
            continue
        examined = as_arrived(found, message, app.config)
        read = _read_again(app, message, examined)
        for revision in _standing(every):
            again = read.get((revision.document, revision.ordinal))
            if again is not None:
                yield from _differences(revision, again.revision)
                if not dry_run:
                    _record(app, revision, again.revision)
        news = _news(app, message, examined, {(r.document, r.ordinal) for r in every})
        yield from (d for line in news for d in _all_new(line))
        if news and not dry_run:
            record(app.db, message, examined, app.config, app.now())


def _standing(every: Sequence[Revision]) -> list[Revision]:
    """Of each sheet of a message what counts or waits: the newest that nobody turned down, and not
    what a unit wants to be otherwise, which reading again says nothing about.
    """
    newest = {
        (r.document, r.ordinal): r
        for r in every
        if r.state == "accepted" or (r.state == "held" and not r.by_unit)
    }
    return [newest[key] for key in sorted(newest)]


def _read_again(app: App, message: Message, examined: Examined) -> dict[tuple[int, int], Line]:
    """What today's reader makes of the message, decided as if nothing came with or after it."""
    claimed = claims(examined, app.config)
    with app.db.transaction() as tx:
        sender = sender_of(tx, message, examined, app.config)
        keys = keys_in_question(claimed)
        # What a person turned down stays so; all else is as if the message came alone.
        rejected = look_up(tx, keys, examined, message).rejected
        known = Known({}, {}, rejected, history=history(tx, keys, message))
    lines = decide(claimed, examined, message, sender, known, app.config)
    return {(line.revision.document, line.revision.ordinal): line for line in lines}


def _news(app: App, message: Message, examined: Examined, known: Container[Place]) -> list[Line]:
    """Reports of the message that are stored nowhere, neither from it nor from another mail."""
    claimed = claims(examined, app.config)
    with app.db.transaction() as tx:
        sender = sender_of(tx, message, examined, app.config)
        stored = look_up(tx, keys_in_question(claimed), examined, message)
        lines = decide(claimed, examined, message, sender, stored, app.config)
        return [
            line
            for line in lines
            if line.outcome != "same"
            and (line.revision.document, line.revision.ordinal) not in known
            and not _repeated_then(tx, line.revision, message)
        ]


def _repeated_then(tx: Tx, new: NewRevision, message: Message) -> bool:
    """Whether the sheet repeated, when it came, what an earlier message had brought: it was told
    so, whatever counts since.
    """
    stored = reports.revisions(tx, new.campaign, new.unit, new.period)
    return any(
        same(new, r) and r.message < message.id and r.counted_at <= message.received_at
        for r in stored
    )


def _differences(old: Revision, new: NewRevision) -> Iterator[Difference]:
    unit, period = old.unit or "", old.period or ""
    before = {r.field: r.value for r in old.readings}
    for reading in new.readings:
        if before.get(reading.field) != reading.value:
            yield Difference(
                unit,
                period,
                reading.field,
                before.get(reading.field),
                reading.value,
                kept=reading.field in old.corrected or old.decided_by != PROGRAM,
            )


def _all_new(line: Line) -> Iterator[Difference]:
    revision = line.revision
    for reading in revision.readings:
        if reading.value is not None:
            yield Difference(
                revision.unit or "",
                revision.period or "",
                reading.field,
                None,
                reading.value,
                False,
            )


def _record(app: App, old: Revision, new: NewRevision) -> None:
    new = _still_asked(old, new)
    changed = any(not d.kept for d in _differences(old, new))
    clear = old.state == "held" and new.state == "accepted"
    with app.db.transaction() as tx:
        if not changed and not (clear and decisions.would_count(tx, old)):
            return
        revision = decisions.replace_readings(tx, old.id, new, app.now())
        if old.state == "held" and revision.state == "accepted":
            queue_further_receipt(tx, app.config, revision, app.now())


def _still_asked(old: Revision, new: NewRevision) -> NewRevision:
    """What a person must answer (last month's sheet again?) is not answered by reading again."""
    asked = tuple(r for r in old.reasons if r.startswith(_ASKED))
    if not asked or old.state != "held":
        return new
    return replace(new, state="held", reasons=new.reasons + asked)
