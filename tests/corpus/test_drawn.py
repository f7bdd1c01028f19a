"""Layouts drawn for training know where everything is."""

import numpy as np
import pytest

from parsers.picture.alphabet import PLACES
from tests.corpus.producers.drawn import make_layout


@pytest.mark.parametrize("seed", range(6))
def test_a_layout_knows_every_place_on_the_page(seed: int) -> None:
    page = make_layout(seed, "tuning")
    high, wide = page.image.shape
    assert set(page.places) == set(PLACES)
    for key, line in page.places.items():
        for x, y in line:
            assert -5 <= x <= wide + 5 and -5 <= y <= high + 5, (key, line)
    assert page.truth is not None and set(page.written) == set(PLACES)


def test_a_layout_is_the_same_for_its_seed() -> None:
    one, same, other = (make_layout(seed, "training") for seed in (3, 3, 4))
    assert np.array_equal(one.image, same.image)
    assert one.image.shape != other.image.shape or not np.array_equal(one.image, other.image)
