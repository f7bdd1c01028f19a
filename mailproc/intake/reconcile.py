"""Reconcile: the year that a form leaves out or gets wrong, from the day on which its mail came.

A reader knows no clock; here a report meets its mail. A month is never changed. A year is only
changed where the written one cannot be: before the campaign or after the arrival. It is sure only
where the month is plain, the slip is a common one, and one answer is possible; else a best guess.
"""

from dataclasses import dataclass, replace
from datetime import date

from mailproc.config import Config
from mailproc.intake.examine import Examined, ExaminedDocument
from mailproc.intake.hints import with_hints
from mailproc.month.period import period_of, shift
from parsers.accept import settle_again
from parsers.forms import all_forms
from parsers.reading import Problem, Reading, ReadReport
from parsers.thai import normalise
from parsers.values.months import written_month
from storage.records import Message

# The code of a note that does not hold a report.
RECONCILED = "year_from_arrival"
# How many months back a missing year is looked for. The same month of the next year is then at
# least as far ahead, too far to be meant by somebody who is early, and that of the year before is
# more than a year gone.
BACK = 6
YEAR = 12
# A month without its year was not weighed by the picture's reader as one of its list: it counts
# only in full and letter by letter, and where the reader saw nothing else.
SURE_PICTURE = 0.99
LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Written:
    """A month as it stands on the form. `year`: Gregorian where it could be read as a year."""

    month: int
    period: str | None
    year: str
    plain: bool


def as_arrived(examined: Examined, message: Message, config: Config) -> Examined:
    """What was examined, with what only its message knows: the operator's hints, its arrival."""
    examined = with_hints(examined, message.unit_hint, message.period_hint, config)
    if message.period_hint:
        return examined
    arrived = message.received_at.astimezone(config.zone).date()
    timely = message.via == "mail"

    def meet(document: ExaminedDocument) -> ExaminedDocument:
        read = document.read
        reports = tuple(reconciled(r, arrived, config, timely=timely) for r in read.reports)
        return replace(document, read=replace(read, reports=reports))

    return replace(examined, documents=tuple(map(meet, examined.documents)))


def reconciled(report: ReadReport, arrived: date, config: Config, *, timely: bool) -> ReadReport:
    """The report with the year that its arrival allows, or as it is.

    `timely`: it arrived when it was sent. What an operator imports may have lain for a year: its
    day only makes guesses.
    """
    reading = _month_reading(report)
    written = _written(reading) if reading is not None and report.status != "rejected" else None
    if reading is None or written is None:
        return report
    if written.period is not None and _reportable(report.form, written.period, arrived, config):
        newest = _newest(written.period, arrived)
        # A year ago the same month could be reported as well: it may be a January slip.
        if not timely or newest == written.period:
            return report
        return _with_period(report, reading, newest, config, sure=False)
    guess = _newest(f"{arrived.year:04d}-{written.month:02d}", arrived)
    in_reach = guess > shift(period_of(arrived), -BACK)
    if not in_reach or not _reportable(report.form, guess, arrived, config):
        return report
    sure = timely and written.plain and _common_slip(written, guess)
    return _with_period(report, reading, guess, config, sure=sure)


def _month_reading(report: ReadReport) -> Reading | None:
    keys = [f.key for f in all_forms()[report.form].fields if f.kind == "month"]
    return report.reading(keys[0]) if keys else None


def _written(reading: Reading) -> _Written | None:
    if isinstance(reading.value, str):
        year, month = reading.value.split("-")
        return _Written(int(month), reading.value, year, reading.status == "accepted")
    found = written_month(reading.raw)
    if found is None:
        return None
    plain = found.plain
    if reading.source == "ocr":
        plain = plain and found.full and reading.confidence >= SURE_PICTURE
    return _Written(found.month, None, found.year, plain)


def _reportable(form: str, period: str, arrived: date, config: Config) -> bool:
    """Whether a campaign has begun by that period, and the period by the arrival."""
    campaign = config.campaign_of(form, period)
    return campaign is not None and campaign.first_period <= period <= period_of(arrived)


def _newest(period: str, arrived: date) -> str:
    """The same month of the newest year that the arrival allows."""
    year, month = period_of(arrived).split("-")
    newest = f"{year}-{period[5:]}"
    return newest if newest[5:] <= month else shift(newest, -YEAR)


def _common_slip(written: _Written, guess: str) -> bool:
    """No year; the year before or after; the Christian one in two digits."""
    if written.period is not None:
        return abs(int(written.year) - int(guess[:4])) == 1
    return written.year in ("", guess[2:4])


def _with_period(
    report: ReadReport, reading: Reading, period: str, config: Config, *, sure: bool
) -> ReadReport:
    """The report for that period, with a word about it: a note where it is sure, else a doubt."""
    said = normalise(reading.raw).strip(" .…_")[:LONGEST] or str(reading.value)
    settled = replace(reading, value=period, status="accepted" if sure else "review")
    readings = tuple(settled if r is reading else r for r in report.readings)
    again = settle_again(config.forms[report.form], report, readings, config.units)
    word = Problem(RECONCILED if sure else "year_doubtful", reading.field, said)
    kept = tuple(p for p in again.problems if p.field != reading.field)
    return replace(again, problems=(*kept, word))
