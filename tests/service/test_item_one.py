"""Item 1 of the province's own form: staff answer it in an answer to the draft, month by month."""

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

import pytest
from sqlmodel import select

from parsers.forms import all_forms
from parsers.read import read_document
from storage.tables import RollupRow
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpServer
from tests.service.office import STAFF, Office, at, text_of
from tests.service.test_rollup import DLA, attached, correct, february, opened, rollup_of
from tests.service.test_staff_orders import answer

FIELD = all_forms()[make.FORM].field("staff_informed")
ASKED = "ข้อ ๑ (แจ้งเวียนบุคลากรของจังหวัดแล้วหรือไม่) ยังไม่ได้ตอบ"


@pytest.fixture
def office(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> Iterator[Office]:
    with opened(tmp_path, database_url, dovecot, smtp_server) as found:
        yield found


def drafted(office: Office) -> Received:
    february(office)
    office.tick("2026-02-15 08:05")
    return office.mailed("rollup", STAFF)[-1]


def ticked(received: Received) -> bool | None:
    """Which box of item 1 the attached form has ticked, as our own reader sees it."""
    pdf = next(data for name, data in attached(received).items() if name.endswith(".pdf"))
    reading = read_document(pdf, ()).reports[0].reading("staff_informed")
    assert reading is not None and reading.value in (True, False, None)
    return None if reading.value is None else bool(reading.value)


@pytest.mark.parametrize(
    ("words", "informed"),
    [
        ("ข้อ 1 ดำเนินการแล้ว", True),
        ("ข้อ ๑ ดำเนินการเรียบร้อยแล้วครับ", True),
        ("1. ยังไม่ได้ดำเนินการ", False),
        ("เรียน แอดมิน\nข้อ 1 = ยังไม่ดำเนินการ\nขอบคุณครับ", False),
    ],
)
def test_an_answer_to_the_draft_ticks_the_box_in_another_draft_and_in_what_is_sent(
    office: Office, words: str, informed: bool
) -> None:
    draft = drafted(office)
    assert ASKED in text_of(draft) and ticked(draft) is None
    said = answer(office, draft, words, "2026-02-15 09:00")
    assert (FIELD.yes if informed else FIELD.no) in said and "ฉบับใหม่" in said
    newer = office.mailed("rollup", STAFF)[-1]
    assert newer is not draft and ticked(newer) is informed
    assert ASKED not in text_of(newer)
    answer(office, newer, "ส่ง", "2026-02-15 10:00")
    (sent,) = office.mailed("rollup", DLA)
    assert ticked(sent) is informed


def test_what_goes_out_was_seen_and_not_ordered_in_the_same_breath(office: Office) -> None:
    draft = drafted(office)
    said = answer(office, draft, "ข้อ 1 ดำเนินการแล้ว\nส่ง", "2026-02-15 09:00")
    assert "ยังไม่ได้ส่งรายงานรวม" in said and office.mailed("rollup", DLA) == []
    again = "ข้อ 1 ดำเนินการแล้ว\nส่งได้เลย"
    said = answer(office, office.mailed("rollup", STAFF)[-1], again, "2026-02-15 10:00")
    assert f"ไปที่ {DLA} แล้ว" in said and len(office.mailed("rollup", DLA)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "ข้อ 1 ดำเนินการแล้ว\nข้อ 1 ยังไม่ดำเนินการ",
        "ข้อ 1 = 5",
        "ข้อ 1 ดำเนินการแล้วหรือยัง",
        "ข้อ 2 ดำเนินการแล้ว",
        "ข้อ 1 ถูก",
        "ข้อ 1 ดำเนินการแล้ว\n1 ไม่รับ",
    ],
)
def test_what_is_not_plainly_an_answer_to_it_is_asked_back(office: Office, words: str) -> None:
    draft = drafted(office)
    assert answer(office, draft, words, "2026-02-15 09:00")
    assert rollup_of(office).present.informed is None
    assert len(office.mailed("rollup", STAFF)) == 1


@pytest.mark.parametrize("words", ["ข้อ 1 ใช่", "ข้อ 1 ถูก", "ข้อ 1 แจ้งเวียนแล้ว", "ข้อ 2 = 20\nส่ง"])
def test_who_is_asked_back_about_a_draft_is_told_what_it_takes_and_where(
    office: Office, words: str
) -> None:
    said = answer(office, drafted(office), words, "2026-02-15 09:00")
    assert "“ส่ง” หรือ “ข้อ 1 ดำเนินการแล้ว” หรือ “ข้อ 1 ยังไม่ดำเนินการ”" in said
    assert "ไม่ใช่ที่อีเมลฉบับนี้" in said


@pytest.mark.parametrize("words", ["ส่ง", "ข้อ 1 ดำเนินการแล้ว"])
def test_what_the_draft_is_to_be_told_is_not_done_in_another_mail_which_says_so(
    office: Office, words: str
) -> None:
    answer(office, drafted(office), "ข้อ 2 = 20", "2026-02-15 09:00")
    said = answer(office, office.mailed("review")[-1], words, "2026-02-15 09:10")
    assert "โปรดตอบที่อีเมลร่างรายงานรวมฉบับล่าสุด" in said
    assert office.mailed("rollup", DLA) == [] and rollup_of(office).present.informed is None


@pytest.mark.parametrize("mark", ["", "> "])
@pytest.mark.parametrize("cut", ["within", "at its end", "wrapped", "alone"])
@pytest.mark.parametrize("left", ["ข้อ 1 ดำเนินการแล้ว", "ข้อ 1 ยังไม่ดำเนินการ"])
def test_nothing_is_sent_above_a_copy_in_which_one_of_its_answers_was_left(
    office: Office, left: str, cut: str, mark: str
) -> None:
    draft = drafted(office)
    both = "“ข้อ 1 ดำเนินการแล้ว” หรือ “ข้อ 1 ยังไม่ดำเนินการ” แล้วจะมีร่างฉบับใหม่ส่งมา"
    assert both in text_of(draft)
    copy = text_of(draft).replace(both, f"“{left}”")
    if cut == "at its end":
        copy = copy[: copy.index(left) + len(left) + 1]
    if cut == "alone":
        copy = next(line for line in copy.splitlines() if left in line)
    if cut == "wrapped":
        copy = "\n".join(fill(line, 60) for line in copy.splitlines())
    head = "From: ระบบ <office@example.go.th>\nSent: Sunday, February 15, 2026 8:00 AM\nTo: x"
    quoted = "\n".join(mark + line for line in copy.splitlines())
    said = answer(office, draft, f"ส่ง\n\n{head}\n\n{quoted}", "2026-02-15 09:00")
    assert "สำเนา" in said and office.mailed("rollup", DLA) == []


def test_ones_own_earlier_answer_above_the_copy_holds_up_no_send(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    """He answers his own sent mail, which quotes the draft."""
    said = {"staff_informed": "yes"}
    with opened(tmp_path, database_url, dovecot, smtp_server, rollup=said) as office:
        draft = drafted(office)
        head = "เมื่อ อา. 15 ก.พ. 2026 เวลา 08:05 ระบบ <office@example.go.th> เขียนว่า:"
        quoted = "\n".join(f"> {line}" for line in text_of(draft).splitlines())
        first = f"ข้อ 1 ดำเนินการแล้ว\n\n{head}\n{quoted}"
        answer(office, draft, first, "2026-02-15 09:00")
        again = "\n".join(f"> {line}" for line in first.splitlines())
        answer(office, draft, f"ส่ง\n\n{head}\n{again}", "2026-02-15 10:00")
        assert len(office.mailed("rollup", DLA)) == 1


def test_it_holds_for_its_month_alone_and_the_newest_answer_holds(office: Office) -> None:
    draft = drafted(office)
    answer(office, draft, "ข้อ 1 ดำเนินการแล้ว", "2026-02-15 09:00")
    answer(office, draft, "ข้อ 1 ยังไม่ดำเนินการ", "2026-02-15 09:10")
    assert rollup_of(office).present.informed is False
    office.tick("2026-03-15 08:05")
    assert ticked(office.mailed("rollup", STAFF)[-1]) is None


def test_what_the_configuration_says_holds_where_staff_say_nothing(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    signed = {"staff_informed": "yes"}
    with opened(tmp_path, database_url, dovecot, smtp_server, rollup=signed) as office:
        draft = drafted(office)
        assert ticked(draft) is True and ASKED not in text_of(draft)
        answer(office, draft, "ข้อ 1 ยังไม่ดำเนินการ", "2026-02-15 09:00")
        assert ticked(office.mailed("rollup", STAFF)[-1]) is False


def test_an_answer_stands_whatever_the_configuration_says_by_then(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    said = {"staff_informed": "yes"}
    with opened(tmp_path, database_url, dovecot, smtp_server, rollup=said) as office:
        answer(office, drafted(office), "ข้อ 1 ดำเนินการแล้ว", "2026-02-15 09:00")
    said = {"staff_informed": "no"}
    with opened(tmp_path, database_url, dovecot, smtp_server, rollup=said) as office:
        office.clock[0] = at("2026-02-15 10:00")
        assert rollup_of(office).present.informed is True


def test_whose_answer_another_one_replaces_is_said(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    two = {"addresses": [STAFF, "boss@example.go.th"]}
    with opened(tmp_path, database_url, dovecot, smtp_server, staff=two) as office:
        draft = drafted(office)
        answer(office, draft, "ข้อ 1 ดำเนินการแล้ว", "2026-02-15 09:00")
        boss = {"sender": "boss@example.go.th"}
        said = answer(office, draft, "ข้อ 1 ยังไม่ดำเนินการ", "2026-02-15 09:10", **boss)
        assert f"ใช้แทนคำตอบของ {STAFF}" in said


def test_the_digest_says_that_it_is_open(office: Office) -> None:
    february(office)
    office.tick("2026-02-12 08:05")
    assert "ยังไม่ได้ตอบว่าแจ้งเวียนบุคลากรของจังหวัด" in text_of(office.mailed("digest")[-1])
    answer(office, drafted(office), "ข้อ 1 ดำเนินการแล้ว", "2026-02-15 09:00")
    office.tick("2026-02-16 08:05")
    assert "ยังไม่ได้ตอบว่าแจ้งเวียนบุคลากรของจังหวัด" not in text_of(office.mailed("digest")[-1])


def test_an_answer_after_it_was_sent_is_offered_as_a_supplement_that_says_so(
    office: Office,
) -> None:
    draft = drafted(office)
    answer(office, draft, "ส่ง", "2026-02-15 09:00")
    said = answer(office, draft, "ข้อ 1 ดำเนินการแล้ว", "2026-02-16 09:00")
    assert FIELD.yes in said
    offer = office.mailed("rollup", STAFF)[-1]
    assert f"แจ้งเวียนบุคลากรในสังกัดแล้ว: – → {FIELD.yes}" in text_of(offer)
    assert rollup_of(office).standing.informed is None, "what was sent stays as it was"
    answer(office, offer, "ส่ง", "2026-02-16 10:00")
    assert [ticked(m) for m in office.mailed("rollup", DLA)] == [None, True]
    correct(office, facebook_page="33")
    assert [c.field for c in rollup_of(office).changes] == ["facebook_page"]


def test_after_it_was_sent_nobody_is_told_that_it_was_not(office: Office) -> None:
    draft = drafted(office)
    assert "ไม่ได้ตอบไว้" in answer(office, draft, "ส่ง", "2026-02-15 09:00")
    said = answer(office, draft, "ข้อ 1 ดำเนินการแล้ว", "2026-02-15 10:00")
    assert "ร่างเพิ่มเติม" in said and "ยังไม่ได้ส่งรายงานรวม" not in said


def test_a_changed_configuration_brings_no_supplement_to_what_was_sent(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with opened(tmp_path, database_url, dovecot, smtp_server) as office:
        answer(office, drafted(office), "ส่ง", "2026-02-15 09:00")
    signed = {"staff_informed": "yes"}
    with opened(tmp_path, database_url, dovecot, smtp_server, rollup=signed) as office:
        office.clock[0] = at("2026-02-16 09:00")
        assert rollup_of(office).changes == ()


def test_what_an_older_program_passed_on_was_drawn_as_the_configuration_said(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    signed = {"staff_informed": "yes"}
    with opened(tmp_path, database_url, dovecot, smtp_server, rollup=signed) as office:
        answer(office, drafted(office), "ส่ง", "2026-02-15 09:00")
        with office.app.db.transaction() as tx:
            row = tx.exec(select(RollupRow)).one()
            kept = json.loads(row.figures)
            del kept["informed"]
            row.figures = json.dumps(kept)
        assert rollup_of(office).changes == ()
        correct(office, facebook_page="33")
        assert rollup_of(office).present.informed is True
