"""Reports from LINE, on paper and by hand: receipt to the unit, and the way shown to staff."""

import fcntl
import json
import os
from pathlib import Path

import pytest

from mailproc import desk
from mailproc.app import App
from mailproc.cli import main
from mailproc.intake.examine import Examined
from mailproc.month.export import rows
from mailproc.tick import examine
from storage import mail
from storage.records import Message, NewMessage
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.service.office import (
    NA_MON,
    STAFF,
    Office,
    at,
    mail_with,
    office_config,
    open_office,
    sheet,
    text_of,
)
from tests.service.test_commands import Configured, configured, json_lines

__all__ = ["configured"]


def save(file: Path, data: bytes, when: str) -> None:
    """Somebody saves a file at that moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    os.utime(file, (at(when).timestamp(),) * 2)


def test_a_file_saved_in_the_watched_folder_counts_and_its_unit_gets_the_receipt(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    folder = tmp_path / "from-line"
    config = office_config(
        tmp_path, database_url, dovecot, smtp_server, worker={"watch_folder": str(folder)}
    )
    save(folder / "นามน.pdf", sheet(), "2026-02-05 08:50")
    save(folder / "paper" / "นาคู.pdf", sheet(unit="นาคู"), "2026-02-05 08:50")
    save(folder / "IMG_0001.txt", b"not a report", "2026-02-05 08:50")
    with open_office(config, dovecot, smtp_server) as office:
        assert office.tick("2026-02-05 09:00").ok
        with office.app.db.transaction() as tx:
            exported = rows(tx, config, None, None, revisions=False)
        assert [(r["unit"], r["via"], r["on_time"]) for r in exported] == [
            ("na-mon", "line", True),
            ("na-khu", "paper", True),
        ]
        (receipt,) = office.mailed("receipt", NA_MON)
        assert "ทางไลน์" in text_of(receipt)
        (digest,) = office.mailed("digest", STAFF)
        words = text_of(digest)
        assert "ทางไลน์" in words
        assert "ทางเอกสารกระดาษ" in words
        assert "จาก ไลน์ เรื่อง “IMG_0001.txt”" in words
        office.tick("2026-02-05 09:05")
        assert len(office.revisions()) == 2
        assert len(office.mailed("receipt")) == 2


def test_an_absent_watched_folder_is_an_error_line_and_stops_nothing_else(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    worker = {"watch_folder": str(tmp_path / "unplugged")}
    config = office_config(tmp_path, database_url, dovecot, smtp_server, worker=worker)
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 08:55")
        result = office.tick("2026-02-05 09:00")
        assert len(result.errors) == 1
        assert result.errors[0].startswith("watch_folder: ")
        assert len(office.mailed("receipt")) == 1
        assert len(office.mailed("digest")) == 1


def test_a_folder_is_imported_in_order_and_a_second_time_brings_nothing(
    configured: Configured,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    option = configured()
    folder = tmp_path / "สแกน"
    save(folder / "b.pdf", sheet(unit="นาคู"), "2026-02-05 08:50")
    save(folder / "a.pdf", sheet(), "2026-02-05 08:50")
    take = ["import", str(folder), "--via", "hand", *option]
    assert main(take) == 0
    out = capsys.readouterr().out
    assert out.index("a.pdf: na-mon") < out.index("b.pdf")
    assert main(take) == 0
    assert capsys.readouterr().out.count("was taken in before, nothing new") == 2
    assert main(["export", "--json", *option]) == 0
    assert [row["via"] for row in json_lines(capsys)] == ["hand", "hand"]


def test_an_import_and_the_worker_never_examine_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both would take the same mail for new, and record it twice."""
    taken: list[bool] = []

    def examined(app: App, message: Message, raw: bytes) -> Examined:
        with (app.config.data_dir / "examine.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                taken.append(True)
        return examine(app, message, raw)

    monkeypatch.setattr("mailproc.tick.examine", examined)
    for number in range(2):
        office.arrive(mail_with(("r.pdf", sheet()), subject=str(number)), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert taken == [True, True]


def test_paper_counts_from_the_day_on_which_it_was_received(
    configured: Configured,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    option = configured()
    save(tmp_path / "r.pdf", sheet(), "2026-02-05 08:50")
    take = ["import", str(tmp_path / "r.pdf"), "--via", "paper", *option]
    for wrong, said in (("10/02/2026", "expected YYYY-MM-DD"), ("2999-01-01", "still to come")):
        assert main([*take, "--received", wrong]) == 2
        assert said in capsys.readouterr().err
    assert main([*take, "--received", "2026-03-10"]) == 0
    capsys.readouterr()
    assert main(["export", "--json", *option]) == 0
    (row,) = json_lines(capsys)
    assert str(row["received_at"]).startswith("2026-03-10")


def test_an_empty_folder_and_a_giant_file_are_said(
    configured: Configured,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    option = configured()
    (tmp_path / "empty").mkdir()
    assert main(["import", str(tmp_path / "empty"), *option]) == 2
    assert "no files there" in capsys.readouterr().err
    with (tmp_path / "giant.pdf").open("wb") as giant:
        giant.truncate(200_000_000)
    assert main(["import", str(tmp_path / "giant.pdf"), *option]) == 4
    assert "more than 100 MB" in capsys.readouterr().out


def test_status_names_files_of_the_watched_folder_that_cannot_be_read(
    configured: Configured,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "from-line"
    folder.mkdir()
    (folder / "link.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    option = configured()
    path = Path(option[1])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[contact]", '[worker]\nwatch_folder = "from-line"\n[contact]'))
    assert main(["run", "--once", *option]) == 0
    capsys.readouterr()
    assert main(["status", *option]) == 0
    assert "link.pdf: it is a link" in " ".join(capsys.readouterr().out.split())
    assert main(["status", "--json", *option]) == 0
    assert json.loads(capsys.readouterr().out)["expected"] == 2


def test_paper_that_was_turned_down_is_told_to_the_unit_that_got_its_receipt(
    office: Office,
) -> None:
    doubtful = sheet(organizations_total=5, organizations_done=8)
    with office.app.db.transaction() as tx:
        new = NewMessage(doubtful, at("2026-02-05 09:00"), kind="file", via="paper", name="r.pdf")
        mail.store_message(tx, new, at("2026-02-05 09:00"))
    office.tick("2026-02-05 09:05")
    (held,) = office.revisions()
    assert len(office.mailed("receipt", NA_MON)) == 1
    with office.app.db.transaction() as tx:
        desk.reject(tx, office.app.config, held.id, "เลขผิด", at("2026-02-06 09:00"))
    office.tick("2026-02-06 09:05")
    (told,) = office.mailed("other", NA_MON)
    assert "เลขผิด" in text_of(told) and "ที่ส่งมากับอีเมลฉบับนี้" not in text_of(told)


def test_an_import_says_that_the_day_stays_and_that_a_newer_one_counts(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    save(files[0], sheet(), "2026-02-05 08:50")
    save(files[1], sheet(website=5), "2026-02-05 08:50")
    take = ["import", "--via", "paper", *option]
    assert main([*take, str(files[0]), "--received", "2026-02-10"]) == 0
    assert main([*take, str(files[1]), "--received", "2026-02-09"]) == 0
    assert "accepted, but a newer one counts" in capsys.readouterr().out
    assert main([*take, str(files[0]), "--received", "2026-02-08"]) == 0
    said = capsys.readouterr().out
    assert "stays received on 2026-02-10" in said and "mailproc extend" in said
