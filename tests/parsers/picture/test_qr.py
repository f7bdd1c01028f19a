"""The code on a sheet beside what was read from it: it confirms what is nearly sure, no more."""

import pytest

from parsers.forms.scammer_awareness import FORM
from parsers.page_code import PageCode
from parsers.picture.qr import ask_code
from parsers.picture.seen import Seen
from parsers.reading import FieldStatus, Unit

NA_MON = Unit("na-mon", "นามน", "district", ("อ.นามน",))
CODE = PageCode("scammer-awareness", "na-mon", "2026-03")


def asked(status: FieldStatus, value: str, *looks: tuple[str, float]) -> FieldStatus:
    """What becomes of a month that was read so, the first look's probability being its own."""
    seen = {"period": Seen(value, status, looks[0][1], "", candidates=looks)}
    ask_code(CODE, FORM, (NA_MON,), seen)
    return seen["period"].status


def test_the_code_confirms_what_every_look_nearly_surely_saw() -> None:
    assert asked("review", "2026-03", ("2026-03", 0.95), ("2026-03", 0.93)) == "accepted"


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.89])
def test_the_code_does_not_overrule_an_unlikely_reading(chance: float) -> None:
    assert asked("review", "2026-03", ("2026-03", chance), ("2026-03", chance)) == "review"


def test_the_code_does_not_overrule_a_look_that_saw_another_month() -> None:
    assert asked("review", "2026-03", ("2026-03", 0.99), ("2026-04", 0.99)) == "review"


def test_what_was_surely_read_and_is_the_codes_stays_accepted() -> None:
    assert asked("accepted", "2026-03", ("2026-03", 0.999), ("2026-03", 0.999)) == "accepted"


def test_what_was_surely_read_and_is_not_the_codes_is_for_a_person() -> None:
    assert asked("accepted", "2026-04", ("2026-04", 0.999), ("2026-04", 0.999)) == "review"
