"""The story of one tick: collect, examine and record, plan, deliver.

A tick keeps no state in memory: kill it anywhere and the next one carries on from the last commit.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from mailproc.app import App
from mailproc.errors import ReaderUnavailable, ServerUnavailable
from mailproc.events import event
from mailproc.intake.collect import collect
from mailproc.intake.examine import Examined, examine_file, examine_mail
from mailproc.intake.record import hold, record
from mailproc.notices.deliver import deliver
from mailproc.notices.plan import plan
from parsers.bounded import Crashed
from storage import mail, ticks
from storage.records import Message

log = logging.getLogger(__name__)

TRIES = 3
PAUSE_AFTER_CRASH = timedelta(minutes=1)
PAUSE_UNTIL_INSTALLED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class TickResult:
    """What a tick did. `errors` has one line for each server that was out of reach."""

    counts: dict[str, int]
    errors: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every server was reached."""
        return not self.errors


def tick(app: App, stop: Callable[[], bool] = lambda: False) -> TickResult:
    """Run the whole story once. `stop` is asked between mails; true ends the tick early."""
    counts: Counter[str] = Counter()
    errors: list[str] = []
    with app.db.transaction() as tx:
        tick_id = ticks.start(tx, app.now())
    collected = _collect(app, counts, errors, stop)
    examined = examine_pending(app, counts, errors, stop)
    if not stop():
        with app.db.transaction() as tx:
            counts["queued"] += plan(tx, app.config, app.now(), collected=collected and examined)
        _deliver(app, counts, errors, stop)
    with app.db.transaction() as tx:
        errors = list(dict.fromkeys(errors))
        outcome = "failed" if errors else "stopped" if stop() else "ok"
        ticks.finish(tx, tick_id, app.now(), outcome, "; ".join(errors), dict(counts))
    log.info(event(f"tick {outcome}", tick=tick_id, **dict(sorted(counts.items()))))
    return TickResult(dict(counts), tuple(errors))


def _collect(app: App, counts: Counter[str], errors: list[str], stop: Callable[[], bool]) -> bool:
    """Fetch what is new; false if the mailbox was out of reach or not read to its end."""
    try:
        with app.mailbox() as mailbox:
            collected = collect(app.db, mailbox, app.now, app.config.mailbox.since, stop)
    except ServerUnavailable as error:
        errors.append(str(error))
        log.error("%s", error)
        return False
    counts["collected"] += collected.stored
    return not stop()


def examine_pending(
    app: App, counts: Counter[str], errors: list[str], stop: Callable[[], bool]
) -> bool:
    """Examine and record every stored message, one by one; false if any is left for later.

    A message at which the reader process dies is tried again later, and held after three tries:
    one poisonous mail never stops the others. Where Tesseract is missing, what needs it waits.
    """
    while not stop():
        with app.db.transaction() as tx:
            pending = mail.pending(tx, app.now(), limit=1)
            if not pending:
                # What was put off until later is not examined yet: nobody is warned before.
                return not mail.any_unexamined(tx)
            message = pending[0]
            raw = mail.raw(tx, message.id)
            tries = mail.begin_examine(tx, message.id, app.now())
        try:
            examined = examine(app, message, raw)
        except Crashed as crash:
            _put_off(app, message, raw, tries, str(crash))
            counts["crashed"] += 1
            continue
        except ReaderUnavailable as error:
            with app.db.transaction() as tx:
                mail.put_off(tx, message.id, app.now() + PAUSE_UNTIL_INSTALLED, str(error))
            errors.append(str(error))
            continue
        lines = record(app.db, message, examined, app.config, app.now())
        counts.update(f"reports_{line.outcome}" for line in lines)
        outcomes = ",".join(line.outcome for line in lines)
        log.info(event("recorded", message=message.id, reports=outcomes or "none"))
        counts["examined"] += 1
    return False


def examine(app: App, message: Message, raw: bytes) -> Examined:
    """What stands in a stored message, read by today's reader. Writes nothing."""
    if message.kind == "mail":
        return examine_mail(raw, app.read)
    return examine_file(raw, message.name, app.read)


def _put_off(app: App, message: Message, raw: bytes, tries: int, reason: str) -> None:
    log.warning(event("reading failed", message=message.id, tries=tries, reason=reason))
    if tries >= TRIES:
        hold(app.db, message, raw, app.config, reason)
        return
    with app.db.transaction() as tx:
        mail.put_off(tx, message.id, app.now() + PAUSE_AFTER_CRASH * tries, reason)


def _deliver(app: App, counts: Counter[str], errors: list[str], stop: Callable[[], bool]) -> None:
    delivered = deliver(app, stop)
    if delivered.error:
        errors.append(delivered.error)
        log.error("%s", delivered.error)
    counts["sent"] += delivered.sent
    counts["retried"] += delivered.retried
    counts["failed"] += delivered.failed
