"""What an officer mails from the mailbox's own account to itself: no server vouches for it (Gmail
writes no results there), the account's Sent folder does.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from mailproc import desk
from mailproc.cli import main
from mailproc.intake.record import hold
from tests.servers.dovecot import Dovecot
from tests.servers.imap_proxy import ImapProxy
from tests.servers.smtp import Received, SmtpServer
from tests.service.office import (
    NA_KHU,
    NA_MON,
    Office,
    at,
    mail_with,
    office_config,
    open_office,
    sheet,
    text_of,
)
from tests.service.test_commands import Configured, configured
from tests.service.test_forged_answers import FAIL, PASS, SERVER, counting, office
from tests.service.test_reprocess import again, read_website_as

__all__ = ["configured", "office"]

OWN = "office@example.go.th"
REPORT = mail_with(("line.pdf", sheet()), sender=OWN, subject="LINE")
DOUBTFUL = mail_with(
    ("r.pdf", sheet(organizations_total=5, organizations_done=8)),
    headers={"Authentication-Results": PASS},
)
OTHER = mail_with(
    ("r.pdf", sheet(unit="นาคู")), sender=NA_KHU, headers={"Authentication-Results": PASS}
)


def arrive(
    office: Office, raw: bytes, when: str, *, sent: bytes = b"", folder: str = "INBOX"
) -> None:
    """The mail comes in, and `sent` lies in the Sent folder; then the service ticks."""
    if sent:
        office.dovecot.append(sent, at(when), folder="Sent")
    office.dovecot.append(raw, at(when), folder=folder)
    office.tick(when)


def assert_held_and_not_answered(office: Office, reason: str) -> None:
    (held,) = office.revisions()
    assert (held.state, held.reasons) == ("held", (reason,))
    assert office.mailed("receipt") + office.mailed("problem") == []


def test_a_report_that_lies_in_sent_too_counts_for_the_unit_on_the_form(office: Office) -> None:
    arrive(office, REPORT, "2026-02-05 09:00", sent=REPORT)
    (revision,) = office.revisions()
    assert (revision.unit, revision.via, revision.current) == ("na-mon", "staff", True)
    assert [r.recipients for r in office.mailed("receipt")] == [(NA_MON,)]
    (message,) = office.messages()
    assert (message.authentic, message.in_sent_folder) == (True, True)


def test_without_a_copy_there_it_waits_and_staff_read_why(office: Office) -> None:
    arrive(office, REPORT, "2026-02-05 09:00")
    assert_held_and_not_answered(office, "not_authentic::not_in_sent_folder")
    (review,) = office.mailed("review")
    assert "ไม่พบอีเมลนี้ในโฟลเดอร์จดหมายที่ส่งแล้ว" in text_of(review)


def test_the_message_id_of_a_mail_that_was_sent_brings_in_nothing_else(office: Office) -> None:
    header, _, body = REPORT.partition(b"\n\n")
    arrive(office, REPORT, "2026-02-05 09:00", sent=header + b"\n\nother words\n" + body)
    assert_held_and_not_answered(office, "not_authentic::not_in_sent_folder")


def test_a_verdict_of_the_server_stands_whatever_lies_in_sent(office: Office) -> None:
    failed = f"Authentication-Results: {FAIL}\n".encode() + REPORT
    arrive(office, failed, "2026-02-05 09:00", sent=REPORT)
    assert_held_and_not_answered(office, "not_authentic::dmarc_fail")


def test_results_of_other_servers_say_nothing(office: Office) -> None:
    lower = b"Authentication-Results: mx.elsewhere; dmarc=fail\n" + REPORT
    arrive(office, lower, "2026-02-05 09:00", sent=lower)
    assert counting(office)["website"] == 0


def test_in_the_spam_folder_nothing_vouches_for_it_until_it_was_moved(office: Office) -> None:
    arrive(office, REPORT, "2026-02-05 09:00", sent=REPORT, folder="Spam")
    (held,) = office.revisions()
    assert held.reasons == ("not_authentic::not_in_sent_folder", "spam_folder")
    arrive(office, REPORT, "2026-02-05 09:00")
    assert [r.state for r in office.revisions()] == ["rejected", "accepted"]
    assert counting(office)["website"] == 0


def test_reading_it_again_comes_to_the_same_though_sent_was_emptied(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(office, REPORT, "2026-02-05 09:00", sent=REPORT)
    office.dovecot.empty()
    read_website_as(monkeypatch, 55)
    again(office, dry_run=False)
    assert {(r.state, r.via, r.reasons) for r in office.revisions()} == {("accepted", "staff", ())}
    assert counting(office)["website"] == 55


def test_held_as_one_that_cannot_be_read_it_is_authentic_all_the_same(office: Office) -> None:
    arrive(office, REPORT, "2026-02-05 09:00", sent=REPORT)
    (message,) = office.messages()
    hold(office.app.db, message, REPORT, office.app.config, "the reader died", office.clock[0])
    (held,) = office.messages()
    assert (held.state, held.authentic) == ("held", True)


def decided_by(office: Office) -> list[tuple[str, bool]]:
    """Who decided about what counts, and whether that was the unit."""
    return [(r.decided_by, r.by_unit) for r in office.revisions() if r.current]


def own_answer(to: Received, words: str) -> bytes:
    """What somebody who writes in the account's name answers."""
    known = {"In-Reply-To": str(to.message["Message-ID"])}
    return mail_with(sender=OWN, subject="Re: ตรวจ", body=words, headers=known)


def test_an_answer_from_the_own_account_is_one_of_staff_if_it_lies_in_sent(office: Office) -> None:
    arrive(office, DOUBTFUL, "2026-02-05 09:00")
    (review,) = office.mailed("review")
    forged, real = own_answer(review, "ถูกทั้งหมด"), own_answer(review, "1 ถูก 2 = 5")
    arrive(office, forged, "2026-02-05 10:00")
    arrive(office, forged.replace(b"Re:", b"re:"), "2026-02-05 10:10", sent=forged)
    assert counting(office) == {} and len(office.mailed("review")) == 1
    arrive(office, real, "2026-02-05 10:20", sent=real)
    assert counting(office)["organizations_done"] == 5
    assert decided_by(office) == [(OWN, False)]


def test_an_answer_from_the_own_account_that_counts_later_counts_as_one_of_staff(
    office: Office,
) -> None:
    clerk = "new-clerk@example.go.th"
    arrive(office, DOUBTFUL.replace(NA_MON.encode(), clerk.encode()), "2026-02-05 09:00")
    (review,) = office.mailed("review")
    answered = own_answer(review, "1 ถูก 2 = 5")
    arrive(office, answered, "2026-02-05 10:00", sent=answered)
    assert counting(office) == {}
    with office.app.db.transaction() as tx:
        desk.approve_sender(tx, office.app.config, clerk, "na-mon", office.clock[0])
    office.tick("2026-02-05 10:10")
    assert decided_by(office) == [(OWN, False)]


def test_show_tells_what_vouched_for_it(
    configured: Configured, dovecot: Dovecot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    option, file = configured(), tmp_path / "config.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('authserv_id = ""', f'authserv_id = "{SERVER}"'), encoding="utf-8")
    for folder in ("INBOX", "Sent"):
        dovecot.append(REPORT, at("2026-02-05 09:00"), folder=folder)
    assert main(["run", "--once", *option]) == 0
    capsys.readouterr()
    assert main(["show", "1", *option]) == 0
    said = capsys.readouterr().out
    assert "authentic: yes" in said and "its Sent folder has it too" in said


@pytest.fixture
def proxied(
    tmp_path: Path,
    database_url: str,
    dovecot: Dovecot,
    smtp_server: SmtpServer,
    imap_proxy: ImapProxy,
) -> Iterator[Office]:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    by_proxy = {"authserv_id": SERVER, "security": "none", "port": imap_proxy.port}
    mailbox = config.mailbox.model_copy(update=by_proxy)
    with open_office(config.model_copy(update={"mailbox": mailbox}), dovecot, smtp_server) as found:
        yield found


def into_sent(office: Office) -> Callable[[Received], None]:
    """As Gmail does with what leaves by it."""

    def keep(got: Received) -> None:
        office.dovecot.append(got.raw, at("2026-02-05 09:00"), folder="Sent")

    return keep


def receipt_in_doubt(office: Office, smtp_server: SmtpServer, drops: int = 1) -> None:
    """The server takes a receipt (or tries it in vain `drops` times) and is not heard of again."""
    office.arrive(DOUBTFUL, "2026-02-05 09:00")
    smtp_server.drop_after_data = drops
    office.tick("2026-02-05 09:00")


OPENING_SENT = rb'(EXAMINE|SELECT) "?Sent"?'
NOT_NOW = b"TAG NO [UNAVAILABLE] try again in a moment\r\n"
NEVER = b"TAG NO [NOPERM] never\r\n"


@pytest.mark.parametrize("command", [OPENING_SENT, rb"LIST", rb"UID SEARCH HEADER"])
def test_a_sent_folder_that_cannot_tell_for_a_moment_is_asked_again_and_holds_up_no_other(
    proxied: Office, imap_proxy: ImapProxy, command: bytes
) -> None:
    imap_proxy.answers = [(command, NOT_NOW)]
    proxied.dovecot.append(REPORT, at("2026-02-05 08:59"))
    arrive(proxied, OTHER, "2026-02-05 09:00", sent=REPORT)
    assert [r.unit for r in proxied.revisions()] == ["na-khu"]
    imap_proxy.answers = []
    proxied.tick("2026-02-05 09:05")
    assert [r.state for r in proxied.revisions()] == ["accepted", "accepted"]


def test_a_receipt_that_may_have_gone_out_waits_for_a_sent_folder_that_cannot_tell_now(
    proxied: Office, imap_proxy: ImapProxy, smtp_server: SmtpServer
) -> None:
    """It is there, and has the mail."""
    smtp_server.on_mail = into_sent(proxied)
    receipt_in_doubt(proxied, smtp_server)
    imap_proxy.answers = [(OPENING_SENT, NOT_NOW)]
    for minute in (20, 40):
        proxied.tick(f"2026-02-05 09:{minute}")
    imap_proxy.answers = []
    proxied.tick("2026-02-05 10:40")
    assert [n.state for n in proxied.notices("receipt")] == ["sent"]
    assert len(proxied.mailed("receipt")) == 1


def test_a_notice_of_ours_speaks_for_nobody_with_its_marks_taken_off(
    office: Office, smtp_server: SmtpServer
) -> None:
    smtp_server.on_mail = into_sent(office)
    arrive(office, DOUBTFUL, "2026-02-05 09:00")
    (receipt,) = office.mailed("receipt")
    marks = rb"(?im)^(X-Mailproc-[^\r\n]*|Auto-Submitted:[^\r\n]*)\r?\n([ \t][^\r\n]*\r?\n)*"
    arrive(office, re.sub(marks, b"", receipt.raw), "2026-02-05 09:10")
    assert not office.messages()[-1].authentic


def test_a_receipt_waits_a_day_for_a_sent_folder_that_never_opens_and_goes_again(
    proxied: Office, imap_proxy: ImapProxy, smtp_server: SmtpServer
) -> None:
    proxied.arrive(DOUBTFUL, "2026-02-05 09:00")
    smtp_server.drop_after_data = 1
    imap_proxy.answers = [(OPENING_SENT, NEVER)]
    for moment in ("05 09:00", "05 12:00", "05 17:00", "05 22:00", "06 03:00", "06 08:30"):
        proxied.tick(f"2026-02-{moment}")
        assert [n.state for n in proxied.notices("receipt")] == ["sending"]
    for moment in ("06 12:30", "06 13:30"):
        proxied.tick(f"2026-02-{moment}")
    assert len(proxied.mailed("receipt")) == 2


def test_a_sent_folder_at_which_the_connection_breaks_costs_a_unit_no_more_than_a_tick(
    proxied: Office, imap_proxy: ImapProxy
) -> None:
    imap_proxy.answers = [(rb"UID SEARCH HEADER", b"* BYE going down\r\n")]
    proxied.dovecot.append(REPORT, at("2026-02-05 08:59"))
    proxied.arrive(OTHER, "2026-02-05 09:00")
    for minute in (0, 5):
        proxied.tick(f"2026-02-05 09:0{minute}")
    assert [r.unit for r in proxied.revisions()] == ["na-khu"]


@pytest.mark.parametrize("waited", [False, True])
def test_one_moment_at_which_it_is_closed_costs_no_second_receipt_however_long_it_waited_before(
    proxied: Office, imap_proxy: ImapProxy, smtp_server: SmtpServer, waited: bool
) -> None:
    smtp_server.on_mail = into_sent(proxied)
    proxied.arrive(DOUBTFUL, "2026-02-05 09:00")
    smtp_server.data_answer = "451 greylisted" if waited else ""
    for moment in ("05 09:00", "05 20:00") if waited else ():
        proxied.tick(f"2026-02-{moment}")
    smtp_server.data_answer = ""
    smtp_server.drop_after_data = 1
    proxied.tick("2026-02-06 10:00")
    imap_proxy.answers = [(OPENING_SENT, NOT_NOW)]
    proxied.tick("2026-02-06 10:20")
    imap_proxy.answers = []
    for moment in ("11:00", "12:00"):
        proxied.tick(f"2026-02-06 {moment}")
    assert len(proxied.mailed("receipt")) == 1


@pytest.mark.parametrize("name", [b"Sent", b"a\\d", b'R"D', b"a\\g<0>"])
def test_folders_whose_names_come_as_literals_are_understood(
    proxied: Office, imap_proxy: ImapProxy, name: bytes
) -> None:
    listed = b'* LIST (\\HasNoChildren) "/" {%d}\r\n%b\r\n' % (len(name), name)
    imap_proxy.answers = [(rb"LIST", listed + b'* LIST () "/" INBOX\r\nTAG OK done\r\n')]
    with proxied.app.mailbox() as mailbox:
        assert mailbox._imap.has_folder(name.decode())


HOURS = [f"{day:02d} {hour:02d}:30" for day in range(5, 9) for hour in range(24)][10:]


BYE = b"* BYE going down\r\n"


def closed_for_good(office: Office, imap_proxy: ImapProxy, answers: dict[str, bytes]) -> None:
    """Days on which Sent cannot be opened; `answers`: what the server says otherwise, by day and
    hour.
    """
    for moment in HOURS:
        imap_proxy.answers = [(OPENING_SENT, answers.get(moment, NEVER))]
        office.tick(f"2026-02-{moment}")


def test_a_connection_that_breaks_begins_no_new_day_of_waiting(
    proxied: Office, imap_proxy: ImapProxy, smtp_server: SmtpServer
) -> None:
    receipt_in_doubt(proxied, smtp_server)
    closed_for_good(proxied, imap_proxy, {m: BYE for m in HOURS if "20:30" in m})
    assert [n.state for n in proxied.notices("receipt")] == ["sent"]
    assert len(proxied.mailed("receipt")) == 2


def test_what_was_sent_again_is_not_sent_a_third_time(
    proxied: Office, imap_proxy: ImapProxy, smtp_server: SmtpServer
) -> None:
    receipt_in_doubt(proxied, smtp_server, drops=9)
    closed_for_good(proxied, imap_proxy, {"06 13:30": BYE})
    assert [n.state for n in proxied.notices("receipt")] == ["unclear"]
    assert len(proxied.mailed("receipt")) == 2


@pytest.mark.parametrize(
    "hours", [range(8, 17), (0, 8, 16)], ids=["while the office is open", "thrice a day"]
)
def test_the_wait_ends_also_where_the_machine_is_off_at_times(
    proxied: Office, imap_proxy: ImapProxy, smtp_server: SmtpServer, hours: Sequence[int]
) -> None:
    receipt_in_doubt(proxied, smtp_server)
    imap_proxy.answers = [(OPENING_SENT, NEVER)]
    for moment in (f"{day:02d} {hour:02d}:30" for day in range(6, 10) for hour in hours):
        proxied.tick(f"2026-02-{moment}")
    assert [n.state for n in proxied.notices("receipt")] == ["sent"]
    assert len(proxied.mailed("receipt")) == 2


def test_two_closed_moments_with_nobody_asking_between_are_no_day(
    proxied: Office, imap_proxy: ImapProxy, smtp_server: SmtpServer
) -> None:
    smtp_server.on_mail = into_sent(proxied)
    receipt_in_doubt(proxied, smtp_server)
    imap_proxy.answers = [(OPENING_SENT, NOT_NOW)]
    for moment in ("05 09:20", "06 10:00"):
        proxied.tick(f"2026-02-{moment}")
    imap_proxy.answers = []
    proxied.tick("2026-02-06 10:20")
    assert len(proxied.mailed("receipt")) == 1
