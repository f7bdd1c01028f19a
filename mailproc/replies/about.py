"""Which month, and whose report, a unit's answer says it is about."""

import re
from collections.abc import Iterator
from unicodedata import category

from mailproc.config import Config
from mailproc.notices.clean import SUBJECT_LENGTH, one_line
from mailproc.replies import around, signed, words
from mailproc.replies.line import LONGEST_LINE, bare_of
from mailproc.thai_dates import BUDDHIST, MONTH_STEMS, MONTHS, SHORT_MONTHS
from parsers.thai import ascii_digits, normalise, squeeze

_SPOKEN = [
    f"{stem}(?:{name.removeprefix(stem)})?" for stem, name in zip(MONTH_STEMS, MONTHS, strict=True)
]
_MONTH = re.compile(
    rf"(?<![0-9])(?<![0-9] )(?P<name>{'|'.join((*_SPOKEN, *map(re.escape, SHORT_MONTHS)))})"
    r"(?:\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>[0-9]{4}|[0-9]{2})(?![0-9]))?"
)
# People are called กันยา and เมษา, too.
_CALLED = re.compile(
    rf"(?:{signed.TITLE}|(?<!ขอบ)คุณ|พี่|น้อง)\s*(?:{'|'.join(MONTH_STEMS)})(?!คม|ยน|พันธ์)"
)
_YEAR = "(?:25[0-9]{2}|20[0-9]{2})"
# “12/65” is a house as well, “ครั้งที่ 1/2569” a meeting.
_MONTH_NUMBER = re.compile(
    r"เดือน(?:ที่)?\s*(?P<month>0?[1-9]|1[0-2])(?![0-9])(?!\s*(?:ครั้ง|แห่ง|วัน|เดือน))"
    r"(?:\s*/\s*(?P<year>[0-9]{4}|[0-9]{2})(?![0-9]))?"
    rf"|(?<![0-9/.-])(?<!ที่)(?<!ที่ )(?P<alone>0?[1-9]|1[0-2])\s?[/-]\s?(?P<its>{_YEAR})(?![0-9/.-])"
)
_YEAR_ALONE = re.compile(rf"(?:ปี|รายงาน|ข้อมูล)\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>{_YEAR})(?![0-9])")
_NOTHING_BUT_A_MONTH = re.compile(
    rf"(?:เป็น)?\s*(?:ของ)?\s*(?:แบบ)?(?:รายงาน)?(?:ประจำ)?(?:เดือน)?\s*{_MONTH.pattern}"
)
_MONTH_FIRST = re.compile(
    rf"^\s*(?:ของ)?\s*(?:รายงาน)?(?:ประจำ)?(?:เดือน)?\s*{around.MONTH}\s*(?:[:,]?\s+(?=\S)|[:,.]?\s*$)"
)
_OFFICE_OF = re.compile(r"^(?:ของ|จาก)?\s*(?:ที่ว่าการ)?(?:อำเภอ|อ\.)?\s*")
SHORTEST_CUT = 20
"""Letters that a mail program leaves of a subject that it cuts."""
_PROGRAMS = (
    r"(?:re|r|aw|antw|sv|wg|fwd?|回复|答复|ตอบกลับ|ตอบ|ส่งต่อ)"
    r"\s*(?:\[[0-9]+\]|\([0-9]+\))?(?:[-^][0-9]+)?\s*:\s*"
)
_MARKS = re.compile(rf"^(?:{_PROGRAMS}|[\[{{][^\]}}]{{1,40}}[\]}}]\s*(?={_PROGRAMS}))+", re.I)
"""What mail programs and mail servers put before the subject of an answer."""


def months_named(said: str) -> set[int]:
    """The months, 1 to 12, that the words speak of; the date of a day is none."""
    return {month for month, _ in _months(said)}


def names_another_month(said: str, period: str) -> bool:
    """Whether the words speak of a month that is not this one, or of that of another year."""
    year, month = int(period[:4]), int(period[5:])
    years = {"", str(year), str(year + BUDDHIST), str(year + BUDDHIST)[2:]}
    if any(m != month or y not in years for m, y in _months(said)):
        return True
    alone = _YEAR_ALONE.finditer(ascii_digits("\n".join(_lines(said))))
    return any(match["year"] not in years for match in alone)


def names_another_unit(said: str, unit: str, config: Config) -> bool:
    """Whether a line is the name of a unit that is not this one; of a district's answer, also
    whether another district is named in it: a town's address has one.
    """
    lines = list(_lines(said))
    if any(_unit(line, config) not in ("", unit) for line in lines):
        return True
    if config.unit_by_id[unit].kind != "district":
        return False
    districts = {normalise(u.name): u.id for u in config.unit if u.kind == "district"}
    # Of two names, one of which begins with the other, the longer one. Thais write on behind it.
    names = "|".join(re.escape(name) for name in sorted(districts, key=len, reverse=True))
    named = re.finditer(rf"(?:อำเภอ|อ\.|ของ|รายงาน|ข้อมูล)\s*({names})", "\n".join(lines))
    return any(districts[match[1]] != unit for match in named)


def nothing_but(said: str, unit: str, config: Config) -> str:
    """A line that is nothing but a month, or the name of another unit; "" where there is none.

    Below thanks it is an address, or a letter's date.
    """
    signs = False
    for line in map(ascii_digits, filter(None, map(str.strip, _lines(said)))):
        bare = words.POLITE_END.sub("", line.strip(" .,:()-")).strip()
        month = _NOTHING_BUT_A_MONTH.fullmatch(bare)
        if month and not (signs and month.start("name") == 0):
            return line
        if not signs and _unit(line, config) not in ("", unit):
            return line
        thanks = around.is_courtesy(line) or around.is_courtesy(bare)
        signs = signs or thanks or _unit(line, config) == unit
    return ""


def own_names(unit: str, config: Config) -> list[str]:
    """How the unit is called, the longest name first."""
    own = config.unit_by_id[unit]
    return sorted(map(normalise, (own.name, *own.aliases)), key=len, reverse=True)


def without_subject(said: str, unit: str, config: Config) -> str:
    """The words without the unit's own name that lines begin with, and the months: a month beside
    which nothing is said is itself what is said.
    """
    names = "|".join(map(re.escape, own_names(unit, config)))
    own_first = re.compile(
        rf"^\s*(?:ของ|จาก|ด้วย)?\s*(?:อำเภอ|อ\.)?\s*(?:{names})(?:\s+(?=\S)|(?=ขอ|แจ้ง|ยืนยัน))"
    )
    lines = [ascii_digits(line) for line in _lines(said)]
    lines = [own_first.sub("", line) for line in lines if _unit(line, config) != unit]
    left = [_MONTH_FIRST.sub("", line, count=1) for line in lines]
    return "\n".join(left if any(_says(line, config) for line in left) else lines)


def new_subject(subject: str, answered: str) -> str:
    """What somebody wrote in the subject of an answer besides that of the answered mail, "" for
    nothing.
    """
    theirs = normalise(one_line(subject, 1000))
    ours = squeeze(_MARKS.sub("", one_line(answered, 1000)))
    bare = squeeze(_MARKS.sub("", theirs))
    if len(bare) >= SHORTEST_CUT and ours.startswith(bare):
        return ""
    if ours:
        theirs = re.sub(r"[\W_]*?".join(map(re.escape, ours)), " ", theirs, count=1)
    own = one_line(_MARKS.sub("", theirs).strip(" :|-–"), SUBJECT_LENGTH)
    # A sign alone (👎) says something, too.
    return own if squeeze(own) or any(category(c) == "So" for c in own) else ""


def units_alone(said: str, config: Config) -> str:
    """A line that is nothing but names of units, "" where there is none."""
    for line in _lines(said):
        parts = [p for p in re.split("และ|กับ|,", line) if p.strip()]
        if parts and all(_unit(p, config) for p in parts):
            return line
    return ""


def _says(line: str, config: Config) -> bool:
    """Whether a line says more than greetings, thanks and signatures do."""
    bare, places = bare_of(line), config.places
    idle = (not bare, around.is_courtesy(bare), around.greets(bare, places))
    return not any(idle) and not signed.is_signature(bare, places)


def _lines(said: str) -> Iterator[str]:
    """The lines, blanks in them as one. Of one that is too long to be read, only so much as shows
    that it is.
    """
    for line in said.splitlines():
        yield " ".join(normalise(line).split())[: LONGEST_LINE + 1]


def _months(said: str) -> Iterator[tuple[int, str]]:
    """Each month that is named, and the digits of its year, "" for none."""
    lines = (line for line in _lines(said) if not signed.is_person(line))
    plain = _CALLED.sub("", ascii_digits("\n".join(lines)))
    for match in _MONTH.finditer(plain):
        number = next(
            n
            for n, names in enumerate(zip(_SPOKEN, SHORT_MONTHS, strict=True), 1)
            if re.fullmatch(names[0], match["name"]) or names[1] == match["name"]
        )
        yield number, match["year"] or ""
    for match in _MONTH_NUMBER.finditer(plain):
        yield int(match["month"] or match["alone"]), match["year"] or match["its"] or ""


def _unit(line: str, config: Config) -> str:
    """The id of the unit of whose name a line consists, "" for none."""
    bare = words.POLITE_END.sub("", line.strip(" .,:()-")).strip()
    named = config.find_unit(bare) or config.find_unit(_OFFICE_OF.sub("", bare))
    return named.id if named else ""
