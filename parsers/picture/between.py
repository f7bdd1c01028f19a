"""Where a count's slot lies between the printed words of its row, as the network of texts reads it.

The locator is unsure of a slot that nothing marks, and finds some too late, too short or a
neighbour's; the words before and behind it say where it is.
"""

import re

import numpy as np

from parsers.form import COUNT_WORD, Field
from parsers.picture.crop import TEXT, WORK_DPI, longer, x_of
from parsers.picture.labels import bones_of, read_line
from parsers.picture.page import Line
from parsers.thai import skeleton

_MM = WORK_DPI / 25.4
# How far left and right of where the slot seems to be the row is read, and how far a letter reaches
# past the place at which it is seen.
_BEFORE, _BEHIND, _LETTER = 40.0 * _MM, 48.0 * _MM, 1.0 * _MM
# So many letters of the word before a slot and of the one behind it must be read.
_TAIL, _HEAD = 4, 2
_SHORTEST = 3.0 * _MM


def slot_between_words(grey: np.ndarray, line: Line, item: Field) -> Line | None:
    """The slot of a count on the row of `line` in a sheet: from the end of the printed words before
    it to the beginning of those behind it. None where they cannot be read.
    """
    (ax, _), (bx, _) = line
    reach = longer(line, min(_BEFORE, max(0.0, ax)), _BEHIND)
    logs = read_line(grey, reach)
    letters = bones_of(logs)
    row = "".join(b for b, _ in letters)
    best: tuple[float, Line] | None = None
    for words in _pairs(row, item):
        left = x_of(logs.share(letters[words[0] - 1][1]), reach, TEXT) + _LETTER
        right = x_of(logs.share(letters[words[1]][1]), reach, TEXT) - _LETTER
        # Two columns of counts stand side by side on some sheets.
        off = abs(left + right - ax - bx)
        if right - left >= _SHORTEST and (best is None or off < best[0]):
            best = off, longer(reach, reach[0][0] - left, right - reach[1][0])
    return None if best is None else best[1]


def _pairs(row: str, item: Field) -> list[tuple[int, int]]:
    """Where in a row a word before a slot ends and the one behind it begins, nothing but what may
    be a number between them.
    """
    before = {skeleton(word)[-_TAIL:] for word in (COUNT_WORD, *item.labels)}
    behind = skeleton(item.suffix)[:_HEAD]
    pattern = rf"(?:{'|'.join(map(re.escape, sorted(before)))})(?=([^ก-ฮ]*){re.escape(behind)})"
    return [(m.end(), m.end(1)) for m in re.finditer(pattern, row)]
