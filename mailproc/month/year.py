"""Twelve months of the units: who reported when, for the terminal and for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mailproc.config import CampaignConfig, Config, UnitConfig
from mailproc.month.overview import year_of
from mailproc.month.period import period_of
from mailproc.month.status import MonthStatus, UnitStatus
from storage.database import Tx


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's months of one calendar year, by period; a month in which it need not report is
    not there.
    """

    unit: UnitConfig
    months: tuple[tuple[str, UnitStatus], ...]


def months_of_year(
    tx: Tx, config: Config, campaign: CampaignConfig, year: int, today: date
) -> list[MonthStatus]:
    """The months of that year from the campaign's first one to its last, or the present one."""
    last = min(f"{year:04d}-12", campaign.last_period or period_of(today), period_of(today))
    if last < max(f"{year:04d}-01", campaign.first_period):
        return []
    months = year_of(tx, config, campaign, last, today)
    return [m for m in months if m.dates.period.startswith(f"{year:04d}-")]


def by_unit(units: Sequence[UnitConfig], months: Sequence[MonthStatus]) -> Iterator[UnitYear]:
    """The same by unit, in the configuration's order."""
    for unit in units:
        own = [(m.dates.period, s) for m in months for s in m.units if s.unit.id == unit.id]
        yield UnitYear(unit, tuple(own))
