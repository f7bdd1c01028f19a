"""The state of a month as stored, for plan, status, digest and the command line."""

from collections.abc import Iterator
from datetime import date

from mailproc.config import CampaignConfig, Config, UnitConfig
from mailproc.month.period import shift
from mailproc.month.status import MonthStatus, month_status
from storage import history, reports, units
from storage.database import Tx

YEAR = 12


def month_of(
    tx: Tx, config: Config, campaign: CampaignConfig, period: str, today: date
) -> MonthStatus:
    """Who has reported for that period, as of `today` (in the configured zone)."""
    return month_status(
        campaign,
        period,
        config.unit,
        reports.month(tx, campaign.id, period),
        units.extensions(tx, campaign.id, period),
        today,
        config.zone,
    )


def year_of(
    tx: Tx,
    config: Config,
    campaign: CampaignConfig,
    last: str,
    today: date,
    unit: UnitConfig | None = None,
) -> tuple[MonthStatus, ...]:
    """The twelve months up to `last`, oldest first; none from before the campaign began.

    Of all units, or of one.
    """
    first = min(max(campaign.first_period, shift(last, 1 - YEAR)), last)
    revisions = history.between(tx, campaign.id, first, last, unit.id if unit else None)
    extended = units.extensions(tx, campaign.id)
    return tuple(
        month_status(
            campaign,
            period,
            (unit,) if unit else config.unit,
            [r for r in revisions if (r.period or r.period_guess) == period],
            extended,
            today,
            config.zone,
        )
        for period in _periods(first, last)
    )


def _periods(first: str, last: str) -> Iterator[str]:
    while first <= last:
        yield first
        first = shift(first, 1)
