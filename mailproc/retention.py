"""Retention: names and children's photographs come with reports, and are not kept for ever.

Raw mail older than `[upkeep] keep_mail_months` is removed from the database, never before there is
a backup. The values read from it, their trail and the answers stay.
"""

import logging
from datetime import datetime

from mailproc import backups
from mailproc.app import App
from mailproc.errors import NotUnderstood
from mailproc.events import event
from mailproc.month.period import period_of, shift
from storage import retention
from storage.retention import OldMail

log = logging.getLogger(__name__)


def due(app: App) -> list[OldMail]:
    """What is older than the setting. Raises NotUnderstood where nothing is set."""
    months = app.config.upkeep.keep_mail_months
    if not months:
        raise NotUnderstood("[upkeep] keep_mail_months is 0: raw mail is kept for ever")
    with app.db.transaction() as tx:
        return retention.old_mail(tx, _before(app, months))


def forget(app: App) -> list[OldMail]:
    """Make a backup, then remove what is due; returns it.

    Raises NotUnderstood where nothing is set, DatabaseUnavailable or OSError without a backup.
    """
    mails = due(app)
    if mails:
        backups.before(app.config, app.now(), "forget")
        _remove(app, mails)
    return mails


def daily(app: App) -> None:
    """Remove what is due, after the day's backup was made."""
    if app.config.upkeep.keep_mail_months and (mails := due(app)):
        _remove(app, mails)


def _remove(app: App, mails: list[OldMail]) -> None:
    with app.db.transaction() as tx:
        retention.forget(tx, mails)
    for mail in mails:
        log.info(event("raw mail removed", message=mail.message, bytes=mail.size))


def _before(app: App, months: int) -> datetime:
    """The first moment of the month that is so many months back: whole months are kept."""
    today = app.now().astimezone(app.config.zone).date()
    year, month = map(int, shift(period_of(today), -months).split("-"))
    return datetime(year, month, 1, tzinfo=app.config.zone)
