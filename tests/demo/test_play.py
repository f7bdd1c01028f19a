"""The whole demo, played once; each test makes one claim about what it left behind."""

import email
import json
import os
import re
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from mailproc.app import build
from mailproc.config import Config, load
from mailproc.demo.figures import figures
from mailproc.demo.play import main
from mailproc.demo.sample_month import MONTH, PERIOD, SILENT, STRANGER
from mailproc.errors import NotUnderstood
from storage import mail, reports
from storage.records import Message, Revision


@dataclass(frozen=True)
class Played:
    """What the demo left: its folder, its words, and what stands in the database."""

    folder: Path
    status: int
    shown: str
    config: Config
    sent: list[EmailMessage]
    revisions: list[Revision]
    held: list[Revision]
    messages: list[Message]

    def to(self, unit: str, kind: str) -> list[EmailMessage]:
        address = self.config.unit_by_id[unit].addresses[0]
        return [m for m in self.sent if m["X-Mailproc-Notice"] == kind and m["To"] == address]

    def current(self, unit: str) -> Revision | None:
        return next((r for r in self.revisions if r.unit == unit and r.current), None)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("demo") / "played"
    words = StringIO()
    began = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        # The environment of somebody who runs the real service must not get into the demo.
        patch.setenv("MAILPROC_MAILBOX__PASSWORD", "of the real mailbox")
        status = main(folder, Console(file=words, width=100))
        assert os.environ["MAILPROC_MAILBOX__PASSWORD"] == "of the real mailbox"
    print(f"\nthe demo took {time.monotonic() - began:.1f} s")
    config = load(folder / "config.toml")
    with build(config) as app, app.db.transaction() as tx:
        return Played(
            folder,
            status,
            words.getvalue(),
            config,
            [_mail(p.read_bytes()) for p in sorted((folder / "sent").glob("*.eml"))],
            reports.revisions(tx, "scammer-awareness"),
            reports.held(tx),
            mail.all_messages(tx),
        )


def _mail(raw: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(raw, policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def _unit_of(kind: str) -> str:
    return next(a.unit for a in MONTH if a.kind == kind)


def test_it_ends_well(played: Played) -> None:
    assert played.status == 0
    assert len(played.messages) == len(MONTH)


@pytest.mark.parametrize("unit", SILENT)
def test_silent_units_are_warned(played: Played, unit: str) -> None:
    assert played.current(unit) is None
    assert [m["X-Mailproc-Key"] for m in played.to(unit, "warning")] == [
        f"warning/scammer-awareness/{unit}/{PERIOD}/1",
        f"warning/scammer-awareness/{unit}/{PERIOD}/3",
    ]


def test_only_who_is_missing_is_warned(played: Played) -> None:
    warned = {
        m["X-Mailproc-Key"].split("/")[2] for m in played.sent if "warning/" in m["X-Mailproc-Key"]
    }
    assert warned == {*SILENT, _unit_of("late")}


def test_the_stranger_is_held_and_not_answered(played: Played) -> None:
    assert [r.sender for r in played.held if r.sender == STRANGER] == [STRANGER]
    assert not [m for m in played.sent if STRANGER in m["To"]]


def test_the_out_of_office_reply_is_not_answered(played: Played) -> None:
    unit = _unit_of("automatic")
    assert not played.to(unit, "receipt") + played.to(unit, "problem")


def test_the_correction_is_revision_2(played: Played) -> None:
    current = played.current(_unit_of("corrected"))
    assert current is not None
    assert current.number == 2
    first = next(r for r in played.revisions if r.unit == current.unit and r.number == 1)
    before, after = first.reading("website"), current.reading("website")
    assert before and after and isinstance(before.value, int)
    assert after.value == before.value + 14


def test_late_is_late(played: Played) -> None:
    assert _row(played.shown, _unit_of("late"))[2] == "late"


def test_the_blank_form_gets_a_problem_reply_and_the_next_try_counts(played: Played) -> None:
    unit = _unit_of("blank")
    assert len(played.to(unit, "problem")) == 1
    assert played.current(unit) is not None
    assert len(played.to(unit, "receipt")) == 1


def test_the_doubtful_report_waits_for_a_person(played: Played) -> None:
    unit = _unit_of("doubtful")
    assert [r.reasons for r in played.held if r.unit == unit] == [
        ("more_than:organizations_done:organizations_total",)
    ]
    assert played.current(unit) is None


def test_no_wrong_value_is_accepted(played: Played) -> None:
    """Whatever counts says what was drawn; scans and photos may wait instead."""
    counted = [r for r in played.revisions if r.state == "accepted" and r.number == 1]
    assert len(counted) >= 16
    for revision in counted:
        assert revision.unit is not None
        drawn = figures(played.config.unit_by_id[revision.unit], PERIOD)
        for key in (f for f in drawn if f not in ("organization", "unit")):
            reading = revision.reading(key)
            assert reading is not None, (revision.unit, key)
            # A name read from a picture is only a guess, marked as one.
            guess = key in ("reporter_name", "reporter_position", "other_channels")
            assert reading.value == drawn[key] or (guess and reading.status == "review"), (
                revision.unit, key, reading,
            )  # fmt: skip


def test_everyone_who_reported_has_a_receipt(played: Played) -> None:
    for arriving in MONTH:
        if arriving.kind not in ("stranger", "automatic", "blank"):
            assert played.to(arriving.unit, "receipt"), arriving


def test_each_day_has_its_digest(played: Played) -> None:
    digests = sorted((played.folder / "sent").glob("*-digest-staff.html"))
    assert len(digests) == 3
    assert "สามชัย" in digests[-1].read_text(encoding="utf-8")
    assert str(digests[-1].name) in played.shown.replace("\n", "")


def test_the_commands_to_try_next_work(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    from mailproc.cli import main as command_line

    config = str(played.folder / "config.toml")
    assert command_line(["status", "--config", config, "--period", PERIOD, "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["expected"], status["late"]) == (21, 1)
    tried = [line.split() for line in played.shown.splitlines() if f"--config {config}" in line]
    assert [words[1] for words in tried] == [
        "status",
        "held",
        "correct",
        "export",
        "preview",
        "reprocess",
    ]
    for words in tried[:-1]:  # reprocess reads everything again; it has tests of its own
        assert command_line(words[1:]) == 0


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(NotUnderstood, match="name a new folder"):
        main(tmp_path, Console(file=StringIO()))


def _row(shown: str, unit: str) -> list[str]:
    line = next(line for line in shown.splitlines() if line.startswith(f" {unit} "))
    return re.split(r" {2,}", line.strip())
