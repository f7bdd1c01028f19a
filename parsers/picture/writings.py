"""The ways in which units, provinces and months are written, without spaces and dots."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from parsers.reading import Unit
from parsers.thai import normalise
from parsers.values.months import FULL, SHORT
from parsers.values.places import PROVINCES

# Buddhist years in which a report can have been written.
_YEARS = range(2566, 2586)
BUDDHIST = 543
_NOTHING = ("", "-", "--")


@dataclass(frozen=True)
class Lexicon:
    """Writings and the value of each; `parts`: numbers of what tells the values apart."""

    texts: tuple[str, ...]
    values: tuple[str | None, ...]
    parts: tuple[np.ndarray, ...]


def bare(text: str) -> str:
    """A writing without what is folded away."""
    return "".join(c for c in normalise(text) if c not in " ._()")


def _lexicon(pairs: Iterable[tuple[str, str]]) -> Lexicon:
    known = dict.fromkeys((*pairs, *((n, "") for n in _NOTHING)))
    texts, values = zip(*known, strict=True)
    numbers = np.unique(values, return_inverse=True)[1]
    return Lexicon(texts, values, (numbers,))


@lru_cache(8)
def unit_lexicon(units: tuple[Unit, ...]) -> Lexicon:
    """All names and aliases; districts also as such."""
    pairs = []
    for unit in units:
        pairs += [(bare(n), unit.name) for n in (unit.name, *unit.aliases)]
        if unit.kind == "district":
            pairs += [(lead + bare(unit.name), unit.name) for lead in ("อ", "อำเภอ")]
    return _lexicon(pairs)


# Marks above a letter, which a scan loses first: no two places are told apart by them.
MARKS = "็่้๊๋์"
_NO_MARKS = str.maketrans("", "", MARKS)


def without_marks(lexicon: Lexicon) -> Lexicon:
    """The same writings without `MARKS`."""
    texts = tuple(text.translate(_NO_MARKS) for text in lexicon.texts)
    return Lexicon(texts, lexicon.values, lexicon.parts)


EVERYWHERE = "ทุกแห่ง"
_OFFICES = ("สถอ", "สนงสถอ", "สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอ", "ที่ทำการปกครองอำเภอ")


@lru_cache(8)
def organization_lexicon(units: tuple[Unit, ...]) -> Lexicon:
    """What stands on the line above the unit: a unit, a district's own office, or all of them."""
    known = unit_lexicon(units)
    pairs = [(t, v) for t, v in zip(known.texts, known.values, strict=True) if v]
    districts = [unit.name for unit in units if unit.kind == "district"]
    pairs += [(office + bare(name), name) for name in districts for office in _OFFICES]
    # An office without its district's name names none.
    pairs += [(office, "") for office in _OFFICES]
    pairs += [(lead + EVERYWHERE, EVERYWHERE) for lead in ("", "อปท", "รวม")]
    return _lexicon(pairs)


@lru_cache(8)
def province_lexicon(own: str) -> Lexicon:
    """All provinces, with and without the word for one."""
    names = dict.fromkeys((own, *PROVINCES))
    return _lexicon((lead + bare(n), n) for n in names for lead in ("", "จ", "จังหวัด"))


def _month_names() -> list[tuple[str, int]]:
    names = []
    for month, (full, short) in enumerate(zip(FULL, SHORT, strict=True), 1):
        cut = full.removesuffix("พันธ์").removesuffix("คม").removesuffix("ยน")
        spelled = (full, cut, full.replace("ฎ", "ฏ"), cut.replace("ฎ", "ฏ"), short)
        names += [(name, month) for name in dict.fromkeys(spelled)]
    return names


@lru_cache(8)
def month_lexicon(lead: str) -> Lexicon:
    """All months with all years in their ways, also behind `lead`; without a year: no value."""
    named, written = _month_names(), dict[str, tuple[int, int]]()
    heads: list[tuple[str, int, tuple[str, ...]]]
    heads = [(name, month, ("", "พศ", "/", "ปี")) for name, month in named]
    heads += [(f"{m:0{n}}", m, ("/", "-")) for m in range(1, 13) for n in (1, 2)]
    for before in dict.fromkeys(("", lead)):
        for head, month, joints in heads:
            for year in _YEARS:
                for joint in joints:
                    written[f"{before}{head}{joint}{year}"] = month, year
                    written[f"{before}{head}{joint}{year % 100}"] = month, year
        written |= {before + name: (month, 0) for name, month in named}
    texts = (*written, *_NOTHING)
    parts = np.array([*written.values(), *((0, 0) for _ in _NOTHING)])
    values = [f"{y - BUDDHIST:04d}-{m:02d}" if y else None for m, y in written.values()]
    return Lexicon(texts, (*values, *("" for _ in _NOTHING)), (parts[:, 0], parts[:, 1]))
