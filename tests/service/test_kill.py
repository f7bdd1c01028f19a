"""The program is killed anywhere, ever again: nothing is lost and nothing is done twice."""

from pathlib import Path

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import Received, SmtpServer
from tests.service.killing import (
    MAILS,
    UNITS,
    disturb,
    keys,
    opened,
    receipts,
    records,
    sample_mail,
    trial,
)
from tests.service.office import STAFF, mail_with, sheet

KILLS = 200


def test_two_hundred_kills_leave_what_an_undisturbed_run_leaves(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    (tmp_path / "calm").mkdir()
    (tmp_path / "killed").mkdir()
    with trial(tmp_path / "killed", dovecot, smtp_server) as killed:
        disturb(killed, KILLS, seed=1)
        assert killed.kills["program"] > 100
        assert killed.kills["reader"] > 10
        with opened(killed) as office:
            after_kills = records(office)
    assert len(receipts(smtp_server)) == MAILS
    assert set(keys(smtp_server).values()) == {1}
    with trial(tmp_path / "calm", dovecot, smtp_server) as calm:
        calm.arrived = MAILS
        calm.finish()
        with opened(calm) as office:
            assert records(office) == after_kills


def test_a_kill_at_any_commit_and_any_word_to_a_server_loses_and_doubles_nothing(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with trial(tmp_path, dovecot, smtp_server) as at_edges:
        for edge in range(1, 1000):
            dovecot.append(*sample_mail(edge))
            at_edges.arrived += 1
            at_edges.program.begin(edge)
            if at_edges.program.end() == 0:
                break
        at_edges.finish()
        with opened(at_edges) as office:
            assert len(office.messages()) == edge
            (copy,) = office.app.config.backup_dir.iterdir()
            assert copy.suffix == ".db"
    assert edge > 60
    assert len(receipts(smtp_server)) == edge
    assert set(keys(smtp_server).values()) == {1}


def test_a_kill_at_any_point_of_acting_on_an_answer_does_what_it_asks_once(
    tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    with trial(tmp_path, dovecot, smtp_server) as at_edges:
        for number, edge in enumerate(range(1, 200, 5)):
            doubtful = {"organizations_total": 5, "organizations_done": 8, "website": number}
            (name, address), when = UNITS[number % 2], sample_mail(number)[1]
            months = 12 * 2025 + number // 2
            period = f"{months // 12}-{months % 12 + 1:02d}"
            report = mail_with(
                ("r.pdf", sheet(unit=name, period=period, **doubtful)),
                sender=address,
                subject=f"แก้ไข {number}",
            )
            dovecot.append(report, when)
            at_edges.program.begin()
            assert at_edges.program.end() == 0
            review = [r for r in smtp_server.received if is_review(r)][-1].message
            headers = {"In-Reply-To": str(review["Message-ID"])}
            answer = mail_with(
                sender=STAFF,
                subject=f"Re: {review['Subject']}",
                body="ถูกทั้งหมด",
                headers=headers,
            )
            dovecot.append(answer, when)
            at_edges.arrived += 2
            at_edges.program.begin(edge)
            killed = at_edges.program.end() != 0
            at_edges.program.begin()
            assert at_edges.program.end() == 0
            if not killed:
                break
        at_edges.finish()
        with opened(at_edges) as office:
            counted = [r for r in office.revisions() if r.state == "accepted"]
            assert len(counted) == len(office.revisions()) == number + 1
            assert {r.decided_by for r in counted} == {STAFF}
    assert number > 8
    assert set(keys(smtp_server).values()) == {1}
    confirmations = [k for k in keys(smtp_server) if k.startswith("reply/")]
    assert len(confirmations) == number + 1


def is_review(received: Received) -> bool:
    return str(received.message["X-Mailproc-Key"]).startswith("review/")
