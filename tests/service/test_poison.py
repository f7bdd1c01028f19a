"""One poisonous mail never stops the others, and its unit is not warned meanwhile."""

import tempfile
import time
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from mailproc import desk, tick
from mailproc.app import Reader
from mailproc.demo.copies import scan
from mailproc.errors import NotUnderstood
from parsers.bounded import Crashed, Reason, Refused, Worker
from parsers.picture.tesseract import TesseractMissing
from parsers.reading import Problem, ReadDocument
from storage import arrivals, examining, mail
from storage.records import Arrival, Message, NewMessage
from tests.service.office import NA_KHU, NA_MON, Office, at, mail_with, sheet, text_of


@pytest.fixture
def poisonous(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office in whose mailbox a mail lies at which the reader process dies."""
    healthy = Reader.__call__

    def reading(self: Reader, data: bytes, name: str) -> ReadDocument:
        if name == "poison.pdf":
            raise Crashed("the reading process ended with signal 11")
        return healthy(self, data, name)

    monkeypatch.setattr(Reader, "__call__", reading)
    office.arrive(mail_with(("poison.pdf", sheet())), "2026-02-09 09:00")
    good = mail_with(("good.pdf", sheet(unit="นาคู")), sender=NA_KHU)
    office.arrive(good, "2026-02-09 09:01")
    return office


def test_the_others_go_on_at_once(poisonous: Office) -> None:
    poisonous.tick("2026-02-09 09:05")
    assert [r.unit for r in poisonous.revisions()] == ["na-khu"]


def test_it_is_tried_three_times_and_then_held_with_the_reason(poisonous: Office) -> None:
    for minute in (5, 10, 15, 20, 25):
        poisonous.tick(f"2026-02-09 09:{minute:02d}")
    (held,) = [m for m in poisonous.messages() if m.state == "held"]
    assert (held.tries, held.sender) == (3, "na-mon@example.go.th")
    assert "signal 11" in held.reason


@pytest.mark.parametrize("step", ["examine", "record"])
def test_a_fault_of_our_own_costs_the_mail_at_which_it_shows_and_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    healthy = getattr(tick, step)

    def mail_of(given: tuple[Any, ...]) -> bytes:
        message = next(g for g in given if isinstance(g, Message))
        with office.app.db.transaction() as tx:
            return mail.raw(tx, message.id)

    def faulty(*given: Any) -> Any:
        if b"From: na-mon@" in mail_of(given):
            raise ValueError("no number of more than 4300 digits")
        return healthy(*given)

    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    good = mail_with(("good.pdf", sheet(unit="นาคู")), sender=NA_KHU)
    office.arrive(good, "2026-02-09 09:01")
    monkeypatch.setattr(tick, step, faulty)
    for minute in (5, 10, 15, 20):
        assert office.tick(f"2026-02-09 09:{minute:02d}").ok
    assert [r.unit for r in office.revisions()] == ["na-khu"]
    (held,) = [m for m in office.messages() if m.state == "held"]
    assert (held.tries, held.sender, held.authentic) == (3, NA_MON, True)
    assert "4300 digits" in held.reason


def test_where_no_process_can_be_started_mail_waits_and_is_not_held(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    with monkeypatch.context() as crowded:
        crowded.setattr(tempfile, "TemporaryDirectory", full)
        result = office.tick("2026-02-09 09:05")
    assert "No space left" in result.errors[0]
    assert office.tick("2026-02-09 09:20").ok
    assert [m.state for m in office.messages()] == ["recorded"]


@pytest.mark.parametrize("ticks", [1, 5], ids=["put off", "held"])
def test_its_unit_is_not_warned(poisonous: Office, ticks: int) -> None:
    for number in range(ticks):
        poisonous.tick(f"2026-02-11 09:{10 * number + 5:02d}")
    warned = {str(r.message["X-Mailproc-Key"]) for r in poisonous.mailed("warning")}
    assert {k for k in warned if "/na-mon/" in k} == set()


def test_the_digest_shows_it(poisonous: Office) -> None:
    for minute in (5, 10, 15, 20, 25):
        poisonous.tick(f"2026-02-09 07:{minute:02d}")
    poisonous.tick("2026-02-09 08:00")
    digest = poisonous.mailed("digest")[-1]
    html = digest.message.get_body(("html",))
    assert html is not None
    page = html.get_content()
    assert "na-mon@example.go.th" in page
    # Staff read Thai; the program's own words stand in `held`.
    assert "ระบบอ่านอีเมลฉบับนี้ไม่สำเร็จ" in page
    assert "signal 11" not in page
    assert "mailproc reject m1 " in page


def test_a_person_can_be_done_with_it_and_then_its_unit_is_warned(poisonous: Office) -> None:
    for minute in (5, 10, 15, 20):
        poisonous.tick(f"2026-02-11 09:{minute:02d}")
    (held,) = [m for m in poisonous.messages() if m.state == "held"]
    with poisonous.app.db.transaction() as tx:
        desk.reject_mail(tx, held.id, "imported by hand")
    poisonous.tick("2026-02-11 09:25")
    warned = {str(r.message["X-Mailproc-Key"]) for r in poisonous.mailed("warning")}
    assert any("/na-mon/" in k for k in warned)
    (closed,) = [m for m in poisonous.messages() if m.id == held.id]
    done = ("recorded", "closed", "imported by hand")
    assert (closed.state, closed.outcome, closed.reason) == done
    with poisonous.app.db.transaction() as tx, pytest.raises(NotUnderstood, match="no mail m"):
        desk.reject_mail(tx, held.id, "once more")


@pytest.mark.parametrize(
    ("reason", "page"),
    [("time_limit", ""), ("memory_limit", ""), ("time_limit", "7")],
    ids=["time", "memory", "a page"],
)
def test_a_mail_full_of_files_that_never_end_costs_two_limits(
    office: Office, monkeypatch: pytest.MonkeyPatch, reason: Reason, page: str
) -> None:
    tried: list[str] = []

    def endless(_: Reader, data: bytes, name: str) -> ReadDocument:
        tried.append(name)
        if not page:
            raise Refused(reason)
        limit = Problem("time_limit", detail=page)
        return ReadDocument(sha256(data).hexdigest(), "", 1, "refused", (limit,))

    monkeypatch.setattr(Reader, "_read", endless)
    files = [(f"{n}.pdf", sheet(website=n)) for n in range(5)]
    office.arrive(mail_with(*files), "2026-02-09 09:00")
    office.tick("2026-02-09 09:05")
    assert len(tried) == 2
    with office.app.db.transaction() as tx:
        outcomes = [d.outcome for d in mail.documents(tx, office.messages()[0].id)]
    assert outcomes == ["refused"] * 5


def test_a_mail_of_many_slow_files_ends_in_one_ticks_time_and_says_what_it_left_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [time.monotonic()]
    healthy = Reader._read

    def slowly(self: Reader, data: bytes, name: str) -> ReadDocument:
        now[0] += 18
        return healthy(self, data, name)

    monkeypatch.setattr(Reader, "_read", slowly)
    files = [(f"{n}.pdf", sheet(unit="นามน" if n == 2 else "นาคู", website=n)) for n in range(9)]
    office.arrive(mail_with(*files), "2026-02-09 09:00")
    with monkeypatch.context() as clock:
        clock.setattr(time, "monotonic", lambda: now[0])
        office.tick("2026-02-09 09:05")
    with office.app.db.transaction() as tx:
        outcomes = [d.outcome for d in mail.documents(tx, office.messages()[0].id)]
    assert outcomes == ["reports"] * 5 + ["refused"] * 4
    (receipt,) = office.mailed("receipt")
    assert "แยกเป็นอีเมลอีกฉบับ" in text_of(receipt)


def test_without_tesseract_scans_that_need_it_wait_and_are_read_once_it_is_there(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.arrive(mail_with(("scan.pdf", scan(sheet(), seed=1))), "2026-02-09 09:00")
    good = mail_with(("good.pdf", sheet(unit="นาคู")), sender=NA_KHU)
    office.arrive(good, "2026-02-09 09:01")
    call = Worker.call

    def lacking(self: Worker[..., ReadDocument], *given: Any) -> ReadDocument:
        if "scan.pdf" in given:
            raise Crashed("tha is missing", error=TesseractMissing.__name__)
        return call(self, *given)

    with monkeypatch.context() as without:
        without.setattr(Worker, "call", lacking)
        result = office.tick("2026-02-09 09:05")
    assert "tha is missing" in result.errors[0]
    assert [r.unit for r in office.revisions()] == ["na-khu"]
    assert office.tick("2026-02-09 09:20").ok
    assert [m.state for m in office.messages()] == ["recorded", "recorded"]
    assert len(office.revisions()) == 2


@pytest.mark.parametrize("authentic", [True, False])
def test_the_unit_of_a_mail_at_which_the_program_dies_is_not_warned(
    office: Office, authentic: bool
) -> None:
    results = "" if authentic else "mx.test"
    mailbox = office.app.config.mailbox.model_copy(update={"authserv_id": results})
    config = office.app.config.model_copy(update={"mailbox": mailbox})
    office.app = replace(office.app, config=config)
    raw = mail_with(("r.pdf", sheet())) + b"x" * 1_000_000
    with office.app.db.transaction() as tx:
        arrived = at("2026-02-09 09:00")
        message, _ = mail.store_message(tx, NewMessage(raw=raw, received_at=arrived), arrived)
        for _ in range(4):
            examining.begin_examine(tx, message.id, at("2026-02-11 08:30"))
    office.tick("2026-02-11 09:00")
    warned = {str(r.message["X-Mailproc-Key"]) for r in office.mailed("warning")}
    assert any("/na-khu/" in k for k in warned)
    assert any("/na-mon/" in k for k in warned) is not authentic


def test_nobody_is_warned_in_the_first_day_of_a_mail_at_whose_fetching_the_program_dies(
    office: Office,
) -> None:
    uid = office.arrive(mail_with(("r.pdf", sheet())), "2026-02-09 09:00")
    with office.app.mailbox() as mailbox:
        lies = Arrival(mailbox.place, mailbox.uidvalidity, uid)

    def die(times: int, when: str) -> None:
        with office.app.db.transaction() as tx:
            for _ in range(times):
                arrivals.begin_fetch(tx, lies, at(when))

    die(3, "2026-02-11 08:30")
    office.tick("2026-02-11 09:00")
    assert office.mailed("warning") == []
    die(24, "2026-02-12 08:30")
    office.tick("2026-02-12 09:00")
    assert office.mailed("warning") != []
