"""A count from its slot: two looks by the network, and what its symbols mean as a number."""

from dataclasses import dataclass

import numpy as np

from parsers.picture import nets
from parsers.picture.alphabet import NUMBERS_ALPHABET
from parsers.picture.crop import NUMBERS, CropSize, crop, moved
from parsers.picture.ctc import Line as Logs
from parsers.picture.ink import looks_empty, shows_slot
from parsers.picture.page import Line

_SAME = dict(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))
_THAI = str.maketrans(_SAME)
# The second look is smaller and reaches further: a guess does not survive that, nor a number that
# is cut off by a slot found too late.
_AGAIN = CropSize(10.0, 64, 6.0)
WORDS = "w"  # what the network says for anything written that is no number
_DIGITS = 4  # a form has no room for more, and 9,999 is the largest count


@dataclass(frozen=True, slots=True)
class Number:
    """What stands in a slot. `value` None: blank where `blank`, else unreadable.

    `sure` (0..1): the probability that both looks give to what they agree on; 0 where they do
    not. `plain`: nothing but a number (or a dash, or nothing) stands there.
    """

    value: int | None
    blank: bool
    plain: bool
    sure: float
    text: str
    candidates: tuple[tuple[str, float], ...]
    reason: str
    cut: np.ndarray


def read_number(grey: np.ndarray, dark: np.ndarray, line: Line) -> Number:
    """The count in the slot along `line` of a sheet; `dark` shows ink of every colour."""
    cut = crop(grey, *line, NUMBERS)
    looks = nets.read_cuts("numbers", [cut, crop(grey, *moved(line), _AGAIN)])
    shown = Logs(looks[0], NUMBERS_ALPHABET).greedy
    first, second = (_meanings(logs) for logs in looks)
    (text, chance), (other, other_chance) = first[0], second[0]
    agreed = text == other
    sure = min(chance, other_chance) if agreed else 0.0
    reason = "both looks agree" if agreed else f"a second look saw “{other}”"
    value, plain = number_of(text)
    if not text and agreed:
        inks = crop(dark, *line, NUMBERS)
        if not looks_empty(inks):
            sure, reason = 0.0, "nothing was read, but there is ink"
        elif not shows_slot(inks):
            sure, reason = 0.0, "nothing was read, but no empty slot can be seen"
    elif not plain:
        reason = "more than a number is written there"
    seen: dict[str, float] = {}
    for guess, probability in (*first[:3], *second[:3]):
        seen[guess] = max(seen.get(guess, 0.0), probability)
    candidates = tuple(sorted(seen.items(), key=lambda item: -item[1]))
    # As it is written there, unless that would be read as something else.
    raw = shown if _meaning(shown) == text else text
    return Number(value, not text, plain, sure, raw, candidates, reason, cut)


def _meanings(logs: np.ndarray) -> list[tuple[str, float]]:
    """What a look may mean with the probabilities, likeliest first.

    Digits of both sets, with a comma or without, are one number: what cannot be told apart by
    shape (0 and ๐, in some hands 1 and ๑) and need not be, must not make it doubtful.
    """
    found: dict[str, float] = {}
    for text, probability in Logs(logs, NUMBERS_ALPHABET).folded(_SAME).ranked():
        meaning = _meaning(text)
        found[meaning] = found.get(meaning, 0.0) + probability
    return sorted(found.items(), key=lambda item: -item[1])


def _meaning(text: str) -> str:
    """The number in Arabic digits where symbols are plainly one, else the symbols in these."""
    value, plain = number_of(text)
    return str(value) if plain and value is not None else text.translate(_THAI)


def most_likely(cut: np.ndarray) -> tuple[int | None, bool, float]:
    """What a cut (`crop.NUMBERS`) shows at one look: the number (None: nothing), whether it is
    plain, and its probability.
    """
    text, chance = _meanings(_one_look(cut).logs)[0]
    return *number_of(text), chance


def symbols_of(cut: np.ndarray) -> str:
    """The symbols in a cut of any width at one look."""
    return _one_look(cut).greedy


def _one_look(cut: np.ndarray) -> Logs:
    (logs,) = nets.read_cuts("numbers", [cut])
    return Logs(logs, NUMBERS_ALPHABET)


def number_of(text: str) -> tuple[int | None, bool]:
    """The number that symbols of `NUMBERS_ALPHABET` stand for, and whether they are plain.

    A dash alone is 0; a comma may only set off thousands; words beside a number, something
    crossed out, a sign before it or a fifth digit are for a person to judge.
    """
    if text in ("", "-"):
        return (0 if text else None), True
    if text == WORDS:
        return None, False
    digits = "".join(c for c in text if c not in ",wx-").translate(_THAI)
    last = "".join(c for c in text.rsplit("x", 1)[-1] if c not in ",w-").translate(_THAI)
    value = int(last or digits) if digits else None
    whole, comma, thousands = text.partition(",")
    sound = not comma or (len(thousands) == 3 and 1 <= len(whole) <= 3 and "," not in thousands)
    plain = sound and not set(text) & set("wx-") and 0 < len(digits) <= _DIGITS
    return value, plain
