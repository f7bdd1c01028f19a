"""What an office could write on a form: the truth, and the words as they stand on the paper."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from parsers.values.months import FULL
from tests.corpus.pages.fonts import Split
from tests.corpus.values import SHORT, mixed, thai

COUNTS = (
    "organizations_total", "organizations_done", "official_letter", "website", "facebook_page",
    "print_media", "school_teaching", "community_radio", "public_address",
)  # fmt: skip
_CHANNELS = (
    "ป้ายไวนิล", "ไลน์กลุ่มหมู่บ้าน", "TikTok", "หอกระจายข่าว", "จอ LED หน้าสำนักงาน", "อสม.", "ประชุมหมู่บ้าน",
    "รถแห่", "ติดป้ายประกาศ", "แผ่นพับ", "กลุ่มไลน์กำนัน", "ประชุมผู้ใหญ่บ้าน", "YouTube", "เดินรณรงค์",
)  # fmt: skip
_FIRST = (
    "สมชาย", "จันทร์เพ็ญ", "ฐิติรัตน์", "กฤษณะ", "บุญมี", "วิไลวรรณ", "ประเสริฐ", "สุนีย์", "อนุชา", "ณัฐพล",
    "กัญญา",
    "ธีระ", "มาลี", "ศักดิ์ดา", "อรทัย", "ชัยวัฒน์", "เพ็ญศรี", "พงษ์ศักดิ์", "รุ่งนภา", "ไพโรจน์",
)  # fmt: skip
_LAST = (
    "ใจดี", "ภูผาลา", "ญาณสิทธิ์", "น้ำใส", "ศรีสุข", "ไชยคำ", "อินทร์แก้ว", "พลเยี่ยม", "ทองสา", "บุญเรือง",
    "แสนสุข",
    "นาสมใจ", "โคตรโสภา", "ฆารสวัสดิ์", "ไกรเสริฐ", "มูลศรี", "วงศ์คำจันทร์", "เหล่าบุตรดี",
)  # fmt: skip
_POSITIONS = (
    "ท้องถิ่นอำเภอ", "ปลัดเทศบาล", "นักส่งเสริมการปกครองท้องถิ่นชำนาญการ", "รองปลัด อบจ.", "นักวิชาการคอมพิวเตอร์",
    "เจ้าพนักงานธุรการชำนาญงาน", "นักวิเคราะห์นโยบายและแผน", "นักประชาสัมพันธ์", "ผู้อำนวยการกองยุทธศาสตร์",
)  # fmt: skip
_ONES = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
OTHER_PROVINCES = ("ขอนแก่น", "มหาสารคาม", "ร้อยเอ็ด", "มุกดาหาร", "อุดรธานี", "สกลนคร", "กาญจนบุรี")


@dataclass(frozen=True)
class Answers:
    """The true values by key, and the words on the paper for each."""

    truth: Mapping[str, Any]
    words: Mapping[str, str]
    crossed: Mapping[str, str] = field(default_factory=dict)  # what was crossed out before


@cache
def units() -> tuple[dict[str, Any], ...]:
    """The units of the shipped configuration."""
    path = Path(__file__).parents[3] / "config.toml"
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["unit"])


def answers(rng: Random, split: Split, *, hand: bool = False) -> Answers:
    """One filled form; by hand there are more slips of the pen.

    What the form's rules send to a person (numbers crossed out, words in their place or behind
    them) is rare; training sees more of it.
    """
    slips = (0.06 if hand else 0.03) if split == "training" else (0.012 if hand else 0.002)
    wordy = 0.05 if split == "training" else 0.004
    digits = _digits(rng)
    truth: dict[str, Any] = {"staff_informed": rng.random() < 0.75, "province": "กาฬสินธุ์"}
    words = {"province": "กาฬสินธุ์"}
    _unit(rng, truth, words)
    _period(rng, digits, truth, words)
    total = rng.randint(1, 18)
    known = {
        "organizations_total": total,
        "organizations_done": rng.randint(max(0, total - 4), total),
    }
    crossed: dict[str, str] = {}
    for key in COUNTS:
        number = known.get(key, _number(rng))
        truth[key], words[key] = number, _count(rng, number, digits, wordy)
        if split == "training" and number and rng.random() < 0.015:
            # No number that counts: what the reader must not take for one without its sign.
            words[key] = rng.choice(("-", "- ", "–")) + words[key]
        if words[key] and rng.random() < slips:
            crossed[key] = digits(str(rng.randint(1, 199)))
    listed = [(c, rng.randint(1, 200)) for c in rng.sample(_CHANNELS, rng.choice((0, 0, 1, 1, 2)))]
    truth["other_channels"] = [{"channel": c, "times": n} for c, n in listed]
    ending = rng.choice((" จำนวน {} ครั้ง", " {} ครั้ง"))
    words["other_channels"] = rng.choice((", ", " / ", " ")).join(
        c + ending.format(digits(str(n))) for c, n in listed
    )
    title = rng.choice(("นาย", "นาง", "นางสาว", "ว่าที่ ร.ต."))
    truth["reporter_name"] = words["reporter_name"] = (
        f"{title}{rng.choice(_FIRST)} {rng.choice(_LAST)}"
    )
    truth["reporter_position"] = words["reporter_position"] = rng.choice(_POSITIONS)
    return Answers(truth, words, crossed)


def _digits(rng: Random) -> Callable[[str], str]:
    """In which digits a page is filled in: many a hand, and many a copied sheet, has one number in
    this set and the next in that.
    """
    kind = rng.random()
    if kind < 0.42:
        return thai
    if kind < 0.7:
        return str
    if kind < 0.93:
        return lambda text: rng.choice((thai, str))(text)
    return lambda text: mixed(rng, text)


def _unit(rng: Random, truth: dict[str, Any], words: dict[str, str]) -> None:
    unit = rng.choice(units())
    truth["unit"] = unit["name"]
    if unit["kind"] == "district":
        words["unit"] = rng.choice((unit["name"], unit["name"], unit["aliases"][0]))
        own = (f"สถ.อ.{unit['name']}", f"สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอ{unit['name']}")
        words["organization"] = rng.choice(("", "", "-", "ทุกแห่ง", *own))
    else:
        words["unit"] = "กุฉินารายณ์" if "กุฉินารายณ์" in unit["name"] else "เมืองกาฬสินธุ์"
        words["organization"] = rng.choice((unit["name"], unit["aliases"][0]))


def _period(rng: Random, digits: Any, truth: dict[str, Any], words: dict[str, str]) -> None:
    month, year = rng.randint(1, 12), rng.choice((2568, 2569, 2569, 2569, 2570, 2571, 2572))
    truth["period"] = f"{year - 543}-{month:02d}"
    full, short = FULL[month - 1], SHORT[month - 1]
    words["period"] = rng.choice(
        (
            f"{full} {digits(str(year))}", f"{full} {digits(str(year))}",
            f"{short} {digits(str(year % 100))}", f"{short} {digits(str(year))}",
            f"{full} พ.ศ. {digits(str(year))}", f"{full}{digits(str(year))}",
            f"{full} {digits(str(year % 100))}", digits(f"{month:02d}/{year}"),
        )
    )  # fmt: skip


def _number(rng: Random) -> int | None:
    kind = rng.random()
    if kind < 0.12:
        return None
    if kind < 0.22:
        return 0
    return min(9999, int(10 ** rng.uniform(0, 1.7 if kind < 0.7 else 2.7 if kind < 0.92 else 4)))


def _count(rng: Random, number: int | None, digits: Any, wordy: float) -> str:
    if number is None:
        return ""
    if number == 0:
        if rng.random() < 3 * wordy:
            return "ไม่มี"
        return str(rng.choice(("-", "-", "-", "–", digits("0"), digits("0"))))
    text = digits(f"{number:,}" if rng.random() < 0.5 else str(number))
    if number < 10 and rng.random() < wordy:
        text += f" ({_ONES[number]})"
    return str(text)
