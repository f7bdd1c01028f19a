"""The way out: one connection to the mail server, used for all notices of a tick.

What went wrong is told apart by what to do next: the server is out of reach (try later), it does
not take this mail (for now, or ever), or nobody can tell whether it took it.
"""

import re
import smtplib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from email.message import Message

from mailproc.config import SmtpConfig
from mailproc.errors import SmtpUnavailable
from mailproc.intake.errors import TIMEOUT_SECONDS
from mailproc.notices.clean import bare_addresses
from mailproc.notices.login import BROKEN, connect, describe_failure, said
from mailproc.notices.message import wire_bytes
from mailproc.notices.own_words import NO_ADDRESS, NO_MORE_TODAY, NOT_AN_ADDRESS, NOT_FROM_US
from mailproc.patience import ANSWER_SECONDS, SLOWEST, Deadline, TooSlow, allowed, answering

# Gmail gives this as a permanent refusal of the recipient; it holds for the account and the day.
# https://support.google.com/a/answer/3726730
_LIMIT_REACHED = re.compile(r"\b[45]\.4\.5\b|sending limit exceeded", re.IGNORECASE)
_GOODBYE = (421, -1)
# A server may look at the whole mail before it answers (RFC 5321, 4.5.3.2.6, has 10 minutes).
_DATA_SECONDS = 300
GOODBYE_SECONDS = 5.0


class Refused(Exception):
    """The server does not take the mail: for now, or (`permanent`) ever."""

    def __init__(self, permanent: bool, reason: str) -> None:
        super().__init__(reason)
        self.permanent, self.reason = permanent, reason


class Unclear(Exception):
    """The connection was lost after the mail went over and before the server's answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Dropped(Exception):
    """The connection was lost before the mail went over: it can be sent on a new one."""


@contextmanager
def open_smtp(config: SmtpConfig, deadline: Deadline | None = None) -> Iterator["Smtp"]:
    """A connection, logged in. Raises SmtpUnavailable or LoginRefused, here and while sending."""
    smtp = Smtp(config, deadline)
    try:
        yield smtp
    finally:
        smtp.close()


class Smtp:
    """A connection that is renewed when the server closes it between two mails."""

    def __init__(self, config: SmtpConfig, deadline: Deadline | None = None) -> None:
        self._config, self._deadline = config, deadline
        self._client = connect(config, deadline)

    def send(
        self,
        mail: Message,
        to: Sequence[str],
        some_refused: Callable[[Mapping[str, Refused]], None],
    ) -> None:
        """Send the mail once. `some_refused` is told of the recipients that the server refused, if
        not all, before the mail itself is handed over: what comes after may never be heard.

        Raises Refused where no recipient or not the mail itself was taken, Unclear,
        SmtpUnavailable, LoginRefused.
        """
        receivers = bare_addresses(to)
        refused = {a: Refused(True, NOT_AN_ADDRESS) for a in to if a not in receivers}
        if not receivers:
            raise Refused(True, NO_ADDRESS)
        data = re.sub(rb"(?m)^\.", b"..", wire_bytes(mail))
        try:
            refused |= self._announce(receivers)
        except _Dropped:
            # Servers close idle connections, and after so many mails. Nothing went over yet.
            self._client.close()
            self._client = connect(self._config, self._deadline)
            try:
                refused |= self._announce(receivers)
            except _Dropped as dropped:
                raise SmtpUnavailable(str(dropped)) from dropped
        if refused:
            some_refused(refused)
        self._hand_over(data)

    def close(self) -> None:
        """Say goodbye; a server that is gone has done so already."""
        try:
            with answering(self._client.sock, GOODBYE_SECONDS):
                self._client.quit()
        except BROKEN:
            self._client.close()

    def _announce(self, to: Sequence[str]) -> dict[str, Refused]:
        try:
            with answering(self._client.sock, allowed(self._deadline, ANSWER_SECONDS)):
                return self._address(to)
        except TooSlow as error:
            raise SmtpUnavailable(describe_failure(error, self._config)) from error
        except BROKEN as error:
            raise _Dropped(describe_failure(error, self._config)) from error

    def _address(self, to: Sequence[str]) -> dict[str, Refused]:
        """The envelope, up to the server's word that the mail may come."""
        client = self._client
        client.ehlo_or_helo_if_needed()
        _expect(250, client.mail(self._config.from_address))
        answers = {address: client.rcpt(address) for address in to}
        refused = {a: _refusal(told) for a, told in answers.items() if told[0] not in (250, 251)}
        if len(refused) == len(to):
            client.rset()
            permanent = all(r.permanent for r in refused.values())
            raise Refused(permanent, next(iter(refused.values())).reason)
        answer = client.docmd("DATA")
        if answer[0] != 354:
            client.rset()
            raise _refusal(answer)
        return refused

    def _hand_over(self, data: bytes) -> None:
        """The mail itself and the server's answer. A break in here leaves it unclear."""
        client = self._client
        seconds = allowed(self._deadline, _DATA_SECONDS) + len(data) / SLOWEST
        try:
            _wait(client, seconds)
            with answering(client.sock, seconds):
                # In one piece: a small last one would wait for a late acknowledgement.
                client.send(data + (b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n")
                answer = client.getreply()
            _wait(client, TIMEOUT_SECONDS)
        except BROKEN as error:
            client.close()
            raise Unclear(describe_failure(error, self._config)) from error
        if answer[0] == 250:
            return
        try:
            refusal = _refusal(answer)
        except smtplib.SMTPServerDisconnected:
            client.close()
            raise Unclear(said(answer)) from None
        raise refusal


def _wait(client: smtplib.SMTP, seconds: float) -> None:
    """How long the next answer may take."""
    if client.sock is not None:
        client.sock.settimeout(seconds)


def _expect(code: int, answer: tuple[int, bytes]) -> None:
    """A refusal that has nothing to do with the recipient means the server itself."""
    if answer[0] in _GOODBYE:
        raise smtplib.SMTPServerDisconnected(said(answer))
    if answer[0] != code:
        raise SmtpUnavailable(f"{NOT_FROM_US} {said(answer)}")


def _refusal(answer: tuple[int, bytes]) -> Refused:
    """What a refusal means. Raises SmtpUnavailable where it is about the account, not the mail."""
    words = said(answer)
    if _LIMIT_REACHED.search(words):
        raise SmtpUnavailable(f"{NO_MORE_TODAY} {words}")
    if answer[0] in _GOODBYE:
        raise smtplib.SMTPServerDisconnected(words)
    return Refused(answer[0] >= 500, words)
