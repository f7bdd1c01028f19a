"""The letters say what a unit must know, in text and in HTML alike."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from mailproc.config import Config
from mailproc.notices import compose
from mailproc.notices.letters import Answered, Finding
from parsers.forms import all_forms
from parsers.reading import Channel, Problem
from storage.correspondence import NewNotice
from tests import make
from tests.notices import samples
from tests.notices.samples import ANSWERED, DATES, line, revision


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return make.config(tmp_path)


def both(notice: NewNotice) -> tuple[str, str]:
    """The words of the text and of the HTML, blanks evened out."""
    html = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<style.*?</style>", "", notice.html)))
    return " ".join(notice.text.split()), " ".join(html.split())


def assert_says(notice: NewNotice, *words: str) -> None:
    for said in both(notice):
        for word in words:
            assert word in said, f"{word!r} not in {said!r}"


def test_receipt_says_unit_month_state_and_every_value(config: Config) -> None:
    got = compose.receipt(config, ANSWERED, [line(config)], [])
    assert_says(got, "อำเภอนามน", "กุมภาพันธ์ ๒๕๖๙", "ตรงเวลา", "๑๐ กุมภาพันธ์ ๒๕๖๙", "๐๙.๓๐ น.")
    assert_says(got, *(f.short for f in all_forms()[make.FORM].fields))
    assert_says(got, "30 ครั้ง", "9 แห่ง", "0 ครั้ง", "ดำเนินการเรียบร้อยแล้ว", "นายทดสอบ ระบบ")
    assert_says(got, "ตอบกลับอีเมลนี้", "PDF", "งานทดสอบ", "0 0000 0000", "กส ๐๐๒๓.๑/ว ๘๘")
    assert "รอตรวจสอบ" not in got.text + got.html
    assert got.to == ("na-mon@example.go.th",)
    assert (got.key, got.kind, got.auto_submitted) == ("receipt/7/1", "receipt", "auto-replied")
    assert (got.campaign, got.unit, got.period) == (make.FORM, "na-mon", "2026-02")


def test_empty_is_not_zero(config: Config) -> None:
    got = compose.receipt(config, ANSWERED, [line(config)], [])
    assert "สื่อสิ่งพิมพ์: (เว้นว่าง)" in got.text
    assert "เว็บไซต์ของหน่วยงาน: 0 ครั้ง" in got.text


def test_doubtful_values_are_marked_in_their_rows(config: Config) -> None:
    held = revision(
        samples.doubtful("website", "community_radio", community_radio=None),
        state="held",
        reasons=("field_doubtful:website",),
    )
    got = compose.receipt(config, ANSWERED, [line(config, revision=held, state="held")], [])
    assert "! เว็บไซต์ของหน่วยงาน: 0 ครั้ง [รอตรวจสอบ]" in got.text
    assert "! วิทยุชุมชน: อ่านค่าไม่ได้ [รอตรวจสอบ]" in got.text
    assert_says(got, "อ่าน “เว็บไซต์ของหน่วยงาน” ได้ไม่ชัดเจน", "เจ้าหน้าที่จังหวัดจะตรวจสอบต่อ")
    assert got.html.count("background:#fff6df;color:#5c3d00;padding") == 4


def test_a_required_field_left_empty_is_named(config: Config) -> None:
    held = revision(make.readings(organizations_done=None), state="held")
    got = compose.receipt(config, ANSWERED, [line(config, revision=held, state="held")], [])
    assert "! อปท. ที่ดำเนินการแล้ว:  [ยังไม่ได้กรอก]" in got.text


def test_what_a_person_decided_is_no_longer_doubtful(config: Config) -> None:
    settled = revision(
        samples.doubtful("website"), decided_by="staff", corrected=frozenset({"website"})
    )
    got = compose.receipt(config, ANSWERED, [line(config, revision=settled)], [], number=2)
    assert_says(got, "เจ้าหน้าที่จังหวัดตรวจสอบรายงานฉบับนี้แล้ว", "แก้ไขโดยเจ้าหน้าที่")
    assert "รอตรวจสอบ" not in got.text + got.html
    assert got.key == "receipt/7/2"


def test_an_accepted_report_with_an_unclear_name_does_not_promise_a_check(config: Config) -> None:
    unclear = revision(samples.doubtful("reporter_name"))
    got = compose.receipt(config, ANSWERED, [line(config, revision=unclear)], [])
    assert_says(got, "อ่านไม่ชัด โปรดตรวจ")
    assert "รอตรวจสอบ" not in got.text + got.html
    assert "เจ้าหน้าที่จังหวัดจะตรวจสอบต่อ" not in got.text


def test_late_is_said_kindly(config: Config) -> None:
    late = line(config, revision=revision(counted_at=samples.AT + timedelta(3)), state="late")
    assert_says(compose.receipt(config, ANSWERED, [late], []), "ส่งล่าช้า", "ขอบคุณ", "นับรวม")
    closed = compose.receipt(config, ANSWERED, [replace(late, after_closing=True)], [])
    assert_says(closed, "พ้นวันปิดรับ", "รายงานเพิ่มเติม")


def test_a_newer_revision_shows_old_and_new(config: Config) -> None:
    new = revision(make.readings(facebook_page=31, print_media=2), number=2)
    got = compose.receipt(config, ANSWERED, [line(config, revision=new, previous=revision())], [])
    assert "เพจเฟซบุ๊กของหน่วยงาน: 30 ครั้ง → 31 ครั้ง" in got.text
    assert "สื่อสิ่งพิมพ์: เว้นว่าง → 2 ครั้ง" in got.text
    assert got.html.count("<s>") == 2
    assert_says(got, "ใช้แทนฉบับที่ได้รับเมื่อ", "ฉบับที่ ๒")


def test_the_same_again_is_said(config: Config) -> None:
    got = compose.receipt(config, ANSWERED, [line(config, same=True)], [])
    assert_says(got, "ตรงกับฉบับที่ได้รับไว้แล้วทุกค่า")


def test_several_reports_and_a_file_that_is_none_make_one_receipt(config: Config) -> None:
    other = line(
        config, revision=revision(unit="na-khu"), unit=config.unit_by_id["na-khu"], state="late"
    )
    finding = Finding("กิจกรรม.docx", (Problem("unsupported_media"),))
    got = compose.receipt(config, ANSWERED, [line(config), other], [finding])
    assert_says(got, "ได้รับรายงานแล้ว ๒ ฉบับ", "อำเภอนามน", "อำเภอนาคู", "ตรงเวลา", "ส่งล่าช้า")
    assert_says(got, "กิจกรรม.docx", "บันทึกเป็น")


def test_a_report_without_unit_and_month(config: Config) -> None:
    lost = revision(make.readings(unit=None, period=None), unit=None, period=None, state="held")
    got = compose.receipt(
        config, ANSWERED, [line(config, revision=lost, unit=None, state="held", dates=None)], []
    )
    assert_says(got, "(ยังไม่ทราบหน่วยรายงาน)", "(อ่านเดือนไม่ได้)", "ยังไม่ได้กรอก")
    assert (got.unit, got.period) == ("", "")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("unsupported_media", "บันทึกเป็น (Save As)"),
        ("encrypted", "โดยไม่ตั้งรหัสผ่าน"),
        ("damaged", "สแกนเป็น PDF ใหม่"),
        ("drive_link", "แนบแบบรายงานที่กรอกแล้ว"),
        ("no_attachment", "แนบแบบรายงานที่กรอกแล้ว"),
        ("blank_form", "โปรดกรอกจำนวน"),
        ("other_province", "ถูกฉบับ"),
        ("taken_for_letter", "แนบแบบรายงานที่กรอกแล้ว"),
    ],
)
def test_the_problem_reply_says_what_to_do(config: Config, code: str, words: str) -> None:
    got = compose.problem(config, ANSWERED, [Finding("ก.pdf", (Problem(code),))])
    assert_says(got, "ก.pdf", words, "ตอบกลับอีเมลนี้")
    assert code not in got.text
    assert (got.key.startswith("problem/7/"), got.kind) == (True, "problem")


def test_the_question_names_both_months_and_both_answers(config: Config) -> None:
    resent = revision(make.readings(website=5), state="held", reasons=("resent_last_month",))
    asked = line(config, revision=resent, state="held", previous=revision())
    got = compose.question(config, ANSWERED, asked)
    assert_says(got, "กุมภาพันธ์ ๒๕๖๙", "มีนาคม ๒๕๖๙", "“แก้ไข”", "5 ครั้ง")
    assert (got.key.startswith("problem/7/"), got.kind) == (True, "problem")


def test_the_warning_has_all_that_a_head_of_district_asks(config: Config) -> None:
    unit = config.unit_by_id["na-mon"]
    got = compose.warning(
        config, config.campaign[0], unit, DATES, "w/3", 2, ("chief@example.go.th",)
    )
    assert_says(got, "ขอติดตามรายงาน", "(ครั้งที่ ๒)", "เรียน นายอำเภอนามน", "กุมภาพันธ์ ๒๕๖๙")
    assert_says(got, "วันอังคารที่ ๑๐ กุมภาพันธ์ ๒๕๖๙", "ข้อ ๒ ของหนังสือจังหวัด ที่ กส ๐๐๒๓.๑/ว ๘๘")
    assert_says(got, "office@example.go.th", "๒๕ กุมภาพันธ์ ๒๕๖๙", "งานทดสอบ โทร. 0 0000 0000")
    assert "คำเตือน" not in got.text + got.html + got.subject
    assert got.to == ("chief@example.go.th",)
    assert got.key == "w/3"
    assert (got.number, got.auto_submitted, got.in_reply_to) == (2, "auto-generated", "")


def test_letters_to_the_pao_and_the_towns_go_to_their_heads(tmp_path: Path) -> None:
    units = [
        {"id": "pao", "name": "องค์การบริหารส่วนจังหวัดกาฬสินธุ์", "kind": "pao"},
        {"id": "town", "name": "เทศบาลเมืองกาฬสินธุ์", "kind": "town"},
    ]
    config = make.config(tmp_path, unit=units)
    heads = ("นายกองค์การบริหารส่วนจังหวัดกาฬสินธุ์", "นายกเทศมนตรีเมืองกาฬสินธุ์")
    for unit, head in zip(config.unit, heads, strict=True):
        got = compose.warning(config, config.campaign[0], unit, DATES, "w/1", 1, ("a@b.th",))
        assert_says(got, f"เรียน {head}")
        assert "ครั้งที่" not in got.subject


def test_the_reminder_goes_to_the_unit_and_names_the_day(config: Config) -> None:
    unit = config.unit_by_id["na-mon"]
    got = compose.reminder(config, config.campaign[0], unit, DATES, "r/3")
    assert_says(got, "วันอังคารที่ ๑๐ กุมภาพันธ์ ๒๕๖๙", "ข้อ ๒", "office@example.go.th", "วันปิดรับ")
    assert got.to == unit.addresses
    assert got.key == "r/3"


def test_words_from_mails_never_become_markup_or_lines(config: Config) -> None:
    bad = "<b>x</b>\r\nBcc: a@b.th\u202e\x00 <script>alert(1)</script>"
    values: dict[str, Any] = {"reporter_name": bad, "other_channels": (Channel(bad, 3),)}
    shown = revision(make.readings(**values))
    answered = Answered(7, "na-mon@example.go.th", bad, "<a@x.th>", "")
    finding = Finding(bad, (Problem("damaged"),))
    got = compose.receipt(config, answered, [line(config, revision=shown)], [finding])
    assert "<script" not in got.html and "<b>x" not in got.html
    assert "\nBcc" not in got.text and "\u202e" not in got.text + got.html
    assert "\n" not in got.subject and "\r" not in got.subject


def test_an_answer_keeps_the_subject_and_the_thread(config: Config) -> None:
    got = compose.receipt(config, ANSWERED, [line(config)], [])
    assert got.subject == "Re: ส่งรายงาน"
    assert got.in_reply_to == "<a@example.go.th>"
    assert got.references == "<root@x.th> <a@example.go.th>"


def test_without_a_mail_to_answer_the_subject_says_what_it_is(config: Config) -> None:
    answered = Answered(7, "na-mon@example.go.th", "", "", "")
    got = compose.receipt(config, answered, [line(config)], [])
    assert got.subject == "ได้รับรายงาน ประจำเดือนกุมภาพันธ์ ๒๕๖๙ อำเภอนามน"
    assert (got.in_reply_to, got.references) == ("", "")
