"""Debian's PostgreSQL as the database server of a test run: a cluster, port and folder of its own.

PostgreSQL refuses to run as root; then it runs as its own user, or `nobody`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO

import psycopg

from tests.servers.ports import free_ports, wait_for_port

ADMIN = "postgres"
# A role that must give a password; the admin of the test's own cluster need not.
LOCKED_ROLE = "locked"
HBA = f"""
host all {LOCKED_ROLE} 127.0.0.1/32 scram-sha-256
local all {ADMIN} trust
host all {ADMIN} 127.0.0.1/32 trust
"""
# What survives a power cut is of no interest to a test.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "max_connections": "50",
}


@dataclass(frozen=True)
class Postgres:
    """A running cluster."""

    port: int
    numbers: Iterator[int]

    def url(self, database: str) -> str:
        """The configuration's `database` for one database of the cluster."""
        return f"postgresql+psycopg://{ADMIN}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template0") -> str:
        """Make a database, a copy of `template` that nobody is connected to; its name."""
        name = f"test_{next(self.numbers)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.execute(f'DROP DATABASE "{database}" WITH (FORCE)')

    def wait_until_ready(self) -> None:
        """Return when it lets clients in: its port is open a moment before that."""
        deadline = time.monotonic() + 30
        while True:
            try:
                return self.execute("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def execute(self, statement: str) -> None:
        """Run one statement as the admin."""
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=ADMIN, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())


def installed() -> Path | None:
    """The newest PostgreSQL's folder of programs, None if it is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    return folders[-1] if folders else None


@contextmanager
def running_postgres(programs: Path) -> Iterator[Postgres]:
    """A PostgreSQL on a free port in a folder of its own, ended and removed at the end."""
    home = Path(tempfile.mkdtemp(prefix="postgres-"))
    user = _user()
    if user is not None:
        os.chown(home, user.pw_uid, user.pw_gid)
    (port,) = free_ports(1)
    try:
        _make_cluster(programs, home, user)
        with (home / "log").open("wb") as log:
            server = _start(programs, home, user, port, log)
        try:
            wait_for_port(port, 30)
            running = Postgres(port, count())
            running.wait_until_ready()
            yield running
        finally:
            _stop(server)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _make_cluster(programs: Path, home: Path, user: pwd.struct_passwd | None) -> None:
    """It sorts text as English does, hyphens last, to show what relies on bytewise order."""
    locale = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
    options = ("-D", home / "data", "-U", ADMIN, "-A", "trust", "-E", "UTF8", "--no-sync")
    made = subprocess.run(
        [*_as(user), programs / "initdb", *options, *locale],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise RuntimeError(f"PostgreSQL made no cluster: {made.stderr}")
    (home / "data" / "pg_hba.conf").write_text(HBA)


def _start(
    programs: Path, home: Path, user: pwd.struct_passwd | None, port: int, log: IO[bytes]
) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(home)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return subprocess.Popen(
        [*_as(user), programs / "postgres", "-D", home / "data", *options],
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(30)


def _user() -> pwd.struct_passwd | None:
    """Whom to run as; None for the present user."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres", known["nobody"])


def _as(user: pwd.struct_passwd | None) -> list[str | Path]:
    """Run what follows as that user, and end it with this process even if this one is killed."""
    command: list[str | Path] = ["setpriv", "--pdeathsig", "INT"]
    if user is not None:
        command += ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
    return command
