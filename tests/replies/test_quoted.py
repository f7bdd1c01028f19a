"""What is ours in an unmarked copy of our mail: its lines in their order, not their letters."""

import pytest

from mailproc.replies.quoted import below_copy, changed_in_copy
from tests.replies.test_inline import FIELDS, sent
from tests.replies.test_mail_programs import HEAD, flat

WORDS = ("ไม่ถูกต้อง", "แก้ไข", "รอ", "ยังไม่ได้", "ไม่", "ยังไม่ส่ง", "12 ครั้ง", "15", "ส่ง", "???")


@pytest.mark.parametrize("between_cells", [None, "\t", "\n"])
@pytest.mark.parametrize("kind", ["receipt", "review", "digest", "rollup-draft"])
def test_a_word_below_a_copy_is_its_senders_though_our_mail_has_it_too(
    kind: str, between_cells: str | None
) -> None:
    notice = sent(kind)
    new = notice.new
    copy = new.text if between_cells is None else flat(new.html, between_cells)
    assert below_copy(f"{HEAD}\n{copy}", notice) == ""
    for word in WORDS:
        assert below_copy(f"{HEAD}\n{copy}\n\n{word}\n", notice) == word


def test_a_value_that_was_changed_to_another_ones_is_found_where_each_cell_is_a_line() -> None:
    notice = sent("receipt")
    lines = [line.strip() for line in flat(notice.new.html, "\n").splitlines()]
    assert changed_in_copy("\n".join(lines), notice, FIELDS) == []
    values = [n for n, line in enumerate(lines) if line.endswith("ครั้ง")]
    other = next(n for n in values if lines[n] != lines[values[0]])
    lines[values[0]] = lines[other]
    assert changed_in_copy("\n".join(lines), notice, FIELDS) == [lines[other]]
