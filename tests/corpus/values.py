"""What an office could write on the form: the true values and one way of writing each."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from parsers.forms.scammer_awareness import FORM
from parsers.reading import Channel, Unit, Value
from parsers.values.months import FULL

UNITS = (
    Unit("mueang", "เมืองกาฬสินธุ์", "district", ("อ.เมือง", "เมือง", "อำเภอเมืองกาฬสินธุ์")),
    Unit("na-mon", "นามน", "district", ("อ.นามน", "อำเภอนามน", "สถ.อ.นามน")),
    Unit("kuchinarai", "กุฉินารายณ์", "district", ("อ.กุฉินารายณ์",)),
    Unit("khao-wong", "เขาวง", "district", ("อ.เขาวง",)),
    Unit("kham-muang", "คำม่วง", "district", ("อ.คำม่วง",)),
    Unit("huai-phueng", "ห้วยผึ้ง", "district", ("อ.ห้วยผึ้ง",)),
    Unit("pao", "องค์การบริหารส่วนจังหวัดกาฬสินธุ์", "pao", ("อบจ.กาฬสินธุ์", "อบจ.")),
    Unit("town-kalasin", "เทศบาลเมืองกาฬสินธุ์", "town", ("ทม.กาฬสินธุ์",)),
    Unit("town-kuchinarai", "เทศบาลเมืองกุฉินารายณ์", "town", ("ทม.กุฉินารายณ์",)),
)
SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_CHANNELS = ("ป้ายไวนิล", "ไลน์กลุ่มหมู่บ้าน", "TikTok", "หอกระจายข่าว", "จอ LED หน้าสำนักงาน", "อสม.")
_NAMES = ("นายสมชาย ใจดี", "นางจันทร์เพ็ญ ภูผาลา", "นางสาวฐิติรัตน์ ญาณสิทธิ์", "นายกฤษณะ น้ำใส")
_POSITIONS = ("ท้องถิ่นอำเภอ", "ปลัดเทศบาล", "นักส่งเสริมการปกครองท้องถิ่นชำนาญการ", "รองปลัด อบจ.")


@dataclass(frozen=True, slots=True)
class Filled:
    """The true values by key, and the words that stand on the paper for them."""

    truth: Mapping[str, Value]
    words: Mapping[str, str]


def filled(seed: int) -> Filled:
    """One filled form, always the same for a seed."""
    rng = Random(seed)
    digits = rng.choice((lambda s: s, thai, lambda s: mixed(rng, s)))
    truth: dict[str, Value] = {"staff_informed": rng.random() < 0.7, "province": FORM.province}
    words = {"province": FORM.province}
    _fill_unit(rng, truth, words)
    month, year = rng.randint(1, 12), rng.choice((2569, 2570))
    truth["period"] = f"{year - 543}-{month:02d}"
    words["period"] = rng.choice(
        (
            f"{FULL[month - 1]} {digits(str(year))}",
            f"{SHORT[month - 1]} {digits(str(year % 100))}",
            f"{SHORT[month - 1]}{digits(str(year))}",
            f"{FULL[month - 1]} พ.ศ. {digits(str(year))}",
            digits(f"{month:02d}/{year}"),
            f"{digits('12')}/{SHORT[month - 1]}/{digits(str(year % 100))}",
        )
    )
    total = rng.randint(1, 18)
    known = {"organizations_total": total, "organizations_done": rng.randint(0, total)}
    for item in FORM.counts:
        number = known.get(
            item.key, rng.choice((None, 0, rng.randint(1, 40), rng.randint(1, 9999)))
        )
        truth[item.key], words[item.key] = number, _count(rng, number, digits)
    channels = [Channel(c, rng.randint(1, 200)) for c in rng.sample(_CHANNELS, rng.randint(0, 2))]
    truth["other_channels"] = tuple(channels)
    ending = rng.choice((" จำนวน {} ครั้ง", " {} ครั้ง"))
    listed = [c.channel + ending.format(digits(str(c.times))) for c in channels]
    words["other_channels"] = rng.choice((", ", " / ", " และ", "  ")).join(listed)
    for key, choices in (("reporter_name", _NAMES), ("reporter_position", _POSITIONS)):
        truth[key] = words[key] = rng.choice(choices)
    return Filled(truth, words)


def _fill_unit(rng: Random, truth: dict[str, Value], words: dict[str, str]) -> None:
    unit = rng.choice(UNITS)
    truth["unit"] = unit.name
    if unit.kind == "district":
        words["unit"] = rng.choice((unit.name, unit.aliases[0]))
        words["organization"] = rng.choice(("", "-", "ทุกแห่ง", f"สถ.อ.{unit.name}"))
    else:
        words["unit"] = "กุฉินารายณ์" if "กุฉินารายณ์" in unit.name else "เมืองกาฬสินธุ์"
        words["organization"] = rng.choice((unit.name, unit.aliases[0]))


def thai(text: str) -> str:
    """The text in Thai digits."""
    return text.translate(_THAI)


def mixed(rng: Random, text: str) -> str:
    """The text in digits of both sets, as it comes."""
    return "".join(thai(c) if rng.random() < 0.5 else c for c in text)


def _count(rng: Random, number: int | None, digits) -> str:  # type: ignore[no-untyped-def]
    if number is None:
        return ""
    if number == 0:
        return str(rng.choice(("-", "–", digits("0"))))
    return str(digits(f"{number:,}" if rng.random() < 0.5 else str(number)))
