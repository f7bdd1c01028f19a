"""The month that a report is about, in all the ways in which it is written."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from parsers.thai import ascii_digits, digits_to_int, normalise, skeleton, squeeze
from parsers.values.parsed import EMPTY, Parsed, doubtful, sure

FULL = ("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม",
        "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม")  # fmt: skip
SHORT = ("มค", "กพ", "มีค", "เมย", "พค", "มิย", "กค", "สค", "กย", "ตค", "พย", "ธค")
_COMMON = {"มกรา": 1, "กุมภา": 2, "กุมภาพันธุ์": 2, "มีนา": 3, "เมษา": 4, "พฤษภา": 5, "มิถุนา": 6,
           "กรกฎา": 7, "กรกฏาคม": 7, "กรกฏา": 7, "สิงหา": 8, "กันยา": 9, "ตุลา": 10,
           "พฤศจิกา": 11, "ธันวา": 12}  # fmt: skip
# Without its mark, March's short name is January's.
_FRAGILE = frozenset(("มค",))

# Years in which a report can have been written; anything else is a slip of the pen. The year of
# arrival is checked by the service, which has a clock.
_FIRST, _LAST = 2020, 2060
_BUDDHIST = 543

_FILLER = re.compile(r"ประจำเดือน|เดือน|พุทธศักราช|พ\.? ?ศ\.?|ค\.? ?ศ\.?|ปี|งบประมาณ|วันที่")
_NAME = re.compile(r"[ก-ฮะ-ฺเ-๎]+(?: ?\.? ?[ก-ฮะ-ฺเ-๎]+)*\.?")


@dataclass(frozen=True, slots=True)
class Written:
    """A month by its name, whatever stands for its year: its digits, "" for none.

    `plain`: spelled rightly, with nothing beside it; `full`: in full, letter by letter.
    """

    month: int
    year: str
    plain: bool
    full: bool


@dataclass(frozen=True, slots=True)
class _Named:
    month: int
    start: int
    end: int
    exact: bool


def read_month(text: str, *, marks_lost: bool = False, spaced: bool = False) -> Parsed:
    """The period `YYYY-MM` in `text`.

    Years are Buddhist or Gregorian with four digits, Buddhist with two. No year, several months
    or a year out of reach: doubtful. `marks_lost`: the page drops marks, so that ม.ค. may have
    been มี.ค. `spaced`: spaces within words and numbers mean nothing.
    """
    body = _body(text)
    if not body:
        return EMPTY if not re.search(r"[-–—/]", text) else doubtful(None)
    if spaced:
        body = body.replace(" ", "")
    plain = _FILLER.sub(" ", body)
    names = _named(plain)
    if len({n.month for n in names}) > 1:
        return doubtful(None, "several_months")
    if names:
        return _by_name(plain, names, marks_lost)
    return _by_numbers(plain)


def written_month(text: str) -> Written | None:
    """The one month that `text` names, also without a year or with one out of reach.

    None where it names none or several, or where it cannot be told which digits are the year.
    """
    plain = _FILLER.sub(" ", _body(text))
    names = _named(plain)
    if len({n.month for n in names}) != 1:
        return None
    before, years, between = _digits(plain, names)
    if len(years) > 1 or between:
        return None
    name = squeeze(plain[names[0].start : names[0].end].replace(".", ""))
    # Without its mark, March's short name is January's: nothing says whether the page drops marks.
    exact = all(n.exact for n in names) and name not in _FRAGILE
    alone = _a_day(before) and not _leftover(plain, names)
    return Written(names[0].month, "".join(years), exact and alone, name in FULL)


def _body(text: str) -> str:
    return re.sub(r"[.…_]{3,}|[…_]", " ", ascii_digits(normalise(text))).strip(" .-–—/")


def _named(text: str) -> list[_Named]:
    """Every month name in the text."""
    found = []
    for match in _NAME.finditer(text):
        words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"[^\s]+", match.group())]
        for word, start, end in words or []:
            named = _month_of(word)
            if named:
                found.append(_Named(named[0], match.start() + start, match.start() + end, named[1]))
        if not found and len(words) > 1:
            named = _month_of(match.group().replace(" ", ""))
            if named:
                found.append(_Named(named[0], match.start(), match.end(), named[1]))
    return found


def _month_of(word: str) -> tuple[int, bool] | None:
    """The month that a word names and whether it is spelled exactly so."""
    name = squeeze(word.replace(".", ""))
    if name in SHORT:
        return SHORT.index(name) + 1, True
    if name in FULL:
        return FULL.index(name) + 1, True
    if name in _COMMON:
        return _COMMON[name], True
    bones = skeleton(name)
    for i, full in enumerate(FULL):
        if bones == skeleton(full):
            return i + 1, True
    if len(bones) < 4:
        return None
    near = sorted((Levenshtein.distance(bones, skeleton(full)), i) for i, full in enumerate(FULL))
    if near[0][0] <= 2 and near[1][0] - near[0][0] >= 2:
        return near[0][1] + 1, False
    return None


def _by_name(text: str, names: list[_Named], marks_lost: bool) -> Parsed:
    """A named month and the digits around it: the year after it, at most a day before it."""
    first = names[0]
    before, years, between = _digits(text, names)
    if len(years) != 1 or between:
        return doubtful(None, "period_doubtful")
    period = _period(years[0], first.month)
    if period is None:
        return doubtful(None, "period_doubtful")
    exact = all(n.exact for n in names)
    fragile = marks_lost and squeeze(text[first.start : first.end]) in _FRAGILE
    odd = _leftover(text, names)
    if not _a_day(before) or not exact or fragile or odd:
        return doubtful(period, "period_doubtful")
    return sure(period)


def _digits(text: str, names: list[_Named]) -> tuple[list[str], list[str], list[str]]:
    """The numbers before the month's name, those that are its year, and those between its names."""
    first, last = names[0], names[-1]
    after = re.findall(r"\d+", text[last.end :])
    before = re.findall(r"\d+", text[: first.start])
    between = re.findall(r"\d+", text[first.end : last.start]) if last is not first else []
    years = ["".join(after)] if _one_number(text[last.end :]) else after
    if not after and before and len(before[-1]) == 4:
        years, before = before[-1:], before[:-1]
    return before, years, between


def _a_day(numbers: list[str]) -> bool:
    """Whether no number stands before the month's name, or the day."""
    return all(1 <= digits_to_int(d) <= 31 for d in numbers) and len(numbers) <= 1


def _one_number(text: str) -> bool:
    """Whether the digits are one number torn apart by spaces ("256 9")."""
    parts = re.findall(r"\d+", text)
    return len("".join(parts)) == 4 and not re.search(r"\d[^\d ]+\d", text.strip())


def _leftover(text: str, names: list[_Named]) -> bool:
    """Whether words other than the month's name stand there, or a range."""
    rest = text
    for name in reversed(names):
        rest = rest[: name.start] + " " + rest[name.end :]
    return bool(re.search(r"[ก-ฮA-Za-z]|\d\s*[-–—]\s*\d", rest))


def _by_numbers(text: str) -> Parsed:
    """01/2569, 12/1/69, 2569-01, 1 2569."""
    if re.search(r"[ก-ฮA-Za-z]", text):
        return doubtful(None, "period_doubtful")
    parts = re.findall(r"\d+", text)
    if len(parts) == 3 and len(parts[0]) <= 2 and 1 <= digits_to_int(parts[0]) <= 31:
        parts = parts[1:]
    if len(parts) != 2 or re.search(r"\d\s*[^\d\s/\-–—.]\s*\d", text):
        return doubtful(None, "period_doubtful")
    month, year = parts if len(parts[0]) <= 2 else (parts[1], parts[0])
    if len(month) > 2 or not 1 <= digits_to_int(month) <= 12:
        return doubtful(None, "period_doubtful")
    period = _period(year, digits_to_int(month))
    return sure(period) if period else doubtful(None, "period_doubtful")


def _period(year: str, month: int) -> str | None:
    if len(year) not in (2, 4):
        return None
    number = digits_to_int(year) + (2500 if len(year) == 2 else 0)
    gregorian = number - _BUDDHIST if number > 2400 else number
    return f"{gregorian:04d}-{month:02d}" if _FIRST <= gregorian <= _LAST else None
