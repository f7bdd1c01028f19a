"""The files of the watched folder: which were taken in, and which could not be."""

from collections.abc import Iterable

from sqlmodel import col, select

from storage import ticks
from storage.database import NotFound, Tx
from storage.records import Since, WatchedFile
from storage.tables import WatchedFileRow


def known(tx: Tx) -> dict[str, WatchedFile]:
    """Every file that was looked at, by path."""
    return {row.path: _file(row) for row in tx.exec(select(WatchedFileRow))}


def remember(tx: Tx, file: WatchedFile) -> None:
    """Keep what became of a file, in place of what was known of it."""
    tx.merge(
        WatchedFileRow(
            path=file.path,
            size=file.size,
            changed=file.changed,
            problem=file.problem,
            seen_at=file.seen_at,
            seen_in=ticks.newest_id(tx),
        )
    )


def forget(tx: Tx, paths: Iterable[str]) -> None:
    """These files are gone from the folder. Raises NotFound for one that was never looked at."""
    for path in paths:
        row = tx.get(WatchedFileRow, path)
        if row is None:
            raise NotFound(f"file {path}")
        tx.delete(row)


def troubled(tx: Tx, since: Since | None = None) -> list[WatchedFile]:
    """The files that could not be taken in, or only those that are so since; by path."""
    found = select(WatchedFileRow).where(WatchedFileRow.problem != "")
    if since is not None:
        seen = col(WatchedFileRow.seen_in), col(WatchedFileRow.seen_at)
        found = found.where(ticks.is_after(since, *seen))
    return [_file(row) for row in tx.exec(found.order_by(col(WatchedFileRow.path)))]


def _file(row: WatchedFileRow) -> WatchedFile:
    return WatchedFile(row.path, row.size, row.changed, row.problem, row.seen_at)
