"""What staff order by answering the digest and the draft: stop a unit's reminders, send."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from mailproc.notices.ahead import ahead
from storage import notices, stops
from storage.correspondence import NewNotice
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpServer
from tests.service.office import (
    NA_KHU,
    NA_MON,
    STAFF,
    Office,
    at,
    mail_with,
    office_config,
    open_office,
    sheet,
    text_of,
)
from tests.service.test_correct_by_answering import counting
from tests.service.test_review import held

DLA = "dla@example.go.th"
CAMPAIGN = {
    "id": make.FORM,
    "form": make.FORM,
    "first_period": "2026-02",
    "forward_to": DLA,
    "notices_from": "2026-02-01",
}


@pytest.fixture
def office(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> Iterator[Office]:
    config = office_config(tmp_path, database_url, dovecot, smtp_server, campaign=[CAMPAIGN])
    with open_office(config, dovecot, smtp_server) as found:
        yield found


def answer(
    office: Office, to: Received, words: str, when: str, sender: str = STAFF, subject: str = ""
) -> str:
    """The answer, and what is said to it ("" for nothing); `subject`: the sender's own."""
    before = len(office.mailed("review"))
    headers = {"In-Reply-To": str(to.message["Message-ID"])}
    office.arrive(
        mail_with(sender=sender, subject=subject or when, body=words, headers=headers), when
    )
    office.tick(when)
    said = office.mailed("review")[before:]
    return text_of(said[0]) if said else ""


def digest(office: Office, when: str) -> Received:
    office.tick(when)
    return office.mailed("digest")[-1]


def test_a_unit_that_staff_stopped_gets_no_more_reminders_about_that_month(office: Office) -> None:
    said = answer(office, digest(office, "2026-02-06 08:00"), "หยุด นามน", "2026-02-06 09:00")
    assert "หยุดแจ้งเตือนอำเภอนามน ประจำเดือนกุมภาพันธ์" in said
    for day in range(7, 29):
        office.tick(f"2026-02-{day:02d} 09:00")
    assert office.mailed("reminder", NA_MON) == office.mailed("warning", NA_MON) == []
    assert len(office.mailed("warning", NA_KHU)) == 3
    office.tick("2026-03-07 09:00")
    assert len(office.mailed("reminder", NA_MON)) == 1


def test_so_does_one_whose_report_waits_and_is_turned_down_later(office: Office) -> None:
    doubtful = sheet(organizations_total=5, organizations_done=8)
    office.arrive(mail_with(("r.pdf", doubtful)), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    review = office.mailed("review")[-1]
    assert "หยุดแจ้งเตือนอำเภอนามน" in answer(office, review, "หยุด นามน", "2026-02-06 09:00")
    answer(office, review, "1 ไม่รับ เพราะผิดเดือน", "2026-02-09 09:00")
    for day in range(10, 21):
        office.tick(f"2026-02-{day:02d} 09:00")
    assert office.mailed("warning", NA_MON) == []


def test_a_unit_whose_report_is_turned_down_is_not_warned_on_the_same_day(office: Office) -> None:
    doubtful = sheet(organizations_total=5, organizations_done=8)
    office.arrive(mail_with(("r.pdf", doubtful)), "2026-02-09 09:00")
    office.tick("2026-02-09 09:05")
    office.tick("2026-02-13 08:05")
    review = office.mailed("review")[-1]
    answer(office, review, "1 ไม่รับ เพราะตัวเลขไม่ถูกต้อง", "2026-02-13 09:00")
    assert len(office.mailed("other", NA_MON)) == 1
    assert office.mailed("warning", NA_MON) == []
    office.tick("2026-02-14 09:00")
    assert len(office.mailed("warning", NA_MON)) == 1


@pytest.mark.parametrize("words", ["ถูกต้อง", "อนุมัติ", "เห็นชอบครับ", "ok"])
def test_who_agrees_to_a_draft_hears_which_word_sends_it(office: Office, words: str) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-03-05 09:00")
    office.tick("2026-03-05 09:05")
    office.tick("2026-03-16 08:05")
    draft = office.mailed("rollup")[-1]
    assert "โปรดตอบคำว่า “ส่ง”" in answer(office, draft, words, "2026-03-16 09:00")
    assert office.smtp.to(DLA) == []


@pytest.mark.parametrize("words", ["ไม่อนุมัติ", "ยังไม่เห็นชอบ ตัวเลขเพจของนามนผิด"])
def test_who_does_not_agree_is_not_answered_as_if_he_did(office: Office, words: str) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-03-05 09:00")
    office.tick("2026-03-05 09:05")
    office.tick("2026-03-16 08:05")
    draft = office.mailed("rollup")[-1]
    assert "หากต้องการส่งตามร่างนี้" not in answer(office, draft, words, "2026-03-16 09:00")


def test_who_was_put_off_at_first_may_answer_as_the_others(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    """Greylisted, a colleague gets the same mail by itself, a little later."""
    late = "late@example.go.th"
    staff = {"addresses": [STAFF, late]}
    config = office_config(
        tmp_path, database_url, dovecot, smtp_server, campaign=[CAMPAIGN], staff=staff
    )
    doubtful = sheet(organizations_total=5, organizations_done=8)
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", doubtful)), "2026-03-05 09:00")
        smtp_server.put_off[late] = 1
        office.tick("2026-03-05 09:05")
        office.tick("2026-03-05 09:10")
        review = office.mailed("review", late)[-1]
        answer(office, review, "2 = 5", "2026-03-05 09:20", late)
        (counted,) = (r for r in office.revisions() if r.current)
        done = counted.reading("organizations_done")
        assert done is not None and done.value == 5
        smtp_server.put_off[late] = 2
        for minute in (0, 5, 10, 30):
            office.tick(f"2026-03-16 08:{minute:02d}")
        draft = office.mailed("rollup", late)[-1]
        answer(office, draft, "ส่ง", "2026-03-16 09:00", late)
        assert len(office.mailed("rollup", DLA)) == 1


def test_a_month_that_is_not_owed_yet_is_not_stopped_with_the_one_that_is(office: Office) -> None:
    said = answer(office, digest(office, "2026-02-16 08:00"), "หยุด นามน", "2026-02-16 09:00")
    assert "กุมภาพันธ์" in said and "มีนาคม" not in said
    office.tick("2026-03-07 09:00")
    assert len(office.mailed("reminder", NA_MON)) == 1


def test_what_the_digest_announces_of_a_month_to_come_is_stopped(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    to = digest(office, "2026-02-28 08:00")
    assert "๗ มี.ค." in text_of(to) or "7 มี.ค." in text_of(to)
    assert "มีนาคม" in answer(office, to, "หยุด นามน", "2026-02-28 09:00")
    for day in (7, 10, 13, 16):
        office.tick(f"2026-03-{day:02d} 09:00")
    assert not office.mailed("reminder", NA_MON) and not office.mailed("warning", NA_MON)


def test_of_which_the_answered_digest_says_nothing_goes_on(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    to = digest(office, "2026-02-20 08:00")
    assert "ไม่มีการแจ้งเตือน" in answer(office, to, "หยุด นามน", "2026-02-27 20:00")
    office.tick("2026-03-07 09:00")
    assert len(office.mailed("reminder", NA_MON)) == 1


def test_the_calendar_says_who_stopped_a_unit(office: Office) -> None:
    answer(office, digest(office, "2026-02-06 08:00"), "หยุด นามน", "2026-02-06 09:00")
    with office.app.db.transaction() as tx:
        coming = ahead(tx, office.app.config, at("2026-02-06 10:00"), 20)
    (line,) = [a for a in coming if a.unit == "na-mon" and a.period == "2026-02"]
    assert line.to == () and STAFF in line.why


def test_several_units_are_stopped_at_once_and_unknown_ones_are_asked_back(office: Office) -> None:
    first = digest(office, "2026-02-06 08:00")
    assert "ไม่รู้จักหน่วยรายงาน" in answer(office, first, "หยุด นามน, นาขวาง", "2026-02-06 09:00")
    answer(office, first, "หยุดเตือน อ.นามน และ นาคู", "2026-02-06 10:00")
    office.tick("2026-02-11 09:00")
    assert office.mailed("warning") == []


def test_a_unit_cannot_stop_its_own_warnings(office: Office) -> None:
    answer(office, digest(office, "2026-02-06 08:00"), "หยุด นามน", "2026-02-06 09:00", NA_MON)
    office.tick("2026-02-11 09:00")
    assert len(office.mailed("warning", NA_MON)) == 1


def test_send_in_an_answer_to_the_draft_sends_it_once(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    assert "ตอบกลับอีเมลนี้ว่า “ส่ง”" in text_of(draft)
    assert f"ไปที่ {DLA} แล้ว" in answer(office, draft, "ส่งได้เลยครับ", "2026-02-15 09:00")
    assert len(office.mailed("rollup", DLA)) == 1
    assert f"ส่งต่อไปแล้วโดย {STAFF}" in answer(office, draft, "ส่ง", "2026-02-15 10:00")
    assert len(office.mailed("rollup", DLA)) == 1


@pytest.mark.parametrize(
    "said",
    ["1 ถูก\nส่ง", "เพจ 24\nส่ง", "ข้อ 2 = 20\nส่งได้เลยครับ", "หยุด ไม่มีอำเภอนี้\nส่ง"],
)
def test_nothing_is_sent_on_beside_something_that_was_not_done(office: Office, said: str) -> None:
    """It cannot be called back."""
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    told = answer(office, draft, said, "2026-02-15 09:00")
    assert "ยังไม่ได้ส่งรายงานรวม" in told and office.mailed("rollup", DLA) == []
    assert "ข้อ 1 ดำเนินการแล้ว" in told
    answer(office, draft, "ส่ง", "2026-02-15 10:00")
    assert len(office.mailed("rollup", DLA)) == 1


def copied(to: Received) -> str:
    """The mail as Outlook quotes it."""
    head = "From: ระบบ <office@example.go.th>\nSent: Sunday, February 15, 2026 8:00 AM"
    return f"{head}\nTo: staff@example.go.th\nSubject: x\n\n{text_of(to)}"


@pytest.mark.parametrize("where", ["subject", "subject and quote", "below", "below thanks"])
@pytest.mark.parametrize("order", ["ส่ง", "หยุด นามน"])
def test_an_order_in_the_subject_or_below_a_copy_is_asked_for_on_top(
    office: Office, where: str, order: str
) -> None:
    """Nobody is to think it done."""
    office.arrive(mail_with(("k.pdf", sheet(unit="นาคู")), sender=NA_KHU), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    to = office.mailed("rollup" if order == "ส่ง" else "digest", STAFF)[-1]
    quote = "\n".join(f"> {line}" for line in text_of(to).splitlines())
    words = {"subject": "", "subject and quote": f"เมื่อ พ. 5 ก.พ. 2026 ระบบ เขียนว่า:\n{quote}"}.get(
        where
    )
    if words is None:
        words = f"{'ขอบคุณครับ' if 'thanks' in where else ''}\n\n{copied(to)}\n\n{order}\n"
    subject = order if where.startswith("subject") else f"Re: {to.message['Subject']}"
    assert "โปรดพิมพ์คำตอบไว้บนสุด" in answer(office, to, words, "2026-02-15 09:00", subject=subject)
    assert office.mailed("rollup", DLA) == []


@pytest.mark.parametrize("words", ["", "ขอบคุณครับ"])
@pytest.mark.parametrize("below", ["", "นายสมชาย ใจดี\nโทร. 043-811234"])
def test_nothing_but_our_own_mail_and_a_signature_is_not(
    office: Office, words: str, below: str
) -> None:
    to = digest(office, "2026-02-10 08:05")
    body = f"{words}\n\n{copied(to)}\n\n{below}\n"
    subject = f"Re: {to.message['Subject']}"
    assert not answer(office, to, body, "2026-02-10 09:00", subject=subject)


@pytest.mark.parametrize(
    "subject",
    [
        "ยังไม่ต้องส่ง",
        "ขอยกเลิกการส่ง",
        "ส่งวันศุกร์",
        "draft",
        "อำเภอนาคู",
        "อนุมัติบางส่วน",
        "HOLD",
        "👎",
        "ขอตรวจสอบยอด",
        "ส่งฉบับแก้ไข",
        "please correct the report",
    ],
)
def test_a_subject_that_takes_back_what_stands_below_is_asked_about(
    office: Office, subject: str
) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    assert subject in answer(office, draft, "ส่ง", "2026-02-15 09:00", subject=subject)
    assert office.mailed("rollup", DLA) == []


def test_it_is_where_values_are_answered_below(office: Office) -> None:
    review = held(office)
    words = "ยังไม่ต้องนับ รอนามนแก้"
    assert words in answer(office, review, "1 ถูก\n2 ถูก", "2026-02-05 11:00", subject=words)
    assert not counting(office)
    answer(office, review, "1 ถูก\n2 ถูก", "2026-02-05 12:00", subject="เห็นชอบครับ")
    assert counting(office)


def test_a_question_beside_it_holds_the_sending_up(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    assert "ยังไม่ได้ส่งรายงานรวม" in answer(office, draft, "ส่ง\nสถานะ", "2026-02-15 09:00")
    assert office.mailed("rollup", DLA) == []


def test_that_all_is_right_may_stand_above_the_word_that_sends_it(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    said = answer(office, draft, "ตรวจสอบแล้วถูกต้อง\nส่งได้เลยครับ", "2026-02-15 09:00")
    assert f"ไปที่ {DLA} แล้ว" in said and "หมายถึงข้อใด" not in said


@pytest.mark.parametrize("words", ["ไม่ต้องส่ง", "หยุดส่ง", "หยุดส่งกรม"])
def test_that_a_draft_is_not_to_be_sent_is_about_no_unit(office: Office, words: str) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    said = answer(office, draft, words, "2026-02-15 09:00")
    assert f"“{words}”" in said and "ไม่รู้จักหน่วยรายงาน" not in said


def test_what_was_done_in_the_same_answer_holds_no_sending_up(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    assert f"ไปที่ {DLA} แล้ว" in answer(office, draft, "หยุด นาคู\nส่ง", "2026-02-15 09:00")


def test_send_in_an_answer_to_a_supplements_draft_sends_what_changed_once(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    answer(office, draft, "ส่ง", "2026-02-15 09:00")
    late = mail_with(("k.pdf", sheet(unit="นาคู")), sender=NA_KHU)
    office.arrive(late, "2026-02-16 08:30")
    office.tick("2026-02-16 08:35")
    (_, offer) = office.mailed("rollup", STAFF)
    assert f"ส่งต่อไปแล้วโดย {STAFF}" in answer(office, draft, "ส่ง", "2026-02-16 09:00")
    assert len(office.mailed("rollup", DLA)) == 1, "the old draft says nothing of the supplement"
    assert f"ไปที่ {DLA} แล้ว" in answer(office, offer, "ส่ง", "2026-02-16 10:00")
    (_, supplement) = office.mailed("rollup", DLA)
    assert "นาคู" in text_of(supplement)
    assert "ส่งต่อไปแล้วโดย" in answer(office, offer, "ส่ง", "2026-02-16 11:00")
    assert len(office.mailed("rollup", DLA)) == 2


def test_a_roll_up_that_came_back_is_drafted_again_and_sent_by_the_same_word(
    office: Office,
) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    office.smtp.refused = {DLA: "550 5.1.1 no such user"}
    answer(office, draft, "ส่ง", "2026-02-15 09:00")
    office.smtp.refused = {}
    office.tick("2026-02-15 09:05")
    (_, again) = office.mailed("rollup", STAFF)
    assert "ครั้งก่อนส่งไม่ถึงผู้รับ" in text_of(again) and "550" in text_of(again)
    answer(office, again, "ส่ง", "2026-02-15 10:00")
    (sent,) = office.mailed("rollup", DLA)
    assert "เพิ่มเติม" not in str(sent.message["Subject"])
    assert "ส่งต่อไปแล้วโดย" in answer(office, draft, "ส่ง", "2026-02-15 11:00")
    assert len(office.mailed("rollup", DLA)) == 1


def test_the_draft_of_an_older_program_is_no_fault(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    older = NewNotice(
        key=f"rollup-draft/{make.FORM}/2026-02/0a1b2c3d4e5f",
        kind="rollup", to=(STAFF,), subject="", text="", html="",
        campaign=make.FORM, period="2026-02", state="suppressed",
    )  # fmt: skip
    with office.app.db.transaction() as tx:
        notices.queue(tx, older, "<older@example.go.th>", at("2026-02-15 08:30"))
    in_answer = {"In-Reply-To": "<older@example.go.th>"}
    office.arrive(mail_with(sender=STAFF, body="ส่ง", headers=in_answer), "2026-02-15 09:00")
    office.tick("2026-02-15 09:00")
    assert "โปรดตรวจร่างฉบับล่าสุด" in text_of(office.mailed("review")[-1])
    answer(office, draft, "ส่ง", "2026-02-15 10:00")
    assert len(office.mailed("rollup", DLA)) == 1
    late = mail_with(("k.pdf", sheet(unit="นาคู")), sender=NA_KHU)
    office.arrive(late, "2026-02-16 08:30")
    assert office.tick("2026-02-16 08:35").ok


@pytest.mark.parametrize("name", ["ลงนาม.jpg", "signed.docx"])
def test_send_with_a_file_beside_it_is_asked_back(office: Office, name: str) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (draft,) = office.mailed("rollup", STAFF)
    picture = b"PK-no-archive" if name.endswith("x") else photo()
    headers = {"In-Reply-To": str(draft.message["Message-ID"])}
    office.arrive(
        mail_with((name, picture), sender=STAFF, body="ส่ง", headers=headers), "2026-02-15 09:00"
    )
    office.tick("2026-02-15 09:00")
    assert office.mailed("rollup", DLA) == []
    assert name in text_of(office.mailed("review")[-1])


def photo() -> bytes:
    """A photograph, too large for a logo."""
    out = BytesIO()
    Image.effect_noise((900, 700), 80).save(out, "JPEG")
    return out.getvalue()


def test_a_draft_that_is_not_the_newest_is_not_sent(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    (old,) = office.mailed("rollup", STAFF)
    late = mail_with(("k.pdf", sheet(unit="นาคู")), sender=NA_KHU)
    office.arrive(late, "2026-02-15 08:30")
    assert "ตัวเลขเปลี่ยนไป" in answer(office, old, "ส่ง", "2026-02-15 09:00")
    assert office.mailed("rollup", DLA) == []
    answer(office, office.mailed("rollup", STAFF)[-1], "ส่ง", "2026-02-15 10:00")
    assert len(office.mailed("rollup", DLA)) == 1


@pytest.mark.parametrize("words", ["ส่งแล้ว", "ส่งหรือยัง", "ขอบคุณครับ", "ยังไม่ส่ง"])
def test_other_words_send_nothing(office: Office, words: str) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    answer(office, office.mailed("rollup", STAFF)[0], words, "2026-02-15 09:00")
    assert office.mailed("rollup", DLA) == []


def test_send_means_nothing_in_answer_to_the_digest(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    said = answer(office, digest(office, "2026-02-16 08:00"), "ส่ง", "2026-02-16 09:00")
    assert "ใช้กับอีเมลที่ตอบนี้ไม่ได้" in said
    assert office.mailed("rollup", DLA) == []


def test_a_unit_that_was_stopped_is_reminded_again_when_staff_say_so(office: Office) -> None:
    first = digest(office, "2026-02-06 08:00")
    said = answer(office, first, "หยุด นามน", "2026-02-06 09:00")
    assert "ตอบ “แจ้งต่อ นามน”" in said
    office.tick("2026-02-12 08:00")
    assert office.mailed("reminder", NA_MON) == office.mailed("warning", NA_MON) == []
    said = answer(office, first, "แจ้งต่อ นามน", "2026-02-12 09:00")
    assert "จะแจ้งเตือนอำเภอนามน ประจำเดือนกุมภาพันธ์" in said
    office.tick("2026-02-13 08:00")
    office.tick("2026-02-17 08:00")
    assert len(office.mailed("warning", NA_MON)) == len(office.mailed("warning", NA_KHU)) == 3
    assert "ไม่ได้ถูกหยุด" in answer(office, first, "เตือนต่อ อ.นามน", "2026-02-17 09:00")
    answer(office, first, "หยุด นามน", "2026-02-17 10:00")
    with office.app.db.transaction() as tx:
        assert len(stops.of_campaign(tx, make.FORM, "2026-02")) == 0  # nothing was left to stop


@pytest.mark.parametrize("words", ["ส่ง\nแต่ขอแก้ตัวเลขก่อน", "ขอบคุณครับ ส่งได้เลย", "ส่ง ❓"])
def test_a_send_that_may_not_be_meant_is_asked_back(office: Office, words: str) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    office.tick("2026-02-15 08:00")
    said = answer(office, office.mailed("rollup", STAFF)[0], words, "2026-02-15 09:00")
    assert "ไม่เข้าใจข้อความ" in said
    assert office.mailed("rollup", DLA) == []


def test_an_answer_to_the_digest_that_is_not_understood_is_asked_back(office: Office) -> None:
    said = answer(office, digest(office, "2026-02-06 08:00"), "พรุ่งนี้ค่อยเตือน", "2026-02-06 09:00")
    assert "ไม่เข้าใจข้อความ “พรุ่งนี้ค่อยเตือน”" in said


def test_thanks_for_the_digest_bring_nothing(office: Office) -> None:
    first = digest(office, "2026-02-06 08:00")
    words = "ขอบคุณครับ\nนายสมชาย ใจดี\nโทร 043 811 234"
    assert answer(office, first, words, "2026-02-06 09:00") == ""
