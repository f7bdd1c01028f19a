"""Proof that a page is the form: its title, and each count's own label left of its slot, read.

The locator finds nine slots on any page; other forms look much like this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from parsers.form import Field, Form
from parsers.picture import nets
from parsers.picture.alphabet import TEXT_ALPHABET
from parsers.picture.crop import TEXT, WORK_DPI, crop
from parsers.picture.ctc import Line as Logs
from parsers.picture.locator import Located
from parsers.picture.page import Line
from parsers.thai import skeleton

_MM = WORK_DPI / 25.4
_TITLE_MM, _LABEL_MM = 110.0, 46.0
# Labels that begin alike are told apart by their ends: these are read up to the slot.
_WHOLE_MM = 95.0
_LIKE, _OTHER = 62.0, 80.0
_TITLE = 60.0
# Of nine labels: so many must be read for a sure page, so many for a page at all.
_PROVEN, _PERHAPS = 0.7, 0.5


@dataclass(frozen=True)
class Proof:
    """How well the printed texts were found: `title` 0..100, `rows`: score of each count's label,
    `wrong`: rows beside which another row's label stands.
    """

    title: float
    rows: dict[str, float]
    wrong: tuple[str, ...]

    def _share(self) -> float:
        return sum(score >= _LIKE for score in self.rows.values()) / max(len(self.rows), 1)

    @property
    def is_form(self) -> bool:
        """Whether the page is the form, though perhaps not every row is where it seems."""
        return self.title >= _TITLE and self._share() >= _PERHAPS

    @property
    def sure(self) -> bool:
        """Whether every row may be taken for what it seems to be."""
        return self.title >= _TITLE and self._share() >= _PROVEN and not self.wrong


def read_line(grey: np.ndarray, line: Line) -> Logs:
    """What the text network says about the line of text between two points of a sheet."""
    return Logs(nets.read_cuts("text", [crop(grey, *line, TEXT)])[0], TEXT_ALPHABET)


def prove(located: Located, form: Form) -> Proof:
    """Reads the title and the labels of the counts that were located."""
    grey = located.sheet.grey
    counts = [f for f in form.counts if f.key in located.places]
    groups = [[f for f in counts if f.suffix == suffix] for suffix in _suffixes(counts)]
    starts = {f.key: s for group in groups for f, s in _starts(grey, group, located)}
    rows, wrong = {}, []
    for item in counts:
        start = starts[item.key]
        read = skeleton(read_line(grey, _before(located, item, start)).greedy)
        scores = {f.key: _score(f, read) for f in form.counts}
        rows[item.key] = scores[item.key]
        best = max(scores, key=lambda key: scores[key])
        if scores[best] >= _OTHER and scores[item.key] < min(_LIKE, scores[best] - 15):
            wrong.append(item.key)
    return Proof(_title(located, form), rows, tuple(wrong))


def _suffixes(fields: Sequence[Field]) -> list[str]:
    return sorted({f.suffix for f in fields})


def _title(located: Located, form: Form) -> float:
    found = located.places.get("title")
    if found is None:
        return 0.0
    (ax, ay), (bx, by) = found.line
    share = min(1.0, _TITLE_MM * _MM / max(bx - ax, 1.0))
    line = ((ax, ay), (ax + (bx - ax) * share, ay + (by - ay) * share))
    read = skeleton(read_line(located.sheet.grey, line).greedy)
    return float(fuzz.partial_ratio(read, skeleton(form.title))) if len(read) >= 12 else 0.0


def _score(item: Field, read: str) -> float:
    if len(read) < 4:
        return 0.0
    return max(float(fuzz.partial_ratio(skeleton(label), read)) for label in item.labels)


def _before(located: Located, item: Field, start: float) -> Line:
    """The line of the label: from where its text begins, up to the slot at most."""
    (ax, ay), (bx, by) = located.places[item.key].line
    slope = (by - ay) / max(bx - ax, 1.0)
    longest = max(len(label) for label in item.labels)
    reach = (_WHOLE_MM if longest > 26 else _LABEL_MM) * _MM
    end = max(min(ax - 4, start + reach), start + 40)
    return ((start, ay + slope * (start - ax)), (end, ay + slope * (end - ax)))


def _starts(
    grey: np.ndarray, group: Sequence[Field], located: Located
) -> list[tuple[Field, float]]:
    """Where the labels of rows below one another begin: most agree, specks and holes do not."""
    found = [_first_ink(grey, located.places[f.key].line) for f in group]
    usual = float(np.median(found)) if found else 0.0
    return [
        (f, x if abs(x - usual) < 12 * _MM else usual) for f, x in zip(group, found, strict=True)
    ]


def _first_ink(grey: np.ndarray, line: Line) -> float:
    """The first pixel from the left, on the row of a slot, at which print begins."""
    (ax, ay), (bx, by) = line
    slope = (by - ay) / max(bx - ax, 1.0)
    left = round(7 * _MM)
    if ax <= left + 8:
        return float(left)
    middle = ay + slope * (left - ax) / 2
    top, low = max(0, round(middle - 14)), round(middle + 12)
    strip = grey[top:low, left : round(ax)].astype(np.int16)
    if not strip.size:
        return float(left)
    dark = strip < np.percentile(strip, 80) - 50
    columns = np.asarray(dark.any(axis=0), dtype=np.float32)
    # Print goes on for a while; a speck or a streak does not.
    window = round(6 * _MM)
    if len(columns) <= window:
        return float(left)
    sums = np.concatenate(([0.0], np.cumsum(columns)))
    filled = sums[window:] - sums[:-window]
    begins = np.flatnonzero((columns[: len(filled)] > 0) & (filled > 0.35 * window))
    return float(left + (begins[0] if len(begins) else 0))
