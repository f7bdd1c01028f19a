"""The configuration of the service."""

from mailproc.config.campaigns import CampaignConfig, UnitConfig
from mailproc.config.load import ConfigError, load
from mailproc.config.models import Config, RollupConfig
from mailproc.config.servers import MailboxConfig, SmtpConfig

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
