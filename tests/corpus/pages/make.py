"""One page of the corpus: what was written, what it looks like, and where everything is."""

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from tests.corpus.pages.answers import answers
from tests.corpus.pages.drill import drill
from tests.corpus.pages.fonts import Split
from tests.corpus.pages.geometry import moved
from tests.corpus.pages.look import look
from tests.corpus.pages.others import other_page
from tests.corpus.pages.paper import Line, Paper, Point
from tests.corpus.pages.scanners import HARD, KINDS, shoot
from tests.corpus.pages.sheet import Sheet


@dataclass(frozen=True)
class Page:
    """A picture of a page. `places` and `reach` (see `Paper`) are lines in pixels of `image`;
    `truth` None: not our form.
    """

    image: np.ndarray
    dpi: float
    truth: dict[str, Any] | None
    places: dict[str, Line]
    written: dict[str, str]
    reach: dict[str, Line]
    labels: list[tuple[str, Point, Point]]
    kind: str
    group: str
    damage: tuple[str, ...]
    corners: np.ndarray


def make_page(seed: int, split: Split, kind: str = "", group: str = "") -> Page:
    """The page of that seed: always the same. `group`: typed | hard | hand | trap; `kind`: how it
    was scanned (`KINDS`, `HARD`), chosen by the seed where it is not given.
    """
    rng = Random(f"{split} {seed}")
    group = group or rng.choices(("typed", "hard", "hand", "trap"), (40, 15, 40, 5))[0]
    kind = kind or rng.choice(HARD if group == "hard" else KINDS)
    if group == "trap":
        paper, truth = other_page(rng, split), None
    else:
        filled = answers(rng, split, hand=group == "hand")
        style = look(rng, split, group == "hand")
        paper, truth = Sheet(style, filled, rng, split).page(), dict(filled.truth)
    return seen(paper, rng, split, truth, kind, group)


def make_drill(seed: int, split: Split) -> Page:
    """A page full of slots, to learn reading them from: always the same for a seed."""
    rng = Random(f"drill {split} {seed}")
    group = rng.choices(("typed", "hard", "hand"), (40, 15, 45))[0]
    kind = rng.choice(HARD if group == "hard" else KINDS)
    paper = drill(rng, split, group == "hand")
    return seen(paper, rng, split, None, kind, group)


def seen(
    paper: Paper, rng: Random, split: Split, truth: dict[str, Any] | None, kind: str, group: str
) -> Page:
    """The paper as it arrives, scanned in the way of `kind`, with all that is known of it."""
    shot = shoot(np.asarray(paper.image), rng, split, kind)
    places, reach = dict(paper.places), dict(paper.reach)
    labels = list(paper.labels)
    for warp in shot.warps:
        places = {key: moved(line, warp) for key, line in places.items()}
        reach = {key: moved(line, warp) for key, line in reach.items()}
        labels = [(text, warp(a), warp(b)) for text, a, b in labels]
    return Page(
        shot.image, shot.dpi, truth, places, paper.written, reach, labels, kind, group,
        shot.damage, shot.corners,
    )  # fmt: skip
