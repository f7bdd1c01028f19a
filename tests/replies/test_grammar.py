"""One grammar for staff and districts: real ways to write, and what must never be understood."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailproc.config import load
from mailproc.replies.about import names_another_month, names_another_unit, without_subject
from mailproc.replies.grammar import parse
from mailproc.replies.orders import (
    Accept,
    AcceptAll,
    Approve,
    AskStatus,
    Confirm,
    Order,
    Put,
    Reject,
    Resume,
    Send,
    SetField,
    Stop,
    Unclear,
)
from mailproc.replies.values import NotAValue, value_of
from mailproc.resources import shipped
from parsers.forms import all_forms
from parsers.reading import Channel, Value
from parsers.thai import ascii_digits
from tests import make

FIELDS = all_forms()[make.FORM].fields
CONFIG = load(shipped("config.toml"))


def read(text: str) -> list[Order]:
    return list(parse(text, FIELDS, CONFIG.places))


def unit(name: str) -> str:
    found = CONFIG.find_unit(name)
    assert found
    return found.id


def one(item: int) -> Accept:
    return Accept((item,))


STAFF: list[tuple[str, list[Order]]] = [
    ("1 ถูก", [one(1)]),
    ("๑ ถูก", [one(1)]),
    ("1ถูก", [one(1)]),
    ("1. ถูก", [one(1)]),
    ("1) ถูกต้อง", [one(1)]),
    ("(1) ถูก", [Unclear("(1) ถูก", True)]),
    ("ข้อ 1 ถูกครับ", [one(1)]),
    ("ข้อที่ ๑ ถูกต้องแล้วค่ะ", [one(1)]),
    ("รายการที่ 1 ถูกต้องค่ะ", [one(1)]),
    ("1 ok", [one(1)]),
    ("1 OK ครับ", [one(1)]),
    ("1 โอเค", [one(1)]),
    ("1=ถูก", [one(1)]),
    ("1: ถูก", [one(1)]),
    ("1 ถูก 👍", [one(1)]),
    ("1 ใช่ครับ", [Accept((1,), "yes")]),
    ("3 รับ", [Accept((3,), "take")]),
    ("- 1 ถูก", [one(1)]),
    ("1 ถูก, 2=30, 3 อนุมัติ, 4 ไม่ใช่รายงาน",
     [one(1), Put(2, "30"), Approve((3,)), Reject((4,))]),
    ("1 ถูก,2=30,3 อนุมัติ,4 ไม่ใช่รายงาน",
     [one(1), Put(2, "30"), Approve((3,)), Reject((4,))]),
    ("1 ถูก 2=30 3 อนุมัติ 4 ไม่ใช่รายงาน",
     [one(1), Put(2, "30"), Approve((3,)), Reject((4,))]),
    ("๑.ถูกต้อง ๒. ๓๐", [one(1), Put(2, "30")]),
    ("1) ถูก 2) = ๓๐ ครั้ง", [one(1), Put(2, "30 ครั้ง")]),
    ("1ถูก2=30", [one(1), Put(2, "30")]),
    ("1 ถูกครับ 2 ถูกครับ", [one(1), one(2)]),
    ("ข้อ ๑ ถูก ข้อ ๒ แก้เป็น ๓๐", [one(1), Put(2, "30")]),
    ("ข้อ 1 ถูก และข้อ 2 เป็น 30 ครับ", [one(1), Put(2, "30")]),
    ("ข้อ 1 ถูก ส่วนข้อ 2 = 30", [one(1), Put(2, "30")]),
    ("1 ถูก\n2 = 30\n3 อนุมัติ", [one(1), Put(2, "30"), Approve((3,))]),
    ("2 = 1,300 ครั้ง", [Put(2, "1,300 ครั้ง")]),
    ("1 = 1,2 = 5", [Put(1, "1"), Put(2, "5")]),
    ("2 ไม่ถูก ที่ถูกคือ 30", [Put(2, "30")]),
    ("2 ผิด เป็น 30", [Put(2, "30")]),
    ("2 -> 30", [Put(2, "30")]),
    ("ข้อ 2 30 ครั้ง", [Put(2, "30 ครั้ง")]),
    ("2) 30", [Put(2, "30")]),
    ("2: 30", [Put(2, "30")]),
    ("1, 2 ถูก", [Accept((1, 2))]),
    ("1,2 และ 3 ถูก", [Accept((1, 2, 3))]),
    ("ข้อ 1-3 ถูก", [Accept((1, 2, 3))]),
    ("1 ถึง 3 ถูกต้อง", [Accept((1, 2, 3))]),
    ("3,4 อนุมัติ", [Approve((3, 4))]),
    ("ถูกทั้งหมด", [AcceptAll()]),
    ("ถูกต้องทั้งหมดค่ะ", [AcceptAll()]),
    ("ทุกข้อถูก", [AcceptAll()]),
    ("ทุกข้อถูกต้องครับ", [AcceptAll()]),
    ("ถูกทุกข้อ", [AcceptAll()]),
    ("ถูกหมดครับ", [AcceptAll()]),
    ("OK ทั้งหมด", [AcceptAll()]),
    ("ถูกต้อง", [Confirm()]),
    ("4 ไม่รับ", [Reject((4,))]),
    ("4 ปฏิเสธ เพราะเป็นของหน่วยอื่น", [Reject((4,), "เป็นของหน่วยอื่น")]),
    ("4 ไม่ใช่รายงาน (รูปกิจกรรม)", [Reject((4,), "รูปกิจกรรม")]),
    ("1 ยังไม่ดำเนินการ", [Put(1, "ยังไม่ดำเนินการ")]),
    ("1 = ดำเนินการเรียบร้อยแล้ว", [Put(1, "ดำเนินการเรียบร้อยแล้ว")]),
    ("1 = มกราคม 2569", [Put(1, "มกราคม 2569")]),
    ("1 เป็น นามน", [Put(1, "นามน")]),
    ("1 = ว่าง", [Put(1, "ว่าง")]),
    ("หยุด นามน", [Stop("นามน")]),
    ("หยุดเตือนอำเภอนามน", [Stop("อำเภอนามน")]),
    ("หยุด นามน, นาคู", [Stop("นามน, นาคู")]),
    ("หยุดแจ้ง นามน", [Stop("นามน")]),
    ("แจ้งต่อ นามน", [Resume("นามน")]),
    ("เตือนต่อ อ.นามน และ นาคู", [Resume("อ.นามน และ นาคู")]),
    ("ยกเลิกหยุด นามน", [Resume("นามน")]),
    ("ไม่ต้องหยุด นามน", [Resume("นามน")]),
    ("ส่ง", [Send()]),
    ("ส่งได้เลยครับ", [Send()]),
    ("ส่งต่อได้", [Send()]),
    ("เรียน ทีมงาน\n\n1 ถูก\n\nขอบคุณครับ\n-- \nนายสมชาย ใจดี\nโทร. 1 234", [one(1)]),
    ("1 ถูก\nส่งจาก iPhone ของฉัน", [one(1)]),
    ("1 ถูก\nSent from my iPhone", [one(1)]),
    ("1 ถูก\nด้วยความเคารพ\n2 ถูก", [one(1), one(2)]),
    ("1 ถูก\nขอแสดงความนับถือ\nสมหญิง ใจดี\nนักวิชาการเงินและบัญชี\nอบต.สงเปลือย", [one(1)]),
    ("1 ถูก\n-- \n2 ถูก", [one(1)]),
    ("1 ถูก\nสถ.อ.นามน สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอนามน หมู่ 3 46230", [one(1)]),
    ("6 ก.พ. 2569\nเรียน ระบบ\n1 ถูก", [one(1)]),
    ("1 ถูก\nนายสมชาย ใจดี\nรองท้องถิ่นจังหวัด\nโทร 043 811 234",
     [one(1)]),
    ("ถูกทั้งหมด\nว่าที่ร้อยตรีสมชาย ใจดี\nนักส่งเสริมการปกครองท้องถิ่นชำนาญการ\n"
     "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดกาฬสินธุ์\nศาลากลางจังหวัด ถนนกาฬสินธุ์ อำเภอเมือง 46000\n"
     "โทร. 0 4381 1234 ต่อ 12\nwww.example.go.th\nsomchai@example.go.th", [AcceptAll()]),
    ("ส่ง\n(นางสมหญิง ใจดี)", [Send()]),
    ("ถูกทั้งหมด\n(นางสมหญิง ใจดี)\n5 กุมภาพันธ์ 2569", [AcceptAll()]),
    ("ok ส่งเลยครับ", [Send()]),
    ("ตอบตามด้านล่างครับ\n1 ถูก", [one(1)]),
    ("1 ถูก\nขอบคุณครับ 🙏", [one(1)]),
    ("1 ถูก ขอบคุณค่ะ", [one(1)]),
    ("ข้อ 1 ถูกต้องครับ\nข้อ 2 แก้เป็น 30 ครับ\nขอบคุณครับ\nสมชาย", [one(1), Put(2, "30")]),
    ("ส่งได้เลยครับ\n\nนายสมชาย ใจดี\nท้องถิ่นจังหวัดกาฬสินธุ์\nโทร 043 811 234", [Send()]),
    ("1 ถูก\n\nสมชาย ใจดี\nท้องถิ่นจังหวัดกาฬสินธุ์", [one(1)]),
    ("ส่ง\nโทร 043 811 234", [Send()]),
    ("เห็นชอบ ส่งได้", [Send()]),
    ("ตรวจสอบแล้ว ถูกทั้งหมด", [AcceptAll()]),
    ("1ถูก 3=30 ครับ\nจาก iPhone", [one(1), Put(3, "30")]),
    ("4 ไม่รับ เพราะยังไม่ลงนาม", [Reject((4,), "ยังไม่ลงนาม")]),
    ("4 ไม่รับ เป็นรูปกิจกรรม", [Reject((4,), "เป็นรูปกิจกรรม")]),
    ("1 ถูก\n" + "ข้อความนี้และไฟล์แนบเป็นความลับ หากท่านไม่ใช่ผู้รับ " * 5 + "\n2 ถูก", [one(1)]),
    ("1. 30 2. 40", [Put(1, "30"), Put(2, "40")]),
    ("1. 30, 2. 40, 3. ถูก", [Put(1, "30"), Put(2, "40"), one(3)]),
    ("1 ถูก, 2 งง, 3 ถูก", [one(1), Unclear("2 งง", True), one(3)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "orders"), STAFF, ids=[t for t, _ in STAFF])
def test_what_staff_write(text: str, orders: list[Order]) -> None:
    assert read(text) == orders


DISTRICTS: list[tuple[str, list[Order]]] = [
    ("เพจเฟซบุ๊ก 24", [SetField("facebook_page", "24")]),
    ("แก้ไข เสียงตามสาย = ๓๐", [SetField("public_address", "30")]),
    ("เว็บไซต์ จำนวน 5 ครั้ง", [SetField("website", "5")]),
    ("เพจ 24 ครั้ง เว็บไซต์ 5 ครั้ง", [SetField("facebook_page", "24"), SetField("website", "5")]),
    ("เพจ 24, เว็บ 5", [SetField("facebook_page", "24"), SetField("website", "5")]),
    ("เพจ 24\nเว็บ 5", [SetField("facebook_page", "24"), SetField("website", "5")]),
    ("facebook 24", [SetField("facebook_page", "24")]),
    ("Facebook Page: 24", [SetField("facebook_page", "24")]),
    ("facebook_page=24", [SetField("facebook_page", "24")]),
    ("ขอแก้ไขเพจเฟสบุ๊ค เป็น ๒๔ ครั้งค่ะ", [SetField("facebook_page", "24")]),
    ("แก้เพจเฟซบุ๊กของหน่วยงานเป็น 24", [SetField("facebook_page", "24")]),
    ("เพจเฟซบุ๊ก จาก 30 เป็น 24", [SetField("facebook_page", "24", "30")]),
    ("เพจเฟซบุ๊ก 30 → 24", [SetField("facebook_page", "24", "30")]),
    ("เสียงตามสาย 1,200 ครั้ง", [SetField("public_address", "1,200")]),
    ("จำนวน อปท. ทั้งหมด 9 แห่ง", [SetField("organizations_total", "9")]),
    ("อปท. ที่ดำเนินการแล้ว = 8", [SetField("organizations_done", "8")]),
    ("หนังสือราชการ 12 ครับ", [SetField("official_letter", "12")]),
    ("วิทยุชุมชน : ๑๐๐", [SetField("community_radio", "100")]),
    ("แจ้งเวียนบุคลากร ยังไม่ดำเนินการ", [SetField("staff_informed", "ยังไม่ดำเนินการ")]),
    ("ยืนยัน", [Confirm()]),
    ("ยืนยันค่ะ", [Confirm()]),
    ("ขอยืนยันข้อมูลถูกต้อง", [Confirm()]),
    ("ถูกต้องครับ", [Confirm()]),
    ("ข้อมูลถูกต้องแล้วค่ะ", [Confirm()]),
    ("สถานะ", [AskStatus()]),
    ("ขอทราบสถานะครับ", [AskStatus()]),
    ("ขอบคุณค่ะ", []),
    ("ขอบพระคุณมากครับ", []),
    ("เพจ 24\nขออภัยค่ะ กรอกผิด", [SetField("facebook_page", "24")]),
    ("เพจ 24\nทั้งนี้ หากมีข้อสงสัย โทร 0812345678", [SetField("facebook_page", "24")]),
    ("รับทราบค่ะ", []),
    ("", []),
    ("ยืนยันค่ะ\nเพจ 24", [Confirm(), SetField("facebook_page", "24")]),
    (
        "ยืนยันค่ะ\nนายสมชาย ใจดี\nท้องถิ่นอำเภอนามน\nFacebook: อำเภอนามน\nเว็บไซต์: www.namon.example",
        [Confirm()],
    ),
    ("ขอบคุณค่ะ\nเว็บไซต์: www.namon.example\nFacebook : ที่ว่าการอำเภอนามน", []),
    ("ขอบคุณค่ะ พรุ่งนี้จะส่งรูป", []),
    ("ยืนยันค่ะ\nขอบคุณค่ะ\nสมหญิง", [Confirm()]),
    ("ข้อมูลถูกต้องครบถ้วนค่ะ", [Confirm()]),
    ("ตรวจสอบแล้ว ถูกต้องค่ะ", [Confirm()]),
    ("รับทราบค่ะ ข้อมูลถูกต้อง", [Confirm()]),
    ("สวัสดีค่ะ ขอแก้ไขเพจเป็น 24 ค่ะ", [SetField("facebook_page", "24")]),
    ("สวัสดีครับ ขอตรวจสอบสถานะการส่งรายงานครับ", [AskStatus()]),
    ("ขอแก้ไขข้อมูล ดังนี้\nเพจ 24\nจึงเรียนมาเพื่อโปรดทราบ", [SetField("facebook_page", "24")]),
    ("ขอแก้ไขรายงานประจำเดือนมกราคม 2569 ดังนี้ค่ะ\nเพจ 24", [SetField("facebook_page", "24")]),
    ("เพจ 24\n---\nเว็บ 5", [SetField("facebook_page", "24"), SetField("website", "5")]),
    ("วันที่ 6 กุมภาพันธ์ 2569\nเพจ 24", [SetField("facebook_page", "24")]),
    ("เพจเฟซบุ๊ก:24", [SetField("facebook_page", "24")]),
    ("เพจ 30 แก้เป็น 24", [SetField("facebook_page", "24", "30")]),
    ("ช่วยแก้เพจเป็น 24 หน่อยค่ะ", [SetField("facebook_page", "24")]),
    ("ขออนุญาตแก้ไข เพจเฟซบุ๊ก 24 ครั้ง", [SetField("facebook_page", "24")]),
    ("เพจ 24 ค่ะ ขอบคุณค่ะ", [SetField("facebook_page", "24")]),
    ("สถานะ?", [AskStatus()]),
    ("ขอสถานะด้วยค่ะ", [AskStatus()]),
    ("ขอทราบสถานะหน่อยค่ะ?", [AskStatus()]),
]


@pytest.mark.parametrize(("text", "orders"), DISTRICTS, ids=[t for t, _ in DISTRICTS])
def test_what_districts_write(text: str, orders: list[Order]) -> None:
    assert read(text) == orders


@pytest.mark.parametrize(
    "text",
    [
        "1 ถูกไหมครับ",
        "1 ถูกหรือไม่",
        "1 ถูก?",
        "1 ถูกครับ?",
        "1 ไม่ถูก",
        "1 ไม่ใช่",
        "ไม่ถูกทั้งหมด",
        "ถูกหมดยกเว้นข้อ 2",
        "ถ้าข้อ 1 ถูก, 2=30",
        "1 ถูก ❓",
        "2=30 🤔",
        "2=3,5",
        "2=30,40",
        "2=3,5 3=2",
        "2=1,3000",
        "เพจ 3,5",
        "เพจ 24, 30",
        "1,2=30",
        "ข้อ 1 2",
        "ข้อ 1 2 3 ถูก",
        "1. 2, 3 ถูก",
        "1. 2. 3. ถูก",
        "1) 2, 3) ถูก",
        "1 แก้ไข 2 ครั้ง",
        "ขอบคุณครับ ถูกทั้งหมด",
        "ขอบคุณค่ะ แต่เพจไม่ถูก",
        "ถูกทั้งหมด\nยกเว้น 3",
        "ถูกทั้งหมด\n\nแต่ไม่แน่ใจ",
        "ยืนยัน\nแต่เพจไม่ถูก",
        "ยืนยัน\nเพจผิด",
        "ส่ง\nแต่แก้ตัวเลขก่อน",
        "ส่ง\nพรุ่งนี้",
        "ส่ง\nยกเลิก",
        "ส่ง\nเมื่อครบทุกหน่วย",
        "ส่ง\nวันที่ 20 กุมภาพันธ์",
        "ส่งได้เลยค่ะ\n20 ก.พ. 69",
        "ส่ง\nผอ.กำลังตรวจ",
        "ส่ง\nเรียน ท้องถิ่นจังหวัดเพื่อพิจารณาลงนาม",
        "ส่ง\nเรียน ท้องถิ่นจังหวัด",
        "ส่ง\nหัวหน้าฝ่ายตรวจสอบตัวเลข",
        "ส่ง\nนายสมชาย ตรวจอยู่",
        "ยืนยัน\nขอโทษค่ะ กรอกผิด",
        "ยืนยัน\nเจ้าหน้าที่กรอกเกิน",
        "ถูกทั้งหมด\nอำเภอนามนเพิ่มสาม",
        "เพจ 24\nเทศบาลตำบลนามนอีกสาม",
        "1 ถูก\nขอแก้ไข",
        "ส่ง\nขอแก้ไขข้อมูล",
        "ส่ง\nขอบคุณครับ\nล้อเล่น",
        "ส่ง\nขอบคุณ\nลืมเสียงตามสาย",
        "ส่ง\nปลัดจังหวัด",
        "ส่ง\nหัวหน้ากลุ่มงาน\nโทร 043 811 234",
        "ส่ง\nด้วยความเคารพ\nล้อเล่น",
        "เพจ 24\nเบอร์ 2600",
        "เพจ 24\n12345",
        "เพจ 24\nหมู่ 26",
        "ส่ง\nด้วยความเคารพ โปรดรอผู้ว่าลงนามก่อน",
        "ส่ง\nด้วยความเคารพ\nโปรดรอผู้ว่าลงนามก่อน",
        "20 กุมภาพันธ์ 2569\nส่ง",
        "ถูกทั้งหมด\nด้วยความเคารพ ยกเว้นข้อ 2",
        "ด้วยความเคารพ ขอแก้ไข\nเพจ 24",
        "ส่งจากสำนักงานท้องถิ่นแล้ว เพจ 24",
        "ขอแก้ไขข้อมูลหน่อย\nยืนยัน",
        "ถูกทั้งหมด\nขอแก้ไขบางส่วน",
        "เพจ 24\n26",
        "เพจ 24\n26 ค่ะ",
        "เพจ 24\n2 โรงเรียน",
        "เพจ 24\nขอโทษค่ะ 26",
        "เพจ 24\nขอโทษค่ะ ของอำเภอนาคู",
        "เพจ 24\nขอโทษ ส่งผิดค่ะ",
        "เพจ 1\n,200 ครั้ง",
        "เพจ 24\nยกเลิกค่ะ",
        "เพจ 24\nของอำเภอนาคู",
        "เพจ 24\nของเดือนที่แล้ว",
        "เพจ 24\nเดือน 1",
        "มค. 69\nเพจ 24",
        "เพจ 24\nม.ค 69",
        "ประจำเดือน 1/2569\nเพจ 24",
        "Jan 2026\nเพจ 24",
        "เพจ 24\nสมชาย",
        "เพจ 24\nนายอำเภอ ขอให้ยกเลิก",
        "เพจ 24\nเพจ เอ๊ย 26",
        "จำนวน อปท. ทั้งหมด ผิด\nอปท. ที่ดำเนินการแล้ว 5",
        "เพจ 24\nขอบคุณค่ะ\nยกเลิก",
        "เพจ 24\nขอบคุณค่ะ\nของนาคู",
        "เพจ 24\nขอบคุณค่ะ\nยี่สิบหก",
        "เพจ 24\nขอบคุณค่ะ\nฉบับร่าง",
        "เพจ 24\nขอบคุณค่ะ\nมกราคม",
        "เพจ 24\nสมหญิง\nขอบคุณค่ะ",
        "ถูกทั้งหมด\nเว้นข้อสอง\nนายสมชาย ใจดี",
        "ส่ง\nพรุ่งนี้เช้า\nนายสมชาย ใจดี",
        "เพจ 24\nหากพบข้อผิดพลาดให้แก้เป็น 26",
        "ถูกทั้งหมด\nข้อสุดท้ายเป็น 4",
        "ถูกทั้งหมด\nข้อสอง 4 แห่ง",
        "ถูกทั้งหมด\nเว้นข้อสอง",
        "ถูกทั้งหมด\n2 งง",
        "1=9\nเอ๊ย 10",
        "1=9\n10 ครับ",
        "1=5\nขอโทษค่ะ 1 = 9",
        "1,2 ถูก\nยกเลิก",
        "1,2,3 ถูก\n2 ข้อแรกผิด",
        "1 ถูก\n1 เอ๊ย",
        "1=9\nเพจ 5 หรือ 6",
        "ยืนยัน\nยกเลิก",
        "ยืนยัน\nอันสุดท้าย 24 ครั้ง",
        "ยืนยัน\nขอเพิ่มอีก 5 ครั้ง",
        "1 ถูก\nหยุด นามน\nพรุ่งนี้",
        "1 ไม่ใช่รายงาน เหรอ",
        "1 ไม่รับ ดีไหม",
        "4 ไม่รับ ถ้าเขาส่งใหม่",
        "4 ไม่รับ เพราะอะไร",
        "4 ไม่รับ ไม่ใช่ รับ",
        "4 ไม่รับ ชั่วคราว",
        "4 ไม่รับ เพราะน่าจะเป็นของหน่วยอื่น",
        "ไม่ยืนยัน",
        "ขอยืนยันตามเดิม",
        "เพจ 24\nหรือ 30",
        "เพจ 24\nแต่ยังไม่แน่ใจ",
        "1 ถูก\nไม่ใช่ 2",
        "ถูกทั้งหมด\nข้อมูลในข้อสามนั้น ได้ตรวจสอบกับอำเภอแล้ว ปรากฏว่าตัวเลขที่อ่านได้ไม่ตรงกับต้นฉบับที่อำเภอเก็บไว้"
        " จึงขอให้แก้ไขก่อน",
        "1 30",
        "2.30",
        "9:30",
        "2=3.5",
        "2=30-40",
        "2=30 หรือ 40",
        "2=1, 300",
        "2=1 300",
        "2 30 ถูก",
        "2=30ถูก",
        "1=302=40",
        "3 ถูกต้องหรือเปล่า",
        "ยืนยันไม่ได้",
        "ยืนยันหรือยัง",
        "ยังไม่ยืนยัน",
        "ส่งแล้ว",
        "ส่งหรือยัง",
        "เพจ 24.5",
        "เพจ 24/30",
        "เพจ 24 หรือ 30",
        "เพจ 1 000",
        "เพจ 24%",
        "เพจ 24 ไม่ใช่ 30",
        "ไม่ใช่เพจ 24",
        "เพจ 24 ใช่ไหม",
        "เพจ 24 หรือเปล่าคะ",
        "วันนี้เผยแพร่ทางเพจ 24 ครั้ง",
        "เว็บไซต์ 5 แห่ง",
        "ตามหนังสือราชการ 12",
        "หนังสือราชการ ที่ กส 0023.1/88",
        "เพจ ยี่สิบสี่",
        "อปท. 9",
    ],
)
def test_what_is_not_clear_is_never_understood(text: str) -> None:
    assert [type(o) for o in read(text)] in ([Unclear], [Unclear, Unclear])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("วันนี้เผยแพร่ทางเพจ 24 ครั้ง", True),
        ("1 ไม่ถูก", True),
        ("แก้ไขหน่อยครับ", True),
        ("ข้อมูลไม่ถูกต้อง", True),
        ("ค่าผิดครับ", True),
        ("เพจ ยี่สิบสี่", True),
        ("1-3 ถูก ยกเว้น 2", True),
        ("วิทยุ 50", True),
        ("ป้ายไวนิล 5 ครั้ง", True),
        ("ใช่ค่ะ", True),
        ("ขอถอนรายงาน", True),
        ("ขอโทษค่ะ ขอยกเลิกรายงานฉบับนี้", True),
        ("ขออภัยค่ะ ส่งผิดเดือน", True),
        ("ตรวจสอบแล้วไม่ถูกต้อง", True),
        ("พรุ่งนี้จะส่งเพิ่มเติม", False),
        ("สมชาย", False),
    ],
)
def test_whether_unclear_words_look_like_an_order(text: str, meant: bool) -> None:
    assert [o.meant for o in read(text) if isinstance(o, Unclear)] == [meant]


PIECES = st.sampled_from(
    ["1", "2", "๓", "30", "๓๐", "1,200", "ถูก", "ถูกต้อง", "ครับ", "=", ".", ",", " ", "\n", ")", "-",
     "เพจ", "เว็บไซต์", "ครั้ง", "แห่ง", "ข้อ", "เป็น", "จาก", "แก้ไข", "อนุมัติ", "ไม่ใช่รายงาน", "ไม่",
     "ยืนยัน", "หยุด", "นามน", "ทั้งหมด", "?", "และ", "หรือ", ":", "→", "/", "²", "１"]
)  # fmt: skip


def numbers(text: str) -> set[str]:
    digits = ascii_digits(text)
    return set(re.findall("[0-9]+", digits)) | set(re.findall("[0-9]+", digits.replace(",", "")))


@settings(max_examples=1500, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=14).map("".join)))
def test_no_text_crashes_it_and_no_number_is_invented(text: str) -> None:
    for order in read(text):
        if isinstance(order, (Put, SetField)):
            assert numbers(order.words.replace(",", "")) <= numbers(text)
        if isinstance(order, Put):
            assert str(order.item) in numbers(text)


def test_a_hostile_line_takes_no_time() -> None:
    for text in ("1," * 5000, "1 ถูก " * 2000, "ครับ" * 3000, "เพจ " * 3000, "1-" * 4000 + "ถูก"):
        read(text * 20)
    for piece in (
        "สถอ",
        "สำนักงาน",
        "กลุ่มงาน ",
        "อ.",
        "ขอบคุณครับ",
        "ผู้ช่วย",
        "ดังนี้",
        "กรอกผิด",
        "เดือนมกราคม ",
    ):
        for begin in ("", "ขอแก้ไข", "ขอบคุณ", "จึงเรียนมาเพื่อ", "หากมีข้อสงสัย"):
            read(f"1 ถูก\n{begin}{piece * 120}!x")
    read("1 ถูก\nหากมีข้อสงสัย โทร " + "1" * 380 + "x")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("อื่น ๆ = ป้ายไวนิล ๕ ครั้ง, รถแห่ 3 ครั้ง ค่ะ", (Channel("ป้ายไวนิล", 5), Channel("รถแห่", 3))),
        ("แก้ไข ช่องทางอื่นๆ เป็น TikTok ๓ ครั้ง", (Channel("TikTok", 3),)),
        ("อื่นๆ: ไม่มี", ()),
    ],
)
def test_other_channels_are_a_list_to_the_end_of_the_line(said: str, value: Value) -> None:
    (order,) = parse(said, FIELDS)
    assert isinstance(order, SetField) and order.field == "other_channels"
    assert value_of(all_forms()[make.FORM].field(order.field), order.words, CONFIG) == value


@pytest.mark.parametrize(
    "said",
    [
        "อื่นๆ = ป้าย 5 ครั้ง, เพจ 24",
        "อื่นๆ = ป้ายหรือรถแห่ 5 ครั้ง",
        "อื่นๆ = ป้าย",
        "อื่นๆ = ป้ายไม่แน่ใจ 5 ครั้ง",
        "อื่นๆ = เพิ่ม ป้าย 2 ครั้ง",
        "อื่นๆ = รถแห่อีก 2 ครั้ง",
        "อื่นๆ = รถแห่ เดิม 3 ครั้ง แก้เป็น 5 ครั้ง",
        "อื่นๆ = รถแห่ -3 ครั้ง",
        "อื่นๆ = ป้ายไวนิล 5 ครั้ง รวม 8 ครั้ง",
    ],
)
def test_a_list_of_channels_that_is_not_plain_is_asked_back(said: str) -> None:
    for order in parse(said, FIELDS):
        if isinstance(order, SetField):
            with pytest.raises(NotAValue):
                value_of(all_forms()[make.FORM].field(order.field), order.words, CONFIG)


def test_a_month_or_the_units_own_name_before_a_correction_stands_for_itself() -> None:
    for said in (
        "มกราคม เพจ 24",
        "เดือนมกราคม 2569: เพจ 24",
        "ของ ม.ค. เพจ 24",
        "เพจ 24\nของเดือนมกราคม 2569 ค่ะ",
        "อำเภอนามน\nเพจ 24",
        "อำเภอนามน ขอแก้ไข เพจ 24",
        "อำเภอนามนขอแก้ไขข้อมูล ดังนี้\nเพจ 24",
        "เพจ 24\nของอำเภอนามนค่ะ",
    ):
        left = without_subject(said, unit("นามน"), CONFIG)
        assert parse(left, FIELDS) == (SetField("facebook_page", "24"),), said


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("มกราคม เพจ 24", False),
        ("ม.ค. 69 เพจ 24", False),
        ("มกรา ๒๕๖๙", False),
        ("มกราคม พ.ศ. 2569", False),
        ("January is not read, 5 กุมภาพันธ์ 2569 is the date of a day", False),
        ("มกราคม 2568", True),
        ("ม.ค. 68", True),
        ("ธันวาคม", True),
        ("มกราคม และ ก.พ.", True),
    ],
)
def test_whether_another_month_is_named(said: str, other: bool) -> None:
    assert names_another_month(said, "2026-01") == other


@pytest.mark.parametrize("said", ["อำเภอนาคู", "เพจ 24\n(อ.นาคู)", "ของอำเภอนาคูค่ะ\nเพจ 24"])
def test_a_line_that_is_another_units_name_is_seen(said: str) -> None:
    assert names_another_unit(said, unit("นามน"), CONFIG)
    assert not names_another_unit(said, unit("นาคู"), CONFIG)
    address = "ที่ว่าการอำเภอเมืองกาฬสินธุ์ จังหวัดกาฬสินธุ์"
    assert names_another_unit(address, unit("นามน"), CONFIG)
    assert not names_another_unit(address, unit("เทศบาลเมืองกาฬสินธุ์"), CONFIG)
