"""A count from its slot: looks by two networks, and what their symbols mean as a number."""

from dataclasses import dataclass, replace

import numpy as np

from parsers.picture import nets, trust
from parsers.picture.alphabet import NUMBERS_ALPHABET
from parsers.picture.crop import NUMBERS, WORK_DPI, CropSize, crop, longer, moved
from parsers.picture.ctc import Line as Logs
from parsers.picture.ink import dash_before, lone_dash, looks_empty, shows_slot, stands_apart
from parsers.picture.page import Line, Sheet

_SAME = dict(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))
_THAI = str.maketrans(_SAME)
# The second look is smaller and reaches further: a guess does not survive that, nor a number that
# is cut off by a slot found too late.
_AGAIN = CropSize(10.0, 64, 6.0)
# Where these two leave a doubt, and for all that is written by hand, each network looks at what
# the other one saw, and both once more from the other side, a little closer.
_CLOSER = CropSize(8.6, 64, 4.0)
_AT_ONCE = 0.98
# Digits that stand apart are one number unless something may be crossed out: of 101 such numbers on
# 524 pages of the tuning split five were misread, and none for that.
_CROSSED = 1e-3
# How likely another number of as many digits may be where all looks see the same one. Of numbers by
# hand on 500 pages of the tuning split that were less sure than 0.96, 305 were so, none wrong.
_ANOTHER = 0.03
# And one with more digits: a digit that ran into the printed word before it was overlooked (0.12).
_LONGER = 0.1
# So far behind the end of a slot (pixels of the sheet) a number may go on, where the form prints
# nothing behind it or the slot ends too early. On 860 pages of the tuning split a printed word was
# taken for a digit there twice in 6,600 slots; twice as far, it was in tables that are spaced out.
_FURTHER = 4.0 * WORK_DPI / 25.4
DASH = "-"
WORDS = "w"  # what the network says for anything written that is no number
_DIGITS = 4  # a form has no room for more, and 9,999 is the largest count


@dataclass(frozen=True, slots=True)
class Number:
    """What stands in a slot. `value` None: blank where `blank`, else unreadable.

    `sure` (0..1): the probability of what was read; 0 where the ink speaks against it. `plain`:
    nothing but a number (or a dash, or nothing) stands there. `by_hand` (0..1): how much it looks
    handwritten. `slot_seen`: something to write on can be seen there. `settled`: what doubt is left
    is not about the digits (every look saw them), or the ink is a dash's; `nearly_settled`: one
    look may have seen more or less than the others. `under_stamp`: it could be read only with a
    coloured stamp taken off.
    """

    value: int | None
    blank: bool
    plain: bool
    sure: float
    text: str
    candidates: tuple[tuple[str, float], ...]
    reason: str
    cut: np.ndarray
    by_hand: float
    slot_seen: bool
    settled: bool = False
    nearly_settled: bool = False
    under_stamp: bool = False


def read_number(sheet: Sheet, line: Line) -> Number:
    """The count in the slot along `line` of a sheet."""
    number = _read(sheet.grey, sheet.dark, line)
    if number.sure >= _AT_ONCE or sheet.clean is sheet.grey:
        return number
    bare = _read(sheet.clean, sheet.clean, line)
    if bare.value is None or bare.sure <= number.sure or np.array_equal(bare.cut, number.cut):
        return number
    return replace(bare, under_stamp=True)


def _read(grey: np.ndarray, dark: np.ndarray, line: Line) -> Number:
    cut, again = crop(grey, *line, NUMBERS), crop(grey, *moved(line), _AGAIN)
    looks = nets.read_cuts("numbers", [cut]) + nets.read_cuts("second", [again])
    text, sure, reason = _agreed(looks)
    by_hand = nets.by_hand([cut])[0] if text else 0.0
    if sure < _AT_ONCE or by_hand >= trust.PRINTED:
        closer = crop(grey, *moved(line, -1), _CLOSER)
        looks += nets.read_cuts("numbers", [again, closer])
        looks += nets.read_cuts("second", [cut, closer])
        text, sure, reason = _weighed(looks)
    value, plain = number_of(text)
    # As it is written there, unless that would be read as something else.
    greedy = Logs(looks[0], NUMBERS_ALPHABET).greedy
    shown = greedy if _meaning(greedy) == text else text
    inks = crop(dark, *line, NUMBERS)
    if not text and not looks_empty(inks):
        sure, reason = 0.0, "nothing was read, but there is ink"
    elif any(map(str.isdigit, shown)) and dash_before(inks):
        sure, reason = 0.0, "a dash stands before the number"
    elif _may_be_two(shown, looks) and stands_apart(inks):
        sure, reason = 0.0, "what stands there may be two numbers"
    elif not plain:
        reason = "more than a number is written there"
    elif _goes_on(grey, line, text):
        sure, reason = 0.0, "the number may go on behind its slot"
    settled = lone_dash(inks) if shown == DASH else _is_settled(text, looks)
    return Number(
        value, not text, plain, sure, shown, _candidates(looks), reason, cut, by_hand,
        shows_slot(inks), settled, _is_settled(text, looks, but=1),
    )  # fmt: skip


def _agreed(looks: list[np.ndarray]) -> tuple[str, float, str]:
    """What two looks have in common: 0 sure where they differ."""
    (text, chance), (other, other_chance) = (_meanings(logs)[0] for logs in looks)
    agreed = text == other
    return text, min(chance, other_chance) if agreed else 0.0, "both looks agree"


def _weighed(looks: list[np.ndarray]) -> tuple[str, float, str]:
    """The likeliest of all looks together, with its mean probability."""
    total: dict[str, float] = {}
    for logs in looks:
        for text, chance in _meanings(logs):
            total[text] = total.get(text, 0.0) + chance / len(looks)
    text = max(total, key=lambda t: total[t])
    return text, total[text], f"weighed from {len(looks)} looks"


def _is_settled(text: str, looks: list[np.ndarray], but: int = 0) -> bool:
    """Whether every look (`but` so many) sees this number first, or nothing, and hardly another one
    of as many digits or more.

    A hand's 4 that looks like a 9 is misread in every look; that a digit is no digit, or a leader's
    dot one, is seen by some and not by others. A look left out is one that saw more.
    """
    meanings = [_meanings(logs) for logs in looks]
    if sum(found[0][0] != text for found in meanings) > but:
        return False
    others = [(t, p / len(looks)) for found in meanings for t, p in found if t != text]
    another = sum(p for t, p in others if len(t) == len(text))
    longer = sum(p for t, p in others if len(t) > len(text))
    return not text or (another <= _ANOTHER and (but > 0 or longer <= _LONGER))


def _may_be_two(shown: str, looks: list[np.ndarray]) -> bool:
    """Whether several digits without a comma stand there and any look saw that something might be
    crossed out.
    """
    if "," in shown or sum(map(str.isdigit, shown)) < 2:
        return False
    crossed = sum(p for logs in looks for text, p in _meanings(logs) if "x" in text)
    return crossed / len(looks) >= _CROSSED


def _goes_on(grey: np.ndarray, line: Line, text: str) -> bool:
    """Whether a look that reaches further sees the same digits, or none, and more behind them."""
    further = symbols_of(crop(grey, *longer(line, 0, _FURTHER), NUMBERS)).translate(_THAI)
    digits = further.replace(",", "").split(WORDS)[0]
    return len(digits) > len(text) and digits.startswith(text) and digits[len(text)].isdigit()


def _candidates(looks: list[np.ndarray]) -> tuple[tuple[str, float], ...]:
    """What the looks took into consideration, likeliest first."""
    seen: dict[str, float] = {}
    for logs in looks:
        for guess, probability in _meanings(logs)[:3]:
            seen[guess] = max(seen.get(guess, 0.0), probability)
    return tuple(sorted(seen.items(), key=lambda item: -item[1]))


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
