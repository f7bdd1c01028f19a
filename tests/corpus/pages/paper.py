"""A sheet of paper to draw on that remembers where everything was put."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from tests.corpus.pages.fonts import font
from tests.corpus.pages.look import MM

Point = tuple[float, float]
Line = tuple[Point, Point]
WIDTH, HEIGHT = round(210 * MM), round(297 * MM)
# The middle of Thai consonants and of digits above the baseline, in font sizes.
MIDDLE = 0.27


@dataclass
class Paper:
    """A page at `DPI` in grey; `places`, `written`, `labels` say what stands where; `reach`: from
    where to where what fills a slot goes, which may be past its ends.
    """

    image: Image.Image = field(default_factory=lambda: Image.new("L", (WIDTH, HEIGHT), 255))
    places: dict[str, Line] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    reach: dict[str, Line] = field(default_factory=dict)
    labels: list[tuple[str, Point, Point]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw = ImageDraw.Draw(self.image)

    def text(
        self, x: float, base: float, words: str, path: Path, size: int, grey: int = 0
    ) -> float:
        """Words with their baseline at `base`; the x behind them."""
        if not words:
            return x
        face = font(path, size)
        self.draw.text((x, base), words, font=face, fill=grey, anchor="ls")
        return x + face.getlength(words)

    def label(self, x: float, base: float, words: str, path: Path, size: int, grey: int) -> float:
        """Printed words that are remembered with their place."""
        end = self.text(x, base, words, path, size, grey)
        middle = base - MIDDLE * size
        shown = words.strip()
        if shown:
            self.labels.append((shown, (x, middle), (end, middle)))
        return end

    def stick(self, ink: np.ndarray, x: float, y: float, grey: int) -> None:
        """Ink (255 where there is some) with its top left at x, y; dark stays dark."""
        mask = Image.fromarray(ink)
        self.image.paste(grey, (round(x), round(y)), mask)


def width(words: str, path: Path, size: int) -> float:
    """How wide the words come out, in pixels."""
    return float(font(path, size).getlength(words)) if words else 0.0
