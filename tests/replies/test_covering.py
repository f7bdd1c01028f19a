"""Words beside a sheet: what says more than that it is sent is shown, and nothing else is."""

import time
from pathlib import Path

import pytest

from mailproc.intake.body import own_words
from mailproc.replies.covering import LONGEST_LETTER, Covering, Said
from parsers.forms import all_forms
from parsers.reading import Channel, Value
from tests import make
from tests.notices.samples import revision

HERE = Path(__file__).parent
LETTERS = (HERE / "covering_letters.txt").read_text("utf-8").split("\n=====\n")
"""As district offices write them, each with its subject in the first line."""
NEWS = (HERE / "news_beside_sheets.txt").read_text("utf-8").splitlines()


@pytest.fixture
def covering(tmp_path: Path) -> Covering:
    """Beside a sheet of นามน for February with pages 30, websites 0, 9 organizations."""
    fields = all_forms()[make.FORM].fields
    return Covering(make.config(tmp_path), "na-mon", fields, [revision()])


def shown(covering: Covering, letter: str) -> list[Said]:
    """What staff see of a letter: its own lines, and its subject."""
    subject, _, body = letter.partition("\n")
    return [*covering.more(own_words(body)), *covering.more(subject.removeprefix("S: "))]


@pytest.mark.parametrize("letter", LETTERS, ids=range(len(LETTERS)))
def test_what_goes_with_every_report_is_no_news(covering: Covering, letter: str) -> None:
    assert all(said.unfamiliar for said in shown(covering, letter))


def test_of_usual_letters_few_are_shown_at_first_look(covering: Covering) -> None:
    """Those that are, for words that nobody knows here, are not shown again next month."""
    assert sum(bool(shown(covering, letter)) for letter in LETTERS) <= len(LETTERS) // 8


@pytest.mark.parametrize("line", NEWS)
def test_what_is_wrong_otherwise_missing_or_asked_is_news(covering: Covering, line: str) -> None:
    body = f"เรียน ท้องถิ่นจังหวัดกาฬสินธุ์\nขอส่งรายงาน\n{line}\nจึงเรียนมาเพื่อโปรดทราบ"
    assert [one.line for one in covering.more(body)] == [line]


@pytest.mark.parametrize(
    ("line", "corrects"),
    [
        ("ตัวเลขเพจเฟซบุ๊กในแบบไม่ถูกต้อง ต้องเป็น 24 ครั้งค่ะ", True),
        ("เพจเฟซบุ๊กกับเว็บไซต์กรอกสลับช่องกัน", True),
        ("ขอแก้ไขข้อมูลเพจเฟซบุ๊ก จากเดิม 30 ครั้ง เป็น 24 ครั้ง", True),
        ("เดือนกุมภาพันธ์ เพจ 24", True),
        ("ข้อมูลเพจเฟซบุ๊กที่ถูกต้องคือ 24", True),
        ("ขอแก้ไขข้อมูล ข้อ 3 เพจเฟซบุ๊ก จาก 30 เป็น 24", True),
        ("หนังสือราชการ เปลี่ยนเป็น 10 ฉบับ", True),
        ("สื่อสิ่งพิมพ์เพิ่มอีก 10 แผ่น", True),
        ("อปท. ที่ดำเนินการแล้ว เปลี่ยนจาก 8 แห่ง เป็น 9 แห่ง", True),
        ("เพจเฟซบุ๊กของเดือนมกราคม 24 ครั้ง", True),
        ("ฉบับนี้เป็นร่าง ยังไม่ผ่านนายอำเภอ", False),
        ("ขอถอนรายงานฉบับก่อน ใช้ฉบับนี้", False),
    ],
)
def test_whether_a_line_is_to_change_a_value(covering: Covering, line: str, corrects: bool) -> None:
    (said,) = covering.more(line)
    assert said.corrects is corrects


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ทุก อปท. ดำเนินการแล้ว", {"organizations_done": 8}),
        ("อปท. ดำเนินการครบทุกแห่ง", {"organizations_done": 8}),
        ("ดำเนินการแล้วทั้ง 9 แห่ง", {"organizations_done": 8}),
        ("เผยแพร่ทาง TikTok", {"other_channels": ()}),
        ("เผยแพร่ทาง TikTok และ YouTube", {"other_channels": (Channel("TikTok", 5),)}),
    ],
)
def test_what_a_sheet_says_otherwise_or_not_at_all_is_news(
    tmp_path: Path, line: str, told: dict[str, Value]
) -> None:
    says: dict[str, Value] = {
        "organizations_done": 9,
        "other_channels": (Channel("TikTok", 5), Channel("YouTube", 2)),
    }
    fields, config = all_forms()[make.FORM].fields, make.config(tmp_path)
    for values, news in ((says, False), (says | told, True)):
        sheet = revision(readings=make.readings(**values))
        assert bool(Covering(config, "na-mon", fields, [sheet]).more(line)) is news


def test_no_channel_at_all_is_no_word_to_leave_out(tmp_path: Path) -> None:
    none = revision(readings=make.readings(other_channels=(Channel("ไม่มี", 0),)))
    fields = all_forms()[make.FORM].fields
    covering = Covering(make.config(tmp_path), "na-mon", fields, [none])
    assert covering.more("เดือนนี้ไม่มีการดำเนินการ")


@pytest.mark.parametrize("line", ["เพจเฟซบุ๊ก 30 ครั้ง", "เดือนกุมภาพันธ์ เพจ 30", "ยืนยันข้อมูลถูกต้อง"])
def test_what_the_sheet_says_is_no_news(covering: Covering, line: str) -> None:
    assert covering.more(line) == []


@pytest.mark.parametrize("line", ["รายงานเดือนมกราคม 2569", "ขอส่งรายงานของอำเภอนาคู"])
def test_another_month_or_unit_than_the_sheets_is_news(covering: Covering, line: str) -> None:
    assert covering.more(line)
    assert covering.is_news(line)


@pytest.mark.parametrize("word", ["ชั่วคราว", "ประมาณการ", "ส่งแบบฟอร์มให้ด้วยค่ะ"])
def test_a_last_word_that_says_something_is_no_name(covering: Covering, word: str) -> None:
    assert covering.more(f"ส่งรายงานค่ะ\n{word}")


@pytest.mark.parametrize("part", ["หาก", "ข้อ 1 ", "ส่งรายงาน", "ก", "0", "โปรด ช่วย ", "โทร "])
def test_a_hostile_letter_takes_no_time(covering: Covering, part: str) -> None:
    line = (part * 1000)[:990]
    started = time.perf_counter()
    covering.more("\n".join([line] * (LONGEST_LETTER // len(line))))
    covering.more("\n".join([line] * 500))
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("แก้ไขเว็บไซต์ครับ", False),
        ("ขอแก้ไขข้อมูลเพจเฟซบุ๊กค่ะ", False),
        ("แก้ไขเว็บไซต์เป็น 24 ครั้งครับ", True),
        ("ตัวเลขเพจเฟซบุ๊กไม่ถูกต้อง", True),
    ],
)
def test_what_only_announces_the_sheets_own_correction_is_not_told_back(
    covering: Covering, line: str, told: bool
) -> None:
    assert any(one.corrects for one in covering.more(line)) is told
