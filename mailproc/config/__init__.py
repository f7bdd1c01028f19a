"""The configuration of the service."""

from mailproc.config.load import ConfigError, load
from mailproc.config.models import (
    CampaignConfig,
    Config,
    MailboxConfig,
    RollupConfig,
    SmtpConfig,
    UnitConfig,
)

__all__ = [
    "CampaignConfig",
    "Config",
    "ConfigError",
    "MailboxConfig",
    "RollupConfig",
    "SmtpConfig",
    "UnitConfig",
    "load",
]
