"""Thai and Arabic digits on one page: whoever fills it in mostly keeps to one set (pure).

By hand a ๑ looks like a 9 and a ๕ like a 6. Which of them is meant is said by the digits that the
page's other numbers are written in: not surely, since a number may stray into the other set, so
this makes a reading doubtful, or a better guess, and none accepted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

from parsers.thai import ARABIC

# How often pages are filled in with Thai digits, with Arabic ones, and with both as it comes; and
# how often a number strays into the other set. The first three are the corpus's.
_THAI, _ARABIC, _BOTH = 0.55, 0.37, 0.08
_STRAY = 0.004
# So much less likely than by itself is a string whose digits are not of the page's set.
_HARDLY = 0.2
# The zeros of both sets look alike.
_THAI_DIGITS = frozenset(ARABIC) - {"๐"}
_ARABIC_DIGITS = frozenset(ARABIC.values()) - {"0"}
Texts = Sequence[tuple[str, float]]
"""Strings of symbols with their probabilities."""


@dataclass(frozen=True, slots=True)
class DigitSets:
    """How likely a page is filled in with Thai digits, Arabic ones, or both; together 1."""

    thai: float = _THAI
    arabic: float = _ARABIC
    both: float = _BOTH

    def weigh(self, texts: Texts) -> list[tuple[str, float]]:
        """The strings, likelier where their digits are of the page's set, in all as likely as
        before.

        The networks learned from pages of all kinds, so what these make of a string is taken off.
        """
        weighed = [(text, chance * self._likelihood(text)) for text, chance in texts]
        before, after = sum(p for _, p in texts), sum(p for _, p in weighed)
        return [(text, p * before / after) for text, p in weighed] if after else list(texts)

    def rules_out(self, text: str) -> bool:
        """Whether the page's numbers hardly ever have such digits."""
        return self._likelihood(text) < _HARDLY

    def _likelihood(self, text: str) -> float:
        thai, arabic, both = _chances(text)
        by_chance = _THAI * thai + _ARABIC * arabic + _BOTH * both
        return (self.thai * thai + self.arabic * arabic + self.both * both) / by_chance


def sets_of(numbers: Iterable[str]) -> DigitSets:
    """In what the numbers of a page are written, from those that were read surely."""
    each = [(_THAI, _ARABIC, _BOTH), *map(_chances, numbers)]
    thai, arabic, both = (prod(chances) for chances in zip(*each, strict=True))
    whole = thai + arabic + both
    return DigitSets(thai / whole, arabic / whole, both / whole)


def _chances(text: str) -> tuple[float, float, float]:
    """How likely the digits of one number are of these sets on a page in Thai digits, one in Arabic
    ones, and one in both.
    """
    thai = sum(c in _THAI_DIGITS for c in text)
    arabic = sum(c in _ARABIC_DIGITS for c in text)
    by_chance = 0.5 ** (thai + arabic)
    keeps, strays = 1 - _STRAY, _STRAY * by_chance
    return strays if arabic else keeps, strays if thai else keeps, by_chance
