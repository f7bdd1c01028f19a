"""Errors that several parts share, each with one line for the operator."""


class ServerUnavailable(Exception):
    """A server could not be used in this tick; the next one tries again."""


class MailboxUnavailable(ServerUnavailable):
    """The mailbox cannot be reached, fell silent, or lacks the configured folder."""


class SentFolderClosed(MailboxUnavailable):
    """The Sent folder is there and cannot be opened now."""


class NoSuchFolder(MailboxUnavailable):
    """The mailbox answers, but has no such folder, or does not open it."""


class SmtpUnavailable(ServerUnavailable):
    """The mail server cannot be reached or broke off."""


class ReaderUnavailable(ServerUnavailable):
    """A program that reading needs is not installed; no document is to blame."""


class LoginRefused(ServerUnavailable):
    """A server does not accept the user name and password; `hint` says what to do about it."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(f"{reason}; {hint}" if hint else reason)
        self.reason = reason
        self.hint = hint


class NotUnderstood(Exception):
    """What the person asked for cannot be done; the message says why and what would work."""
