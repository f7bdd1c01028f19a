"""The two servers of the configuration: the mailbox, and the one that notices leave by."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator

from mailproc.config.values import Address, Security, Table

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Server(Table):
    """A server that is logged in to. `password` wins over `password_file`."""

    host: str
    port: Annotated[int, Field(ge=1, le=65535)]
    security: Security
    username: str
    password: SecretStr = SecretStr("")
    password_file: str = ""
    oauth_token_file: str = ""
    ca_file: str = ""

    @model_validator(mode="after")
    def _plain_only_here(self) -> Self:
        if self.security == "none" and self.host not in LOOPBACK:
            raise ValueError('security = "none" is for this machine only (localhost)')
        return self


class MailboxConfig(Server):
    """`[mailbox]`: where the reports arrive (IMAP)."""

    port: Annotated[int, Field(ge=1, le=65535)] = 993
    security: Security = "tls"
    folder: str = "INBOX"
    since: date = date(2026, 1, 1)
    sent_folder: str = ""
    spam_folder: str = ""
    authserv_id: str = "mx.google.com"


class SmtpConfig(Server):
    """`[smtp]`: how notices leave."""

    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Security = "starttls"
    from_address: Address
    from_name: str = "ระบบรับรายงาน จังหวัดกาฬสินธุ์"
    daily_limit: Annotated[int, Field(ge=1)] = 450
