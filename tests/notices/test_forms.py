"""The form that notices bring: for the unit and the month that they are about, or the next one."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from mailproc.config import Config
from mailproc.notices import compose
from mailproc.notices.forms import BY_NAME, drawn, form_of, forms_in
from mailproc.notices.letters import ReportLine
from parsers.page_code import PageCode
from parsers.read import read_document
from storage.correspondence import NewNotice
from tests import make
from tests.notices.samples import ANSWERED, DATES, line, notice, revision


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return make.config(tmp_path)


def receipt(config: Config, lines: Sequence[ReportLine]) -> NewNotice:
    return compose.receipt(config, ANSWERED, lines, [])


def forms(new: NewNotice) -> set[tuple[str, str]]:
    return {(code.unit, code.period) for code in forms_in(new.attachments)}


def test_reminders_and_warnings_bring_the_form_of_their_month(config: Config) -> None:
    campaign, unit = config.campaign[0], config.unit_by_id["na-mon"]
    letters = [
        compose.reminder(config, campaign, unit, DATES, "r/1"),
        compose.warning(config, campaign, unit, DATES, "w/1", 1, ("head@example.go.th",)),
    ]
    for letter in letters:
        assert forms(letter) == {("na-mon", "2026-02")}
        assert "แบบรายงานที่แนบมานี้" in letter.text and "แบบรายงานที่แนบมานี้" in letter.html


def test_a_receipt_brings_the_form_of_the_next_month(config: Config) -> None:
    december = line(config, revision=revision(period="2026-12"))
    got = receipt(config, [december])
    assert forms(got) == {("na-mon", "2027-01")}
    assert got.attachments[0][0] == "แบบรายงาน-นามน-2570-01.pdf"
    assert "แนบแบบรายงานประจำเดือนมกราคม ๒๕๗๐" in got.text
    assert "แนบแบบรายงานประจำเดือนมกราคม ๒๕๗๐" in got.html


def test_several_months_of_a_unit_bring_the_form_after_the_newest(config: Config) -> None:
    periods = ("2026-03", "2026-01", "2026-02")
    lines = [line(config, revision=revision(period=p)) for p in periods]
    assert forms(receipt(config, lines)) == {("na-mon", "2026-04")}


def test_no_form_without_a_month_or_for_what_was_sent_twice(config: Config) -> None:
    unknown = line(config, revision=revision(period=None, unit=None), unit=None, dates=None)
    for got in (receipt(config, [unknown]), receipt(config, [line(config, same=True)])):
        assert not got.attachments and "แนบแบบรายงานประจำเดือน" not in got.text


def test_a_unit_that_ends_gets_no_form_for_the_month_after(tmp_path: Path) -> None:
    units = [dict(u) | {"last_period": "2026-02"} for u in make.UNITS]
    config = make.config(tmp_path, unit=units)
    assert forms(receipt(config, [line(config)])) == set()
    before = line(config, revision=revision(period="2026-01"))
    assert forms(receipt(config, [before])) == {("na-mon", "2026-02")}


def test_a_campaign_that_ends_asks_for_no_further_form(tmp_path: Path) -> None:
    ends = {"id": make.FORM, "form": make.FORM, "first_period": "2026-01"}
    config = make.config(tmp_path, campaign=[ends | {"last_period": "2026-02"}])
    assert forms(receipt(config, [line(config)])) == set()
    before = line(config, revision=revision(period="2026-01"))
    assert forms(receipt(config, [before])) == {("na-mon", "2026-02")}


def test_the_form_is_drawn_as_the_mail_leaves_and_is_read_as_that_month(config: Config) -> None:
    new = receipt(config, [line(config)])
    ((name, media, data),) = drawn(config, notice(new)).new.attachments
    assert (name, media, data[:5]) == ("แบบรายงาน-นามน-2569-03.pdf", "application/pdf", b"%PDF-")
    assert len(data) < 100_000
    (report,) = read_document(data, config.units).reports
    assert (report.unit, report.period, report.status) == ("na-mon", "2026-03", "rejected")


def test_a_unit_that_left_the_configuration_stops_no_mail(config: Config) -> None:
    code = PageCode(make.FORM, "gone", "2026-03").text().encode()
    kept = ("x.png", "image/png", b"x")
    stored = notice(replace(receipt(config, [line(config)]), attachments=()))
    stored = replace(stored, new=replace(stored.new, attachments=(("f", BY_NAME, code), kept)))
    assert drawn(config, stored).new.attachments == (kept,)


def test_a_form_that_cannot_be_drawn_is_not_promised(config: Config) -> None:
    unit = config.unit_by_id["na-mon"]
    assert form_of(unit, make.FORM, "2026-03")
    assert form_of(unit, "another-form", "2026-03") == ()
