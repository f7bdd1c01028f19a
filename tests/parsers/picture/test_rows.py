"""Rows of counts put right by one another."""

from parsers.picture.locator import Found
from parsers.picture.rows import even_rows, whole_slots

NAMES = tuple("abcdefg")


def places(*, left: float = 900.0, step: float = 60.0) -> dict[str, Found]:
    return {
        name: Found(((left, 1000 + step * i), (left + 200, 1000 + step * i)), 0.95)
        for i, name in enumerate(NAMES)
    }


def test_even_rows_stay_as_they_are() -> None:
    assert even_rows(NAMES, places()) == places()


def test_a_row_not_found_is_filled_in_and_not_sure() -> None:
    known = places()
    del known["d"]
    filled = even_rows(NAMES, known)["d"]
    assert filled.line == places()["d"].line
    assert filled.sure == 0.0


def test_a_row_found_on_its_neighbour_is_put_right_and_not_sure() -> None:
    known = places() | {"d": places()["e"]}
    assert even_rows(NAMES, known)["d"].line == places()["d"].line
    assert even_rows(NAMES, known)["d"].sure == 0.0


def test_slots_within_lines_keep_their_own_ends() -> None:
    known = {
        n: Found(((500.0 + 70 * (i % 3), p.line[0][1]), (700.0 + 70 * (i % 3), p.line[1][1])), 0.9)
        for i, (n, p) in enumerate(places().items())
    }
    assert even_rows(NAMES, known) == known


def test_too_few_rows_prove_nothing() -> None:
    few = {name: place for name, place in places().items() if name in "abc"}
    assert even_rows(NAMES, few) == few


def test_rows_that_are_not_even_are_left_alone() -> None:
    wild = {
        n: Found(((900, y), (1100, y)), 0.9)
        for n, y in zip(NAMES, (0, 9, 300, 310, 800, 2000, 2001), strict=True)
    }
    assert even_rows(NAMES, wild) == wild


def test_a_slot_found_too_short_reaches_as_far_as_its_neighbour() -> None:
    known = places()
    short = known | {"b": Found(((900.0, 1060.0), (980.0, 1060.0)), 0.8)}
    assert whole_slots(("a", "b"), short)["b"] == Found(known["b"].line, 0.8)


def test_slots_of_about_one_length_stay() -> None:
    known = places() | {"b": Found(((900.0, 1060.0), (1060.0, 1060.0)), 0.8)}
    assert whole_slots(("a", "b", "none"), known) == known
