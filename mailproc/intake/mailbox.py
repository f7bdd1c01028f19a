"""The mailbox on the IMAP server: what has arrived, its bytes, and a mark on what is stored.

Nothing here deletes, moves or expunges, and \\Seen is neither asked nor changed: mail is fetched
with BODY.PEEK from a folder that is opened read-only, and opened for writing only to set marks.
"""

import imaplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta, tzinfo

from imap_tools import BaseMailBox

from mailproc.config import MailboxConfig
from mailproc.errors import MailboxUnavailable, NoSuchFolder, SentFolderClosed
from mailproc.intake import imap_words
from mailproc.intake.errors import BROKEN
from mailproc.intake.imap import BATCH, Fetched, Imap, MailGone
from mailproc.intake.login import connect
from mailproc.patience import Deadline, answering
from storage.records import MessageState

KEYWORD = "$MailprocSeen"
LABELS: dict[MessageState, str] = {"recorded": "mailproc/รับแล้ว", "held": "mailproc/รอตรวจ"}
GOODBYE_SECONDS = 5.0
MOST_COPIES = 3
"""Mails of the Sent folder that are fetched to find one."""
ADDED_ON_THE_WAY = 256 * 1024
"""Bytes by which the copy that was sent and the one that came may differ: headers of servers."""


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
        yield Mailbox(Imap(box, config, deadline), config, zone)
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

    def __init__(self, imap: Imap, config: MailboxConfig, zone: tzinfo, folder: str = "") -> None:
        self._imap, self._config, self._zone = imap, config, zone
        self.folder = folder or config.folder
        self.place = place_of(config, self.folder)
        with imap.speaking():
            self.has_labels = "X-GM-EXT-1" in imap.capabilities()
            self.uidvalidity = imap.select(self.folder)

    def spam(self) -> "Mailbox | None":
        """The spam folder over the same connection, None where there is none.

        It is `spam_folder` of the configuration, else the one marked \\Junk (RFC 6154).
        Raises NoSuchFolder.
        """
        with self._imap.speaking():
            folder = self._config.spam_folder or self._imap.special_folder(b"\\Junk")
        if not folder or folder == self.folder:
            return None
        return Mailbox(self._imap, self._config, self._zone, folder)

    def uids_since(self, since: date) -> list[int]:
        """All mails that arrived on that day or later, oldest number first.

        SEARCH goes by the days of the server's zone; around the first day INTERNALDATE decides.
        """
        first = max(since, date(1970, 1, 10))
        sure, margin = first + timedelta(days=2), first - timedelta(days=2)
        start = datetime(first.year, first.month, first.day, tzinfo=self._zone)
        with self._imap.speaking():
            self._select()
            later = self._imap.search(f"SINCE {imap_words.search_date(sure)}")
            border = self._imap.search(
                f"SINCE {imap_words.search_date(margin)} BEFORE {imap_words.search_date(sure)}"
            )
            arrived = self._imap.internal_dates(border)
        return sorted([*later, *(uid for uid in border if arrived.get(uid, start) >= start)])

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """The size of each mail in bytes, by uid."""
        with self._imap.speaking():
            self._select()
            return self._imap.sizes(uids)

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
        with self._imap.speaking():
            try:
                self._select(writable=True)
            except imaplib.IMAP4.readonly:  # the account may read this folder and no more
                return
            changes = []
            if self._imap.takes_keyword(KEYWORD):
                changes.append(("+FLAGS.SILENT", f"({KEYWORD})"))
            if self.has_labels and state in LABELS:
                for shown, label in LABELS.items():
                    sign = "+" if shown == state else "-"
                    changes.append((f"{sign}X-GM-LABELS", f'("{imap_words.utf7(label)}")'))
            self._imap.store(uids, changes)

    def find_sent(self, message_id: str) -> bool | None:
        """Whether the Sent folder has a mail with that Message-ID; None: there is no such folder.

        The folder is `sent_folder` of the configuration, else the one marked \\Sent (RFC 6154).
        """
        with self._imap.speaking():
            if not self._open_sent():
                return None
            return bool(self._search_id(message_id))

    def sent_copies(self, message_id: str, size: int) -> Iterator[bytes]:
        """The mails of the Sent folder with that Message-ID and about that size, newest first.

        Each is fetched when it is asked for, and no more than a few. There are none where
        `find_sent` says None, nor where this very folder is set as the Sent folder: it would vouch
        for all that arrives in it. Raises MailboxUnavailable.
        """
        with self._imap.speaking():
            sent = self._open_sent()
            if not sent or sent.upper() == self.folder.upper():
                return
            sizes = self._imap.sizes(sorted(self._search_id(message_id))[-BATCH:])
        near = [uid for uid in sizes if abs(sizes[uid] - size) <= ADDED_ON_THE_WAY]
        for uid in sorted(near, reverse=True)[:MOST_COPIES]:
            try:
                with self._imap.speaking(sizes[uid]):
                    self._imap.select(sent)
                    copy = self._imap.fetch(uid, "BODY.PEEK[]").raw
            except MailGone:
                continue
            yield copy

    def _open_sent(self) -> str:
        """Open the Sent folder; its name, "" where there is none.

        Raises SentFolderClosed where it is there: it may tell later.
        """
        sent = self._config.sent_folder or self._imap.special_folder(b"\\Sent")
        if not sent:
            return ""
        try:
            self._imap.select(sent, anew=True)
        except NoSuchFolder as error:
            if self._imap.has_folder(sent):
                raise SentFolderClosed(str(error)) from error
            return ""
        return sent

    def _search_id(self, message_id: str) -> list[int]:
        return self._imap.search(f"HEADER Message-ID {imap_words.quoted(message_id)}")

    def _select(self, writable: bool = False) -> None:
        """Open the folder, unless it is open that way already. Raises NoSuchFolder."""
        uidvalidity = self._imap.select(self.folder, writable=writable)
        if self.uidvalidity not in (0, uidvalidity):
            raise MailboxUnavailable(f"folder {self.folder!r} was made anew a moment ago")

    def _fetch(self, uid: int, section: str, size: int) -> Fetched:
        with self._imap.speaking(size):
            self._select()
            return self._imap.fetch(uid, section)
