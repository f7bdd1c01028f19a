"""What one field says about another: a town's name above its district, looks that disagree."""

from typing import Any

import numpy as np
import pytest

from parsers.forms.scammer_awareness import FORM
from parsers.picture import nets
from parsers.picture.closed import Choice
from parsers.picture.fields import FieldReader
from parsers.picture.labels import Proof
from parsers.picture.locator import Found, Located
from parsers.picture.page import Sheet
from parsers.reading import Reading, Unit

UNITS = (
    Unit("na-mon", "นามน", "district", ("อ.นามน",)),
    Unit("kuchinarai", "กุฉินารายณ์", "district"),
    Unit("town-kuchinarai", "เทศบาลเมืองกุฉินารายณ์", "town", ("ทม.กุฉินารายณ์",)),
)
PAGE = np.full((2339, 1654), 255, np.uint8)
PROOF = Proof(100.0, {f.key: 100.0 for f in FORM.counts}, ())
BOXES = {
    f"staff_informed:{side}": Found(((300.0, y), (330.0, y)), 0.9)
    for side, y in (("yes", 400.0), ("no", 460.0))
}
NOTHING = Choice("", 1.0, "", True, True)


def readings_of(
    monkeypatch: pytest.MonkeyPatch,
    looks: list[Choice],
    organization: float | None,
    province: str = "",
    said: str = "",
    above: Choice = NOTHING,
    chance: float = 0.2,
) -> dict[str, Reading]:
    """The readings where these looks see a unit; how surely the line above was found, what is read
    on the province's line (with that `chance`) and on the one above, and which of the list that
    is.
    """

    class Line:
        greedy = said

        def log_probability(self, texts: list[str]) -> np.ndarray:
            return np.full(len(texts), -0.5)

    if said:
        monkeypatch.setattr("parsers.picture.fields.read_line", lambda *_: Line())
    places = {"unit": Found(((400.0, 300.0), (700.0, 300.0)), 0.9)}
    if province:
        places["province"] = Found(((800.0, 300.0), (1000.0, 300.0)), 0.9)
    unknown = Choice(None, chance, province, False, False)
    monkeypatch.setattr("parsers.picture.fields.read_province", lambda *_: unknown)
    if organization is not None:
        places["organization"] = Found(((400.0, 250.0), (700.0, 250.0)), organization)
    left = list(looks)
    steps = np.log(np.full((8, 200), 1e-6))
    steps[:, 0] = 0.0
    monkeypatch.setattr(nets, "read_cuts", lambda _, cuts: [steps for _ in cuts])
    monkeypatch.setattr("parsers.picture.fields.read_unit", lambda *_: left.pop(0))
    monkeypatch.setattr("parsers.picture.fields.read_organization", lambda *_: above)
    located = Located(Sheet(PAGE, PAGE, PAGE, np.eye(3), 200.0), places, 1.0)
    readings, _ = FieldReader(FORM, located, PROOF, UNITS, 1).read()
    return {r.field: r for r in readings}


def status(monkeypatch: pytest.MonkeyPatch, *what: Any, **more: Any) -> tuple[Any, str]:
    """Value and status of the unit, see `readings_of`."""
    unit = readings_of(monkeypatch, *what, **more)["unit"]
    return unit.value, unit.status


def sure(name: str) -> Choice:
    return Choice(name, 0.999, name, True, True)


def perhaps(name: str) -> Choice:
    return Choice(name, 0.8, name, True, False)


def nearly(name: str, *, sound: bool = True) -> Choice:
    return Choice(name, 0.95, name, sound, False)


def test_a_district_with_a_town_in_it_needs_the_line_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only that line says whether the town or the district reports."""
    twice = [sure("กุฉินารายณ์")] * 2
    assert status(monkeypatch, twice, 0.9) == ("กุฉินารายณ์", "accepted")
    assert status(monkeypatch, twice, 0.1) == ("กุฉินารายณ์", "review")
    assert status(monkeypatch, twice, None) == ("กุฉินารายณ์", "review")


@pytest.mark.parametrize(
    ("province", "expected"),
    [
        ("สถอมคร", "review"), ("กาญจมน์", "review"), ("กาฬสินธ", "accepted"),
        ("กาพสันซุ์", "accepted"), ("กา", "accepted"), ("", "accepted"),
        # The line runs off the sheet, and the unit stands last on it.
        ("นามน", "accepted"), ("อ.นามน", "accepted"), ("อนามนจ", "accepted"), ("นครพนม", "review"),
    ],
)  # fmt: skip
def test_a_unit_beside_what_seems_another_province_is_doubted(
    monkeypatch: pytest.MonkeyPatch, province: str, expected: str
) -> None:
    assert status(monkeypatch, [sure("นามน")] * 2, 0.9, province)[1] == expected


@pytest.mark.parametrize(
    ("province", "chance", "expected"),
    [("คร", 0.99, "review"), ("คร", 0.3, "accepted"), ("กาฬ", 0.99, "accepted")],
)
def test_the_end_of_another_name_is_no_smudge_if_it_is_read_surely(
    monkeypatch: pytest.MonkeyPatch, province: str, chance: float, expected: str
) -> None:
    """So was the sheet of another province taken, by “…คร” on its line."""
    unit = [sure("นามน")] * 2
    assert status(monkeypatch, unit, 0.9, province, chance=chance)[1] == expected


@pytest.mark.parametrize(("province", "expected"), [("มูก_าหาร", "review"), ("กาฬสินธ", "accepted")])
def test_the_line_above_beside_what_seems_another_province_is_doubted(
    monkeypatch: pytest.MonkeyPatch, province: str, expected: str
) -> None:
    above = sure("เทศบาลเมืองกุฉินารายณ์")
    found = readings_of(monkeypatch, [sure("นามน")] * 2, 0.9, province, above.text, above)
    assert found["organization"].status == expected


@pytest.mark.parametrize(
    ("said", "unit", "expected"),
    [
        ("อปท.", "นามน", "accepted"),
        ("อปท.", "กุฉินารายณ์", "review"),
        ("ทม.กุฉินารย", "นามน", "review"),
        ("ท. โหนงา", "นามน", "review"),
        ("๓. โพนงาม", "นามน", "review"),
        ("สำนักงานส่งเสริมการปกครองท้ออเภเ", "นามน", "accepted"),
        ("ทกแห่ง", "นามน", "accepted"),
    ],
)
def test_what_is_half_read_above_a_unit_may_be_another_or_a_single_organization(
    monkeypatch: pytest.MonkeyPatch, said: str, unit: str, expected: str
) -> None:
    """The printed word alone says that what is written there was not seen."""
    assert status(monkeypatch, [sure(unit)] * 2, 0.9, said=said)[1] == expected


def test_a_district_without_a_town_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert status(monkeypatch, [sure("นามน")] * 2, None) == ("นามน", "accepted")


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        (["sure", "sure"], "accepted"),
        (["sure", "perhaps", "perhaps"], "accepted"),
        (["perhaps", "perhaps", "perhaps"], "review"),
        (["sure", "other", "sure"], "review"),
        (["sure", "other", "none"], "review"),
        (["nearly", "nearly", "nearly"], "accepted"),
        (["nearly", "nearly", "odd"], "accepted"),
        (["nearly", "odd", "odd"], "review"),
        (["nearly", "nearly", "perhaps"], "review"),
        (["nearly", "nearly", "none"], "review"),
    ],
)
def test_a_unit_is_accepted_where_two_looks_see_it_and_one_is_sure_or_three_nearly(
    monkeypatch: pytest.MonkeyPatch, looks: list[str], expected: str
) -> None:
    kinds = {
        "sure": sure("นามน"), "perhaps": perhaps("นามน"), "other": sure("กุฉินารายณ์"),
        "nearly": nearly("นามน"), "odd": nearly("นามน", sound=False),
        "none": Choice(None, 0.2, "x", False, False),
    }  # fmt: skip
    assert status(monkeypatch, [kinds[k] for k in looks], 0.9)[1] == expected


@pytest.mark.parametrize(
    ("above", "looks", "expected"),
    [
        ("นามน", ["นามน", "นามน", "นามน"], "accepted"),
        ("นามน", ["นามน", "", "นามน"], "accepted"),
        ("กุฉินารายณ์", ["นามน", "นามน", "นามน"], "review"),
        ("", ["นามน", "นามน", "นามน"], "review"),
        ("นามน", ["นามน", "กุฉินารายณ์", ""], "review"),
    ],
)
def test_a_unit_that_is_not_sure_counts_if_the_line_above_names_its_office(
    monkeypatch: pytest.MonkeyPatch, above: str, looks: list[str], expected: str
) -> None:
    """A printed word was taken for its beginning; the office above is that district's."""
    odd = [Choice(name, 0.3, f"อำเภอ {name}", False, False) for name in looks]
    office = Choice(above, 0.999, f"สถ.อ.{above}", True, True)
    found = status(monkeypatch, odd, 0.9, said=office.text, above=office)
    assert found[1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("เมืองกาฬสินธุ์", False), ("สถ.อ.เมืองกาฬสินธุ์", True), ("นามน", True)],
)
def test_a_name_that_ends_a_towns_name_does_not_name_the_district(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: bool
) -> None:
    """The town's first letters may lie before the slot."""
    town = Unit("town", "เทศบาลเมืองกาฬสินธุ์", "town")
    units = (*UNITS, Unit("mueang", "เมืองกาฬสินธุ์", "district"), town)
    said = Choice(text.removeprefix("สถ.อ."), 0.999, text, True, True)
    monkeypatch.setattr("parsers.picture.fields.read_organization", lambda *_: said)
    steps = np.log(np.full((8, 200), 1e-6))
    steps[:, 0] = 0.0
    monkeypatch.setattr(nets, "read_cuts", lambda _, cuts: [steps for _ in cuts])
    places = {"organization": Found(((400.0, 250.0), (700.0, 250.0)), 0.9)}
    located = Located(Sheet(PAGE, PAGE, PAGE, np.eye(3), 200.0), places, 1.0)
    readings, _ = FieldReader(FORM, located, PROOF, units, 1).read()
    line = next(r for r in readings if r.field == "organization")
    assert (line.status == "accepted") is expected


@pytest.mark.parametrize(
    ("yes", "no", "value", "status"),
    [
        (0.99, 0.01, True, "accepted"),
        (0.99, 0.2, True, "accepted"),
        (0.2, 1.0, False, "accepted"),
        (0.99, 0.3, True, "review"),
        (0.82, 0.13, True, "review"),
        (0.95, 0.3, True, "review"),
        (1.0, 0.99, None, "review"),
        (0.28, 0.0, None, "review"),
    ],
)
def test_one_box_is_marked_and_the_other_is_empty(
    monkeypatch: pytest.MonkeyPatch, yes: float, no: float, value: bool | None, status: str
) -> None:
    """A stamp's rim over a box was taken for a mark at 0.82."""
    monkeypatch.setattr(nets, "marked", lambda _: [yes, no])
    located = Located(Sheet(PAGE, PAGE, PAGE, np.eye(3), 200.0), BOXES, 1.0)
    readings, _ = FieldReader(FORM, located, PROOF, UNITS, 1).read()
    informed = next(r for r in readings if r.field == "staff_informed")
    assert (informed.value, informed.status) == (value, status)


def test_a_mark_beside_it_that_one_look_sees_is_for_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of two boxes that were marked with different pens the paler mark is soon overlooked."""
    located = Located(Sheet(PAGE, PAGE, PAGE, np.eye(3), 200.0), BOXES, 1.0)
    for pale, status in ((0.4, "accepted"), (0.6, "review")):
        seen = [1.0, 0.0, 1.0, pale, 1.0, 0.0]
        monkeypatch.setattr(nets, "marked", lambda _, seen=seen: seen)
        readings, _ = FieldReader(FORM, located, PROOF, UNITS, 1).read()
        informed = next(r for r in readings if r.field == "staff_informed")
        assert (informed.value, informed.status) == (True, status)


@pytest.mark.parametrize(
    ("specked", "quiet", "value", "status"),
    [
        ((1.0, 0.48), (1.0, 0.0), True, "accepted"),
        ((1.0, 0.9), (1.0, 0.0), True, "accepted"),
        ((1.0, 0.48), (0.1, 0.0), True, "review"),
        ((0.4, 0.9), (1.0, 0.0), False, "review"),
        ((1.0, 0.0), (0.0, 1.0), True, "accepted"),
    ],
)
def test_boxes_that_specks_make_doubtful_are_looked_at_without_them(
    monkeypatch: pytest.MonkeyPatch,
    specked: tuple[float, float],
    quiet: tuple[float, float],
    value: bool,
    status: str,
) -> None:
    """Specks in an empty circle were taken for half a mark."""
    sheet, bare = (Sheet(PAGE, PAGE, PAGE, np.eye(3), 200.0) for _ in range(2))
    sheet.__dict__["quiet"] = bare
    looks = [list(quiet), list(specked)]
    monkeypatch.setattr(nets, "marked", lambda _: looks.pop())
    readings, _ = FieldReader(FORM, Located(sheet, BOXES, 1.0), PROOF, UNITS, 1).read()
    informed = next(r for r in readings if r.field == "staff_informed")
    assert (informed.value, informed.status) == (value, status)
