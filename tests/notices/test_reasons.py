"""Why a mail waits, in words for staff."""

from typing import get_args

import pytest

from mailproc.cli import parser
from mailproc.intake.senders import Reason
from mailproc.reasons import thai, thai_of_mail
from storage.records import Message, MessageState
from tests.notices.samples import AT


def mail(reason: str, state: MessageState = "recorded") -> Message:
    return Message(1, "", "mail", "mail", "", "", "", AT, state, 0, reason, "", "", "")


@pytest.mark.parametrize("reason", [r for r in get_args(Reason) if r not in ("", "unknown_sender")])
def test_doubts_about_a_sender_are_said_in_thai(reason: str) -> None:
    said = thai_of_mail(mail(reason))
    assert said and reason not in said
    assert reason not in thai(f"not_authentic::{reason}", None)


def test_a_mail_that_is_too_big_is_said_with_its_size() -> None:
    said = thai_of_mail(mail("the mail has 123 MB, more than 100 MB: …", "held"))
    assert "123 MB" in said and "กล่องจดหมาย" in said


def test_what_a_mail_says_itself_is_not_repeated() -> None:
    assert "evil" not in thai_of_mail(mail("sent by a machine (noreply@evil.example)"))


def test_a_held_mail_is_named_with_its_letter() -> None:
    assert parser().parse_args(["reject", "m12", "done"]).item == "m12"
    assert parser().parse_args(["reject", "12", "done"]).item == 12
    for wrong in ("m", "mx", "m-1", "x"):
        with pytest.raises(SystemExit):
            parser().parse_args(["reject", wrong, "done"])
