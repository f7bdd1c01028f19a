"""What looks at one slot mean as a number, and how far they agree (pure).

A look is what one network sees in one cut: log probabilities (t, 1 + len(NUMBERS_ALPHABET)); what
it may mean is searched for once, by `meanings`, and compared here.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from parsers.picture.alphabet import NUMBERS_ALPHABET
from parsers.picture.crop import NUMBERS, WORK_DPI
from parsers.picture.ctc import Line as Logs
from parsers.thai import ARABIC, ascii_digits

DASH = "-"
WORDS = "w"  # what the network says for anything written that is no number
Meanings = list[tuple[str, float]]
"""What one look may mean with the probabilities, likeliest first."""

_DIGITS = 4  # a form has no room for more, and 9,999 is the largest count
# Digits that stand apart are one number unless something may be crossed out: of 101 such numbers on
# 524 pages of the tuning split five were misread, and none for that.
_CROSSED = 1e-3
# How likely another number of as many digits may be where all looks see the same one. Of 1,678
# numbers by hand that 0.03 took on 220 pages of the tuning split six were wrong, of 1,640 that this
# takes three.
_ANOTHER = 0.008
# And one with more digits: a digit that ran into the printed word before it was overlooked (0.12).
_LONGER = 0.1
# A slot that was found too late cuts a number off: another look, which reaches further, saw it
# whole so surely. Of 3,300 numbers on the tuning split one was wrong that way, accepted at 0.83.
_SAW_MORE = 0.75
# Pixels of the sheet from one digit to the next: on the tuning split 8.5 mm at most, by hand. What
# shines through from another page stands farther off.
_FAR_APART = 10.0 * WORK_DPI / 25.4
# And from the left edge of a cut to the first digit, from which on none can be missing before it.
_AT_EDGE = 2.5 * WORK_DPI / 25.4


def number_of(text: str) -> tuple[int | None, bool]:
    """The number that symbols of `NUMBERS_ALPHABET` stand for, and whether they are plain.

    A dash alone is 0; a comma may only set off thousands; words beside a number, something
    crossed out, a sign before it or a fifth digit are for a person to judge.
    """
    if text in ("", DASH):
        return (0 if text else None), True
    if text == WORDS:
        return None, False
    digits = ascii_digits("".join(c for c in text if c not in ",wx-"))
    last = ascii_digits("".join(c for c in text.rsplit("x", 1)[-1] if c not in ",w-"))
    value = int(last or digits) if digits else None
    whole, comma, thousands = text.partition(",")
    sound = not comma or (len(thousands) == 3 and 1 <= len(whole) <= 3 and "," not in thousands)
    plain = sound and not set(text) & set("wx-") and 0 < len(digits) <= _DIGITS
    return value, plain


def meaning(text: str) -> str:
    """The number in Arabic digits where symbols are plainly one, else the symbols in these."""
    value, plain = number_of(text)
    return str(value) if plain and value is not None else ascii_digits(text)


def meanings(logs: np.ndarray) -> Meanings:
    """What a look may mean with the probabilities, likeliest first.

    Digits of both sets, with a comma or without, are one number: what cannot be told apart by
    shape (0 and ๐, in some hands 1 and ๑) and need not be, must not make it doubtful.
    """
    found: dict[str, float] = {}
    for text, probability in Logs(logs, NUMBERS_ALPHABET).folded(ARABIC).ranked():
        number = meaning(text)
        found[number] = found.get(number, 0.0) + probability
    return sorted(found.items(), key=lambda item: -item[1])


def agreed(looks: Sequence[Meanings]) -> tuple[str, float, str]:
    """What two looks have in common: 0 sure where they differ."""
    (text, chance), (other, other_chance) = (look[0] for look in looks)
    return text, min(chance, other_chance) if text == other else 0.0, "both looks agree"


def weighed(looks: Sequence[Meanings]) -> tuple[str, float, str]:
    """The likeliest of all looks together, with its mean probability."""
    total: dict[str, float] = {}
    for look in looks:
        for text, chance in look:
            total[text] = total.get(text, 0.0) + chance / len(looks)
    text = max(total, key=lambda t: total[t])
    return text, total[text], f"weighed from {len(looks)} looks"


def is_settled(text: str, looks: Sequence[Meanings], but: int = 0) -> bool:
    """Whether every look (`but` so many) sees this number first, or nothing, and hardly another one
    of as many digits or more.

    A hand's 4 that looks like a 9 is misread in every look; that a digit is no digit, or a leader's
    dot one, is seen by some and not by others. A look left out is one that saw more.
    """
    if sum(look[0][0] != text for look in looks) > but:
        return False
    longer = sum(p for look in looks for t, p in look if len(t) > len(text)) / len(looks)
    return not text or (another(text, looks) <= _ANOTHER and (but > 0 or longer <= _LONGER))


def another(text: str, looks: Sequence[Meanings]) -> float:
    """How likely another number of as many digits is, in the mean of all looks."""
    same_length = (p for look in looks for t, p in look if t != text and len(t) == len(text))
    return sum(same_length) / len(looks)


def is_cut_short(text: str, looks: Sequence[Meanings]) -> bool:
    """Whether a look surely sees a longer number of which this is the beginning or the end."""
    firsts = {look[0][0] for look in looks if look[0][1] >= _SAW_MORE} - {text}
    return any(one.isdigit() and (one.startswith(text) or one.endswith(text)) for one in firsts)


def may_be_two(shown: str, looks: Sequence[Meanings]) -> bool:
    """Whether several digits without a comma stand there and any look saw that something might be
    crossed out.
    """
    if "," in shown or sum(map(str.isdigit, shown)) < 2:
        return False
    crossed = sum(p for look in looks for text, p in look if "x" in text)
    return crossed / len(looks) >= _CROSSED


def far_apart(shown: str, look: Logs, width: int) -> bool:
    """Whether digits of a number stand farther apart in the cut, so many pixels wide, than those of
    one number do.
    """
    if look.greedy != shown:
        return False
    steps = [at for letter, at in zip(shown, look.starts, strict=True) if letter.isdigit()]
    widest = max((b - a for a, b in pairwise(steps)), default=0)
    return widest / len(look.logs) * width / NUMBERS.scale > _FAR_APART


def begins_at_edge(shown: str, look: Logs, width: int) -> bool:
    """Whether the first digit stands so near the left edge of the cut, so many pixels wide, that
    another one may be cut off before it.
    """
    if look.greedy != shown or not shown[:1].isdigit():
        return False
    return float(look.starts[0] / len(look.logs) * width / NUMBERS.scale) < _AT_EDGE


def candidates(looks: Sequence[Meanings]) -> tuple[tuple[str, float], ...]:
    """What the looks took into consideration, likeliest first."""
    seen: dict[str, float] = {}
    for look in looks:
        for guess, probability in look[:3]:
            seen[guess] = max(seen.get(guess, 0.0), probability)
    return tuple(sorted(seen.items(), key=lambda item: -item[1]))
