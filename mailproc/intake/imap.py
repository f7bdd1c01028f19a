"""One connection to an IMAP server: a folder is opened, and what is asked is answered in time.

A server that answers with rubbish, or not, is MailboxUnavailable, whatever the library makes of it.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from imap_tools import BaseMailBox
from imap_tools.errors import MailboxFolderSelectError

from mailproc.config import MailboxConfig
from mailproc.errors import MailboxUnavailable, NoSuchFolder
from mailproc.intake import imap_words
from mailproc.intake.errors import BROKEN, describe, one_line, said
from mailproc.patience import ANSWER_SECONDS, SLOWEST, Deadline, allowed, answering

BATCH = 500
"""Mails named in one command, so that no command line grows too long for a server."""

_UID = re.compile(rb"\bUID (\d+)")
_LITERAL = re.compile(rb"\{\d+\}$")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailGone(Exception):
    """The mail is no longer in the folder: somebody took it away since the folder was searched."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail byte for byte, and when it arrived at the server (INTERNALDATE, UTC)."""

    raw: bytes
    received_at: datetime


class Imap:
    """The commands, each to be given within `speaking`. Folders share it: one is open at a time."""

    def __init__(
        self, box: BaseMailBox, config: MailboxConfig, deadline: Deadline | None = None
    ) -> None:
        self._box, self._config, self._deadline = box, config, deadline
        self._open: tuple[str, bool] | None = None
        self._uidvalidity, self._permanent = 0, b""

    @contextmanager
    def speaking(self, size: int = 0) -> Iterator[None]:
        """What is asked within is answered in time, `size` bytes more than usual, or given up."""
        seconds = allowed(self._deadline, ANSWER_SECONDS) + size / SLOWEST
        try:
            with answering(self._box.client.sock, seconds):
                yield
        except BROKEN as error:
            reason = describe(error, self._config.host, self._config.port)
            raise MailboxUnavailable(reason) from error

    def capabilities(self) -> str:
        """What the server offers, asked again: it may offer more once somebody is logged in."""
        return str(self._box.client.capability()[1][0].decode("ascii", "replace")).upper()

    def select(self, folder: str, *, writable: bool = False, anew: bool = False) -> int:
        """Open a folder, unless it is open that way already; its UIDVALIDITY (0: not said).

        `anew`: what came a moment ago must be seen. Raises NoSuchFolder.
        """
        if self._open == (folder, writable) and not anew:
            return self._uidvalidity
        self._open = None
        try:
            self._box.folder.set(folder, readonly=not writable)
        except MailboxFolderSelectError as error:
            reason = f"folder {folder!r} cannot be opened: {said(error)}"
            raise NoSuchFolder(reason) from error
        self._permanent = self._said("PERMANENTFLAGS").lower()
        self._uidvalidity = imap_words.number(self._said("UIDVALIDITY") or b"0")
        self._open = (folder, writable)
        return self._uidvalidity

    def takes_keyword(self, keyword: str) -> bool:
        """Whether mails of the open folder can be marked with it."""
        return b"\\*" in self._permanent or keyword.lower().encode() in self._permanent

    def search(self, criteria: str) -> list[int]:
        """The mails of the open folder that meet them, by uid."""
        # Of its own: imap_tools reads one line of the answer, and servers may send several.
        kind, answers = self._box.client.uid("SEARCH", criteria)
        _expect_ok(kind, answers)
        lines = [a for a in answers if isinstance(a, bytes)]
        return [imap_words.number(uid) for line in lines for uid in line.split()]

    def internal_dates(self, uids: Sequence[int]) -> dict[int, datetime]:
        """When each mail arrived at the server, by uid."""
        found = {}
        for answer in self._fetch_all(uids, "(UID INTERNALDATE)"):
            uid, arrived = _UID.search(answer), imap_words.arrival(answer)
            if uid and arrived:
                found[int(uid[1])] = arrived
        return found

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """The size of each mail in bytes, by uid."""
        found = {}
        for answer in self._fetch_all(uids, "(UID RFC822.SIZE)"):
            uid, size = _UID.search(answer), _SIZE.search(answer)
            if uid and size:
                found[int(uid[1])] = int(size[1])
        return found

    def fetch(self, uid: int, section: str) -> Fetched:
        """That section of a mail (`BODY.PEEK[…]`). Raises MailGone where it is no longer there."""
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

    def store(self, uids: Sequence[int], items: Sequence[tuple[str, str]]) -> None:
        """Change these flags or labels of the mails: (`+FLAGS.SILENT`, `(\\Seen)`)."""
        for batch in _batches(uids):
            for item, value in items:
                kind, answers = self._box.client.uid("STORE", batch, item, value)
                _expect_ok(kind, answers)

    def special_folder(self, use: bytes) -> str:
        """The folder that is marked for that use (RFC 6154), "" where none is."""
        folders = (imap_words.folder_with_use(answer, use) for answer in self._listed())
        return next((folder for folder in folders if folder), "")

    def has_folder(self, folder: str) -> bool:
        """Whether the account has that folder, and it is one to open."""
        return folder in map(imap_words.folder_to_open, self._listed())

    def _listed(self) -> list[object]:
        kind, answers = self._box.client.list()
        _expect_ok(kind, answers)
        # A name may come as a literal: (b'(\\HasNoChildren) "/" {4}', b'Sent').
        return [
            _LITERAL.sub(b"", a[0]) + imap_words.quoted(a[1].decode("latin-1")).encode("latin-1")
            if isinstance(a, tuple)
            else a
            for a in answers
        ]

    def _said(self, code: str) -> bytes:
        """What the server said with that response code when the folder was opened."""
        answers = self._box.client.untagged_responses.get(code) or [b""]
        return answers[-1] if isinstance(answers[-1], bytes) else b""

    def _fetch_all(self, uids: Sequence[int], items: str) -> Iterator[bytes]:
        for batch in _batches(uids):
            kind, answers = self._box.client.uid("FETCH", batch, items)
            _expect_ok(kind, answers)
            yield from (a for a in answers if isinstance(a, bytes))


def _expect_ok(kind: str, answers: Sequence[object]) -> None:
    if kind != "OK":
        words = one_line(answers[-1]) if answers else ""
        raise MailboxUnavailable(f"the mail server answers {kind}: {words}")


def _batches(uids: Sequence[int]) -> Iterator[str]:
    for start in range(0, len(uids), BATCH):
        yield ",".join(str(uid) for uid in uids[start : start + BATCH])
