"""A second form is one module in `parsers/forms/` and one `[[campaign]]` table, nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.service.office import NA_MON, at, mail_with

ROOT = Path(__file__).resolve().parent.parent.parent

MODULE = '''
"""A made-up form with five fields."""

from parsers.form import Field, Form

FORM = Form(
    id="clean-water",
    title="แบบสำรวจคุณภาพน้ำประปาหมู่บ้าน",
    fields=(
        Field("unit", "unit", ("อำเภอ",), "หน่วยรายงาน", required=True),
        Field("period", "month", ("ประจำเดือน",), "ประจำเดือน", required=True),
        Field("villages", "count", ("จำนวนหมู่บ้านที่สำรวจ",), "หมู่บ้าน", suffix="แห่ง", required=True),
        Field("clean", "count", ("จำนวนที่ผ่านเกณฑ์มาตรฐาน",), "ผ่านเกณฑ์", suffix="แห่ง"),
        Field("surveyor", "text", ("ผู้สำรวจ",), "ผู้สำรวจ"),
    ),
)
'''

PROGRAM = "from mailproc.cli import main; raise SystemExit(main())"
CAMPAIGN = """
[[campaign]]
id = "clean-water"
form = "clean-water"
first_period = "2026-01"
"""


def water_sheet() -> bytes:
    """The made-up form, filled in."""
    from io import BytesIO

    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from mailproc.paper.thai_font import regular

    lines = (
        "แบบสำรวจคุณภาพน้ำประปาหมู่บ้าน",
        "อำเภอ นามน",
        "ประจำเดือน กุมภาพันธ์ ๒๕๖๙",
        "จำนวนหมู่บ้านที่สำรวจ ๔๒ แห่ง",
        "จำนวนที่ผ่านเกณฑ์มาตรฐาน ๓๙ แห่ง",
        "ผู้สำรวจ นายทดสอบ ระบบ",
    )
    data, font = BytesIO(), regular()
    canvas = Canvas(data, pagesize=A4)
    for number, line in enumerate(lines):
        canvas.setFont(font.fontName, 14)
        canvas.drawString(70, 760 - 26 * number, font.shaped(line))
    canvas.save()
    return data.getvalue()


@pytest.fixture
def copy(tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer) -> Path:
    """A copy of the program with one more module and one more table."""
    home = tmp_path / "copy"
    for folder in ("mailproc", "parsers", "storage", "templates"):
        shutil.copytree(ROOT / folder, home / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (home / "parsers" / "forms" / "clean_water.py").write_text(MODULE, encoding="utf-8")
    from tests.service.office import office_config

    config = office_config(tmp_path, "sqlite://", dovecot, smtp_server)
    text = f"""
data_dir = "data"
[mailbox]
host = "{config.mailbox.host}"
port = {config.mailbox.port}
username = "{config.mailbox.username}"
password = "{dovecot.password}"
ca_file = "{config.mailbox.ca_file}"
authserv_id = ""
[smtp]
host = "{config.smtp.host}"
port = {config.smtp.port}
username = "{config.smtp.username}"
password = "{smtp_server.password}"
ca_file = "{config.smtp.ca_file}"
from_address = "office@example.go.th"
[staff]
addresses = ["staff@example.go.th"]
[[unit]]
id = "na-mon"
name = "นามน"
addresses = ["{NA_MON}"]
[[campaign]]
id = "scammer-awareness"
form = "scammer-awareness"
first_period = "2026-01"
"""
    (home / "config.toml").write_text(text + CAMPAIGN, encoding="utf-8")
    return home


def mailproc(home: Path, *arguments: str) -> str:
    """Run the copy's command line; what it printed."""
    run = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM, *arguments],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_second_form_is_read_answered_exported_and_shown(
    copy: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    dovecot.append(mail_with(("water.pdf", water_sheet())), at("2026-02-05 09:00"))
    mailproc(copy, "run", "--once")
    (row,) = [json.loads(line) for line in mailproc(copy, "export", "--json").splitlines()]
    assert (row["campaign"], row["unit"], row["period"], row["status"]) == (
        "clean-water",
        "na-mon",
        "2026-02",
        "accepted",
    )
    assert row["fields"] == {
        "unit": "นามน",
        "period": "2026-02",
        "villages": 42,
        "clean": 39,
        "surveyor": "นายทดสอบ ระบบ",
    }
    receipt = smtp_server.to(NA_MON)[0].message.get_body(("plain",))
    assert receipt is not None
    assert "ผ่านเกณฑ์" in receipt.get_content()
    assert "น้ำประปา" in mailproc(copy, "digest", "--period", "2026-02")
    month = ("--campaign", "clean-water", "--period", "2026-02")
    told = mailproc(copy, "rollup", *month)
    assert "villages: 42\n" in told and "item 1" not in told
    assert "written" in mailproc(copy, "rollup", *month, "--pdf", str(copy / "r.pdf"))
    with pypdfium2.PdfDocument(copy / "r.pdf") as drawn:
        pages = [page.get_textpage().get_text_range() for page in drawn]
    assert len(pages) == 1 and "๔๒" in pages[0], "not on the paper of another form"
