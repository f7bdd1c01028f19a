"""The words around orders: greetings and thanks, how a list begins, what stands below a letter.

What may stand beside an order is spelled out here from its first letter to its last: any other
word beside one may take it back.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from mailproc.replies import words
from mailproc.thai_dates import MONTHS, SHORT_MONTHS

LONGEST_SIGNED = 80
MONTH = (
    rf"(?:{'|'.join(map(re.escape, (*MONTHS, *SHORT_MONTHS)))})"
    r"(?:\s*(?:พ\.?\s?ศ\.?)?\s*(?:[0-9]{4}|[0-9]{2})(?![0-9])(?!\s*(?:ครั้ง|แห่ง)))?"
)
"""A month by its name, with or without its year; digits are 0-9."""

_END = r"(?:\s|[.,!:()]|ๆ|ครับผม|ครับ|คับ|ค่ะ|คะ|นะ|จ้า|จ้ะ)"
_PEOPLE = r"ทุกท่าน|ท่าน|คุณ|พี่|น้อง|ทีมงาน|เจ้าหน้าที่|แอดมิน|admin|ผู้เกี่ยวข้อง|ผู้ดูแล|ระบบ|จังหวัด|ท้องถิ่นจังหวัด|กาฬสินธุ์"
_PHONE = r"(?:(?=(?:[^0-9]*[0-9]){6})[0-9][0-9 ,()./–-]{3,30}(?:ต่อ\s*[0-9 ,-]+)?)"
_THANKS = (
    r"(?:ขอบคุณ|ขอบพระคุณ|ขอบใจ|ขออภัย|ขอโทษ|สวัสดี|รับทราบ|ทราบแล้ว|ได้รับแล้ว|ครับ|ค่ะ|คะ|จ้า"
    r"|sorry|thanks?(?: you)?|hello|hi|tks|thx)"
    rf"(?:{_END}|{_PEOPLE}|มาก|ยิ่ง|เป็นอย่าง(?:สูง|ยิ่ง|มาก)|ล่วงหน้า|ด้วย|ที่|ใน|สำหรับ|ความ(?:กรุณา|อนุเคราะห์|ร่วมมือ|ช่วยเหลือ"
    r"|ไม่สะดวก|ผิดพลาด|ล่าช้า)|(?:very|so) much|a lot)*+"
)
_EXCUSE = re.compile(
    rf"(?:{_END}|ขออภัย|ขอโทษ|sorry|พอดี|เนื่องจาก|ที่|เจ้าหน้าที่|(?:กรอก|ลง|พิมพ์|คีย์)(?:ข้อมูล|ตัวเลข)?ผิด(?:พลาด)?|ใน(?:แบบ|รายงาน))++",
    re.I,
)
_IN_DOUBT = (
    r"(?:ทั้งนี้\s*)?(?:หาก|ถ้า)(?:ท่าน)?(?:มี|พบ)?ข้อ(?:สงสัย|ขัดข้อง|ผิดพลาด)"
    rf"(?:{_END}|{_PEOPLE}|ประการใด|เพิ่มเติม|โปรด|กรุณา|สามารถ|แจ้ง|ติดต่อ|สอบถาม|กลับ|ได้|ที่|มา|ให้ทราบ|ด้วย"
    rf"|โทร(?:ศัพท์)?|{_PHONE})*+"
)
_THEREFORE = (
    r"จึงเรียนมา(?:เพื่อ)?(?:โปรด|ทราบ|พิจารณา|ดำเนินการ|และ|ต่อไป|ในส่วนที่เกี่ยวข้อง|ให้" + rf"|{_END})*+"
)
_COURTESY = re.compile(rf"{_THANKS}|{_IN_DOUBT}|{_THEREFORE}", re.I)
_PLEASANT = re.compile(
    r"(?:ขออภัย|ขอโทษ|sorry)(?!.*(?:แต่(?!ละ|ง)|ยกเว้น|ยกเลิก|ถอน|ถูก|ผิด(?!พลาด)|แก้|หรือ|ไหม|\?))[^0-9=]*"
    r"|(?:เรียน|กราบเรียน|สวัสดี|ขอบคุณ|ขอบพระคุณ|ขอบใจ|รับทราบ|ทราบแล้ว|ได้รับแล้ว|จึงเรียนมาเพื่อ"
    r"|dear|hi|hello|thank|thanks)"
    r"(?!.*(?:แต่(?!ละ|ง)|ยกเว้น|ยกเลิก|ถอน|ถูก|ผิด(?!พลาด)|ยืนยัน|หยุด|อนุมัติ|แก้|ส่งได้|ส่งเลย|สถานะ|หรือ|ไหม|\?))[^0-9=]*",
    re.I,
)
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

_RISKY = re.compile(
    rf"{words.TURNS.pattern}|ขอ(?!ง|บ|นแก่น)|ให้|เอา|ใช้|ยกเลิก|เลิก|ลบ|เปลี่ยน|แก้(?!ว)|เป็น|คือ|บอก|แจ้ง|เว้น|ข้าม|ถูก|ผิด"
    r"|เดิม|อื่น|นี้|นั้น|โน้น|แล้ว|พรุ่งนี้|เดี๋ยว|ทีหลัง|ครั้ง|แห่ง(?!ชาติ)|สุดท้าย|แรก|\b(?:cancel|no|wrong|instead)\b"
    r"|เพิ่ม(?!พูน|ศักดิ์)|งด|ระงับ|เลื่อน|ชะลอ|พัก|ค้าง|ร่าง|ฉบับ|ทดสอบ|ทดลอง|ตัวอย่าง|สมมติ|เบื้องต้น|คร่าว|เกือบ|กว่า|ครึ่ง|ล้อ|เล่น|ลืม"
    r"|เพื่อ|ตรวจ|กำลัง|พิจารณา|ลงนาม|เซ็น|เสนอ|สั่ง|ประชุม|เกิน|ขาด|มะรืน|ค่อย|คอย|เช้า|บ่าย|ค่ำ|อยู่(?!เย็น|สุข)|ว่า(?!ที่)"
    r"|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์|ท้วง|ค้าน|ติง|สงสัย|โกรธ|เพี้ยน|พลาด|มั่ว|โมฆะ|เพิกเฉย|สลับ|เฉลี่ย|คาดการณ์|สะสม"
    r"|โปรด|กรุณา|รบกวน|เรื่อง|ตัวเลข|ข้อมูล|รายงาน|เพจ|เว็บ|เสียง|วิทยุ|ช่อง|ข้อ(?!ง)|เดียวกัน|ตาม"
    r"|\b(?:object|disagree|mistake|hold|stop|later|kidding|sorry|until|today|tomorrow)",
    re.I,
)
"""What people's names, offices and places do not have, and what changes an order may."""
# “นาย” is the boss as well, and begins words.
_TITLE = (
    r"(?:นาย(?!อำเภอ|ก\s|กเทศ|กองค์|กอบ|ทะเบียน|ช่าง|จ้าง)|นาง(?:สาว)?|น\.\s?ส\.|ว่าที่\s*(?:ร้อย|ร\.)\S*|ดร\."
    r"|จ\.?ส\.?[อตท]\.?(?:หญิง)?|พ\.?จ\.?[อตท]\.?|ด\.ต\.(?:หญิง)?|ส\.?[อตท]\.|ร\.?[ตทอ]\.?[อต]\."
    r"|mrs?\b\.?|ms\b\.?|miss\b)"
)
_NAME = re.compile(
    rf"\(?\s*{_TITLE}\s*\S{{2,30}}\s+[^\s0-9=]{{2,40}}\s*\)?",
    re.I,
)
_SIGNED_BY = re.compile(r"^(?:ลงชื่อ|ผู้รายงาน|ผู้ส่ง)\s*[:.]?\s*")
_HALF_NAME = re.compile(rf"{_TITLE}\s*[^\s0-9=]{{2,30}}", re.I)
_BARE_NAME = re.compile(
    r"(?!ของ|ที่|ใน|จาก|และ|กับ|ส่วน|ทั้ง|ต่อ|โดย|ทุก|ต่าง|หลาย)[ก-๛]{2,20}(?: [ก-๛]{2,24})?"
    r"|(?!per\b|just\b|maybe|each\b|about\b|more\b|less\b|and\b|or\b)[a-z]{2,20}(?: [a-z]{2,24})?",
    re.I,
)
_COUNTED = re.compile(
    r"หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|ศูนย์|เดือน|ปี|วัน"
    rf"|{'|'.join(m[:4] for m in MONTHS)}"
)
_CLOSING = re.compile(r"(?:ขอบคุณ|ขอบพระคุณ|ขอบใจ|thank|thx|tks)", re.I)
# A closed list: “หัวหน้าฝ่ายตรวจสอบตัวเลข” is none of who signs, but of what is done.
_OFFICE = (
    "ท้องถิ่น|นายอำเภอ|อำเภอ|จังหวัด|ปลัด|เทศบาล|เทศมนตรี|เมือง|ตำบล|นคร|นายก|องค์การบริหารส่วน|รอง|ผู้ช่วย|หัวหน้า"
    "|ผู้อำนวยการ|ผอ|ผู้ว่าราชการ|รักษาราชการแทน|รักษาการแทน|รักษาการในตำแหน่ง|ปฏิบัติหน้าที่|ปฏิบัติราชการแทน|ตำแหน่ง"
    "|นักส่งเสริม|ส่งเสริม|การปกครอง|นักวิเคราะห์นโยบายและแผน|นักวิชาการ|นักจัดการ|นักประชาสัมพันธ์|นักทรัพยากรบุคคล|นิติกร"
    "|เจ้าพนักงาน|เจ้าหน้าที่|พนักงานจ้าง|พนักงาน|ธุรการ|ประชาสัมพันธ์|คอมพิวเตอร์|การศึกษา|ศึกษา|การเงินบัญชีและการตรวจสอบ"
    "|การเงิน|บัญชี|และ|ทั่วไป|บริหาร|อำนวยการ|สำนักงาน|สำนัก|สนง|กลุ่มงาน|กลุ่ม|ฝ่าย|กอง|งาน|แผนก|คลัง|ช่าง|ยุทธศาสตร์|งบประมาณ"
    "|สาธารณสุข|พัฒนา|กฎหมาย|ระเบียบ|เรื่องร้องทุกข์|ประสานงาน|บริการสาธารณะ|ปฏิบัติการ|ปฏิบัติงาน|ชำนาญการ|ชำนาญงาน|อาวุโส"
    "|ระดับ|ต้น|กลาง|สูง|พิเศษ|ที่ว่าการ|ที่ทำการ|ศาลากลาง|กรม|กระทรวง|มหาดไทย|ถนน|อบจ|อบต|ทต|ทม|สถ|อ|ต|จ|ถ|รหัสไปรษณีย์"
)
_NUMBERED = r"(?:เลขที่|หมู่(?:ที่)?|ชั้น)\s*[0-9/]+|(?<![0-9])[0-9]{5}(?![0-9])"
_PHONE_LINE = re.compile(
    rf"(?:(?:ติดต่อ|สอบถาม|เบอร์|โทร(?:ศัพท์|สาร)?|tel|phone|fax|mobile|มือถือ|แฟกซ์|มท|เคลื่อนที่)[\s.:/]*)+{_PHONE}"
    r"|0[0-9][0-9 -]{7,12}|(?:โทร(?:ศัพท์)?|tel|มท)[\s.:]*[0-9][0-9 -]{3,12}",
    re.I,
)
_PHONE_BEHIND = re.compile(rf"[\s,]+(?:{_PHONE_LINE.pattern})$", re.I)
_PAGE = r"(?:facebook|fb|เพจ(?:เฟ[ซส]บุ๊[กค])?|เฟ[ซส]บุ๊[กค])"
_LINE_ID = r"(?:line ?id|id ?line|ไลน์ไอดี)"
_SITE = rf"(?:เว็บ(?:ไซต์)?|web(?:site)?|e-?mail|อีเมล์?|{_LINE_ID}|line|ไลน์)"
_WHERE = re.compile(
    rf"(?:(?:{_PAGE}|{_SITE})[\s.:/]*)?"
    r"(?:<?(?:https?:|www\.|[\w.+-]+@[\w-]+\.)[\w.@:/?=&%#+~-]+>?|@[\w.-]*[a-z][\w.-]*)"
    rf"|{_LINE_ID}\s*[:.]?\s*[a-z][\w.-]{{2,30}}"
    r"|\[(?:image|cid|ภาพ|รูปภาพ)\s*:[ -Z^-~]{1,100}\]",
    re.I | re.A,
)
_DATE = re.compile(rf"(?:ลง)?(?:วันที่)?\s*[0-9]{{1,2}}\s*{MONTH}")

_DISCLAIMER = re.compile(
    r"(?=.{100})(?=.*(?:ความลับ|(?:มิ|ไม่)ใช่ผู้รับ|ไวรัส|confidential|recipient|addressee|virus))"
    r"\W*(?:(?:this|the) (?:e-?mail|message|information)\b|disclaimer|confidential"
    r"|ข้อความ|อีเมล|จดหมายอิเล็กทรอนิกส์|ข้อมูลใน|คำเตือน)",
    re.I,
)
"""What the mail system of an office puts below each mail."""
_DEVICE = (
    r"(?:my|อุปกรณ์|iphone|ipad|galaxy|samsung|android|huawei|oppo|vivo|xiaomi|redmi|realme|yahoo|gmail|outlook"
    r"|line|mail|ios|windows|mac|มือถือ|โทรศัพท์|สมาร์[ทต]โฟน|แอป|ของ(?:ฉัน|ผม|ดิฉัน)|device|smartphone|tablet"
    r"|phone|for|on|สำหรับ|บน|1[01]|\s)"
)
_LINK = r"(?:\s*[<(]?(?:https?:|www\.)[!-~]+)?"
_FOOTER = re.compile(
    rf"(?:(?:ส่ง)?จาก|sent\s(?:from|via|with))\s*{_DEVICE}++{_LINK}"
    rf"|(?:get|ดาวน์โหลด|รับ)\s*outlook\s{_DEVICE}++{_LINK}"
    rf"|-{{3,}}\s*(?:ข้อความ(?:ต้นฉบับ|เดิม|ที่ส่งต่อ)|(?:original|forwarded) message)[\s-]*"
    rf"|(?:ปราศจาก|ไม่พบ|ไม่มี)ไวรัส\s*(?:avast|avg)?{_LINK}|virus-free{_LINK}",
    re.I,
)
"""What a program puts below a letter, and nothing else on the line."""
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
    return any(p.fullmatch(line) for p in (_COURTESY, _VALEDICTION, _RULE, _FOOTER))


def is_excuse(line: str) -> bool:
    """Whether the line only says why there is a correction, or asks for it.

    “กรอกผิดค่ะ” below one, and no word of regret, may be about the correction.
    """
    if _ASKS_TO_CORRECT.fullmatch(line):
        return True
    return _EXCUSE.fullmatch(line) is not None and _APOLOGY.search(line) is not None


def is_pleasant(line: str) -> bool:
    """Whether the line asks for nothing, if nothing else does: “ขอบคุณค่ะ พรุ่งนี้จะตอบ”."""
    return _PLEASANT.fullmatch(line) is not None


def greets(line: str, places: Sequence[str] = ()) -> bool:
    """Whether the line says whom a letter is to, or that an answer follows."""
    if _ANSWER_FOLLOWS.fullmatch(line):
        return True
    return bool(_greeting_of(tuple(places)).fullmatch(line)) and not _RISKY.search(line)


def leads_in(line: str) -> bool:
    """Whether the line says that corrections follow: “ขอแก้ไขข้อมูล ดังนี้”."""
    why = _EXCUSE.match(line)
    return _LEADS_IN.fullmatch(line, why.end() if why else 0) is not None


def is_signature(line: str, places: Sequence[str] = ()) -> bool:
    """Whether the line, at the end of a letter, says who wrote it, or where to find him.

    `places`: how places are called there, as in the name of an office.
    """
    return is_person(line) or _office_of(tuple(places)).fullmatch(line) is not None


def is_person(line: str) -> bool:
    """Whether the line is somebody's name with a title, or where to find him."""
    if any(p.fullmatch(line) for p in (_PHONE_LINE, _WHERE)):
        return True
    # Name and number on one line.
    name = _SIGNED_BY.sub("", _PHONE_BEHIND.sub("", line))
    return _NAME.fullmatch(name) is not None and not _RISKY.search(name)


def is_half_name(line: str) -> bool:
    """Whether the line is a title with one name, as below the line with which signatures begin."""
    return _HALF_NAME.fullmatch(line) is not None and not _RISKY.search(line)


def is_date(line: str) -> bool:
    """Whether the line is the date of a letter."""
    return _DATE.fullmatch(line) is not None


@lru_cache(8)
def _office_of(places: tuple[str, ...]) -> re.Pattern[str]:
    parts = _words_of_offices(places)
    page = rf"(?:{_PAGE}\s*:\s*)?"
    return re.compile(rf"{page}(?={_OFFICE})(?:{parts}|{_NUMBERED}|[\s.,()/–-])++", re.I)


@lru_cache(8)
def _greeting_of(places: tuple[str, ...]) -> re.Pattern[str]:
    somebody = r"(?:คุณ|พี่|น้อง|นาย|นาง(?:สาว)?)\s?[ก-๛]{2,20}(?:\s[ก-๛]{2,24})?"
    whom = rf"{_PEOPLE}|{_words_of_offices(places)}|ที่(?:เคารพ|นับถือ)|ผู้รับผิดชอบ|all|sir|madam|team"
    return re.compile(rf"(?:(?:กราบ)?เรียน|dear)(?!มา)(?:{whom}|{_END}|[-/])*+(?:{somebody})?", re.I)


def _words_of_offices(places: tuple[str, ...]) -> str:
    # The longest first, and for good: many of these words are made of others.
    return "|".join(sorted((*_OFFICE.split("|"), *map(re.escape, places)), key=len, reverse=True))


def is_valediction(line: str) -> bool:
    """Whether the line closes a letter: what follows is who signs it."""
    return _VALEDICTION.fullmatch(line.strip(" ,.")) is not None


def separates(line: str) -> bool:
    """Whether a program's signature begins below the line."""
    return SEPARATOR.fullmatch(line) is not None


def may_sign(line: str) -> bool:
    """Whether the line, below a valediction, holds nothing that an answer may."""
    risky = (_RISKY, _COUNTED, words.MEANT)
    return len(line) <= LONGEST_SIGNED and not any(p.search(line) for p in risky)


def is_name(line: str, before: str, signed: bool) -> bool:
    """Whether the line is a bare name where a letter is signed: below its thanks, or, with both its
    names, above who that is and where to find him.

    `before` is the line before it; `signed`: a signature follows.
    """
    thanked = _CLOSING.match(before) and is_courtesy(before)
    if not thanked and not (signed and " " in line):
        return False
    if _BARE_NAME.fullmatch(line) is None or words.MEANT.search(line):
        return False
    return not _RISKY.search(line) and not _COUNTED.search(line)
