"""Why a report waits for a person or does not count: stored as short codes, worded here.

What a reader found (`parsers.problems`) and what the service found (sender, month, repetition) are
one list for the people who answer it.
"""

import re
from collections.abc import Iterable

from mailproc.thai_dates import thai_month
from parsers import problems
from parsers.form import Form
from parsers.reading import Problem
from storage.records import Message

_WORDS: dict[str, tuple[str, str]] = {
    "unknown_sender": (
        "the sender's address belongs to no unit",
        "ที่อยู่อีเมลผู้ส่งยังไม่ได้ลงทะเบียนเป็นของหน่วยรายงานใด",
    ),
    "not_authentic": (
        "the receiving server does not vouch for the sender",
        "เครื่องแม่ข่ายไม่ยืนยันว่าอีเมลมาจากผู้ส่งจริง",
    ),
    "other_unit": (
        "the form names another unit than the sender's",
        "แบบรายงานเป็นของหน่วยงานอื่น ไม่ตรงกับผู้ส่ง",
    ),
    "spam_folder": (
        "it lies in the spam folder",
        "อีเมลอยู่ในโฟลเดอร์จดหมายขยะ",
    ),
    "overtaken": (
        "another answer took its place",
        "มีคำตอบอื่นใช้แทนแล้ว",
    ),
    "resent_last_month": (
        "looks like last month's sheet with new numbers",
        "เดือนนี้เคยรายงานแล้ว ตัวเลขใหม่อาจเป็นของเดือนถัดไป",
    ),
    "period_before_campaign": (
        "the month lies before the campaign",
        "เดือนที่รายงานอยู่ก่อนเริ่มให้รายงาน",
    ),
    "period_after_campaign": (
        "the month lies after the campaign",
        "เดือนที่รายงานอยู่หลังสิ้นสุดการให้รายงานแล้ว",
    ),
    "period_without_unit": (
        "the unit is not asked for that month (first_period, last_period)",
        "หน่วยรายงานนี้ไม่ต้องรายงานเดือนนี้",
    ),
    "period_after_arrival": (
        "the month lies after the mail's arrival",
        "เดือนที่รายงานยังมาไม่ถึงในวันที่ส่ง",
    ),
    "corrected_by_person": (
        "a person corrected this value, and the sheet has another one",
        "เจ้าหน้าที่แก้ไขค่าไว้แล้ว ค่าที่ส่งมาใหม่ไม่ตรงกัน",
    ),
    "rejected_before": (
        "a person rejected the same sheet before",
        "เจ้าหน้าที่เคยไม่รับแบบรายงานหรือค่าที่เหมือนกันนี้แล้ว",
    ),
    "newer_counts": (
        "a newer report of that month counts already",
        "มีรายงานฉบับใหม่กว่าของเดือนเดียวกันที่นับแล้ว",
    ),
    "read_again": (
        "replaced when the mail was read again",
        "มีผลการอ่านใหม่แทนแล้ว",
    ),
    "no_attachment": (
        "no file is attached",
        "ไม่พบไฟล์แนบในอีเมล กรุณาแนบแบบรายงานเป็นไฟล์ PDF",
    ),
    "drive_link": (
        "a link to a drive instead of a file",
        "ส่งมาเป็นลิงก์ ระบบเปิดลิงก์ไม่ได้ กรุณาแนบแบบรายงานเป็นไฟล์ PDF",
    ),
    "not_as_said": (
        "the form says something else than was said at the import",
        "แบบรายงานไม่ตรงกับที่ระบุไว้ตอนนำเข้า",
    ),
}


# Why a sender is not authentic (`intake.senders.Reason`).
_DOUBTS = {
    "none": "ไม่มีชื่อผู้ส่ง",
    "two_from": "มีผู้ส่งซ้ำสองช่อง",
    "several_addresses": "มีผู้ส่งหลายที่อยู่",
    "group": "ผู้ส่งเป็นกลุ่ม",
    "malformed": "ที่อยู่ผู้ส่งผิดรูปแบบ",
    "resent": "เป็นอีเมลเดิมที่มีผู้ส่งซ้ำมา",
    "no_results": "ไม่มีผลการตรวจผู้ส่ง",
    "not_in_sent_folder": "ใช้ชื่อบัญชีของระบบเองเป็นผู้ส่ง แต่ไม่พบอีเมลนี้ในโฟลเดอร์จดหมายที่ส่งแล้ว (Sent)",
    "dmarc_fail": "ไม่ผ่านการตรวจผู้ส่ง",
    "not_aligned": "ไม่ผ่านการตรวจผู้ส่ง",
}
_OF_STRANGERS = {"unknown_sender", "not_authentic", "other_unit", "spam_folder"}
_MONTH = re.compile(r"\d{4}-\d{2}")
_SIZE = re.compile(r"the mail has (\d+) MB")


def encode(problem: Problem) -> str:
    """The problem as one stored string."""
    return ":".join((problem.code, problem.field, problem.detail)).rstrip(":")


def decode(reason: str) -> Problem:
    """The problem that `encode` stored."""
    code, _, rest = reason.partition(":")
    field, _, detail = rest.partition(":")
    return Problem(code, field, detail)


def of_strangers(reasons: Iterable[str]) -> bool:
    """Whether one of them is that nobody knows it to come from the unit: it is not answered."""
    return any(decode(reason).code in _OF_STRANGERS for reason in reasons)


def english(reason: str) -> str:
    """The reason for the command line."""
    problem = decode(reason)
    if problem.code in _WORDS:
        words = _WORDS[problem.code][0]
        return f"{words} ({problem.detail})" if problem.detail else words
    # What is no code is what a person wrote.
    found = problems.english(problem)
    return reason if found == problem.code else found


def thai(reason: str, form: Form | None) -> str:
    """The reason for districts and staff."""
    problem = decode(reason)
    if problem.code in _WORDS:
        words = _WORDS[problem.code][1]
        detail = _DOUBTS.get(problem.detail, problem.detail)
        if _MONTH.fullmatch(detail):
            detail = f"ในแบบเขียนว่า{thai_month(detail)}"
        return f"{words} ({detail})" if detail else words
    found = problems.thai(problem, form)
    return reason if found == problem.code else found


def thai_of_mail(message: Message) -> str:
    """For staff: why somebody must look at a mail as a whole. What it says itself is left out."""
    if message.state == "held":
        if size := _SIZE.search(message.reason):
            return f"อีเมลมีขนาด {size[1]} MB ใหญ่เกินกว่าที่ระบบรับได้ โปรดเปิดในกล่องจดหมาย"
        return "ระบบอ่านอีเมลฉบับนี้ไม่สำเร็จ โปรดเปิดในกล่องจดหมาย"
    if message.reason in _WORDS:
        return _WORDS[message.reason][1]
    if message.reason in _DOUBTS:
        return thai(encode(Problem("not_authentic", detail=message.reason)), None)
    return "ส่งโดยระบบอัตโนมัติ" if message.reason else ""
