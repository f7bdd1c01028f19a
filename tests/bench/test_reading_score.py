"""The bench of reading counts as the issue of reading says."""

import pytest

from tests.bench.reading.answer import Answer, Said
from tests.bench.reading.rivals import by_patterns
from tests.bench.reading.sample import COUNTS, Sample
from tests.bench.reading.score import Share, accepted_wrong, field_row, rows, wrong_fields

TRUTH = {"unit": "นามน", "period": "2026-01", "staff_informed": True, **dict.fromkeys(COUNTS, 7)}
SAMPLE = Sample("page.pdf", "typed", TRUTH, "")


def answer(accepted: bool = True, **changes: Said) -> Answer:
    return Answer(accepted, {k: Said(v, True) for k, v in TRUTH.items()} | changes)


def test_blank_on_a_written_field_is_accepted_wrong() -> None:
    assert accepted_wrong(SAMPLE, answer(website=Said(None, True))) == ["website"]


def test_doubt_is_never_accepted_wrong() -> None:
    said = answer(website=Said(9, False))
    assert accepted_wrong(SAMPLE, said) == []
    assert wrong_fields(SAMPLE, said) == ["website"]


def test_true_is_not_one() -> None:
    assert wrong_fields(SAMPLE, answer(staff_informed=Said(1, True))) == ["staff_informed"]


def test_a_report_that_was_not_found_has_every_value_wrong() -> None:
    row = field_row("", [(SAMPLE, Answer(False))], COUNTS, whole=True)
    assert (row.right.hits, row.right.n, row.wrong.n, row.whole.hits) == (0, len(COUNTS), 0, 0)


def test_an_accepted_trap_shows() -> None:
    trap = Sample("letter.pdf", "trap", None, "")
    (row,) = [r for r in rows([(trap, Answer(True))]) if r.name == "traps"]
    assert (row.wrong.hits, row.wrong.n) == (1, 1)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(0, 700, 0.0, 0.0055), (9, 10, 0.596, 0.982), (0, 0, 0.0, 1.0)]
)
def test_wilsons_interval(hits: int, n: int, low: float, high: float) -> None:
    assert Share(hits, n).interval == pytest.approx((low, high), abs=0.001)


def test_the_alternatives_patterns_read_a_plain_page() -> None:
    text = "- หนังสือราชการ จำนวน ....๑๒.... ครั้ง\n- เว็บไซต์ของหน่วยงาน จำนวน .... ครั้ง"
    found = by_patterns(text).fields
    assert (found["official_letter"].value, found["website"].value) == (12, None)
