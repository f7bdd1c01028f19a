"""Each notice goes out once, whatever the server does and wherever a tick is killed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from mailproc.config import Config
from mailproc.notices.deliver import (
    IN_HAND,
    MOST_TRIES,
    PAUSES,
    DeliverCounts,
    deliver,
    pause_after,
)
from mailproc.notices.forms import drawn
from mailproc.notices.own_words import LIMIT_REACHED
from mailproc.notices.smtp import Smtp
from storage import notices, outgoing
from storage.correspondence import Notice
from tests.notices.conftest import Outbox
from tests.notices.samples import new_notice
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.smtp import Received

KEY = "receipt/7/1"
TO = "na-mon@example.go.th"


def kill_after_begin(outbox: Outbox, key: str = KEY) -> None:
    """A tick was killed between the commit of its try and that of the outcome."""
    with outbox.app.db.transaction() as tx:
        outgoing.begin_send(tx, outbox.stored(key).id, outbox.stored(key).tries, outbox.clock[0])


def copy_to_sent(outbox: Outbox) -> None:
    """The server keeps a copy of what it takes, as Gmail does."""

    def keep(mail: Received) -> None:
        outbox.dovecot.append(mail.raw, outbox.clock[0], folder="Sent")

    outbox.smtp.on_mail = keep


def keep_what_is_sent(outbox: Outbox) -> None:
    """The server keeps copies, and something went out before."""
    copy_to_sent(outbox)
    outbox.queue("receipt/1/1")
    assert outbox.deliver().sent == 1
    outbox.smtp.received.clear()


def without_sent_folder(outbox: Outbox, other: Dovecot) -> None:
    """The mailbox is on that other server, which has none."""
    mailbox = outbox.app.config.mailbox.model_copy(update={"port": other.tls_port})
    config = outbox.app.config.model_copy(update={"mailbox": mailbox})
    outbox.app = replace(outbox.app, config=config)


def limit_to(outbox: Outbox, recipients: int) -> None:
    """No more than so many in a day."""
    limited = outbox.app.config.smtp.model_copy(update={"daily_limit": recipients})
    config = outbox.app.config.model_copy(update={"smtp": limited})
    outbox.app = replace(outbox.app, config=config)


def test_it_goes_out_once_with_the_stored_message_id(outbox: Outbox) -> None:
    message_id = outbox.queue()
    assert outbox.deliver().sent == 1
    assert outbox.deliver(5).sent == 0
    (mail,) = outbox.smtp.received
    assert mail.recipients == (TO,)
    assert mail.message["Message-ID"] == message_id
    stored = outbox.stored()
    assert (stored.state, stored.tries, stored.sent_at) == (
        "sent",
        1,
        outbox.clock[0] - timedelta(minutes=5),
    )


def test_all_notices_of_a_tick_share_one_connection(outbox: Outbox) -> None:
    for number in range(45):
        outbox.queue(f"receipt/{number}/1")
    assert outbox.deliver().sent == 45
    assert outbox.smtp.logins == 1
    assert len({r.message["X-Mailproc-Key"] for r in outbox.smtp.received}) == 45


def test_nothing_to_send_needs_no_server(outbox: Outbox) -> None:
    assert outbox.deliver().sent == 0
    assert outbox.smtp.logins == 0


def test_a_temporary_refusal_is_tried_again_after_growing_pauses(outbox: Outbox) -> None:
    outbox.queue()
    outbox.smtp.put_off[TO] = 2
    assert outbox.deliver().retried == 1
    assert "Greylisted" in outbox.stored().error
    assert outbox.deliver(0.9).retried == 0
    assert outbox.deliver(0.2).retried == 1
    assert outbox.deliver(4).sent == 0
    assert outbox.deliver(1.1).sent == 1
    assert outbox.stored().tries == 3
    assert [pause_after(n) for n in (1, 2, 5, 19)] == [PAUSES[0], PAUSES[1], PAUSES[4], PAUSES[4]]


def test_it_gives_up_in_the_end(outbox: Outbox) -> None:
    outbox.queue()
    outbox.smtp.put_off[TO] = 1000
    for _ in range(MOST_TRIES):
        assert outbox.stored().state == "queued"
        outbox.deliver(241)
    assert outbox.stored().state == "failed"
    assert outbox.deliver(241).failed == 0


def test_a_refused_recipient_holds_up_no_other(outbox: Outbox) -> None:
    outbox.queue("receipt/1/1", "gone@example.go.th")
    outbox.queue("receipt/2/1")
    outbox.smtp.refused["gone@example.go.th"] = "550 5.1.1 No such user"
    counts = outbox.deliver()
    assert (counts.sent, counts.failed, counts.error) == (1, 1, "")
    gone = outbox.stored("receipt/1/1")
    assert (gone.state, gone.error) == ("failed", "550 5.1.1 No such user")


def test_of_several_recipients_only_the_refused_one_is_kept(outbox: Outbox) -> None:
    outbox.queue("digest/2026-02-09", "a@example.go.th", "gone@example.go.th", "full@example.go.th")
    outbox.smtp.refused["gone@example.go.th"] = "550 5.1.1 No such user"
    outbox.smtp.put_off["full@example.go.th"] = 1
    counts = outbox.deliver()
    assert (counts.sent, counts.failed, counts.retried) == (1, 1, 1)
    assert outbox.stored("digest/2026-02-09").state == "sent"
    assert outbox.stored("to/gone@example.go.th/").state == "failed"
    assert outbox.deliver(2).sent == 1
    assert [r.recipients for r in outbox.smtp.received] == [
        ("a@example.go.th",),
        ("full@example.go.th",),
    ]


@pytest.mark.parametrize("answer", ["451", "550"])
def test_a_refused_recipient_is_not_lost_where_the_answer_about_the_mail_is(
    outbox: Outbox, answer: str
) -> None:
    """The Sent folder says that the mail went out; it does not say to whom."""
    keep_what_is_sent(outbox)
    outbox.queue("digest/2026-02-09", "a@example.go.th", "b@example.go.th")
    if answer == "451":
        outbox.smtp.put_off["b@example.go.th"] = 1
    else:
        outbox.smtp.refused["b@example.go.th"] = "550 5.1.1 No such user"
    outbox.smtp.drop_after_data = 1
    for _ in range(4):
        outbox.deliver(300)
    assert outbox.stored("digest/2026-02-09").state == "sent"
    assert outbox.stored("digest/2026-02-09").new.to == ("a@example.go.th",)
    assert len(outbox.smtp.to("a@example.go.th")) == 1
    other = outbox.stored("to/b@example.go.th/")
    assert other.state == ("sent" if answer == "451" else "failed")
    assert len(outbox.smtp.to("b@example.go.th")) == (answer == "451")


def test_a_command_that_sends_beside_the_worker_sends_nothing_twice(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have read the same queue; the other one goes through it while a mail is in hand."""
    for number in range(3):
        outbox.queue(f"receipt/{number}/1")
    others: list[DeliverCounts] = []

    def drawn_meanwhile(config: Config, notice: Notice) -> Notice:
        if not others:
            others.append(DeliverCounts())
            others.append(outbox.deliver())
        return drawn(config, notice)

    monkeypatch.setattr("mailproc.notices.deliver.drawn", drawn_meanwhile)
    ours = outbox.deliver()
    assert (ours.sent, others[1].sent) == (1, 2)
    assert len(outbox.smtp.received) == 3


def test_an_address_that_is_none_fails_alone(outbox: Outbox) -> None:
    outbox.queue("receipt/1/1", "no address\r\nRCPT TO:<x@example.org>")
    outbox.queue("receipt/2/1")
    counts = outbox.deliver()
    assert (counts.sent, counts.failed) == (1, 1)
    assert [r.recipients for r in outbox.smtp.received] == [(TO,)]


def test_a_notice_that_is_no_mail_fails_alone(outbox: Outbox) -> None:
    with outbox.app.db.transaction() as tx:
        notices.queue(tx, new_notice("receipt/1/1"), "not a Message-ID", outbox.clock[0])
    outbox.queue("receipt/2/1")
    counts = outbox.deliver()
    assert (counts.sent, counts.failed) == (1, 1)
    assert "cannot be made into a mail" in outbox.stored("receipt/1/1").error


@pytest.mark.parametrize("kept", [True, False])
def test_an_unclear_try_asks_the_sent_folder(outbox: Outbox, kept: bool) -> None:
    keep_what_is_sent(outbox)
    outbox.queue()
    if kept:
        outbox.smtp.drop_after_data = 1
    else:
        outbox.smtp.lose_at_data = 1
    assert outbox.deliver().retried == 1
    assert outbox.stored().state == "sending"
    assert outbox.deliver(2).sent == 1
    assert len(outbox.smtp.received) == 1
    assert outbox.stored().state == "sent"


@pytest.mark.parametrize("went_out", [True, False])
def test_a_killed_tick_sends_nothing_twice(outbox: Outbox, went_out: bool) -> None:
    keep_what_is_sent(outbox)
    message_id = outbox.queue()
    kill_after_begin(outbox)
    if went_out:
        raw = f"Message-ID: {message_id}\r\n\r\nbody\r\n".encode()
        outbox.dovecot.append(raw, outbox.clock[0], folder="Sent")
    assert outbox.deliver().sent == 1
    assert len(outbox.smtp.received) == (0 if went_out else 1)


def test_a_mail_that_may_still_be_in_hand_is_not_sent_by_another_process(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    message_id = outbox.queue()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Smtp, "send", killed)
        outbox.deliver()
    assert outbox.deliver(IN_HAND / timedelta(minutes=1) - 0.1).sent == 0
    raw = f"Message-ID: {message_id}\r\n\r\nbody\r\n".encode()
    outbox.dovecot.append(raw, outbox.clock[0], folder="Sent")
    assert outbox.deliver(0.2).sent == 1
    assert outbox.smtp.received == []


def test_a_mail_that_another_process_has_in_hand_is_left_to_it(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That one had read the queue before this one took the mail."""
    outbox.queue()
    with outbox.app.db.transaction() as tx:
        as_read = outgoing.due(tx, outbox.clock[0], 20)
    send, meanwhile = Smtp.send, iter([as_read, []])

    def sending(*args: Any) -> None:
        monkeypatch.setattr(Smtp, "send", send)
        with monkeypatch.context() as patch:
            patch.setattr(outgoing, "due", lambda *_: next(meanwhile))
            outbox.deliver()
        send(*args)

    monkeypatch.setattr(Smtp, "send", sending)
    outbox.deliver()
    assert len(outbox.smtp.received) == 1


def test_without_a_sent_folder_it_is_sent_again_once(
    outbox: Outbox, certificates: Certificates
) -> None:
    with running_dovecot(certificates, sent=False) as other:
        without_sent_folder(outbox, other)
        message_id = outbox.queue()
        outbox.smtp.drop_after_data = 2
        assert outbox.deliver().retried == 1
        assert outbox.deliver(2).retried == 1
        assert outbox.deliver(2).failed == 1
    assert [r.message["Message-ID"] for r in outbox.smtp.received] == [message_id] * 2
    assert outbox.stored().state == "unclear"
    assert outbox.deliver(1000).sent == 0


def test_a_sent_folder_that_nothing_is_filed_in_is_as_good_as_none(outbox: Outbox) -> None:
    outbox.dovecot.append(b"Message-ID: <a@b>\r\n\r\nby hand\r\n", outbox.clock[0], folder="Sent")
    outbox.queue("receipt/1/1")
    assert outbox.deliver().sent == 1
    message_id = outbox.queue()
    outbox.smtp.drop_after_data = 6
    for _ in range(6):
        outbox.deliver(1000)
    again = [r.message["Message-ID"] for r in outbox.smtp.received[1:]]
    assert again == [message_id] * 2
    assert outbox.stored().state == "unclear"


def test_before_anything_was_sent_a_server_that_takes_and_falls_silent_gets_two_copies(
    outbox: Outbox,
) -> None:
    outbox.queue()
    outbox.smtp.drop_after_data = 6
    for _ in range(6):
        outbox.deliver(1000)
    assert len(outbox.smtp.received) == 2
    assert outbox.stored().state == "unclear"


@pytest.mark.parametrize("kills", [1, 5])
def test_before_anything_was_sent_kills_cost_no_notice(outbox: Outbox, kills: int) -> None:
    outbox.queue()
    for _ in range(kills):
        kill_after_begin(outbox)
    assert outbox.deliver().sent == 1
    assert len(outbox.smtp.received) == 1


def test_what_may_have_gone_out_stays_so_where_the_next_try_is_put_off(
    outbox: Outbox, certificates: Certificates
) -> None:
    with running_dovecot(certificates, sent=False) as other:
        without_sent_folder(outbox, other)
        outbox.queue()
        for turn in range(8):
            if turn % 2:
                outbox.smtp.put_off[TO] = 1
            else:
                outbox.smtp.drop_after_data = 1
            outbox.deliver(1000)
    assert len(outbox.smtp.received) == 2
    assert outbox.stored().state == "unclear"


def test_an_unclear_notice_waits_while_the_mailbox_is_out_of_reach(outbox: Outbox) -> None:
    outbox.queue("receipt/1/1")
    kill_after_begin(outbox, "receipt/1/1")
    outbox.queue("receipt/2/1")
    working = outbox.app
    broken = working.config.mailbox.model_copy(update={"port": 1})
    outbox.app = replace(working, config=working.config.model_copy(update={"mailbox": broken}))
    counts = outbox.deliver()
    assert (counts.sent, counts.retried) == (1, 1)
    assert outbox.stored("receipt/1/1").state == "sending"
    outbox.app = working
    assert outbox.deliver(2).sent == 1
    assert len(outbox.smtp.received) == 2


def test_a_server_out_of_reach_ends_the_round_and_costs_no_try(outbox: Outbox) -> None:
    outbox.queue("receipt/1/1")
    outbox.queue("receipt/2/1")
    working = outbox.app
    gone = working.config.smtp.model_copy(update={"port": 1})
    outbox.app = replace(working, config=working.config.model_copy(update={"smtp": gone}))
    counts = outbox.deliver()
    assert "refuses the connection" in counts.error and "\n" not in counts.error
    assert outbox.stored("receipt/1/1").tries == 0
    outbox.app = working
    assert outbox.deliver().sent == 2


def test_a_refused_login_is_told_with_a_hint(outbox: Outbox) -> None:
    outbox.queue()
    wrong = outbox.app.config.smtp.model_copy(update={"password": SecretStr("wrong")})
    config = outbox.app.config.model_copy(update={"smtp": wrong})
    outbox.app = replace(outbox.app, config=config)
    counts = outbox.deliver()
    assert "refuses the login" in counts.error and "check username and password" in counts.error
    assert "wrong" not in counts.error
    assert outbox.stored().state == "queued"


def test_a_login_that_fails_for_an_hour_costs_no_notice(outbox: Outbox) -> None:
    outbox.queue()
    outbox.smtp.passwords_work = False
    for _ in range(12):
        assert "refuses the login" in outbox.deliver(5).error
    outbox.smtp.passwords_work = True
    assert outbox.deliver(5).sent == 1
    assert outbox.stored().tries == 1


def test_the_providers_daily_limit_ends_the_round_and_fails_nothing(outbox: Outbox) -> None:
    outbox.queue("receipt/1/1")
    outbox.queue("receipt/2/1")
    outbox.smtp.refused[TO] = "550 5.4.5 Daily user sending limit exceeded"
    counts = outbox.deliver()
    assert (counts.sent, counts.failed) == (0, 0)
    assert "takes no more mail today" in counts.error
    outbox.smtp.reset()
    assert outbox.deliver(2).sent == 2


def test_our_own_daily_limit_leaves_the_rest_queued(outbox: Outbox) -> None:
    limit_to(outbox, 3)
    for number in range(5):
        outbox.queue(f"receipt/{number}/1")
    assert outbox.deliver().sent == 3
    with outbox.app.db.transaction() as tx:
        waiting = {n.new.key: n.error for n in outgoing.delayed(tx)}
    assert set(waiting) == {"receipt/3/1", "receipt/4/1"}
    assert set(waiting.values()) == {f"{LIMIT_REACHED} (3)"}
    assert outbox.deliver(60).sent == 0
    assert outbox.deliver(24 * 60).sent == 2


def test_the_digest_does_not_wait_for_the_limit_that_it_tells_of(outbox: Outbox) -> None:
    limit_to(outbox, 2)
    for number in range(4):
        outbox.queue(f"receipt/{number}/1")
    with outbox.app.db.transaction() as tx:
        staff = replace(new_notice("digest/2026-02-05", kind="digest"), message=None)
        notices.queue(tx, staff, "<digest@example.go.th>", outbox.clock[0])
    outbox.deliver()
    assert [r.message["X-Mailproc-Notice"] for r in outbox.smtp.received].count("digest") == 1
    outbox.deliver(5)
    assert len(outbox.smtp.received) == 3


def test_a_refused_mail_is_put_off_or_fails_by_its_code(outbox: Outbox) -> None:
    outbox.queue("receipt/1/1")
    outbox.smtp.data_answer = "451 4.3.0 try later"
    assert outbox.deliver().retried == 1
    outbox.smtp.data_answer = "554 5.6.0 not acceptable"
    assert outbox.deliver(2).failed == 1
    assert outbox.stored("receipt/1/1").error == "554 5.6.0 not acceptable"


def test_stop_is_asked_between_mails(outbox: Outbox) -> None:
    for number in range(3):
        outbox.queue(f"receipt/{number}/1")
    asked = iter([False, True])
    assert deliver(outbox.app, lambda: next(asked)).sent == 1


def test_suppressed_notices_stay(outbox: Outbox) -> None:
    outbox.queue(state="suppressed")
    assert outbox.deliver(60).sent == 0
    assert outbox.stored().state == "suppressed"
