"""Thai and Arabic digits on one page: whoever fills it in mostly keeps to one set (pure).

By hand a ๑ looks like a 9 and a ๕ like a 6. Which of them is meant is said by the digits that the
page's other numbers are written in: not surely, since many a hand writes one number in this set and
the next in that. So this makes a reading doubtful, or a better guess, and none accepted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

from parsers.thai import ARABIC

# How often pages are filled in with Thai digits, with Arabic ones, each number in either set, and
# with both as it comes; and how often a number strays into the other set. The first four are the
# corpus's.
_THAI, _ARABIC, _EACH, _BOTH = 0.42, 0.28, 0.23, 0.07
_PAGES = _THAI, _ARABIC, _EACH, _BOTH
_STRAY = 0.004
# So much less likely than by itself is a string whose digits are not of the page's set.
_HARDLY = 0.1
# The zeros of both sets look alike.
_THAI_DIGITS = frozenset(ARABIC) - {"๐"}
_ARABIC_DIGITS = frozenset(ARABIC.values()) - {"0"}
Texts = Sequence[tuple[str, float]]
"""Strings of symbols with their probabilities."""


@dataclass(frozen=True, slots=True)
class DigitSets:
    """How likely a page is filled in with Thai digits, Arabic ones, each number in one of the sets,
    or both as it comes; together 1.
    """

    thai: float = _THAI
    arabic: float = _ARABIC
    each: float = _EACH
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
        chances = _chances(text)
        here = (self.thai, self.arabic, self.each, self.both)
        return _in_all(here, chances) / _in_all(_PAGES, chances)


def sets_of(numbers: Iterable[str]) -> DigitSets:
    """In what the numbers of a page are written, from those that were read surely."""
    each = [_PAGES, *map(_chances, numbers)]
    kinds = [prod(chances) for chances in zip(*each, strict=True)]
    return DigitSets(*(kind / sum(kinds) for kind in kinds))


def _in_all(pages: Sequence[float], chances: Sequence[float]) -> float:
    return sum(page * chance for page, chance in zip(pages, chances, strict=True))


def _chances(text: str) -> tuple[float, float, float, float]:
    """How likely the digits of one number are of these sets on a page in Thai digits, one in Arabic
    ones, one with each number in either, and one in both.
    """
    thai = sum(c in _THAI_DIGITS for c in text)
    arabic = sum(c in _ARABIC_DIGITS for c in text)
    by_chance = 0.5 ** (thai + arabic)
    keeps, strays = 1 - _STRAY, _STRAY * by_chance
    each = strays if thai and arabic else keeps / 2 if thai or arabic else keeps
    return strays if arabic else keeps, strays if thai else keeps, each, by_chance
