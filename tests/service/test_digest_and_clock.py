"""What a digest tells is known by the order of ticks: no clock makes news vanish, or repeats it."""

from datetime import datetime
from typing import Any

import pytest

from tests.service.office import NA_KHU, NA_MON, Office, at, mail_with, sheet, text_of
from tests.service.test_digest_of_a_month import digests_with_it, write


def ticks(office: Office, *days: str) -> None:
    """The worker ticks in February: `04 08:00 08:05` is twice on the 4th."""
    for day, *times in map(str.split, days):
        for time in times:
            office.tick(f"2026-02-{day} {time}")


def test_what_was_written_after_a_clock_that_was_ahead_was_set_right_is_said(
    office: Office,
) -> None:
    office = office.running()
    office.tick("2026-02-04 08:00")
    office.tick("2026-02-05 08:00")  # it is the 4th
    office.tick("2026-02-04 09:30")
    write(office, "2026-02-04 10:00", "2026-02-04 10:05")
    for day in ("05", "06", "09"):
        office.tick(f"2026-02-{day} 08:00")
    assert digests_with_it(office) == ["2026-02-06"]


def test_a_clock_that_was_a_year_ahead_makes_no_digest_repeat_itself(office: Office) -> None:
    office = office.running()
    office.tick("2026-02-02 08:00")
    office.tick("2027-02-02 08:00")
    office.tick("2026-02-03 08:00")
    write(office, "2026-02-03 10:00", "2026-02-03 10:05")
    for day in ("04", "05", "06"):
        office.tick(f"2026-02-{day} 08:00")
    assert digests_with_it(office) == ["2026-02-04"]


def test_a_clock_that_was_behind_for_one_tick_makes_no_digest_repeat_itself(office: Office) -> None:
    """So a PC's is after a power failure."""
    office = office.running()
    for day in ("02", "03"):
        office.tick(f"2026-02-{day} 08:00")
    write(office, "2026-02-03 10:00", "2026-02-03 10:05")
    for when in ("2026-02-04 08:00", "2026-02-02 09:00", "2026-02-04 09:10"):
        office.tick(when)
    for day in ("05", "06"):
        office.tick(f"2026-02-{day} 08:00")
    assert digests_with_it(office) == ["2026-02-04"]


def test_what_was_written_after_a_clock_was_set_back_by_a_day_is_said(office: Office) -> None:
    office = office.running()
    ticks(office, "03 08:00", "04 07:50 07:55 08:00 08:05", "03 08:10")
    write(office, "2026-02-03 10:00", "2026-02-03 10:05")
    ticks(office, "04 08:00", "05 08:00", "06 08:00", "09 08:00")
    assert digests_with_it(office) == ["2026-02-05"]


def test_what_was_written_after_a_clock_that_was_ahead_for_some_ticks_is_said(
    office: Office,
) -> None:
    office = office.running()
    ticks(office, "03 08:00", "04 06:55", "05 07:00 07:55 08:00 08:05", "04 08:10")
    write(office, "2026-02-04 10:00", "2026-02-04 10:05")
    ticks(office, "05 08:00", "06 08:00", "09 08:00")
    assert digests_with_it(office) == ["2026-02-06"]


def test_what_was_written_while_a_clock_that_was_half_an_hour_ahead_caught_up_is_said(
    office: Office,
) -> None:
    office = office.running()
    ticks(office, "03 08:00", "04 07:50 07:55 08:00 07:35")
    write(office, "2026-02-04 07:38", "2026-02-04 07:40")
    ticks(office, "04 07:55 08:00 09:00", "05 08:00", "06 08:00")
    assert digests_with_it(office) == ["2026-02-05"]


def test_what_was_examined_while_a_clock_was_behind_is_said(office: Office) -> None:
    office = office.running()
    ticks(office, "03 08:00", "04 07:50 07:55 08:00 08:05")
    write(office, "2026-02-04 10:00", "2026-02-04 03:05")
    ticks(office, "04 10:15", "05 08:00", "06 08:00")
    assert digests_with_it(office) == ["2026-02-05"]


def test_a_clock_that_is_years_behind_at_every_start_makes_no_digest_repeat_itself(
    office: Office,
) -> None:
    """So one without a battery is until the network sets it right."""
    office = office.running()
    office.tick("2000-01-01 00:00")
    ticks(office, "03 08:00")
    write(office, "2026-02-03 10:00", "2026-02-03 10:05")
    for day in ("04", "05", "06"):
        office.tick("2000-01-01 00:00")
        ticks(office, f"{day} 08:00")
    assert digests_with_it(office) == ["2026-02-04"]


def test_a_notice_that_was_given_up_after_a_clock_was_set_back_is_shown(office: Office) -> None:
    office = office.running()
    ticks(office, "03 08:00", "04 07:50 07:55 08:00 08:05", "03 08:10")
    office.smtp.refused[NA_MON] = "550 no such user"
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-03 10:00")
    ticks(office, "03 10:05")
    assert [n.state for n in office.notices("receipt")] == ["failed"]
    ticks(office, "04 08:00", "05 08:00", "06 08:00")
    assert sum("no such user" in text_of(d) for d in office.mailed("digest")) == 1


@pytest.mark.parametrize("killed", [False, True], ids=["ended", "killed"])
def test_what_was_written_after_a_clock_was_set_right_in_the_digests_own_tick_is_said(
    office: Office, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    """It is seven hours ahead when the PC starts."""
    office = office.running()
    ticks(office, "03 08:00 22:00")

    def set_right(*_: object) -> None:
        office.clock[0] = at("2026-02-04 02:00")
        office.smtp.on_mail = None

    class Killed(BaseException):
        pass

    def die(*_: Any) -> datetime:
        raise Killed

    with monkeypatch.context() as patch:
        office.smtp.on_mail = set_right
        if killed:
            patch.setattr("mailproc.tick.ticks.finish", die)
            with pytest.raises(Killed):
                ticks(office, "04 09:00")
        else:
            ticks(office, "04 09:00")
    write(office, "2026-02-04 02:03", "2026-02-04 02:05")
    ticks(office, "04 08:00", "05 08:00", "06 08:00")
    assert digests_with_it(office) == ["2026-02-05"]


def test_what_was_given_up_in_the_digests_own_tick_after_its_clock_was_set_right_is_shown(
    office: Office,
) -> None:
    office = office.running()
    ticks(office, "03 08:00 22:00")
    other = mail_with(("r.pdf", sheet(unit="นาคู")), sender=NA_KHU)
    office.arrive(other, "2026-02-03 22:04")
    office.arrive(mail_with(("r.pdf", sheet())), "2026-02-03 22:05")
    office.smtp.refused[NA_MON] = "550 no such user"

    def set_right(*_: object) -> None:
        office.clock[0] = at("2026-02-04 02:00")
        office.smtp.on_mail = None

    office.smtp.on_mail = set_right
    ticks(office, "04 09:00", "04 02:05", "05 08:00", "06 08:00")
    assert sum("no such user" in text_of(d) for d in office.mailed("digest")) == 1
