"""Several looks at a line that says one of a list: what they have in common, and how surely."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from parsers.picture import nets
from parsers.picture.alphabet import TEXT_ALPHABET
from parsers.picture.closed import LETTER, Choice, values_alone
from parsers.picture.crop import TEXT, TEXT_AGAIN, WORK_DPI, CropSize, crop, longer, moved
from parsers.picture.ctc import Line as Logs
from parsers.picture.date_digits import read_date, shows_another, shows_digits
from parsers.picture.page import Line
from parsers.values.months import written_month

# Where two looks do not both say the same for sure, a third is a little larger.
_CLOSER = CropSize(7.6, 48, 3.0)
# Three looks that say the same: how likely each must be, and all in the mean.
_ALL_LOOKS, _LEAST, _NEARLY = 3, 0.85, 0.9
# A month that is not sure at once is looked at so often. All looks must say it, so many of them
# rightly spelled; so likely must it be in their mean. On 653 pages of the tuning split three looks
# had a wrong month (0.89, 0.98, 0.998) and another nearly so; six have none, and accept as many.
_MORE = (CropSize(8.4, 48, 4.0), -1), (CropSize(9.2, 48, 3.0), 0), (CropSize(7.2, 48, 4.0), 1)
_SPELLED, _MEAN = 3, 0.85
# One look of them may see another year, or other digits, where the networks of numbers see these.
# The others must find it likelier than not that the line says this and nothing more: two months
# without their dash came to 1e-15, months rightly taken to 0.74 at least in the mean, on 400 pages
# of the tuning split.
_BUT, _LIKELY, _SAYS = 1, 0.5, 0.05
# A month in digits alone is read by the second network of numbers, too, and both must see the same:
# so likely by the looks, by the network, and added. Of 136 such lines on 981 pages of the tuning
# split, each with one month, all were right where both saw the same (133).
_BY_TEXT, _BY_DIGITS, _TOGETHER, _SURELY_ANOTHER = 0.6, 0.5, 1.4, 0.9
# Of a slot found too short, too long or beside the value: looks reach so far past both ends, and
# the printed words before and behind the value say where it begins and ends. The second reach holds
# a value that was taken for printed words.
_MM = WORK_DPI / 25.4
_REACHES = (26.0 * _MM, 12.0 * _MM), (40.0 * _MM, 40.0 * _MM)
_AROUND = {
    "organization": (r"อ\.?ป\.?ท\.?|ปท\.?", r"[อจ]?[ำา]?เ?ภอ?|อำเ|อำ$"),
    "unit": (r"[ำาอ]เ?ภอ|เภอ", r"จ.?[งก]?ห[วง]|จัง|งหวั|ังห|จ$|จั$"),
    "province": (r"จ.?[งก]?ห[วง]ั?ด?", r"$^"),
    "month": (r"เดือน?|เดื?อน", r"$^"),
}
Read = Callable[[Logs], Choice]


@dataclass(frozen=True)
class Listed:
    """The best choice, whether the looks agree on it and are certain, all of them, and the cut."""

    choice: Choice
    agreed: bool
    certain: bool
    looks: tuple[Choice, ...]
    cut: np.ndarray


def read_listed(grey: np.ndarray, line: Line, read: Read, kind: str) -> Listed:
    """One of a list on a line of a sheet. `kind`: of line, for the words printed around it."""
    cuts = [crop(grey, *line, TEXT), crop(grey, *moved(line), TEXT_AGAIN)]
    looks = _seen(cuts, read)
    if not (looks[0].sure and looks[1].sure and looks[0].value == looks[1].value):
        looks += _seen([crop(grey, *moved(line, -1), _CLOSER)], read)
    choice, agreed = _chosen(looks)
    certain = agreed and (choice.sure or _thrice(looks))
    if kind == "month":
        at_once = len(looks) == len(cuts)
        if not at_once:
            looks += _seen([crop(grey, *moved(line, way), size) for size, way in _MORE], read)
            choice, agreed = _chosen(looks)
        if _in_digits(looks):
            certain = _is_date(grey, line, choice, looks)
        elif not at_once:
            certain = _is_named(grey, line, choice, looks, agreed)
    # A sheet without a unit or a month is rare, a badly found line is not; the organization's may
    # well be empty.
    if not certain or (choice.value == "" and kind != "organization"):
        further = _further(grey, line, read, kind)
        surely = {c.value for c in looks if c.sure and c.value}
        alone = kind == "month" and _in_digits(further)
        if further and not alone and surely <= {further[0].value}:
            return Listed(further[0], True, True, tuple(further), cuts[0])
    return Listed(choice, agreed, certain, tuple(looks), cuts[0])


def _seen(cuts: list[np.ndarray], read: Read) -> list[Choice]:
    return [read(Logs(logs, TEXT_ALPHABET)) for logs in nets.read_cuts("text", cuts)]


def _further(grey: np.ndarray, line: Line, read: Read, kind: str) -> list[Choice]:
    """Two looks past the ends that surely see the same between the printed words, else []."""
    if kind not in _AROUND:
        return []
    label, behind = _AROUND[kind]
    for before_it, behind_it in _REACHES:
        reach = longer(line, before_it, behind_it)
        cuts = [crop(grey, *reach, TEXT), crop(grey, *moved(reach), TEXT_AGAIN)]
        whole = [Logs(logs, TEXT_ALPHABET) for logs in nets.read_cuts("text", cuts)]
        # The word behind may be a part of the value, too: an office's name has one in it.
        alone = [map(read, values_alone(one, label, behind)) for one in whole]
        looks = [[c for c in choices if c.sure and c.value] for choices in alone]
        if all(looks) and len({c.value for surely in looks for c in surely}) == 1:
            return [surely[0] for surely in looks]
    return []


def _in_digits(looks: list[Choice]) -> bool:
    """Whether a month is written without its name, so that one digit may make it another one. A
    blurred digit is soon taken for some letter.
    """
    return any(c.value for c in looks) and not any(written_month(c.text) for c in looks)


def _is_date(grey: np.ndarray, line: Line, choice: Choice, looks: list[Choice]) -> bool:
    """Whether the looks say one month in digits alone, and hardly another one or two, and the
    second network of numbers sees the same, both together surely.
    """
    others = [c for c in looks if c.value != choice.value and c.probability >= _SURELY_ANOTHER]
    sound, likely = 2 * sum(c.sound for c in looks) >= len(looks), _mean(choice, looks)
    if others or not sound or likely < _BY_TEXT:
        return False
    period, chance = read_date(grey, line)
    return period == choice.value and chance >= _BY_DIGITS and chance + likely >= _TOGETHER


def _is_named(
    grey: np.ndarray, line: Line, choice: Choice, looks: list[Choice], agreed: bool
) -> bool:
    """Whether six looks say this month by its name, and the networks of numbers see its year."""
    period = str(choice.value)
    if _mostly(choice, looks):
        return not shows_another(grey, line, period)
    return agreed and _nearly(choice, looks) and shows_digits(grey, line, period)


def _mean(choice: Choice, looks: list[Choice]) -> float:
    """How likely a value is in the mean of all looks."""
    return sum(c.probability for c in looks if c.value == choice.value) / len(looks)


def _thrice(looks: list[Choice]) -> bool:
    """Whether three looks say the same, each nearly sure and two with nothing against it."""
    same = len({c.value for c in looks}) == 1 and len(looks) == _ALL_LOOKS
    chances = [c.probability for c in looks]
    likely = min(chances) >= _LEAST and sum(chances) >= _NEARLY * len(chances)
    return same and likely and sum(c.sound for c in looks) >= _ALL_LOOKS - 1


def _mostly(choice: Choice, looks: list[Choice]) -> bool:
    """Whether all looks say this, likely enough."""
    if any(c.value != choice.value for c in looks):
        return False
    return _mean(choice, looks) >= _MEAN and sum(c.sound for c in looks) >= _SPELLED


def _nearly(choice: Choice, looks: list[Choice]) -> bool:
    """Whether all looks but one say this month, and none a month of another name."""
    if not choice.value or not choice.sound:
        return False
    same = [c for c in looks if c.value == choice.value and c.probability >= _SAYS]
    named = any(LETTER.search(c.text) for c in same)
    if named and any(c.value and c.value[4:] != choice.value[4:] for c in looks):
        return False
    likely = sum(c.probability for c in same) >= _LIKELY * len(same)
    return likely and len(same) >= len(looks) - _BUT


def _chosen(looks: list[Choice]) -> tuple[Choice, bool]:
    """What two looks have in common, the surer of them; else the surest of all, and False. Looks
    that are sure of different things have nothing in common.
    """
    surely = {c.value for c in looks if c.sure}
    for value in (c.value for c in looks if c.value is not None):
        same = [c for c in looks if c.value == value]
        if len(same) > 1 and surely <= {value}:
            return max(same, key=lambda c: (c.sure, c.probability)), True
    return max(looks, key=lambda c: (c.value is not None, c.probability)), False
