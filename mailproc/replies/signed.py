"""Who signs a letter, and where to find him: names with titles, offices, numbers, addresses.

Words of offices are a closed list. Names are none: they hold nothing that may change an order.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from mailproc.replies import words
from mailproc.thai_dates import MONTHS

PHONE = r"(?:(?=(?:[^0-9]*[0-9]){6})[0-9][0-9 ,()./–-]{3,30}(?:ต่อ\s*[0-9 ,-]+)?)"
LONGEST_SIGNED = 80
_LONGEST = 200
"""Letters of a line that says whose office it is, and where."""
RISKY = re.compile(
    rf"{words.TURNS.pattern}|ขอ(?!ง|บ|นแก่น)|ให้|เอา|ใช้|ยกเลิก|เลิก|ลบ|เปลี่ยน|แก้(?!ว)|เป็น|คือ|บอก|แจ้ง|เว้น|ข้าม|ถูก|ผิด"
    r"|เดิม|อื่น|นี้|นั้น|โน้น|แล้ว|พรุ่งนี้|เดี๋ยว|ทีหลัง|ครั้ง|แห่ง(?!ชาติ)|สุดท้าย|แรก|\b(?:cancel|no|wrong|instead)\b"
    r"|เพิ่ม(?!พูน|ศักดิ์)|งด|ระงับ|เลื่อน|ชะลอ|พัก|ค้าง|ร่าง|ฉบับ|ทดสอบ|ทดลอง|ตัวอย่าง|สมมติ|เบื้องต้น|คร่าว|เกือบ|กว่า|ครึ่ง|ล้อ|เล่น|ลืม"
    r"|เพื่อ|ตรวจ|กำลัง|พิจารณา|ลงนาม|เซ็น|เสนอ|สั่ง|ประชุม|เกิน|ขาด|มะรืน|ค่อย|คอย|เช้า|บ่าย|ค่ำ|อยู่(?!เย็น|สุข)|ว่า(?!ที่)"
    r"|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์|ท้วง|ค้าน|ติง|สงสัย|โกรธ|เพี้ยน|พลาด|มั่ว|โมฆะ|เพิกเฉย|สลับ|เฉลี่ย|คาดการณ์|สะสม"
    r"|โปรด|กรุณา|รบกวน|เรื่อง|ตัวเลข|ข้อมูล|รายงาน|เพจ|เว็บ|เสียง|วิทยุ|ช่อง|ข้อ(?!ง)|เดียวกัน|ตาม"
    r"|ชั่วคราว|ภายหลัง|รอบ|สัปดาห์|ปลอม|จะ|ใหม่|กลับ|ทิ้ง|ด่วน|มาก|ไป|โหล|คู่|คืน|หลอก|เท่า"
    r"|\b(?:please|ignore|per|page|of|but|object|disagree|mistake|hold|stop|later|kidding|sorry|until|today|tomorrow)",
    re.I,
)
"""What people's names, offices and places do not have, and what changes an order may."""
# “นาย” is the boss as well, and begins words.
TITLE = (
    r"(?:นาย(?!อำเภอ|ก\s|กเทศ|กองค์|กอบ|ทะเบียน|ช่าง|จ้าง)|นาง(?:สาว)?|น\.\s?ส\.|นส\.|ว่าที่\s*(?:ร้อย|ร\.)\S*|ดร\."
    r"|จ\.?(?:ส\.?)?[อตท]\.(?:หญิง)?|จส[อตท](?:หญิง)?|(?:สิบ|จ่า(?:สิบ)?|พันจ่า|ร้อย|พัน)(?:เอก|โท|ตรี)(?:หญิง)?|พ\.?จ\.?[อตท]\.?|ด\.ต\.(?:หญิง)?|ส\.?[อตท]\.|ร\.?[ตทอ]\.?[อต]\."
    r"|mrs?\b\.?|ms\b\.?|miss\b)"
)
"""What stands before a name."""
_NAME = re.compile(
    rf"\(?\s*{TITLE}\s*\S{{2,30}}\s+[^\s0-9=]{{2,40}}\s*\)?(?:\s*\([^\s0-9=()]{{1,15}}\))?",
    re.I,
)
_NAME_FIRST = re.compile(rf"{TITLE}\s*[^\s0-9=]{{2,30}}\s+[^\s0-9=]{{2,40}}[\s,]+", re.I)
_SIGNED_BY = re.compile(r"^(?:ลงชื่อ|ผู้รายงาน|ผู้ส่ง)\s*[:.]?\s*")
_HALF_NAME = re.compile(rf"{TITLE}\s*[^\s0-9=]{{2,30}}", re.I)
_BARE_NAME = re.compile(
    r"(?!ของ|ที่|ใน|จาก|และ|กับ|ส่วน|ทั้ง|ต่อ|โดย|ทุก|ต่าง|หลาย)[ก-๛]{2,20}(?: [ก-๛]{2,24})?"
    r"|(?!per\b|just\b|maybe|each\b|about\b|more\b|less\b|and\b|or\b)[a-z]{2,20}(?: [a-z]{2,24})?",
    re.I,
)
_COUNTED = re.compile(
    r"หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|ศูนย์|เดือน|ปี|วัน"
    rf"|{'|'.join(m[:4] for m in MONTHS)}"
)
# A closed list: “หัวหน้าฝ่ายตรวจสอบตัวเลข” is none of who signs, but of what is done.
_OFFICE = (
    "ท้องถิ่น|นายอำเภอ|อำเภอ|จังหวัด|ปลัด|เทศบาล|เทศมนตรี|เมือง|ตำบล|นคร|นายก|องค์การบริหารส่วน|รอง|ผู้ช่วย|หัวหน้า"
    "|ผู้อำนวยการ|ผอ|ผู้ว่าราชการ|รักษาราชการแทน|รักษาการแทน|รักษาการในตำแหน่ง|ปฏิบัติหน้าที่|ปฏิบัติราชการแทน|ตำแหน่ง"
    "|นักส่งเสริม|ส่งเสริม|การปกครอง|นักวิเคราะห์นโยบายและแผน|นักวิชาการ|นักจัดการ|นักประชาสัมพันธ์|นักทรัพยากรบุคคล|นิติกร"
    "|หน|สถจ|ผู้รายงาน|ฯ|เจ้าพนักงาน|เจ้าหน้าที่|พนักงานจ้าง|พนักงาน|ธุรการ|ประชาสัมพันธ์|คอมพิวเตอร์|การศึกษา|ศึกษา|การเงินบัญชีและการตรวจสอบ"
    "|การเงิน|บัญชี|และ|ทั่วไป|บริหาร|อำนวยการ|สำนักงาน|สำนัก|สนง|กลุ่มงาน|กลุ่ม|ฝ่าย|กอง|งาน|แผนก|คลัง|ช่าง|ยุทธศาสตร์|งบประมาณ"
    "|สาธารณสุข|พัฒนา|กฎหมาย|ระเบียบ|เรื่องร้องทุกข์|ประสานงาน|บริการสาธารณะ|ปฏิบัติการ|ปฏิบัติงาน|ชำนาญการ|ชำนาญงาน|อาวุโส"
    "|ระดับ|ต้น|กลาง|สูง|พิเศษ|ที่ว่าการ|ที่ทำการปกครอง|ที่ทำการ|ศาลากลาง|กรม|กระทรวง|มหาดไทย|ถนน|อบจ|อบต|ทต|ทม|สถ|อ|ต|จ|ถ|รหัสไปรษณีย์"
)
_NUMBERED = r"(?:เลขที่|หมู่(?:ที่)?|ชั้น)\s*[0-9/]+|(?<![0-9])[0-9]{5}(?![0-9])"
_PHONE_LINE = re.compile(
    rf"(?:(?:ติดต่อ|สอบถาม|เบอร์|โทร(?:ศัพท์|สาร)?|tel|phone|fax|mobile|มือถือ|แฟกซ์|มท|เคลื่อนที่)[\s.:/]*)+{PHONE}"
    r"|(?:[📱☎📞]\ufe0f?\s*)?(?:0|\+66[ -]?)[0-9][0-9 -]{7,12}"
    r"|(?:โทร(?:ศัพท์)?|tel|มท)[\s.:]*[0-9][0-9 -]{3,12}",
    re.I,
)
_PHONES = re.compile(rf"(?:{_PHONE_LINE.pattern})(?:[\s,]+(?:{_PHONE_LINE.pattern}))?", re.I)
_PHONE_BEHIND = re.compile(rf"[\s,]+(?:{_PHONES.pattern})$", re.I)
_PAGE = r"(?:facebook|fb|เพจ(?:เฟ[ซส]บุ๊[กค])?|เฟ[ซส]บุ๊[กค])"
_LINE_ID = r"(?:line ?id|id ?line|ไลน์ไอดี)"
_SITE = rf"(?:เว็บ(?:ไซต์)?|web(?:site)?|e-?mail|อีเมล์?|{_LINE_ID}|line|ไลน์)"
_WHERE = re.compile(
    rf"(?:(?:{_PAGE}|{_SITE})[\s.:/]*)?"
    r"(?:<?(?:https?:|www\.|[\w.+-]+@[\w-]+\.)[\w.@:/?=&%#+~-]+>?|@[\w.-]*[a-z][\w.-]*)"
    rf"|{_LINE_ID}\s*[:.]?\s*[a-z][\w.-]{{2,30}}"
    r"|\[(?:image|cid|ภาพ|รูปภาพ)\s*:[ -Z^-~]{1,100}\]|<[\w.@-]{1,100}\.(?:png|jpe?g|gif)>",
    re.I | re.A,
)


def is_signature(line: str, places: Sequence[str] = ()) -> bool:
    """Whether the line, at the end of a letter, says who wrote it, or where to find him.

    `places`: how places are called there, as in the name of an office.
    """
    if len(line) > _LONGEST:
        return False
    office = _office_of(tuple(places))
    return is_person(line, places) or bool(office.fullmatch(_PHONE_BEHIND.sub("", line)))


def is_person(line: str, places: Sequence[str] = ()) -> bool:
    """Whether the line is somebody's name with a title, with his post or without, or where to find
    him.
    """
    if any(p.fullmatch(line) for p in (_PHONES, _WHERE)):
        return True
    # Name and number on one line.
    own = _SIGNED_BY.sub("", _PHONE_BEHIND.sub("", line))
    if _NAME.fullmatch(own) and not RISKY.search(own):
        return True
    name = _NAME_FIRST.match(own)
    if name is None or RISKY.search(name[0]):
        return False
    return _office_of(tuple(places)).fullmatch(own[name.end() :]) is not None


def is_half_name(line: str) -> bool:
    """Whether the line is a title with one name, as below the line with which signatures begin."""
    return _HALF_NAME.fullmatch(line) is not None and not RISKY.search(line)


def may_sign(line: str, places: Sequence[str] = ()) -> bool:
    """Whether the line, below a valediction, holds nothing that an answer may, nor a place that
    one may be about.
    """
    risky = (RISKY, _COUNTED, words.MEANT)
    if len(line) > LONGEST_SIGNED or any(p.search(line) for p in risky):
        return False
    return not any(place in line for place in places)


def is_name(line: str, places: Sequence[str] = (), *, thanked: bool, signed: bool) -> bool:
    """Whether the line is a bare name where a letter is signed: below its thanks, or, with both its
    names, above who that is and where to find him.

    `thanked`: that is what the line before it does; `signed`: a signature follows.
    """
    if not thanked and not (signed and " " in line):
        return False
    return _BARE_NAME.fullmatch(line) is not None and may_sign(line, places)


@lru_cache(8)
def _office_of(places: tuple[str, ...]) -> re.Pattern[str]:
    parts = words_of_offices(places)
    page = rf"(?:{_PAGE}\s*:\s*)?"
    return re.compile(rf"{page}(?={_OFFICE})(?:{parts}|{_NUMBERED}|[\s.,()/–-])++", re.I)


def offices() -> tuple[str, ...]:
    """The words that the names of offices and of those in them are made of."""
    return tuple(_OFFICE.split("|"))


def words_of_offices(places: tuple[str, ...]) -> str:
    """A pattern of the words that the names of offices and of those in them are made of."""
    # The longest first, and for good: many of these words are made of others.
    return "|".join(sorted((*_OFFICE.split("|"), *map(re.escape, places)), key=len, reverse=True))
