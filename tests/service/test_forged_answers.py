"""Nobody answers in the name of staff or a unit: the receiving server must vouch for the mail."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpServer
from tests.service.office import (
    NA_MON,
    STAFF,
    Office,
    mail_with,
    office_config,
    open_office,
    sheet,
)
from tests.service.test_mail_to_open import answer_to, in_spam, to_open

SERVER = "mx.example.org"
PASS, FAIL = (f"{SERVER}; dmarc={result} header.from=example.go.th" for result in ("pass", "fail"))


@pytest.fixture
def office(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> Iterator[Office]:
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    mailbox = config.mailbox.model_copy(update={"authserv_id": SERVER})
    with open_office(config.model_copy(update={"mailbox": mailbox}), dovecot, smtp_server) as found:
        yield found


def answer(office: Office, to: Received, words: str, sender: str, results: str, when: str) -> None:
    headers = {"In-Reply-To": str(to.message["Message-ID"]), "Authentication-Results": results}
    office.arrive(mail_with(sender=sender, subject=when, body=words, headers=headers), when)
    office.tick(when)


def counting(office: Office) -> dict[str, object]:
    return {r.field: r.value for x in office.revisions() if x.current for r in x.readings}


def test_a_forged_answer_of_staff_decides_nothing(office: Office) -> None:
    doubtful = sheet(organizations_total=5, organizations_done=8)
    headers = {"Authentication-Results": PASS}
    office.arrive(mail_with(("r.pdf", doubtful), headers=headers), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (review,) = office.mailed("review")
    answer(office, review, "ถูกทั้งหมด", STAFF, FAIL, "2026-02-05 10:00")
    answer(office, review, "ถูกทั้งหมด", STAFF, "mx.elsewhere; dmarc=pass", "2026-02-05 10:10")
    assert counting(office) == {} and len(office.mailed("review")) == 1
    answer(office, review, "ถูกทั้งหมด", STAFF, PASS, "2026-02-05 10:20")
    assert counting(office)["organizations_done"] == 8


def test_a_forged_answer_of_a_unit_corrects_nothing(office: Office) -> None:
    headers = {"Authentication-Results": PASS}
    office.arrive(mail_with(("r.pdf", sheet()), headers=headers), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (receipt,) = office.mailed("receipt")
    answer(office, receipt, "เพจ 24", NA_MON, FAIL, "2026-02-05 10:00")
    assert counting(office)["facebook_page"] == 30
    assert office.said_back() == [] and len(office.mailed("receipt")) == 1
    answer(office, receipt, "เพจ 24", NA_MON, PASS, "2026-02-05 10:10")
    assert counting(office)["facebook_page"] == 24


@pytest.mark.parametrize("sender", [NA_MON, STAFF])
def test_staff_are_told_to_move_an_answer_out_of_the_spam_folder_but_no_forged_one(
    office: Office, sender: str
) -> None:
    headers = {"Authentication-Results": PASS}
    office.arrive(mail_with(("r.pdf", sheet()), headers=headers), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    (receipt,) = office.mailed("receipt")
    for words, results, when in (
        ("เพจ 24", FAIL, "2026-02-07 09:00"),
        ("เพจ 25", PASS, "2026-02-08 09:00"),
    ):
        known = {"Authentication-Results": results}
        in_spam(office, answer_to(receipt, words, sender, **known), when)
    (line,) = to_open(office)
    assert sender in line and "๘ ก.พ." in line
