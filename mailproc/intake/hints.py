"""What an operator says about an imported file stands in for what the form does not say."""

from dataclasses import replace

from mailproc.config import Config
from mailproc.intake.examine import Examined
from parsers.accept import settle_again
from parsers.reading import Problem, Reading, ReadReport


def with_hints(examined: Examined, unit: str, period: str, config: Config) -> Examined:
    """The same documents, with unit and period (ids, "" for none) filled in where doubtful.

    A form that surely says something else than the operator waits for a person.
    """
    if not unit and not period:
        return examined
    hints = {"unit": unit, "month": period}
    documents = tuple(
        replace(
            d,
            read=replace(d.read, reports=tuple(_hinted(r, hints, config) for r in d.read.reports)),
        )
        for d in examined.documents
    )
    return replace(examined, documents=documents)


def _hinted(report: ReadReport, hints: dict[str, str], config: Config) -> ReadReport:
    form = config.forms[report.form]
    kinds = {f.key: f.kind for f in form.fields}
    names = {u.id: u.name for u in config.unit}
    contradictions: list[Problem] = []

    def said(reading: Reading) -> Reading:
        hint = hints.get(kinds.get(reading.field, ""), "")
        value = names.get(hint, hint)
        if not hint or (reading.value == value and reading.status == "accepted"):
            return reading
        if reading.status == "accepted":
            contradictions.append(Problem("not_as_said", reading.field, value))
            return reading
        return replace(reading, value=value, status="accepted", confidence=1.0)

    settled = settle_again(form, report, tuple(said(r) for r in report.readings), config.units)
    if contradictions:
        problems = (*settled.problems, *contradictions)
        settled = replace(settled, status="review", problems=problems)
    return settled
