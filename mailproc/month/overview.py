"""The state of a month as stored, for plan, status, digest and the command line."""

from dataclasses import replace
from datetime import date

from mailproc.config import CampaignConfig, Config, UnitConfig
from mailproc.month.calendar import working_period
from mailproc.month.period import shift, span
from mailproc.month.status import MonthStatus, month_status
from mailproc.month.strip import Square, strip
from storage import history, reports, stops, units
from storage.database import Tx
from storage.records import Revision

YEAR = 12


def month_of(
    tx: Tx,
    config: Config,
    campaign: CampaignConfig,
    period: str,
    today: date,
    *,
    values: bool = True,
) -> MonthStatus:
    """Who has reported for that period, as of `today` (in the configured zone).

    Without `values` the revisions have no readings: a tick looks through a year of states.
    """
    month = month_status(
        campaign,
        period,
        config.unit,
        reports.month(tx, campaign.id, period, values=values),
        units.extensions(tx, campaign.id, period),
        today,
        config.zone,
    )
    stopped = {s.unit: s for s in stops.of_campaign(tx, campaign.id, period)}
    if not stopped:
        return month
    return replace(month, units=tuple(replace(u, stop=stopped.get(u.unit.id)) for u in month.units))


def year_of(
    tx: Tx,
    config: Config,
    campaign: CampaignConfig,
    last: str,
    today: date,
    unit: UnitConfig | None = None,
    *,
    values: bool = True,
) -> tuple[MonthStatus, ...]:
    """The twelve months up to `last`, oldest first; none from before the campaign began.

    Of all units, or of one. Without `values` the revisions have no readings.
    """
    first = min(max(campaign.first_period, shift(last, 1 - YEAR)), last)
    revisions = history.between(
        tx, campaign.id, first, last, unit.id if unit else None, values=values
    )
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
        for period in span(first, last)
    )


def strip_of(tx: Tx, config: Config, revision: Revision, today: date) -> tuple[Square, ...]:
    """The last twelve months of the revision's unit, up to the month that is worked on today.

    Empty where the campaign, the unit or the month is not known.
    """
    campaign = config.campaign_by_id.get(revision.campaign)
    unit = config.unit_by_id.get(revision.unit or "")
    if campaign is None or unit is None or revision.period is None:
        return ()
    last = max(working_period(campaign, today), revision.period)
    return strip(year_of(tx, config, campaign, last, today, unit, values=False), unit.id)
