"""Bad input: each mail ends in a stated outcome, the next mail goes on, nothing is lost."""

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.service.office import NA_KHU, NA_MON, Office, mail_with, sheet, text_of


def encrypted() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 700, "report")
    canvas.save()
    return data.getvalue()


def many_pages() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    canvas = Canvas(data)
    for _ in range(5000):
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def word() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return data.getvalue()


BAD: list[tuple[str, Callable[[], bytes]]] = [
    ("empty", lambda: b""),
    ("truncated", lambda: sheet()[:2000]),
    ("encrypted", encrypted),
    ("5,000 pages", many_pages),
    ("a Word file", word),
    ("rubbish", lambda: b"\x00\x01\x02 no file of any kind" * 50),
]


@pytest.mark.parametrize("make_file", [f for _, f in BAD], ids=[n for n, _ in BAD])
def test_a_bad_file_is_answered_and_the_next_mail_goes_on(
    office: Office, make_file: Callable[[], bytes]
) -> None:
    office.arrive(mail_with(("bad.pdf", make_file())), "2026-02-05 09:00")
    good = mail_with(("good.pdf", sheet(unit="นาคู")), sender=NA_KHU)
    office.arrive(good, "2026-02-05 09:01")
    assert office.tick("2026-02-05 09:05").ok
    assert [m.state for m in office.messages()] == ["recorded", "recorded"]
    assert [r.unit for r in office.revisions()] == ["na-khu"]
    (problem,) = office.mailed("problem", NA_MON)
    assert "PDF" in text_of(problem)


def test_a_60_mb_attachment_ends_in_a_stated_outcome(office: Office) -> None:
    office.arrive(mail_with(("big.pdf", b"%PDF-1.4\n" + bytes(60_000_000))), "2026-02-05 09:00")
    office.arrive(mail_with(("good.pdf", sheet())), "2026-02-05 09:01")
    assert office.tick("2026-02-05 09:05").ok
    big, good = office.messages()
    assert (big.state in ("recorded", "held"), good.state) == (True, "recorded")
    assert [r.current for r in office.revisions()] == [True]


def test_a_mail_in_tis_620_is_read(office: Office) -> None:
    raw = mail_with(("report.pdf", sheet()))
    head, _, rest = raw.partition(b"\n\n")
    head = head.replace(
        b"Subject: =?utf-8?b?4Liq4LmI4LiH4LmB4Lia4Lia4Lij4Liy4Lii4LiH4Liy4LiZ?=", b"Subject: X"
    )
    head += b"\nX-Raw: " + "รายงาน".encode("tis-620")
    office.arrive(head + b"\n\n" + rest, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert [r.current for r in office.revisions()] == [True]


def test_a_header_without_a_charset_does_no_harm(office: Office) -> None:
    raw = mail_with(("report.pdf", sheet()), subject="SUBJECT-HERE")
    raw = raw.replace(b"SUBJECT-HERE", "รายงานเดือนกุมภาพันธ์".encode("tis-620"))
    office.arrive(raw, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert [r.current for r in office.revisions()] == [True]
    assert len(office.mailed("receipt")) == 1


def test_the_same_file_under_any_name_and_type_is_found(office: Office) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("รายงาน.pdf", sheet())
    office.arrive(mail_with(("แบบรายงาน ก.พ. ๖๙.zip", data.getvalue())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert [r.current for r in office.revisions()] == [True]


def test_a_link_to_a_drive_is_answered_with_how_to_send_it(office: Office) -> None:
    body = "รายงานตามลิงก์ https://drive.google.com/file/d/abc/view"
    office.arrive(mail_with(body=body), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (problem,) = office.mailed("problem", NA_MON)
    assert "PDF" in text_of(problem)
