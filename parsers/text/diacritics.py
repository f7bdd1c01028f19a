"""Vowel and tone marks to the consonants that they belong to, wherever a producer put them."""

from collections.abc import Sequence
from itertools import pairwise

from parsers.text.glyphs import Glyph
from parsers.text.letters import Letter, Line
from parsers.thai import CONSONANTS, MARKS, NIKHAHIT, SARA_AA, SARA_AM


def attach_marks(glyphs: Sequence[Glyph], lines: Sequence[Line]) -> None:
    """Give each mark to its consonant; then mend sara am."""
    before = _letters_before(glyphs)
    letters = {a.glyph: (a, line) for line in lines for a in line.letters}
    for mark in (g for g in glyphs if g.text in MARKS):
        owner = _written_after(mark, before.get(id(mark)), letters) or _owner(mark, lines)
        if owner is not None:
            owner.marks += mark.text
            if owner.start < mark.start and mark.end < owner.end + mark.size:
                owner.end = max(owner.end, mark.end)  # monospaced marks move the pen
    for line in lines:
        for a, b in pairwise(line.letters):
            if NIKHAHIT in a.marks and b.text in (SARA_AA, SARA_AM):
                a.marks = a.marks.replace(NIKHAHIT, "")
                b.text = SARA_AM


def _letters_before(glyphs: Sequence[Glyph]) -> dict[int, int]:
    """For each mark that directly follows a consonant in one text object, that consonant (ids)."""
    before: dict[int, int] = {}
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.text not in MARKS:
            last = glyph if glyph.text in CONSONANTS else None
        elif last is not None and last.order == glyph.order:
            before[id(glyph)] = id(last)
    return before


def _written_after(
    mark: Glyph, before: int | None, letters: dict[int, tuple[Letter, Line]]
) -> Letter | None:
    """The consonant that the mark was written after, where it also stands near it."""
    found = letters.get(before) if before is not None else None
    if found is None:
        return None
    letter = found[0]
    middle = (mark.x0 + mark.x1) / 2
    aside = max(letter.x0 - middle, middle - letter.x1, 0.0)
    return letter if aside < 0.6 * mark.size and abs(letter.base - mark.base) < 2 else None


def _owner(mark: Glyph, lines: Sequence[Line]) -> Letter | None:
    middle = (mark.x0 + mark.x1) / 2
    best: tuple[float, Letter] | None = None
    for line in lines:
        if abs(line.base - mark.base) > 0.8 * max(mark.size, line.size):
            continue
        for letter in line.letters:
            if letter.text not in CONSONANTS or abs(letter.x0 - middle) > 2 * mark.size:
                continue
            aside = max(letter.x0 - middle, middle - letter.x1, 0.0)
            far = aside + 0.5 * abs(letter.base - mark.base)
            if best is None or far < best[0]:
                best = (far, letter)
    return best[1] if best and best[0] < 0.8 * mark.size else None
