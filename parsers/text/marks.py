"""Which of two boxes is ticked: by the signs in the text, else by the ink in the boxes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from parsers.form import Field
from parsers.reading import Box, Reading
from parsers.text.labels import Sheet
from parsers.text.letters import Letter, box_of, text_of
from parsers.text.printed import Span, Text, find
from parsers.text.shapes import Shape
from parsers.text.symbols import OFF, ON
from parsers.thai import is_thai

# Ink of a page region: (page, box) -> darkness 0..1 by pixel.
Ink = Callable[[int, Box], NDArray[np.float32]]

_Frame = tuple[int, int, int, int]  # top, bottom, left, right in pixels

_DARK = 0.35
_BRACKETS = re.compile(r"[(\[{]\s*(.*?)\s*[)\]}]")
_TICKS = frozenset("/\\xXvVüþ*+✓") | ON
_QUIET = frozenset(".…‥_-–—,:;•*|()[]{} ")  # between the answers, no mark
_BOX = 1.9  # of the letter size: how far left of its words a drawn box may begin
_EMPTY, _FILLED = 0.03, 0.09  # share of dark pixels inside a box


@dataclass(slots=True)
class _Option:
    """One of the two answers: its words, and the letters and place of its box."""

    words: Box
    page: int
    zone: list[Letter]
    place: Box
    left: Box | None = None  # of the answer's words that stand before it on its line
    behind: list[Letter] = field(default_factory=list)  # after its words, if no other answer is

    def loose(self) -> bool:
        """Whether a mark stands outside the box: between the other answer and it, behind the
        words, or nearer to the other answer's words. Whose it is then is for a person to say.
        """
        at = [i for i, a in enumerate(self.zone) if a.text in OFF or a.text in "([{"]
        box = at[-1] if at else len(self.zone)
        astray = [*(self.zone[:box] if self.left else []), *self.behind]
        if not at:
            astray = [a for a in self.zone if self._strays_left(a)] + self.behind
        return any(_is_mark(a) for a in astray)

    def _strays_left(self, letter: Letter) -> bool:
        return self.left is not None and letter.x0 - self.left.x1 < self.words.x0 - letter.x1

    def ticked(self) -> bool | None:
        """What the letters say; None where they hold no sign of a box."""
        text = text_of(self.zone)
        bracket = _BRACKETS.search(text)
        inside = bracket[1] if bracket else text.strip(" -–•*.")
        if any(c in OFF for c in inside):
            return any(c in ON or c in "✓/xX" for c in inside)
        if any(c in ON for c in inside):
            return True
        if bracket:
            rest = inside.strip(" .…_")
            return False if not rest else True if set(rest) <= _TICKS else None
        return None


def _is_mark(letter: Letter) -> bool:
    return letter.text in _TICKS or not (is_thai(letter.text) or letter.text in _QUIET)


def read_choice(text: Text, sheet: Sheet, item: Field, shapes: list[Shape], ink: Ink) -> Reading:
    """True, False, or None for a person to decide. Only one plain tick is an answer."""
    label = sheet.labels.get(item.key)
    yes, no = _options(text, sheet, item, label)
    if yes is None or no is None:
        page = text.lines[text.line_of(sheet.start)].page
        return Reading(item.key, None, "review", 0.0, "text", page)
    page = yes.page
    box = box_of([*yes.zone, *no.zone]) or yes.words
    raw = f"{text_of(yes.zone)}|{text_of(no.zone)}"
    if yes.loose() or no.loose() or _drawn_between(yes, no, shapes):
        return Reading(item.key, None, "review", 0.0, "text", page, box, raw)
    said = yes.ticked(), no.ticked()
    if None not in said and said[0] != said[1] and not _drawn_over(yes, no, shapes):
        chosen = yes if said[0] else no
        return Reading(
            item.key, said[0], "accepted", 0.99, "text", page, box_of(chosen.zone) or box, raw
        )
    seen = _inked(yes, no, ink)
    box = _around(yes.place, no.place)
    if None in seen or seen[0] == seen[1] or (None not in said and said[0] != said[1]):
        return Reading(item.key, None, "review", 0.0, "mark", page, box, raw)
    return Reading(
        item.key, seen[0], "accepted", 0.97, "mark", page, (yes if seen[0] else no).place, raw
    )


def _options(
    text: Text, sheet: Sheet, item: Field, label: Span | None
) -> tuple[_Option | None, _Option | None]:
    """The two answers between the question and the next printed text."""
    start = label.end if label else sheet.start
    later = [s.start for s in (*sheet.labels.values(), *sheet.printed) if s.start >= start]
    if label is None:
        later = [s.start for s in sheet.printed]
    end = min([*later, sheet.end])
    no = next(iter(find(text, item.no, start, end)), None)
    yes = next((s for s in find(text, item.yes, start, end) if not _overlap(s, no)), None)
    spans = [s for s in (yes, no) if s]
    return (
        _option(text, yes, spans) if yes else None,
        _option(text, no, spans) if no else None,
    )


def _overlap(a: Span, b: Span | None) -> bool:
    return b is not None and a.start < b.end and b.start < a.end


def _option(text: Text, span: Span, all_spans: list[Span]) -> _Option:
    place = text.places[span.start]
    line = text.lines[place.line]
    first = line.letters[place.letter]
    before = [
        text.places[s.end - 1].letter
        for s in all_spans
        if s.end <= span.start and text.line_of(s.end - 1) == place.line
    ]
    start = max(before) + 1 if before else 0
    zone = line.letters[start : place.letter]
    left = line.letters[start - 1].x1 + 1 if before else first.x0 - _BOX * first.size
    left = max(left, first.x0 - _BOX * first.size)
    words = _words(text, span, place.line)
    ends = [s for s in all_spans if s.end <= span.start and before]
    ahead = box_of(_words(text, ends[-1], place.line)) if ends else None
    behind: list[Letter] = []
    last = text.places[span.end - 1]
    if not any(s.start >= span.end and text.line_of(s.start) == last.line for s in all_spans):
        behind = text.lines[last.line].letters[last.letter + 1 :]
    box = Box(left, first.base - 1.05 * first.size, first.x0 - 0.5, first.base + 0.4 * first.size)
    return _Option(box_of(words) or box, line.page, zone, box, ahead, behind)


def _words(text: Text, span: Span, line: int) -> list[Letter]:
    return [text.letter(i) for i in range(span.start, span.end) if text.line_of(i) == line]


def _around(a: Box, b: Box) -> Box:
    return Box(min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))


def _drawn_over(yes: _Option, no: _Option, shapes: list[Shape]) -> bool:
    """Whether pen strokes lie over one answer and not in the same way over the other."""

    def strokes(option: _Option) -> int:
        area = _around(option.place, option.words)
        return sum(
            not s.straight and s.kind in ("path", "annot", "image") and _touch(s.box, area)
            for s in shapes
        )

    return strokes(yes) != strokes(no)


def _drawn_between(yes: _Option, no: _Option, shapes: list[Shape]) -> bool:
    """Whether a pen stroke lies behind one answer's words and before the other's box."""
    for option in (yes, no):
        left = option.left
        if left is None:
            continue
        gap = Box(left.x1, left.y0, option.place.x0, left.y1)
        for shape in shapes:
            x, y = (shape.box.x0 + shape.box.x1) / 2, (shape.box.y0 + shape.box.y1) / 2
            pen = not shape.straight and shape.kind in ("path", "annot", "image")
            if pen and gap.x0 < x < gap.x1 and gap.y0 < y < gap.y1:
                return True
    return False


def _touch(a: Box, b: Box) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _inked(yes: _Option, no: _Option, ink: Ink) -> tuple[bool | None, bool | None]:
    """Whether the inside of each drawn box is inked; None where no box can be made out.

    A tick that leaves its box hides the outline: then the other box, drawn alike, shows where.
    """
    darks = [ink(o.page, o.place) > _DARK for o in (yes, no)]
    frames = [_frame(d) for d in darks]
    alike = all(abs(a - b) <= 2 for a, b in zip(darks[0].shape, darks[1].shape, strict=True))
    if alike and None in frames:
        frames = [f or g for f, g in (frames, frames[::-1])]
    return _inside(darks[0], frames[0]), _inside(darks[1], frames[1])


def _inside(dark: NDArray[np.bool_], frame: _Frame | None) -> bool | None:
    if frame is None:
        return None
    y0, y1, x0, x1 = frame
    h, w = y1 - y0, x1 - x0
    inner = dark[y0 + h // 5 : y1 - h // 5, x0 + w // 5 : x1 - w // 5]
    if inner.size < 25:
        return None
    share = float(inner.mean())
    return False if share <= _EMPTY else True if share >= _FILLED else None


def _frame(dark: NDArray[np.bool_]) -> _Frame | None:
    """Top, bottom, left, right of the outlined box: the connected ink that encloses most."""
    import cv2

    if not dark.size:  # off the page; OpenCV dies at it
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    best: tuple[int, _Frame] | None = None
    for i in range(1, count):
        x, y, w, h, _area = (int(v) for v in stats[i])
        if min(w, h) < 8 or not 0.6 < w / h < 1.7:
            continue
        edges = (
            dark[y : y + 3, x : x + w].any(axis=0).mean(),
            dark[y + h - 3 : y + h, x : x + w].any(axis=0).mean(),
            dark[y : y + h, x : x + 3].any(axis=1).mean(),
            dark[y : y + h, x + w - 3 : x + w].any(axis=1).mean(),
        )
        if sum(e > 0.8 for e in edges) >= 3 and (best is None or w * h > best[0]):
            best = (w * h, (y, y + h, x, x + w))
    return best[1] if best else None
