"""What the subject that somebody wrote above his answer says besides what that is about. Pure.

It stands above the answer as a first line does: any word of it that is not spelled out here may
take back, or limit, what stands below.
"""

import re
from collections.abc import Sequence

from mailproc.config import Config
from mailproc.replies import around
from mailproc.replies.about import own_names
from mailproc.replies.beside import SWEEPING
from mailproc.replies.grammar import parse
from mailproc.replies.orders import Order
from parsers.form import Field
from parsers.thai import ascii_digits, normalise

# Whether that is another month, or year, is asked elsewhere.
_WHEN = (
    rf"(?:(?:ลง)?(?:วันที่\s*)?[0-9]{{1,2}}\s*)?(?:ประจำ)?(?:เดือน)?\s*{around.MONTH}"
    r"|เดือน(?:ที่)?\s*[0-9]{1,2}(?![0-9])(?:\s*/\s*[0-9]{2,4})?|(?<![0-9])[0-9]{1,2}\s?[/-]\s?[0-9]{4}(?![0-9])"
    r"|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}|20[0-9]{2}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2})?"
    r"|ปี\s*(?:พ\.?\s?ศ\.?)?\s*[0-9]{4}(?![0-9])"
)
_CORRECTS = r"แก้ไข|แก้(?!ว)|เปลี่ยนแปลง|เปลี่ยน|ปรับปรุง|ปรับ|(?:ที่)?ผิด(?:พลาด)?|ให้ถูกต้อง"
_TOPIC = (
    r"ขออนุญาต|ขอ|เรื่อง|ด่วน(?:ที่สุด|มาก)?|จัดส่ง|นำส่ง|ส่ง|แจ้งเตือน|แจ้ง|คำตอบ|ตอบกลับ|ตอบรับ|ตอบ|การ|ผล|สรุป|ดำเนินงาน|ดำเนินการ"
    r"|แบบฟอร์ม|แบบ|ฟอร์ม|รายงาน|ข้อมูล|ตัวเลข|ค่า(?!ย)|จำนวน|ช่องทาง|ช่อง|รายการ|บางส่วน|เพิ่มเติม|ฉบับ(?:แก้ไข|ปรับปรุง)"
    r"|(?:การ)?สร้าง|(?:การ)?รับรู้|ความรู้|ความเข้าใจ|เพื่อ(?=ป้องกัน)|ป้องกัน|(?:การ)?หลอกลวง|(?:ทาง)?ออนไลน์|มิจฉาชีพ|ภัย"
    r"|ใน|ของ|จาก|ประจำเดือน|รายเดือน|ดังนี้|ที่ว่าการ|อำเภอ|สแกมเมอร์|สแกม|ครับผม|ครับ|คับ|ค่ะ|คะ|นะ|จ้า|จ้ะ|ๆ"
)
# Latin letters are a mail program's.
_RISKY_LATIN = re.compile(
    r"\b(?:draft|cancel|wrong|not|no|don'?t|ignore|test|wait|stop|only|but|if|old)\b", re.I
)
_SAYS = re.compile(r"[ก-๛0-9?=]")


def says_more(
    subject: str, unit: str, config: Config, fields: Sequence[Field], orders: Sequence[Order]
) -> bool:
    """Whether a subject says more than that something about the unit's own report follows.

    `orders` are those of the answer below it; the subject may say them, too.
    """
    plain = " ".join(ascii_digits(normalise(subject)).split())
    if around.is_courtesy(plain):
        return False
    own = _any_of(own_names(unit, config))
    counted = [f for f in fields if f.kind in ("count", "choice", "channels")]
    named = _any_of([n for f in counted for n in (*f.labels, f.short, *f.spoken)])
    # “ขอแก้ไข” above “ยืนยัน” is no introduction to it.
    sweeping = any(isinstance(o, SWEEPING) for o in orders)
    topic = _TOPIC if sweeping else f"{_CORRECTS}|{_TOPIC}"
    rest = re.sub(rf"{own}|{named}|{_WHEN}|{topic}", " ", plain, flags=re.I)
    if not _SAYS.search(rest) and not _RISKY_LATIN.search(plain):
        return False
    said = parse(re.sub(rf"{_WHEN}|(?:อำเภอ|อ\.)?\s*{own}", " ", plain), fields)
    return not said or not set(said) <= set(orders)


def _any_of(names: Sequence[str]) -> str:
    longest_first = sorted(map(normalise, names), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})"
