"""Answers between the lines of our mail: taken where it is plain what they mean."""

from datetime import UTC, datetime

import pytest

from mailproc.config import load
from mailproc.intake.body import own_words
from mailproc.notices.preview import preview
from mailproc.replies.grammar import parse
from mailproc.replies.inline import with_inline
from mailproc.replies.orders import Accept, AcceptAll, Approve, Order, Put, SetField, Unclear
from mailproc.replies.quoted import changed_in_copy
from mailproc.resources import shipped
from parsers.forms import all_forms
from storage.correspondence import Notice
from tests import make

FIELDS = all_forms()[make.FORM].fields
NOW = datetime(2026, 2, 5, tzinfo=UTC)


def sent(kind: str) -> Notice:
    new = preview(load(shipped("config.toml")), kind)
    return Notice(1, new, "sent", "<x@y>", 1, NOW, None, NOW, "")


REVIEW, RECEIPT = sent("review"), sent("receipt")
HEAD = "เมื่อ พฤ. 5 ก.พ. 2026 เวลา 09:00 ระบบ <kalasin@example.com> เขียนว่า:"
ASKS_1, ASKS_2, ASKS_3 = (f"  ตอบ “{n} " for n in (1, 2, 3))


def answered(*below: tuple[str, str], above: str = "", head: str = HEAD, foot: str = "") -> str:
    """The quoted review mail with words below the lines that begin so."""
    lines = []
    for line in REVIEW.new.text.splitlines():
        lines.append(f"> {line}")
        lines += [said for begin, said in below if line.startswith(begin)]
    return "\n".join([above, "", head, *lines, foot])


def orders(whole: str) -> tuple[Order, ...]:
    numbers = {a.number for a in REVIEW.new.asked}
    return parse(with_inline(own_words(whole), whole, REVIEW, numbers, FIELDS), FIELDS)


@pytest.mark.parametrize("head", [HEAD, f"> {HEAD}", ""])
@pytest.mark.parametrize("above", ["", "ตอบด้านล่างครับ", "ส่งจาก iPhone ของฉัน", "เรียน ระบบ"])
def test_bare_words_are_about_the_item_that_they_stand_below(above: str, head: str) -> None:
    whole = answered(
        (ASKS_1, "ถูกต้องครับ"), (ASKS_2, "๓๐ ครั้ง"), (ASKS_3, "อนุมัติค่ะ"), above=above, head=head
    )
    got = [o for o in orders(whole) if not isinstance(o, Unclear)]
    assert got == [Accept((1,)), Put(2, "30 ครั้ง"), Approve((3,))]


def test_lines_that_name_their_item_or_field_need_not_stand_below_it() -> None:
    whole = answered(("จาก ", "2 = 30"), (ASKS_1, "วิทยุชุมชน 6"), foot="3 อนุมัติ")
    assert set(orders(whole)) == {Put(2, "30"), SetField("community_radio", "6"), Approve((3,))}


@pytest.mark.parametrize("said", ["30 หรือ 31", "ประมาณ 30", "30?", "30 ผิด"])
def test_what_is_not_plain_is_asked_back_and_nothing_done(said: str) -> None:
    got = orders(answered((ASKS_1, "ถูก"), (ASKS_2, said)))
    assert got and all(isinstance(o, Unclear) for o in got if o != Accept((1,)))
    assert any(isinstance(o, Unclear) for o in got)


def test_words_below_an_item_are_its_value_for_whom_they_can_be_one() -> None:
    # A count of “not sure” is asked back with the item's number.
    assert orders(answered((ASKS_2, "ไม่แน่ใจครับ"), (ASKS_1, "ถูก")))[-1] == Put(2, "ไม่แน่ใจ")


def test_a_bare_word_below_what_is_no_item_means_nothing() -> None:
    assert not any(isinstance(o, (Accept, Put)) for o in orders(answered(("อำเภอ", "30"))))


def test_an_item_of_another_mail_in_the_thread_is_none_of_this_one() -> None:
    older = f"{answered()}\n>> ข้อ 1 เว็บไซต์: 9 ครั้ง\n>>   ตอบ “1 ถูก”\nถูก\n>> ข้อ 2 เพจ: 9 ครั้ง"
    assert not any(isinstance(o, Accept) for o in orders(older))


def test_thanks_between_the_lines_are_no_value() -> None:
    assert orders(answered((ASKS_1, "ถูก"), (ASKS_2, "ขอบคุณค่ะ"))) == (Accept((1,)),)


def test_what_programs_put_below_the_quote_turns_nothing_round() -> None:
    foot = "ไม่พบไวรัส www.example.com"
    assert orders(answered((ASKS_1, "ถูก"), foot=foot)) == (Accept((1,)),)
    assert orders(answered(above="1 ถูก", foot=foot)) == (Accept((1,)),)
    assert orders(answered(above="", foot=foot)) == ()


def test_a_signature_ends_what_is_answered() -> None:
    foot = "-- \nนายสมชาย ใจดี\nท้องถิ่นจังหวัด\nโทร. 043 811 234"
    assert orders(answered((ASKS_1, "ถูก"), foot=foot)) == (Accept((1,)),)
    assert orders(answered(above="ถูกทั้งหมด", foot=foot)) == (AcceptAll(),)


@pytest.mark.parametrize("foot", ["ยกเว้นข้อ 2", "แต่ข้อสองยังไม่แน่ใจ", "ขอรอก่อนนะ"])
@pytest.mark.parametrize("above", ["ถูกทั้งหมด", "1 ถูก, 2 ถูก", "ส่ง"])
def test_words_below_the_quote_are_not_lost(above: str, foot: str) -> None:
    got = orders(answered(above=above, foot=foot))
    assert [type(o) for o in got] == [Unclear]


def test_a_line_of_ours_that_was_broken_without_a_mark_is_no_answer() -> None:
    lines = []
    for line in answered().splitlines():
        half = line.find("“1 ถูก")
        lines += [line[:half], line[half:]] if half > 0 else [line]
    assert orders("\n".join(lines)) == ()
    assert any(line.startswith("“1 ถูก") for line in lines)


def test_two_answers_to_one_item_are_both_seen() -> None:
    got = orders(answered((ASKS_1, "6"), above="1 ถูก"))
    assert set(got) == {Accept((1,)), Put(1, "6")}


def test_a_quote_that_nobody_marked_says_nothing() -> None:
    whole = answered((ASKS_1, "ถูก"), (ASKS_2, "30")).replace("> ", "")
    assert orders(whole) == ()


def test_what_is_written_between_the_lines_and_not_understood_is_asked_back() -> None:
    (line,) = [x for x in RECEIPT.new.text.splitlines() if x.startswith("- เสียงตามสาย")]
    for said in ("24 ครั้งค่ะ", "อันนี้ผิดค่ะ"):
        quoted = [f"> {x}" for x in RECEIPT.new.text.splitlines()]
        at = quoted.index(f"> {line}")
        whole = "\n".join(["", HEAD, *quoted[: at + 1], said, *quoted[at + 1 :]])
        got = parse(with_inline("", whole, RECEIPT, set(), FIELDS), FIELDS)
        assert [type(o) for o in got] == [Unclear] and got[0].meant  # type: ignore[union-attr]


@pytest.mark.parametrize("mark", ["", "> "])
@pytest.mark.parametrize("kind", ["receipt", "review", "digest", "receipt-late", "rollup-draft"])
def test_a_copy_of_our_mail_says_nothing_and_what_was_changed_in_it_is_found(
    mark: str, kind: str
) -> None:
    notice = sent(kind)
    lines = [f"{mark}{line}" for line in notice.new.text.splitlines()]
    assert changed_in_copy("\n".join(["ขอบคุณค่ะ", "", *lines]), notice, FIELDS) == []
    narrow = [part for line in lines for part in (line[:70], f"{mark}{line[70:]}") if part]
    assert changed_in_copy("\n".join(["", *narrow]), notice, FIELDS) == []
    older = [line.replace("3", "8").replace("7", "9") for line in lines]
    assert changed_in_copy("\n".join(["", *lines, *older]), notice, FIELDS) == []


@pytest.mark.parametrize("mark", ["", "> "])
def test_a_line_that_was_changed_in_a_copy_of_the_receipt_is_found(mark: str) -> None:
    lines = RECEIPT.new.text.splitlines()
    (line,) = [x for x in lines if x.startswith("- เสียงตามสาย")]
    copy = [f"{mark}{'- เสียงตามสาย: 99 ครั้ง' if x == line else x}" for x in lines]
    assert changed_in_copy("\n".join(copy), RECEIPT, FIELDS) == ["- เสียงตามสาย: 99 ครั้ง"]
