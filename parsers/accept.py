"""From readings to a report: form.md's table "What is accepted, and what a person must see"."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.form import Form
from parsers.reading import FieldStatus, Problem, Reading, ReadReport, ReportStatus, Unit
from parsers.values.counts import LARGEST
from parsers.values.months import read_month
from parsers.values.places import Organization, judge_organization, read_province

_REJECTING = frozenset(("blank_form", "other_province"))
# What is told but does not hold a report: fields that nothing is counted by.
_MINOR = frozenset(("text", "channels", "province"))


def settle(form: Form, readings: Sequence[Reading], page: int, units: Sequence[Unit]) -> ReadReport:
    """Judge one filled form, read in whatever way. Pure; `readings` has one for each field.

    Readings that a check finds fault with come back with status `review` and their value kept.
    """
    known = {r.field: r for r in readings}
    problems: list[Problem] = []
    unit = _settle_unit(form, known, units, problems)
    _settle_counts(form, known, unit, problems)
    for item in form.fields:
        reading = known[item.key]
        if item.kind == "month":
            problems += _month_problems(reading)
        elif item.kind == "choice" and reading.status == "review":
            code = "not_one_choice" if reading.value is None else "field_doubtful"
            problems.append(Problem(code, item.key))
        elif item.required and item.kind == "count" and reading.status == "blank":
            problems.append(Problem("required_missing", item.key))
        elif reading.status == "review" and item.kind in ("count", *_MINOR):
            problems += _doubt(item.key, problems)
    if all(known[f.key].status == "blank" for f in form.counts):
        problems.insert(0, Problem("blank_form"))
    if (province := _province_problem(form, known)) is not None:
        problems.insert(0, province)
    period = next((known[f.key].value for f in form.fields if f.kind == "month"), None)
    return ReadReport(
        form=form.id,
        unit=unit.id if unit else None,
        period=period if isinstance(period, str) else None,
        status=_status(form, known, problems),
        problems=tuple(problems),
        readings=tuple(known[f.key] for f in form.fields),
        page=page,
    )


def settle_again(
    form: Form, report: ReadReport, readings: Sequence[Reading], units: Sequence[Unit]
) -> ReadReport:
    """Judge a report with other readings; what was found about its document stays with it."""
    before = settle(form, report.readings, report.page, units)
    outside = tuple(p for p in report.problems if p not in before.problems)
    again = settle(form, readings, report.page, units)
    held = bool(outside) and report.status == "review" and again.status == "accepted"
    status: ReportStatus = "review" if held else again.status
    return replace(again, status=status, problems=(*again.problems, *outside))


def _doubt(key: str, problems: Sequence[Problem]) -> list[Problem]:
    """Say that a field is doubtful, unless something better was said about it."""
    return [] if any(p.field == key for p in problems) else [Problem("field_doubtful", key)]


def _status(form: Form, known: dict[str, Reading], problems: list[Problem]) -> ReportStatus:
    if any(p.code in _REJECTING for p in problems):
        return "rejected"
    minor = {f.key for f in form.fields if f.kind in _MINOR}
    held = any(p.code != "field_doubtful" or p.field not in minor for p in problems)
    doubtful = any(r.status == "review" for r in known.values() if r.field not in minor)
    return "review" if held or doubtful else "accepted"


def _settle_unit(
    form: Form, known: dict[str, Reading], units: Sequence[Unit], problems: list[Problem]
) -> Unit | None:
    """The unit; the organization line overrules the unit line where it names the PAO or a town."""
    item = next((f for f in form.fields if f.kind == "unit"), None)
    if item is None:
        return None
    line = known.get("organization")
    said = judge_organization(line.raw or str(line.value or ""), units) if line else Organization()
    reading = known[item.key]
    if said.unit and line:
        status: FieldStatus = "accepted" if line.status != "review" else "review"
        reading = replace(line, field=item.key, value=said.unit.name, status=status)
    unit = next((u for u in units if u.name == reading.value), None)
    code = ""
    if said.single:
        code = "single_organization"
    elif unit is None:
        code = "unit_missing" if reading.status == "blank" else "unit_doubtful"
    elif reading.status == "review" or said.unclear or (said.district and said.district != unit):
        code = "unit_doubtful"
    if code:
        problems.append(Problem(code, item.key, line.raw if said.single and line else reading.raw))
        if reading.status == "accepted":
            reading = replace(reading, status="review")
    known[item.key] = reading
    return unit


def _settle_counts(
    form: Form, known: dict[str, Reading], unit: Unit | None, problems: list[Problem]
) -> None:
    """Ranges, the form's own checks, and the total that the unit is known to have."""
    for item in form.counts:
        value = known[item.key].value
        if isinstance(value, int) and not 0 <= value <= LARGEST:
            problems.append(Problem("out_of_range", item.key, str(value)))
    for check in form.checks:
        problem = check.problem(known)
        if problem:
            problems.append(problem)
    if form.total_field and unit and unit.organizations:
        value = known[form.total_field].value
        if isinstance(value, int) and value != unit.organizations:
            problems.append(Problem("total_differs", form.total_field, str(unit.organizations)))
    for key in {p.field for p in problems} & {f.key for f in form.counts}:
        known[key] = replace(known[key], status="review")


def _month_problems(reading: Reading) -> list[Problem]:
    if reading.status == "accepted":
        return []
    if reading.status == "blank":
        return [Problem("period_missing", reading.field)]
    several = read_month(reading.raw).problem == "several_months"
    return [Problem("several_months" if several else "period_doubtful", reading.field, reading.raw)]


def _province_problem(form: Form, known: dict[str, Reading]) -> Problem | None:
    """Another province, where the form's own is known and the reading is sure."""
    item = next((f for f in form.fields if f.kind == "province"), None)
    if item is None or not form.province:
        return None
    reading = known[item.key]
    if reading.status != "accepted" or not isinstance(reading.value, str):
        return None
    if read_province(reading.value, form.province).problem != "other_province":
        return None
    return Problem("other_province", item.key, reading.value)
