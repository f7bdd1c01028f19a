"""What an operator asks: a unit's year, who changed what, one mail's whole story."""

import os
import pty
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mailproc.cli import main
from tests.servers.dovecot import Dovecot
from tests.service.office import NA_MON, at, mail_with, sheet
from tests.service.test_commands import Configured, configured, json_lines

__all__ = ["configured"]

Capsys = pytest.CaptureFixture[str]
PROGRAM = str(Path(sys.executable).with_name("mailproc"))
ESCAPE = "\x1b[31mred\x1b]0;title\x07"


def out(capsys: Capsys, *command: str, status: int = 0) -> str:
    """What the command prints, as one line of words."""
    capsys.readouterr()
    assert main([*command]) == status
    return " ".join(capsys.readouterr().out.split())


@pytest.fixture
def months(configured: Configured, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """January corrected by mail and by a person, February rejected; the option of the config."""
    option = configured()
    monkeypatch.setenv("LOGNAME", "somchai")
    mails = (
        ("2026-01-12 09:00", {"period": "2026-01", "website": 5}, "ส่งรายงาน " + ESCAPE),
        ("2026-01-13 09:00", {"period": "2026-01", "website": 7}, "แก้ไข รายงาน"),
        ("2026-02-20 09:00", {"period": "2026-02"}, "กุมภาพันธ์"),
    )
    for when, values, subject in mails:
        raw = mail_with(("r.pdf", sheet(**values)), subject="SUBJECT")
        dovecot.append(
            raw.replace(b"SUBJECT", subject.encode()).replace(b"<", f"<{when[:10]}.".encode(), 1),
            at(when),
        )
    assert main(["run", "--once", *option]) == 0
    assert main(["correct", "นามน", "2026-01", "website=9", *option]) == 0
    assert main(["reject", "3", "ซ้ำ:", "ส่งผิดเดือน", *option]) == 0
    for day, why in (("2026-02-13", "วันหยุด"), ("2026-02-18", "น้ำท่วม")):
        assert main(["extend", "นามน", "2026-02", day, "--why", why, *option]) == 0
    return option


def test_history_tells_who_changed_what_and_the_mail_it_came_from(
    months: list[str], capsys: Capsys
) -> None:
    told = out(capsys, "history", "นามน", *months)
    assert "na-mon 2026-01 scammer-awareness, due 2026-01-10" in told
    assert "revision 1 accepted by program" in told
    assert f"arrived 2026-01-12 09:00, by mail from {NA_MON} <2026-01-12." in told
    assert "website: 5 → 7" in told
    assert "revision 3 accepted by somchai, counts" in told
    assert "in place of revision 2 (item 2) website: 7 → 9" in told
    assert "website set by somchai" in told
    assert "by somchai why: ซ้ำ: ส่งผิดเดือน" in told or "why: ซ้ำ: ส่งผิดเดือน" in told
    assert "na-mon 2026-02 scammer-awareness, due 2026-02-18" in told
    for day, why in (("2026-02-13", "วันหยุด"), ("2026-02-18", "น้ำท่วม")):
        assert f"due date moved to {day} by somchai: {why}" in told


def test_history_of_one_month_leaves_the_others_out(months: list[str], capsys: Capsys) -> None:
    told = out(capsys, "history", "นามน", "--period", "2026-02", *months)
    assert "2026-01" not in told
    assert "nothing of this unit is stored" in out(capsys, "history", "นาคู", *months)


def test_show_tells_a_mails_whole_story_by_number_and_by_message_id(
    months: list[str], capsys: Capsys
) -> None:
    told = out(capsys, "show", "1", *months)
    assert "message 1, mail, by mail, recorded" in told
    assert "document 1: r.pdf, application/pdf" in told
    assert "report in document 1, page 1: na-mon 2026-01" in told
    assert f"answered by receipt to {NA_MON}: sent" in told
    assert re.search(r"lies at: INBOX of \S+ at \S+ uid 1", told)
    rfc = re.search(r"Message-ID: <([^>]+)>", told)
    assert rfc is not None
    assert out(capsys, "show", rfc[1], *months) == told
    assert out(capsys, "show", f"<{rfc[1]}>", *months) == told
    answer = re.search(r"tries 1, (<[^>]+>)", told)
    assert answer is not None
    assert out(capsys, "show", answer[1], *months) == told


def test_a_mail_that_is_not_stored_is_said_in_one_line(months: list[str], capsys: Capsys) -> None:
    for words in ("99", "<no@where>"):
        assert main(["show", words, *months]) == 2
        assert capsys.readouterr().err.startswith(("no message 99", "no stored mail"))


def test_codes_for_the_terminal_in_a_subject_are_made_harmless(
    months: list[str], capsys: Capsys
) -> None:
    for command in (("show", "1"), ("history", "นามน"), ("status", "--unit", "นามน")):
        assert "\x1b" not in out(capsys, *command, *months)
    assert "[31mred" in out(capsys, "show", "1", *months)


def test_a_units_year_and_the_units_by_month(months: list[str], capsys: Capsys) -> None:
    told = out(capsys, "status", "--unit", "นามน", "--year", "2569", *months)
    assert "2026 (2569) นามน" in told
    assert "2026-01 late" in told
    assert "* extended by" in told
    grid = out(capsys, "status", "--year", "2026", *months)
    assert re.search(r"na-mon นามน L [M.]", grid)
    assert "T on time, L late" in grid


@pytest.mark.parametrize("year", ["26", "69", "1999", "2469", "20260", "-2026", "next"])
def test_a_year_that_may_be_of_either_calendar_is_asked_back(
    months: list[str], year: str, capsys: Capsys
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["status", f"--year={year}", *months])
    assert left.value.code == 2
    assert "expected four digits, A.D. or B.E., such as 2026 or 2569" in capsys.readouterr().err


def test_dates_and_states_are_whole_on_a_narrow_screen(
    months: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.setattr("mailproc.terminal._WIDE", 80)
    month = out(capsys, "status", "--period", "2026-02", *months)
    assert "missing 2026-02-18 *" in month
    year = out(capsys, "status", "--unit", "นามน", *months)
    assert "2026-01 late 2026-01-10 2026-01-12 mail" in year
    assert "2026-02 missing 2026-02-18 *" in year
    assert "…" not in month + year


def test_the_due_date_of_all_is_said_once(months: list[str], capsys: Capsys) -> None:
    assert out(capsys, "status", "--period", "2026-01", *months).count("2026-01-10") == 1


def test_a_year_as_json_is_one_line_a_unit(months: list[str], capsys: Capsys) -> None:
    capsys.readouterr()
    assert main(["status", "--year", "2026", "--json", *months]) == 0
    lines: list[dict[str, Any]] = json_lines(capsys)
    assert [line["unit"] for line in lines] == ["na-mon", "na-khu"]
    january = lines[0]["months"][0]
    assert (january["period"], january["state"], january["revision"]) == ("2026-01", "late", 3)
    assert datetime.fromisoformat(january["received_at"]) == at("2026-01-12 09:00")


def test_one_unit_in_one_month_is_refused_with_what_to_say(
    months: list[str], capsys: Capsys
) -> None:
    assert main(["status", "--unit", "นามน", "--period", "2026-01", *months]) == 2
    assert "--year" in capsys.readouterr().err


@pytest.mark.parametrize("no_color", [False, True])
def test_colours_are_for_terminals_and_not_where_they_are_unwanted(
    months: list[str], no_color: bool
) -> None:
    command = [PROGRAM, "status", "--period", "2026-01", *months]
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "120"}
    environment |= {"NO_COLOR": "1"} if no_color else {}
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, env=environment) as running:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 65536)
            except OSError:
                break
        assert running.wait() == 0
    assert (b"\x1b[33m" in shown) is not no_color
    piped = subprocess.run(command, capture_output=True, env=environment, check=True).stdout
    assert b"\x1b" not in piped


def test_the_columns_of_thai_names_stand_in_line(months: list[str], capsys: Capsys) -> None:
    """A tone mark stands over its letter and takes no room of its own."""
    from rich.cells import cell_len

    path = Path(months[1])
    text = path.read_text(encoding="utf-8").replace('name = "นาคู"', 'name = "ท่าคันโท"')
    path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["status", "--period", "2026-01", *months]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith(" na-")]
    before_state = {cell_len(re.split("late|missing", row)[0]) for row in rows}
    assert (len(rows), len(before_state)) == (2, 1)
    assert any("ท่าคันโท" in row for row in rows)
