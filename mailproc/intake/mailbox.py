"""The mailbox on the IMAP server: what has arrived, its bytes, and a mark on what is stored.

Nothing here deletes, moves or expunges, and \\Seen is neither asked nor changed: mail is fetched
with BODY.PEEK from a folder that is opened read-only, and opened for writing only to set marks.
"""

import imaplib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from imap_tools import BaseMailBox
from imap_tools.errors import MailboxFolderSelectError

from mailproc.config import MailboxConfig
from mailproc.errors import MailboxUnavailable, NoSuchFolder
from mailproc.intake import imap_words
from mailproc.intake.errors import BROKEN, describe, one_line, said
from mailproc.intake.login import connect
from mailproc.patience import ANSWER_SECONDS, SLOWEST, Deadline, allowed, answering
from storage.records import MessageState

KEYWORD = "$MailprocSeen"
LABELS: dict[MessageState, str] = {"recorded": "mailproc/รับแล้ว", "held": "mailproc/รอตรวจ"}
GOODBYE_SECONDS = 5.0
BATCH = 500
"""Mails named in one command, so that no command line grows too long for a server."""

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailGone(Exception):
    """The mail is no longer in the folder: somebody took it away since the folder was searched."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail byte for byte, and when it arrived at the server (INTERNALDATE, UTC)."""

    raw: bytes
    received_at: datetime


@contextmanager
def open_mailbox(
    config: MailboxConfig, zone: tzinfo, deadline: Deadline | None = None
) -> Iterator["Mailbox"]:
    """The mailbox, logged in; days of `since` begin and end in `zone`.

    Raises MailboxUnavailable or LoginRefused, here and from every method, also where the server
    has not answered soon after `deadline`.
    """
    box = connect(config, deadline)
    try:
        yield Mailbox(box, config, zone, deadline)
    finally:
        _leave(box)


def _leave(box: BaseMailBox) -> None:
    """Log out; a server that is gone has logged us out already."""
    try:
        with answering(box.client.sock, GOODBYE_SECONDS):
            box.logout()
    except BROKEN:
        with suppress(OSError):  # closed meanwhile
            box.client.shutdown()


def place_of(config: MailboxConfig, folder: str) -> str:
    """The name of a folder that no other account's has."""
    return f"{folder} of {config.username} at {config.host}"


class Mailbox:
    """One folder of an open connection. Numbers of mails are UIDs within `uidvalidity`.

    `place` names the folder for good: another account's has the same name, and may have the same
    `uidvalidity`.
    """

    def __init__(
        self,
        box: BaseMailBox,
        config: MailboxConfig,
        zone: tzinfo,
        deadline: Deadline | None = None,
        folder: str = "",
    ) -> None:
        self._box, self._config, self._zone, self._deadline = box, config, zone, deadline
        self._open: tuple[str, bool] | None = None
        self._keywords = False
        self.folder = folder or config.folder
        self.place = place_of(config, self.folder)
        with self._speaking():
            self.has_labels = "X-GM-EXT-1" in self._capabilities()
            self.uidvalidity = 0
            self.uidvalidity = self._select(self.folder)

    def spam(self) -> "Mailbox | None":
        """The spam folder over the same connection, None where there is none.

        It is `spam_folder` of the configuration, else the one marked \\Junk (RFC 6154). From then
        on only the one that is returned may be used. Raises NoSuchFolder.
        """
        with self._speaking():
            folder = self._config.spam_folder or self._special_folder(b"\\Junk")
        if not folder or folder == self.folder:
            return None
        return Mailbox(self._box, self._config, self._zone, self._deadline, folder)

    def uids_since(self, since: date) -> list[int]:
        """All mails that arrived on that day or later, oldest number first.

        SEARCH goes by the days of the server's zone; around the first day INTERNALDATE decides.
        """
        first = max(since, date(1970, 1, 10))
        sure, margin = first + timedelta(days=2), first - timedelta(days=2)
        start = datetime(first.year, first.month, first.day, tzinfo=self._zone)
        with self._speaking():
            self._select(self.folder)
            later = self._search(f"SINCE {imap_words.search_date(sure)}")
            border = self._search(
                f"SINCE {imap_words.search_date(margin)} BEFORE {imap_words.search_date(sure)}"
            )
            arrived = self._internal_dates(border)
        return sorted([*later, *(uid for uid in border if arrived.get(uid, start) >= start)])

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """The size of each mail in bytes, by uid."""
        found = {}
        with self._speaking():
            self._select(self.folder)
            for answer in self._fetch_all(uids, "(UID RFC822.SIZE)"):
                uid, size = _UID.search(answer), _SIZE.search(answer)
                if uid and size:
                    found[int(uid[1])] = int(size[1])
        return found

    def fetch(self, uid: int, size: int) -> Fetched:
        """The whole mail of so many bytes. Raises MailGone where it is no longer there."""
        return self._fetch(uid, "BODY.PEEK[]", size)

    def fetch_header(self, uid: int, limit: int) -> Fetched:
        """At most the first `limit` bytes of the mail's header. Raises MailGone."""
        return self._fetch(uid, f"BODY.PEEK[HEADER]<0.{limit}>", limit)

    def mark(self, uids: Sequence[int], state: MessageState) -> None:
        """Show on the server that these mails are stored, and what became of them.

        The keyword where the folder takes keywords, Gmail's labels where there are labels;
        elsewhere nothing, since the database is the memory.
        """
        with self._speaking():
            try:
                self._select(self.folder, writable=True)
            except imaplib.IMAP4.readonly:  # the account may read this folder and no more
                return
            for batch in _batches(uids):
                if self._keywords:
                    self._store(batch, "+FLAGS.SILENT", f"({KEYWORD})")
                if self.has_labels and state in LABELS:
                    for shown, label in LABELS.items():
                        sign = "+" if shown == state else "-"
                        self._store(batch, f"{sign}X-GM-LABELS", f'("{imap_words.utf7(label)}")')

    def find_sent(self, message_id: str) -> bool | None:
        """Whether the Sent folder has a mail with that Message-ID; None: there is no such folder,
        or it cannot be opened.

        The folder is `sent_folder` of the configuration, else the one marked \\Sent (RFC 6154).
        """
        quoted = message_id.replace("\\", "\\\\").replace('"', '\\"')
        with self._speaking():
            sent = self._config.sent_folder or self._special_folder(b"\\Sent")
            if not sent:
                return None
            self._open = None  # open it anew: what was sent a moment ago must be seen
            try:
                self._select(sent)
            except NoSuchFolder:
                return None
            return bool(self._search(f'HEADER Message-ID "{quoted}"'))

    @contextmanager
    def _speaking(self, size: int = 0) -> Iterator[None]:
        """What is asked within is answered in time, `size` bytes more than usual, or given up."""
        seconds = allowed(self._deadline, ANSWER_SECONDS) + size / SLOWEST
        try:
            with answering(self._box.client.sock, seconds):
                yield
        except BROKEN as error:
            reason = describe(error, self._config.host, self._config.port)
            raise MailboxUnavailable(reason) from error

    def _capabilities(self) -> str:
        # Asked again: a server may offer more once somebody is logged in.
        return str(self._box.client.capability()[1][0].decode("ascii", "replace")).upper()

    def _select(self, folder: str, writable: bool = False) -> int:
        """Open a folder, unless it is open that way already; its UIDVALIDITY (0: not said)."""
        if self._open == (folder, writable):
            return self.uidvalidity
        self._open = None
        try:
            self._box.folder.set(folder, readonly=not writable)
        except MailboxFolderSelectError as error:
            reason = f"folder {folder!r} cannot be opened: {said(error)}"
            raise NoSuchFolder(reason) from error
        permanent = self._said("PERMANENTFLAGS").lower()
        self._keywords = b"\\*" in permanent or KEYWORD.lower().encode() in permanent
        uidvalidity = imap_words.number(self._said("UIDVALIDITY") or b"0")
        if folder == self.folder and self.uidvalidity not in (0, uidvalidity):
            raise MailboxUnavailable(f"folder {folder!r} was made anew a moment ago")
        self._open = (folder, writable)
        return uidvalidity

    def _said(self, code: str) -> bytes:
        """What the server said with that response code when the folder was opened."""
        answers = self._box.client.untagged_responses.get(code) or [b""]
        return answers[-1] if isinstance(answers[-1], bytes) else b""

    def _search(self, criteria: str) -> list[int]:
        # Of its own: imap_tools reads one line of the answer, and servers may send several.
        kind, answers = self._box.client.uid("SEARCH", criteria)
        _expect_ok(kind, answers)
        lines = [a for a in answers if isinstance(a, bytes)]
        return [imap_words.number(uid) for line in lines for uid in line.split()]

    def _internal_dates(self, uids: Sequence[int]) -> dict[int, datetime]:
        found = {}
        for answer in self._fetch_all(uids, "(UID INTERNALDATE)"):
            uid, arrived = _UID.search(answer), imap_words.arrival(answer)
            if uid and arrived:
                found[int(uid[1])] = arrived
        return found

    def _fetch_all(self, uids: Sequence[int], items: str) -> Iterator[bytes]:
        for batch in _batches(uids):
            kind, answers = self._box.client.uid("FETCH", batch, items)
            _expect_ok(kind, answers)
            yield from (a for a in answers if isinstance(a, bytes))

    def _fetch(self, uid: int, section: str, size: int) -> Fetched:
        with self._speaking(size):
            self._select(self.folder)
            items = f"(UID INTERNALDATE {section})"
            kind, answers = self._box.client.uid("FETCH", str(uid), items)
            _expect_ok(kind, answers)
        # [(b'3 (UID 7 INTERNALDATE "…" BODY[] {12}', b'the bytes'), b')'], in any order of items,
        # and with other mails' flags in between.
        bodies = [a for a in answers if isinstance(a, tuple) and b"BODY[" in a[0].upper()]
        around = b" ".join(a[0] if isinstance(a, tuple) else a for a in answers if a)
        if not bodies and b"BODY[" not in around.upper():
            raise MailGone(uid)
        arrived = imap_words.arrival(around)
        if arrived is None:
            raise MailboxUnavailable(f"the server gives no arrival date for mail {uid}")
        # A server that has the mail and none of its bytes says NIL.
        return Fetched(bytes(bodies[0][1]) if bodies else b"", arrived)

    def _store(self, batch: str, item: str, value: str) -> None:
        kind, answers = self._box.client.uid("STORE", batch, item, value)
        _expect_ok(kind, answers)

    def _special_folder(self, use: bytes) -> str:
        kind, answers = self._box.client.list()
        _expect_ok(kind, answers)
        for answer in answers:
            folder = imap_words.folder_with_use(answer, use)
            if folder:
                return folder
        return ""


def _expect_ok(kind: str, answers: Sequence[object]) -> None:
    if kind != "OK":
        words = one_line(answers[-1]) if answers else ""
        raise MailboxUnavailable(f"the mail server answers {kind}: {words}")


def _batches(uids: Sequence[int]) -> Iterator[str]:
    for start in range(0, len(uids), BATCH):
        yield ",".join(str(uid) for uid in uids[start : start + BATCH])
