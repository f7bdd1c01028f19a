"""What goes with every tick: a backup a day, word to the monitor; and a clock that is set back."""

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pydantic import SecretStr

from mailproc import backups, worker
from mailproc.ping import ping
from mailproc.tick import TickResult
from storage import arrivals, mail
from storage.database import Database, DatabaseUnavailable, Tx, open_database
from storage.records import Arrival
from tests.servers.smtp import Received
from tests.service.office import NA_MON, Office, at, mail_with, sheet

GOOD = TickResult({}, ())


@contextmanager
def monitor(status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """A monitor's address, and what it was asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def overdue(office: Office) -> str:
    return backups.overdue(office.app.config, office.clock[0], at("2026-02-01 12:00"))


def days_later(office: Office, days: int) -> None:
    office.clock[0] = at("2026-02-01 12:00") + timedelta(days=days)


def test_a_backup_a_day_is_made_and_fourteen_are_kept(office: Office) -> None:
    for day in range(20):
        for _ in range(2):
            days_later(office, day)
            assert backups.daily(office.app) == ""
    names = sorted(f.name for f in office.app.config.backup_dir.iterdir())
    assert names == [f"mailproc-2026-02-{day:02d}.db" for day in range(7, 21)]


def test_what_people_put_beside_the_backups_is_left_alone(office: Office) -> None:
    folder = office.app.config.backup_dir
    folder.mkdir(parents=True)
    own = [folder / f"mailproc-{name}.db" for name in ("manual", "2026-13-45", "2026-02-01-copy")]
    for file in own:
        file.write_bytes(b"")
    for day in range(20):
        days_later(office, day)
        assert backups.daily(office.app) == ""
    assert all(file.exists() for file in own)
    assert overdue(office) == ""
    assert len(list(folder.iterdir())) == 14 + len(own)


def test_backups_of_a_clock_that_was_ahead_go_before_todays(office: Office) -> None:
    for day in range(30, 44):
        days_later(office, day)
        assert backups.daily(office.app) == ""
    days_later(office, 3)
    assert backups.daily(office.app) == ""
    names = sorted(f.name for f in office.app.config.backup_dir.iterdir())
    assert names[0] == "mailproc-2026-02-04.db"
    assert len(names) == 14
    assert overdue(office) == ""


def test_no_backup_takes_the_last_room(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "SPARE_BYTES", 1 << 60)
    days_later(office, 0)
    assert "make" in backups.daily(office.app)
    assert list(office.app.config.backup_dir.iterdir()) == []


def test_the_oldest_backup_can_be_restored_and_no_daily_one_goes_for_it(office: Office) -> None:
    for day in range(14):
        days_later(office, day)
        assert backups.daily(office.app) == ""
    config = office.app.config
    daily = sorted(config.backup_dir.iterdir())
    office.app.db.close()
    assert backups.restore(config, daily[0], office.clock[0]) is not None
    assert set(daily) < set(config.backup_dir.iterdir())


def test_nothing_is_restored_over_what_is_sound_and_cannot_be_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    days_later(office, 0)
    assert backups.daily(office.app) == ""
    config = office.app.config
    (copy,) = config.backup_dir.iterdir()
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-05 09:00")
    office.tick("2026-02-05 09:05")
    office.app.db.close()

    def full(*_: object) -> None:
        raise DatabaseUnavailable("the disk is full")

    monkeypatch.setattr("storage.backup.write", full)
    with pytest.raises(DatabaseUnavailable, match="nothing was restored: the disk is full"):
        backups.restore(config, copy, office.clock[0])
    kept = open_database(config.database, config.data_dir / "migrate.lock")
    with closing(kept), kept.transaction() as tx:
        assert len(mail.all_messages(tx)) == 1


def test_a_backup_older_than_two_days_is_overdue(office: Office) -> None:
    days_later(office, 0)
    backups.daily(office.app)
    days_later(office, 2)
    assert overdue(office) == ""
    days_later(office, 3)
    assert "2026-02-01" in overdue(office)


def test_a_new_service_has_two_days_for_its_first_backup(office: Office) -> None:
    days_later(office, 2)
    assert overdue(office) == ""
    days_later(office, 3)
    assert "none" in overdue(office)


def with_ping(office: Office, url: str) -> Office:
    config = office.app.config
    upkeep = config.upkeep.model_copy(update={"ping_url": SecretStr(url)})
    app = replace(office.app, config=config.model_copy(update={"upkeep": upkeep}))
    return replace(office, app=app)


def test_the_monitor_hears_of_good_ticks_and_of_no_other(office: Office) -> None:
    days_later(office, 0)
    with monitor() as (url, asked):
        app = with_ping(office, f"{url}/good").app
        worker.after_tick(app, TickResult({}, ("the mailbox is out of reach",)))
        assert asked == []
        worker.after_tick(app, GOOD)
        assert asked == ["/good"]


def test_a_monitor_out_of_reach_is_said_without_its_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ping("http://127.0.0.1:1/secret")
    with monitor(500) as (url, _):
        ping(f"{url}/secret")
    assert len(caplog.messages) == 2
    assert "secret" not in caplog.text


def test_a_monitor_that_drips_holds_up_no_tick(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The library's own limit begins anew with each byte."""
    monkeypatch.setattr("mailproc.ping.SECONDS", 1)
    done = threading.Event()

    def drip(server: socket.socket) -> None:
        client, _ = server.accept()
        with client, suppress(OSError):
            while not done.wait(0.2):
                client.sendall(b"H")

    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=drip, args=(server,))
        dripping.start()
        started = time.monotonic()
        ping(f"http://127.0.0.1:{server.getsockname()[1]}/x")
        assert time.monotonic() - started < 30
        done.set()
        dripping.join()
    assert "out of reach" in caplog.text


def test_a_monitor_that_speaks_no_http_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            client, _ = server.accept()
            with client:
                client.recv(4096)
                client.sendall(b"rubbish\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        ping(f"http://127.0.0.1:{server.getsockname()[1]}/secret")
        thread.join()
    assert len(caplog.messages) == 1 and "secret" not in caplog.text


def test_a_clock_that_is_set_back_stops_the_worker_for_no_day(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set back a day in each tick: the worker ticks on after one poll of real time."""
    stop = threading.Event()
    seconds = iter(range(0, 100_000, 200))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(seconds)))
    monkeypatch.setattr(worker, "LOOK_AT_CLOCK", 0.0)
    ticked = []

    def tick(*_: object) -> TickResult:
        ticked.append(office.clock[0])
        if len(ticked) == 3:
            stop.set()
        return TickResult({}, ("not pinged",))

    def until_set_back(*_: object) -> bool:
        office.clock[0] -= timedelta(days=1)
        return stop.is_set()

    days_later(office, 20)
    monkeypatch.setattr(worker, "tick", tick)
    monkeypatch.setattr(stop, "wait", until_set_back)
    worker.run_forever(office.app, stop)
    assert len(ticked) == 3


def test_mail_and_answers_go_on_after_the_clock_was_set_back(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-04 09:00")
    office.tick("2026-02-05 09:00")
    office.arrive(mail_with(("r.pdf", sheet(website=5))), "2026-02-04 09:10")
    office.tick("2026-02-04 09:15")
    office.tick("2026-02-05 09:20")
    assert len(office.mailed("receipt", NA_MON)) == 2
    assert len(office.revisions()) == 2


def test_what_was_put_off_by_a_clock_that_was_ahead_is_sent_all_the_same(office: Office) -> None:
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-04 09:00")
    office.smtp.put_off[NA_MON] = 1
    office.tick("2026-02-05 09:00")
    assert office.mailed("receipt", NA_MON) == []
    office.tick("2026-02-04 09:05")
    assert len(office.mailed("receipt", NA_MON)) == 1


def test_a_full_disk_or_a_lock_at_any_commit_loses_and_doubles_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each transaction of a tick fails once, at its end; the next tick goes on from there."""
    whole = Database.transaction
    failed: set[tuple[str, int]] = set()

    def transaction(db: Database) -> AbstractContextManager[Tx]:
        caller = sys._getframe(1)
        return once((caller.f_code.co_filename, caller.f_lineno), db)

    @contextmanager
    def once(place: tuple[str, int], db: Database) -> Iterator[Tx]:
        with whole(db) as tx:
            yield tx
            tx.flush()
            if place not in failed:
                failed.add(place)
                raise DatabaseUnavailable("the disk is full")

    office.smtp.on_mail = lambda m: keep_in_sent(office, m)
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-04 07:00")
    office.arrive(mail_with(("r.pdf", sheet(website=5))), "2026-02-04 07:10")
    with monkeypatch.context() as patch:
        patch.setattr(Database, "transaction", transaction)
        clock = at("2026-02-04 07:20")
        for _ in range(40):
            clock += timedelta(minutes=5)
            with suppress(DatabaseUnavailable):
                office.tick(clock.strftime("%Y-%m-%d %H:%M"))
    assert len(failed) >= 10
    assert [len(office.revisions()), len(office.mailed("receipt", NA_MON))] == [2, 2]
    assert {n.state for n in office.notices("receipt")} == {"sent"}


def keep_in_sent(office: Office, mail: Received) -> None:
    office.dovecot.append(mail.raw, office.clock[0], folder="Sent")


def test_the_digest_says_what_the_program_could_not_do(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.tick("2026-02-04 09:00")
    monkeypatch.setattr(office.smtp, "passwords_work", False)
    office.tick("2026-02-09 07:00")  # five days without a backup: the worker is not this test's
    monkeypatch.setattr(office.smtp, "passwords_work", True)
    with office.app.db.transaction() as tx:
        lies = Arrival("INBOX", 1, 7)
        for _ in range(arrivals.DEATHS_AT_ONCE):
            arrivals.begin_fetch(tx, lies, office.clock[0])
    office.tick("2026-02-09 08:00")
    part = office.mailed("digest")[-1].message.get_body(("plain",))
    assert part is not None
    said = part.get_content().split("สิ่งที่ระบบทำไม่สำเร็จ")[1]
    assert "newest backup: none" in said
    assert "มีอีเมล 1 ฉบับที่ระบบหยุดทำงาน" in said
    assert "ติดต่อเครื่องแม่ข่ายไม่ได้ 1 รอบ" in said


def test_the_backup_before_mail_was_removed_goes_as_the_others_do(office: Office) -> None:
    days_later(office, 0)
    copy = backups.before(office.app.config, office.clock[0], "forget")
    for day in (1, 14):
        days_later(office, day)
        assert backups.daily(office.app) == ""
    assert copy.exists()
    days_later(office, 15)
    assert backups.daily(office.app) == ""
    assert not copy.exists()


def test_a_backup_of_a_clock_that_was_ahead_hides_no_missing_one(office: Office) -> None:
    days_later(office, 365)
    assert backups.daily(office.app) == ""
    days_later(office, 3)
    assert "none" in overdue(office)
