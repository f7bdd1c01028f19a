"""The commands as an operator types them: output, JSON, and exit status."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mailproc.cli import main
from mailproc.commands.unit import unit_of
from mailproc.config import load
from mailproc.paper.sheet import draw_form
from mailproc.resources import shipped
from tests.servers.dovecot import Dovecot
from tests.servers.ports import free_ports
from tests.servers.smtp import SmtpServer
from tests.service.office import NA_MON, at, mail_with, sheet

CONFIG = """
data_dir = "data"
[mailbox]
host = "{dovecot.host}"
port = {mailbox_port}
username = "{dovecot.username}"
password = "{dovecot.password}"
ca_file = "{dovecot.certificates.ca_file}"
authserv_id = ""
[smtp]
host = "{smtp.host}"
port = {smtp.starttls_port}
username = "{smtp.username}"
password = "{smtp.password}"
ca_file = "{dovecot.certificates.ca_file}"
from_address = "office@example.go.th"
[contact]
name = "งานทดสอบ"
phone = "0 0000 0000"
[staff]
addresses = ["staff@example.go.th"]
[[campaign]]
id = "scammer-awareness"
form = "scammer-awareness"
first_period = "2026-01"
[[unit]]
id = "na-mon"
name = "นามน"
aliases = ["อ.นามน"]
addresses = ["na-mon@example.go.th"]
[[unit]]
id = "na-khu"
name = "นาคู"
addresses = ["na-khu@example.go.th"]
"""

Configured = Callable[..., list[str]]


@pytest.fixture
def configured(tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer) -> Configured:
    """Writes the configuration; returns the option that names it."""

    def write(mailbox_port: int = dovecot.tls_port, more: str = "") -> list[str]:
        path = tmp_path / "config.toml"
        text = CONFIG.format(dovecot=dovecot, smtp=smtp_server, mailbox_port=mailbox_port)
        path.write_text(text + more, encoding="utf-8")
        return ["--config", str(path)]

    return write


def json_lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_run_once_then_status_and_export_tell_what_came(
    configured: Configured, dovecot: Dovecot, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    dovecot.append(mail_with(("r.pdf", sheet())), at("2026-02-05 09:00"))
    assert main(["run", "--once", *option]) == 0
    capsys.readouterr()
    assert main(["status", "--period", "2026-02", "--json", *option]) == 0
    (status,) = json_lines(capsys)
    assert list(status) == [
        "campaign",
        "period",
        "due",
        "forward",
        "closing",
        "expected",
        "reported",
        "on_time",
        "late",
        "missing",
        "held",
        "not_due",
        "units",
    ]
    assert (status["expected"], status["on_time"], status["missing"]) == (2, 1, 1)
    assert main(["export", "--json", *option]) == 0
    (row,) = json_lines(capsys)
    assert (row["unit"], row["revision"], row["status"], row["on_time"], row["sender"]) == (
        "na-mon",
        1,
        "accepted",
        True,
        NA_MON,
    )
    assert row["received_at"] == "2026-02-05T09:00:00+07:00"


def test_the_roll_up_is_written_sent_once_and_said_to_be_sent(
    configured: Configured,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    option = configured()
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    line = 'first_period = "2026-01"\n'
    forward = text.replace(line, f'{line}forward_to = "dla@example.go.th"\n')
    (tmp_path / "config.toml").write_text(forward, encoding="utf-8")
    dovecot.append(mail_with(("r.pdf", sheet())), at("2026-02-05 09:00"))
    assert main(["run", "--once", *option]) == 0
    files = ["--pdf", str(tmp_path), "--xlsx", str(tmp_path / "sums.xlsx")]
    rollup = ["rollup", "--period", "2026-02", *option]
    assert main([*rollup, *files]) == 0
    assert (tmp_path / "rollup-2026-02.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "sums.xlsx").read_bytes().startswith(b"PK")
    scan = tmp_path / "scan.pdf"
    capsys.readouterr()
    assert main(rollup) == 0
    assert "item 1: -\n" in capsys.readouterr().out
    assert main([*rollup, "--informed", "no"]) == main([*rollup, "--informed", "yes"]) == 0
    told = capsys.readouterr().out
    assert told.index("item 1: no\n") < told.index("item 1: yes\n")
    for data, wrong in ((b"%PDF-1.7 and nothing", "is not a PDF"), (sheet()[:-9], "is cut off")):
        scan.write_bytes(data)
        assert main([*rollup, "--send", "--signed", str(scan)]) == 2
        assert wrong in capsys.readouterr().err
    assert main([*rollup, "--mark-sent", "--signed", str(scan)]) == 2
    assert "--signed goes with --send" in capsys.readouterr().err
    assert smtp_server.to("dla@example.go.th") == []
    scan.write_bytes(sheet())
    assert main([*rollup, "--send", "--signed", str(scan)]) == 0
    assert main([*rollup, "--send"]) == 2
    said = capsys.readouterr()
    assert "sent to dla@example.go.th: 1 of 2 units have reported" in said.out
    assert "passed on already" in said.err
    assert len(smtp_server.to("dla@example.go.th")) == 1
    assert main(["correct", "นามน", "2026-02", "facebook_page=31", *option]) == 0
    capsys.readouterr()
    assert main(rollup) == 0
    said_since = capsys.readouterr().out
    assert "with these figures; 1 change(s) since" in said_since
    assert "facebook_page: 30\n" in said_since
    assert "since: นามน facebook_page: 30 → 31" in said_since
    assert main([*rollup, "--send", "--supplement"]) == 0
    capsys.readouterr()
    assert main(["history", "นามน", *option]) == 0
    story = capsys.readouterr().out
    assert "the month was passed on by" in story and "supplement 1 was passed on by" in story


def test_a_mailbox_out_of_reach_is_one_line_and_status_1(
    configured: Configured, capsys: pytest.CaptureFixture[str]
) -> None:
    (closed,) = free_ports(1)
    assert main(["run", "--once", *configured(mailbox_port=closed)]) == 1
    error = capsys.readouterr().err
    assert "refuses the connection" in error
    assert "Traceback" not in error


def test_wrong_configuration_is_status_2_and_names_the_line(
    configured: Configured, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--once", *configured(more='addresess = ["x@y.go.th"]\n')]) == 2
    assert "addresess: no such key" in capsys.readouterr().err


def test_health_fails_before_the_first_tick_and_passes_after_it(configured: Configured) -> None:
    option = configured()
    assert main(["health", *option]) == 1
    assert main(["run", "--once", *option]) == 0
    assert main(["health", *option]) == 0


def test_check_passes_when_everything_is_there(
    configured: Configured, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *configured()]) == 0
    out = capsys.readouterr().out
    assert "TODO" not in out
    assert "later rollup: item 1 is not answered" in out, (
        "what can wait is not said to be all right"
    )
    assert "secret-of-the-test" not in out


def test_check_says_what_to_do_about_a_refused_password(
    configured: Configured, smtp_server: SmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    smtp_server.passwords_work = False
    assert main(["check", *configured()]) == 1
    assert "TODO  smtp: " in capsys.readouterr().out


def test_init_writes_a_configuration_that_begins_today_and_spares_an_older_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = ["--config", str(tmp_path / "config.toml")]
    assert main(["init", *option]) == 0
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert "since = 2026-01-01" not in text
    assert main(["init", *option]) == 2
    assert "is there already" in capsys.readouterr().err


def test_import_takes_a_file_that_came_by_line(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    file = tmp_path / "photo-from-line.pdf"
    file.write_bytes(sheet())
    assert main(["import", str(file), "--via", "line", *option]) == 0
    capsys.readouterr()
    assert main(["export", *option]) == 0
    (row,) = json_lines(capsys)
    assert (row["via"], row["status"], row["unit"]) == ("line", "accepted", "na-mon")


def test_an_import_of_a_folder_goes_by_what_its_folders_are_called_and_says_what_stays(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    for way, unit in (("paper", "นามน"), ("other", "นาคู")):
        (tmp_path / "in" / way).mkdir(parents=True)
        (tmp_path / "in" / way / "a.pdf").write_bytes(sheet(unit=unit))
    assert main(["import", str(tmp_path / "in"), *option]) == 0
    capsys.readouterr()
    assert main(["export", *option]) == 0
    assert {r["unit"]: r["via"] for r in json_lines(capsys)} == {
        "na-mon": "paper",
        "na-khu": "staff",
    }
    file = tmp_path / "in" / "other" / "a.pdf"
    assert main(["import", str(file), "--via", "line", *option]) == 0
    assert "it stays as it came then: staff" in capsys.readouterr().out


def test_an_import_says_what_the_form_lacks(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    file = tmp_path / "no-month.pdf"
    file.write_bytes(sheet(period=None))
    said = ["--unit", "อ.นามน", "--period", "2026-02"]
    assert main(["import", str(file), *said, *option]) == 0
    capsys.readouterr()
    main(["export", *option])
    assert [(r["period"], r["status"]) for r in json_lines(capsys)] == [("2026-02", "accepted")]


def test_what_is_held_can_be_listed_accepted_and_taken_back(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    file = tmp_path / "doubtful.pdf"
    file.write_bytes(sheet(organizations_total=5, organizations_done=8))
    main(["import", str(file), *option])
    capsys.readouterr()
    main(["held", *option])
    assert "na-mon" in capsys.readouterr().out
    assert main(["accept", "1", *option]) == 0
    assert main(["accept", "1", *option]) == 2
    assert main(["reject", "1", "wrong", "sheet", *option]) == 0
    capsys.readouterr()
    main(["export", *option])
    assert json_lines(capsys) == []


def test_held_and_accept_say_what_counts_instead(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    for name, data in (
        ("old.pdf", sheet(organizations_total=5, organizations_done=8)),
        ("new.pdf", sheet(website=7)),
    ):
        (tmp_path / name).write_bytes(data)
        main(["import", str(tmp_path / name), *option])
    capsys.readouterr()
    main(["held", *option])
    told = " ".join(capsys.readouterr().out.split())
    assert "newer" in told and "counts" in told
    main(["accept", "1", *option])
    assert "revision 2, in place of revision 1, item 2" in capsys.readouterr().out


def test_correct_sets_values_and_refuses_what_is_none(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    file = tmp_path / "report.pdf"
    file.write_bytes(sheet())
    main(["import", str(file), *option])
    assert main(["correct", "อ.นามน", "2026-02", "website=๓๐", "print_media=", *option]) == 0
    assert main(["correct", "na-mon", "2026-02", "website=many", *option]) == 2
    assert main(["correct", "na-mon", "2026-02", "webseite=3", *option]) == 2
    assert "official_letter" in capsys.readouterr().err
    main(["export", *option])
    (row,) = json_lines(capsys)
    assert row["revision"] == 2
    assert row["fields"]["website"] == 30  # type: ignore[index]


def test_extend_moves_the_due_date_that_status_shows(
    configured: Configured, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    assert main(["extend", "นามน", "2026-02", "2026-02-20", "--why", "น้ำท่วม", *option]) == 0
    capsys.readouterr()
    main(["status", "--period", "2026-02", "--json", *option])
    (status,) = json_lines(capsys)
    assert [u["due"] for u in status["units"]] == ["2026-02-20", "2026-02-10"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("content", "status"),
    [(sheet(), 0), (draw_form({}), 0), (b"", 4), (b"%PDF-1.4 broken", 4)],
    ids=["report", "blank form", "empty", "broken"],
)
def test_read_says_by_its_status_what_a_file_was(
    tmp_path: Path, content: bytes, status: int
) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(content)
    assert main(["read", str(file), "--json"]) == status


def test_read_json_has_every_field_with_its_box(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(sheet())
    main(["read", str(file), "--json"])
    (shown,) = json_lines(capsys)
    assert list(shown) == ["file", "sha256", "pages", "problems", "reports"]
    (report,) = shown["reports"]  # type: ignore[misc]
    assert list(report) == ["form", "unit", "period", "status", "problems", "fields"]  # type: ignore[has-type]
    website = report["fields"]["website"]  # type: ignore[has-type]
    assert list(website) == ["value", "status", "confidence", "source", "page", "box"]
    assert (website["value"], website["status"], website["source"]) == (0, "accepted", "text")
    assert len(website["box"]) == 4


def test_read_takes_a_whole_mail_and_several_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail, pdf, rubbish = tmp_path / "a.eml", tmp_path / "b.pdf", tmp_path / "c.pdf"
    mail.write_bytes(mail_with(("r.pdf", sheet())))
    pdf.write_bytes(sheet(unit="นาคู"))
    rubbish.write_bytes(b"")
    assert main(["read", str(mail), str(pdf), str(rubbish), "--json"]) == 4
    units = [[r["unit"] for r in line["reports"]] for line in json_lines(capsys)]  # type: ignore[attr-defined]
    assert units == [["นามน"], ["นาคู"], []]


def test_read_names_a_file_that_is_not_there_and_reads_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = tmp_path / "b.pdf"
    pdf.write_bytes(sheet())
    assert main(["read", str(tmp_path / "no.pdf"), str(tmp_path), str(pdf), "--json"]) == 4
    lines = json_lines(capsys)
    assert [len(line["reports"]) for line in lines] == [0, 0, 1]  # type: ignore[arg-type]
    assert "cannot be opened" in str(lines[0]["problems"])


def test_a_digest_that_could_not_be_sent_is_no_success(
    configured: Configured, smtp_server: SmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    smtp_server.data_answer = "451 4.3.0 try again later"
    assert main(["digest", "--send", *option]) == 1
    assert "not sent yet" in capsys.readouterr().err


def test_a_digest_that_was_asked_for_does_not_stand_in_for_the_days_own(
    configured: Configured, smtp_server: SmtpServer
) -> None:
    option = configured(more='\n[worker]\ndigest = "0 0 * * *"\n')
    assert main(["digest", "--send", *option]) == 0
    assert main(["run", "--once", *option]) == 0
    kinds = [r.message["X-Mailproc-Notice"] for r in smtp_server.received]
    assert kinds.count("digest") == 2


def test_no_two_columns_of_an_export_share_a_name(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    file = tmp_path / "report.pdf"
    file.write_bytes(sheet())
    main(["import", str(file), *option])
    capsys.readouterr()
    main(["export", "--csv", *option])
    header = capsys.readouterr().out.splitlines()[0].split(",")
    assert len(header) == len(set(header))


def test_export_never_writes_a_formula(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import load_workbook

    option = configured()
    file, book = tmp_path / "report.pdf", tmp_path / "out.xlsx"
    file.write_bytes(sheet())
    main(["import", str(file), *option])
    main(["correct", "na-mon", "2026-02", "reporter_name==1+1", *option])
    assert main(["export", "--xlsx", str(book), *option]) == 0
    cells = [c for row in load_workbook(book).active.iter_rows() for c in row]  # type: ignore[union-attr]
    assert [c.data_type for c in cells if c.value == "=1+1"] == ["s"]
    capsys.readouterr()
    main(["export", "--csv", *option])
    assert "'=1+1" in capsys.readouterr().out


def test_compare_sets_the_month_beside_the_offices_sheet(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import Workbook

    option = configured()
    file, book = tmp_path / "report.pdf", tmp_path / "office.xlsx"
    file.write_bytes(sheet())
    main(["import", str(file), *option])
    workbook = Workbook()
    worksheet = workbook.active
    assert worksheet is not None
    worksheet.append(["ที่", "อำเภอ", "หนังสือราชการ", "เว็บไซต์ของหน่วยงาน"])
    worksheet.append([1, "นามน", 12, "๓"])
    worksheet.append([2, "นาคู", None, None])
    workbook.save(book)
    capsys.readouterr()
    assert main(["compare", str(book), "--period", "2026-02", *option]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "นามน website: sheet 3, stored 0",
        "4 values compared, 3 equal, 1 differ",
    ]


def test_the_worker_ends_cleanly_on_sigterm_and_a_second_one_says_so(
    configured: Configured, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    option = configured()
    dovecot.append(mail_with(("r.pdf", sheet())), at("2026-02-05 09:00"))
    program = [sys.executable, "-c", "from mailproc.cli import main; raise SystemExit(main())"]
    worker = subprocess.Popen([*program, "run", *option], stderr=subprocess.PIPE, text=True)
    try:
        assert worker.stderr is not None
        for line in worker.stderr:
            if "tick ok" in line:
                break
        second = subprocess.run(
            [*program, "run", "--once", *option], capture_output=True, text=True, check=False
        )
        assert second.returncode == 0
        assert "another mailproc worker" in second.stderr
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        if worker.poll() is None:
            os.kill(worker.pid, signal.SIGKILL)
        worker.communicate()
    kinds = [r.message["X-Mailproc-Notice"] for r in smtp_server.to(NA_MON)]
    assert kinds.count("receipt") == 1


def test_the_systemd_unit_is_valid_and_hardened(
    configured: Configured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["service", *configured()]) == 0
    unit = tmp_path / "mailproc.service"
    unit.write_text(capsys.readouterr().out)
    assert f"ReadWritePaths={tmp_path / 'data'} {tmp_path / 'data' / 'backups'}" in unit.read_text()
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    verified = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    # From 0 (safe) to 100; a bare service has 96.
    hardened = ["systemd-analyze", "security", "--offline=yes", "--threshold=35", str(unit)]
    assert subprocess.run(hardened, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("name", ["o'neil", "a$HOME", "tab\there", 'say "x"', "back\\slash", "50%"])
def test_the_systemd_unit_takes_folders_of_any_name(
    configured: Configured, tmp_path: Path, name: str
) -> None:
    configured()
    config = load(tmp_path / "config.toml").model_copy(update={"data_dir": tmp_path / name})
    folder = tmp_path / name
    folder.mkdir()
    text = unit_of(config, folder / "config.toml", "root")
    command = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    said = shlex.split(command.replace("$$", "$").replace("%%", "%"))
    assert said[-1] == str(folder / "config.toml")
    writable = next(line for line in text.splitlines() if line.startswith("ReadWritePaths="))
    assert shlex.split(writable.replace("%%", "%").partition("=")[2])[0] == str(folder)
    if "$" in name:
        assert "$$HOME" in command


def test_the_wheel_carries_templates_and_configuration() -> None:
    assert shipped("templates").is_dir()
    assert shipped("config.toml").is_file()


@pytest.mark.parametrize(
    "command",
    ["accept {}", "reject {} no", "reject m{} no", "show {}", "reprocess --message {}"],
)
@pytest.mark.parametrize("number", ["9" * 19, "9" * 40])
def test_a_number_that_no_database_counts_to_is_told_in_a_line(
    configured: Configured, command: str, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main([*command.format(number).split(), *configured()])
    except SystemExit as ended:
        status = int(str(ended.code))
    said = capsys.readouterr().err
    assert status == 2
    assert "internal" not in said
    assert "Traceback" not in said


def test_extend_refuses_years_that_cannot_be_meant_and_a_long_calendar_is_whole(
    configured: Configured, capsys: pytest.CaptureFixture[str]
) -> None:
    option = configured()
    for day in ("2569-02-20", "2020-02-20", "2026-02-31"):
        assert main(["extend", "na-mon", "2026-02", day, *option]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert main(["calendar", "--days=366", "--json", *option]) == 0
    assert len({line["period"] for line in json_lines(capsys)}) >= 12
