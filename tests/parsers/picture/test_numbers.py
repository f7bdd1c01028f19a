"""What symbols mean as a number, when two looks agree, and the ink's word on a blank."""

import cv2
import numpy as np
import pytest

from parsers.picture import nets
from parsers.picture.alphabet import NUMBERS_ALPHABET
from parsers.picture.blank import looks_empty, shows_slot
from parsers.picture.consensus import is_cut_short, number_of
from parsers.picture.crop import NUMBERS, crop, longer
from parsers.picture.digit_sets import sets_of
from parsers.picture.numbers import guess, read_number
from parsers.picture.page import Sheet
from parsers.picture.strokes import dash_before, stands_apart

LINE = ((300.0, 400.0), (500.0, 400.0))
PAGE = np.full((800, 800), 255, np.uint8)
# As wide as no cut of the six looks along `LINE`: it reaches behind the slot.
FURTHER = crop(PAGE, *longer(LINE, 0, 30), NUMBERS).shape[1]


def spelled(text: str, sure: float = 0.999) -> np.ndarray:
    """Log probabilities that write a text, each letter with a blank behind it, "_" for a pause."""
    steps = np.full((2 * len(text) + 6, 1 + len(NUMBERS_ALPHABET)), (1 - sure) / 30)
    steps[:, 0] = sure
    for i, letter in enumerate(text):
        if letter == "_":
            continue
        steps[2 + 2 * i, 0] = (1 - sure) / 30
        steps[2 + 2 * i, 1 + NUMBERS_ALPHABET.index(letter)] = sure
    return np.asarray(np.log(steps / steps.sum(1, keepdims=True)), dtype=np.float32)


def doubtful(text: str, at: int, instead: str, share: float) -> np.ndarray:
    """Like `spelled`, with a share for another symbol ("": for none) instead of the one `at`."""
    steps = np.exp(spelled(text))
    step = steps[2 + 2 * at]
    own = 1 + NUMBERS_ALPHABET.index(text[at])
    step[1 + NUMBERS_ALPHABET.index(instead) if instead else 0] += share * step[own]
    step[own] *= 1 - share
    return np.asarray(np.log(steps), dtype=np.float32)


def empty_slot() -> np.ndarray:
    """A page with a ruled slot along `LINE`."""
    return cv2.line(PAGE.copy(), (300, 412), (500, 412), 0, 2)


def sheet(
    grey: np.ndarray, dark: np.ndarray | None = None, clean: np.ndarray | None = None
) -> Sheet:
    """A sheet without colours, unless they are given."""
    return Sheet(
        grey, grey if dark is None else dark, grey if clean is None else clean, np.eye(3), 200.0
    )


def looks(
    monkeypatch: pytest.MonkeyPatch,
    *texts: str | np.ndarray,
    by_hand: float = 0.25,
    further: str = "",
) -> list[str]:
    """The networks see these texts, look after look; which network was asked for each. A look that
    reaches further behind the slot sees `further`."""
    asked: list[str] = []
    left = [spelled(text) if isinstance(text, str) else text for text in texts]

    def read(network: str, cuts: list[np.ndarray]) -> list[np.ndarray]:
        if cuts[0].shape[1] > FURTHER:
            return [spelled(further)]
        asked.extend([network] * len(cuts))
        return [left.pop(0) for _ in cuts]

    monkeypatch.setattr(nets, "read_cuts", read)
    monkeypatch.setattr(nets, "by_hand", lambda cuts: [by_hand] * len(cuts))
    return asked


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("๑๒", 12), ("1๒", 12), ("-", 0), ("", None), ("1,234", 1234), ("๐", 0),
        ("9999", 9999),
    ],
)  # fmt: skip
def test_plain_numbers(text: str, value: int | None) -> None:
    assert number_of(text) == (value, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5w", 5), ("x30", 30), ("12x30", 30), ("-5", 5), ("w", None), ("1,23", 123),
        ("12345", 12345), ("1,2,3", 123),
    ],
)  # fmt: skip
def test_more_than_a_number_is_a_guess_only(text: str, value: int | None) -> None:
    assert number_of(text) == (value, False)


def test_two_looks_that_agree_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = looks(monkeypatch, "๒๔", "๒๔")
    found = read_number(sheet(PAGE), LINE)
    assert (found.value, found.plain, found.by_hand) == (24, True, 0.25)
    assert found.sure > 0.95 and asked == ["numbers", "second"]


def test_looks_that_differ_are_weighed_with_four_more(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = looks(monkeypatch, "๒๔", "๒๕", "๒๕", "๒๔", "๒๕", "๒๕", by_hand=0.9)
    found = read_number(sheet(PAGE), LINE)
    assert asked == ["numbers", "second", "numbers", "numbers", "second", "second"]
    assert found.value == 25 and 0.6 < found.sure < 0.7
    assert {"24", "25"} <= {text for text, _ in found.candidates}


def test_a_guess_goes_by_the_digits_of_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    either = doubtful("9", 0, "๑", 0.45)
    for others, seen in ((["๒๓", "๕"], (1, "๑")), (["23", "5"], (9, "9")), ([], (9, "9"))):
        asked = looks(monkeypatch, *[either] * 6)
        assert guess(sheet(PAGE), LINE, sets_of(others)) == seen
        assert asked == ["numbers"] * 3 + ["second"] * 3


def test_what_stands_there_at_first_look_is_kept_where_it_means_what_was_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks(monkeypatch, "๒4", "24")
    assert read_number(sheet(PAGE), LINE).symbols == "๒4"
    looks(monkeypatch, "๒๔", "25", "25", "25", "25", "25")
    found = read_number(sheet(PAGE), LINE)
    assert (found.text, found.symbols) == ("25", "")


def test_a_number_in_print_of_which_another_is_likely_is_not_sure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two looks see a 4, four see a 5: no degree of the others' sureness settles that."""
    looks(monkeypatch, "๔", "๕", "๔", "๕", "๕", "๕", by_hand=0.02)
    number = read_number(sheet(PAGE), LINE)
    assert (number.value, number.sure, number.reason) == (5, 0.0, "another number is too likely")


@pytest.mark.parametrize(("rule", "sure"), [(382, False), (376, True), (412, True)])
def test_a_number_that_hangs_from_a_rule_must_be_surer(
    monkeypatch: pytest.MonkeyPatch, rule: int, sure: bool
) -> None:
    """The bar of a 7 may be a part of the box's lid."""
    page = cv2.line(PAGE.copy(), (300, rule), (500, rule), 0, 2)
    cv2.rectangle(page, (396, 381), (402, 411), 0, -1)
    looks(monkeypatch, *[doubtful("1", 0, "7", 0.019)] * 6, by_hand=0.02)
    assert (read_number(sheet(page), LINE).sure > 0.9) is sure


def test_a_dash_without_ink_must_be_surer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noise in an empty slot looks like one to the networks."""
    nearly = spelled("-", 0.985)
    looks(monkeypatch, *[nearly] * 6, by_hand=0.02)
    number = read_number(sheet(empty_slot()), LINE)
    assert (number.sure, number.reason) == (0.0, "a dash was read, but there is hardly any ink")
    looks(monkeypatch, *[nearly] * 6, by_hand=0.02)
    page = cv2.rectangle(empty_slot(), (378, 396), (387, 398), 0, -1)
    assert read_number(sheet(page), LINE).sure > 0.9


@pytest.mark.parametrize(("pause", "sure"), [("", True), ("__", False)])
def test_digits_a_centimetre_apart_are_no_number(
    monkeypatch: pytest.MonkeyPatch, pause: str, sure: bool
) -> None:
    """What shines through from the page behind is no second digit."""
    looks(monkeypatch, *[f"8{pause}8"] * 6, by_hand=0.02)
    number = read_number(sheet(PAGE), LINE)
    assert number.value == 88 and (number.sure > 0.9) is sure


@pytest.mark.parametrize(
    ("seen", "further", "sure"),
    [
        ("๑", "๑๖", False), ("22", "๒๒1", False), ("22", "22w", True), ("22", "22w7", True),
        ("22", "2", True), ("", "16", False), ("", "w", True),
        ("999", "9,999", False),
    ],
)  # fmt: skip
def test_a_number_that_goes_on_behind_its_slot_is_not_sure(
    monkeypatch: pytest.MonkeyPatch, seen: str, further: str, sure: bool
) -> None:
    """A slot that is found too short shows every look the same first digits."""
    looks(monkeypatch, *[seen] * 6, further=further)
    assert (read_number(sheet(empty_slot()), LINE).sure > 0.9) is sure


@pytest.mark.parametrize(
    ("further", "sure"),
    [("๒๗๙", False), ("๒๗๙w", False), ("๗๙", True), ("w๗๙", True), ("๒w", True)],
)
def test_a_number_at_the_left_edge_of_its_cut_may_begin_before_it(
    monkeypatch: pytest.MonkeyPatch, further: str, sure: bool
) -> None:
    """A slot that is found too late shows every look the same last digits."""
    at_edge = np.roll(spelled("๗๙"), -2, axis=0)
    looks(monkeypatch, *[at_edge] * 6, further=further)
    assert (read_number(sheet(empty_slot()), LINE).sure > 0.9) is sure


@pytest.mark.parametrize(
    ("further", "sure"), [("๙๘", False), ("8w", False), ("", True), ("w", True)]
)
def test_an_empty_slot_may_have_its_number_before_it(
    monkeypatch: pytest.MonkeyPatch, further: str, sure: bool
) -> None:
    """A slot that is found behind its number is empty to every look."""
    looks(monkeypatch, *[spelled("")] * 6, further=further)
    assert (read_number(sheet(empty_slot()), LINE).sure > 0.9) is sure


def test_what_is_written_by_hand_is_looked_at_again_however_sure_two_looks_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks(monkeypatch, "15", "15", "15", "16", "16", "15", by_hand=0.9)
    assert read_number(sheet(PAGE), LINE).sure < 0.7


def test_doubt_whether_a_digit_stands_there_leaves_the_digits_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A speck that may be a digit is not seen as one in every look; a hand's digit that looks like
    another one is."""
    unsure = [doubtful("25", 0, "", 0.3)] * 6
    looks(monkeypatch, *unsure, by_hand=0.9)
    number = read_number(sheet(PAGE), LINE)
    assert (number.value, number.settled) == (25, True)
    assert number.sure < 0.8


@pytest.mark.parametrize("instead", ["9", "๙", "x"])
def test_doubt_between_two_digits_is_not_settled(
    monkeypatch: pytest.MonkeyPatch, instead: str
) -> None:
    unsure = [doubtful("44", 1, instead, 0.05)] * 6
    looks(monkeypatch, *unsure, by_hand=0.9)
    assert not read_number(sheet(PAGE), LINE).settled


def test_a_slot_that_every_look_finds_empty_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    looks(monkeypatch, *[spelled("", 0.97)] * 6)
    number = read_number(sheet(empty_slot()), LINE)
    assert (number.blank, number.settled) == (True, True)
    looks(monkeypatch, *[spelled("", 0.97)] * 5, "7")
    assert not read_number(sheet(empty_slot()), LINE).settled


def test_doubt_about_a_digit_before_the_number_is_not_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A 4 that ran into the printed word before 44 was taken for a part of the word."""
    unsure = [np.logaddexp(spelled("4_4") + np.log(0.15), spelled("__4") + np.log(0.85))] * 6
    looks(monkeypatch, *unsure, by_hand=0.9)
    number = read_number(sheet(PAGE), LINE)
    assert (number.value, number.settled) == (4, False)


def test_a_number_that_one_look_of_six_does_not_see_is_not_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks(monkeypatch, "25", "25", "25", "25", "25", "225", by_hand=0.9)
    number = read_number(sheet(PAGE), LINE)
    assert (number.settled, number.nearly_settled) == (False, True)
    for others in (["225", "225"], ["27", "25"]):
        looks(monkeypatch, "25", "25", "25", "25", *others, by_hand=0.9)
        assert not read_number(sheet(PAGE), LINE).nearly_settled


@pytest.mark.parametrize(
    ("ends", "settled"),
    [
        (((390, 398), (405, 396)), True),
        (((390, 404), (400, 392)), False),
        (((390, 398), (450, 398)), False),
    ],
)
def test_a_dash_is_settled_by_its_ink(
    monkeypatch: pytest.MonkeyPatch, ends: tuple[tuple[int, int], tuple[int, int]], settled: bool
) -> None:
    """A steep stroke may be a 1, and a long one a rule."""
    page = cv2.line(PAGE.copy(), *ends, 0, 3)
    looks(monkeypatch, "-", "-", "-", "-", "2", "2", by_hand=0.9)
    number = read_number(sheet(page), LINE)
    assert (number.text, number.settled) == ("-", settled)


@pytest.mark.parametrize(("crossing", "sure"), [(0.02, 0.0), (0.0, 0.9)])
def test_digits_far_apart_are_one_number_unless_one_may_be_crossed_out(
    monkeypatch: pytest.MonkeyPatch, crossing: float, sure: float
) -> None:
    page = PAGE.copy()
    for digit, x in (("9", 340), ("4", 420)):
        cv2.putText(page, digit, (x, 410), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    seen = np.logaddexp(
        spelled("94", 0.9999) + np.log(1 - crossing),
        spelled("x4", 0.9999) + np.log(crossing + 1e-9),
    )
    monkeypatch.setattr(nets, "read_cuts", lambda _, cuts: [seen for _ in cuts])
    monkeypatch.setattr(nets, "by_hand", lambda _: [0.0])
    found = read_number(sheet(page), LINE)
    assert found.value == 94 and (found.sure > sure if sure else found.sure == 0)


@pytest.mark.parametrize(("one", "other"), [("0", "๐"), ("1,234", "1_234"), ("-", "0")])
def test_writings_of_one_number_do_not_make_each_other_doubtful(
    monkeypatch: pytest.MonkeyPatch, one: str, other: str
) -> None:
    """A look that cannot say which of the two it is still knows the number."""
    undecided = np.logaddexp(spelled(one), spelled(other)) - np.log(2)
    monkeypatch.setattr(nets, "read_cuts", lambda _, cuts: [undecided for _ in cuts])
    monkeypatch.setattr(nets, "by_hand", lambda _: [0.0])
    assert read_number(sheet(PAGE), LINE).sure > 0.95


def test_nothing_read_where_there_is_ink_is_not_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    looks(monkeypatch, *[""] * 8)
    empty, written = empty_slot(), empty_slot()
    cv2.putText(written, "7", (390, 408), cv2.FONT_HERSHEY_SIMPLEX, 1, 60, 2)
    assert read_number(sheet(empty), LINE).sure > 0.9
    assert read_number(sheet(written), LINE).sure == 0.0


@pytest.mark.parametrize(("chance", "sure"), [(0.9999, 0.99), (0.97, 0.0)])
def test_a_speck_is_no_digit_only_where_the_looks_together_are_sure_of_nothing(
    monkeypatch: pytest.MonkeyPatch, chance: float, sure: float
) -> None:
    monkeypatch.setattr(nets, "read_cuts", lambda _, cuts: [spelled("", chance) for _ in cuts])
    monkeypatch.setattr(nets, "by_hand", lambda cuts: [0.0 for _ in cuts])
    page = empty_slot()
    cv2.rectangle(page, (390, 392), (399, 401), 0, -1)
    found = read_number(sheet(page), LINE)
    assert found.value is None and (found.sure >= sure if sure else found.sure == 0)
    # The looks cannot see what is red.
    assert read_number(sheet(empty_slot(), dark=page), LINE).sure == 0


@pytest.mark.parametrize(("lower", "expected"), [(-6, 0.0), (8, 0.95)])
def test_a_dash_before_a_number_is_no_part_of_the_leader(
    monkeypatch: pytest.MonkeyPatch, lower: int, expected: float
) -> None:
    """It stands at half the digits' height; the dots of a leader lie at their foot."""
    looks(monkeypatch, "7", "7")
    page = PAGE.copy()
    cv2.putText(page, "7", (390, 408), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 3)
    cv2.rectangle(page, (378, 402 + lower), (387, 404 + lower), 0, -1)
    found = read_number(sheet(page), LINE)
    assert found.value == 7 and expected <= found.sure < expected + 0.05


def test_a_dash_alone_has_no_dash_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    looks(monkeypatch, "-", "-")
    page = empty_slot()
    cv2.rectangle(page, (378, 396), (387, 398), 0, -1)
    found = read_number(sheet(page), LINE)
    assert found.value == 0 and found.sure > 0.95


def test_red_ink_counts_as_ink_although_it_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    looks(monkeypatch, *[""] * 7)
    dark = empty_slot()
    cv2.putText(dark, "7", (390, 408), cv2.FONT_HERSHEY_SIMPLEX, 1, 60, 2)
    assert read_number(sheet(empty_slot(), dark=dark), LINE).sure == 0.0


def test_a_blank_stretch_of_paper_is_not_an_empty_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    looks(monkeypatch, *[""] * 4)
    assert not read_number(sheet(PAGE), LINE).slot_seen
    assert read_number(sheet(empty_slot()), LINE).slot_seen


def test_the_second_look_is_at_another_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[np.ndarray] = []

    def look(_: str, cuts: list[np.ndarray]) -> list[np.ndarray]:
        seen.extend(cuts)
        return [spelled("1") for _ in cuts]

    monkeypatch.setattr(nets, "read_cuts", look)
    monkeypatch.setattr(nets, "by_hand", lambda _: [0.0])
    noise = np.random.default_rng(0).integers(0, 255, (800, 800)).astype(np.uint8)
    read_number(sheet(noise), LINE)
    assert seen[0].shape[0] == seen[1].shape[0] == NUMBERS.height_px
    assert seen[0].shape != seen[1].shape


def strip() -> np.ndarray:
    return np.full((NUMBERS.height_px, 240), 250, np.uint8)


def test_leaders_rules_and_labels_are_no_writing() -> None:
    dots = strip()
    for x in range(20, 220, 7):
        cv2.circle(dots, (x, 42), 1, 0, -1)
    ruled = cv2.line(strip(), (14, 42), (226, 42), 0, 2)
    cell = cv2.rectangle(strip(), (15, 3), (225, 60), 0, 2)
    label = cv2.putText(strip(), "n", (0, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 0, 2)
    assert all(looks_empty(cut) for cut in (strip(), dots, ruled, cell, label))


def test_large_dots_in_one_line_are_a_leader_and_others_are_writing() -> None:
    def dots(*spots: tuple[int, int]) -> np.ndarray:
        cut = strip()
        for x, y in spots:
            cv2.circle(cut, (x, y), 4, 0, -1)
        return cut

    assert looks_empty(dots(*((x, 43) for x in range(50, 200, 25))))
    assert not looks_empty(dots((120, 43)))
    assert not looks_empty(dots(*((x, 30) for x in range(50, 200, 25))))
    assert not looks_empty(dots((60, 43), (90, 43), (120, 37), (150, 43)))


def test_a_low_box_is_no_writing_and_what_stands_in_it_is() -> None:
    box = cv2.rectangle(strip(), (36, 20), (190, 46), 0, 2)
    touching = cv2.putText(box.copy(), "1", (80, 46), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    inside = cv2.putText(box.copy(), "7", (80, 42), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 0, 2)
    assert [looks_empty(cut) for cut in (box, touching, inside)] == [True, False, False]


def test_a_cell_whose_walls_go_on_is_no_writing_and_what_touches_its_rule_is() -> None:
    cell = cv2.rectangle(strip(), (22, 6), (215, 56), 0, 2)
    cv2.line(cell, (0, 56), (239, 56), 0, 2)
    cv2.line(cell, (215, 0), (215, 63), 0, 2)
    touching = cv2.putText(cell.copy(), "2", (100, 56), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    crossed = cv2.putText(strip(), "7", (100, 46), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    cv2.line(crossed, (40, 40), (200, 40), 0, 2)
    assert [looks_empty(cut) for cut in (cell, touching, crossed)] == [True, False, False]


def test_what_reaches_up_from_the_row_below_a_leader_is_no_writing() -> None:
    slot = strip()
    for x in range(40, 200, 9):
        cv2.circle(slot, (x, 40), 2, 0, -1)
    below = cv2.putText(slot.copy(), "12", (90, 72), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 2)
    below[:42] = slot[:42]
    above = cv2.putText(slot.copy(), "12", (90, 46), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    assert [looks_empty(cut) for cut in (below, above)] == [True, False]


def test_dots_that_have_run_into_dashes_are_a_leader_and_no_sign() -> None:
    leader = cv2.putText(strip(), "8", (120, 44), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    for x in (40, 58, 76, 94, 150, 168):
        cv2.line(leader, (x, 36), (x + 9, 36), 0, 3)
    sign = cv2.putText(strip(), "8", (120, 44), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    cv2.line(sign, (98, 36), (107, 36), 0, 3)
    for x in range(40, 200, 7):
        cv2.circle(sign, (x, 46), 1, 0, -1)
    assert [dash_before(cut) for cut in (leader, sign)] == [False, True]


def test_an_arc_of_a_stamp_beside_a_number_is_no_second_number() -> None:
    cut = cv2.putText(strip(), "1158", (50, 42), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    assert not stands_apart(cv2.ellipse(cut, (230, 63), (50, 40), 0, 180, 260, 0, 2))


def test_a_shadow_on_the_paper_is_no_ink() -> None:
    shadow = np.tile(np.linspace(250, 110, 240).astype(np.uint8), (NUMBERS.height_px, 1))
    assert looks_empty(shadow)
    cv2.putText(shadow, "1", (180, 42), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 20, 2)
    assert not looks_empty(shadow)


def test_a_blurred_rule_below_the_text_is_no_writing() -> None:
    ruled = cv2.GaussianBlur(cv2.line(strip(), (40, 46), (200, 43), 0, 5), (0, 0), 2)
    assert looks_empty(ruled)


def test_the_slanting_wall_of_a_cell_is_no_writing() -> None:
    wall = cv2.line(strip(), (170, 0), (200, NUMBERS.height_px), 0, 2)
    assert looks_empty(wall)
    one = cv2.line(strip(), (110, 14), (100, 50), 0, 3)
    assert not looks_empty(one)


def test_a_leader_much_paler_than_the_print_is_a_slot_to_write_on() -> None:
    def led(grey: int) -> np.ndarray:
        cut = cv2.putText(strip(), "n", (0, 40), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 4)
        for x in range(20, 230, 5):
            cv2.circle(cut, (x, 42), 1, (grey,), -1)
        return cut

    assert shows_slot(led(195))
    assert not shows_slot(led(248))
    noise = np.random.default_rng(0).normal(0, 25, strip().shape)
    assert not shows_slot(np.clip(strip() - 20 + noise, 0, 255).astype(np.uint8))


def test_a_cell_taller_than_the_cut_is_a_slot_to_write_on() -> None:
    cell = strip()
    for x in (20, 220):
        cv2.line(cell, (x, 0), (x, NUMBERS.height_px), 215, 2)
    assert shows_slot(cell)
    assert not shows_slot(strip())
    assert not shows_slot(cv2.line(strip(), (20, 0), (20, NUMBERS.height_px), 215, 2))


def test_no_dash_stands_before_a_printed_word_or_a_rule() -> None:
    dashed = cv2.line(strip(), (150, 33), (162, 33), 0, 3)
    number = cv2.putText(dashed.copy(), "5", (168, 42), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    word = cv2.putText(cv2.line(strip(), (194, 33), (206, 33), 0, 3), "n", (212, 42), 0, 0.9, 0, 2)
    rule = cv2.line(dashed.copy(), (170, 0), (170, 63), 0, 2)
    assert [dash_before(cut) for cut in (number, word, rule)] == [True, False, False]


def test_numbers_far_apart_may_be_two_of_which_one_is_crossed_out() -> None:
    def written(*words: tuple[str, int]) -> np.ndarray:
        cut = cv2.rectangle(strip(), (40, 12), (200, 52), 0, 1)
        for word, x in words:
            cv2.putText(cut, word, (x, 42), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
        return cut

    crossed_out = cv2.line(written(("199", 50), ("4", 140)), (46, 40), (104, 37), 0, 1)
    assert stands_apart(crossed_out)
    assert not stands_apart(written(("1994", 70)))
    assert not stands_apart(written(("1", 70), ("1", 88)))
    assert not stands_apart(strip())


def test_specks_of_a_bitonal_scan_are_no_writing() -> None:
    """So many that some run together, as on a dark sheet that was scanned in black and white."""
    rng = np.random.default_rng(3)
    specks = rng.random(strip().shape) < 0.12
    empty = np.where(specks, np.uint8(0), strip())
    assert looks_empty(empty)
    written = strip()
    cv2.putText(written, "15", (90, 38), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 3)
    noisy = np.where(specks, np.uint8(0), written)
    assert not looks_empty(noisy) and not stands_apart(noisy)


def test_digits_and_dashes_are_writing() -> None:
    for words, x in (("1", 60), ("38", 150), ("-", 120)):
        cut = cv2.line(strip(), (14, 44), (226, 44), 0, 2)
        cv2.putText(cut, words, (x, 38), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 30, 2)
        assert not looks_empty(cut), words


def test_what_a_stamp_hides_is_read_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stamped = PAGE.copy()
    stamped[380:420, 300:500] = 90
    looks(monkeypatch, "8", "6", "", "", "", "", "42", "42")
    found = read_number(sheet(stamped, clean=empty_slot()), LINE)
    assert (found.value, found.under_stamp) == (42, True)


def test_a_number_beside_a_stamp_is_read_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    stamped = PAGE.copy()
    stamped[600:700, 300:500] = 90
    looks(monkeypatch, "42", "42")
    assert not read_number(sheet(stamped, clean=PAGE.copy()), LINE).under_stamp


@pytest.mark.parametrize(
    ("other", "cut"), [("16", True), ("61", True), ("46", True), ("7", False), ("6", False)]
)
def test_a_number_of_which_a_look_surely_saw_more_is_cut_short(other: str, cut: bool) -> None:
    """The slot was found too far to the right, and 16 was accepted as 6."""
    assert is_cut_short("6", [[("6", 0.99)], [(other, 0.89), ("6", 0.1)]]) is cut
    assert not is_cut_short("6", [[("6", 0.99)], [(other, 0.5), ("6", 0.4)]])
