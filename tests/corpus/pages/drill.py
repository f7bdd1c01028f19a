"""Pages of nothing but slots: many more answers for the slot readers than a form has, and each row
in fonts, sizes, leaders and a hand of its own. They teach no layout.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from random import Random

from parsers.forms.scammer_awareness import FORM
from tests.corpus.pages.answers import COUNTS, Answers, answers
from tests.corpus.pages.fill import Filler
from tests.corpus.pages.fonts import Split
from tests.corpus.pages.look import MM, look
from tests.corpus.pages.paper import HEIGHT, MIDDLE, WIDTH, Paper
from tests.corpus.pages.sheet import Sheet
from tests.corpus.values import thai

# Printed words before and behind the slots of texts.
_AROUND = {
    "organization": (("อปท.", "อปท. "), ("อำเภอ", "")),
    "unit": (("อำเภอ", "อำเภอ "), ("จังหวัด", "จังหวัด", "")),
    "province": (("จังหวัด", "จังหวัด "), ("",)),
    "period": (("ประจำเดือน", "ประจำเดือน ", "เดือน"), ("", "", "พ.ศ.")),
    "other_channels": (("- ", "", "ระบุ "), ("",)),
    "reporter_name": (("(", "( ", "ลงชื่อ "), (")", ")", "ผู้รายงาน")),
    "reporter_position": (("ตำแหน่ง", "ตำแหน่ง "), ("",)),
}
# Empty slots besides those of the answers: those of a whole blank form look all alike.
_MORE_EMPTY = 0.08
# Months in digits alone besides those of the answers: no letter tells one from another there.
_DATES = 0.4
# The closed lists decide what a report counts for, so they are practised most.
_TEXTS = ("unit", "unit", "period", "period", "period", *_AROUND)


def drill(rng: Random, split: Split, hand: bool) -> Paper:
    """A sheet full of slots; what is written where is kept as `field#number`."""
    paper, numbers = Paper(), count()
    left, right = rng.uniform(12, 25) * MM, WIDTH - rng.uniform(10, 22) * MM
    y = rng.uniform(18, 30) * MM
    while y < HEIGHT - 20 * MM:
        middle = rng.uniform(0.44, 0.56) * (right - left) + left
        columns = [(left, middle - 3 * MM), (middle + 3 * MM, right)]
        if rng.random() < 0.3:
            columns = [(left, right)]
        tallest = 0.0
        for x0, x1 in columns:
            row = _Row(paper, rng, split, hand, (x0, x1, y), numbers)
            tallest = max(tallest, row.draw())
        y += tallest * rng.uniform(1.0, 1.25)
    return paper


class _Row(Sheet):
    """One slot between its printed words."""

    def __init__(
        self, paper: Paper, rng: Random, split: Split, hand: bool,
        at: tuple[float, float, float], numbers: Iterator[int],
    ) -> None:  # fmt: skip
        self._hand = hand
        super().__init__(look(rng, split, hand), answers(rng, split, hand=hand), rng, split)
        self.paper, self._numbers = paper, numbers
        self.filler = Filler(paper, self.look, rng, split)
        self._x0, self._x1, self.y = at

    def draw(self) -> float:
        """Draws the row; how much room it takes downwards."""
        if self.rng.random() < (0.35 if self._hand else 0.55):
            return self._text()
        key = self.rng.choice(COUNTS)
        if self.rng.random() < 0.25:
            return self._in_table(key)
        return self._count(key)

    def _key(self, key: str) -> str:
        name = f"{key}#{next(self._numbers)}"
        words = None
        if key in COUNTS and self.rng.random() < _MORE_EMPTY:
            words = ""
        elif key == "period" and self.rng.random() < _DATES:
            words = _date(self.rng)
        if words is not None:
            others = {**self.answers.words, key: words}
            self.answers = replace(self.answers, words=others, crossed={})
        self.answers = _renamed(self.answers, key, name)
        return name

    def _count(self, key: str) -> float:
        item, look = FORM.field(key), self.look
        gap = self.wide(" ") * self.rng.choice((0, 1, 1))
        label = self.rng.choice((item.labels[0], "จำนวน", "จำนวน"))
        x = self.put(self._x0 + self.rng.uniform(0, 12) * MM, label) + gap
        end = self.wide(item.suffix) + gap
        # Whatever does not fit is left out, so that no row runs into the next column.
        if x + 18 * MM + end > self._x1:
            return float(look.step) * 0.7
        x = self.slot(self._key(key), x, min(look.slot, self._x1 - x - end), "", count=True)
        if look.suffix and x + end <= self._x1 + 4 * MM:
            self.put(x + gap, item.suffix)
        return float(look.step)

    def slot(self, key: str, x: float, room: float, words: str, *, count: bool = False) -> float:
        """As on a form, with the words of this row's own answers."""
        return super().slot(key, x, room, self.answers.words[key], count=count)

    def _in_table(self, key: str) -> float:
        look, rng, draw = self.look, self.rng, self.paper.draw
        tall = look.step * rng.uniform(1.0, 1.3)
        right = self._x1 - rng.uniform(0, 10) * MM
        split = right - rng.uniform(20, 45) * MM
        top = self.y - look.size * 0.85
        self.y = top + tall * 0.5 + look.size * MIDDLE
        weight = rng.choice((1, 2, 2, 3))
        draw.rectangle((self._x0, top, right, top + tall), outline=look.grey, width=weight)
        draw.line((split, top, split, top + tall), fill=look.grey, width=weight)
        label = FORM.field(key).labels[0]
        if self._x0 + 2 * MM + self.wide(label) < split:
            self.put(self._x0 + 2 * MM, label)
        self._cell(self._key(key), split, right)
        return float(tall) + rng.choice((0.0, 6.0))

    def _text(self) -> float:
        rng, look = self.rng, self.look
        key = rng.choice(_TEXTS)
        before, behind = (rng.choice(words) for words in _AROUND[key])
        gap = self.wide(" ") * rng.choice((0, 0.5, 1))
        x = self.put(self._x0 + rng.uniform(0, 8) * MM, before) + gap
        room = min(rng.uniform(25, 75) * MM, self._x1 - x - self.wide(behind) - gap)
        if room < 20 * MM:
            return float(look.step) * 0.7
        x = self.slot(self._key(key), x, room, "")
        if x + gap + self.wide(behind) <= self._x1 + 4 * MM:
            self.put(x + gap, behind)
        return float(look.step)


def _date(rng: Random) -> str:
    """A month and a year in digits alone, any digits: the networks of numbers are asked because
    they do not know which years there are.
    """
    digits = rng.choice((2, 2, 1)), rng.choice((4, 4, 2))
    month, year = ("".join(rng.choices("0123456789", k=k)) for k in digits)
    date = month + rng.choice(("/", "/", "/", "-", " / ")) + year
    return thai(date) if rng.random() < 0.6 else date


def _renamed(given: Answers, key: str, name: str) -> Answers:
    """The answers with those of `key` also under `name`."""
    crossed = dict(given.crossed)
    if key in crossed:
        crossed[name] = crossed[key]
    return Answers(given.truth, {**given.words, name: given.words[key]}, crossed)
