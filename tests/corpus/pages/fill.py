"""Putting an answer into a slot: typed, or with a pen, neatly or not."""

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np

from tests.corpus.pages.fonts import Split
from tests.corpus.pages.hands import ARABIC, THAI, bend, stroke, writers
from tests.corpus.pages.look import MM, Look
from tests.corpus.pages.paper import MIDDLE, Paper, width

_DIGITS = {
    **{c: ("thai", str(i)) for i, c in enumerate(THAI)},
    **{c: ("arabic", c) for c in ARABIC},
}


@dataclass
class Filler:
    """Fills in the slots of one sheet in one way."""

    paper: Paper
    look: Look
    rng: Random
    split: Split

    def __post_init__(self) -> None:
        self.real = writers(self.split) if self.look.by_hand and self.rng.random() < 0.85 else {}
        self.height = self.rng.uniform(2.6, 5.2) * MM
        # One hand: the pictures of a digit are this writer's.
        self.own: dict[tuple[str, str], np.ndarray] = {}

    def count(self, key: str, x0: float, x1: float, base: float, words: str, crossed: str) -> None:
        """A number into a count's slot, perhaps after one that was crossed out."""
        shown = words if not crossed else f"{crossed} {words}"
        ink = self._number_ink(shown) if self.look.by_hand and self._can(words) else None
        room = ink.shape[1] if ink is not None else width(shown, self._face, self.look.fill_size)
        x = self._start(x0, x1, room)
        base += self.rng.uniform(-1, 1.2) if ink is None else self.rng.uniform(-2, 8)
        if ink is not None:
            self.paper.stick(
                ink, x, base - ink.shape[0] + 4 + self.rng.uniform(-2, 5), self.look.ink
            )
            middle = base - ink.shape[0] / 2
        else:
            lifted = base - self.look.lift
            self.paper.text(x, lifted, shown, self._face, self.look.fill_size, self.look.ink)
            middle = lifted - MIDDLE * self.look.fill_size
        if crossed:
            end = x + room * len(crossed) / max(1, len(shown))
            self._strike(x - 2, end, middle)
        self.paper.reach[key] = ((x, middle), (x + room, middle))
        self.paper.written[key] = ("x" if crossed else "") + symbols(words)

    def text(self, key: str, x0: float, x1: float, base: float, words: str) -> None:
        """Words into a text's slot; they get smaller if they are too long."""
        size = self.look.fill_size
        while size > 18 and width(words, self._face, size) > x1 - x0:
            size -= 1
        room = width(words, self._face, size)
        x, lifted = self._start(x0, x1, room), base - self.look.lift
        self.paper.text(x, lifted, words, self._face, size, self.look.ink)
        middle = lifted - MIDDLE * size
        self.paper.reach[key] = ((x, middle), (x + room, middle))
        self.paper.written[key] = words

    @property
    def _face(self):  # type: ignore[no-untyped-def]
        return self.look.fill.path()

    def _start(self, x0: float, x1: float, room: float) -> float:
        spare = max(0.0, x1 - x0 - room)
        share = {"left": 0.1, "centre": 0.5, "right": 0.85}[self.look.align]
        return x0 + spare * min(1.0, max(0.0, share + self.rng.uniform(-0.12, 0.12)))

    def _can(self, words: str) -> bool:
        return bool(self.real) and all(c in _DIGITS or c in "-–, " for c in words)

    def _number_ink(self, symbols: str) -> np.ndarray:
        pieces: list[tuple[np.ndarray, int]] = []
        height = self.height * self.rng.uniform(0.85, 1.15)
        for sign in symbols:
            if sign in "-–":
                dash = np.zeros((max(3, round(self.look.pen)), round(height * 0.5)), np.uint8) + 255
                pieces.append((bend(dash, self.rng, 0.3), round(height * 0.5)))
            elif sign == ",":
                comma = (
                    np.zeros((round(height * 0.3), max(3, round(self.look.pen))), np.uint8) + 255
                )
                pieces.append((comma, -round(height * 0.15)))
            elif sign == " ":
                pieces.append((np.zeros((4, round(height * 0.5)), np.uint8), 0))
            else:
                pieces.append((self._digit(sign, height), 0))
        gap = self.rng.choice((-0.12, -0.02, 0.05, 0.1, 0.2)) * height
        return _row(pieces, gap, self.rng, height)

    def _digit(self, sign: str, height: float) -> np.ndarray:
        kind, digit = _DIGITS[sign]
        key = (kind, digit)
        if key not in self.own or self.rng.random() < 0.3:
            self.own[key] = self.rng.choice(self.real[kind][digit])
        bent = bend(self.own[key], self.rng, self.rng.uniform(0.4, 1.1))
        low = digit in "0๐1" and kind == "thai"
        high = height * self.rng.uniform(0.85, 1.15) * (self.rng.uniform(0.65, 1.0) if low else 1.0)
        return stroke(bent, max(12, round(high)), self.look.pen * self.rng.uniform(0.85, 1.15))

    def _strike(self, x0: float, x1: float, middle: float) -> None:
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            dy = self.rng.uniform(-6, 6)
            line = (
                x0,
                middle + dy + self.rng.uniform(-5, 5),
                x1,
                middle + dy + self.rng.uniform(-5, 5),
            )
            self.paper.draw.line(line, fill=self.look.ink, width=max(2, round(self.look.pen)))


def _row(
    pieces: list[tuple[np.ndarray, int]], gap: float, rng: Random, height: float
) -> np.ndarray:
    """The pieces side by side; the number with each says how far it stands above the line."""
    high = round(height * 1.9)
    wide = sum(p.shape[1] for p, _ in pieces) + round(abs(gap) * len(pieces)) + 60
    canvas = np.zeros((high, wide), np.uint8)
    x, slope = 2.0, rng.uniform(-0.06, 0.06)
    end = 2
    for piece, lifted in pieces:
        h, w = piece.shape
        y = round(high - height * 0.35 - h - lifted + rng.uniform(-0.08, 0.08) * height - slope * x)
        y = min(max(0, y), high - h) if h < high else 0
        left = max(0, round(x))
        part = canvas[y : y + h, left : left + w]
        cv2.max(part, piece[: part.shape[0], : part.shape[1]], dst=part)
        end = max(end, left + w)
        x += w + gap * rng.uniform(0.4, 1.4)
    return canvas[: round(high - height * 0.35) + 8, :end]


def symbols(words: str) -> str:
    """What the numbers' network is to say about these words."""
    out = ""
    for sign in words:
        if sign in _DIGITS or sign == ",":
            out += sign
        elif sign in "-–":
            out += "-"
        elif sign != " " and not out.endswith("w"):
            out += "w"
    return out
