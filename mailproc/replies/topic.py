"""What the subject that somebody wrote above his answer says besides what that is about. Pure.

It stands above the answer as a first line does: any word of it that is not spelled out here may
take back, or limit, what stands below.
"""

import re
from collections.abc import Sequence

from mailproc.config import Config
from mailproc.replies import around, words
from mailproc.replies.about import own_names
from mailproc.replies.beside import SWEEPING
from mailproc.replies.grammar import parse
from mailproc.replies.orders import Order, SetField
from parsers.form import Field
from parsers.thai import ascii_digits, normalise

# Whether that is another month, or year, is asked elsewhere.
_WHEN = (
    rf"(?:(?:ลง)?(?:วันที่\s*)?[0-9]{{1,2}}\s*)?(?:ประจำ)?(?:เดือน)?\s*{around.MONTH}"
    r"|เดือน(?:ที่)?\s*[0-9]{1,2}(?![0-9])(?:\s*/\s*[0-9]{2,4})?|(?<![0-9])[0-9]{1,2}\s?[/-]\s?[0-9]{4}(?![0-9])"
    r"|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}"
    r"|ปี\s*(?:พ\.?\s?ศ\.?)?\s*[0-9]{4}(?![0-9])"
)
_TIME_STAMP = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2})?"
_CORRECTS = (
    r"แก้ไข(?:ข้อมูล|ตัวเลข|แบบ|รายงาน|รายการ)*บางส่วน|(?:กรอก|พิมพ์|คีย์|ลง)ผิด|แก้ไข|แก้(?!ว)|เปลี่ยนแปลง|เปลี่ยน|ปรับปรุง|ปรับ"
    r"|(?:ที่)?ผิด(?:พลาด)?|ให้ถูกต้อง"
)
_TOPIC = (
    r"ขอขอบพระคุณ|ขอขอบคุณ|ขอบพระคุณ|ขอบคุณ|ของ|ขออนุญาต|ขอความ(?:อนุเคราะห์|กรุณา)|ขออภัย|ขอโทษ|รบกวน|โปรด|กรุณา|ขอ|เรื่อง|เรียน"
    r"|จังหวัดกาฬสินธุ์|ท้องถิ่นจังหวัด|จังหวัด|ครั้งที่\s*[1-3](?![0-9])|\([1-3]\)|ที่ถูกต้อง|และ|ยอด|แล้ว|ด่วน(?:ที่สุด|มาก)?|จัดส่ง|นำส่ง|ส่ง|แจ้งเตือน|แจ้ง|คำตอบ|ตอบกลับ|ตอบรับ|ตอบ|การ|ผล|สรุป|ดำเนินงาน|ดำเนินการ"
    r"|แบบฟอร์ม|แบบ|ฟอร์ม|รายงาน|ข้อมูล|ตัวเลข|ค่า(?!ย)|จำนวน|ช่องทาง|ช่อง|รายการ|ฉบับ(?:แก้ไข|ปรับปรุง)"
    r"|(?:การ)?สร้าง|(?:การ)?รับรู้|ความรู้|ความเข้าใจ|เพื่อ(?=ป้องกัน)|ป้องกัน|(?:การ)?หลอกลวง|(?:ทาง)?ออนไลน์|มิจฉาชีพ|ภัย"
    r"|ใน|จาก|ประจำเดือน|รายเดือน|ดังนี้|ที่ว่าการ|อำเภอ|สแกมเมอร์|สแกม|ครับผม|ครับ|คับ|ค่ะ|คะ|นะ|จ้า|จ้ะ|ๆ"
)
_AGREES = (
    r"เห็นชอบ|เห็นด้วย|อนุมัติ|ยืนยัน|ถูกต้อง|(?:ได้)?ตรวจ(?:สอบ|ทาน)?(?:ข้อมูล)?(?=แล้ว|ถูกต้อง|เรียบร้อย|\s*$)|เรียบร้อย|รวม"
    r"|\(?(?:ไม่มี(?:ชื่อ|หัว)เรื่อง|no subject)\)?"
)
_REQUEST = re.compile(
    r"ขอ(?!บคุณ|บพระคุณ|บใจ|อภัย|โทษ|ส่งคำ|ตอบ)|รบกวน|โปรด|กรุณา|ฉบับ|ที่ถูกต้อง|อำเภอ|ออนไลน์"
    r"|\b(?:please|correct|for|to|line|is|internal)\b",
    re.I,
)
# Latin words that people and their mail programs put there, and that say nothing.
_IDLE_LATIN = (
    r"\b(?:re|fwd?|aw|sv|wg|ext|external|internal|scam(?:mers?)?|alert|report(?:s|ing)?|monthly|kalasin|dla|the|of|for"
    r"|to|from|and|correct(?:ion|ed|s)?|answers?|repl(?:y|ied|ies)|mail|e-?mail|message|subject|urgent|dear|sir|madam"
    r"|ok|okay|approved?|confirm(?:ed)?|sen[dt]|thanks?|you|please|my|is|are|attached|file|pdf|jpe?g|png|docx?|xlsx?"
    r"|mailproc|gmail|line|iphone|ipad|android|outlook)\b"
)
# A sign that is no mark between words, nor one that only greets, may take back what stands below.
_SAYS = re.compile(r"[ก-๛0-9?=]|[A-Za-z]{2}|[^\x00-\x7f“”‘’–—…•·]")


def says_more(
    subject: str, unit: str, config: Config, fields: Sequence[Field], orders: Sequence[Order]
) -> bool:
    """Whether a subject says more than that something about the unit's own report follows.

    `orders` are those of the answer below it; the subject may say them, too.
    """
    plain = _plain(subject)
    if around.is_courtesy(plain):
        return False
    own = _any_of(own_names(unit, config))
    counted = [f for f in fields if f.kind in ("count", "choice", "channels")]
    named = _any_of([n for f in counted for n in (*f.labels, f.short, *f.spoken)])
    # “ขอแก้ไข” above “ยืนยัน” is no introduction to it.
    sweeping = any(isinstance(o, SWEEPING) for o in orders)
    topic = _TOPIC if sweeping else f"{_CORRECTS}|{_TOPIC}"
    rest = re.sub(rf"{own}|{named}|{_TIME_STAMP}|{_WHEN}|{topic}", " ", plain, flags=re.I)
    set_below = {o.field for o in orders if isinstance(o, SetField)}
    another = [n for f in counted if f.key not in set_below for n in (f.short, *f.spoken)]
    names_another = bool(set_below) and re.search(_any_of(another), plain, re.I) is not None
    if not names_another and not _speaks(rest) and not (sweeping and _asks(plain)):
        return False
    about = re.sub(rf"{_TIME_STAMP}|{_WHEN}|(?:อำเภอ|อ\.)?\s*{own}", " ", plain)
    return not _repeats(about, orders, fields)


def limits(subject: str, orders: Sequence[Order], fields: Sequence[Field]) -> bool:
    """Whether a subject of staff's own says more than that an answer follows, or what it says."""
    plain = _plain(subject)
    if not plain or around.is_courtesy(plain):
        return False
    rest = re.sub(rf"{_TIME_STAMP}|{_AGREES}|{_TOPIC}", " ", plain, flags=re.I)
    return (_speaks(rest) or _asks(plain)) and not _repeats(plain, orders, fields)


def _plain(subject: str) -> str:
    return " ".join(ascii_digits(normalise(subject)).split())


def _speaks(rest: str) -> bool:
    """Whether `rest`, what is left of a subject without what only announces, says anything."""
    return (
        _SAYS.search(re.sub(rf"{_IDLE_LATIN}|{words.FRIENDLY}", " ", rest, flags=re.I)) is not None
    )


def _asks(plain: str) -> bool:
    """Whether a subject whose words say nothing asks, together, for something else."""
    return _REQUEST.search(plain) is not None


def _repeats(said: str, orders: Sequence[Order], fields: Sequence[Field]) -> bool:
    """Whether words say some of the orders once more, and nothing else."""
    found = parse(said, fields)
    return bool(found) and set(found) <= set(orders)


def _any_of(names: Sequence[str]) -> str:
    longest_first = sorted(map(normalise, names), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})"
