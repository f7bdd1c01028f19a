"""The drawn form: its text layer says what was put in, and the marks stand where they belong."""

from io import BytesIO

import pdfplumber
import pypdfium2
import pytest

from mailproc.paper.fillable import draw_fillable
from mailproc.paper.sheet import Look, draw_form
from mailproc.paper.thai_font import regular
from parsers.forms.scammer_awareness import FORM
from parsers.reading import Channel, Value

VALUES: dict[str, Value] = {
    "organization": "ทุกแห่ง",
    "unit": "ห้วยเม็ก",
    "period": "2026-06",
    "staff_informed": True,
    "organizations_total": 12,
    "organizations_done": 9,
    "website": 0,
    "public_address": 240,
    "other_channels": (Channel("ป้ายไวนิลหน้าบ้านกำนัน", 15),),
    "reporter_name": "นายปิ่น น้ำใส",
    "reporter_position": "ท้องถิ่นอำเภอ",
}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text: str = document[0].get_textpage().get_text_range()
    document.close()
    return text


@pytest.mark.parametrize(
    "word", ["ที่นี้", "น้ำ", "ค่ำ", "ป้า", "ปี่", "ฝั่ง", "เพื่อ", "เม็ก", "กำนัน", "ผู้ใหญ่", "กตัญญู", "ฎีกา"]
)
def test_thai_is_extracted_as_it_was_written(word: str) -> None:
    assert word in text_of(draw_form({"reporter_name": word}))


def test_a_tone_mark_over_a_vowel_is_another_glyph() -> None:
    above_vowel, above_consonant = regular().shaped("ที่"), regular().shaped("ท่า")
    assert above_vowel[:2] == "ที"
    assert above_vowel[2] != "่"
    assert above_consonant == "ท่า"


def test_labels_and_values_are_in_the_text_layer() -> None:
    text = text_of(draw_form(VALUES))
    for label in (FORM.title, *(field.labels[0] for field in FORM.counts)):
        assert label in text
    assert "ประจำเดือน มิถุนายน ๒๕๖๙" in text
    assert "- เสียงตามสาย จำนวน ๒๔๐ ครั้ง" in text
    assert "- เว็บไซต์ของหน่วยงาน จำนวน ๐ ครั้ง" in text
    assert "- วิทยุชุมชน จำนวน ครั้ง" in text
    assert "ป้ายไวนิลหน้าบ้านกำนัน จำนวน ๑๕ ครั้ง" in text


def test_digits_are_arabic_where_the_office_writes_them_so() -> None:
    text = text_of(draw_form(VALUES, Look(thai_digits=False, marks="brackets")))
    assert "ประจำเดือน มิถุนายน 2569" in text
    assert "( / ) ดำเนินการเรียบร้อยแล้ว" in text
    assert "จำนวน 240 ครั้ง" in text


def test_a_town_stands_on_its_own_line_with_its_district() -> None:
    text = text_of(draw_form(VALUES | {"unit": "เทศบาลเมืองกุฉินารายณ์"}))
    assert "อปท. เทศบาลเมืองกุฉินารายณ์ อำเภอ กุฉินารายณ์" in text


def test_filled_in_fields_are_values_and_not_text() -> None:
    pdf = draw_fillable(VALUES)
    assert "๒๔๐" not in text_of(pdf)
    with pdfplumber.open(BytesIO(pdf)) as document:
        assert document.doc.catalog["AcroForm"]
        fields = {a["data"]["T"].decode(): a["data"].get("V") for a in document.pages[0].annots}
    assert fields["public_address"].decode("utf-16") == "๒๔๐"
    assert fields["community_radio"] == b""
    assert fields["staff_informed_yes"].name == "Yes"
    assert fields["staff_informed_no"].name == "Off"
