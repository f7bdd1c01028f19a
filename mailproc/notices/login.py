"""Connecting to the mail server and logging in, with what to do when it refuses."""

import smtplib
import ssl
from pathlib import Path

from mailproc.config import SmtpConfig
from mailproc.errors import LoginRefused, SmtpUnavailable
from mailproc.intake.errors import TIMEOUT_SECONDS, describe, one_line
from mailproc.patience import ANSWER_SECONDS, Deadline, allowed, answering, within

BROKEN = (smtplib.SMTPException, OSError, ValueError, LookupError, TypeError, AttributeError)
"""Everything that smtplib raises when the server or the way to it fails, or says rubbish."""

_HINTS = (
    (
        "application-specific password",
        "make an app password at https://myaccount.google.com/apppasswords and use it as password",
    ),
    (
        "username and password not accepted",
        "check username and password; Gmail takes only an app password, not the account's own",
    ),
)
_OTHER_HINT = "check username and password of [smtp]"


def connect(config: SmtpConfig, deadline: Deadline | None = None) -> smtplib.SMTP:
    """Connected and logged in. TLS is always verified; STARTTLS never falls back to plain text.

    Raises SmtpUnavailable, LoginRefused.
    """
    try:
        client = within(allowed(deadline, ANSWER_SECONDS), lambda: _speak(config))
    except BROKEN as error:
        raise SmtpUnavailable(describe_failure(error, config)) from error
    try:
        with answering(client.sock, allowed(deadline, ANSWER_SECONDS)):
            _log_in(client, config)
    except BROKEN as error:
        client.close()
        if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500:
            raise _login_refused(error, config) from error
        raise SmtpUnavailable(describe_failure(error, config)) from error
    return client


def _speak(config: SmtpConfig) -> smtplib.SMTP:
    # The name for EHLO is given, since asking DNS for it can take long on a machine without.
    host, port, name = config.host, config.port, "[127.0.0.1]"
    context = ssl.create_default_context(cafile=config.ca_file or None)
    if config.security == "tls":
        return smtplib.SMTP_SSL(host, port, name, timeout=TIMEOUT_SECONDS, context=context)
    client = smtplib.SMTP(host, port, name, timeout=TIMEOUT_SECONDS)
    if config.security == "starttls":
        try:
            client.starttls(context=context)
        except BROKEN:
            client.close()
            raise
    return client


def _log_in(client: smtplib.SMTP, config: SmtpConfig) -> None:
    password = config.password.get_secret_value()
    client.ehlo_or_helo_if_needed()
    if not password and config.oauth_token_file:
        words = f"user={config.username}\1auth=Bearer {_token(config.oauth_token_file)}\1\1"
        # Asked again, the server has sent an error to be acknowledged with an empty line.
        client.auth("XOAUTH2", lambda challenge=None: words if challenge is None else "")
    elif config.username:
        if not password or not password.isascii():
            fault = "is empty" if not password else "has letters other than ASCII"
            raise LoginRefused(f"[smtp] password {fault}", "set MAILPROC_SMTP__PASSWORD")
        _once(client, config.username, password)


def _once(client: smtplib.SMTP, username: str, password: str) -> None:
    """Log in by one mechanism: each that a wrong password is tried with counts towards a lock."""
    if "PLAIN" in client.esmtp_features.get("auth", "").upper().split():
        client.user, client.password = username, password
        client.auth("PLAIN", client.auth_plain)
    else:
        client.login(username, password)


def _token(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise LoginRefused(
            f"[smtp] oauth_token_file cannot be read: {error}",
            "let the program that renews the token write it there",
        ) from error


def _login_refused(error: smtplib.SMTPAuthenticationError, config: SmtpConfig) -> LoginRefused:
    words = said((error.smtp_code, error.smtp_error))
    hint = next((hint for sign, hint in _HINTS if sign in words.lower()), _OTHER_HINT)
    return LoginRefused(f"mail server {config.host} refuses the login: {words}", hint)


def said(answer: tuple[int, bytes | str]) -> str:
    """A server's answer on one line."""
    return f"{answer[0]} {one_line(answer[1])}"


def describe_failure(error: Exception, config: SmtpConfig) -> str:
    """One line about a failed connection or command, for an operator."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = said((error.smtp_code, error.smtp_error))
        return f"mail server {config.host}:{config.port}: {words}"
    if isinstance(error, smtplib.SMTPNotSupportedError) and config.security == "starttls":
        where = f"mail server {config.host}:{config.port}"
        return f"{where}: offers no STARTTLS, so nothing was sent; correct port and security"
    return describe(error, config.host, config.port)
