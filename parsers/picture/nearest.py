"""Tesseract's words against the few that can stand there: units, provinces, months."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from parsers.reading import Unit
from parsers.thai import skeleton, squeeze
from parsers.values.months import FULL, SHORT
from parsers.values.places import PROVINCES

# Below this nothing is even a guess, and the next best must be so much worse.
_LEAST, _LEAD = 55.0, 4.0


def nearest_unit(text: str, units: Sequence[Unit]) -> tuple[str | None, float]:
    """The name of the unit that the text comes nearest to, and how near (0..1)."""
    names = ((u.name, squeeze(n)) for u in units for n in (u.name, *u.aliases))
    return _nearest(squeeze(text), names)


def nearest_province(text: str) -> tuple[str | None, float]:
    """The province that the text comes nearest to, and how near (0..1)."""
    return _nearest(squeeze(text), ((p, squeeze(p)) for p in PROVINCES))


def nearest_month(text: str) -> tuple[int | None, float]:
    """The month (1..12) whose name the letters of the text come nearest to, and how near."""
    letters = "".join(c for c in squeeze(text) if not c.isdigit())
    if letters in SHORT:
        return SHORT.index(letters) + 1, 0.8
    if len(skeleton(letters)) <= 3:
        # Marks are recognised worst; only the short names of January and March differ by one.
        same = [i for i, m in enumerate(SHORT, 1) if skeleton(m) == skeleton(letters)]
        return (same[0], 0.5 / len(same)) if same else (None, 0.0)
    name, near = _nearest(letters, ((str(i), squeeze(m)) for i, m in enumerate(FULL, 1)))
    return (int(name), near) if name else (None, 0.0)


def _nearest(text: str, names: Iterable[tuple[str, str]]) -> tuple[str | None, float]:
    best: dict[str, float] = {}
    for name, spelled in names:
        best[name] = max(best.get(name, 0.0), fuzz.ratio(text, spelled))
    ranked = sorted(best.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _LEAST:
        return None, 0.0
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _LEAD:
        return None, 0.0
    return ranked[0][0], ranked[0][1] / 100
