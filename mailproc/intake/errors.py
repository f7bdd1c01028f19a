"""What imaplib and imap-tools raise, as one line that says what is wrong and what to do."""

import imaplib
import socket
import ssl

from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError

from mailproc.patience import TooSlow

BROKEN = (
    *(imaplib.IMAP4.error, ImapToolsError, OSError, EOFError),
    *(ValueError, ArithmeticError, LookupError, TypeError, AttributeError, MemoryError),
)
"""Everything that imaplib and imap-tools raise when the server or the way to it fails.

The second line is for servers that say rubbish: a number that is none, a mail of a terabyte.
"""

TIMEOUT_SECONDS = 30
"""How long one answer of the server may take."""


def describe(error: BaseException, host: str, port: int) -> str:
    """One line about a failed connection or command, for an operator."""
    where = f"mail server {host}:{port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"{where}: its certificate is not trusted ({error.verify_message}); "
            "name the authority's file in ca_file, or correct host"
        )
    if isinstance(error, ssl.SSLError):
        return f"{where}: TLS failed ({one_line(error.reason)}); do port and security fit?"
    if isinstance(error, TooSlow):
        return f"{where}: {error}"
    if isinstance(error, TimeoutError):
        return f"{where}: no answer within {TIMEOUT_SECONDS} s"
    if isinstance(error, socket.gaierror):
        return f"{where}: no such host name; correct host, or see whether the network is up"
    if isinstance(error, ConnectionRefusedError):
        return f"{where}: refuses the connection; correct port, or see whether it is running"
    return f"{where}: {said(error)}"


def said(error: BaseException) -> str:
    """The words of the server in an exception, without the library's wrapping."""
    if isinstance(error, UnexpectedCommandStatusError):
        kind, data = error.command_result[:2]
        words = data[-1] if isinstance(data, list | tuple) and data else data
        return one_line(words or kind)
    if error.args and isinstance(error.args[0], bytes):
        return one_line(error.args[0])
    return one_line(error) or type(error).__name__


def one_line(words: object) -> str:
    """A server's words fit for a terminal and a log: one line, printable, at most 300 letters."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    shown = "".join(c if c.isprintable() else " " for c in text[:300])
    return " ".join(shown.split())
