"""What is ours in an unmarked copy of our mail: its lines in their order, not their letters."""

import pytest

from mailproc.replies.quoted import above_copy, below_copy, changed_in_copy
from tests.replies.test_inline import FIELDS, sent
from tests.replies.test_mail_programs import HEAD, SAID, flat, marked

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


@pytest.mark.parametrize("word", ["รอก่อน", "ไม่ถูกต้อง", "ไม่รับ", "เพจ 24"])
@pytest.mark.parametrize("kind", ["receipt", "review", "rollup-draft"])
def test_a_word_on_a_line_of_its_own_within_a_copy_is_found(kind: str, word: str) -> None:
    notice = sent(kind)
    for copy in (notice.new.text, flat(notice.new.html, "\n")):
        lines = copy.splitlines()
        lines.insert(len(lines) // 2, word)
        assert changed_in_copy("\n".join(lines), notice, FIELDS) == [word]


@pytest.mark.parametrize(
    "head", [SAID, SAID.replace("<", "<\n"), HEAD, f"-----Original Message-----\n{HEAD}"]
)
@pytest.mark.parametrize("is_marked", [True, False])
def test_a_word_between_the_head_of_a_quote_and_the_quote_is_its_senders(
    head: str, is_marked: bool
) -> None:
    notice = sent("rollup-draft")
    for copy in (notice.new.text, flat(notice.new.html, "\n"), flat(notice.new.html, "\t")):
        quote = marked(copy) if is_marked else copy
        assert above_copy(f"ส่ง\n\n{head}\n\n{quote}", notice).strip() == ""
        for word in ("รอ", "ยังไม่ต้องส่ง"):
            whole = f"ส่ง\n\n{head}\n\n{word}\n\n{quote}"
            assert above_copy(whole, notice).strip() == word


def test_a_value_that_was_changed_to_another_ones_is_found_where_each_cell_is_a_line() -> None:
    notice = sent("receipt")
    lines = [line.strip() for line in flat(notice.new.html, "\n").splitlines()]
    assert changed_in_copy("\n".join(lines), notice, FIELDS) == []
    values = [n for n, line in enumerate(lines) if line.endswith("ครั้ง")]
    # Two labels end alike: what stands before a value there must not be too short.
    for at in values:
        for other in {lines[n] for n in values} - {lines[at]}:
            copy = [other if n == at else line for n, line in enumerate(lines)]
            assert changed_in_copy("\n".join(copy), notice, FIELDS) == [other]
