"""Text-layer PDFs of many producers are read completely and exactly, or left to a person."""

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from reportlab.pdfbase import ttfonts
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName
from reportlab.pdfgen.canvas import Canvas

from parsers.forms.scammer_awareness import FORM
from parsers.read import read_document
from parsers.reading import Reading, ReadReport
from parsers.text.glyphs import Glyph, page_content
from parsers.text.lines import build_lines
from tests.corpus import sheet
from tests.corpus.sheet import FONT, SIZE, Pen, Style, draw, draw_sheet, new_canvas, style
from tests.corpus.values import UNITS, Filled, filled

PLAIN = Style()


def one_report(data: bytes) -> ReadReport:
    document = read_document(data, UNITS)
    assert document.outcome == "reports", document.problems
    (report,) = document.reports
    return report


def values(report: ReadReport, form: Filled) -> dict[str, object]:
    return {r.field: r.value for r in report.readings if r.field in form.truth}


def given(seed: int = 1, **words: str) -> Filled:
    """A filled form with some of its words replaced."""
    form = filled(seed)
    truth = {**form.truth, "staff_informed": True}
    return Filled(truth, {**form.words, "website": "7", "print_media": "8", **words})


def reading(data: bytes, key: str) -> Reading:
    found = one_report(data).reading(key)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(30))
def test_every_field_of_every_producer_is_exact(seed: int) -> None:
    form = filled(seed)
    report = one_report(draw((form, style(seed))))
    assert values(report, form) == dict(form.truth)
    assert report.status == "accepted"


def test_each_value_keeps_its_place_on_the_page() -> None:
    website = reading(draw((given(website="1,234"), PLAIN)), "website")
    total = reading(draw((given(), PLAIN)), "organizations_total")
    assert website.box is not None and total.box is not None
    assert 0 < total.box.y0 < total.box.y1 < website.box.y0 < website.box.y1 < 842


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_upright(turn: int) -> None:
    form = filled(6)
    pdf = pypdfium2.PdfDocument(draw((form, replace(PLAIN, box="drawn"))))
    pdf[0].set_rotation(turn)
    buffer = BytesIO()
    pdf.save(buffer)
    report = one_report(buffer.getvalue())
    assert values(report, form) == dict(form.truth)


def test_two_forms_in_one_file_are_two_reports() -> None:
    first, second = filled(3), filled(4)
    document = read_document(draw((first, PLAIN), (second, style(4))), UNITS)
    one, two = document.reports
    assert (one.page, values(one, first)) == (1, dict(first.truth))
    assert (two.page, values(two, second)) == (2, dict(second.truth))


def test_different_forms_for_one_unit_and_month_wait() -> None:
    first = given(website="5")
    second = given(website="6")
    document = read_document(draw((first, PLAIN), (second, PLAIN)), UNITS)
    assert [[p.code for p in r.problems] for r in document.reports] == [["same_key_twice"]] * 2


def letter(canvas: Canvas) -> None:
    """A covering letter that names the form's title."""
    canvas.setFont(FONT, SIZE)
    lines = (
        "ที่ กส ๐๐๒๓.๑/๑๒๓",
        "เรื่อง แบบรายงานการสร้างความรู้ความเข้าใจเพื่อป้องกันการหลอกลวงทางออนไลน์ (Scammer)",
        "เรียน ท้องถิ่นจังหวัดกาฬสินธุ์",
        "อ้างถึง หนังสือจังหวัดกาฬสินธุ์ ด่วนที่สุด",
        "อำเภอนามนขอรายงานผลการดำเนินการประจำเดือน มกราคม ๒๕๖๙ จำนวน ๑ ชุด",
        "จึงเรียนมาเพื่อโปรดทราบ",
        "ขอแสดงความนับถือ",
    )
    for i, line in enumerate(lines):
        canvas.drawString(60, 780 - 22 * i, line)
    canvas.showPage()


def test_a_form_behind_a_letter_that_quotes_its_title() -> None:
    form = filled(5)
    report = one_report(draw((form, PLAIN), before=letter))
    assert (report.page, values(report, form)) == (2, dict(form.truth))


def test_a_letter_that_quotes_the_title_is_no_form() -> None:
    buffer = BytesIO()
    canvas = new_canvas(buffer)
    letter(canvas)
    canvas.save()
    document = read_document(buffer.getvalue(), UNITS)
    assert document.outcome == "no_report"
    assert [p.code for p in document.problems] == ["taken_for_letter"]


def test_an_empty_page_is_named_so() -> None:
    buffer = BytesIO()
    canvas = new_canvas(buffer)
    canvas.showPage()
    canvas.save()
    document = read_document(buffer.getvalue(), UNITS)
    assert document.outcome == "no_report"
    assert [p.code for p in document.problems] == ["empty_page"]


def test_a_blank_form_is_rejected() -> None:
    form = filled(1)
    empty = Filled(form.truth, dict.fromkeys(form.words, ""))
    report = one_report(draw((empty, PLAIN)))
    assert (report.status, report.problems[0].code) == ("rejected", "blank_form")


def test_two_numbers_in_one_slot_are_never_one() -> None:
    website = reading(draw((given(website="5 12"), PLAIN)), "website")
    assert (website.value, website.status) == (None, "review")


def drawn_with(form: Filled, extra: Callable[[Canvas], None]) -> bytes:
    """The form with something drawn over it."""
    buffer = BytesIO()
    canvas = new_canvas(buffer)
    draw_sheet(Pen(canvas, PLAIN, over=extra), form)
    canvas.save()
    return buffer.getvalue()


def left_of_labels(words: Callable[[int], str], suffix: str = "ครั้ง") -> bytes:
    """The form without channel counts, and words before each channel's label instead."""
    channels = [f for f in FORM.counts if f.suffix == "ครั้ง"]
    form = given()
    form = Filled(form.truth, {**form.words, **dict.fromkeys([f.key for f in channels], "")})
    buffer = BytesIO()
    canvas = new_canvas(buffer)
    pen, real, rows = Pen(canvas, PLAIN), Pen.text, iter(range(len(channels)))

    def text(self: Pen, x: float, said: str, *, value: bool = False) -> float:
        if said in [f"- {f.labels[0]} " for f in channels]:
            said = words(next(rows)) + said.removeprefix("- ")
        return real(self, x, suffix if said == "ครั้ง" else said, value=value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pen, "text", text)
        draw_sheet(pen, form)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("suffix", ["ครั้ง", ""])
@pytest.mark.parametrize("words", ["{} - ", "{} ครั้ง ", "{} ", "{} ครั้ง - "])
def test_numbers_left_of_their_labels_are_not_blank(words: str, suffix: str) -> None:
    report = one_report(left_of_labels(lambda row: words.format(11 + row), suffix))
    channels = [r for r in report.readings if r.field in ("website", "official_letter")]
    assert [r.status for r in channels] == ["review", "review"]
    assert all(r.value is None for r in channels)


def test_one_number_written_out_left_of_its_label_is_not_blank() -> None:
    report = one_report(left_of_labels(lambda row: "สิบเอ็ด ครั้ง - " if row == 2 else "- "))
    assert report.status == "review"


@pytest.mark.parametrize("words", ["- ", "{}. ", "๓.{} ", "({}) ", "{} "])
def test_numbers_of_items_are_no_values(words: str) -> None:
    report = one_report(left_of_labels(lambda row: words.format(row + 1)))
    website = report.reading("website")
    assert website is not None and website.status == "blank"


def test_a_number_like_an_items_before_one_label_alone_is_no_blank() -> None:
    report = one_report(left_of_labels(lambda row: "11. " if row == 1 else "- "))
    website = report.reading("website")
    assert website is not None and website.status == "review"


def line_of(data: bytes, key: str) -> tuple[float, float, float, float]:
    """The box of a reading as x0, y0, x1, y1 from the bottom left."""
    box = reading(data, key).box
    assert box is not None
    return box.x0, 842 - box.y1, box.x1, 842 - box.y0


def test_a_struck_out_number_is_in_doubt() -> None:
    form = given(website="123")
    x0, y0, x1, y1 = line_of(draw((form, PLAIN)), "website")
    middle = (y0 + y1) / 2
    data = drawn_with(form, lambda c: c.line(x0 - 3, middle, x1 + 3, middle))
    assert reading(data, "website").status == "review"


def test_pen_strokes_in_an_empty_slot_are_not_blank() -> None:
    form = given(website="")
    x0, y0, x1, _ = line_of(draw((form, PLAIN)), "website")
    middle = (x0 + x1) / 2
    data = drawn_with(form, lambda c: c.line(middle, y0 + 1, middle + 6, y0 + 12))
    assert reading(data, "website").status == "review"


def test_a_number_under_a_white_patch_is_not_believed() -> None:
    form = given(website="123")
    x0, y0, x1, y1 = line_of(draw((form, PLAIN)), "website")

    def patch(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(x0 - 2, y0 - 2, x1 - x0 + 4, y1 - y0 + 4, stroke=0, fill=1)

    website = reading(drawn_with(form, patch), "website")
    assert (website.value, website.status) == (None, "review")


def test_a_number_that_a_clip_cuts_is_not_believed() -> None:
    form = given(website="")
    x0, y0, _, _ = line_of(draw((form, PLAIN)), "website")

    def clipped(canvas: Canvas) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(x0 + 20, y0 - 5, 14, 30)
        canvas.clipPath(path, stroke=0)
        canvas.setFont(FONT, SIZE)
        canvas.drawString(x0 + 20, y0 + 4, "1234")
        canvas.restoreState()

    assert reading(drawn_with(form, clipped), "website").status == "review"


def test_numbers_over_each_other_are_not_believed() -> None:
    form = given(website="12")
    x0, y0, _, _ = line_of(draw((form, PLAIN)), "website")

    def more(canvas: Canvas) -> None:
        canvas.setFont(FONT, SIZE)
        canvas.drawString(x0 + 3, y0, "34")

    assert reading(drawn_with(form, more), "website").status == "review"


@pytest.mark.parametrize(("digits", "website"), [("79", "7"), ("๗๙", "๑๗")])
def test_a_font_that_lies_about_its_digits_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, digits: str, website: str
) -> None:
    """The text says 9 where the page shows 7, as some fonts' character maps do."""
    true_map = ttfonts.makeToUnicodeCMap
    swapped = {ord(a): ord(b) for a, b in zip(digits, reversed(digits), strict=True)}

    def lie(name: str, subset: Sequence[int]) -> str:
        return str(true_map(name, [swapped.get(code, code) for code in subset]))  # type: ignore[no-untyped-call]

    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", lie)
    report = one_report(draw((given(website=website), PLAIN)))
    found = report.reading("website")
    assert found is not None and found.value == (9 if website == "7" else 19)
    assert found.status == "review" and report.status == "review"


def test_white_and_invisible_text_is_not_believed() -> None:
    form = given(website="")
    x0, y0, _, _ = line_of(draw((form, PLAIN)), "website")

    def ghost(canvas: Canvas) -> None:
        text = canvas.beginText(x0 + 20, y0 + 4)
        text.setFont(FONT, SIZE)
        text.setTextRenderMode(3)
        text.textOut("99")
        canvas.drawText(text)

    website = reading(drawn_with(form, ghost), "website")
    assert (website.value, website.status) == (None, "review")


@pytest.mark.parametrize(
    ("words", "size", "raised", "opacity", "grouped"),
    [
        ("12", 8.0, 5.0, 1.0, False),  # a footnote's sign
        ("", 8.0, 5.0, 1.0, False),
        ("12", 8.0, -3.0, 1.0, False),  # an index
        ("", 8.0, -3.0, 1.0, False),
        ("12", 8.0, 0.0, 1.0, False),
        ("12", 1.0, 0.0, 1.0, False),
        ("", 1.0, 0.0, 1.0, False),
        ("12", SIZE, 0.0, 0.01, False),
        ("12", SIZE, 0.0, 0.01, True),
        ("", SIZE, 0.0, 0.01, True),
    ],
)
def test_a_digit_unlike_the_others_is_not_believed(
    words: str, size: float, raised: float, opacity: float, grouped: bool
) -> None:
    form = given(website=words)
    _, y0, x1, _ = line_of(draw((form, PLAIN)), "website")
    base = 842 - next(
        n.base
        for n in build_lines(page_glyphs(draw((form, PLAIN))), 1)
        if abs(842 - n.base - y0) < 8
    )
    x = x1 + 0.5 if words else x1 - 30

    def digit(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        if grouped:
            canvas.beginForm("ghost")
            canvas.setFont(FONT, size)
            canvas.setFillAlpha(0.99)
            canvas.drawString(x, base + raised, "3")
            canvas.endForm(Group=PDFDictionary({"S": PDFName("Transparency")}))
        canvas.setFillAlpha(opacity)
        if grouped:
            canvas.doForm("ghost")
        else:
            canvas.drawString(x, base + raised, "3")

    assert reading(drawn_with(form, digit), "website").status == "review"


def test_a_typed_comment_is_text_of_the_page() -> None:
    form = given(website="")
    x0, y0, _, y1 = line_of(draw((form, PLAIN)), "website")

    def comment(canvas: Canvas) -> None:
        rect = (x0 + 20, y0 - 2, x0 + 60, y1 + 2)
        canvas.freeTextAnnotation("42", DA="0 0 0 rg /F3 12 Tf", Rect=rect)

    website = reading(drawn_with(form, comment), "website")
    assert (website.value, website.status, website.source) == (42, "accepted", "text")


def fillable(names: bool) -> bytes:
    """A form with fillable fields for the website, filled in."""
    form = given(website="")
    data = draw((form, PLAIN))
    x0, y0, _, _ = line_of(data, "website")

    def fields(canvas: Canvas) -> None:
        canvas.acroForm.textfield(
            name="website" if names else "Text7", value="55", x=x0 + 8, y=y0, width=50, height=14
        )

    return drawn_with(form, fields)


@pytest.mark.parametrize("names", [True, False])
def test_a_fillable_field_counts_by_its_value(names: bool) -> None:
    website = reading(fillable(names), "website")
    assert (website.value, website.status, website.source) == (55, "accepted", "form")


@pytest.mark.parametrize("box", ["brackets", "square", "drawn", "letters"])
@pytest.mark.parametrize(("ticks", "value"), [((1, 0), True), ((0, 1), False), ((1, 1), None)])
def test_one_plain_tick_is_an_answer(
    monkeypatch: pytest.MonkeyPatch, box: str, ticks: tuple[int, int], value: bool | None
) -> None:
    given_ticks = iter(ticks)
    real = sheet.tick_box
    monkeypatch.setattr(sheet, "tick_box", lambda pen, x, _: real(pen, x, bool(next(given_ticks))))
    informed = reading(draw((given(), replace(PLAIN, box=box))), "staff_informed")
    assert (informed.value, informed.status) == (value, "review" if value is None else "accepted")


def page_glyphs(data: bytes) -> list[Glyph]:
    return page_content(pypdfium2.PdfDocument(data)[0], 1).glyphs


def answers_on_one_line(*parts: str) -> bytes:
    """The form with its two answers on one line, each part drawn 12 points behind the last."""
    buffer = BytesIO()
    canvas = new_canvas(buffer)
    pen, real = Pen(canvas, PLAIN), Pen.text

    def text(self: Pen, x: float, said: str, *, value: bool = False) -> float:
        if said == "ดำเนินการเรียบร้อยแล้ว":
            x = 60
            for part in parts:
                if part in (BOX, TICK):
                    sheet._dingbat(canvas, x, self.y, part)
                    x += 24
                else:
                    x = real(self, x, part) + 12
            return x
        return x if said == "ยังไม่ดำเนินการ" else real(self, x, said, value=value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pen, "text", text)
        patch.setattr(sheet, "tick_box", lambda *_: None)
        draw_sheet(pen, given())
    canvas.save()
    return buffer.getvalue()


BOX, TICK = "\u274f", "\u2713"
YES, NO = "ดำเนินการเรียบร้อยแล้ว", "ยังไม่ดำเนินการ"


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        (("( / )", YES, "(   )", NO), True),
        (("(   )", YES, "( / )", NO), False),
        (("[ ]", YES, "[x]", NO), False),
        (("(   )", YES, "/", "(   )", NO), None),
        (("(   )", YES + " /", "(   )", NO), None),
        (("(   )", YES + " X", "(   )", NO), None),
        (("(   )", YES, "(   )", NO, "/"), None),
        (("( / )", YES, "(   )", NO, "/"), None),
        (("( / )", YES, "/", "(   )", NO), None),
        ((BOX, YES, BOX, NO), None),
        ((TICK, YES, BOX, NO), True),
        ((BOX, YES, TICK, BOX, NO), None),
    ],
)
def test_a_mark_outside_the_boxes_is_for_a_person(
    parts: tuple[str, ...], value: bool | None
) -> None:
    informed = reading(answers_on_one_line(*parts), "staff_informed")
    assert (informed.value, informed.status) == (value, "review" if value is None else "accepted")


@pytest.mark.parametrize("rect", ["0 0 0 0", "100 500 300 500", "1e30 5 1e31 6"])
def test_a_field_without_height_shows_nothing_and_stops_nothing(rect: str) -> None:
    """Found by fuzzing: its dots were letters of size 0."""
    data = BytesIO()
    canvas = Canvas(data, pageCompression=0)
    canvas.acroForm.textfield(
        name="t", value="a.b.c 1.2 ..... x.y", x=100, y=500, width=200, height=20, relative=False
    )
    canvas.showPage()
    canvas.save()
    found = re.search(rb"/Rect \[[^]]*\]", data.getvalue())
    assert found
    hidden = f"/Rect [{rect}]".encode().ljust(len(found[0]))
    assert read_document(data.getvalue().replace(found[0], hidden), UNITS).outcome == "no_report"


def test_a_box_off_the_page_is_not_looked_into() -> None:
    """Found by fuzzing: OpenCV ended the process at a picture of nothing."""
    program = (
        "import numpy; from parsers.text.marks import _frame; _frame(numpy.zeros((0, 0), bool))"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
