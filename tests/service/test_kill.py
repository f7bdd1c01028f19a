"""The program is killed anywhere, ever again: nothing is lost and nothing is done twice."""

from pathlib import Path

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.service.killing import (
    MAILS,
    disturb,
    keys,
    opened,
    receipts,
    records,
    sample_mail,
    trial,
)

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
