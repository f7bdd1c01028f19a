"""A mail about which nothing was done, and whose sender does not know so, is shown to staff."""

from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest

from mailproc.app import Reader, build
from parsers.bounded import Crashed
from parsers.reading import ReadDocument
from tests.servers.smtp import Received
from tests.service.office import NA_KHU, NA_MON, STAFF, Office, at, mail_with, sheet
from tests.service.test_correct_by_answering import counting, reported
from tests.service.test_review import held
from tests.service.test_words import HOME, digest

BROKEN = ("รายงาน.pdf", b"%PDF-1.4 broken")


def answer_to(to: Received, words: str, sender: str = NA_MON, **headers: str) -> bytes:
    """A mail that answers that notice."""
    known = {"In-Reply-To": str(to.message["Message-ID"]), **headers}
    return mail_with(sender=sender, subject="Re: แก้ไข", body=words, headers=known)


def in_spam(office: Office, raw: bytes, when: str = "2026-02-07 09:00") -> None:
    """It comes into the spam folder, and the worker looks there."""
    office.dovecot.append(raw, at(when), folder="Spam")
    office.tick(when)


def to_open(office: Office, when: str = "2026-02-09 08:05") -> list[str]:
    """The lines of the next digest about mails that somebody must open."""
    lines = digest(office, when).splitlines()
    if (heading := "อีเมลที่ต้องให้คนเปิดดู") not in lines:
        return []
    below = lines[lines.index(heading) + 1 :]
    return [*takewhile(lambda line: line.startswith("- "), filter(None, below))]


def test_a_units_answer_in_the_spam_folder_is_said_and_not_acted_on(office: Office) -> None:
    in_spam(office, answer_to(reported(office), "เว็บไซต์ 24"))
    (line,) = to_open(office)
    assert "จาก นามน " in line and NA_MON in line
    assert "โฟลเดอร์จดหมายขยะ" in line and "โปรดย้ายไปกล่องจดหมายเข้า" in line
    assert counting(office)["website"] != 24
    assert not to_open(office, "2026-02-10 08:05")


def test_so_is_an_answer_of_staff(office: Office) -> None:
    in_spam(office, answer_to(held(office), "1 = 9", STAFF))
    (line,) = to_open(office)
    assert STAFF in line and "จดหมายขยะ" in line
    assert not counting(office)


def test_moved_to_the_inbox_it_is_done_and_no_longer_said(office: Office) -> None:
    raw = answer_to(reported(office), "เว็บไซต์ 24")
    in_spam(office, raw)
    office.arrive(raw, "2026-02-07 09:00")
    office.tick("2026-02-07 10:00")
    assert counting(office)["website"] == 24
    assert not to_open(office)


def test_nor_is_one_of_which_the_inbox_has_a_copy(office: Office) -> None:
    raw = answer_to(reported(office), "เว็บไซต์ 24")
    in_spam(office, b"Received: from a by b\r\n" + raw)
    office.arrive(raw, "2026-02-07 09:00")
    office.tick("2026-02-07 10:00")
    assert not to_open(office)


@pytest.mark.parametrize("sender", [NA_MON, HOME])
def test_thanks_and_strangers_in_the_spam_folder_are_not_said(office: Office, sender: str) -> None:
    words = "ขอบคุณค่ะ" if sender == NA_MON else "เว็บไซต์ 24"
    in_spam(office, answer_to(reported(office), words, sender))
    assert not to_open(office)


def test_nor_is_what_a_machine_answers_there(office: Office) -> None:
    away = answer_to(reported(office), "ไม่อยู่ถึงวันที่ 15", **{"Auto-Submitted": "auto-replied"})
    in_spam(office, away)
    assert not to_open(office)


def test_a_mail_that_nobody_was_told_is_unusable_is_said(office: Office) -> None:
    for minute, subject in (("00", "ส่งรายงาน"), ("40", "ส่งรายงานใหม่")):
        raw = mail_with(BROKEN, subject=subject, body="")
        office.arrive(raw, f"2026-02-06 09:{minute}")
        office.tick(f"2026-02-06 09:{minute}")
    assert len(office.mailed("problem", NA_MON)) == 1
    (line,) = to_open(office)
    assert "จาก นามน " in line and "ส่งรายงานใหม่" in line
    assert "ไม่มีแบบรายงานที่ใช้ได้ และระบบไม่ได้ตอบ" in line


def test_of_several_that_waited_for_an_smtp_server_one_is_answered(office: Office) -> None:
    """They would all leave at once."""
    office.smtp.passwords_work = False
    for hour in ("09", "11", "13"):
        raw = mail_with(BROKEN, subject=f"ส่งรายงาน {hour}", body="")
        office.arrive(raw, f"2026-02-06 {hour}:00")
        office.tick(f"2026-02-06 {hour}:00")
    office.smtp.passwords_work = True
    office.tick("2026-02-06 15:30")
    assert len(office.mailed("problem", NA_MON)) == 1


def test_one_that_was_answered_is_not(office: Office) -> None:
    office.arrive(mail_with(BROKEN, sender=NA_KHU, body=""), "2026-02-06 09:00")
    office.tick("2026-02-06 09:00")
    assert len(office.mailed("problem", NA_KHU)) == 1
    assert not to_open(office)


@pytest.mark.parametrize("file", [None, BROKEN, ("รายงาน.rar", b"Rar!\x1a\x07\x00xxx")])
def test_a_units_mail_in_the_spam_folder_that_cannot_be_read_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch, file: tuple[str, bytes] | None
) -> None:
    if file is None:
        monkeypatch.setattr(Reader, "__call__", died)
        in_spam(office, mail_with(("r.pdf", sheet())))
        for minute in (5, 15, 30):
            office.tick(f"2026-02-07 09:{minute:02}")
    else:
        in_spam(office, mail_with(file))
    in_spam(office, mail_with(BROKEN, sender="stranger@example.com"))
    (line,) = to_open(office)
    assert "จาก นามน " in line and "จดหมายขยะ" in line and "อ่านไม่ได้" in line


def died(reader: Reader, data: bytes, name: str) -> ReadDocument:
    """A reader that dies at everything."""
    raise Crashed("the reading process ended with signal 9")


class Going(list[datetime]):
    """A clock that goes on by itself, as clocks do: a second each time it is looked at."""

    def __getitem__(self, at_: Any) -> Any:
        now = super().__getitem__(at_)
        self[at_] = now + timedelta(seconds=1)
        return now


def once_dying(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader dies at the next document, so that its mail is examined minutes later."""
    sure, deaths = Reader.__call__, [died]

    def reads(self: Reader, data: bytes, name: str) -> ReadDocument:
        return deaths.pop()(self, data, name) if deaths else sure(self, data, name)

    monkeypatch.setattr(Reader, "__call__", reads)


def test_what_was_stored_before_a_digest_and_examined_after_it_stands_in_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.clock = Going(office.clock)
    with build(office.app.config, lambda: office.clock[0]) as app:
        office.app = app
        office.tick("2026-02-06 08:05")
        office.arrive(mail_with(BROKEN, subject="ส่งรายงาน"), "2026-02-09 07:40")
        office.tick("2026-02-09 07:45")
        words = "ขอขยายเวลาส่งรายงานเดือนนี้ เนื่องจากน้ำท่วมหนัก"
        office.arrive(mail_with(BROKEN, subject="ส่งรายงานใหม่", body=words), "2026-02-09 07:58")
        once_dying(monkeypatch)
        before = digest(office, "2026-02-09 08:00")
        office.tick("2026-02-09 08:05")
        after = digest(office, "2026-02-10 08:00")
        assert "น้ำท่วม" not in before and "น้ำท่วม" in after
        assert "ส่งรายงานใหม่" in after
        assert "น้ำท่วม" not in digest(office, "2026-02-11 08:00")
