"""Every document ends in a stated outcome, whatever its bytes are."""

import sys
from io import BytesIO
from types import ModuleType

import pytest
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from parsers import forms, read
from parsers.form import Field, Form
from parsers.problems import english, thai
from parsers.read import read_document
from parsers.reading import Problem, ReadDocument
from tests.corpus.sheet import FONT, SIZE, Style, draw, new_canvas
from tests.corpus.values import UNITS, filled

PLAIN = Style()


def outcome(data: bytes) -> tuple[str, list[str]]:
    document = read_document(data, UNITS)
    return document.outcome, [p.code for p in document.problems]


def pages(count: int, **options: object) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, **options)
    for _ in range(count):
        canvas.drawString(50, 50, "page")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Pictures are not looked at; the numbers of the pages that would have been."""
    asked: list[int] = []
    module = ModuleType("parsers.picture.reader")
    module.read_picture = (  # type: ignore[attr-defined]
        lambda image, dpi, units, page, deadline, forms: asked.append(page)
    )
    monkeypatch.setitem(sys.modules, "parsers.picture.reader", module)
    return asked


def test_an_empty_file() -> None:
    assert outcome(b"") == ("refused", ["empty_file"])


def test_something_else() -> None:
    assert outcome(b"PK\x03\x04 a spreadsheet") == ("refused", ["unsupported_media"])


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_cut_off_pdf_is_never_accepted(share: float, no_pictures: list[int]) -> None:
    data = draw((filled(1), PLAIN))
    document = read_document(data[: int(len(data) * share)], UNITS)
    assert all(r.status != "accepted" for r in document.reports)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.7\nnothing", b"\xff\xd8\xff\xe0 no picture"]
)
def test_damaged_files(data: bytes) -> None:
    assert outcome(data) == ("refused", ["damaged"])


def test_a_pdf_that_asks_for_a_password() -> None:
    lock = pdfencrypt.StandardEncryption("secret", ownerPassword="owner")
    assert outcome(pages(1, encrypt=lock)) == ("refused", ["encrypted"])


def test_a_pdf_that_only_its_owner_may_change() -> None:
    lock = pdfencrypt.StandardEncryption("", ownerPassword="owner", canModify=0)
    assert read_document(pages(1, encrypt=lock), UNITS).outcome == "no_report"


def test_five_thousand_pages() -> None:
    document = read_document(pages(5000), UNITS)
    assert (document.outcome, document.pages) == ("refused", 5000)
    assert document.problems == (Problem("too_many_pages", detail="5000"),)


def test_a_header_behind_other_bytes_is_still_a_pdf() -> None:
    document = read_document(b"\r\nstray bytes\r\n" + draw((filled(1), PLAIN)), UNITS)
    assert (document.media, document.outcome) == ("application/pdf", "reports")


@pytest.mark.parametrize(
    ("kind", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("TIFF", "image/tiff")]
)
def test_pictures_are_known_by_their_bytes(kind: str, media: str, no_pictures: list[int]) -> None:
    buffer = BytesIO()
    Image.new("L", (300, 400), 255).save(buffer, kind)
    document = read_document(buffer.getvalue(), UNITS)
    assert (document.media, document.outcome, no_pictures) == (media, "no_report", [1])


def test_garbage_text_goes_to_the_picture_reader(no_pictures: list[int]) -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for i in range(20):
        canvas.drawString(50, 700 - 20 * i, "]9wzzzz s r]-.\\L-cf3a rhyaO3yb 7&VH4+$P")
    canvas.save()
    assert (outcome(buffer.getvalue())[0], no_pictures) == ("no_report", [1])


def test_what_was_read_in_time_is_kept_and_the_rest_named(
    monkeypatch: pytest.MonkeyPatch, no_pictures: list[int]
) -> None:
    """The reading process is stopped at its limit; a page that cannot be done by then must not
    take the pages before it along."""
    monkeypatch.setattr(read, "_SECONDS", -1.0)
    scan = Image.effect_noise((300, 400), 90)

    def scanned(canvas: Canvas) -> None:
        canvas.drawInlineImage(scan, 0, 0, 595, 842)
        canvas.showPage()

    document = read_document(draw((filled(1), PLAIN), before=scanned), UNITS)
    assert (document.outcome, len(document.reports), no_pictures) == ("reports", 1, [])
    assert [(p.code, p.detail) for p in document.problems] == [("time_limit", "1")]


def test_plain_language_does_not(no_pictures: list[int]) -> None:
    buffer = BytesIO()
    canvas = new_canvas(buffer)
    canvas.setFont(FONT, SIZE)
    for i in range(9):
        canvas.drawString(50, 700 - 20 * i, "รายงานการประชุมของอำเภอและจังหวัดที่ให้จัดงานประจำวัน")
    canvas.save()
    assert outcome(buffer.getvalue()) == ("no_report", ["taken_for_other_form"])
    assert no_pictures == []


SECOND = Form(
    id="made-up",
    title="แบบสำรวจเครื่องสูบน้ำประจำตำบล",
    fields=(
        Field("unit", "unit", ("อำเภอ",), "อำเภอ", required=True),
        Field("period", "month", ("ประจำเดือน",), "เดือน", required=True),
        Field("pumps", "count", ("เครื่องสูบน้ำที่ใช้งานได้",), "ใช้ได้", suffix="เครื่อง", required=True),
        Field("broken", "count", ("เครื่องสูบน้ำที่ชำรุด",), "ชำรุด", suffix="เครื่อง"),
        Field("reporter", "text", ("ผู้สำรวจ",), "ผู้สำรวจ"),
    ),
)


def test_a_second_form_is_one_declaration(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {**forms.all_forms(), SECOND.id: SECOND}
    monkeypatch.setattr(read, "all_forms", lambda: known)
    buffer = BytesIO()
    canvas = new_canvas(buffer)
    canvas.setFont(FONT, SIZE)
    lines = (
        "แบบสำรวจเครื่องสูบน้ำประจำตำบล",
        "อำเภอ นามน ประจำเดือน มีนาคม ๒๕๖๙",
        "เครื่องสูบน้ำที่ใช้งานได้ .......๑๒....... เครื่อง",
        "เครื่องสูบน้ำที่ชำรุด .............. เครื่อง",
        "ผู้สำรวจ นายสมชาย ใจดี",
    )
    for i, line in enumerate(lines):
        canvas.drawString(60, 780 - 22 * i, line)
    canvas.save()
    (report,) = read_document(buffer.getvalue(), UNITS).reports
    assert (report.form, report.unit, report.period) == ("made-up", "na-mon", "2026-03")
    assert report.status == "accepted"
    assert [r.value for r in report.readings[2:]] == [12, None, "นายสมชาย ใจดี"]


def test_reading_is_pure() -> None:
    data = draw((filled(2), PLAIN))
    first: ReadDocument = read_document(data, UNITS)
    assert read_document(data, UNITS) == first


def test_every_finding_can_be_said_in_both_languages() -> None:
    form = forms.all_forms()["scammer-awareness"]
    problem = Problem("more_than", "organizations_done", "organizations_total")
    assert english(problem) == "organizations_done is more than organizations_total"
    assert thai(problem, form) == "“อปท. ที่ดำเนินการแล้ว” มากกว่า “จำนวน อปท. ทั้งหมด”"
