"""Proof that a page is the form: its title, and each count's own label left of its slot, read.

The locator finds nine slots on any page; other forms look much like this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from rapidfuzz import fuzz

from parsers.form import Field, Form
from parsers.picture import nets
from parsers.picture.alphabet import TEXT_ALPHABET
from parsers.picture.crop import TEXT, WORK_DPI, crop
from parsers.picture.ctc import Line as Logs
from parsers.picture.locator import Located
from parsers.picture.page import Line
from parsers.thai import MARKS, bone, skeleton

_MM = WORK_DPI / 25.4
_TITLE_MM, _LABEL_MM = 110.0, 46.0
# Where print may begin (pixels of the sheet): farther left nobody prints. What begins so near to it
# are specks, unless they are gone when the page is blurred so much; then it is roughly known.
_LEFT, _AT_ONCE, _BLUR, _ROUGHLY = round(7 * _MM), 4, 3.0, 6 * _MM
# Labels that begin alike are told apart by their ends: these are read up to the slot.
_WHOLE_MM = 95.0
_LIKE, _OTHER = 62.0, 80.0
_TITLE = 60.0
# Of nine labels: so many must be read for a sure page, so many for a page at all.
_PROVEN, _PERHAPS = 0.7, 0.5
# A neighbour's label that leaves no doubt; of the rows' distance: by how much it may differ; rows
# from which it is known.
_SURELY, _UNEVEN, _ROWS = 90.0, 0.25, 5
# Where the title's line was found too short, whole lines near it are read; these must be surer.
_TITLE_NEAR, _NEAR_MM, _MARGIN = 80.0, 8.0, 0.06


@dataclass(frozen=True)
class Proof:
    """How well the printed texts were found: `title` 0..100, `rows`: score of each count's label,
    `wrong`: rows beside which another row's label stands. `even`: the rows follow one another as
    they are printed, so that each tells which one its neighbours are.
    """

    title: float
    rows: dict[str, float]
    wrong: tuple[str, ...]
    even: bool = False

    def _share(self, score: float = _LIKE) -> float:
        return sum(s >= score for s in self.rows.values()) / max(len(self.rows), 1)

    @property
    def is_form(self) -> bool:
        """Whether the page is the form, though perhaps not every row is where it seems."""
        return self.title >= _TITLE and self._share() >= _PERHAPS

    @property
    def sure(self) -> bool:
        """Whether every row may be taken for what it seems to be."""
        read = self._share() >= _PROVEN or (self.even and self._share(_OTHER) >= _PERHAPS)
        return self.title >= _TITLE and read and not self.wrong


def read_line(grey: np.ndarray, line: Line) -> Logs:
    """What the text network says about the line of text between two points of a sheet."""
    return Logs(nets.read_cuts("text", [crop(grey, *line, TEXT)])[0], TEXT_ALPHABET)


def bones_of(logs: Logs) -> list[tuple[str, int]]:
    """The letters of a line as in a skeleton, each with its number in `greedy`."""
    return [(b, i) for i, c in enumerate(logs.greedy) if c not in MARKS and (b := bone(c))]


def prove(located: Located, form: Form, in_table: bool = False) -> Proof:
    """Reads the title and the labels of the counts that were located; `in_table`: the rows are
    those of a table, one cell below another.
    """
    grey = located.sheet.grey
    counts = [f for f in form.counts if f.key in located.places]
    groups = [[f for f in counts if f.suffix == suffix] for suffix in _suffixes(counts)]
    slope = slope_of([located.places[f.key].line for f in counts])
    starts = {f.key: s for group in groups for f, s in _starts(grey, group, located, slope)}
    rows, wrong = {}, []
    for item in counts:
        line = _before(located, item, starts[item.key], slope)
        read = skeleton(read_line(grey, line).greedy)
        scores = {f.key: _score(f, read) for f in form.counts}
        rows[item.key] = scores[item.key]
        best = max(scores, key=lambda key: scores[key])
        if scores[best] >= _OTHER and scores[item.key] < min(_LIKE, scores[best] - 15):
            wrong.append(item.key)
    doubted = [k for k in wrong if not _between_others(k, groups, located, rows, in_table)]
    even = in_table or _even(max(groups, key=len, default=[]), located)
    return Proof(_title(located, form), rows, tuple(doubted), even)


def slope_of(lines: Sequence[Line]) -> float:
    """How rows of such lines fall to the right: one short line says little."""
    across = sum(bx - ax for (ax, _), (bx, _) in lines)
    return sum(by - ay for (_, ay), (_, by) in lines) / max(across, 1.0)


def _height(located: Located, item: Field) -> float:
    (_, ay), (_, by) = located.places[item.key].line
    return (ay + by) / 2


def _even(group: Sequence[Field], located: Located) -> bool:
    """Whether the rows stand below one another at one distance."""
    if len(group) < _ROWS:
        return False
    steps = np.diff([_height(located, f) for f in group])
    usual = float(np.median(steps))
    return bool(usual > 0 and np.abs(steps - usual).max() < _UNEVEN * usual)


def _between_others(
    key: str,
    groups: Sequence[Sequence[Field]],
    located: Located,
    rows: dict[str, float],
    in_table: bool,
) -> bool:
    """Whether a row stands in the middle between the one before and the one behind it, whose
    labels were read: then it cannot be another, however its own was read.
    """
    for group in groups:
        for before, item, after in zip(group, group[1:], group[2:], strict=False):
            if item.key != key or min(rows[before.key], rows[after.key]) < _SURELY:
                continue
            top, low = _height(located, before), _height(located, after)
            off = abs(_height(located, item) - (top + low) / 2)
            return low > top and (in_table or off < _UNEVEN * (low - top) / 2)
    return False


def _suffixes(fields: Sequence[Field]) -> list[str]:
    return sorted({f.suffix for f in fields})


def _title(located: Located, form: Form) -> float:
    found = located.places.get("title")
    if found is None:
        return 0.0
    (ax, ay), (bx, by) = found.line
    share = min(1.0, _TITLE_MM * _MM / max(bx - ax, 1.0))
    score = _as_title(located, ((ax, ay), (ax + (bx - ax) * share, ay + (by - ay) * share)), form)
    if score >= _TITLE:
        return score
    wide = located.sheet.grey.shape[1]
    left, right = _MARGIN * wide, (1 - _MARGIN) * wide
    slope = (by - ay) / max(bx - ax, 1.0)
    for down in (0.0, -_NEAR_MM, _NEAR_MM):
        y = ay + down * _MM
        line = ((left, y + slope * (left - ax)), (right, y + slope * (right - ax)))
        near = _as_title(located, line, form)
        if near >= _TITLE_NEAR:
            return near
    return score


def _as_title(located: Located, line: Line, form: Form) -> float:
    """How much what is read there is a part of the title, 0..100."""
    read = skeleton(read_line(located.sheet.grey, line).greedy)
    return float(fuzz.partial_ratio(read, skeleton(form.title))) if len(read) >= 12 else 0.0


def _score(item: Field, read: str) -> float:
    if len(read) < 4:
        return 0.0
    return max(float(fuzz.partial_ratio(skeleton(label), read)) for label in item.labels)


def _before(located: Located, item: Field, start: float, slope: float) -> Line:
    """The line of the label: from where its text begins, up to the slot at most."""
    (ax, ay), _ = located.places[item.key].line
    longest = max(len(label) for label in item.labels)
    reach = (_WHOLE_MM if longest > 26 else _LABEL_MM) * _MM
    end = max(min(ax - 4, start + reach), start + 40)
    return ((start, ay + slope * (start - ax)), (end, ay + slope * (end - ax)))


def _starts(
    grey: np.ndarray, group: Sequence[Field], located: Located, slope: float
) -> list[tuple[Field, float]]:
    """Where the labels of rows below one another begin: most agree, specks and holes do not."""
    found = [first_print(grey, located.places[f.key].line, slope) for f in group]
    if sum(x <= _LEFT + _AT_ONCE for x in found) > len(found) / 2:
        # Specks everywhere: only blurred does print stand out, and not everywhere.
        quiet = cv2.GaussianBlur(grey, (0, 0), _BLUR)
        found = [first_print(quiet, located.places[f.key].line, slope) for f in group]
        return [(f, float(np.median(found)) - _ROUGHLY) for f in group]
    usual = float(np.median(found)) if found else 0.0
    return [
        (f, x if abs(x - usual) < 12 * _MM else usual) for f, x in zip(group, found, strict=True)
    ]


def first_print(grey: np.ndarray, line: Line, slope: float, left: float = _LEFT) -> float:
    """The first pixel from `left` on, on the row of a slot, at which print begins; rows fall by
    `slope` to the right.
    """
    (ax, ay), _ = line
    begin = max(_LEFT, round(left))
    if ax <= begin + 8:
        return float(begin)
    middle = ay + slope * (begin - ax) / 2
    top, low = max(0, round(middle - 14)), round(middle + 12)
    strip = grey[top:low, begin : round(ax)].astype(np.int16)
    if not strip.size:
        return float(begin)
    dark = strip < np.percentile(strip, 80) - 50
    columns = np.asarray(dark.any(axis=0), dtype=np.float32)
    # Print goes on for a while; a speck or a streak does not.
    window = round(6 * _MM)
    if len(columns) <= window:
        return float(begin)
    sums = np.concatenate(([0.0], np.cumsum(columns)))
    filled = sums[window:] - sums[:-window]
    begins = np.flatnonzero((columns[: len(filled)] > 0) & (filled > 0.35 * window))
    return float(begin + (begins[0] if len(begins) else 0))
