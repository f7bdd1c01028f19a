"""The composition root: builds what the service is made of, once, and hands it on.

Nothing else opens a connection, starts a process or reads the clock.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import parsers
import storage
from mailproc.config import Config
from mailproc.errors import ReaderUnavailable
from mailproc.events import event
from mailproc.intake.mailbox import Mailbox, open_mailbox
from mailproc.notices.smtp import Smtp, open_smtp
from mailproc.patience import Deadline
from parsers.bounded import Crashed, Refused, Worker
from parsers.crops import cut_crops
from parsers.forms import Forms
from parsers.read import read_document
from parsers.reading import Box, Problem, ReadDocument, Unit
from storage import units
from storage.database import Database, open_database

READ_SECONDS = 20.0
READ_MEMORY = 1_500_000_000

log = logging.getLogger(__name__)


class Reader:
    """Reads documents in a warm process with limits, started at the first document.

    `known`: the units; `forms`: those that are looked for, None for all as they are declared.
    """

    def __init__(self, known: tuple[Unit, ...], forms: Forms | None = None) -> None:
        self._units, self._forms = known, forms
        self._worker: Worker[[bytes, tuple[Unit, ...], str, Forms | None], ReadDocument] | None = (
            None
        )

    def __call__(self, data: bytes, name: str) -> ReadDocument:
        """What the document is; a limit reached is a refused document.

        Raises parsers.bounded.Crashed if the process died: that may be worth another try;
        ReaderUnavailable if Tesseract is missing or no process can be started.
        """
        try:
            return self._read(data, name)
        except Refused as refused:
            problem = Problem(refused.reason)
            return ReadDocument(hashlib.sha256(data).hexdigest(), "", 0, "refused", (problem,))
        except Crashed as crash:
            if crash.error == "TesseractMissing":
                raise ReaderUnavailable(crash.reason) from None
            raise
        except OSError as error:
            # No room for its folder, no more processes: the document has nothing to do with it.
            raise ReaderUnavailable(f"documents cannot be read now: {error}") from error

    def _read(self, data: bytes, name: str) -> ReadDocument:
        if self._worker is None:
            self._worker = Worker(read_document, seconds=READ_SECONDS, memory_bytes=READ_MEMORY)
        return self._worker.call(data, self._units, name, self._forms)

    def crops(self, data: bytes, places: tuple[tuple[int, Box], ...]) -> tuple[bytes, ...]:
        """PNGs of these places of a document, in a process of their own; b"" where none can be."""
        try:
            with Worker(cut_crops, seconds=READ_SECONDS, memory_bytes=READ_MEMORY) as worker:
                return worker.call(data, places)
        except (Refused, Crashed, OSError) as error:
            log.warning(event("no picture of the places in question", reason=error))
            return (b"",) * len(places)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None


@dataclass(frozen=True)
class App:
    """The running service: configuration, database, clock, reader, and how to reach the servers."""

    config: Config
    db: Database
    now: Callable[[], datetime]
    read: Reader

    def mailbox(self, deadline: Deadline | None = None) -> AbstractContextManager[Mailbox]:
        """A logged-in connection to the mailbox; raises MailboxUnavailable or LoginRefused."""
        return open_mailbox(self.config.mailbox, self.config.zone, deadline)

    def smtp(self, deadline: Deadline | None = None) -> AbstractContextManager[Smtp]:
        """A logged-in connection to the mail server; raises SmtpUnavailable or LoginRefused."""
        return open_smtp(self.config.smtp, deadline)


class ForeignPackages(Exception):
    """`parsers` or `storage` is somebody else's: the names are common ones."""


def check_own_packages() -> None:
    """Make sure that the packages imported are the ones that came with this one.

    Raises ForeignPackages: the program belongs into a virtual environment of its own.
    """
    home = Path(__file__).resolve().parent.parent
    for package in (parsers, storage):
        found = Path(package.__file__ or "").resolve().parent.parent
        if found != home:
            raise ForeignPackages(
                f"package {package.__name__!r} comes from {found}, not from {home}; "
                "install mailproc into a virtual environment of its own"
            )


def utc_now() -> datetime:
    """The clock: the present moment, in UTC."""
    return datetime.now(UTC)


@contextmanager
def build(config: Config, now: Callable[[], datetime] = utc_now) -> Iterator[App]:
    """Everything connected, data folder and database made and migrated; closed at the end.

    Raises storage.database.DatabaseUnavailable or ForeignPackages.
    """
    check_own_packages()
    make_data_dir(config.data_dir)
    db = open_database(config.database, config.data_dir / "migrate.lock")
    try:
        with db.transaction() as tx:
            units.sync_units(tx, [(u.id, u.name, u.kind) for u in config.unit])
        with Reader(config.units, config.forms) as reader:
            yield App(config, db, now, reader)
    finally:
        db.close()


def make_data_dir(folder: Path) -> None:
    """The data folder, readable by its owner alone: it holds the raw mails."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
