"""A month of sample mail for the 21 units: June 2569, as it might have come in.

Names, addresses and figures are made up. Most units send a typed PDF; the others show what else
arrives in such a mailbox. Two units, `SILENT`, send no report at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mailproc.config import Config, UnitConfig
from mailproc.demo.copies import photo, scan
from mailproc.demo.figures import figures
from mailproc.demo.letter import Attachment, SampleMail, by_stranger, out_of_office, report_mail
from mailproc.paper.fillable import draw_fillable
from mailproc.paper.sheet import PLAIN, Look, draw_form
from parsers.reading import Value

PERIOD = "2026-06"
SILENT = ("sam-chai", "khong-chai")
STRANGER = "somchai.jaidee@example.com"

Kind = Literal[
    "typed",
    "table",
    "arabic",
    "fillable",
    "scan",
    "photo",
    "doubtful",
    "blank",
    "late",
    "corrected",
    "stranger",
    "automatic",
]

SHOWN: dict[Kind, str] = {
    "typed": "typed PDF",
    "table": "typed PDF, retyped as a table",
    "arabic": "typed PDF, Arabic digits",
    "fillable": "fillable PDF, filled in",
    "scan": "scan of the paper",
    "photo": "photo of the paper",
    "doubtful": "typed PDF, done > total",
    "blank": "the form with nothing filled in",
    "late": "typed PDF, after the due date",
    "corrected": "corrected second version",
    "stranger": "its sheet, from a stranger",
    "automatic": "out-of-office reply",
}


@dataclass(frozen=True, slots=True)
class Arriving:
    """What arrives when: the unit (whose sheet it is), day and time in June, and what it is."""

    day: int
    time: str
    unit: str
    kind: Kind

    def at(self, zone: ZoneInfo) -> datetime:
        """The moment of arrival at the mail server."""
        hour, minute = map(int, self.time.split(":"))
        return datetime(2026, 6, self.day, hour, minute, tzinfo=zone)


MONTH = (
    Arriving(2, "09:14", "somdet", "typed"),
    Arriving(2, "10:40", "town-kalasin", "typed"),
    Arriving(2, "14:05", "mueang-kalasin", "typed"),
    Arriving(4, "08:52", "na-mon", "typed"),
    Arriving(4, "09:30", "kuchinarai", "fillable"),
    Arriving(4, "11:20", "sahatsakhan", "table"),
    Arriving(4, "15:47", "kamalasai", "scan"),
    Arriving(5, "09:05", "huai-mek", "blank"),
    Arriving(5, "10:22", "tha-khantho", "arabic"),
    Arriving(5, "13:31", "pao", "table"),
    Arriving(5, "16:18", "rong-kham", "photo"),
    Arriving(8, "08:45", "yang-talat", "doubtful"),
    Arriving(8, "10:02", "huai-phueng", "stranger"),
    Arriving(8, "11:11", "kham-muang", "typed"),
    Arriving(8, "14:36", "nong-kung-si", "arabic"),
    Arriving(9, "09:40", "huai-phueng", "typed"),
    Arriving(9, "10:03", "sam-chai", "automatic"),
    Arriving(9, "13:15", "na-khu", "typed"),
    Arriving(9, "15:50", "huai-mek", "typed"),
    Arriving(10, "10:28", "don-chan", "arabic"),
    Arriving(10, "15:59", "town-kuchinarai", "typed"),
    Arriving(11, "11:25", "khao-wong", "late"),
    Arriving(12, "09:10", "na-mon", "corrected"),
)


def arrivals(config: Config, after: datetime, until: datetime) -> Iterator[Arriving]:
    """What arrives after one moment and until another, in order."""
    return (a for a in MONTH if after < a.at(config.zone) <= until)


def make(config: Config, arriving: Arriving) -> SampleMail:
    """The mail itself, with the sheet drawn and attached."""
    unit = config.unit_by_id[arriving.unit]
    moment = arriving.at(config.zone)
    if arriving.kind == "automatic":
        return out_of_office(config, unit, moment)
    attachment = _attachment(unit, arriving.kind)
    if arriving.kind == "stranger":
        return by_stranger(config, STRANGER, moment, attachment)
    corrects = arriving.kind == "corrected"
    return report_mail(config, unit, PERIOD, moment, attachment, corrects=corrects)


def _attachment(unit: UnitConfig, kind: Kind) -> Attachment:
    values = figures(unit, PERIOD)
    if kind == "photo":
        picture = photo(draw_form(values, Look(signed=True)), seed=4)
        return Attachment("IMG_20260605_161203.jpg", "image/jpeg", picture)
    name = f"แบบรายงาน Scammer {unit.name} มิ.ย. 69.pdf"
    if kind == "scan":
        name = "สแกน0604.pdf"
    elif kind == "corrected":
        name = f"แบบรายงาน Scammer {unit.name} มิ.ย. 69 (แก้ไข).pdf"
    return Attachment(name, "application/pdf", _DRAWN.get(kind, draw_form)(values))


def _corrected(values: dict[str, Value]) -> bytes:
    website = values["website"]
    assert isinstance(website, int)
    return draw_form(values | {"website": website + 14})


def _doubtful(values: dict[str, Value]) -> bytes:
    total = values["organizations_total"]
    assert isinstance(total, int)
    return draw_form(values | {"organizations_done": total + 3})


def _arabic(values: dict[str, Value]) -> bytes:
    return draw_form(values, Look(thai_digits=False, marks="brackets"))


_DRAWN: dict[Kind, Callable[[dict[str, Value]], bytes]] = {
    "table": lambda values: draw_form(values, Look("table")),
    "arabic": _arabic,
    "fillable": draw_fillable,
    "scan": lambda values: scan(draw_form(values, Look(signed=True)), seed=2),
    "doubtful": _doubtful,
    "blank": lambda _: draw_form({}, PLAIN),
    "corrected": _corrected,
}
