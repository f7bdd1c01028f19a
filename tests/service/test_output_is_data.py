"""Whatever a mail or a page says stays words: in mails, tables, files, the terminal and the log."""

import csv
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mailproc.cli import main
from mailproc.events import OneLine
from mailproc.month.export import as_csv, write_xlsx
from mailproc.terminal import json_line
from parsers.reading import Channel
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.service.office import NA_MON, STAFF, at, mail_with, sheet
from tests.service.test_commands import Configured, configured

__all__ = ["configured"]

# A header of its own, markup, a formula, a colour, SQL, a way out, a turned reading direction.
EVIL = (
    "x\r\nBcc: victim@example.org",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://evil.example","x")',
    "\x1b[31mred\x1b]0;title\x07",
    "'; DROP TABLE report; --",
    "../../../../tmp/mailproc-evil",
    "\u202egnp.exe{{ 7*7 }}{% raw %}",
)


@pytest.fixture
def evil(
    configured: Configured, dovecot: Dovecot, smtp_server: SmtpServer, tmp_path: Path
) -> Iterator[list[str]]:
    """A service whose mails say all that, in every place where a mail has words; its option."""
    option = configured()
    for number, words in enumerate(EVIL):
        name = "=1+1 <b>" if number % 2 else "@SUM(A1) {{ 7*7 }}"
        report = sheet(
            reporter_name=f"=1+1 {number}",
            other_channels=(Channel(name, 3),),
            website=number,
        )
        subject = re.sub(r"[\r\n]+", " ", f"แก้ไข {words}")
        mail = mail_with((f"{number}.pdf", report), subject=subject)
        mail = mail.replace(f'"{number}.pdf"'.encode(), b'"%s.pdf"' % quoted(words))
        dovecot.append(mail, at(f"2026-02-05 09:{number:02d}"))
        strange = mail_with((f"{number}.pdf", b"not a page"), subject=subject, body="ส่งรายงาน")
        strange = strange.replace(f'"{number}.pdf"'.encode(), b'"%s.pdf"' % quoted(words))
        dovecot.append(strange, at(f"2026-02-05 10:{number:02d}"))
        stranger = mail_with((f"{number}.pdf", report), sender="a@evil.example", subject=subject)
        dovecot.append(stranger, at(f"2026-02-05 11:{number:02d}"))
    assert main(["run", "--once", *option]) == 0
    yield option


def quoted(words: str) -> bytes:
    return words.replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", "\n ").encode()


def test_no_mail_of_ours_goes_to_anybody_else_or_has_markup_from_outside(
    evil: list[str], smtp_server: SmtpServer
) -> None:
    assert len(smtp_server.to(NA_MON)) >= len(EVIL)
    for received in smtp_server.received:
        assert set(received.recipients) <= {NA_MON, STAFF, "na-khu@example.go.th"}
        assert received.message["Bcc"] is None
        for kind in ("plain", "html"):
            part = received.message.get_body((kind,))
            assert part is not None
            text = part.get_content()
            assert not set(text) & set("\x1b\x07\u202e")
            assert not re.search(r"SUM\(A.\) (49|๔๙)", text)
            if kind == "html":
                assert "<script" not in text
                # Our own pictures lie in the mail itself.
                assert "<img" not in text.replace('<img src="cid:', "")


def test_no_cell_is_a_formula(
    evil: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "out.xlsx"
    assert main(["export", "--xlsx", str(book), "--revisions", *evil]) == 0
    active = load_workbook(book).active
    assert active is not None
    assert "f" not in {c.data_type for row in active.iter_rows() for c in row}
    capsys.readouterr()
    assert main(["export", "--csv", "--revisions", *evil]) == 0
    cells = [c for row in csv.reader(io.StringIO(capsys.readouterr().out)) for c in row]
    assert any(c.startswith("'@SUM(") for c in cells)
    assert not [c for c in cells if c.startswith(("=", "+", "@", "\t", "\r"))]


def test_json_holds_nothing_that_a_terminal_obeys() -> None:
    words = "\x9b31mแดง\x7f\u202e\U000e0001\ud800 ก่ำ"
    line = json_line({"subject": words})
    assert line.isprintable()
    assert "ก่ำ" in line
    assert json.loads(line) == {"subject": words}


@pytest.mark.parametrize("words", ["\x1b[31mred", "a\0b", "a\x0bb", "\ud800", "x" * 40_000])
def test_what_no_cell_can_hold_stops_no_export(words: str, tmp_path: Path) -> None:
    row = {"unit": "na-mon", "sender": words, "fields": {"reporter_name": words}}
    write_xlsx([row], tmp_path / "out.xlsx")
    active = load_workbook(tmp_path / "out.xlsx").active
    assert active is not None
    cells = [str(c.value) for c in list(active.iter_rows())[1]] + as_csv([row]).splitlines()
    assert not [c for cell in cells for c in cell if not c.isprintable()]


@pytest.mark.parametrize(
    "command",
    [
        ["held"],
        ["status"],
        ["status", "--year", "2026"],
        ["history", "na-mon"],
        ["show", "1"],
        ["show", "2"],
        ["senders"],
        ["digest"],
        ["export", "--json", "--revisions"],
        ["status", "--json"],
    ],
    ids=" ".join,
)
def test_no_command_sends_codes_to_the_terminal(
    evil: list[str], command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main([*command, *evil]) == 0
    said = capsys.readouterr().out
    assert said
    assert not set(said) & set("\x1b\x07\u202e\r")


def test_every_line_of_the_log_is_one_of_ours(
    evil: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert main(["reprocess", "--all", "--dry-run", *evil]) == 0
    for record in caplog.records:
        line = OneLine(tracebacks=False).format(record)
        assert len(line.splitlines()) == 1
        assert "\x1b" not in line


def test_nothing_is_written_outside_the_data_folder_and_every_table_stands(
    evil: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sorted(p.name for p in tmp_path.iterdir()) == ["config.toml", "data"]
    names = {p.name for p in (tmp_path / "data").rglob("*")}
    assert not [n for n in names if "evil" in n or "script" in n]
    assert not Path("/tmp/mailproc-evil.pdf").exists()
    capsys.readouterr()
    assert main(["export", "--json", *evil]) == 0
    assert capsys.readouterr().out.count('"unit": "na-mon"') >= 1


def test_the_name_of_a_file_on_disk_stays_words_on_the_terminal(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    folder = tmp_path / "\x1b[31mx\x1b]0;title\x07\u202e"
    folder.mkdir()
    report, junk = folder / "r.pdf", folder / "junk.pdf"
    report.write_bytes(sheet())
    junk.write_bytes(b"not a page")
    for command in (
        ["read", str(report), str(junk), str(folder / "gone.pdf")],
        ["import", str(report), str(junk)],
        ["compare", str(folder / "gone.xlsx")],
        ["form", "na-mon", "2026-02", str(folder / "f.pdf")],
        ["export", "--xlsx", str(folder / "e.xlsx")],
        ["digest", "--out", str(folder / "d.html")],
        ["backup", str(folder / "b.db")],
        ["restore", str(folder / "gone.db")],
        ["restore", str(folder / "b.db")],
        ["rollup", "--period", "2026-02", "--send", "--signed", str(junk)],
    ):
        main([*command, *option])
        # A long path is broken at the terminal's edge.
        said = "".join(capsys.readouterr()).replace("\n", "")
        assert "title" in said, command
        assert not set(said) & set("\x1b\x07\u202e"), command
