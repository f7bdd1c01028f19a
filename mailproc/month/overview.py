"""The state of a month as stored, for plan, status, digest and the command line."""

from datetime import date

from mailproc.config import CampaignConfig, Config
from mailproc.month.status import MonthStatus, month_status
from storage import reports, units
from storage.database import Tx


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
