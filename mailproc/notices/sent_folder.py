"""The Sent folder: whether a notice went out, where nobody heard the mail server's answer.

Gmail files there what it sends. Many other servers do not: their Sent folder has only what people
wrote, and that a notice is not in it says nothing.
"""

from contextlib import ExitStack
from datetime import datetime, timedelta

from mailproc.app import App
from mailproc.errors import SentFolderClosed, ServerUnavailable
from mailproc.intake.mailbox import Mailbox
from mailproc.patience import Deadline
from storage import outgoing
from storage.correspondence import Notice

WAITS, DIGEST_WAITS = timedelta(hours=24), timedelta(hours=2)
"""So long a notice waits for a folder that is there and cannot be opened; the digest says so."""
WITNESSES = 3
"""Of so many notices that went out for sure, one must be there for the folder to be believed."""


class SentFolder:
    """The folder, asked over one connection that is made at the first question.

    `mailbox_error`: why the mailbox need not be tried.
    """

    def __init__(
        self,
        app: App,
        stack: ExitStack,
        deadline: Deadline | None,
        mailbox_error: ServerUnavailable | None,
    ) -> None:
        self._app, self._stack, self._deadline = app, stack, deadline
        self._mailbox: Mailbox | None = None
        self._proven = False
        self._mailbox_error = mailbox_error

    def has(self, notice: Notice) -> bool | None:
        """Whether the notice lies there; None where the folder cannot tell: it is not there, holds
        none of what was surely sent last. Raises SentFolderClosed, ServerUnavailable.

        Before anything was surely sent, the folder is believed about a try that was cut off, not
        about one that reached the mail server, nor about what a restored backup does not know.
        """
        if self._mailbox_error is not None:
            raise self._mailbox_error
        try:
            if self._mailbox is None:
                self._mailbox = self._stack.enter_context(self._app.mailbox(self._deadline))
            found = self._mailbox.find_sent(notice.rfc_message_id)
            if found is False and not self._is_believed(self._mailbox, notice):
                return None
        except SentFolderClosed:
            raise  # the mailbox itself answers
        except ServerUnavailable as error:
            self._mailbox_error = error
            raise
        return found

    def _is_believed(self, mailbox: Mailbox, notice: Notice) -> bool:
        if self._proven:
            return True
        with self._app.db.transaction() as tx:
            witnesses = outgoing.last_sent(tx, WITNESSES)
        if not witnesses:
            return notice.state == "sending" and not notice.error
        self._proven = any(mailbox.find_sent(message_id) for message_id in witnesses)
        return self._proven


def closed_since(notice: Notice, now: datetime) -> datetime:
    """Since when the folder has been closed whenever it was asked about the notice, `now` included.

    Of a time in which nobody asked, as at night where the machine is off, a quarter of the longest
    wait counts at most: it may have been open then, and yet the wait must end.
    """
    since, asked_again = notice.closed_since, notice.next_try_at
    if since is None or since > now or asked_again is None:
        return now
    unasked = now - asked_again - longest_wait(notice) / 4
    return since + max(unasked, timedelta(0))


def longest_wait(notice: Notice) -> timedelta:
    """How long the notice waits for a folder that is closed."""
    return DIGEST_WAITS if notice.new.kind == "digest" else WAITS
