"""What did not arrive is shown to staff, and no two machines answer each other for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mailproc import desk
from mailproc.commands.status import troubles
from tests.intake.mails import mail, part, text
from tests.intake.test_bounce import OURS, report
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpServer
from tests.service.office import (
    NA_MON,
    Office,
    at,
    mail_with,
    office_config,
    open_office,
    sheet,
)

BACK = report(
    "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user"
).replace("mailer-daemon@googlemail.com", "mailer-daemon@example.go.th")


def came_back(mail: Received, to: str = NA_MON) -> str:
    """What our mail system says where that mail of ours did not reach this recipient."""
    return BACK.replace(OURS, str(mail.message["Message-ID"])).replace(NA_MON, to)


@contextmanager
def with_staff(
    folder: Path, database_url: str, dovecot: Dovecot, smtp: SmtpServer, *addresses: str
) -> Iterator[Office]:
    """An office with these addresses of staff."""
    config = office_config(folder, database_url, dovecot, smtp)
    staff = config.staff.model_copy(update={"addresses": addresses})
    with open_office(config.model_copy(update={"staff": staff}), dovecot, smtp) as office:
        yield office


@pytest.fixture
def returned(office: Office) -> Office:
    """An office whose receipt to นามน came back."""
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (receipt,) = office.mailed("receipt")
    office.arrive(came_back(receipt).encode(), "2026-02-05 09:06")
    office.tick("2026-02-05 09:10")
    return office


def test_a_notice_that_came_back_is_told_to_staff_by_the_units_name(returned: Office) -> None:
    returned.tick("2026-02-06 08:00")
    part = returned.mailed("digest")[-1].message.get_body(("plain",))
    assert part is not None
    lines = [line for line in part.get_content().splitlines() if "อีเมลตีกลับ" in line]
    assert len(lines) == 1
    for words in ("ตอบรับรายงาน", f"นามน ({NA_MON})", "no such user"):
        assert words in lines[0]
    with returned.app.db.transaction() as tx:
        (trouble,) = troubles(tx, at("2026-02-01 00:00"))
    assert NA_MON in trouble


@pytest.mark.parametrize("own_domain", [False, True])
def test_what_a_stranger_says_came_back_is_not_taken_for_sure(
    office: Office, own_domain: bool
) -> None:
    mailbox = office.app.config.mailbox.model_copy(update={"authserv_id": "mx.test"})
    config = office.app.config.model_copy(update={"mailbox": mailbox})
    strict = replace(office, app=replace(office.app, config=config))
    passed = b"Authentication-Results: mx.test; dmarc=pass header.from=example.go.th\n"
    strict.arrive(passed + mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    strict.tick("2026-02-05 09:05")
    (receipt,) = strict.mailed("receipt")
    bounce = came_back(receipt)
    failed = b"Authentication-Results: mx.test; dmarc=fail\n"
    # His own domain vouches for him, but our mail went neither through it nor to it.
    own = b"Authentication-Results: mx.test; dmarc=pass header.from=evil.example\n"
    evil = bounce.replace("example.go.th", "evil.example", 1).encode()
    strict.arrive(own + evil if own_domain else failed + bounce.encode(), "2026-02-05 09:06")
    strict.tick("2026-02-05 09:10")
    assert [n.state for n in strict.notices("receipt")] == ["unclear"]


def test_it_is_neither_answered_nor_sent_again(returned: Office) -> None:
    returned.tick("2026-02-07 09:00")
    kinds = [r.message["X-Mailproc-Notice"] for r in returned.smtp.to(NA_MON)]
    assert [k for k in kinds if k != "warning"] == ["receipt"]
    assert len(returned.revisions()) == 1


def test_of_several_recipients_those_count_as_failed_whom_it_did_not_reach(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    servers, two = (dovecot, smtp_server), ("a@example.go.th", "b@example.go.th")
    with with_staff(tmp_path, database_url, *servers, *two) as office:
        office.tick("2026-02-05 08:00")
        (digest,) = office.mailed("digest")

        def states(address: str, minute: str) -> dict[tuple[str, ...], str]:
            bounce = f"{came_back(digest, address)}\n{minute}"
            office.arrive(bounce.encode(), f"2026-02-05 08:{minute}")
            office.tick(f"2026-02-05 08:{minute}")
            return {n.new.to: n.state for n in office.notices("digest")}

        one = {("a@example.go.th",): "failed", ("b@example.go.th",): "sent"}
        assert states("A@example.go.th", "05") == one
        assert states("a@example.go.th", "10") == one
        assert set(states("b@example.go.th", "15").values()) == {"failed"}


def test_a_bounce_of_nothing_of_ours_changes_nothing(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    office.arrive(BACK.encode(), "2026-02-05 09:01")
    office.tick("2026-02-05 09:05")
    assert {n.state for n in office.notices("receipt")} == {"sent"}


def test_an_address_gets_one_problem_reply_an_hour(office: Office) -> None:
    for minute in (0, 10, 20):
        office.arrive(
            mail_with(body="ส่งรายงาน", subject=f"รายงาน {minute}"), f"2026-02-05 09:{minute:02d}"
        )
        office.tick(f"2026-02-05 09:{minute + 5:02d}")
    assert len(office.mailed("problem", NA_MON)) == 1
    office.arrive(mail_with(body="ส่งรายงาน", subject="รายงาน"), "2026-02-05 10:10")
    office.tick("2026-02-05 10:15")
    assert len(office.mailed("problem", NA_MON)) == 2


def test_a_clock_that_was_ahead_does_not_mute_the_problem_replies_for_as_long(
    office: Office,
) -> None:
    office.arrive(mail_with(("a.pdf", b"%PDF-1.4 rubbish")), "2026-02-05 09:00")
    office.tick("2026-02-07 09:05")
    raw = mail_with(("b.pdf", b"%PDF-1.4 other rubbish"), subject="again")
    office.arrive(raw, "2026-02-05 15:00")
    office.tick("2026-02-05 15:05")
    assert len(office.mailed("problem")) == 2


def test_a_problem_reply_that_came_back_was_one_all_the_same(office: Office) -> None:
    office.arrive(mail_with(body="ส่งรายงาน", subject="รายงาน 1"), "2026-02-05 09:00")
    office.tick("2026-02-05 09:01")
    (said,) = office.mailed("problem", NA_MON)
    office.arrive(came_back(said).encode(), "2026-02-05 09:02")
    office.arrive(mail_with(body="ส่งรายงาน", subject="รายงาน 2"), "2026-02-05 09:03")
    office.tick("2026-02-05 09:05")
    assert {n.state for n in office.notices("problem")} == {"failed", "skipped"}


@pytest.mark.parametrize("sender", [NA_MON, "new@example.go.th"], ids=["unit", "new address"])
def test_a_machine_is_not_answered_when_its_report_counts_after_a_persons_decision(
    office: Office, sender: str
) -> None:
    automatic = {"Auto-Submitted": "auto-generated"}
    sent = mail_with(("r.pdf", sheet(unit="นาคู")), sender=sender, headers=automatic)
    office.arrive(sent, "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (held,) = office.revisions()
    with office.app.db.transaction() as tx:
        desk.accept(tx, office.app.config, held.id, None, None, at("2026-02-05 09:10"))
    office.tick("2026-02-05 09:15")
    assert [r.current for r in office.revisions()] == [True]
    assert office.mailed("receipt") == []


def test_an_answer_to_an_invitation_is_not_answered(office: Office) -> None:
    calendar = part(b"BEGIN:VCALENDAR", b"Content-Type: text/calendar; method=REPLY")
    office.arrive(mail(text("จะเข้าประชุมเรื่องการรายงาน"), calendar), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    assert office.mailed("problem") == []


def test_receipts_are_not_limited(office: Office) -> None:
    for number in range(4):
        corrected = mail_with(("r.pdf", sheet(website=number)), subject=f"แก้ไข {number}")
        office.arrive(corrected, f"2026-02-05 09:{number:02d}")
    office.tick("2026-02-05 09:05")
    assert len(office.mailed("receipt", NA_MON)) == 4
