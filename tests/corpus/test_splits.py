"""What the reader is fitted to never comes back where it is measured: all is split by name."""

from collections.abc import Iterable
from itertools import combinations

import pytest

from tests.corpus.pages import damage
from tests.corpus.pages.fonts import FAMILIES
from tests.corpus.pages.hands import split_of
from tests.corpus.pages.pdf import HOWS, Split

SPLITS: tuple[Split, ...] = ("training", "tuning", "test")
DAMAGES = {
    name: table
    for name, table in vars(damage).items()
    if name.isupper() and isinstance(table, dict) and set(table) == set(SPLITS)
}


def apart(sets: Iterable[set[str]]) -> bool:
    some = list(sets)
    return all(some) and not any(a & b for a, b in combinations(some, 2))


def test_fonts() -> None:
    for key in ("name", "regular"):
        assert apart({getattr(f, key) for f in FAMILIES if f.split == s} for s in SPLITS)


def test_printed_and_written_fonts_are_in_every_split() -> None:
    for hand in (False, True):
        found = {f.split for f in FAMILIES if f.hand == hand}
        assert found == set(SPLITS)


def test_hands() -> None:
    writers = [f"writer-{n}" for n in range(500)]
    assert apart({w for w in writers if split_of(w) == s} for s in SPLITS)


@pytest.mark.parametrize("kind", sorted(DAMAGES))
def test_damages_of_a_kind(kind: str) -> None:
    assert apart({d.__name__ for d in DAMAGES[kind][s]} for s in SPLITS)


def test_damages_of_all_kinds() -> None:
    assert len(DAMAGES) > 5
    assert apart({d.__name__ for table in DAMAGES.values() for d in table[s]} for s in SPLITS)


def test_wrappings() -> None:
    assert apart(set(HOWS[s]) for s in SPLITS)
    assert apart({repr(how) for how in HOWS[s].values()} for s in SPLITS)
