"""Tick boxes as offices make them: drawn ones, brackets, signs of a font; typed or penned marks."""

from pathlib import Path
from random import Random

from tests.corpus.pages.look import Look
from tests.corpus.pages.paper import Line, Paper, width

Frame = tuple[float, float, float, float]

# Few Thai fonts have these signs; programs take them from this one then.
_SIGNS = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_BRACKETS = {"parens": ("(", ")"), "brackets": ("[", "]")}
# Any font has the first ones.
_TYPED, _TYPED_SIGNS = "//xX*", "✓✔✗√"


def draw_box(paper: Paper, look: Look, rng: Random, x: float, y: float, on: bool) -> Line:
    """A box from `x` on the baseline `y`, ticked or not; the line through its middle."""
    if look.box == "signs" and _SIGNS.exists():
        return _sign(paper, look, rng, x, y, on)
    if look.box in _BRACKETS:
        inside, end = _bracketed(paper, look, rng, x, y, on)
    else:
        side = look.size * rng.uniform(0.42, 0.55)
        inside, end = (x, y - side, x + side, y), x + side
        draw = paper.draw.ellipse if look.box == "circle" else paper.draw.rectangle
        draw(inside, outline=look.grey, width=rng.choice((1, 2, 2)))
        if on:
            _pen_mark(paper, look, rng, inside)
    middle = (inside[1] + inside[3]) / 2
    return (x, middle), (end, middle)


def _sign(paper: Paper, look: Look, rng: Random, x: float, y: float, on: bool) -> Line:
    """One sign of a font, or for the empty one with a pen's mark in it."""
    size = round(look.size * look.sign_size)
    empty, ticked = look.signs
    penned = on and (bool(look.by_hand) or rng.random() < 0.15)
    end = paper.text(x, y, ticked if on and not penned else empty, _SIGNS, size, look.grey)
    if penned:
        _pen_mark(paper, look, rng, (x, y - 0.7 * size, end, y))
    return (x, y - 0.35 * size), (end, y - 0.35 * size)


def _bracketed(
    paper: Paper, look: Look, rng: Random, x: float, y: float, on: bool
) -> tuple[Frame, float]:
    left, right = _BRACKETS[look.box]
    face, size = look.print.path(), look.size
    start = paper.text(x, y, left, face, size, look.grey)
    room = width(" " * rng.choice((1, 2, 3, 3, 4)), face, size)
    typed = on and not look.by_hand and rng.random() < 0.75
    if typed:
        own = rng.random() < 0.6 or not _SIGNS.exists()
        sign, font = (rng.choice(_TYPED), face) if own else (rng.choice(_TYPED_SIGNS), _SIGNS)
        wide = width(sign, font, size)
        room = max(room, wide * rng.choice((1.0, 1.5, 2.0, 2.5)))
        paper.text(start + (room - wide) / 2, y, sign, font, size, look.ink)
    else:
        room = max(room, 0.4 * size)
    inside = (start, y - size * 0.5, start + room, y)
    end = paper.text(start + room, y, right, face, size, look.grey)
    if on and not typed:
        _pen_mark(paper, look, rng, inside)
    return inside, end


def _pen_mark(paper: Paper, look: Look, rng: Random, box: Frame) -> None:
    x0, y0, x1, y1 = box
    w, h = x1 - x0, y1 - y0
    over = rng.uniform(0, 0.5) if look.by_hand else 0.0
    pen = max(2, round(look.pen if look.by_hand else 2.5))
    kind = rng.choice(("tick", "tick", "tick", "cross", "fill", "slash", "circle"))
    draw, ink = paper.draw, look.ink

    def at(u: float, v: float) -> tuple[float, float]:
        return (x0 + u * w + rng.uniform(-1, 1), y0 + v * h + rng.uniform(-1, 1))

    if kind == "tick":
        points = [at(0.1, 0.5), at(0.4, 0.9 + over / 2), at(1 + over, -over)]
        draw.line(points, fill=ink, width=pen)
    elif kind == "cross":
        draw.line([at(-over / 3, 0.05), at(1 + over / 3, 0.95)], fill=ink, width=pen)
        draw.line([at(1 + over / 3, 0.05), at(-over / 3, 0.95)], fill=ink, width=pen)
    elif kind == "slash":
        draw.line([at(0.1, 1 + over / 2), at(0.9 + over, -over / 2)], fill=ink, width=pen)
    elif kind == "fill":
        draw.rectangle((*at(0.15, 0.15), *at(0.85, 0.85)), fill=ink)
    else:
        grow = 0.3 + over
        corners = [x0 - grow * w, y0 - grow * h, x1 + grow * w, y1 + grow * h]
        draw.ellipse(corners, outline=ink, width=pen)
