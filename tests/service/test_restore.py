"""After a restore the service goes on where the copy was taken, and says nothing twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailproc import backups, desk
from mailproc.config import Config
from mailproc.intake.mailbox import Mailbox
from mailproc.notices.deliver import deliver
from mailproc.rollup import passing
from storage import backup, mail
from storage.records import NewMessage
from tests import make
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
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
from tests.service.test_answered_in_parts import doubting
from tests.service.test_correct_by_answering import answer
from tests.service.test_other_ways import save
from tests.service.test_review import DOUBTFUL


@dataclass
class Loss:
    """An office that goes on after a copy was taken, and is then put back to it.

    `before`: how many mails went out before the copy; `sent`: before it was put back.
    """

    config: Config
    copy: Path
    dovecot: Dovecot
    smtp: SmtpServer
    before: int
    sent: int = 0

    @contextmanager
    def restored(self) -> Iterator[Office]:
        self.sent = len(self.smtp.received)
        backups.restore(self.config, self.copy, at("2026-02-12 12:00"))
        with open_office(self.config, self.dovecot, self.smtp) as office:
            yield office

    def mailed_since(self, kind: str) -> list[str]:
        new = (r.message for r in self.smtp.received[self.sent :])
        return [m["X-Mailproc-Key"] for m in new if m["X-Mailproc-Notice"] == kind]


@pytest.fixture
def loss(tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer) -> Loss:
    """One mail before the copy, two after it, all answered; with an import in between."""
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy = tmp_path / "copy.db"
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
        office.tick("2026-02-09 09:05")
        backup.write(config.database, copy)
        before = len(smtp_server.received)
        # It takes a number that one of the mails will have when they are fetched again.
        with office.app.db.transaction() as tx:
            imported = NewMessage(b"a file", at("2026-02-10 09:00"), kind="file", name="a.txt")
            mail.store_message(tx, imported, at("2026-02-10 09:00"))
        office.arrive(mail_with(("r.pdf", sheet(website=5))), "2026-02-11 10:00")
        office.arrive(mail_with(("r.pdf", sheet(website=6))), "2026-02-11 11:00")
        office.tick("2026-02-11 11:05")
        assert len(office.mailed("receipt", NA_MON)) == 3
    return Loss(config, copy, dovecot, smtp_server, before)


def keep_all(smtp: SmtpServer, dovecot: Dovecot, when: str) -> None:
    """The server keeps what went out so far, as of that moment."""
    for received in smtp.received:
        dovecot.append(received.raw, at(when), folder="Sent")


def keep_sent(loss: Loss, count: int | None = None) -> None:
    """The server keeps what went out, as Gmail does: all of it, or the first `count` mails."""
    for received in loss.smtp.received[:count]:
        loss.dovecot.append(received.raw, at("2026-02-11 11:06"), folder="Sent")


def test_what_came_since_is_fetched_and_nothing_is_said_twice(loss: Loss) -> None:
    keep_sent(loss)
    with loss.restored() as office:
        assert len(office.messages()) == 1
        office.tick("2026-02-12 12:05")
        assert len(office.messages()) == 3
        assert [r.number for r in office.revisions()] == [1, 2, 3]
        assert {n.state for n in office.notices("receipt")} == {"sent"}
        assert [loss.mailed_since(k) for k in ("receipt", "warning")] == [[], []]


def test_what_comes_after_it_is_answered(loss: Loss) -> None:
    keep_sent(loss)
    with loss.restored() as office:
        office.arrive(mail_with(("r.pdf", sheet(website=7))), "2026-02-12 13:00")
        office.tick("2026-02-12 13:05")
        assert len(loss.mailed_since("receipt")) == 1


def test_a_receipt_that_never_went_out_goes_out_now(loss: Loss) -> None:
    keep_sent(loss, loss.before)
    with loss.restored() as office:
        office.tick("2026-02-12 12:05")
        assert len(loss.mailed_since("receipt")) == 2


@pytest.mark.parametrize("is_there", [True, False], ids=["unfilled", "none"])
def test_without_a_sent_folder_a_person_is_told_and_nothing_is_sent(
    loss: Loss, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    if not is_there:
        monkeypatch.setattr(Mailbox, "find_sent", lambda *_: None)
    with loss.restored() as opened:
        office = opened.running()
        office.tick("2026-02-12 12:05")
        assert loss.mailed_since("receipt") == []
        states = [n.state for n in office.notices("receipt")]
        assert states == ["sent", "unclear", "unclear"]
        for day in ("13", "16", "17"):
            office.tick(f"2026-02-{day} 08:00")
        told = [text_of(d).count("อาจส่งออกไปแล้วก่อนกู้คืนข้อมูลสำรอง") for d in office.mailed("digest")]
        assert sum(told) == 2, told


def corrected(office: Office, website: str, when: str) -> None:
    office.clock[0] = at(when)
    with office.app.db.transaction() as tx:
        campaign = office.app.config.campaign[0].id
        values = {"website": website}
        desk.correct(tx, office.app.config, campaign, "na-mon", "2026-02", values, at(when))
    office.tick(when)


def test_a_decision_after_it_is_told_without_a_sent_folder_too(loss: Loss) -> None:
    with loss.restored() as office:
        corrected(office, "7", "2026-02-12 12:05")
        keys = loss.mailed_since("receipt")
        assert [k.split("/")[:3] for k in keys] == [["receipt", "1", "2"]]


def test_a_file_that_is_taken_in_after_it_is_answered_without_a_sent_folder_too(
    loss: Loss, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Mailbox, "find_sent", lambda *_: None)
    with loss.restored() as office:
        with office.app.db.transaction() as tx:
            paper = NewMessage(
                sheet(website=8), at("2026-02-12 12:10"), kind="file", via="paper", name="r.pdf"
            )
            mail.store_message(tx, paper, at("2026-02-12 12:10"))
        office.tick("2026-02-12 12:15")
        assert len(loss.mailed_since("receipt")) == 1


def test_the_same_decision_made_again_is_told_once(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    """`mailproc restore` asks for it."""
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy = tmp_path / "copy.db"
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
        office.tick("2026-02-09 09:05")
        backup.write(config.database, copy)
        corrected(office, "9", "2026-02-10 09:00")
        told = len(office.mailed("receipt"))
    keep_all(smtp_server, dovecot, "2026-02-11 11:06")
    backups.restore(config, copy, at("2026-02-12 12:00"))
    with open_office(config, dovecot, smtp_server) as office:
        corrected(office, "9", "2026-02-12 12:05")
        assert len(office.mailed("receipt")) == told == 2


def test_a_receipt_that_waited_in_the_backup_and_went_out_since_is_not_sent_again(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy = tmp_path / "copy.db"
    with open_office(config, dovecot, smtp_server) as office:
        other = mail_with(("r.pdf", sheet(unit="นาคู")), sender=NA_KHU)
        office.arrive(other, "2026-02-08 09:00")
        office.tick("2026-02-08 09:05")
        smtp_server.put_off[NA_MON] = 1
        office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
        office.tick("2026-02-09 09:05")
        backup.write(config.database, copy)
        office.tick("2026-02-09 09:10")
    keep_all(smtp_server, dovecot, "2026-02-09 09:11")
    backups.restore(config, copy, at("2026-02-12 12:00"))
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-12 12:05")
        assert len(office.mailed("receipt", NA_MON)) == 1


def test_a_receipt_keeps_its_name_where_its_mails_number_is_the_receipts_own(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    """The number is another one after a restore, and the Message-ID must not be."""
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy = tmp_path / "copy.db"
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-01 07:05")
        backup.write(config.database, copy)
        with office.app.db.transaction() as tx:
            imported = NewMessage(b"a file", at("2026-02-08 09:00"), kind="file", name="a.txt")
            mail.store_message(tx, imported, at("2026-02-08 09:00"))
        office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
        office.tick("2026-02-09 09:05")
    keep_all(smtp_server, dovecot, "2026-02-09 09:11")
    backups.restore(config, copy, at("2026-02-09 12:00"))
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-09 12:05")
        assert len(office.mailed("receipt", NA_MON)) == 1


def test_a_file_of_the_watched_folder_that_is_taken_in_again_is_answered_once(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    folder = tmp_path / "from-line"
    folder.mkdir()
    watched = {"watch_folder": str(folder)}
    config = office_config(tmp_path, database_url, dovecot, smtp_server, worker=watched)
    copy = tmp_path / "copy.db"
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-08 09:00")
        backup.write(config.database, copy)
        save(folder / "r.pdf", sheet(), "2026-02-09 08:50")
        office.tick("2026-02-09 09:00")
    keep_all(smtp_server, dovecot, "2026-02-09 09:11")
    backups.restore(config, copy, at("2026-02-12 12:00"))
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-12 12:05")
        assert len(office.mailed("receipt", NA_MON)) == 1


def test_a_decision_by_mail_is_told_once_though_the_month_has_changed(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    """The receipt shows the unit's other months, and they are others by then."""
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy = tmp_path / "copy.db"
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", sheet(**DOUBTFUL))), "2026-02-25 09:00")
        office.tick("2026-02-25 09:05")
        backup.write(config.database, copy)
        (review,) = office.mailed("review")
        answer(office, review, "ถูกทั้งหมด", "2026-02-26 09:00", sender=STAFF)
        told = len(office.mailed("receipt"))
    keep_all(smtp_server, dovecot, "2026-02-26 09:06")
    backups.restore(config, copy, at("2026-03-02 09:00"))
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-03-02 09:05")
        assert len(office.mailed("receipt")) == told == 2


def test_restoring_the_oldest_backup_of_before_a_restore_does_not_remove_it(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-01 07:05")
    moments = [at(f"2026-02-02 09:{minute:02}") for minute in range(14)]
    files = [backups.before(config, moment, "restore") for moment in moments]
    backups.restore(config, files[0], at("2026-02-12 12:00"))
    assert files[0].exists()


def test_the_same_decision_made_otherwise_is_another_mail(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy, told = tmp_path / "copy.db", []
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
        office.tick("2026-02-09 09:05")
        backup.write(config.database, copy)
        corrected(office, "9", "2026-02-10 09:00")
        told += [r.message["Message-ID"] for r in office.mailed("receipt")]
    keep_all(smtp_server, dovecot, "2026-02-11 11:06")
    backups.restore(config, copy, at("2026-02-12 12:00"))
    with open_office(config, dovecot, smtp_server) as office:
        corrected(office, "8", "2026-02-12 12:05")
        last = office.mailed("receipt")[-1]
        assert last.message["Message-ID"] not in told
        assert "8 ครั้ง" in text_of(last)


def test_what_was_stored_before_is_kept(loss: Loss) -> None:
    with loss.restored() as office:
        assert len(office.messages()) == 1
    (kept,) = loss.config.backup_dir.glob("*-before-restore.db")
    backups.restore(loss.config, kept, at("2026-02-12 13:00"))
    with open_office(loss.config, loss.dovecot, loss.smtp) as office:
        assert len(office.messages()) == 4


def test_a_roll_up_that_went_out_with_other_figures_is_no_proof_that_these_did(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    department = "dla@example.com"
    monthly = {"id": make.FORM, "form": make.FORM, "first_period": "2026-01"}
    campaign = [monthly | {"forward_to": department}]
    config = office_config(tmp_path, database_url, dovecot, smtp_server, campaign=campaign)
    copy = tmp_path / "copy.db"
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", sheet(website=3))), "2026-02-05 09:00")
        office.tick("2026-02-05 09:05")
        backup.write(config.database, copy)
        pass_on(office, "2026-02-16 09:00")
        office.arrive(mail_with(("r.pdf", sheet(website=9)), subject="แก้ไข"), "2026-02-17 09:00")
        office.tick("2026-02-17 09:05")
    keep_all(smtp_server, dovecot, "2026-02-17 09:06")
    backups.restore(config, copy, at("2026-02-18 09:00"))
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-18 09:05")
        pass_on(office, "2026-02-18 10:00")
        assert len(office.smtp.to(department)) == 2


def pass_on(office: Office, when: str) -> None:
    """Staff pass the month on at the command line."""
    office.clock[0] = at(when)
    config = office.app.config
    with office.app.db.transaction() as tx:
        rollup = passing.look(tx, config, config.campaign[0], "2026-02", at(when).date())
        passing.send(tx, config, rollup, at(when), "operator")
    deliver(office.app, lambda: False)


def test_a_number_in_a_digest_never_means_another_report_after_it(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy = tmp_path / "copy.db"
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", sheet(**DOUBTFUL))), "2026-02-25 09:00")
        other = mail_with(("k.pdf", sheet(unit="นาคู", **DOUBTFUL)), sender=NA_KHU, subject="นาคู")
        office.arrive(other, "2026-02-25 10:00")
        office.tick("2026-02-25 10:05")
        backup.write(config.database, copy)
        first = next(r for r in office.revisions() if r.unit == "na-mon")
        with office.app.db.transaction() as tx:
            desk.reject(tx, office.app.config, first.id, "ผิดเดือน", at("2026-02-26 07:30"))
        office.tick("2026-02-26 08:05")
        digest = office.mailed("digest")[-1]
    keep_all(smtp_server, dovecot, "2026-02-26 08:06")
    backups.restore(config, copy, at("2026-02-26 09:00"))
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-26 09:05")
        answer(office, digest, "1 = 9\n2 ถูก", "2026-02-26 10:00", sender=STAFF)
        assert not any(r.current for r in office.revisions())
        newest = office.mailed("digest")[-1]
        assert newest.message["Message-ID"] != digest.message["Message-ID"]


@pytest.mark.parametrize("written", [True, False], ids=["more", "the same"])
def test_a_digest_is_sent_again_after_it_only_where_it_says_more(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer, written: bool
) -> None:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy, words = tmp_path / "copy.db", "ขอเลื่อนส่งเป็นวันที่ 20 เนื่องจากน้ำท่วม"
    with open_office(config, dovecot, smtp_server) as office:
        office = office.running()
        office.tick("2026-02-04 08:00")
        office.arrive(mail_with(subject="สอบถาม", body="ส่งช้าได้ไหมคะ"), "2026-02-04 09:00")
        office.tick("2026-02-05 00:05")
        backup.write(config.database, copy)
        office.tick("2026-02-05 08:00")
        if written:
            office.arrive(mail_with(subject="เรื่องรายงาน", body=words), "2026-02-05 10:00")
            office.tick("2026-02-05 10:05")
        assert "ส่งช้าได้ไหม" in text_of(office.mailed("digest")[-1])
    keep_all(smtp_server, dovecot, "2026-02-05 10:06")
    backups.restore(config, copy, at("2026-02-05 12:00"))
    with open_office(config, dovecot, smtp_server) as office:
        office = office.running()
        office.tick("2026-02-05 12:05")
        digests = [text_of(d) for d in office.mailed("digest")]
        assert (len(digests), words in digests[-1]) == (2 + written, written)


def test_staff_hear_that_their_order_is_gone_though_it_was_confirmed_before(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy = tmp_path / "copy.db"
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-05 00:05")
        backup.write(config.database, copy)
        office.tick("2026-02-05 08:00")
        digest = office.mailed("digest")[-1]
        answer(office, digest, "หยุด นาคู", "2026-02-05 10:00", sender=STAFF)
        assert "หยุดแจ้งเตือน" in text_of(office.mailed("review")[-1])
        # Since then the digest of that day says more.
        office.arrive(mail_with(subject="สอบถาม", body="ส่งช้าได้ไหมคะ"), "2026-02-05 11:00")
    keep_all(smtp_server, dovecot, "2026-02-05 10:06")
    backups.restore(config, copy, at("2026-02-05 12:00"))
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-05 12:05")
        assert "ระบบไม่พบอีเมลฉบับที่ตอบ" in text_of(office.mailed("review")[-1])
        told = len(office.mailed("review"))
        office.tick("2026-02-05 12:10")
        assert len(office.mailed("review")) == told == 2


def test_a_unit_is_asked_back_once_where_it_is_for_the_same(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy = tmp_path / "copy.db"
    with open_office(config, dovecot, smtp_server) as office:
        office.arrive(mail_with(("r.pdf", sheet())), "2026-02-04 09:00")
        office.tick("2026-02-04 09:05")
        backup.write(config.database, copy)
        receipt = office.mailed("receipt")[-1]
        answer(office, receipt, "เพจ 24 หรือ 25 ไม่แน่ใจค่ะ", "2026-02-05 10:00")
        assert len(office.mailed("other")) == 1
    keep_all(smtp_server, dovecot, "2026-02-05 10:06")
    backups.restore(config, copy, at("2026-02-05 12:00"))
    with open_office(config, dovecot, smtp_server) as office:
        office.tick("2026-02-05 12:05")
        assert len(office.mailed("other")) == 1


@pytest.mark.parametrize("month", ["02", "03"])
def test_what_tells_when_something_was_decided_goes_out_once(
    tmp_path: Path,
    database_url: str,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    monkeypatch: pytest.MonkeyPatch,
    month: str,
) -> None:
    """It is decided at another moment when the answer is read again."""
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    copy, day = tmp_path / "copy.db", f"2026-{month}-05"
    with open_office(config, dovecot, smtp_server) as office:
        with monkeypatch.context() as patch:
            doubting(patch, ["website"])
            filled = sheet(period=f"2026-{month}", website=3)
            office.arrive(mail_with(("r.pdf", filled)), f"{day} 09:00")
            office.tick(f"{day} 09:05")
        backup.write(config.database, copy)
        review = office.mailed("review")[-1]
        for minute, words in (("00", "1 = 24"), ("30", "1 = 25")):
            answer(office, review, words, f"{day} 10:{minute}", sender=STAFF)
        assert "นับแล้วตามคำตอบ" in text_of(office.mailed("review")[-1])
        told = len(office.mailed("review"))
    keep_all(smtp_server, dovecot, f"{day} 10:36")
    backups.restore(config, copy, at(f"{day} 12:00"))
    with open_office(config, dovecot, smtp_server) as office:
        office.tick(f"{day} 12:05")
        assert len(office.mailed("review")) == told == 3
