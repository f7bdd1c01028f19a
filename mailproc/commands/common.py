"""What commands share: the configuration file that is meant, and the words for units and months."""

import argparse
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from mailproc.app import App, build, utc_now
from mailproc.config import CampaignConfig, Config, load
from mailproc.desk import OPERATOR
from mailproc.errors import NotUnderstood
from mailproc.month.calendar import working_period
from mailproc.month.period import is_period
from mailproc.resources import shipped
from storage.load import PROGRAM


def config_path(args: argparse.Namespace) -> Path:
    """The configuration file that the command line, MAILPROC_CONFIG or the folder names."""
    named: Path | None = args.config
    return named or Path(os.environ.get("MAILPROC_CONFIG") or "config.toml")


def config_or_shipped(args: argparse.Namespace) -> Config:
    """The same, or the one that ships with the program where nobody names one."""
    path = config_path(args)
    named = args.config or os.environ.get("MAILPROC_CONFIG")
    return load(path if named or path.exists() else shipped("config.toml"))


def operator() -> str:
    """Who types the command: the login name."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        # A container may run as a number that has no name.
        return OPERATOR
    # A person must never pass for the program, whatever the login is called.
    return OPERATOR if name == PROGRAM else name


@contextmanager
def app_of(args: argparse.Namespace, now: Callable[[], datetime] = utc_now) -> Iterator[App]:
    """The service as configured."""
    with build(load(config_path(args)), now) as app:
        yield app


def unit_id(config: Config, words: str) -> str:
    """The id of the unit that is meant by id, name or alias. Raises NotUnderstood."""
    unit = config.find_unit(words)
    if unit is None:
        raise NotUnderstood(f"no unit {words!r}; ids, names and aliases stand in the configuration")
    return unit.id


def period_of_words(words: str) -> str:
    """The period, checked. Raises NotUnderstood."""
    if not is_period(words):
        raise NotUnderstood(f"not a period, expected YYYY-MM such as 2026-01: {words!r}")
    return words


def day_of_words(words: str) -> date:
    """The day. Raises NotUnderstood."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise NotUnderstood(f"not a date, expected YYYY-MM-DD: {words!r}") from None


def campaign_of(config: Config, words: str | None, period: str | None = None) -> CampaignConfig:
    """The campaign that is meant, by default the first one that asks for the period.

    Without a period it is the first that has no end. Raises NotUnderstood.
    """
    found = [c for c in config.campaign if words in (None, c.id)]
    if not found:
        ids = ", ".join(c.id for c in config.campaign)
        raise NotUnderstood(f"no campaign {words!r}; there are: {ids}")
    if period:
        asking = [c for c in found if c.first_period <= period <= (c.last_period or period)]
    else:
        asking = [c for c in found if not c.last_period]
    return (asking or found)[0]


def period_or_working(app: App, campaign: CampaignConfig, words: str | None) -> str:
    """The period that is meant, by default the one that is worked on today."""
    if words is not None:
        return period_of_words(words)
    return working_period(campaign, app.now().astimezone(app.config.zone).date())
