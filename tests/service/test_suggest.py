"""The senders of older mail are proposed, each for the unit whose form it sent."""

import pytest

from mailproc.cli import main
from mailproc.suggest import suggest
from tests.servers.dovecot import Dovecot
from tests.service.office import Office, at, mail_with, sheet
from tests.service.test_commands import Configured, configured

__all__ = ["configured"]

OLD = "2025-11-05 09:00"
PASS = {"Authentication-Results": "mx.test; dmarc=pass header.from=gmail.com"}
FAIL = {"Authentication-Results": "mx.test; dmarc=fail header.from=gmail.com"}


@pytest.fixture
def strict(office: Office) -> Office:
    """An office whose server says who is authentic, with a mailbox full of older mail."""
    mailbox = office.app.config.mailbox.model_copy(update={"authserv_id": "mx.test"})
    config = office.app.config.model_copy(update={"mailbox": mailbox})
    object.__setattr__(office.app, "config", config)

    def old(sender: str, headers: dict[str, str], *files: tuple[str, bytes], subject: str) -> None:
        raw = mail_with(*files, sender=sender, headers=headers, subject=subject)
        # The server writes its line on top.
        line = next(part for part in raw.split(b"\n") if part.startswith(b"Authentication"))
        office.arrive(line + b"\n" + raw.replace(line + b"\n", b"", 1), OLD)

    form = ("r.pdf", sheet())
    old("namon.office@gmail.com", PASS, form, subject="1")
    old("namon.office@gmail.com", PASS, form, subject="2")
    old("forger@gmail.com", FAIL, form, subject="3")
    old("nakhu.office@gmail.com", PASS, subject="อำเภอนาคู ขอส่งรายงาน")
    old("noreply@gmail.com", PASS, form, subject="4")
    old("staff@example.go.th", PASS, form, subject="5")
    old("both@gmail.com", PASS, ("a.pdf", sheet()), ("b.pdf", sheet(unit="เขาวง")), subject="6")
    return office


def test_each_person_is_proposed_for_the_unit_whose_form_came(strict: Office) -> None:
    found = {s.address: s for s in suggest(strict.app)}
    assert found.keys() == {"namon.office@gmail.com", "nakhu.office@gmail.com", "both@gmail.com"}
    best = found["namon.office@gmail.com"]
    assert (best.unit, best.mails, best.by_words, best.others) == ("na-mon", 2, False, ())
    assert found["nakhu.office@gmail.com"].by_words
    assert {found["both@gmail.com"].unit, *found["both@gmail.com"].others} == {
        "na-mon",
        "khao-wong",
    }


def test_an_address_that_is_a_command_is_quoted(
    configured: Configured, capsys: pytest.CaptureFixture[str], dovecot: Dovecot
) -> None:
    dovecot.append(mail_with(("r.pdf", sheet()), sender="`reboot`@evil.example"), at(OLD))
    main(["senders", "suggest", *configured()])
    assert "mailproc senders approve '`reboot`@evil.example' na-mon" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("foo", "not a mail address: 'foo'"),
        ("x@y.z\x1b[31m", "not a mail address"),
        ("<x@y.go.th>", "not a mail address"),
        ("x@y.go.th,z@y.go.th", "not a mail address"),
        ("na-khu@example.go.th", "stands in the configuration as an address of unit na-khu"),
    ],
)
def test_what_is_no_address_or_another_units_is_not_approved(
    configured: Configured, capsys: pytest.CaptureFixture[str], address: str, said: str
) -> None:
    option = configured()
    assert main(["senders", "approve", address, "na-mon", *option]) == 2
    err = capsys.readouterr().err
    assert said in err and "\x1b" not in err
    assert main(["senders", *option]) == 0
    assert "approved" not in capsys.readouterr().out


def test_nothing_is_stored_or_marked(strict: Office) -> None:
    suggest(strict.app)
    assert strict.messages() == []
    assert {m.flags for m in strict.dovecot.listed().values()} == {frozenset()}


def test_the_lines_can_be_pasted(
    configured: Configured, capsys: pytest.CaptureFixture[str], dovecot: Dovecot
) -> None:
    option = configured()
    dovecot.append(mail_with(("r.pdf", sheet()), sender="new@gmail.com"), at(OLD))
    assert main(["senders", "suggest", *option]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split(" #")[0].split() == [
        "mailproc",
        "senders",
        "approve",
        "new@gmail.com",
        "na-mon",
    ]
    assert lines[1] == "# nothing found for: นาคู"
