"""Debian's Dovecot as the mail server of a test: one user, own ports, own folder.

As root its processes run as Dovecot's own users and the mail belongs to `nobody`; as anybody else
everything runs as that user.
"""

import getpass
import imaplib
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.servers.certificates import Certificates
from tests.servers.ports import free_ports, wait_for_port

USER = "kalasin"
PASSWORD = "secret-of-the-test"

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
mail_location = maildir:{home}/mail/%u
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {internal_user}
default_internal_group = {internal_group}
default_login_user = {login_user}
ssl = yes
ssl_cert = <{chain}
ssl_key = <{key}
ssl_dh =
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_fsync = never
mail_max_userip_connections = 50
imap_id_log =
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={home}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = {sent}
    special_use = \\Sent
  }}
  mailbox Spam {{
    auto = subscribe
    special_use = \\Junk
  }}
}}
service imap-login {{
  chroot =
  process_min_avail = 0
  service_count = 0
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
{extra}
"""


@dataclass(frozen=True)
class Listed:
    """One mail as the server has it; INTERNALDATE in the server's own words."""

    uid: int
    flags: frozenset[str]
    internal_date: str


class Dovecot:
    """A running Dovecot; `plain_port` speaks plain IMAP and STARTTLS, `tls_port` TLS."""

    host = "localhost"
    username = USER
    password = PASSWORD

    def __init__(
        self,
        home: Path,
        certificates: Certificates,
        ports: tuple[int, int],
        sent: bool = True,
        extra: str = "",
    ) -> None:
        self.home, self.certificates, self.extra = home, certificates, extra
        self.plain_port, self.tls_port = ports
        self.sent = sent
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and return when it answers."""
        config = self.home / "dovecot.conf"
        config.write_text(CONFIG.format(**self._settings()), encoding="utf-8")
        binary = shutil.which("dovecot") or "/usr/sbin/dovecot"
        self._process = subprocess.Popen(
            [binary, "-F", "-c", str(config)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.home / "errors").open("wb"),
            start_new_session=True,
        )
        try:
            wait_for_port(self.plain_port)  # both are opened before it takes the first client
        except TimeoutError as error:
            said = (self.home / "errors").read_text(errors="replace")
            self.stop()
            raise RuntimeError(f"Dovecot did not start: {said}") from error

    def stop(self) -> None:
        """End it, and only it; mail stays for another `start`."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)

    def _settings(self) -> dict[str, object]:
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            users = ("dovecot", "dovecot", "dovenull", nobody.pw_uid, nobody.pw_gid)
        else:
            group = Path(f"/proc/{os.getpid()}").group()
            users = (getpass.getuser(), group, getpass.getuser(), os.getuid(), os.getgid())
        names = ("internal_user", "internal_group", "login_user", "mail_user", "mail_group")
        return dict(zip(names, users, strict=True)) | {
            "home": self.home,
            "chain": self.certificates.chain,
            "key": self.certificates.key,
            "password": PASSWORD,
            "sent": "subscribe" if self.sent else "no",
            "plain_port": self.plain_port,
            "tls_port": self.tls_port,
            "extra": self.extra,
        }

    @contextmanager
    def client(self, folder: str | None = None) -> Iterator[imaplib.IMAP4]:
        """A logged-in plain client of the test's own, in that folder if one is named."""
        with imaplib.IMAP4("127.0.0.1", self.plain_port, timeout=30) as client:
            client.login(USER, PASSWORD)
            if folder:
                client.select(folder)
            yield client

    def append(
        self, raw: bytes, received_at: datetime, flags: Iterable[str] = (), folder: str = "INBOX"
    ) -> int:
        """Put a mail into a folder as if it had arrived then; its uid."""
        return self.append_all([raw], lambda _: received_at, flags, folder)[0]

    def append_all(
        self,
        mails: Iterable[bytes],
        received_at: Callable[[int], datetime],
        flags: Iterable[str] = (),
        folder: str = "INBOX",
    ) -> list[int]:
        """Put many mails into a folder over one connection; `received_at` takes their number."""
        uids = []
        with self.client() as client:
            for number, raw in enumerate(mails):
                when = received_at(number)
                assert when <= datetime.now(UTC), "the server would take today's date instead"
                date = imaplib.Time2Internaldate(when)
                kind, said = client.append(folder, f"({' '.join(flags)})", date, raw)
                assert kind == "OK", said
                match = re.search(rb"APPENDUID \d+ (\d+)", said[0])
                assert match, said
                uids.append(int(match[1]))
        return uids

    def listed(self, folder: str = "INBOX") -> dict[int, Listed]:
        """Every mail of a folder by uid, with flags, looked at without changing them."""
        found = {}
        with self.client() as client:
            client.select(folder, readonly=True)
            for line in client.uid("FETCH", "1:*", "(UID FLAGS INTERNALDATE)")[1]:
                if line is None:
                    continue
                text = line.decode()
                uid = int(re.search(r"UID (\d+)", text)[1])  # type: ignore[index]
                flags = re.search(r"FLAGS \(([^)]*)\)", text)[1].split()  # type: ignore[index]
                date = re.search(r'INTERNALDATE "([^"]*)"', text)[1]  # type: ignore[index]
                found[uid] = Listed(uid, frozenset(flags) - {"\\Recent"}, date)
        return found

    def flags(self, uid: int, folder: str = "INBOX") -> frozenset[str]:
        """The flags and keywords of one mail."""
        return self.listed(folder)[uid].flags

    def renumber(self, folder: str, uidvalidity: int) -> None:
        """Give a folder another UIDVALIDITY, as a server does that was restored from a backup."""
        command = ["doveadm", "-c", str(self.home / "dovecot.conf"), "mailbox", "update"]
        number = ["-u", USER, "--uid-validity", str(uidvalidity), folder]
        subprocess.run([*command, *number], check=True, capture_output=True)

    def empty(self) -> None:
        """Take away every folder, so that one server can serve many tests.

        The folders come back new with the next login, with another UIDVALIDITY.
        """
        shutil.rmtree(self.home / "mail" / USER, ignore_errors=True)


@contextmanager
def running_dovecot(
    certificates: Certificates, *, sent: bool = True, extra: str = ""
) -> Iterator[Dovecot]:
    """A Dovecot on free ports in a folder of its own, ended and removed at the end."""
    # Not pytest's tmp_path: Dovecot's other users must get in, and socket paths must be short.
    home = Path(tempfile.mkdtemp(prefix="dovecot-"))
    home.chmod(0o755)
    (home / "mail").mkdir()
    (home / "mail").chmod(0o777)
    plain, tls = free_ports(2)
    server = Dovecot(home, certificates, (plain, tls), sent, extra)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
