"""Deliver: send each queued notice once.

A try is committed before the server is spoken to, and its outcome after. A tick killed in between
leaves the notice `sending`: the Sent folder is asked for its Message-ID before it is sent again.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from mailproc.app import App
from mailproc.errors import LoginRefused, SentFolderClosed, ServerUnavailable, SmtpUnavailable
from mailproc.events import event
from mailproc.notices.forms import drawn
from mailproc.notices.login_pause import PAUSE, paused_since
from mailproc.notices.message import build
from mailproc.notices.outbox import set_apart
from mailproc.notices.own_words import (
    LIMIT_REACHED,
    MAYBE_SENT,
    NO_MAIL,
    SENT_AGAIN,
    SENT_CLOSED,
)
from mailproc.notices.sent_folder import SentFolder, closed_since, longest_wait
from mailproc.notices.smtp import Refused, Smtp, Unclear
from mailproc.patience import Deadline
from storage import mail, notices, outgoing, ticks
from storage.correspondence import Notice

log = logging.getLogger(__name__)

BATCH = 20
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240))
# With the last pause again and again this makes two and a half days, as mail servers have it.
MOST_TRIES = 20
# Longer than a server may take over one mail. Only then was the process that sends it killed.
IN_HAND = timedelta(minutes=10)
DAY = timedelta(hours=24)
# What the calendar calls for after a restore may have been called for before it.
PLANNED_TWICE = timedelta(days=31)


@dataclass(slots=True)
class DeliverCounts:
    """What became of the notices; `error` says in one line that a server ended the round.

    `logins` and `refused` count how the mail server took the password.
    """

    sent: int = 0
    retried: int = 0
    failed: int = 0
    logins: int = 0
    refused: int = 0
    error: str = ""


def deliver(
    app: App,
    stop: Callable[[], bool],
    deadline: Deadline | None = None,
    mailbox_error: ServerUnavailable | None = None,
) -> DeliverCounts:
    """Send what is due, over one connection, up to the daily limit. `stop` is asked between mails.

    A server that is out of reach, or has not answered soon after `deadline`, ends the round
    (`error`); what waits is sent in a later tick. `mailbox_error`: why the mailbox need not be
    tried again in this tick.
    """
    counts = DeliverCounts()
    with ExitStack() as stack:
        try:
            _Round(app, stack, counts, deadline, mailbox_error).run(stop)
        except ServerUnavailable as error:
            counts.error = str(error)
            counts.refused += isinstance(error, LoginRefused)
    return counts


def pause_after(tries: int) -> timedelta:
    """How long to wait after that many tries."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


def _event(what: str, notice: Notice, **values: object) -> str:
    return event(what, notice=notice.new.key, message=notice.new.message, **values)


class _Round:
    """One round of delivering; connections are made when the first notice needs them."""

    def __init__(
        self,
        app: App,
        stack: ExitStack,
        counts: DeliverCounts,
        deadline: Deadline | None,
        mailbox_error: ServerUnavailable | None,
    ) -> None:
        self._app, self._stack, self._counts, self._deadline = app, stack, counts, deadline
        self._smtp: Smtp | None = None
        self._sent_folder = SentFolder(app, stack, deadline, mailbox_error)

    def run(self, stop: Callable[[], bool]) -> None:
        """Every due notice, in batches. Each one leaves the queue or is put off, so it ends."""
        while True:
            now = self._app.now()
            with self._app.db.transaction() as tx:
                batch = outgoing.due(tx, now, BATCH)
                left = self._app.config.smtp.daily_limit - outgoing.sent_since(tx, now - DAY)
            if not batch:
                return
            for notice in batch:
                if left <= 0:
                    self._limit_reached()
                    return
                if stop():
                    return
                if self._one(notice):
                    left -= len(notice.new.to)

    def _limit_reached(self) -> None:
        """Say so; the digest goes out all the same, since it is what says so to staff."""
        limit = self._app.config.smtp.daily_limit
        reason = f"{LIMIT_REACHED} ({limit})"
        with self._app.db.transaction() as tx:
            digests = notices.waiting(tx, ("digest",))
            waiting = outgoing.say_why(tx, self._app.now(), reason)
        log.warning(event("no more today", waiting=waiting, reason=reason))
        for digest in digests:
            if digest.next_try_at is not None and digest.next_try_at <= self._app.now():
                self._one(digest)

    def _one(self, notice: Notice) -> bool:
        """Send one notice unless it may have gone out already; whether it was sent now."""
        again = ""
        restored, answered = self._maybe_before_restore(notice)
        if notice.state == "sending" or restored:
            try:
                found = self._sent_folder.has(notice)
            except SentFolderClosed as closed:
                if not self._is_given_up(notice):
                    self._ask_later(notice, f"{SENT_CLOSED} {closed}")
                    return False
                found = None
            except ServerUnavailable as error:
                self._ask_later(notice, str(error))
                return False
            else:
                self._opened(notice)
            if found:
                with self._app.db.transaction() as tx:
                    outgoing.sent(tx, notice.id, self._app.now())
                self._counts.sent += 1
                return False
            if found is None and answered:
                self._failed(notice, MAYBE_SENT, unclear=True)
                return False
            if found is None and notice.error.startswith(SENT_AGAIN):
                self._failed(notice, notice.error, unclear=True)
                return False
            again = SENT_AGAIN if found is None else ""
        return self._send(self._server(), notice, again)

    def _maybe_before_restore(self, notice: Notice) -> tuple[bool, bool]:
        """Whether it may have gone out after the backup was taken that was restored since, and
        whether it then surely was an answer to the same mail.
        """
        with self._app.db.transaction() as tx:
            at = ticks.last_restore(tx)
            if at is None or notice.queued_at > at + PLANNED_TWICE:
                return False, False
            waited, answers = notice.queued_at <= at, notice.new.message
            if answers is None:
                return True, False
            answered = mail.get(tx, answers)
            if answered.received_at > at:
                # A file has the moment at which it was taken in, and may have been so before.
                return answered.kind == "file", False
            # A mail that the backup has was answered before it, or is by a decision made since:
            # the same decision may have been told already.
            return True, waited or mail.stored_at(tx, answers) > at

    def _send(self, smtp: Smtp, notice: Notice, again: str) -> bool:
        app = self._app
        with app.db.transaction() as tx:
            tries = outgoing.begin_send(tx, notice.id, notice.tries, app.now())
            if tries is None:
                # A command sends as the worker does.
                return False
            outgoing.unsure(tx, notice.id, app.now() + IN_HAND, again)
        try:
            whole = drawn(app.config, notice)
            mail = build(whole, app.config.smtp, app.now().astimezone(app.config.zone))
            smtp.send(mail, notice.new.to, lambda refused: self._split_off(notice, refused))
        except ValueError as error:
            # A mail that cannot be made would stop all others, in this tick and the next.
            self._failed(notice, f"{NO_MAIL} {error}")
        except Refused as refusal:
            if refusal.permanent or tries >= MOST_TRIES:
                self._failed(notice, refusal.reason, unclear=bool(again))
            else:
                self._retry(notice, tries, refusal.reason)
        except Unclear as unclear:
            if tries >= MOST_TRIES:
                self._failed(notice, unclear.reason, unclear=True)
            else:
                self._unsure(notice, PAUSES[0], f"{again}: {unclear}" if again else str(unclear))
        except ServerUnavailable as error:
            self._retry(notice, tries, str(error))
            raise
        else:
            with app.db.transaction() as tx:
                outgoing.sent(tx, notice.id, app.now())
            log.info(_event("sent", notice, to=",".join(notice.new.to)))
            self._counts.sent += 1
            return True
        return False

    def _server(self) -> Smtp:
        if self._smtp is None:
            self._leave_alone()
            self._smtp = self._stack.enter_context(self._app.smtp(self._deadline))
            self._counts.logins += 1
        return self._smtp

    def _leave_alone(self) -> None:
        """Raises SmtpUnavailable while one more wrong password may lock the account."""
        with self._app.db.transaction() as tx:
            refused = paused_since(tx, self._app.now())
        if refused is not None:
            until = (refused + PAUSE).astimezone(self._app.config.zone)
            raise SmtpUnavailable(
                f"mail server {self._app.config.smtp.host} refused the login again and again: "
                f"left alone until {until:%H:%M}; correct username and password of [smtp], "
                "then `mailproc check`"
            )

    def _split_off(self, notice: Notice, refused: Mapping[str, Refused]) -> None:
        """Recipients that were refused while others get the mail go on as notices of their own.

        That is stored before the mail goes out: whatever is heard of it then, they did not get it.
        """
        now = self._app.now()
        with self._app.db.transaction() as tx:
            outgoing.narrow(tx, notice.id, [a for a in notice.new.to if a not in refused])
            for address, refusal in refused.items():
                stored = set_apart(tx, self._app.config, notice, address, now)
                if stored is None:
                    continue
                if refusal.permanent:
                    outgoing.failed(tx, stored.id, now, refusal.reason)
                    self._counts.failed += 1
                else:
                    outgoing.retry(tx, stored.id, now + PAUSES[0], refusal.reason)
                    self._counts.retried += 1

    def _retry(self, notice: Notice, tries: int, reason: str) -> None:
        if notice.state == "sending":
            # That it did not go out now says nothing of the time before.
            self._unsure(notice, pause_after(tries), reason)
            return
        log.warning(_event("put off", notice, tries=tries, reason=reason))
        with self._app.db.transaction() as tx:
            outgoing.retry(tx, notice.id, self._app.now() + pause_after(tries), reason)
        self._counts.retried += 1

    def _unsure(self, notice: Notice, pause: timedelta, reason: str) -> None:
        log.warning(_event("unclear whether it went out", notice, reason=reason))
        with self._app.db.transaction() as tx:
            outgoing.unsure(tx, notice.id, self._app.now() + pause, reason)
        self._counts.retried += 1

    def _ask_later(self, notice: Notice, reason: str) -> None:
        """The Sent folder cannot tell now; what was done before is still known then."""
        again = notice.error.startswith(SENT_AGAIN)
        self._unsure(notice, PAUSES[0], f"{SENT_AGAIN}: {reason}" if again else reason)

    def _is_given_up(self, notice: Notice) -> bool:
        """Whether it waits no more for a Sent folder that is closed; keeps since when it is."""
        now = self._app.now()
        since = closed_since(notice, now)
        with self._app.db.transaction() as tx:
            outgoing.closed(tx, notice.id, since)
        return now - since >= longest_wait(notice)

    def _opened(self, notice: Notice) -> None:
        if notice.closed_since is not None:
            with self._app.db.transaction() as tx:
                outgoing.closed(tx, notice.id, None)

    def _failed(self, notice: Notice, reason: str, unclear: bool = False) -> None:
        log.error(_event("given up", notice, reason=reason))
        with self._app.db.transaction() as tx:
            now = self._app.now()
            outgoing.failed(tx, notice.id, now, reason, "unclear" if unclear else "failed")
        self._counts.failed += 1
