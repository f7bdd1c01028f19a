"""The digest: what needs a person first, every unit in one table, never empty, never cut off."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from mailproc.config import Config
from mailproc.month.status import MonthStatus, State, UnitStatus
from mailproc.notices import own_words
from mailproc.notices.digest import digest
from mailproc.notices.letters import Asking, DigestData, Item, Sheet, ToOpen, Upcoming, Written
from mailproc.notices.own_words import LIMIT_REACHED, SENT_AGAIN, SENT_CLOSED
from mailproc.replies.letters import MOST_SHEETS, WORDS_LENGTH
from storage.correspondence import Asked, NewNotice
from storage.records import Message, Tick, WatchedFile
from tests import make
from tests.notices.samples import AT, DATES, new_notice, notice, revision

DAY = date(2026, 2, 12)
WORDS: dict[State, str] = {
    "on_time": "ตรงเวลา",
    "late": "ส่งล่าช้า",
    "missing": "ยังไม่ส่ง",
    "held": "รอตรวจสอบ",
    "not_due": "ยังไม่ถึงกำหนด",
}


def config_of(folder: Path, count: int, **changes: Any) -> Config:
    units = [
        {"id": f"u{n}", "name": f"หน่วยที่{n}", "addresses": [f"u{n}@example.go.th"]}
        for n in range(count)
    ]
    return make.config(folder, unit=units, **changes)


def month(config: Config, *states: State) -> MonthStatus:
    """The units in those states, in order; the rest are on time."""
    units = []
    for position, unit in enumerate(config.unit):
        state = states[position] if position < len(states) else "on_time"
        counts = state in ("on_time", "late")
        held = revision(state="held") if state == "held" else None
        units.append(
            UnitStatus(
                unit, state, DATES.due, AT if counts or held else None,
                revision() if counts else None, held, False,
            )
        )  # fmt: skip
    return MonthStatus(config.campaign[0], DATES, tuple(units))


def rows(notice: NewNotice) -> list[str]:
    """The rows of the HTML's tables as words."""
    found = re.findall(r"(?s)<tr\b[^>]*>(.*?)</tr>", notice.html)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", r)).split()) for r in found]


def test_every_unit_stands_in_the_table_with_its_state(tmp_path: Path) -> None:
    config = config_of(tmp_path, 21)
    got = digest(config, DigestData((month(config, "late", "missing", "held", "not_due"),)), DAY)
    words = [*WORDS.values()][1:]
    for position, state in enumerate(words):
        assert any(r.startswith(f"หน่วยที่{position} {state}") for r in rows(got))
        assert f"หน่วยที่{position}: {state}" in got.text
    assert sum(r.startswith("หน่วยที่") and " ตรงเวลา " in r for r in rows(got)) == 17
    assert "ส่งแล้ว 18 จาก 21 หน่วย (ตรงเวลา 17 ส่งล่าช้า 1) ยังไม่ส่ง 1 รอตรวจสอบ 1" in got.text
    assert got.subject.startswith("สรุปสถานะรายงาน ๑๒ ก.พ. ๖๙: ส่งแล้ว 18/21")
    assert (got.key, got.kind, got.to) == ("digest/2026-02-12", "digest", ("staff@example.go.th",))


def test_totals_are_of_the_reports_that_count(tmp_path: Path) -> None:
    config = config_of(tmp_path, 3)
    got = digest(config, DigestData((month(config, "on_time", "late", "held"),)), DAY)
    assert "- เพจเฟซบุ๊กของหน่วยงาน: 60 ครั้ง (จาก 2 หน่วย)" in got.text
    assert "- สื่อสิ่งพิมพ์: ยังไม่มี (จาก 0 หน่วย)" in got.text
    assert "- เว็บไซต์ของหน่วยงาน: 0 ครั้ง (จาก 2 หน่วย)" in got.text
    assert "แจ้งเวียนบุคลากร" not in got.text


def test_nothing_happened_is_said_too(tmp_path: Path) -> None:
    config = config_of(tmp_path, 2)
    got = digest(config, DigestData((month(config, "not_due", "not_due"),)), DAY)
    for said in (got.text, got.html):
        assert "ไม่มีรายการที่รอเจ้าหน้าที่" in said
        assert "ยังไม่ถึงกำหนด 2" in said
        assert "ยังไม่มีรอบการทำงานที่เสร็จสิ้น" in said
        assert "ระงับไว้" not in said


def asking(count: int, words: str) -> Asking:
    """Questions about that many reports."""
    return Asking(
        tuple(
            Sheet(n, words, words, (Item(n, words, words, (words,), (f"{n} ถูก",), ""),))
            for n in range(count)
        )
    )


def test_what_waits_is_asked_so_that_the_digest_can_be_answered(tmp_path: Path) -> None:
    config = config_of(tmp_path, 2)
    unread = Message(
        9, "", "mail", "mail", "", "", "", AT, "held", 3, "the reader died",
        "x@example.org", "", "<i>รายงาน</i>",
    )  # fmt: skip
    failed = notice(new_notice(kind="warning"), state="failed", error="550 no such user")
    data = DigestData(
        (month(config),),
        held=1,
        asking=Asking(
            (
                Sheet(
                    12,
                    "นามน",
                    "x@example.org",
                    (Item(1, "ผู้ส่ง", "", ("ผู้ส่งไม่รู้จัก",), ("1 อนุมัติ",), ""),),
                ),
            ),
            (Asked(1, 12, "sender"),),
        ),
        to_open=(ToOpen(unread, "อ่านไม่สำเร็จ"),),
        failed=(failed,),
    )
    got = digest(config, data, DAY)
    for said in (got.text, unescape(got.html)):
        assert "รอท่านดำเนินการ 3 เรื่อง" in said
        assert "รายการที่ 12" in said and "ตอบ" in said and "1 อนุมัติ" in said
        assert "ผู้ส่งไม่รู้จัก" in said and "550 no such user" in said
    assert "<i>รายงาน" not in got.html
    assert "รอท่านดำเนินการ 3 เรื่อง" in got.subject
    assert got.asked == (Asked(1, 12, "sender"),)


def test_what_the_program_could_not_do_brings_no_markup(tmp_path: Path) -> None:
    config = config_of(tmp_path, 2)
    evil = "<img src=x onerror=alert(1)>"
    data = DigestData(
        (month(config),),
        backups=evil,
        last_tick=Tick(1, AT, AT, "failed", evil),
        files_not_taken=(WatchedFile(f"{evil}.pdf", 1, 1, evil, AT),),
    )
    got = digest(config, data, DAY)
    assert got.text.count(evil) == 4
    assert "<img src=x" not in got.html and unescape(got.html).count(evil) == 4


def test_mail_that_does_not_get_out_stands_under_what_the_program_could_not_do(
    tmp_path: Path,
) -> None:
    config = config_of(tmp_path, 2)
    limit = notice(new_notice("a", to=("u0@example.go.th",)), error=f"{LIMIT_REACHED} (3)")
    put_off = notice(new_notice("b", kind="warning"), error="451 4.7.1 <b>Greylisted</b>")
    got = digest(config, DigestData((month(config),), delayed=(limit, *(put_off,) * 6)), DAY)
    for said in (got.text, unescape(got.html)):
        _, _, trouble = said.partition("สิ่งที่ระบบทำไม่สำเร็จ")
        assert "อีเมลแจ้งที่ยังส่งไม่ออก 7 ฉบับ" in trouble
        assert "ตอบรับรายงาน ถึง หน่วยที่0 (u0@example.go.th)" in trouble
        assert "ครบจำนวนผู้รับต่อวันที่ตั้งไว้ใน daily_limit (3)" in trouble
        assert "451 4.7.1 <b>Greylisted</b>" in trouble and "และอีก 2 ฉบับ" in trouble
    assert "<b>Greylisted" not in got.html


OURS = [text for name, text in vars(own_words).items() if name.isupper() and name[0] != "_"]


@pytest.mark.parametrize("ours", [*OURS, f"{SENT_AGAIN}: {SENT_CLOSED}"])
def test_what_the_program_itself_says_of_a_mail_is_in_thai(tmp_path: Path, ours: str) -> None:
    config = config_of(tmp_path, 2)
    odd = notice(new_notice("a"), error=f"{ours} 550 no such mailbox")
    got = digest(config, DigestData((month(config),), delayed=(odd,), failed=(odd,)), DAY)
    for said in (got.text, unescape(got.html)):
        assert not any(own in said for own in OURS) and said.count("550 no such mailbox") == 2


def test_what_was_sent_and_what_would_have_been(tmp_path: Path) -> None:
    config = config_of(tmp_path, 2, worker={"notices": "staff_only"})
    held_back = tuple(
        notice(new_notice(f"warning/{n}", kind="warning", unit=f"u{n}"), state="suppressed")
        for n in range(2)
    )
    data = DigestData(
        (month(config),),
        notices_sent=(notice(new_notice(to=("old@example.go.th",)), state="sent"),),
        suppressed=held_back,
        upcoming=(Upcoming(DAY + timedelta(2), "warning", ("หน่วยที่1",)),),
        ticks_failed=4,
        last_tick=Tick(1, AT, AT, "failed", "mail server x: no answer"),
    )
    got = digest(config, data, DAY)
    for said in (got.text, unescape(got.html)):
        assert "ตอบรับรายงาน 1 ฉบับ: old@example.go.th" in said
        assert "ขอติดตามรายงาน 2 ฉบับ: หน่วยที่0, หน่วยที่1" in said
        assert "๑๔ ก.พ. ๖๙ ขอติดตามรายงาน: หน่วยที่1" in said
        assert "mail server x: no answer" in said and "4 รอบ" in said


def test_units_with_something_to_say_say_it(tmp_path: Path) -> None:
    config = config_of(tmp_path, 3)
    status = month(config, "on_time", "late", "missing")
    waiting, closed, extended = status.units
    status = replace(
        status,
        units=(
            replace(waiting, waiting=revision(state="held")),
            replace(closed, after_closing=True),
            replace(extended, due=date(2026, 2, 20)),
        ),
    )
    got = digest(config, DigestData((status,)), DAY)
    table = rows(got)
    for position, words in enumerate(("มีฉบับใหม่รอตรวจสอบ", "หลังวันปิดรับ", "ขยายถึง ๒๐ ก.พ. ๖๙")):
        assert any(r.startswith(f"หน่วยที่{position} ") and words in r for r in table)
        assert words in got.text


@pytest.mark.parametrize("units", [21, 60])
def test_a_terrible_day_is_not_cut_off_by_gmail(tmp_path: Path, units: int) -> None:
    config = config_of(tmp_path, units)
    all_held: list[State] = ["held"] * units
    long = "ก" * 500
    error = notice(
        new_notice(subject=long, kind="warning"), state="failed", error="550 " + "x" * 500
    )
    unread = Message(
        9, "", "mail", "mail", "", "", "", AT, "held", 3, long, "x" * 300, "", long
    )  # fmt: skip
    sent = tuple(
        notice(new_notice(f"receipt/{n}/1", to=(f"{'a' * 40}{n}@example.go.th",)), state="sent")
        for n in range(500)
    )
    data = DigestData(
        (month(config, *all_held),),
        held=300,
        asking=asking(MOST_SHEETS, "ก" * WORDS_LENGTH),
        to_open=(ToOpen(unread, long),) * 300,
        written=(Written(unread, long, long),) * 200,
        notices_sent=sent,
        suppressed=sent,
        failed=(error,) * 300,
        upcoming=tuple(Upcoming(DAY, "warning", (long,) * 99) for _ in range(50)),
        last_tick=Tick(1, AT, AT, "failed", long),
    )
    got = digest(config, data, DAY)
    assert len(got.html.encode()) < 100_000
    assert "และอีก 288 รายการ" in got.text


def test_a_digest_that_asks_or_tells_something_else_is_another_mail(tmp_path: Path) -> None:
    """After a restore the Sent folder is asked for its Message-ID, which is of its key."""
    config = config_of(tmp_path, 2)
    mail = Message(
        9, "5ha", "mail", "mail", "", "", "", AT, "recorded", 0, "", "x@example.org", "", "เรื่อง"
    )  # fmt: skip
    others: list[dict[str, Any]] = [
        {},
        {"asking": Asking(mark="1")},
        {"written": (Written(mail, "นามน", "ขอเลื่อน"),)},
        {"written": (Written(mail, "นามน", "ขอเลื่อนอีก"),)},
        {"to_open": (ToOpen(mail, "อ่านไม่สำเร็จ"),)},
        {"failed": (notice(new_notice(), state="failed"),)},
        {"not_read": 7},
        {"files_not_taken": (WatchedFile("a.pdf", 1, 1, "denied", AT),)},
    ]
    keys = [digest(config, DigestData((month(config),), **o), DAY).key for o in others]
    assert len(set(keys)) == len(keys)
    numbered_anew = Written(replace(mail, id=12), "นามน", "ขอเลื่อน")
    data = DigestData((month(config),), written=(numbered_anew,))
    assert digest(config, data, DAY).key == keys[2]
