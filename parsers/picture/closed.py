"""One line of text against the few things that can stand there: units, provinces, months.

Every way of writing each value is weighed against what the network saw, so a value wins by the
letters that tell it from the others, and a text that is none of them beats them all. Spaces and
dots are nothing here, and Thai digits are Arabic ones.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from parsers.picture.ctc import Line
from parsers.picture.writings import (
    BUDDHIST,
    MARKS,
    Lexicon,
    month_lexicon,
    organization_lexicon,
    province_lexicon,
    unit_lexicon,
    without_marks,
)
from parsers.reading import Unit
from parsers.thai import ARABIC, normalise
from parsers.values import months, places
from parsers.values.parsed import Parsed

# A text that is in no list is so much less likely to be written for each letter in which it
# differs from one that is (nats), but at most so much. One letter that the network is 99.8 % sure
# of then weighs as much as the list. Of 3, 4 and 6 on the tuning split the one that lost least.
_ODD_LETTER, _ODD_TEXT = 6.0, 12.0
# Sure from here on. On 1,160 pages of the tuning split no unit was wrong at any probability; two
# months by hand were, a year with 0.994 and ก.ย. for ก.พ. with 0.997; a unit that was taken out of
# the list was taken for another with 0.53 at most.
SURE_UNIT, SURE_MONTH, SURE_PROVINCE = 0.99, 0.998, 0.99
# Writings weighed at first, at least so many of each value; then as many around the best.
_NEAREST, _EACH = 40, 2
# Texts less like the best writing than this are no guess, and a few letters are not nothing.
_LIKE = 0.55

_SAME = {" ": "", ".": "", "_": "", "(": "", ")": "", "–": "-"}
_SAME |= ARABIC
_FOLD = str.maketrans(_SAME)
# Marks above a letter, which a scan loses first: no two places are told apart by them.
_SAME_NAME = _SAME | dict.fromkeys(MARKS, "")
_LEAD = re.compile(r"(?:ประจำ)?เดือน|\d{1,2}[-/]?(?=[ก-ฮ])|\d{1,2}/(?=\d{1,2}/\d)")
# What may be left of the word when its beginning is cut off or half seen.
_PROVINCE = re.compile("จ?ั?ง?(หวั)")
LETTER = re.compile("[ก-ฮ]")
_SHORTEST = 3  # letters of a unit's name
_RANGE = re.compile(r"[-–—,]|ถึง|และ")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a line says. `value`: None for none of the list (or a month without its year), ""
    for nothing written; `probability` of the value; `text` as it was read, letter by letter;
    `sound`: nothing speaks against the value; `sure`: and it is likely enough by itself."""

    value: str | None
    probability: float
    text: str
    sound: bool
    sure: bool


def read_unit(line: Line, units: Sequence[Unit]) -> Choice:
    """The name of the unit that the line names, also where the printed จังหวัด after it was taken
    for a part of its slot.
    """
    units = tuple(units)
    lexicon = unit_lexicon(units)
    choice = _read_name(line, lexicon, units)
    behind = _PROVINCE.search(line.greedy)
    if choice.sure or not behind:
        return choice
    # Its first letters may be the last ones of the name.
    for end in range(behind.start(1), max(behind.start(), _SHORTEST) - 1, -1):
        alone = line.before(end)
        trimmed = _read_name(alone, lexicon, units)
        if trimmed.sure:
            return trimmed
    return choice


def read_organization(line: Line, units: Sequence[Unit]) -> Choice:
    """The name of the unit whose line it is, its own or its office's, or `EVERYWHERE`."""
    units = tuple(units)
    return _read_name(line, organization_lexicon(units), units)


def _read_name(line: Line, lexicon: Lexicon, units: Sequence[Unit]) -> Choice:
    bald = without_marks(lexicon)
    return _read(line, bald, SURE_UNIT, lambda t: places.read_unit(t, units), _SAME_NAME)


def values_alone(line: Line, label: str, behind: str) -> list[Line]:
    """What may stand between two printed words of a longer line, the shortest first; nothing where
    the first word is not seen. `label` and `behind` are patterns; the second word may be missing.
    """
    befores = list(re.finditer(label, line.greedy))
    if not befores or befores[-1].end() >= len(line.greedy):
        return []
    rest = line.behind(befores[-1].end())
    ends = [after.start() for after in re.finditer(behind, rest.greedy)]
    return [rest.before(end) for end in ends] or [rest]


def read_month(line: Line) -> Choice:
    """The period `YYYY-MM` that the line names."""
    choice = _read(line, month_lexicon(_lead(line)), SURE_MONTH, months.read_month)
    if choice.sound and choice.value:
        several = _RANGE.search(choice.text.strip(" -–—,"))
        sound = not several and _spelled(choice.text, choice.value)
        return replace(choice, sound=sound, sure=sound and choice.sure)
    return choice


def _spelled(text: str, period: str) -> bool:
    """Whether the text itself has the period's digits: one wrong digit is another year or month,
    where a name would still be the same."""
    year = str(int(period[:4]) + BUDDHIST)
    numbers = re.findall(r"\d+", text.translate(_FOLD))
    if not numbers or numbers[-1] not in (year, year[2:]):
        return False
    return bool(LETTER.search(text)) or months.read_month(text).value == period


def read_province(line: Line, own: str) -> Choice:
    """The province that the line names; `own` need not be one of Thailand's."""
    return _read(line, province_lexicon(own), SURE_PROVINCE, lambda t: places.read_province(t, own))


def _read(
    line: Line,
    lexicon: Lexicon,
    threshold: float,
    parse: Callable[[str], Parsed],
    same: Mapping[str, str] = _SAME,
) -> Choice:
    folded, text = line.folded(same), normalise(line.greedy)
    seen = folded.greedy
    scores = _weigh(folded, lexicon, seen)
    best = max(scores, key=lambda i: scores[i])
    written = lexicon.texts[best]
    value, share = _share(scores, lexicon, best)
    odd = Levenshtein.distance(seen, written)
    if odd:
        # Something else, that was read as it stands there, against the best of the list.
        other = float(folded.log_probability([seen])[0]) - min(_ODD_LETTER * odd, _ODD_TEXT)
        share /= 1 + float(np.exp(min(other - scores[best], 700.0)))
    if Levenshtein.normalized_similarity(seen, written) < _LIKE:
        return Choice(None, share, text, False, False)
    parsed = parse(text)
    against = parsed.status == "accepted" and parsed.value != value
    sound = value is not None and not against
    return Choice(value, share, text, sound, sound and share >= threshold)


def _share(scores: dict[int, float], lexicon: Lexicon, best: int) -> tuple[str | None, float]:
    """The value with most of the probability among those weighed, and its share."""
    mass: dict[str | None, float] = {}
    for i, score in scores.items():
        weight = float(np.exp(score - scores[best]))
        mass[lexicon.values[i]] = mass.get(lexicon.values[i], 0.0) + weight
    value = max(mass, key=lambda v: mass[v])
    return value, mass[value] / sum(mass.values())


def _weigh(line: Line, lexicon: Lexicon, seen: str) -> dict[int, float]:
    """Log probabilities of the writings that come nearest: to what was read, then to the best."""
    scores: dict[int, float] = {}
    for _ in range(2):
        fresh = [i for i in _nearest(lexicon, seen) if i not in scores]
        found = line.log_probability([lexicon.texts[i] for i in fresh])
        scores |= dict(zip(fresh, found.tolist(), strict=True))
        seen = lexicon.texts[max(scores, key=lambda i: scores[i])]
    return scores


def _nearest(lexicon: Lexicon, text: str) -> list[int]:
    """The writings nearest to a text, among them some of every value or part of a value."""
    far = cdist([text], lexicon.texts, scorer=Levenshtein.distance, dtype=np.int32)[0]
    order = np.argsort(far, kind="stable")
    chosen = set(order[:_NEAREST].tolist())
    for parts in lexicon.parts:
        # The first places at which each part turns up in the order, and the next ones.
        left = order
        for _ in range(_EACH):
            _, first = np.unique(parts[left], return_index=True)
            chosen.update(left[first].tolist())
            left = np.delete(left, first)
    return sorted(chosen)


def _lead(line: Line) -> str:
    """What stands before the month and is no value: its day, or the word for month."""
    match = _LEAD.match(line.greedy.translate(_FOLD))
    return match.group() if match else ""
