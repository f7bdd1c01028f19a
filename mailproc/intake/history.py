"""History: what a unit's earlier months say about a new report. Pure.

Only numbers read from a picture are doubted for being unlike the earlier ones: a reader can see a
digit too many there. A number that was typed is the unit's own, however unusual.
"""

from collections.abc import Iterable, Sequence

from mailproc.config import CampaignConfig
from mailproc.month.period import shift
from parsers.forms import all_forms
from parsers.reading import Problem, ReadReport
from storage.records import Revision

# So many earlier months make a habit.
MONTHS = 3
# A digit too many makes a number about ten times as large; below 20 that is nothing unusual.
TIMES, SMALLEST = 10, 20


def unusual(report: ReadReport, earlier: Sequence[Revision]) -> list[Problem]:
    """Numbers in a picture that are unlike those of the unit's months before; `earlier` in order.

    A count is, where it is ten times the most there was, or more; the total of organizations,
    where it changed after staying the same.
    """
    form = all_forms()[report.form]
    months = [r for r in earlier if (r.period or "") < (report.period or "")]
    found = []
    for item in form.counts:
        reading = report.reading(item.key)
        if reading is None or reading.source != "ocr" or not isinstance(reading.value, int):
            continue
        before = numbers(item.key, months)
        if len(before) < MONTHS:
            continue
        most, last = max(before), before[-MONTHS:]
        if reading.value >= max(SMALLEST, TIMES * most):
            found.append(Problem("unusual", item.key, str(most)))
        elif item.key == form.total_field and {reading.value} != set(last) == {last[0]}:
            found.append(Problem("unusual", item.key, str(last[0])))
    return found


def other_year_possible(campaign: CampaignConfig, period: str, earlier: Iterable[Revision]) -> bool:
    """Whether the unit never reported the same month of a year before, so that it may be meant."""
    reported = {r.period for r in earlier}
    before = shift(period, -12)
    while before >= campaign.first_period:
        if before not in reported:
            return True
        before = shift(before, -12)
    return False


def numbers(field: str, months: Iterable[Revision]) -> list[int]:
    """The counts given in that field, in the order of the months."""
    read = (r.reading(field) for r in months)
    return [r.value for r in read if r is not None and isinstance(r.value, int)]
