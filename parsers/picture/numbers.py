"""A count from its slot: looks by two networks, and what their symbols mean as a number."""

import re
from dataclasses import dataclass, replace

import numpy as np

from parsers.picture import nets, trust
from parsers.picture.alphabet import NUMBERS_ALPHABET
from parsers.picture.blank import lone_dash, looks_empty, shows_slot
from parsers.picture.consensus import (
    DASH,
    WORDS,
    Meanings,
    agreed,
    another,
    begins_at_edge,
    candidates,
    far_apart,
    is_cut_short,
    is_settled,
    may_be_two,
    meaning,
    meanings,
    number_of,
    weighed,
)
from parsers.picture.crop import NUMBERS, WORK_DPI, CropSize, crop, longer, moved
from parsers.picture.ctc import Line as Logs
from parsers.picture.digit_sets import DigitSets
from parsers.picture.page import Line, Sheet
from parsers.picture.strokes import dash_before, hangs_from_rule, stands_apart
from parsers.thai import ascii_digits

# The looks at a slot: which way each is moved, and its size. The second one is smaller and reaches
# further: a guess does not survive that, nor a number that is cut off by a slot found too late.
_FIRST = 0, NUMBERS
_AGAIN = 1, CropSize(10.0, 64, 6.0)
# Where these two leave a doubt, and for all that is written by hand, each network looks at what
# the other one saw, and both once more from the other side, a little closer.
_CLOSER = -1, CropSize(8.6, 64, 4.0)
_AT_ONCE = 0.99
# How likely another number of as many digits may be in print: at all, and where the number hangs
# from the rule of a table or box, in which the bar of a 7 may be hidden. Of 1,950 numbers on 220
# pages in print of the tuning split 0.1 asks about four more than 0.15, and one that was wrong.
_RIVAL, _HANGING = 0.1, 0.01
# So far behind the end of a slot (pixels of the sheet) a number may go on, where the form prints
# nothing behind it or the slot ends too early. On 860 pages of the tuning split a printed word was
# taken for a digit there twice in 6,600 slots; twice as far, it was in tables that are spaced out.
_FURTHER = 4.0 * WORK_DPI / 25.4
# Strings that a look is searched for where digits of both sets are told apart.
_BEAM = 16
# A dash that the ink does not show: noise and stamps over empty slots were taken for one at 0.97.
_FAINT_DASH = 0.99


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
    symbols: str = ""


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
    cut, again = _cut(grey, line, _FIRST), _cut(grey, line, _AGAIN)
    seen = nets.read_cuts("numbers", [cut]) + nets.read_cuts("second", [again])
    first, looks = Logs(seen[0], NUMBERS_ALPHABET), [meanings(logs) for logs in seen]
    text, sure, reason = agreed(looks)
    by_hand = nets.by_hand([cut])[0] if text else 0.0
    inks = crop(dark, *line, NUMBERS)
    hangs = bool(text) and hangs_from_rule(inks)
    odd = hangs or (not text and not looks_empty(inks))
    if sure < _AT_ONCE or by_hand >= trust.PRINTED or odd:
        closer = _cut(grey, line, _CLOSER)
        seen = nets.read_cuts("numbers", [again, closer]) + nets.read_cuts("second", [cut, closer])
        looks += [meanings(logs) for logs in seen]
        text, sure, reason = weighed(looks)
    value, plain = number_of(text)
    # As it is written there, unless that would be read as something else.
    symbols = first.greedy if meaning(first.greedy) == text else ""
    shown = symbols or text
    rival = _HANGING if hangs else _RIVAL
    if doubt := _doubt_of_ink(shown, sure, first, looks, inks, cut):
        sure, reason = 0.0, doubt
    elif not plain:
        reason = "more than a number is written there"
    elif _goes_on(grey, line, text):
        sure, reason = 0.0, "the number may go on behind its slot"
    elif (not shown or begins_at_edge(shown, first, cut.shape[1])) and _begins_before(
        grey, line, text
    ):
        sure, reason = 0.0, "the number may begin before its slot"
    elif text.isdigit() and is_cut_short(text, looks):
        sure, reason = 0.0, "the number may begin before its slot, or end behind it"
    elif by_hand < trust.PRINTED and another(text, looks) > rival:
        sure, reason = 0.0, "another number is too likely"
    settled = lone_dash(inks) if shown == DASH else is_settled(text, looks)
    return Number(
        value, not text, plain, sure, shown, candidates(looks), reason, cut, by_hand,
        shows_slot(inks), settled, is_settled(text, looks, but=1), symbols=symbols,
    )  # fmt: skip


def _doubt_of_ink(
    shown: str, sure: float, first: Logs, looks: list[Meanings], inks: np.ndarray, cut: np.ndarray
) -> str:
    """What the ink says against a reading as it is shown, "" for nothing."""
    if not shown and not looks_empty(inks, cut if sure >= _AT_ONCE else None):
        return "nothing was read, but there is ink"
    if shown == DASH and sure < _FAINT_DASH and looks_empty(inks):
        return "a dash was read, but there is hardly any ink"
    if any(map(str.isdigit, shown)) and dash_before(inks):
        return "a dash stands before the number"
    if far_apart(shown, first, inks.shape[1]) or (may_be_two(shown, looks) and stands_apart(inks)):
        return "what stands there may be two numbers"
    return ""


def _goes_on(grey: np.ndarray, line: Line, text: str) -> bool:
    """Whether a look that reaches further sees the same digits, or none, and more behind them."""
    further = symbols_of(crop(grey, *longer(line, 0, _FURTHER), NUMBERS))
    digits = ascii_digits(further).replace(",", "").split(WORDS)[0]
    return len(digits) > len(text) and digits.startswith(text) and digits[len(text)].isdigit()


def _begins_before(grey: np.ndarray, line: Line, text: str) -> bool:
    """Whether a look that reaches further to the left sees more digits before the same ones."""
    further = symbols_of(crop(grey, *longer(line, _FURTHER, 0), NUMBERS))
    digits = ascii_digits(further).replace(",", "")
    found = re.search(r"(\d*)(?:\D*)$", digits)
    return found is not None and len(found[1]) > len(text) and found[1].endswith(text)


def guess(sheet: Sheet, line: Line, sets: DigitSets) -> tuple[int | None, str]:
    """The likeliest number of a slot that is for a person to judge, and its symbols; `sets`: of
    which digits its page is filled in with.
    """
    cuts = [_cut(sheet.grey, line, which) for which in (_FIRST, _AGAIN, _CLOSER)]
    seen = nets.read_cuts("numbers", cuts) + nets.read_cuts("second", cuts)
    looks = [sets.weigh(Logs(logs, NUMBERS_ALPHABET).ranked(_BEAM)) for logs in seen]
    text, _, _ = weighed(looks)
    return number_of(text)[0], text


def _cut(grey: np.ndarray, line: Line, which: tuple[int, CropSize]) -> np.ndarray:
    way, size = which
    return crop(grey, *moved(line, way), size)


def most_likely(cut: np.ndarray) -> tuple[int | None, bool, float]:
    """What a cut (`crop.NUMBERS`) shows at one look: the number (None: nothing), whether it is
    plain, and its probability.
    """
    text, chance = meanings(_one_look(cut).logs)[0]
    return *number_of(text), chance


def symbols_of(cut: np.ndarray) -> str:
    """The symbols in a cut of any width at one look."""
    return _one_look(cut).greedy


def _one_look(cut: np.ndarray) -> Logs:
    (logs,) = nets.read_cuts("numbers", [cut])
    return Logs(logs, NUMBERS_ALPHABET)
