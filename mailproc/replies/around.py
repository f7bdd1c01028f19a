"""The words around orders: greetings and thanks, how a list begins, what programs put below.

What may stand beside an order is spelled out here from its first letter to its last: any other
word beside one may take it back.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mailproc.replies import signed
from mailproc.thai_dates import MONTHS, SHORT_MONTHS

MONTH = (
    rf"(?:{'|'.join(map(re.escape, (*MONTHS, *SHORT_MONTHS)))})"
    r"(?:\s*(?:พ\.?\s?ศ\.?)?\s*(?:[0-9]{4}|[0-9]{2})(?![0-9])(?!\s*(?:ครั้ง|แห่ง)))?"
)
"""A month by its name, with or without its year; digits are 0-9."""

_END = r"(?:\s|[.,!:()]|ๆ|ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า+(?![ก-๛])|นะ|จ้า|จ้ะ)"
_PEOPLE = r"ทุกท่าน|ท่าน|คุณ|พี่|น้อง|ทีมงาน|เจ้าหน้าที่|แอดมิน|admin|ผู้เกี่ยวข้อง|ผู้ดูแล|ระบบ|จังหวัด|ท้องถิ่นจังหวัด|กาฬสินธุ์"
_THANKS = (
    r"(?:ขอบคุณ|ขอบพระคุณ|ขอบใจ|ขออภัย|ขอโทษ|สวัสดี|รับทราบ|ทราบแล้ว|ได้รับแล้ว|ครับ|ค่ะ|คะ|จ้า"
    r"|sorry|thanks?(?: you)?|hello|hi|tks|thx)"
    rf"(?:{_END}|{_PEOPLE}|มาก|ยิ่ง|(?:เป็น)?อย่าง(?:สูง|ยิ่ง|มาก)|ล่วงหน้า|ด้วย|ที่|ใน|สำหรับ|(?:ช่วย)?ประสานงาน|ความ(?:กรุณา|อนุเคราะห์|ร่วมมือ|ช่วยเหลือ"
    r"|ไม่สะดวก|ผิดพลาด|ล่าช้า)|(?:very|so) much|a lot)*+"
)
_EXCUSE = re.compile(
    rf"(?:{_END}|ขออภัย|ขอโทษ|sorry|พอดี|เนื่องจาก|ที่|เจ้าหน้าที่|(?:กรอก|ลง|พิมพ์|คีย์)(?:ข้อมูล|ตัวเลข)?ผิด(?:พลาด)?|ใน(?:แบบ|รายงาน))++",
    re.I,
)
_IN_DOUBT = (
    r"(?:ทั้งนี้\s*)?(?:หาก|ถ้า)(?:ท่าน)?(?:มี|พบ)?ข้อ(?:สงสัย|ขัดข้อง|ผิดพลาด)"
    rf"(?:{_END}|{_PEOPLE}|ประการใด|เพิ่มเติม|โปรด|กรุณา|สามารถ|แจ้ง|ติดต่อ|สอบถาม|กลับ|ได้|ที่|มา|ให้ทราบ|ด้วย"
    rf"|โทร(?:ศัพท์)?|{signed.PHONE})*+"
)
_THEREFORE = (
    r"จึงเรียนมา(?:เพื่อ)?(?:โปรด|ทราบ|พิจารณา|ดำเนินการ|และ|ต่อไป|ในส่วนที่เกี่ยวข้อง|ให้" + rf"|{_END})*+"
)
_COURTESY = re.compile(rf"{_THANKS}|{_IN_DOUBT}|{_THEREFORE}", re.I)
# What asks for something, however politely.
_ASKS = r"ขอ(?!บ|อภัย|โทษ|แสดง|ส่งรายงาน|ส่งแบบ|เรียน)|รบกวน|ช่วย|ประสาน|เลื่อน|ไม่มี|ไม่ได้|ไม่ทัน|ส่ง\S*แล้ว"
_PLEASANT = re.compile(
    rf"(?:ขออภัย|ขอโทษ|sorry)(?!.*(?:{_ASKS}|แต่(?!ละ|ง)|ยกเว้น|ยกเลิก|ถอน|ถูก|ผิด(?!พลาด)|แก้|หรือ|ไหม|\?))[^0-9=]*"
    r"|(?:เรียน|กราบเรียน|สวัสดี|ขอบคุณ|ขอบพระคุณ|ขอบใจ|รับทราบ|ทราบแล้ว|ได้รับแล้ว|จึงเรียนมาเพื่อ"
    r"|dear|hi|hello|thank|thanks)"
    rf"(?!.*(?:{_ASKS}|แต่(?!ละ|ง)|ยกเว้น|ยกเลิก|ถอน|ถูก|ผิด(?!พลาด)|ยืนยัน|หยุด|อนุมัติ|แก้|ส่งได้|ส่งเลย|สถานะ|หรือ|ไหม|\?))[^0-9=]*",
    re.I,
)
# Whom a letter is to, and what people promise: nothing that anybody need read.
_MERE = re.compile(
    rf"(?:กราบ)?เรียน\s*(?:{_PEOPLE}|{_END}|นาย|ผู้ว่าราชการ|ท้องถิ่น|อำเภอ|หัวหน้า|กลุ่มงาน|ผ่าน|สำนักงาน|ส่งเสริม|การ|ปกครอง)*+\S{{0,20}}"
    rf"|(?:{_THANKS}|dear|sorry)(?:{_END}|{_PEOPLE}|จะ|รีบ|เร่ง|จัด|ทำ|ส่ง|ให้|ดำเนินการ|ตรวจสอบ|ตอบ|แก้ไข|แจ้ง|เตือน|การ|ที่"
    r"|พรุ่งนี้|วันนี้|มะรืน|ภายใน|สัปดาห์|เดือน|นี้|หน้า|โดย|เร็ว|ด่วน|ต่อไป|อีกครั้ง|ทราบ|มาก|รายงาน|แบบ|ข้อมูล|ด้วย|กลับ"
    r"|ไป|มา|ทัน|เลย|และ|ตาม|กำหนด|อำเภอ|หน่วย|ใน|ใหม่|เพื่อ|โปรด|พิจารณา|ดังกล่าว|จึงเรียนมา|สำหรับ|ความ|ไว้|ได้รับ|แล้ว|เรียบร้อย|ขอบคุณ|ขอบพระคุณ|ขอบใจ|sir|madam|you)*+"
    rf"|(?:กราบ)?(?:เรียน|สวัสดี){_END}*(?:คุณ|พี่|น้อง|ท่าน|นาย|นาง(?:สาว)?)\S{{1,30}}(?:\s\S{{1,30}})?",
    re.I,
)
_PROMISE = re.compile(
    rf"(?:{_THANKS})?จะ(?:รีบ|เร่ง)?(?:จัด)?(?:ทำ|ส่ง)(?:ให้|รายงาน|แบบ|ข้อมูล|\s)*(?:ภายใน|ก่อน|ใน)?"
    rf"\s*(?:วันที่)?\s*[0-9]{{1,2}}\s*(?:{MONTH}|เดือนนี้|นี้)?{_END}*",
    re.I,
)
_YES = re.compile(rf"(?:โอเค|ok|okay|ได้|เรียบร้อย|ตกลง)(?:{_END}|{_PEOPLE}|แล้ว|เลย)*+", re.I)
_ASKS_TO_CORRECT = re.compile(
    rf"จึงเรียนมา(?:เพื่อ)?(?:{_END}|โปรด|พิจารณา|ดำเนินการ|แก้ไข|ข้อมูล|ตัวเลข|ให้|ด้วย|ต่อไป|และ)*+"
)
_APOLOGY = re.compile("ขออภัย|ขอโทษ|sorry|เนื่องจาก|พอดี", re.I)
_ANSWER_FOLLOWS = re.compile(
    rf"(?:ขอ)?(?:ตอบ|ดัง)(?:{_END}|คำตอบ|ดังนี้|ดังต่อไปนี้|ต่อไปนี้|ตามนี้|นี้|(?:ตาม)?(?:ด้าน|ข้าง)?ล่าง(?:นี้)?)*+"
)
_LEADS_IN = re.compile(
    r"(?:(?:ขอ)?(?:อนุญาต)?(?:แจ้ง|แก้ไข|แก้|เปลี่ยน|เปลี่ยนแปลง|ปรับ))"
    rf"(?:{_END}|แก้ไข|ข้อมูล|ตัวเลข|ค่า|จำนวน|รายงาน|แบบ|บางส่วน|บางรายการ|ใน|(?:ของ)?(?:ประจำ)?(?:เดือน)?\s*{MONTH}"
    r"|ดังนี้|ดังต่อไปนี้|ต่อไปนี้|ตามนี้|ตามรายการ|(?:ตาม)?(?:ด้าน|ข้าง)?ล่าง(?:นี้)?|นี้|หน่อย|ด้วย)*+"
)

_CLOSING = re.compile(r"(?:ขอบคุณ|ขอบพระคุณ|ขอบใจ|thank|thx|tks)", re.I)
_DATE = re.compile(rf"(?:ลง)?(?:วันที่)?\s*[0-9]{{1,2}}\s*{MONTH}")

_DISCLAIMER = re.compile(
    r"(?=.{100})(?=.*(?:ความลับ|(?:มิ|ไม่)ใช่ผู้รับ|ไวรัส|confidential|recipient|addressee|virus))"
    r"\W*(?:(?:this|the) (?:e-?mail|message|information)\b|disclaimer|confidential"
    r"|ข้อความ|อีเมล|จดหมายอิเล็กทรอนิกส์|ข้อมูลใน|คำเตือน)",
    re.I,
)
"""What the mail system of an office puts below each mail."""
_DEVICE = (
    r"(?:my|อุปกรณ์|note|pro|max|plus|lite|ultra|mini|fold|flip|nokia|oneplus|infinix|tecno|honor|reno"
    r"|spark|proton|secure|email|zimbra|mobile|[45]g|จดหมาย"
    r"|iphone|ipad|galaxy|samsung|android|huawei|oppo|vivo|xiaomi|redmi|realme|yahoo|gmail|outlook"
    r"|line|mail|ios|windows|mac|มือถือ|โทรศัพท์|สมาร์[ทต]โฟน|แอป|ของ(?:ฉัน|ผม|ดิฉัน)|device|smartphone|tablet"
    r"|phone|for|on|สำหรับ|บน"
    r"|(?<=(?:note|edmi|laxy|hone|reno|alme|vivo|oppo|poco|ixel|onor) )[a-z]?[0-9]{1,3}[a-z]?\b"
    r"|(?<=windows )1[01]|[+]|\s)"
)
# Beside its words or before them, as the text of HTML has it.
_LINK = re.compile(r"[<(]?\b(?:https?:|www\.)[!-~]+", re.I)
_FOOTER = re.compile(
    rf"(?:(?:ส่ง(?:มา)?)?จาก|sent\s(?:from|via|with))\s*{_DEVICE}++"
    rf"|(?:get|ดาวน์โหลด|รับ)\s*outlook\s{_DEVICE}++|yahoo mail: search, organize, conquer"
    rf"|-{{3,}}\s*(?:ข้อความ(?:ต้นฉบับ|เดิม|ที่ส่งต่อ)|(?:original|forwarded) message)[\s-]*"
    rf"|(?:ปราศจาก|ไม่พบ|ไม่มี)ไวรัส\.?\s*(?:avast|avg)?|virus-free\.?"
    rf"|this e-?mail has been checked for viruses by (?:avast|avg)(?: antivirus software)?\.?"
    rf"|please consider the environment before printing this e-?mail\.?",
    re.I,
)
"""What a program puts below a letter, and nothing else on the line but a link."""
_RULE = re.compile(r"[-_=*~—\s]{2,}|—")
SEPARATOR = re.compile(r"--|—")
"""Below it stands a signature that a program keeps."""
_VALEDICTION = re.compile(
    r"(?:ด้วยความ(?:เคารพ|นับถือ)|ขอแสดงความนับถือ)(?:รัก)?(?:อย่าง(?:สูง|ยิ่ง))?"
    r"|(?:(?:best|kind|warm|with) )*regards",
    re.I,
)


def ends_letter(line: str) -> bool:
    """Whether nothing is said from this line on."""
    return _DISCLAIMER.match(line) is not None


def is_courtesy(line: str) -> bool:
    """Whether the line only greets, thanks, closes or says sorry, whatever stands beside it, or is
    a program's.
    """
    if any(p.fullmatch(line) for p in (_COURTESY, _VALEDICTION, _RULE)):
        return True
    return _FOOTER.fullmatch(" ".join(_LINK.sub(" ", line).split())) is not None


def is_excuse(line: str) -> bool:
    """Whether the line only says why there is a correction, or asks for it.

    “กรอกผิดค่ะ” below one, and no word of regret, may be about the correction.
    """
    if _ASKS_TO_CORRECT.fullmatch(line):
        return True
    return _EXCUSE.fullmatch(line) is not None and _APOLOGY.search(line) is not None


def is_pleasant(line: str) -> bool:
    """Whether the line asks for nothing, if nothing else does: “ขอบคุณค่ะ พรุ่งนี้จะตอบ”."""
    return any(p.fullmatch(line) for p in (_PLEASANT, _PROMISE))


def is_yes(line: str) -> bool:
    """Whether the line only says yes: no order, and no news."""
    return _YES.fullmatch(line) is not None


def more_than_pleasant(text: str) -> Iterator[str]:
    """The lines that begin as a courtesy, ask for nothing that can be done, and yet say something:
    a person should read them.
    """
    for line in text.splitlines():
        plain = " ".join(line.split())
        mere = _MERE.fullmatch(plain) or is_courtesy(plain) or greets(plain)
        if _PLEASANT.fullmatch(plain) and not mere:
            yield plain


def greets(line: str, places: Sequence[str] = ()) -> bool:
    """Whether the line says whom a letter is to, or that an answer follows."""
    if _ANSWER_FOLLOWS.fullmatch(line):
        return True
    return bool(_greeting_of(tuple(places)).fullmatch(line)) and not signed.RISKY.search(line)


def leads_in(line: str) -> bool:
    """Whether the line says that corrections follow: “ขอแก้ไขข้อมูล ดังนี้”."""
    why = _EXCUSE.match(line)
    return _LEADS_IN.fullmatch(line, why.end() if why else 0) is not None


def is_thanks(line: str) -> bool:
    """Whether the line only thanks, as the last one does."""
    return _CLOSING.match(line) is not None and is_courtesy(line)


def is_date(line: str) -> bool:
    """Whether the line is the date of a letter."""
    return _DATE.fullmatch(line) is not None


@lru_cache(8)
def _greeting_of(places: tuple[str, ...]) -> re.Pattern[str]:
    somebody = r"(?:คุณ|พี่|น้อง|นาย|นาง(?:สาว)?)\s?[ก-๛]{2,20}(?:\s[ก-๛]{2,24})?"
    whom = (
        rf"{_PEOPLE}|{signed.words_of_offices(places)}|ที่(?:เคารพ|นับถือ)|ผู้รับผิดชอบ|all|sir|madam|team"
    )
    return re.compile(rf"(?:(?:กราบ)?เรียน|dear)(?!มา)(?:{whom}|{_END}|[-/])*+(?:{somebody})?", re.I)


def is_valediction(line: str) -> bool:
    """Whether the line closes a letter: what follows is who signs it."""
    return _VALEDICTION.fullmatch(line.strip(" ,.")) is not None


def separates(line: str) -> bool:
    """Whether a program's signature begins below the line."""
    return SEPARATOR.fullmatch(line) is not None
