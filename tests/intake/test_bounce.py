"""Delivery reports are told from other automatic mail, and say which mail of ours came back."""

import pytest

from mailproc.intake.attachments import split

OURS = "<0123456789abcdef@example.go.th>"


def report(fields: str, returned: str = f"Message-ID: {OURS}", kind: str = "message/rfc822") -> str:
    return (
        "Return-Path: <>\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nAddress not found\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; googlemail.com\n\n"
        f"Final-Recipient: rfc822; na-mon@example.go.th\n{fields}\n"
        f"--b\nContent-Type: {kind}\n\n{returned}\nSubject: x\n\n--b--\n"
    )


GMAIL = report("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 no such user")
HEADER_ONLY = report("Action: failed\nStatus: 5.2.2", kind="text/rfc822-headers")
EXCHANGE = report(
    "Action: failed\nStatus: 5.7.1", returned="From: a@b", kind="message/rfc822"
).replace("Return-Path", f"In-Reply-To: {OURS}\nReferences: {OURS}\nReturn-Path")
EXIM = (
    "Return-path: <>\nX-Failed-Recipients: na-mon@example.go.th\nAuto-Submitted: auto-replied\n"
    "From: Mail Delivery System <Mailer-Daemon@example.org>\n\n"
    "A message that you sent could not be delivered.\n\n------ This is a copy ------\n\n"
    f"Message-ID: {OURS}\nSubject: x\n"
)


@pytest.mark.parametrize("mail", [GMAIL, HEADER_ONLY, EXCHANGE, EXIM])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_came_back_for_good_is_named(mail: str, end: str) -> None:
    bounce = split(mail.replace("\n", end).encode()).bounce
    assert bounce is not None
    assert OURS in bounce.message_ids


def test_the_servers_words_are_kept() -> None:
    bounce = split(GMAIL.encode()).bounce
    assert bounce is not None
    assert bounce.reason == "smtp; 550-5.1.1 no such user"


@pytest.mark.parametrize("mail", [GMAIL, HEADER_ONLY, EXCHANGE, EXIM])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_whom_it_did_not_reach_is_named(mail: str, end: str) -> None:
    bounce = split(mail.replace("\n", end).encode()).bounce
    assert bounce is not None
    assert bounce.recipients == ("na-mon@example.go.th",)


def test_whom_it_did_reach_is_not_among_them() -> None:
    relayed = "Final-Recipient: rfc822; na-khu@example.go.th\nAction: relayed\nStatus: 2.0.0"
    bounce = split(report(f"Action: failed\nStatus: 5.1.1\n\n{relayed}").encode()).bounce
    assert bounce is not None
    assert bounce.recipients == ("na-mon@example.go.th",)


@pytest.mark.parametrize(
    "mail",
    [
        report("Action: delayed\nStatus: 4.4.1"),
        report("Action: delivered\nStatus: 2.0.0"),
        report("Status: 4.2.2"),
        f"Auto-Submitted: auto-replied\nIn-Reply-To: {OURS}\nFrom: a@b.th\n\nI am away\n",
        f"In-Reply-To: {OURS}\nFrom: a@b.th\n\nStatus: 5.1.1\nAction: failed\n",
        report("Action: failed\nStatus: 5.1.1", returned="From: a@b"),
    ],
    ids=["delayed", "delivered", "full for now", "away", "a person's mail", "of no mail"],
)
def test_anything_else_is_no_bounce(mail: str) -> None:
    assert split(mail.encode()).bounce is None
