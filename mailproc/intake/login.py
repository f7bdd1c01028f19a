"""Connecting to an IMAP server and logging in, with what to do when it refuses."""

import ssl
from contextlib import suppress
from pathlib import Path

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from mailproc.config import MailboxConfig
from mailproc.errors import LoginRefused, MailboxUnavailable
from mailproc.intake.errors import BROKEN, TIMEOUT_SECONDS, describe, said
from mailproc.patience import ANSWER_SECONDS, Deadline, allowed, answering, within

# What Gmail (and others) say, and what to do. The first that fits counts.
# https://developers.google.com/workspace/gmail/imap/imap-smtp, RFC 5530
_HINTS = (
    (
        "application-specific password",
        "make an app password at https://myaccount.google.com/apppasswords and use it as password",
    ),
    (
        "web login required",
        "log in to the account once in a browser and confirm it is you, then use an app password",
    ),
    (
        "not enabled for imap",
        "turn IMAP on in Gmail: Settings, Forwarding and POP/IMAP, Enable IMAP",
    ),
    (
        "domain policy",
        "the domain's administrator must allow IMAP for the account",
    ),
    (
        "invalid credentials",
        "check username and password; Gmail takes only an app password, not the account's own",
    ),
)
_OTHER_HINT = "check username and password of [mailbox]"
# RFC 5530 codes and Gmail's words for "not now": the password may be right.
_NOT_NOW = (
    "[unavailable]",
    "[inuse]",
    "[limit]",
    "[overquota]",
    "[serverbug]",
    "too many simultaneous",
    "temporary",
    "bandwidth limits",
)


def connect(config: MailboxConfig, deadline: Deadline | None = None) -> BaseMailBox:
    """A logged-in connection, no folder open yet.

    TLS is always verified and STARTTLS never falls back to plain text.
    Raises MailboxUnavailable, LoginRefused.
    """
    token = _token(config)
    try:
        box = within(allowed(deadline, ANSWER_SECONDS), lambda: _connect(config))
    except BROKEN as error:
        raise MailboxUnavailable(describe(error, config.host, config.port)) from error
    try:
        with answering(box.client.sock, allowed(deadline, ANSWER_SECONDS)):
            _log_in(box, config, token)
    except BROKEN as error:
        with suppress(OSError):  # closed meanwhile
            box.client.shutdown()
        raise _refusal(error, config) from error
    return box


def _connect(config: MailboxConfig) -> BaseMailBox:
    if config.security == "none":
        return MailBoxUnencrypted(config.host, config.port, timeout=TIMEOUT_SECONDS)
    context = ssl.create_default_context(cafile=config.ca_file or None)
    kind = MailBox if config.security == "tls" else MailBoxStartTls
    return kind(config.host, config.port, timeout=TIMEOUT_SECONDS, ssl_context=context)


def _log_in(box: BaseMailBox, config: MailboxConfig, token: str) -> None:
    password = config.password.get_secret_value()
    if token:
        box.xoauth2(config.username, token, initial_folder=None)
    elif (config.username + password).isascii():
        box.login(config.username, password, initial_folder=None)
    else:
        box.login_utf8(config.username, password, initial_folder=None)


def _token(config: MailboxConfig) -> str:
    """The bearer token, "" where a password is used."""
    if config.password.get_secret_value() or not config.oauth_token_file:
        return ""
    try:
        return Path(config.oauth_token_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise LoginRefused(
            f"[mailbox] oauth_token_file cannot be read: {error}",
            "let the program that renews the token write it there",
        ) from error


def _refusal(error: BaseException, config: MailboxConfig) -> MailboxUnavailable | LoginRefused:
    """Whether the account was refused, or the server was only unable to answer."""
    words = said(error)
    lower = words.lower()
    answered = isinstance(error, ImapToolsError) or type(error).__name__ == "error"
    if not answered or any(sign in lower for sign in _NOT_NOW):
        return MailboxUnavailable(describe(error, config.host, config.port))
    hint = next((hint for sign, hint in _HINTS if sign in lower), _OTHER_HINT)
    return LoginRefused(f"mail server {config.host} refuses the login: {words}", hint)
