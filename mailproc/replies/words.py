"""The words of the grammar: how orders are spelled, and what turns them round.

Item numbers have one or two digits, so that three digits after a comma belong to a number.
"""

import re

_POLITE = r"(?>(?:(?<!ถา)นะ)?(?:ครับผม|คร้าบ|ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ|จ๊ะ|(?<!ถา)นะ|please))"
_AND = r"(?:และ|แล้วก็|ส่วน)"
# What may follow an order, and what may stand between one and the next.
_ENDS = rf"(?=\s|[,;.!]|$|{_POLITE}|{_AND})(?!\s*(?:ไหม|มั้ย|หรือ|\?))"
_AFTER = rf"(?:[\s,;.!]|{_AND}|{_POLITE})*"
_ITEM_WORD = r"(?:(?:ข้อ|รายการ|ลำดับ)(?:ที่)?|item|no\.|\#)\s*"
_N = r"[1-9][0-9]?(?![0-9])"
_ITEM = rf"(?:{_ITEM_WORD})?(?P<item>{_N})"
_LISTED = r"\s*(?:,|และ|กับ|ถึง|-|–|/)\s*"
_ITEMS = rf"(?P<items>(?:{_ITEM_WORD})?{_N}(?:{_LISTED}(?:{_ITEM_WORD})?{_N})*)"
# Never a part of a longer number, of a date, a time, a share, or of thousands set off by a blank.
_NUMBER = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?![0-9]|[.,:/-][0-9]|\s*%|\s*,?\s+[0-9]{3}(?![0-9]))"
)
_SUFFIX = r"(?:ครั้ง|แห่ง)"
_COUNT = rf"{_NUMBER}(?:\s*{_SUFFIX})?"
_CHOSEN = r"(?:ดำเนินการ(?:เรียบร้อย)?แล้ว|ยังไม่(?:ได้)?ดำเนินการ)"
_RIGHT_IS = r"ที่ถูก(?:ต้อง)?\s*(?:คือ|เป็น)?"
_BECOMES = (
    # “2 ผิดคือ 8” may say what is wrong.
    rf"(?:=+>?|:(?=\s)|->|→|(?:(?:ผิด|ไม่ถูก(?:ต้อง)?)\s*(?:{_RIGHT_IS}|(?:ขอ)?(?:แก้ไข|แก้|เปลี่ยน)เป็น|ต้องเป็น|\sเป็น)"
    rf"|{_RIGHT_IS}|(?:ขอ|ต้อง)?(?:แก้ไข|แก้|เปลี่ยน)?(?:เป็น|คือ)|เท่ากับ|(?:ให้)?ใช้(?:ค่า|เลข|ตัวเลข)?)\s*[=:]?)"
)
_RIGHT = r"(?:ถูก(?:ต้อง)?(?:แล้ว)?|ยืนยัน|okay|ok|โอเค|correct)"
_TAKE = r"รับ(?:รายงาน|ได้)?"
_YES = r"(?:ใช่(?:แล้ว)?|yes)"
_NO = r"(?:ไม่ใช่(?:แบบ)?รายงาน|ไม่รับ(?:รายงาน)?|ปฏิเสธ|ไม่อนุมัติ|ไม่อนุญาต|reject)"
_APPROVE = r"(?:(?:อนุมัติ|อนุญาต)(?:ได้)?|approved?)"


def _order(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + _ENDS_OR_NEXT + _AFTER, re.I)


_ENDS_OR_NEXT = rf"(?:{_ENDS}|(?={_N}\s*[.)=]?\s*[ก-ฮเ-ไ=]))"
VERDICT = _order(
    rf"{_ITEMS}\s*[.):]?\s*[:=]?\s*"
    rf"(?:(?P<no>{_NO})|(?P<approve>{_APPROVE})|(?P<yes>{_YES})|(?P<take>{_TAKE})|{_RIGHT})"
)
CHOSEN = _order(rf"{_ITEM}\s*[.):]?\s*{_BECOMES}?\s*(?P<words>{_CHOSEN})")
VALUE = re.compile(
    rf"{_ITEM}\s*[.)]?\s*{_BECOMES}\s*(?:จำนวน\s*)?(?P<words>{_COUNT}){_ENDS}{_AFTER}", re.I
)
LISTED = re.compile(
    rf"{_ITEM}(?:\s*[.)]\s+|\s*\)\s*)(?P<words>{_COUNT})(?:(?:[\s,;]|{_POLITE})+|$)", re.I
)
"""A number behind the number of an item and a full stop, and nothing between them."""
VALUE_NAMED = re.compile(
    rf"{_ITEM_WORD}(?P<item>{_N})\s+(?P<words>{_NUMBER}\s*{_SUFFIX}){_ENDS}{_AFTER}", re.I
)
RANGE = re.compile(r"([0-9]+)(?:\s*(?:-|–|ถึง)\s*(?:(?:ข้อ|รายการ|ลำดับ)(?:ที่)?\s*)?([0-9]+))?")
_BEGINS_REASON = (
    r"(?:เป็น|ซ้ำ|ส่งซ้ำ|ส่งผิด|ผิด(?:เดือน|หน่วย|แบบ|ไฟล์|ฉบับ)|คนละ|ของ|รูป|ภาพ|สำเนา|หนังสือ|เอกสาร|ไฟล์|แบบ|รายงานของ"
    r"|(?:ขอ)?ให้ส่ง|โปรดส่ง|กรอก)"
)
REJECT_WHY = re.compile(
    rf"{_ITEMS}\s*[.):]?\s*{_NO}\s*{_POLITE}?\s*(?:(?P<because>เพราะ(?:ว่า)?|เนื่องจาก|[:(])\s*|\s(?={_BEGINS_REASON}))"
    r"(?P<why>[^0-9=]+)",
    re.I,
)
PUT_WORDS = re.compile(rf"{_ITEM}\s*[.)]?\s*{_BECOMES}\s*(?P<words>[^=]+)", re.I)
# Signs that take back, or ask, what stands before them; and those that only greet.
DOUBTING = "[❌❎❓❔❗❕🤔🤷👎🚫⛔✖✗✘🙅🙄😕🙁☹🤨😅]"
FRIENDLY = (
    "[🙏😊🙂😀😁😃😄☺🥰😍🤗👍👌🤝✅✔☑💯❤🧡💛💚💙💜💕💖🌹🌷🌸🌺🌻🌼💐🎉✨⭐🙇🙆👏💪"
    "\ufe0f\u200d\U0001f3fb-\U0001f3ff]"
)
LEAD_IN = (
    r"(?:(?:รบกวน|โปรด|กรุณา)?(?:ช่วย|ขออนุญาต|ขอ)?(?:แก้ไข|แก้|เปลี่ยน)(?:ช่อง|ค่า|ข้อมูล|จำนวน|ตัวเลข)?"
    rf"(?:\s*(?:ให้)?(?:หน่อย|ด้วย)?{_POLITE}\s|\s*:\s)?|ช่อง)"
)
_FIELD_BECOMES = (
    rf"(?:(?:อ่าน)?ผิด\s*{_POLITE}?\s*(?={_RIGHT_IS}|ต้องเป็น))?"
    r"(?:(?:=|:|มี|ที่ถูก(?:ต้อง)?|(?:ขอ|ต้อง)?(?:แก้ไข|แก้|เปลี่ยน)?(?:เป็น|คือ)|เท่ากับ|จำนวน)\s*){0,3}"
)
SETTING = (
    rf"(?:{LEAD_IN}\s*)?(?P<amount>จำนวน\s*)??(?P<name>@NAME@)\s*"
    rf"(?:(?:(?:จำนวน\s*)?(?:จาก(?:เดิม)?|เดิม)\s*(?P<was>{_NUMBER})\s*(?P<was_in>{_SUFFIX})?\s*(?:แก้ไข|แก้|เปลี่ยน)?เป็น\s*"
    rf"|(?P<before>{_NUMBER})\s*(?P<before_in>{_SUFFIX})?\s*(?:→|->|=>|(?:ขอ)?(?:แก้ไข|แก้|เปลี่ยน)?เป็น)\s*)?"
    rf"{_FIELD_BECOMES}(?P<value>{_NUMBER})\s*(?P<suffix>{_SUFFIX})?"
    rf"(?:\s*\((?:จาก)?เดิม\s*(?P<old>{_NUMBER})\s*(?P<old_in>{_SUFFIX})?\s*\))?"
    rf"|{_FIELD_BECOMES}(?P<chosen>{_CHOSEN})){_ENDS}{_AFTER}"
)
"""The pattern of `field = value`; `@NAME@` stands for the names of the form's fields."""

_IS = r"(?:=|:|(?:ขอ)?(?:แก้ไข|แก้|เปลี่ยน)?(?:เป็น|คือ))"
LISTING = rf"(?:{LEAD_IN}\s*)?(?P<name>@NAME@)\s*{_IS}\s*(?P<list>.+)"
"""The pattern of `field = one thing 5 ครั้ง, another 3 ครั้ง`, to the end of the line."""
NUMBERED = re.compile(r"[0-9]{1,2}[.)]\s+(?=\S)")
UNFINISHED = re.compile(rf"(?:{_AND}|กับ)\s*$")
BETWEEN = re.compile(r";|,(?!\s*[0-9]{3}(?![0-9]))|(?<![0-9]),")
NUMBER = re.compile(_COUNT)
GREETING = re.compile(
    r"^(?:สวัสดี|(?:เรียน\s*)?(?:แอดมิน|admin|จนท\.?|เจ้าหน้าที่|ทีมงาน)|พี่)?"
    rf"(?:(?<=[ก-๛a-z.])\s*|(?<![ก-๛])){_POLITE}?[\s,]+(?=\S)",
    re.I,
)
CHECKED_FIRST = re.compile(
    rf"^(?:ได้)?(?:ตรวจ(?:สอบ|ทาน)?|เช็[คก])(?:ข้อมูล)?แล้ว\s*{_POLITE}?[\s,:]+(?={_ITEM})", re.I
)
"""What staff say before the first item; it asks for nothing."""
BULLET = re.compile(r"^(?:[-–•*·>]\s+)+")
_SORRY = r"\s(?:ขออภัย|ขอโทษ)(?:\s?(?:ใน|สำหรับ|ด้วย|ความ(?:ผิดพลาด|ไม่สะดวก|ล่าช้า)))*"
POLITE_END = re.compile(
    rf"(?:\s*(?:{_POLITE}|(?:ให้)?หน่อย|(?:ให้)?ด้วย|ขอบคุณ(?:มาก)?)|{_SORRY}"
    rf"|{FRIENDLY})+$",
    re.I,
)
ITEM_BEGINS = re.compile(_ITEM, re.I)
_ALL = r"(?:ทั้งหมด|ทุกข้อ|ทุกช่อง|ทุกรายการ|ทุกค่า|หมดทุกข้อ|หมด|all)"
_THINGS = r"(?:ข้อมูล|รายงาน|ค่า|ตัวเลข)?"
_IS_RIGHT = r"(?:ถูก(?:ต้อง)?(?:แล้ว)?|ยืนยัน|ok|okay|โอเค|correct)"
_CHECKED = (
    r"(?:(?:(?:ได้)?(?:ตรวจ(?:สอบ|ทาน)?|เช็[คก])(?:ข้อมูล)?แล้ว|รับทราบ(?:แล้ว)?|ใช่(?:แล้ว)?|ยืนยัน)"
    rf"(?:{_POLITE})?[\s,]*)?"
)
ALL_RIGHT = re.compile(
    rf"{_CHECKED}{_THINGS}\s*(?:{_IS_RIGHT}\s*{_ALL}(?:แล้ว)?|{_ALL}\s*{_IS_RIGHT}(?:\s*{_ALL})?)",
    re.I,
)
CONFIRM = re.compile(
    rf"{_CHECKED}(?:(?:ขอ)?ยืนยัน(?:ว่า)?"
    r"(?:ข้อมูล|ค่า|ตัวเลข|จำนวน|รายงาน)?(?:ถูกต้อง)?(?:ตาม(?:ที่อ่านได้|นี้|ข้อมูล|ที่รายงาน|รายงาน))?(?:ถูกต้อง)?(?:ครบถ้วน)?(?:แล้ว)?"
    r"|(?:ข้อมูล|ค่า|ตัวเลข|จำนวน|รายงาน)?(?:ข้างต้น)?ถูก(?:ต้อง)?(?:ครบถ้วน)?(?:แล้ว)?(?:ตามนี้)?|confirm(?:ed)?)",
    re.I,
)
STATUS = re.compile(
    r"(?:ขอ|รบกวน)?(?:ทราบ|ดู|สอบถาม|ถาม|ตรวจสอบ|ตรวจ|เช็ค|เช็ก)?\s*(?:สถานะ|status)(?:รายงาน|การส่ง(?:รายงาน)?)?"
    rf"\s*(?:เป็น)?(?:อย่างไร|ยังไง)?(?:หน่อย|ด้วย)?(?:บ้าง)?{_POLITE}?\s*\?*",
    re.I,
)
SEND = re.compile(
    rf"{_CHECKED}(?:(?:อนุมัติ|เห็นชอบ|ok|okay|โอเค|ตกลง|(?:ถูกต้อง|เรียบร้อย)(?:แล้ว)?)?(?:{_POLITE})?\s*(?:ให้)?)\s*"
    r"ส่ง(?:ต่อ)?\s*(?:(?:ให้)?(?:กรม(?:ฯ|ส่งเสริมการปกครองท้องถิ่น)?|สถ\.?))?\s*(?:ได้)?(?:เลย)?|send",
    re.I,
)
_REMINDING = r"(?:แจ้งเตือน|แจ้ง|เตือน|ติดตาม|ทวง)"
_UNITS = r"(?P<units>[^0-9=?]+?)"
STOP = re.compile(
    rf"(?:ขอ)?(?:หยุด|งด|ไม่ต้อง|ระงับ)(?:ส่ง|การ)?{_REMINDING}?\s*(?!หยุด|ส่ง|กรม|สถ(?:\.|$)){_UNITS}",
)
RESUME = re.compile(
    rf"(?:ขอ)?(?:ให้)?(?:{_REMINDING}\s*ต่อ|(?:ยกเลิก(?:การ|คำสั่ง)?|เลิก|ไม่ต้อง)หยุด(?:ส่ง|การ)?{_REMINDING}?"
    rf"|(?:กลับมา|เริ่ม){_REMINDING}(?:ใหม่|ต่อ)?)\s*{_UNITS}"
)
ASKS = re.compile(
    r"หรือ|เหรอ|หรอ|ไหม|มั้ย|มั้ง|อะไร|ทำไม|อย่างไร|ยังไง|ถ้า|หาก|เมื่อ|จนกว่า|ยกเว้น|น่าจะ|คิดว่า|ประมาณ|ก่อน|แต่(?!ละ|ง)"
    r"|(?<![ก-๛])รอ(?!ง|บ|ย)|\?|\b(?:but|except|unless|only|wait|if|or)\b|" + DOUBTING,
    re.I,
)
"""Questions, conditions and doubts."""
TURNS = re.compile(
    rf"{ASKS.pattern}|เว้นแต่|นอกจาก|เฉพาะ|ไม่|อย่า(?!ง)|ห้าม|ยัง|\b(?:not|don'?t)\b", re.I
)
"""Words that may turn round what stands beside them."""
CHANGES = re.compile(
    r"ต่อ\s*(?:วัน|สัปดาห์|เดือน|ครั้ง|หมู่บ้าน|ตำบล|แห่ง)|ถูก|เดือน|อย่าง|เกือบ|กว่า|เกิน|อาจ|ราว|สัก|ละ\s*[0-9๐-๙]|ผิด|เท่า|ลืม|บอก|เพิ่ม|อีก|ลด|ลบ|ตัด|ยกเลิก|แก้(?!ว)|เปลี่ยน|เดิม|จาก|เป็น|คงไว้|ที่เหลือ|รวม|ทั้งหมด|ทั้งสิ้น|[-–−+]\s*[0-9๐-๙]"
)
"""Words in a list that say how to change another one."""
MEANT = re.compile(
    r"[0-9]|ยกเลิก|ถอน|ผิด|ถูก|ไม่ตรง|ใช่|แก้(?!ว)|เปลี่ยน|ยืนยัน|สถานะ|หยุด|งด|ทุกข้อ|อนุมัติ|ส่งได้|ไม่รับ|ลบ|ตัดออก|เพิ่ม(?!เติม)|เดือน(?!นี้)"
    r"|คลาดเคลื่อน|ไม่ได้(?!รับ)|ไม่มี(?!ปัญหา|อะไร|ข้อ)|เป็นของ|ขอคืน|ปรับปรุง|แต่(?!ละ|ง|ว่าได้ส่ง)"
    r"|\b(?:wrong|incorrect|yes)\b",
    re.I,
)
"""What words have that ask for something, whatever it is."""
