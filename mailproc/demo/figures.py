"""Made-up figures and people for the sample month: the same ones each time for the same unit."""

import random

from mailproc.config import UnitConfig
from parsers.reading import Channel, Value

_FIRST_NAMES = (
    "นายสมมุติ",
    "นายทดลอง",
    "นายมานะ",
    "นายปิติ",
    "นายวีระ",
    "นางสาวตัวอย่าง",
    "นางสาวมานี",
    "นางสาวชูใจ",
    "นางสมหญิง",
    "นางสมศรี",
)
_LAST_NAMES = ("ใจดี", "รักเรียน", "ขยันยิ่ง", "มั่นคง", "แสนสุข", "งามตา", "พากเพียร", "ทองดี")
_POSITIONS = (
    "ท้องถิ่นอำเภอ",
    "นักส่งเสริมการปกครองท้องถิ่นชำนาญการ",
    "นักส่งเสริมการปกครองท้องถิ่นปฏิบัติการ",
    "เจ้าพนักงานธุรการชำนาญงาน",
)
_OTHER = (
    "ป้ายไวนิล",
    "ไลน์กลุ่มหมู่บ้าน",
    "ประชุมประจำเดือนกำนัน ผู้ใหญ่บ้าน",
    "รถประชาสัมพันธ์เคลื่อนที่",
    "หอกระจายข่าวประจำหมู่บ้าน",
)
_CHANNELS = {
    "official_letter": 40,
    "website": 60,
    "facebook_page": 150,
    "print_media": 200,
    "school_teaching": 30,
    "community_radio": 25,
    "public_address": 400,
}


def person(unit: UnitConfig) -> tuple[str, str]:
    """Name and position of whoever reports for the unit."""
    chance = random.Random(unit.id)  # noqa: S311 - sample data
    name = f"{chance.choice(_FIRST_NAMES)} {chance.choice(_LAST_NAMES)}"
    position = chance.choice(_POSITIONS) if unit.kind == "district" else "ปลัดองค์กรปกครองส่วนท้องถิ่น"
    return name, position


def figures(unit: UnitConfig, period: str) -> dict[str, Value]:
    """What the unit reports for the period, by the keys of the form."""
    chance = random.Random(f"{unit.id} {period}")  # noqa: S311 - sample data
    total = chance.randint(5, 14) if unit.kind == "district" else 1
    name, position = person(unit)
    values: dict[str, Value] = {
        "unit": unit.name,
        "period": period,
        "staff_informed": True,
        "organizations_total": total,
        "organizations_done": max(1, total - chance.choice((0, 0, 0, 1, 2))),
        "reporter_name": name,
        "reporter_position": position,
    }
    if unit.kind == "district":
        values["organization"] = chance.choice(("ทุกแห่ง", "-", f"สถ.อ.{unit.name}"))
    for key, most in _CHANNELS.items():
        values[key] = chance.randint(0, most) if chance.random() > 0.08 else None
    # Some channel is always there, so that the correction has something to correct.
    values["website"] = chance.randint(3, _CHANNELS["website"])
    others = chance.sample(_OTHER, chance.choice((0, 1, 2)))
    values["other_channels"] = tuple(Channel(o, chance.randint(1, 90)) for o in others)
    return values
