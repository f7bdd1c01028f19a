"""XOAUTH2: a bearer token from a file opens the mailbox in place of a password."""

import base64
import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailproc.config import MailboxConfig
from mailproc.errors import LoginRefused
from mailproc.intake.mailbox import open_mailbox
from tests.fixtures_servers import tls_config
from tests.intake.test_mailbox import ZONE, changed
from tests.servers.certificates import Certificates
from tests.servers.dovecot import USER, running_dovecot

KEY = b"a-key-of-the-test-that-is-long-enough"


def token(user: str, key: bytes = KEY) -> str:
    """A signed token (JWT, RFC 7519) for that user, good for an hour."""
    now = int(time.time())
    claims = {"sub": user, "iat": now - 10, "exp": now + 3600}
    parts = [_url64(json.dumps(p).encode()) for p in ({"alg": "HS256", "typ": "JWT"}, claims)]
    signed = b".".join(parts)
    return b".".join([signed, _url64(hmac.digest(key, signed, hashlib.sha256))]).decode()


def _url64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


@pytest.fixture
def config(certificates: Certificates, tmp_path: Path) -> Iterator[MailboxConfig]:
    """`[mailbox]` for a Dovecot that takes tokens, with the path of a token file."""
    key_file = tmp_path / "keys" / "default" / "HS256" / "default"
    key_file.parent.mkdir(parents=True)
    key_file.write_bytes(base64.b64encode(KEY))
    (tmp_path / "oauth2.conf").write_text(
        "introspection_mode = local\n"
        f"local_validation_key_dict = fs:posix:prefix={tmp_path}/keys/\n"
        "username_attribute = sub\n"
    )
    extra = (
        "auth_mechanisms = plain xoauth2\npassdb {\n  driver = oauth2\n"
        f"  mechanisms = xoauth2\n  args = {tmp_path}/oauth2.conf\n}}\n"
    )
    if os.geteuid() == 0:  # its own user may not look into the test's folder
        extra += "service auth {\n  user = root\n}\n"
    with running_dovecot(certificates, extra=extra) as server:
        file = tmp_path / "token"
        values = {"password": "", "oauth_token_file": str(file)}
        yield changed(tls_config(server), **values)


def test_a_good_token_opens_the_mailbox(config: MailboxConfig) -> None:
    Path(config.oauth_token_file).write_text(token(USER) + "\n")
    with open_mailbox(config, ZONE) as mailbox:
        assert mailbox.uidvalidity > 0


def test_a_bad_token_is_refused(config: MailboxConfig) -> None:
    Path(config.oauth_token_file).write_text(token(USER, b"another-key"))
    with pytest.raises(LoginRefused), open_mailbox(config, ZONE):
        pass


def test_a_missing_token_file_is_said(config: MailboxConfig) -> None:
    with pytest.raises(LoginRefused, match="oauth_token_file cannot be read"):  # noqa: SIM117
        with open_mailbox(config, ZONE):
            pass
