"""The watched folder: files are taken in once they have settled, each once; nothing is moved."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailproc.intake.watch import FolderUnavailable, take_in
from storage import mail, watched
from storage.database import Database
from storage.records import Message, Since, WatchedFile

NOW = datetime(2026, 2, 5, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "watched"
    made.mkdir()
    return made


def put(file: Path, data: bytes = b"%PDF one", age: float = 60) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    then = NOW.timestamp() - age
    os.utime(file, (then, then))
    return file


def look(database: Database, folder: Path, now: datetime = NOW) -> int:
    return take_in(database, folder, lambda: now, lambda: False)


def messages(database: Database) -> list[Message]:
    with database.transaction() as tx:
        return mail.all_messages(tx)


def troubles(database: Database, since: datetime | None = None) -> list[WatchedFile]:
    with database.transaction() as tx:
        return watched.troubled(tx, Since(0, since) if since else None)


def test_the_sub_folder_says_how_a_file_came(database: Database, folder: Path) -> None:
    put(folder / "a.pdf", b"%PDF a")
    put(folder / "paper" / "b.jpg", b"b")
    put(folder / "Hand" / "c.pdf", b"c")
    put(folder / "2569" / "mail.eml", b"d")
    assert look(database, folder) == 4
    assert sorted((m.name, m.via, m.kind) for m in messages(database)) == [
        ("a.pdf", "line", "file"),
        ("b.jpg", "paper", "file"),
        ("c.pdf", "hand", "file"),
        ("mail.eml", "line", "mail"),
    ]


def test_a_file_is_taken_in_once_under_whatever_name_and_stays_where_it_is(
    database: Database, folder: Path
) -> None:
    first = put(folder / "a.pdf")
    assert look(database, folder) == 1
    put(folder / "copy.pdf")
    os.utime(first)
    assert look(database, folder, NOW + timedelta(hours=1)) == 0
    assert [m.name for m in messages(database)] == ["a.pdf"]
    assert sorted(p.name for p in folder.iterdir()) == ["a.pdf", "copy.pdf"]


def test_a_file_is_read_again_only_when_it_has_changed(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(folder / "a.pdf")
    look(database, folder)
    with monkeypatch.context() as patch:
        patch.setattr("mailproc.intake.watch.read_file", lambda path: pytest.fail(f"read {path}"))
        look(database, folder)
    put(file, b"%PDF corrected", age=30)
    assert look(database, folder) == 1


def test_a_file_that_still_grows_waits(database: Database, folder: Path) -> None:
    put(folder / "a.pdf", age=3)
    assert look(database, folder) == 0
    assert look(database, folder, NOW + timedelta(seconds=30)) == 1


def test_a_file_from_a_clock_that_is_ahead_does_not_wait_for_ever(
    database: Database, folder: Path
) -> None:
    put(folder / "a.pdf", age=-86400)
    assert look(database, folder) == 1


@pytest.mark.parametrize(
    "name", [".hidden.pdf", "~$form.docx", "a.pdf.crdownload", "Thumbs.db", "scan.TMP"]
)
def test_what_programs_leave_beside_their_files_is_left_alone(
    database: Database, folder: Path, name: str
) -> None:
    put(folder / name)
    assert (look(database, folder), troubles(database)) == (0, [])


def test_links_pipes_and_giants_are_said_once_and_never_read(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    (folder / "link.pdf").symlink_to(put(tmp_path / "secret.pdf"))
    os.mkfifo(folder / "pipe.pdf")
    with (folder / "giant.pdf").open("wb") as giant:
        giant.truncate(200_000_000)
    put(folder / "z.pdf")
    os.utime(folder / "giant.pdf", (NOW.timestamp() - 60,) * 2)
    assert look(database, folder) == 1
    later = NOW + timedelta(minutes=5)
    assert look(database, folder, later) == 0
    assert [Path(f.path).name for f in troubles(database)] == ["giant.pdf", "link.pdf", "pipe.pdf"]
    assert troubles(database, later) == []


def test_an_unreadable_file_is_tried_again_and_forgotten_when_it_is_gone(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder / "a.pdf")
    put(folder / "b.pdf", b"%PDF two")

    def refused(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("mailproc.intake.watch.read_file", refused)
        assert look(database, folder) == 0
        assert {f.problem for f in troubles(database)} == {"Permission denied"}
    (folder / "b.pdf").unlink()
    assert look(database, folder) == 1
    assert troubles(database) == []


def test_a_name_that_is_no_text_is_stored_all_the_same(database: Database, folder: Path) -> None:
    put(Path(os.fsdecode(os.fsencode(folder) + b"/\xc3(.pdf")))
    assert look(database, folder) == 1
    assert look(database, folder) == 0
    assert [m.name for m in messages(database)] == ["\\xc3(.pdf"]


def test_an_absent_folder_is_said(database: Database, tmp_path: Path) -> None:
    with pytest.raises(FolderUnavailable, match="nowhere: No such file"):
        look(database, tmp_path / "nowhere")


def test_a_sub_folder_that_cannot_be_read_stops_no_other_file(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder / "a.pdf")
    put(folder / "paper" / "b.pdf", b"b")
    scandir = os.scandir

    def refused(path: str) -> object:
        if str(path).endswith("paper"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr("os.scandir", refused)
        with pytest.raises(FolderUnavailable, match="paper: Permission denied"):
            look(database, folder)
    assert [m.name for m in messages(database)] == ["a.pdf"]
