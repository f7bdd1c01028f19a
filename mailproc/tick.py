"""The story of one tick: collect, examine and record, plan, deliver.

A tick keeps no state in memory: kill it anywhere and the next one carries on from the last commit.
"""

import fcntl
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from mailproc.app import App
from mailproc.errors import LoginRefused, NoSuchFolder, ReaderUnavailable, ServerUnavailable
from mailproc.events import event
from mailproc.intake.collect import collect
from mailproc.intake.examine import Examined, examine_file, examine_mail
from mailproc.intake.own_mail import is_in_sent_folder
from mailproc.intake.record import hold, record
from mailproc.intake.watch import FolderUnavailable, take_in
from mailproc.notices import login_pause
from mailproc.notices.deliver import DeliverCounts, deliver
from mailproc.notices.plan import plan
from mailproc.patience import Deadline
from mailproc.replies.crops import crops_of_unasked
from mailproc.replies.settle import settle_answered
from parsers.bounded import Crashed
from storage import examining, mail, ticks
from storage.database import DatabaseUnavailable
from storage.records import Message

log = logging.getLogger(__name__)

TRIES = 3
PAUSE_AFTER_CRASH = timedelta(minutes=1)
PAUSE_UNTIL_INSTALLED = timedelta(minutes=10)
# Shares of a tick's time after which a step begins no further mail.
COLLECT_UNTIL, EXAMINE_UNTIL = 0.5, 0.8
DELIVER_AT_LEAST = 10.0
"""Seconds: answers go out also where the last mail in hand took all that was left."""


@dataclass(frozen=True, slots=True)
class TickResult:
    """What a tick did. `errors` has one line for each server that was out of reach.

    `remarks`: what is wrong and stopped nothing. `login_refused`: whether the mailbox did not take
    user name and password, None where it did not come to that.
    """

    counts: dict[str, int]
    errors: tuple[str, ...]
    login_refused: bool | None = False
    remarks: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every server was reached."""
        return not self.errors


def tick(app: App, stop: Callable[[], bool] = lambda: False) -> TickResult:
    """Run the whole story once. `stop` is asked between mails; true ends the tick early.

    So does the time of `[worker] tick_seconds`, of which each step has its share: after a
    standstill, or under a flood of mail, what was read is answered all the same.
    """
    counts: Counter[str] = Counter()
    errors: list[str] = []
    remarks: list[str] = []
    deadline = Deadline(app.config.worker.tick_seconds)

    def stop_at(share: float) -> Callable[[], bool]:
        return lambda: stop() or deadline.over(share)

    with app.db.transaction() as tx:
        tick_id = ticks.start(tx, app.now())
    collected, mailbox_error = _collect(app, counts, remarks, stop_at(COLLECT_UNTIL), deadline)
    if mailbox_error:
        errors.append(str(mailbox_error))
    _watch(app, counts, errors, stop_at(COLLECT_UNTIL))
    examined = examine_pending(app, counts, errors, stop_at(EXAMINE_UNTIL))
    if not stop():
        try:
            crops = crops_of_unasked(app)
            for report in settle_answered(app.db, app.config, app.now()):
                log.info(event("all is answered: counts", item=report.id, unit=report.unit))
            with app.db.transaction() as tx:
                done = collected and examined
                counts["queued"] += plan(tx, app.config, app.now(), collected=done, crops=crops)
        finally:
            # Whatever is wrong with a plan or a picture, what is queued goes out.
            delivered = _deliver(app, stop, deadline, mailbox_error)
        counts.update(sent=delivered.sent, retried=delivered.retried, failed=delivered.failed)
        logins = {login_pause.LOGGED_IN: delivered.logins, login_pause.REFUSED: delivered.refused}
        counts.update({k: n for k, n in logins.items() if n})
        if delivered.error:
            errors.append(delivered.error)
            log.error("%s", delivered.error)
    with app.db.transaction() as tx:
        errors = list(dict.fromkeys(errors))
        outcome = "failed" if errors else "stopped" if stop() else "ok"
        said = "; ".join([*errors, *remarks])
        ticks.finish(tx, tick_id, app.now(), outcome, said, dict(counts))
    log.info(event(f"tick {outcome}", tick=tick_id, **dict(sorted(counts.items()))))
    refused = isinstance(mailbox_error, LoginRefused) or (None if mailbox_error else False)
    return TickResult(dict(counts), tuple(errors), refused, tuple(remarks))


def _collect(
    app: App,
    counts: Counter[str],
    remarks: list[str],
    stop: Callable[[], bool],
    deadline: Deadline,
) -> tuple[bool, ServerUnavailable | None]:
    """Fetch what is new; whether the mailbox was read to its end, and why it could not be.

    A spam folder that cannot be opened is remarked upon: it must stop neither mail nor notices.
    """
    since = app.config.mailbox.since
    try:
        with app.mailbox(deadline) as mailbox:
            is_sent = partial(is_in_sent_folder, mailbox, config=app.config)
            inbox = collect(app.db, mailbox, app.now, since, stop, is_sent=is_sent)
            counts["collected"] += inbox.stored
            try:
                spam = None if stop() else mailbox.spam()
            except NoSuchFolder as error:
                spam = None
                remarks.append(f"spam_folder: {error}; correct it in [mailbox]")
                log.warning("%s", remarks[-1])
            if spam is not None:
                found = collect(app.db, spam, app.now, since, stop, spam=True)
                counts["collected"] += found.stored
    except ServerUnavailable as error:
        log.error("%s", error)
        return False, error
    return not stop() and not inbox.awaited, None


def _watch(app: App, counts: Counter[str], errors: list[str], stop: Callable[[], bool]) -> None:
    """Take in what lies in the watched folder; one that cannot be read stops nothing else."""
    folder = app.config.watch_folder
    if folder is None:
        return
    try:
        counts["collected"] += take_in(app.db, folder, app.now, stop)
    except FolderUnavailable as error:
        log.error("%s", error)
        errors.append(f"watch_folder: {error}")


def _deliver(
    app: App,
    stop: Callable[[], bool],
    deadline: Deadline,
    mailbox_error: ServerUnavailable | None,
) -> DeliverCounts:
    until = Deadline(max(deadline.left(), DELIVER_AT_LEAST))
    return deliver(app, lambda: stop() or until.over(), until, mailbox_error)


def examine_pending(
    app: App, counts: Counter[str], errors: list[str], stop: Callable[[], bool]
) -> bool:
    """Examine and record every stored message, one by one; false if any is left for later.

    A message at which the reader process dies, or at which this program has a fault of its own, is
    tried again later, and held after three tries: one poisonous mail never stops the others. Where
    Tesseract is missing, or no process can be started, what needs it waits.
    """
    while not stop():
        with _alone(app):
            more = _examine_next(app, counts, errors)
        if more is not None:
            return more
    return False


@contextmanager
def _alone(app: App) -> Iterator[None]:
    """While no other process of this data folder examines: an import beside the worker would read
    the same mail, and both would record it.
    """
    with (app.config.data_dir / "examine.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            # Said aloud: a reader process that was started meanwhile has the open file, too.
            fcntl.flock(lock, fcntl.LOCK_UN)


def _examine_next(app: App, counts: Counter[str], errors: list[str]) -> bool | None:
    """Examine the next message; whether all are examined once there is none, else None."""
    with app.db.transaction() as tx:
        pending = examining.pending(tx, app.now(), limit=1)
        if not pending:
            # What was put off until later is not examined yet: nobody is warned before.
            return not examining.any_unexamined(tx)
        message = pending[0]
        raw = mail.raw(tx, message.id)
        examining.begin_examine(tx, message.id, app.now())
    try:
        lines = record(app.db, message, examine(app, message, raw), app.config, app.now())
    except Crashed as crash:
        _put_off(app, message, raw, str(crash))
        counts["crashed"] += 1
        return None
    except ReaderUnavailable as error:
        with app.db.transaction() as tx:
            examining.put_off(tx, message.id, app.now() + PAUSE_UNTIL_INSTALLED, str(error))
        errors.append(str(error))
        return None
    except (DatabaseUnavailable, OSError, MemoryError):
        raise  # the machine's, not the mail's: nothing must be held for it
    except Exception as fault:
        # Ours, but the mail brought it about: it must cost this mail alone.
        log.exception("%s", event("fault at a mail", message=message.id))
        _put_off(app, message, raw, f"internal error: {type(fault).__name__}: {fault}")
        counts["crashed"] += 1
        return None
    counts.update(f"reports_{line.outcome}" for line in lines)
    outcomes = ",".join(line.outcome for line in lines)
    log.info(event("recorded", message=message.id, reports=outcomes or "none"))
    counts["examined"] += 1
    return None


def examine(app: App, message: Message, raw: bytes) -> Examined:
    """What stands in a stored message, read by today's reader. Writes nothing."""
    if message.kind == "mail":
        return examine_mail(raw, app.read)
    return examine_file(raw, message.name, app.read)


def _put_off(app: App, message: Message, raw: bytes, reason: str) -> None:
    with app.db.transaction() as tx:
        tries = examining.reader_died(tx, message.id)
        examining.put_off(tx, message.id, app.now() + PAUSE_AFTER_CRASH * tries, reason)
    log.warning(event("reading failed", message=message.id, tries=tries, reason=reason))
    if tries >= TRIES:
        hold(app.db, message, raw, app.config, reason, app.now())
