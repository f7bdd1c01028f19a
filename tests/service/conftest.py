"""The office that the tests of the service work in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.service.office import Office, office_config, open_office


@pytest.fixture
def office(
    tmp_path: Path, database_url: str, dovecot: Dovecot, smtp_server: SmtpServer
) -> Iterator[Office]:
    """The real service, on SQLite and on PostgreSQL."""
    config = office_config(tmp_path, database_url, dovecot, smtp_server)
    with open_office(config, dovecot, smtp_server) as opened:
        yield opened
