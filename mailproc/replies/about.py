"""Which month, and whose report, a unit's answer says it is about."""

import re
from collections.abc import Iterator

from mailproc.config import Config
from mailproc.notices.clean import answer_subject
from mailproc.replies import around, words
from mailproc.replies.line import LONGEST_LINE
from mailproc.thai_dates import BUDDHIST, MONTH_STEMS, MONTHS, SHORT_MONTHS
from parsers.thai import ascii_digits, normalise, squeeze

_SPOKEN = [
    f"{stem}(?:{name.removeprefix(stem)})?" for stem, name in zip(MONTH_STEMS, MONTHS, strict=True)
]
_MONTH = re.compile(
    rf"(?<![0-9])(?<![0-9] )(?P<name>{'|'.join((*_SPOKEN, *map(re.escape, SHORT_MONTHS)))})"
    r"(?:\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>[0-9]{4}|[0-9]{2})(?![0-9]))?"
)
_MONTH_FIRST = re.compile(
    rf"^\s*(?:ของ)?\s*(?:รายงาน)?(?:ประจำ)?(?:เดือน)?\s*{around.MONTH}\s*(?:[:,]?\s+(?=\S)|[:,.]?\s*$)"
)
_OFFICE_OF = re.compile(r"^(?:ของ|จาก)?\s*(?:ที่ว่าการ)?(?:อำเภอ|อ\.)?\s*")


def months_named(said: str) -> set[int]:
    """The months, 1 to 12, that the words speak of; the date of a day is none."""
    return {month for month, _ in _months(said)}


def names_another_month(said: str, period: str) -> bool:
    """Whether the words speak of a month that is not this one, or of that of another year."""
    year, month = int(period[:4]), int(period[5:])
    years = {"", str(year), str(year + BUDDHIST), str(year + BUDDHIST)[2:]}
    return any(m != month or y not in years for m, y in _months(said))


def names_another_unit(said: str, unit: str, config: Config) -> bool:
    """Whether a line is the name of a unit that is not this one; of a district's answer, also
    whether another district is named in it: a town's address has one.
    """
    lines = list(_lines(said))
    if any(_unit(line, config) not in ("", unit) for line in lines):
        return True
    own = config.unit_by_id[unit]
    others = [u for u in config.unit if u.kind == "district" and u.id != unit]
    named = "|".join(re.escape(normalise(u.name)) for u in others) or "(?!)"
    found = re.search(rf"(?:อำเภอ|อ\.)\s*(?:{named})(?![ก-๛])", "\n".join(lines))
    return own.kind == "district" and found is not None


def without_subject(said: str, unit: str, config: Config) -> str:
    """The words without the months and the unit's own name that lines begin with."""
    own = config.unit_by_id[unit]
    names = "|".join(re.escape(normalise(n)) for n in (own.name, *own.aliases))
    own_first = re.compile(
        rf"^\s*(?:ของ|จาก|ด้วย)?\s*(?:อำเภอ|อ\.)?\s*(?:{names})(?:\s+(?=\S)|(?=ขอ|แจ้ง|ยืนยัน))"
    )
    lines = [ascii_digits(line) for line in _lines(said)]
    lines = [own_first.sub("", line) for line in lines if _unit(line, config) != unit]
    return "\n".join(_MONTH_FIRST.sub("", line, count=1) for line in lines)


def new_subject(subject: str, answered: str) -> str:
    """The subject, where somebody wrote another one above his answer to that one; else ""."""
    theirs, ours = (squeeze(answer_subject(s)) for s in (subject, answered))
    return "" if ours in theirs else answer_subject(subject).removeprefix("Re: ")


def units_alone(said: str, config: Config) -> str:
    """A line that is nothing but names of units, "" where there is none."""
    for line in _lines(said):
        parts = [p for p in re.split("และ|กับ|,", line) if p.strip()]
        if parts and all(_unit(p, config) for p in parts):
            return line
    return ""


def _lines(said: str) -> Iterator[str]:
    """The lines, blanks in them as one. Of one that is too long to be read, only so much as shows
    that it is.
    """
    for line in said.splitlines():
        yield " ".join(normalise(line).split())[: LONGEST_LINE + 1]


def _months(said: str) -> Iterator[tuple[int, str]]:
    """Each month that is named, and the digits of its year, "" for none."""
    for match in _MONTH.finditer(ascii_digits("\n".join(_lines(said)))):
        number = next(
            n
            for n, names in enumerate(zip(_SPOKEN, SHORT_MONTHS, strict=True), 1)
            if re.fullmatch(names[0], match["name"]) or names[1] == match["name"]
        )
        yield number, match["year"] or ""


def _unit(line: str, config: Config) -> str:
    """The id of the unit of whose name a line consists, "" for none."""
    bare = words.POLITE_END.sub("", line.strip(" .,:()-")).strip()
    named = config.find_unit(bare) or config.find_unit(_OFFICE_OF.sub("", bare))
    return named.id if named else ""
