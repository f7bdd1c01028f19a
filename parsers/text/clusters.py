"""Glyphs that stand for several characters, as Skia and shaping producers write them.

Such a glyph's characters come with one origin and with its box cut into equal slices. A mark may
be drawn by a glyph of its own that names the whole cluster once more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.text.glyphs import Glyph
from parsers.thai import CONSONANTS, MARKS, SARA_AA, SARA_AM

_THIN = 0.02
_BACK = 8  # glyphs: how far back the letter was drawn whose mark comes now


def whole_clusters(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs with each cluster's box put together again and its marks on its base letter."""
    out: list[Glyph] = []
    cluster: list[Glyph] = []
    right = 0.0  # where the last cluster ended
    for group in _groups(glyphs):
        first = group[0]
        if cluster and _again(group, cluster, right):
            cluster[-1].x1 = max(cluster[-1].x1, group[-1].x1)
        elif first.text in CONSONANTS and _off_the_line(group):
            owner = next((g for g in reversed(out[-_BACK:]) if _same_letter(g, group)), None)
            if owner is None:
                # The body of the letter has no name; its marks carry that of both.
                owner = _body(group)
                out.append(owner)
            out += [_mark(g, owner) for g in group if g.text in MARKS]
        elif len(group) > 1 and any(g.text in MARKS or g.text == SARA_AM for g in group):
            right = group[-1].x1
            out += _joined(group)
            cluster = group
        else:
            out += group
    return out


def _groups(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Runs of characters that come from one drawn glyph."""
    group: list[Glyph] = list(glyphs[:1])
    for a, b in pairwise(glyphs):
        if (
            a.order == b.order
            and a.origin == b.origin
            and (a.y0, a.y1) == (b.y0, b.y1)
            and abs(a.x1 - b.x0) < _THIN
        ):
            group.append(b)
            continue
        yield group
        group = [b]
    if group:
        yield group


def _off_the_line(group: Sequence[Glyph]) -> bool:
    """Whether what is drawn lies above or below where the body of a letter stands."""
    first = group[0]
    above = first.y1 < first.base - 0.4 * first.size
    below = first.y0 > first.base - 0.2 * first.size
    return first.y1 > first.y0 and (above or below)


def _again(group: Sequence[Glyph], before: Sequence[Glyph], right: float) -> bool:
    """Whether a cluster is named once more: by the glyph of its marks, which lies over it, or by
    that of its sara am, which stands right behind it.
    """
    if [g.text for g in group] != [g.text for g in before] or len(group) < 2:
        return False
    first, last = group[0], before[-1]
    step = (first.x0 - right) / first.size
    return first.base == last.base and (-1 < step < (0.5 if last.text == SARA_AM else -0.1))


def _mark(mark: Glyph, owner: Glyph) -> Glyph:
    """A mark of a group that names its whole cluster, over the cluster's consonant."""
    mark.x0, mark.x1 = owner.x0, owner.x1
    return mark


def _same_letter(owner: Glyph, group: Sequence[Glyph]) -> bool:
    """Whether a consonant just drawn is the one that a group of marks names."""
    first, last = group[0], group[-1]
    reach = 0.4 * first.size
    near = owner.x0 - reach < first.x0 and last.x1 < owner.x1 + reach
    return owner.text == first.text and near and abs(owner.base - first.base) < 0.3 * first.size


def _body(group: Sequence[Glyph]) -> Glyph:
    """A letter where its marks' pen was, for a body that was drawn without a name."""
    first = group[0]
    right = max(first.start + 0.3 * first.size, group[-1].x1 - _THIN)
    top = first.base - 0.5 * first.size
    return replace(first, x0=first.start + _THIN, x1=right, y0=top, y1=first.base, end=right)


def _joined(group: list[Glyph]) -> list[Glyph]:
    """The base letters share the box; marks lie on the letter before, sara am at its end."""
    left, right = group[0].x0, group[-1].x1
    bases = [g for g in group if g.text not in MARKS and g.text not in (SARA_AM, SARA_AA)]
    if not bases:
        return group
    width = (right - left) / len(bases)
    owner = bases[0]
    for glyph in group:
        if glyph in bases:
            owner = glyph
            glyph.x0 = left + bases.index(glyph) * width
            glyph.x1 = glyph.x0 + width
            if len(bases) > 1:
                glyph.start = glyph.end = 0.0
            else:
                glyph.end = max(g.end for g in group)
        elif glyph.text in MARKS:
            glyph.x0, glyph.x1 = owner.x0 + 0.3 * width, owner.x0 + 0.7 * width
        else:
            glyph.x0, glyph.x1 = owner.x1 - _THIN, owner.x1
    return group
