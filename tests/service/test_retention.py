"""Raw mail goes when it is old enough, after a backup; what was read from it stays."""

from dataclasses import replace

import pytest

from mailproc import backups, desk, retention, worker
from mailproc.app import Reader
from mailproc.cli import main
from mailproc.errors import NotUnderstood
from mailproc.reprocess import reprocess
from mailproc.tick import TickResult
from parsers.bounded import Crashed
from storage import mail
from tests.servers.dovecot import Dovecot
from tests.service.office import NA_MON, Office, at, mail_with, sheet
from tests.service.test_commands import Configured, configured

__all__ = ["configured"]

REPORT = mail_with(("r.pdf", sheet()))


@pytest.fixture
def old(office: Office) -> Office:
    """An office with a report of February, one that waits, and a service that keeps six months."""
    upkeep = office.app.config.upkeep.model_copy(update={"keep_mail_months": 6})
    app = replace(office.app, config=office.app.config.model_copy(update={"upkeep": upkeep}))
    kept = Office(app, office.dovecot, office.smtp, office.clock)
    kept.arrive(REPORT, "2026-02-05 09:00")
    kept.arrive(mail_with(("r.pdf", sheet()), sender="stranger@example.org"), "2026-02-05 09:01")
    kept.tick("2026-02-05 09:05")
    return kept


def kept_raw(office: Office) -> list[bool]:
    with office.app.db.transaction() as tx:
        return [mail.raw_if_kept(tx, m.id) is not None for m in mail.all_messages(tx)]


def later(office: Office, when: str) -> None:
    office.clock[0] = at(when)


def correct(office: Office, website: str, when: str) -> None:
    """Staff correct the report of นามน."""
    config, values = office.app.config, {"website": website}
    with office.app.db.transaction() as tx:
        desk.correct(tx, config, config.campaign[0].id, "na-mon", "2026-02", values, at(when))


def test_a_dry_run_shows_what_is_due_and_removes_nothing(old: Office) -> None:
    later(old, "2026-08-31 12:00")
    assert retention.due(old.app) == []
    later(old, "2026-09-01 12:00")
    assert [m.sender for m in retention.due(old.app)] == [NA_MON]
    assert kept_raw(old) == [True, True]


def test_the_bytes_go_after_a_backup_and_the_values_stay(old: Office) -> None:
    before = old.revisions()
    later(old, "2026-09-01 12:00")
    retention.forget(old.app)
    assert kept_raw(old) == [False, True]  # the stranger's waits for a person
    assert old.revisions() == before
    (copy,) = old.app.config.backup_dir.glob("*-before-forget.db")
    assert copy.stat().st_size > 0


def test_the_worker_does_it_only_once_there_is_a_backup(
    old: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(old, "2026-09-01 12:00")
    good = TickResult({}, ())
    with monkeypatch.context() as patch:
        patch.setattr(backups, "daily", lambda _: "the disk is full")
        worker.after_tick(old.app, good)
        assert kept_raw(old) == [True, True]
    worker.after_tick(old.app, good)
    assert kept_raw(old) == [False, True]


def test_nothing_is_due_unless_the_office_says_so(office: Office) -> None:
    with pytest.raises(NotUnderstood, match="keep_mail_months"):
        retention.due(office.app)


def test_it_is_not_fetched_again_and_not_read_again(old: Office) -> None:
    later(old, "2026-09-01 12:00")
    retention.forget(old.app)
    old.tick("2026-09-01 12:05")
    old.arrive(REPORT, "2026-09-01 12:06")
    old.tick("2026-09-01 12:10")
    assert kept_raw(old) == [False, True]
    assert list(reprocess(old.app, old.messages()[:1], dry_run=False)) == []


def test_a_correction_is_told_to_the_unit_all_the_same(old: Office) -> None:
    later(old, "2026-09-01 12:00")
    retention.forget(old.app)
    correct(old, "7", "2026-09-01 12:01")
    old.tick("2026-09-01 12:05")
    assert len(old.mailed("receipt", NA_MON)) == 2


def test_a_correction_of_what_a_machine_sent_is_told_to_nobody(old: Office) -> None:
    listed = mail_with(("r.pdf", sheet(website=3)), headers={"List-Id": "<reports.example.go.th>"})
    old.arrive(listed, "2026-02-06 09:00")
    old.tick("2026-02-06 09:05")
    told = len(old.mailed("receipt"))
    later(old, "2026-09-01 12:00")
    retention.forget(old.app)
    correct(old, "7", "2026-09-01 12:01")
    old.tick("2026-09-01 12:05")
    assert len(old.mailed("receipt")) == told


def test_what_was_held_and_waits_no_more_goes_too(old: Office) -> None:
    doubtful = mail_with(("r.pdf", sheet(organizations_total=5, organizations_done=8)))
    old.arrive(doubtful, "2026-02-05 10:00")
    old.tick("2026-02-05 10:05")
    later(old, "2026-02-06 10:00")
    newest = old.revisions()[-1]
    with old.app.db.transaction() as tx:
        desk.accept(tx, old.app.config, newest.id, None, None, at("2026-02-06 10:00"))
    later(old, "2026-09-01 12:00")
    retention.forget(old.app)
    # What staff decided settles the stranger's older sheet of that month, too.
    assert kept_raw(old) == [False, False, False]


@pytest.mark.parametrize(("tries", "state"), [(1, "stored"), (3, "held")])
def test_a_mail_that_was_not_examined_yet_or_waits_as_a_whole_keeps_its_bytes(
    old: Office, monkeypatch: pytest.MonkeyPatch, tries: int, state: str
) -> None:
    def dies(*_: object) -> None:
        raise Crashed("the reading process ended with signal 11")

    old.arrive(mail_with(("r.pdf", sheet(website=3)), subject="แก้ไข"), "2026-02-05 10:00")
    with monkeypatch.context() as patch:
        patch.setattr(Reader, "__call__", dies)
        for minute in range(tries):
            old.tick(f"2026-02-05 10:{5 * minute:02d}")
    assert [m.state for m in old.messages()] == ["recorded", "recorded", state]
    later(old, "2026-09-01 12:00")
    retention.forget(old.app)
    assert kept_raw(old) == [False, True, True]


def test_the_command_shows_first_and_removes_when_told(
    configured: Configured, dovecot: Dovecot, capsys: pytest.CaptureFixture[str]
) -> None:
    dovecot.append(REPORT, at("2026-02-05 09:00"))
    assert main(["run", "--once", *configured()]) == 0
    option = configured(more="[upkeep]\nkeep_mail_months = 1\n")
    capsys.readouterr()
    assert main(["forget", *option]) == 0
    assert "would be removed: 1 mails" in capsys.readouterr().out
    assert main(["forget", "--remove", *option]) == 0
    assert "removed: 1 mails" in capsys.readouterr().out
    assert main(["forget", *option]) == 0
    assert "would be removed: 0 mails" in capsys.readouterr().out
