"""The digits of a month's line as the two networks of numbers read them.

The network of texts has learned which years there are and guesses one where it cannot see it; the
networks of numbers have not. Where they see the very digits of a period, its year is what stands
there, and so is a month that is written in digits.
"""

import re
from itertools import product

import numpy as np

from parsers.picture import nets
from parsers.picture.alphabet import NUMBERS_ALPHABET, TEXT_ALPHABET
from parsers.picture.closed import LETTER
from parsers.picture.crop import TEXT, TEXT_AGAIN, WORK_DPI, CropSize, crop, longer, moved, x_of
from parsers.picture.ctc import Line as Logs
from parsers.picture.page import Line
from parsers.picture.writings import BUDDHIST
from parsers.thai import ARABIC, ascii_digits
from parsers.values.months import read_month

_MM = WORK_DPI / 25.4
# Two looks find where the digits stand; each network then looks twice, at other sizes than theirs.
_FINDING = (TEXT, 0), (TEXT_AGAIN, 1)
_LOOKS: tuple[tuple[nets.Reader, CropSize, int], ...] = (
    ("numbers", CropSize(9.2, 64, 1.0), 0),
    ("numbers", CropSize(10.0, 64, 1.5), 1),
    ("second", CropSize(10.0, 64, 1.5), 1),
    ("second", CropSize(8.6, 64, 1.0), -1),
)
# From the place at which a letter is seen to the end of it; from the first digit of a line back to
# its beginning; from the last digit to its end.
_LETTER, _FIRST, _LAST = 1.6 * _MM, -1.5 * _MM, 2.0 * _MM
# So far back where the first digit may have been overlooked: 21/2569 must not be 1/2569.
_OVERLOOKED = -4.5 * _MM
# Month and year as the second network sees them, the stroke between them a sign that is no number's
# (the first one has not learned to see that). Its looks at a date with the stroke.
_WITH_STROKE = tuple((size, way) for _, size, way in (_LOOKS[0], *_LOOKS[2:]))
_DATE = re.compile(r"(\d{1,2})[w-](\d{4}|\d{2})")
# So many looks of each network must see all digits. The second one overlooks some more often.
_WHOLE = {"numbers": 2, "second": 1}
# And so many of all that see another year make it doubtful. On 981 pages of the tuning split three
# of 156 months were held for that that six looks at their names had been sure of.
_ANOTHER = 2


def shows_digits(grey: np.ndarray, line: Line, period: str) -> bool:
    """Whether the digits on a month's line of a sheet are those of `period` (`YYYY-MM`), seen by
    both networks, and no look has one that is another's.
    """
    seen: dict[str, int] = dict.fromkeys(_WHOLE, 0)
    for name, digits, expected in _looks(grey, line, period):
        if not any(_is_part(digits, whole) for whole in expected):
            return False
        seen[name] += digits in expected
    return all(seen[name] >= least for name, least in _WHOLE.items())


def shows_another(grey: np.ndarray, line: Line, period: str) -> bool:
    """Whether the networks of numbers see other digits there, in as many looks as those of `period`
    or more.
    """
    looks = _looks(grey, line, period)
    own = sum(digits in expected for _, digits, expected in looks)
    others = sum(len(d) in map(len, e) and d not in e for _, d, e in looks)
    return others >= max(own, _ANOTHER)


def _looks(grey: np.ndarray, line: Line, period: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """What each look of the networks of numbers sees: the network, the digits, and which they are
    if the line says this period; nothing where the network of texts sees no digit.
    """
    return [
        (name, _read(grey, moved(there, towards), name, cut), _expected(text, period))
        for text, there in _found(grey, line, _FIRST)
        for name, cut, towards in _LOOKS
    ]


def read_date(grey: np.ndarray, line: Line) -> tuple[str, float]:
    """The period (`YYYY-MM`) that a month's line in digits alone says to the second network of
    numbers, with its probability in the mean of its looks; "" where none of them sees one.
    """
    chances: dict[str, float] = {}
    for _, there in _found(grey, line, _OVERLOOKED):
        cuts = [crop(grey, *moved(there, towards), cut) for cut, towards in _WITH_STROKE]
        for seen in nets.read_cuts("second", cuts):
            for written, chance in Logs(seen, NUMBERS_ALPHABET).folded(ARABIC).ranked():
                if match := _DATE.fullmatch(written):
                    period = str(read_month(f"{match[1]}/{match[2]}").value or "")
                    chances[period] = chances.get(period, 0.0) + chance
    best = max(chances, key=lambda period: chances[period], default="")
    return best, chances.get(best, 0.0) / (len(_FINDING) * len(_WITH_STROKE))


def _found(grey: np.ndarray, line: Line, first: float) -> list[tuple[str, Line]]:
    """What the network of texts reads on a line at each of its looks, and where it sees the digits,
    the first one beginning so far off; nothing where a look sees none.
    """
    out = []
    for size, way in _FINDING:
        place = moved(line, way)
        (logs,) = nets.read_cuts("text", [crop(grey, *place, size)])
        text = Logs(logs, TEXT_ALPHABET)
        if not any(map(str.isdigit, text.greedy)):
            return []
        out.append((text.greedy, _digits_of(text, place, size, first)))
    return out


def _expected(text: str, period: str) -> tuple[str, ...]:
    """The digits that the networks see of a line if it says this period: a stroke between month
    and year is a 1 to them, or nothing.
    """
    numbers = re.findall(r"\d+", ascii_digits(text))
    year, month = str(int(period[:4]) + BUDDHIST), int(period[5:])
    years = (year,) if len(numbers[-1]) > len(year[2:]) else (year[2:],)
    if LETTER.search(text):
        return years
    months = (f"{month:02d}",) if len(numbers[0]) > 1 else (str(month),)
    return tuple("".join(parts) for parts in product(months, ("1", ""), years))


def _digits_of(text: Logs, line: Line, size: CropSize, first_off: float) -> Line:
    """The part of a line on which its last number stands, with all numbers where it has no word.

    A year's first digits are seen late, when the next ones say which year it is: its beginning is
    the end of what stands before it.
    """
    letters = ascii_digits(text.greedy)
    first = 0
    if LETTER.search(letters):
        *_, last = re.finditer(r"\d+", letters)
        first = last.start()
    end = max(i for i, letter in enumerate(letters) if letter.isdigit())
    before, off = (first - 1, _LETTER) if first else (0, first_off)
    left = x_of(text.share(before), line, size) + off
    right = x_of(text.share(end), line, size) + _LAST
    (ax, _), (bx, _) = line
    return longer(line, ax - left, max(right, left + _LETTER) - bx)


def _read(grey: np.ndarray, line: Line, name: nets.Reader, size: CropSize) -> str:
    """The digits that a network sees on a line."""
    (logs,) = nets.read_cuts(name, [crop(grey, *line, size)])
    return re.sub(r"\D", "", ascii_digits(Logs(logs, NUMBERS_ALPHABET).greedy))


def _is_part(digits: str, whole: str) -> bool:
    """Whether the digits stand in the whole number in this order: the others were overlooked."""
    rest = iter(whole)
    return all(digit in rest for digit in digits)
