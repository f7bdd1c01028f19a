"""Who may report: each attack on the sender by its name."""

from pathlib import Path

import pytest

from mailproc.config import Config
from mailproc.intake.attachments import split
from mailproc.intake.senders import Sender, canonical, judge
from tests import make

NA_MON = "na-mon@example.go.th"
GOOD = (
    "Authentication-Results: mx.google.com;\r\n"
    "       dkim=pass header.i=@example.go.th header.s=s1 header.b=AbC;\r\n"
    "       spf=pass (google.com: domain of na-mon@example.go.th designates 192.0.2.1 as"
    " permitted sender) smtp.mailfrom=na-mon@example.go.th;\r\n"
    "       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.go.th\r\n"
)
BAD = (
    "Authentication-Results: mx.google.com;\r\n"
    "       spf=pass smtp.mailfrom=evil@evil.example;\r\n"
    "       dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=example.go.th\r\n"
)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    made = make.config(tmp_path)
    changes = {"authserv_id": "mx.google.com", "username": "kalasin.office@gmail.com"}
    return made.model_copy(update={"mailbox": made.mailbox.model_copy(update=changes)})


def judged(config: Config, header: str | bytes, **approved: str) -> Sender:
    raw = header.encode() if isinstance(header, str) else header
    headers = split(raw + b"\r\nbody\r\n").headers
    return judge(headers, config, dict(approved.items()), in_sent_folder=False)


def judged_in_sent(config: Config, header: str) -> Sender:
    """The same of a mail that lies in our Sent folder too."""
    return judge(split(header.encode() + b"\r\n").headers, config, {}, in_sent_folder=True)


def test_a_units_authentic_mail(config: Config) -> None:
    sender = judged(config, GOOD + f'From: "ท้องถิ่น นามน" <{NA_MON.upper()}>\r\n')
    assert sender == Sender(NA_MON, True, "na-mon", False, False, "")


def test_an_address_approved_by_staff(config: Config) -> None:
    header = GOOD + "From: new@example.go.th\r\n"
    approved = {"new@example.go.th": "na-khu"}
    assert judged(config, header, **approved).unit == "na-khu"
    assert judged(config, header, **{"new@example.go.th": "gone"}).unit is None


def test_a_stranger_is_authentic_and_unknown(config: Config) -> None:
    sender = judged(config, GOOD + "From: stranger@example.go.th\r\n")
    assert (sender.authentic, sender.unit, sender.reason) == (True, None, "unknown_sender")


def test_sender_authentication_switched_off(config: Config) -> None:
    off = config.mailbox.model_copy(update={"authserv_id": ""})
    sender = judged(config.model_copy(update={"mailbox": off}), f"From: {NA_MON}\r\n")
    assert (sender.authentic, sender.unit) == (True, "na-mon")


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=pass header.from=example.go.th",
        "dmarc=pass (p=REJECT) header.from=EXAMPLE.go.th",
        "spf=pass smtp.mailfrom=na-mon@example.go.th",
        "spf=pass smtp.mailfrom=mail.example.go.th",
        "dkim=pass header.d=example.go.th",
        "dkim=pass header.i=@mail.example.go.th header.s=x",
        "dkim=fail header.i=@example.go.th; dkim=pass header.i=@example.go.th",
        "dmarc=none header.from=example.go.th; spf=pass smtp.mailfrom=x@example.go.th",
    ],
)
def test_results_that_vouch(config: Config, results: str) -> None:
    header = f"Authentication-Results: mx.google.com 1; {results}\r\nFrom: {NA_MON}\r\n"
    assert judged(config, header).authentic


@pytest.mark.parametrize(
    "results",
    [
        "none",
        "",
        "dmarc=fail header.from=example.go.th",
        "dmarc=fail header.from=example.go.th; dkim=pass header.i=@example.go.th",
        "dmarc=temperror header.from=example.go.th",
        "dmarc=bestguesspass header.from=example.go.th",
        "dmarc=pass header.from=evil.example",
        "dmarc=pass header.from=example.go.th; dmarc=fail header.from=example.go.th",
        "spf=pass smtp.mailfrom=x@evil.example",
        "spf=softfail smtp.mailfrom=x@example.go.th",
        "spf=pass smtp.mailfrom=x@go.th",
        "spf=pass smtp.mailfrom=x@notexample.go.th",
        "spf=pass",
        "dkim=pass header.i=@example.go.th.evil.example",
        "dkim=pass header.d=evil.example header.i=@example.go.th",
        "spf=pass (dmarc=pass header.from=example.go.th) smtp.mailfrom=x@evil.example",
        'spf=pass smtp.mailfrom="a; dmarc=pass header.from=example.go.th"@evil.example',
        "spf=pass (domain of a) ; dmarc=pass header.from=example.go.th ; (@evil.example)) x=y",
        "x-dmarc=pass header.from=example.go.th",
        'spf=fail (domain of "x) ; dmarc=pass header.from=example.go.th ("@evil.example does not)',
    ],
)
def test_results_that_do_not_vouch(config: Config, results: str) -> None:
    header = f"Authentication-Results: mx.google.com; {results}\r\nFrom: {NA_MON}\r\n"
    sender = judged(config, header)
    assert not sender.authentic
    assert sender.reason in ("not_aligned", "dmarc_fail")


def test_forged_lower_results_do_not_count(config: Config) -> None:
    assert judged(config, BAD + GOOD + f"From: {NA_MON}\r\n").reason == "dmarc_fail"
    assert judged(config, GOOD + BAD + f"From: {NA_MON}\r\n").authentic


def test_results_that_are_too_long_do_not_count(config: Config) -> None:
    # A stranger's own signatures push the end of his domain, and the verdict, out of sight.
    field = "mx.google.com; spf=none;".ljust(8 * 1024 - len("dkim=pass header.i=@example.go.th"))
    field += "dkim=pass header.i=@example.go.th.evil.example; dmarc=fail header.from=example.go.th"
    assert not judged(config, f"Authentication-Results: {field}\r\nFrom: {NA_MON}\r\n").authentic


@pytest.mark.parametrize(
    "server", ["mx.evil.example", "mx.google.com.evil.example", "(mx.google.com) evil.example", ""]
)
def test_results_of_another_server_do_not_count(config: Config, server: str) -> None:
    header = f"Authentication-Results: {server}; dmarc=pass header.from=example.go.th\r\n"
    assert judged(config, header + f"From: {NA_MON}\r\n").reason == "no_results"


def test_a_mail_without_results(config: Config) -> None:
    arc = f"ARC-{GOOD}X-{GOOD}"
    assert judged(config, arc + f"From: {NA_MON}\r\n").reason == "no_results"


@pytest.mark.parametrize("name", ["Resent-From", "RESENT-TO", "Resent-Date", "Resent-Sender"])
def test_a_mail_that_somebody_sent_on_as_it_was_is_nobodys(config: Config, name: str) -> None:
    """Its signature holds still, but its sender need not know that it came here, and when."""
    sender = judged(config, f"{name}: evil@evil.example\r\n{GOOD}From: {NA_MON}\r\n")
    assert (sender.authentic, sender.unit, sender.reason) == (False, None, "resent")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (f"{NA_MON}, evil@evil.example", "several_addresses"),
        (f"<{NA_MON}>, <evil@evil.example>", "several_addresses"),
        (f"evil@evil.example, {NA_MON}", "several_addresses"),
        (f"Office: {NA_MON};", "group"),
        (f"undisclosed-recipients:;, {NA_MON}", "group"),
        (f"<{NA_MON}> <evil@evil.example>", "malformed"),
        (f"{NA_MON} <evil@evil.example>", "malformed"),
        (f"evil@evil.example <{NA_MON}>", "malformed"),
        (f"{NA_MON} (evil@evil.example)", "malformed"),
        (f"<@evil.example:{NA_MON}>", "malformed"),
        (f'"na-mon"@example.go.th', "malformed"),  # noqa: F541
        (f"<{NA_MON}", "malformed"),
        (f'"{NA_MON}', "malformed"),
        (f"{NA_MON} evil", "malformed"),
        (f"<<{NA_MON}>>", "malformed"),
        (f"{NA_MON}\x00@evil.example", "malformed"),
        ("=?utf-8?Q?na-mon=40example.go.th?=", "malformed"),
        ("=?utf-8?Q?=3Cna-mon=40example.go.th=3E?=", "malformed"),
        ("nа-mon@example.go.th", "malformed"),  # a Cyrillic а
        ("na-mon@exаmple.go.th", "malformed"),
        ("na-mon@localhost", "malformed"),
        ("", "malformed"),
        ("x" * 10_000 + f" <{NA_MON}>", "malformed"),
    ],
)
def test_from_fields_that_name_nobody_for_sure(config: Config, value: str, reason: str) -> None:
    sender = judged(config, GOOD + f"From: {value}\r\n")
    assert (sender.authentic, sender.unit, sender.reason) == (False, None, reason)


@pytest.mark.parametrize(
    "value",
    [
        NA_MON,
        f"<{NA_MON}>",
        f"นามน <{NA_MON}>",
        f'"นามน, อำเภอ: (ทดสอบ)" <{NA_MON}>',
        f"=?utf-8?B?4LiZ4Liy4Lih4LiZ?= <{NA_MON}>",
        f"{NA_MON} (นามน)",
        f"{NA_MON} <{NA_MON}>",
        f'"{NA_MON}" <{NA_MON}>',
        f"\r\n {NA_MON}",
    ],
)
def test_from_fields_as_mail_programs_write_them(config: Config, value: str) -> None:
    assert judged(config, GOOD + f"From: {value}\r\n").unit == "na-mon"


def test_a_thai_display_name_in_raw_windows_874(config: Config) -> None:
    header = GOOD.encode() + b"From: " + "นามน".encode("cp874") + f" <{NA_MON}>\r\n".encode()
    assert judged(config, header).unit == "na-mon"


def test_a_display_name_is_no_address(config: Config) -> None:
    results = GOOD.replace("example.go.th", "evil.example")
    sender = judged(config, results + f'From: "{NA_MON}" <evil@evil.example>\r\n')
    assert (sender.address, sender.unit, sender.reason) == (
        "evil@evil.example",
        None,
        "unknown_sender",
    )


@pytest.mark.parametrize(
    "second", ["From: evil@evil.example", "from : evil@evil.example", "FROM:\tevil@evil.example"]
)
def test_two_from_fields(config: Config, second: str) -> None:
    for header in (f"From: {NA_MON}\r\n{second}\r\n", f"{second}\r\nFrom: {NA_MON}\r\n"):
        sender = judged(config, GOOD + header)
        assert (sender.authentic, sender.reason) == (False, "two_from")


def test_a_second_from_behind_a_lone_carriage_return(config: Config) -> None:
    header = GOOD + f"From: evil@evil.example\r\nSubject: x\rFrom: {NA_MON}\r\n"
    assert judged(config, header).reason == "two_from"


def test_a_second_from_far_behind(config: Config) -> None:
    header = GOOD + f"From: {NA_MON}\r\n" + "X: y\r\n" * 300_000 + "From: evil@evil.example\r\n"
    assert not judged(config, header).authentic


def test_other_fields_name_nobody(config: Config) -> None:
    others = "".join(f"{f}: {NA_MON}\r\n" for f in ("Sender", "Reply-To", "Resent-From", "X-From"))
    assert judged(config, GOOD + others).reason == "none"
    sender = judged(config, GOOD + others + "From: stranger@example.go.th\r\n")
    assert (sender.address, sender.unit) == ("stranger@example.go.th", None)


@pytest.mark.parametrize(
    "lookalike",
    ["na-mon@example.go.th.evil.example", "na.mon@example.go.th", "na-mon+x@example.go.th"],
)
def test_lookalike_addresses_belong_to_nobody(config: Config, lookalike: str) -> None:
    domain = lookalike.rpartition("@")[2]
    header = f"Authentication-Results: mx.google.com; dmarc=pass header.from={domain}\r\n"
    assert judged(config, header + f"From: {lookalike}\r\n").unit is None


def test_staff(config: Config) -> None:
    sender = judged(config, GOOD + "From: staff@example.go.th\r\n")
    assert (sender.authentic, sender.staff, sender.unit) == (True, True, None)


@pytest.mark.parametrize(
    "spelling",
    ["kalasin.office@gmail.com", "kalasinoffice@gmail.com", "Kalasin.Office+x@googlemail.com"],
)
def test_the_mailboxs_own_account_in_every_spelling(config: Config, spelling: str) -> None:
    domain = spelling.rpartition("@")[2]
    results = f"Authentication-Results: mx.google.com; dmarc=pass header.from={domain}\r\n"
    by_hand = judged(config, results + f"From: {spelling}\r\n")
    assert (by_hand.staff, by_hand.own, by_hand.authentic) == (True, False, True)
    notice = judged(config, results + f"From: {spelling}\r\nX-Mailproc-Notice: receipt\r\n")
    assert (notice.staff, notice.own) == (False, True)


OWN = "From: kalasin.office@gmail.com\r\n"


@pytest.mark.parametrize(
    "lower", ["", "Authentication-Results: mx.evil.example; dmarc=fail\r\n", f"ARC-{BAD}"]
)
def test_mail_of_the_own_account_without_results_is_as_the_sent_folder_says(
    config: Config, lower: str
) -> None:
    proven, held = judged_in_sent(config, lower + OWN), judged(config, lower + OWN)
    assert (proven.authentic, proven.staff, proven.reason) == (True, True, "")
    assert (held.authentic, held.reason) == (False, "not_in_sent_folder")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (BAD + OWN, "dmarc_fail"),
        ("Authentication-Results: mx.google.com; none\r\n" + OWN, "not_aligned"),
        (f"From: {NA_MON}\r\n", "no_results"),
        ("From: staff@example.go.th\r\n", "no_results"),
        (OWN + OWN, "two_from"),
        (OWN.strip() + f", {NA_MON}\r\n", "several_addresses"),
        (OWN + f"Resent-From: {NA_MON}\r\n", "resent"),
        (OWN + "X-Mailproc-Notice: receipt\r\n", "no_results"),
    ],
)
def test_the_sent_folder_vouches_for_nothing_else(config: Config, header: str, reason: str) -> None:
    sender = judged_in_sent(config, header)
    assert (sender.authentic, sender.reason) == (False, reason)


def test_a_strangers_notice_header_makes_nothing_ours(config: Config) -> None:
    sender = judged(config, GOOD + f"From: {NA_MON}\r\nX-Mailproc-Notice: receipt\r\n")
    assert (sender.own, sender.unit) == (False, "na-mon")


def test_only_our_own_address_is_bent() -> None:
    assert canonical("a.b+c@gmail.com") == canonical("ab@googlemail.com") == "ab@gmail.com"
    assert canonical("a.b@example.go.th") != canonical("ab@example.go.th")
