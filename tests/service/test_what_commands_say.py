"""What a command prints says what counts now, and which of two things happened."""

from pathlib import Path

import pytest

from mailproc.cli import main
from mailproc.commands.setup import missing
from mailproc.config import load
from mailproc.resources import shipped
from tests.servers.dovecot import Dovecot
from tests.service.office import NA_MON, STAFF, at, mail_with, sheet
from tests.service.test_commands import Configured, configured, json_lines

__all__ = ["configured"]

CLERK = "new.clerk@example.com"
Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def option(configured: Configured) -> list[str]:
    """An office's configuration, as an option."""
    return configured()


def said(capsys: Capsys, *command: str, status: int = 0) -> str:
    """What the command says."""
    capsys.readouterr()
    assert main([*command]) == status
    captured = capsys.readouterr()
    return captured.out + captured.err


def imported(folder: Path, name: str, data: bytes) -> str:
    """A file to be imported."""
    (folder / name).write_bytes(data)
    return str(folder / name)


def test_an_approved_address_is_taken_back_and_what_counted_stays(
    option: list[str], dovecot: Dovecot, capsys: Capsys
) -> None:
    dovecot.append(mail_with(("r.pdf", sheet()), sender=CLERK), at("2026-02-05 09:00"))
    assert main(["run", "--once", *option]) == 0
    assert "1 held report(s) count now" in said(
        capsys, "senders", "approve", CLERK, "na-mon", *option
    )
    told = said(capsys, "senders", "remove", CLERK.upper(), *option)
    assert f"{CLERK} may report for na-mon no more" in told and "what counted stays" in told
    assert CLERK not in said(capsys, "senders", *option)
    assert "0 value(s) changed" in said(capsys, "reprocess", "--all", *option)
    other = mail_with(("r.pdf", sheet(website=5)), sender=CLERK, subject="แก้ไข")
    dovecot.append(other, at("2026-02-06 09:00"))
    assert main(["run", "--once", *option]) == 0
    capsys.readouterr()
    main(["export", *option])
    (row,) = json_lines(capsys)
    assert (row["status"], row["revision"]) == ("accepted", 1)
    assert CLERK in said(capsys, "held", *option)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (NA_MON, "stands in the configuration as an address of unit na-mon: take it out there"),
        (STAFF, "stands in the configuration as an address of [staff]: take it out there"),
        (CLERK, "is not approved; `mailproc senders` lists the addresses"),
    ],
)
def test_what_was_not_approved_cannot_be_taken_back(
    option: list[str], capsys: Capsys, address: str, words: str
) -> None:
    told = said(capsys, "senders", "remove", address, *option, status=2)
    assert f"{address} {words}" in told


def test_reject_says_what_counts_now(option: list[str], tmp_path: Path, capsys: Capsys) -> None:
    main(["import", imported(tmp_path, "r.pdf", sheet()), *option])
    main(["correct", "na-mon", "2026-02", "website=9", *option])
    told = said(capsys, "reject", "2", "wrong", *option)
    assert "rejected: item 2; na-mon 2026-02: item 1, revision 1, counts now" in told
    told = said(capsys, "reject", "1", "wrong", *option)
    assert "rejected: item 1; na-mon 2026-02: nothing counts now" in told


def test_an_import_says_whether_it_is_the_same_or_cannot_count(
    option: list[str], tmp_path: Path, capsys: Capsys
) -> None:
    main(["import", imported(tmp_path, "first.pdf", sheet()), *option])
    same = sheet() + b"\n%once more\n"
    told = said(capsys, "import", imported(tmp_path, "same.pdf", same), *option)
    assert "the same is stored already" in told and "cannot count" not in told
    blank = imported(tmp_path, "blank.pdf", b"")
    assert main(["form", "na-mon", "2026-02", blank, *option]) == 0
    told = said(capsys, "import", blank, *option)
    assert "the form cannot count: " in told and "stored already" not in told


def test_what_a_person_set_is_counted_as_kept_and_not_as_changed(
    option: list[str], tmp_path: Path, capsys: Capsys
) -> None:
    main(["import", imported(tmp_path, "r.pdf", sheet(website=5)), *option])
    main(["correct", "na-mon", "2026-02", "website=9", *option])
    told = said(capsys, "reprocess", "--all", *option)
    assert "(kept: a person set it)" in told
    assert "0 value(s) changed, 1 kept" in told


def test_what_is_to_be_asked_of_the_province_is_not_all_right() -> None:
    findings = [f for f in missing(load(shipped("config.toml"))) if f[1].startswith("due dates")]
    assert [(fine, "ask the province" in words) for fine, words in findings] == [(None, True)]
