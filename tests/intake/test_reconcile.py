"""The year that a form leaves out or gets wrong, found from the day on which its mail arrived."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailproc.config import Config
from mailproc.intake.reconcile import reconciled
from mailproc.month.period import period_of, shift
from parsers.accept import settle
from parsers.forms import all_forms
from parsers.reading import Problem, ReadReport, Source
from parsers.values.months import FULL, SHORT, read_month, written_month
from tests import make

NOTE, DOUBT = "year_from_arrival", "year_doubtful"
CAMPAIGN = {"id": make.FORM, "form": make.FORM, "first_period": "2026-01"}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return make.config(tmp_path_factory.mktemp("office"), campaign=[CAMPAIGN])


def read(
    config: Config, written: str, source: Source = "text", confidence: float = 1.0
) -> ReadReport:
    """The report as the reader hands it on, with that text for its month."""
    parsed = read_month(written)
    readings = tuple(
        replace(
            r,
            value=parsed.value,
            status=parsed.status,
            raw=written,
            source=source,
            confidence=confidence,
        )
        if r.field == "period"
        else r
        for r in make.readings()
    )
    return settle(all_forms()[make.FORM], readings, 1, config.units)


def codes(report: ReadReport) -> list[str]:
    return [p.code for p in report.problems]


@pytest.mark.parametrize(
    ("written", "arrived", "period"),
    [
        pytest.param("มกราคม", date(2026, 1, 14), "2026-01", id="no year, in its own month"),
        pytest.param("ก.พ.", date(2026, 3, 2), "2026-02", id="no year, short, a month later"),
        pytest.param("12/มีนาคม", date(2026, 3, 12), "2026-03", id="a day but no year"),
        pytest.param("มกราคม 2568", date(2026, 1, 14), "2026-01", id="January slip"),
        pytest.param("ม.ค. ๖๘", date(2026, 2, 3), "2026-01", id="January slip in two digits"),
        pytest.param("01/2568", date(2026, 1, 14), "2026-01", id="January slip in numbers"),
        pytest.param("มกราคม 2025", date(2026, 1, 14), "2026-01", id="slip in a Christian year"),
        pytest.param("ธันวาคม 2570", date(2027, 1, 8), "2026-12", id="the new year for December"),
        pytest.param("ธันวาคม", date(2027, 1, 8), "2026-12", id="December without year, January"),
        pytest.param("กุมภาพันธ์ 2570", date(2026, 2, 9), "2026-02", id="a year too many"),
        pytest.param("มีนาคม 26", date(2026, 3, 9), "2026-03", id="Christian year, two digits"),
    ],
)
def test_the_one_possible_year_counts_with_a_note(
    config: Config, written: str, arrived: date, period: str
) -> None:
    report = reconciled(read(config, written), arrived, config, timely=True)
    assert (report.period, report.status, codes(report)) == (period, "accepted", [NOTE])
    (note,) = report.problems
    assert note == Problem(NOTE, "period", note.detail)
    assert note.detail[:3] in written


@pytest.mark.parametrize(
    ("written", "arrived"),
    [
        pytest.param("มกราคม 2569", date(2026, 1, 14), id="in its month"),
        pytest.param("ม.ค. 2569", date(2026, 11, 30), id="ten months late"),
        pytest.param("ธันวาคม 2569", date(2027, 1, 8), id="December in January"),
        pytest.param("มกราคม 2026", date(2026, 1, 14), id="Christian year"),
        pytest.param("มกราคม 69", date(2026, 1, 14), id="two digits"),
        pytest.param("ธันวาคม 2568", date(2026, 1, 8), id="before the campaign, no other answer"),
        pytest.param("กุมภาพันธ์ 2569", date(2026, 1, 31), id="early, no other answer"),
        pytest.param("กุมภาพันธ์ 2570", date(2027, 1, 31), id="early, and a year ago too far back"),
        pytest.param("กุมภาพันธ์", date(2027, 1, 31), id="no year: next month or a year ago"),
        pytest.param("มีนาคม", date(2026, 9, 1), id="no year, and half a year old"),
        pytest.param("กุมภาพันธ์", date(2026, 1, 31), id="no year, before its month"),
        pytest.param("มกราคม - กุมภาพันธ์", date(2026, 2, 5), id="two months"),
        pytest.param("05/12", date(2026, 12, 5), id="a day or a month"),
        pytest.param("......", date(2026, 1, 14), id="nothing written"),
        pytest.param("ไตรมาส 1", date(2026, 3, 5), id="a quarter"),
    ],
)
def test_what_has_no_better_answer_stays_as_it_was_read(
    config: Config, written: str, arrived: date
) -> None:
    before = read(config, written)
    assert reconciled(before, arrived, config, timely=True) == before


@pytest.mark.parametrize(
    ("written", "arrived", "guess"),
    [
        pytest.param("มกราคม 2569", date(2027, 1, 14), "2027-01", id="January slip, a year on"),
        pytest.param("ธันวาคม 2569", date(2028, 1, 8), "2027-12", id="December, a year on"),
        pytest.param("มกราคม 2659", date(2026, 1, 14), "2026-01", id="digits swapped"),
        pytest.param("มกราคม 2565", date(2026, 1, 14), "2026-01", id="four years off"),
        pytest.param("มกราคน", date(2026, 1, 14), "2026-01", id="misspelt and no year"),
        pytest.param("ม.ค.", date(2026, 3, 14), "2026-01", id="March's name without its mark"),
        pytest.param("มกราคม ครั้งที่ 1", date(2026, 1, 14), "2026-01", id="words beside it"),
    ],
)
def test_a_doubtful_year_waits_with_its_best_guess(
    config: Config, written: str, arrived: date, guess: str
) -> None:
    report = reconciled(read(config, written), arrived, config, timely=True)
    reading = report.reading("period")
    assert (report.period, report.status, codes(report)) == (guess, "review", [DOUBT])
    assert reading is not None
    assert (reading.value, reading.status, reading.raw) == (guess, "review", written)


@pytest.mark.parametrize(
    ("written", "confidence", "status"),
    [
        ("มีนาคม", 0.999, "accepted"),
        ("มีนาคม", 0.98, "review"),
        ("ก.ค.", 0.999, "review"),
        ("มีนาค", 0.999, "review"),
    ],
)
def test_a_picture_must_show_the_whole_name(
    config: Config, written: str, confidence: float, status: str
) -> None:
    report = read(config, written, "ocr", confidence)
    assert reconciled(report, date(2026, 7, 31), config, timely=True).status == status


def test_what_an_operator_imports_is_only_guessed(config: Config) -> None:
    report = reconciled(read(config, "มกราคม"), date(2026, 1, 14), config, timely=False)
    assert (report.period, report.status, codes(report)) == ("2026-01", "review", [DOUBT])
    old = read(config, "มกราคม 2569")
    assert reconciled(old, date(2027, 1, 14), config, timely=False) == old


def test_other_doubts_stay(config: Config) -> None:
    before = read(config, "มกราคม")
    damaged = replace(before, problems=(*before.problems, Problem("damaged")))
    report = reconciled(damaged, date(2026, 1, 14), config, timely=True)
    assert (report.period, report.status) == ("2026-01", "review")
    assert codes(report) == ["damaged", NOTE]


def test_each_campaign_on_a_form_has_its_own_periods(tmp_path: Path) -> None:
    second = {**CAMPAIGN, "id": "second-letter", "first_period": "2026-06"}
    config = make.config(tmp_path, campaign=[CAMPAIGN, second])
    report = reconciled(read(config, "พฤษภาคม"), date(2026, 6, 5), config, timely=True)
    assert (report.period, report.status) == ("2026-05", "accepted")


YEARS = st.one_of(
    st.just(""), st.integers(0, 99).map("{:02d}".format), st.integers(1990, 2700).map(str)
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.integers(1, 12),
    YEARS,
    st.sampled_from(["{} {}", "{}{}", "ประจำเดือน {} พ.ศ. {}", "1 {} {}"]),
    st.booleans(),
    st.dates(date(2025, 6, 1), date(2029, 12, 31)),
    st.sampled_from(["text", "ocr", "form"]),
    st.booleans(),
)
def test_whatever_is_written_the_month_stays_and_the_period_is_reportable(
    config: Config,
    month: int,
    year: str,
    frame: str,
    short: bool,
    arrived: date,
    source: Source,
    timely: bool,
) -> None:
    written = frame.format((SHORT if short else FULL)[month - 1], year)
    before = read(config, written, source)
    report = reconciled(before, arrived, config, timely=timely)
    if report == before:
        return
    assert report.period is not None
    assert int(report.period[5:]) == month
    assert "2026-01" <= report.period <= period_of(arrived)
    assert report.period > shift(period_of(arrived), -12)
    if before.status == "accepted" and "2026-01" <= (before.period or "") <= period_of(arrived):
        assert report.status == "review"
    assert reconciled(report, arrived, config, timely=timely) == report


@given(st.text(max_size=20))
def test_any_text_names_one_month_or_none(text: str) -> None:
    found = written_month(text)
    assert found is None or 1 <= found.month <= 12
