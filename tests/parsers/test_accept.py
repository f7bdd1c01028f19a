"""form.md's table "What is accepted, and what a person must see", line by line."""

from dataclasses import replace

import pytest

from parsers.accept import settle, settle_again
from parsers.forms.scammer_awareness import FORM
from parsers.reading import Problem, Reading, ReadReport, Unit, Value
from tests.corpus.values import UNITS

GOOD: dict[str, Value] = {
    "unit": "นามน",
    "province": "กาฬสินธุ์",
    "period": "2026-02",
    "staff_informed": True,
    "organizations_total": 9,
    "organizations_done": 8,
    "official_letter": 12,
}


def settled(
    changed: dict[str, Value] | None = None,
    *,
    doubtful: tuple[str, ...] = (),
    raw: dict[str, str] | None = None,
    units: tuple[Unit, ...] = UNITS,
) -> ReadReport:
    values = {**GOOD, **(changed or {})}
    readings = []
    for item in FORM.fields:
        value = values.get(item.key)
        status = "review" if item.key in doubtful else "blank" if value is None else "accepted"
        text = (raw or {}).get(item.key, str(value or ""))
        readings.append(Reading(item.key, value, status, 0.9, "text", 1, None, text))  # type: ignore[arg-type]
    return settle(FORM, readings, 1, units)


def codes(report: ReadReport) -> list[str]:
    return [p.code for p in report.problems]


def test_what_is_needed_is_there_and_some_channels_are_empty() -> None:
    report = settled()
    assert (report.status, report.unit, report.period) == ("accepted", "na-mon", "2026-02")
    website = report.reading("website")
    assert website is not None and (website.value, website.status) == (None, "blank")


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("unit", "unit_missing"),
        ("period", "period_missing"),
        ("organizations_total", "required_missing"),
        ("organizations_done", "required_missing"),
    ],
)
def test_unit_period_or_an_item_2_count_is_empty(key: str, code: str) -> None:
    report = settled({key: None})
    assert (report.status, codes(report)) == ("review", [code])


def test_both_boxes_ticked_or_none() -> None:
    report = settled({"staff_informed": None}, doubtful=("staff_informed",))
    assert (report.status, codes(report)) == ("review", ["not_one_choice"])


def test_done_is_more_than_total_and_kept_as_written() -> None:
    report = settled({"organizations_done": 12})
    done = report.reading("organizations_done")
    assert (report.status, codes(report)) == ("review", ["more_than"])
    assert done is not None and (done.value, done.status) == (12, "review")


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_count_is_out_of_range(number: int) -> None:
    report = settled({"official_letter": number})
    kept = report.reading("official_letter")
    assert (report.status, codes(report)) == ("review", ["out_of_range"])
    assert kept is not None and (kept.value, kept.status) == (number, "review")


@pytest.mark.parametrize(("known", "status"), [(0, "accepted"), (9, "accepted"), (7, "review")])
def test_the_total_is_what_the_unit_has_where_that_is_known(known: int, status: str) -> None:
    units = tuple(replace(u, organizations=known) for u in UNITS)
    assert settled(units=units).status == status


def test_more_than_one_month() -> None:
    report = settled(
        {"period": None}, doubtful=("period",), raw={"period": "มกราคม - กุมภาพันธ์ 2569"}
    )
    assert (report.status, codes(report)) == ("review", ["several_months"])


def test_a_doubtful_count_holds_the_report() -> None:
    report = settled(doubtful=("website",))
    assert (report.status, codes(report)) == ("review", ["field_doubtful"])


def test_a_doubtful_name_is_told_but_holds_nothing() -> None:
    report = settled(doubtful=("reporter_name",))
    assert (report.status, codes(report)) == ("accepted", ["field_doubtful"])


def test_another_province() -> None:
    report = settled({"province": "ขอนแก่น"})
    assert (report.status, codes(report)) == ("rejected", ["other_province"])


def test_all_counts_are_empty() -> None:
    report = settled({f.key: None for f in FORM.counts})
    assert (report.status, codes(report)[0]) == ("rejected", "blank_form")


def test_no_blank_form_where_a_count_is_only_unreadable() -> None:
    report = settled({f.key: None for f in FORM.counts}, doubtful=("website",))
    assert report.status == "review"


def test_one_single_organization_is_no_district() -> None:
    report = settled({"organization": "ทต.นามน"})
    assert (report.status, codes(report)) == ("review", ["single_organization"])


@pytest.mark.parametrize("text", ["สถ.อ.นามน", "ทุกแห่ง", "-"])
def test_the_own_office_is_no_reason(text: str) -> None:
    assert settled({"organization": text}).status == "accepted"


def test_a_town_on_the_organization_line_is_the_unit() -> None:
    report = settled({"organization": "เทศบาลเมืองกุฉินารายณ์", "unit": "กุฉินารายณ์"})
    unit = report.reading("unit")
    assert (report.status, report.unit) == ("accepted", "town-kuchinarai")
    assert unit is not None and unit.value == "เทศบาลเมืองกุฉินารายณ์"


def test_another_districts_office_is_in_doubt() -> None:
    report = settled({"organization": "สถ.อ.นามน", "unit": "เขาวง"})
    assert (report.status, codes(report)) == ("review", ["unit_doubtful"])


def with_month(report: ReadReport, period: str) -> tuple[Reading, ...]:
    return tuple(
        replace(r, value=period, status="accepted") if r.field == "period" else r
        for r in report.readings
    )


def test_a_report_settled_again_is_judged_by_its_new_readings() -> None:
    report = settled({"period": None})
    again = settle_again(FORM, report, with_month(report, "2026-02"), UNITS)
    assert (report.status, again.status) == ("review", "accepted")
    assert (again.period, again.problems) == ("2026-02", ())


def test_what_was_found_about_its_document_outlives_settling_again() -> None:
    report = settled({"period": None})
    damaged = replace(report, problems=(*report.problems, Problem("damaged")))
    again = settle_again(FORM, damaged, with_month(report, "2026-02"), UNITS)
    assert (again.status, codes(again)) == ("review", ["damaged"])
