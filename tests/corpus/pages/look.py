"""How one office's form looks: sizes, leaders, boxes, table; drawn by chance, fixed by the seed."""

from dataclasses import dataclass
from random import Random

from tests.corpus.pages.fonts import Family, Split, pick

DPI = 200
# Boxes as signs of a font, empty and ticked.
SIGNS = (
    ("☐", "☑"), ("☐", "☒"), ("□", "■"), ("○", "●"), ("○", "◉"), ("☐", "✓"), ("☐", "✔"), ("□", "✗"),
)  # fmt: skip
MM = DPI / 25.4


@dataclass(frozen=True, slots=True)
class Look:
    """One layout. Lengths in pixels at `DPI`.

    `leader`: dots | line | dotted | none | box. `box`: square | circle (drawn), parens | brackets
    (with something between), signs (of a font: `signs`, the empty one and the ticked one).
    `aligned`: the counts stand in one column. `columns`: of the table of channels, 0 where there is
    none.
    """

    print: Family
    fill: Family
    size: int
    fill_size: int
    step: float
    left: int
    right: int
    top: int
    leader: str
    aligned: bool
    table: bool
    numbered: bool
    bullet: str
    box: str
    boxes_beside: bool
    header: str
    header_lines: int
    title_lines: int
    indent: int
    slot: int
    suffix: bool
    arabic: bool
    note: bool
    grey: int
    ink: int
    align: str
    lift: float
    by_hand: str
    pen: float
    signs: tuple[str, str]
    sign_size: float


def _leader(chance: float) -> str:
    shares = (("dots", 0.4), ("line", 0.62), ("dotted", 0.74), ("none", 0.94), ("box", 1.0))
    return next(name for name, upto in shares if chance < upto)


def look(rng: Random, split: Split, hand: bool) -> Look:
    """One way of laying out and filling in the form; `hand`: filled in with a pen."""
    printed = pick(rng, split)
    # Google's fonts are drawn bigger than the official ones at the same size.
    big = printed.package.startswith("@")
    points = rng.uniform(10.5, 13.0) if big else rng.uniform(13.0, 16.5)
    size = round(points * DPI / 72)
    fill = printed if rng.random() < 0.7 else pick(rng, split)
    table = rng.random() < 0.22
    return Look(
        print=printed,
        fill=pick(rng, split, hand=True) if hand else fill,
        size=size,
        fill_size=max(20, round(size * rng.uniform(0.92, 1.12))),
        step=size * rng.uniform(1.25, 1.62) if not big else size * rng.uniform(1.45, 1.8),
        left=round(rng.uniform(15, 30) * MM),
        right=round((210 - rng.uniform(12, 25)) * MM),
        top=round(rng.uniform(12, 28) * MM),
        leader=_leader(rng.random()),
        aligned=rng.random() < 0.7,
        table=table,
        numbered=rng.random() < 0.35,
        bullet=rng.choice(("- ", "- ", "- ", "• ", "", "๓.{} ", "({}) ")),
        box=rng.choice(("square", "square", "parens", "parens", "brackets", "circle", "signs")),
        boxes_beside=rng.random() < 0.25,
        header=rng.choice(("left", "centre")),
        header_lines=rng.choice((1, 1, 2)),
        title_lines=rng.choice((1, 2, 2)),
        indent=round(rng.uniform(4, 16) * MM),
        slot=round(rng.uniform(14, 34) * MM),
        suffix=rng.random() < 0.95,
        arabic=rng.random() < 0.15,
        note=rng.random() < 0.85,
        grey=rng.randint(0, 70),
        ink=rng.randint(15, 120) if hand else rng.randint(0, 60),
        align=rng.choice(("centre", "centre", "left", "right")),
        lift=rng.choice((0, 0, 0, rng.uniform(-3, 5))),
        by_hand=rng.choice(("thai", "thai", "arabic")) if hand else "",
        pen=rng.uniform(1.8, 4.2),
        signs=rng.choice(SIGNS),
        sign_size=rng.uniform(0.62, 0.95),
    )  # fmt: skip
