"""What one field of a page says against another: no value is sure by itself alone."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from parsers.form import Form
from parsers.picture import trust
from parsers.picture.locator import Located
from parsers.picture.seen import Seen
from parsers.picture.writings import bare
from parsers.reading import Unit
from parsers.values.places import PROVINCES

# How like a town's or the PAO's name (0..100) an unsure line may not be.
_MAY_BE = 40.0
_A_NAME = 4  # letters: fewer are a smudge, unless they are read so surely
_NO_SMUDGE = 0.9
_PROVINCE, _LABEL_ONLY = "จังหวัด", 90.0
# How like the unit's name what stands on another line must be to be that name.
_ITS_NAME = 80.0
# What an office of a district has before its name.
OFFICE = re.compile("สถ|สำนัก|ส่งเสริม|ที่ทำการ")
# What else stands on the organization line of a district's sheet, and how like it (0..100) a line
# that was not read for sure must be. Of 24 such lines on 560 pages of the tuning split 23 were.
_OWN_WORDS, _ALIKE = ("สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอ", "ทุกแห่ง", "ทั้งหมด"), 70.0


def unit_of_other_province(form: Form, seen: dict[str, Seen]) -> None:
    """A unit's name is not enough where the sheet seems to come from another province, on its own
    line or above it.
    """
    units = [f.key for f in form.fields if f.kind == "unit"]
    for item in form.fields:
        line = seen[item.key]
        if item.kind != "province" or _is_own_province(form, line):
            continue
        if any(_is_name_of(seen[unit], line) for unit in units):
            continue
        for unit in (*units, "organization"):
            if unit in seen and seen[unit].status == "accepted":
                _doubt(seen, unit, "the province seems to be another one")


def _is_own_province(form: Form, line: Seen) -> bool:
    """Whether nothing speaks for another province: it is empty, or looks like this one's."""
    own, read = bare(form.province), bare(line.raw)
    if len(read) >= _A_NAME and fuzz.partial_ratio(read, _PROVINCE) >= _LABEL_ONLY:
        # Only the printed word before it was seen.
        return line.value in (None, "", form.province)
    if line.value is None and 1 < len(read) < _A_NAME and line.confidence >= _NO_SMUDGE:
        # The end of a name whose beginning lies elsewhere.
        return read in own
    if line.value is None and len(read) >= _A_NAME:
        other = max(fuzz.ratio(read, bare(p)) for p in PROVINCES if p != form.province)
        return fuzz.ratio(read, own) >= max(_MAY_BE, other)
    return line.value in (None, "", form.province)


def _is_name_of(unit: Seen, line: Seen) -> bool:
    """Whether the unit's own name, or a part of it, was read on the province's line: where a long
    line runs off the sheet, the last thing on it is taken for its end.
    """
    read = bare(line.raw)
    if len(read) < _A_NAME:
        return False
    like = fuzz.partial_ratio(read, bare(str(unit.value)))
    other = max(fuzz.partial_ratio(read, bare(p)) for p in PROVINCES)
    return unit.value is not None and line.value is None and like >= max(_ITS_NAME, other)


def unit_below_another(
    form: Form, located: Located, units: Sequence[Unit], seen: dict[str, Seen]
) -> None:
    """The organization line overrules the unit where it names a town or the PAO, and holds the
    sheet of a single organization: where it may do so and cannot be read for sure, neither is
    the unit.
    """
    line = seen.get("organization")
    if line is None or line.status == "accepted":
        return
    others = [n for u in units if u.kind != "district" for n in (u.name, *u.aliases)]
    place, read = located.places.get("organization"), bare(line.raw)
    # Where its printed word stands, what is written lies elsewhere.
    labels = [bare(label) for label in form.field("organization").labels]
    lost = place is None or place.sure < trust.PLACE or read in labels
    named = any(fuzz.ratio(read, bare(name)) >= _MAY_BE for name in others)
    strange = len(read) >= _A_NAME and not _is_own_office(line.raw)
    for unit in (f.key for f in form.fields if f.kind == "unit"):
        # Only the units in which a town lies have its name in theirs.
        within = lost and any(str(seen[unit].value) in name for name in others)
        if seen[unit].status == "accepted" and (
            within or (read not in ("", *labels) and (named or strange))
        ):
            _doubt(seen, unit, "the line of the organization may name another unit")


def _is_own_office(text: str) -> bool:
    """Whether a text seems to be a district's office, or all its organizations."""
    alike = (fuzz.partial_ratio(bare(text), bare(words)) >= _ALIKE for words in _OWN_WORDS)
    return bool(OFFICE.search(text)) or any(alike)


def missing_counts(form: Form, seen: dict[str, Seen]) -> None:
    """On a form that is filled in, a count that must be there is not blank: the report waits
    without it in any case, and an empty line nearby looks like it.
    """
    if all(seen[f.key].status == "blank" for f in form.counts):
        return
    for item in form.counts:
        if item.required and seen[item.key].status == "blank":
            _doubt(seen, item.key, "nothing was read, and it must not be empty")


def _doubt(seen: dict[str, Seen], key: str, reason: str) -> None:
    seen[key] = replace(seen[key], status="review", reason=reason)
