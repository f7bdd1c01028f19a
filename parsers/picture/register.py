"""Lay a form's declaration over the recognised lines of a page: which label stands where.

The labels are looked for fuzzily and in their printed order, so that a word which also occurs in
the small print, or twice, is taken where it belongs.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz

from parsers.form import Form
from parsers.picture.words import Line, Rect
from parsers.thai import skeleton

# A short label needs a better match: few wrong letters make another word of it.
_SHORT, _SHORT_SCORE, _SCORE = 6, 80, 72
# Long labels wrap; their first letters are enough to find them.
_ANCHOR_LETTERS = 22
TITLE_SCORE = 70
# Of the form's counts, how many rows must be there before the page is taken for this form.
COUNTS_FOUND = 0.6


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a printed text was found: its line, its pixels from `x0` to `x1`, score 0..100."""

    line: int
    x0: float
    x1: float
    score: float


@dataclass(frozen=True)
class Registered:
    """A form found on a page. `spots` by field key; choices have `key:yes` and `key:no`."""

    form: Form
    lines: tuple[Line, ...]
    spots: dict[str, Spot]
    title: float
    score: float

    def after(self, key: str) -> Spot | None:
        """The next printed text of the form on the same line, right of this one."""
        spot = self.spots[key]
        right = [s for s in self.spots.values() if s.line == spot.line and s.x0 > spot.x1]
        return min(right, key=lambda s: s.x0, default=None)

    def row(self, key: str) -> Rect:
        """The line of text that the label stands on."""
        return self.lines[self.spots[key].line].rect


def register(form: Form, lines: tuple[Line, ...]) -> Registered | None:
    """The form's labels on these lines, or None where the page is not this form.

    A page is the form if its title and most of its counts are there, each on a row of its own; the
    title and the counts' names in running text are a covering letter.
    """
    top = _title_line(form, lines)
    if top is None:
        return None
    title, first = top
    spots = _in_order(_anchors(form), lines, first)
    counts = [spots[f.key] for f in form.counts if f.key in spots]
    rows = {spot.line for spot in counts}
    if title < TITLE_SCORE or len(rows) < COUNTS_FOUND * len(form.counts):
        return None
    score = (title + sum(spot.score for spot in counts)) / (1 + len(form.counts)) / 100
    return Registered(form, lines, spots, title, score)


def _title_line(form: Form, lines: tuple[Line, ...]) -> tuple[float, int] | None:
    """How well the title was found (0..100) and the line on which it ends."""
    wanted = skeleton(form.title)
    best: tuple[float, int] | None = None
    for i in range(len(lines)):
        for count in (1, 2, 3):
            text = "".join(line.bones for line in lines[i : i + count])
            score = fuzz.ratio(wanted, text)
            if best is None or score > best[0] + 1:
                best = (score, min(i + count, len(lines)) - 1)
    return best


def _anchors(form: Form) -> list[tuple[str, tuple[str, ...]]]:
    """What is looked for, in printed order: name and the ways in which it is printed."""
    anchors: list[tuple[str, tuple[str, ...]]] = []
    for field in form.fields:
        if field.kind == "choice":
            anchors.append((f"{field.key}:yes", (skeleton(field.yes),)))
            anchors.append((f"{field.key}:no", (skeleton(field.no),)))
        else:
            anchors.append((field.key, tuple(skeleton(x) for x in field.labels)))
    anchors += [(f"footer:{i}", (skeleton(text),)) for i, text in enumerate(form.footer)]
    return anchors


def _in_order(
    anchors: list[tuple[str, tuple[str, ...]]], lines: tuple[Line, ...], first: int
) -> dict[str, Spot]:
    """The best choice of spots below line `first` in which the anchors follow one another."""
    # Chains end in a spot; each keeps its weight and the spots chosen so far.
    chains: list[tuple[float, tuple[tuple[str, Spot], ...]]] = [(0.0, ())]
    for name, texts in anchors:
        grown: list[tuple[float, tuple[tuple[str, Spot], ...]]] = []
        for spot in _candidates(texts, lines, first):
            weight = spot.score / 100 * min(max(len(t) for t in texts), _ANCHOR_LETTERS) ** 0.5
            before = [c for c in chains if not c[1] or _precedes(c[1][-1][1], spot)]
            total, chosen = max(before, key=lambda c: c[0], default=(0.0, ()))
            grown.append((total + weight, (*chosen, (name, spot))))
        chains += grown
    return dict(max(chains, key=lambda c: c[0])[1])


def _precedes(a: Spot, b: Spot) -> bool:
    return a.line < b.line or (a.line == b.line and a.x1 <= b.x0 + 8)


def _candidates(texts: tuple[str, ...], lines: tuple[Line, ...], first: int) -> list[Spot]:
    found = []
    for number, line in enumerate(lines):
        if number <= first or not line.bones:
            continue
        for text in texts:
            need = _SHORT_SCORE if len(text) <= _SHORT else _SCORE
            start = text[:_ANCHOR_LETTERS]
            at = fuzz.partial_ratio_alignment(start, line.bones, score_cutoff=need)
            # A line shorter than the label would be matched the other way round.
            if at is None or len(line.bones) < len(start) * 0.7 or at.dest_end <= at.dest_start:
                continue
            end = min(at.dest_end + len(text) - len(start), len(line.bones))
            x0, x1 = line.starts[at.dest_start], line.ends[end - 1]
            # Labels stand before their values: the same word further right is worth a little less.
            found.append(Spot(number, x0, x1, at.score - 0.1 * at.dest_start))
    return found
