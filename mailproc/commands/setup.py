"""`mailproc init` and `check`."""

import argparse
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailproc.app import READ_MEMORY, App, build, make_data_dir, utc_now
from mailproc.commands.common import config_path
from mailproc.config import Config, load
from mailproc.desk import NotUnderstood
from mailproc.errors import ServerUnavailable
from mailproc.resources import shipped
from parsers.bounded import Worker
from parsers.bounded_process import network
from storage.database import DatabaseUnavailable

FREE_BYTES = 1_000_000_000

Finding = tuple[bool, str]


def init(args: argparse.Namespace) -> int:
    """Write a commented configuration that begins today; an existing one is left alone."""
    path = config_path(args)
    text = shipped("config.toml").read_text(encoding="utf-8")
    today = datetime.now(ZoneInfo("Asia/Bangkok")).date().isoformat()
    text = re.sub(r"(?m)^(since|notices_from) = [\d-]+", rf"\1 = {today}", text)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise NotUnderstood(
            f"{path} is there already; remove it or name another with --config"
        ) from None
    print(f"written: {path}")
    print("next: fill in [[unit]] addresses, [staff] and [contact], set the passwords, then")
    print("      mailproc check")
    print(_ask_about_january(load(path)))
    return 0


def check(args: argparse.Namespace) -> int:
    """Try configuration, logins, Tesseract, database and disk; 1 if anything must be done."""
    config = load(config_path(args))
    findings = [(True, f"configuration: {config_path(args)}")]
    findings += _environment(config)
    try:
        make_data_dir(config.data_dir)
        with build(config, utc_now) as app:
            findings.append((True, f"database: {_without_password(config.database)}"))
            findings += _servers(app)
    except (DatabaseUnavailable, OSError) as error:
        findings.append((False, f"database: {error}"))
    for good, line in findings:
        print(f"{'ok  ' if good else 'TODO'}  {line}")
    return 0 if all(good for good, _ in findings) else 1


def _environment(config: Config) -> Iterator[Finding]:
    from parsers.picture.tesseract import problems

    missing = problems()
    yield not missing, "tesseract: " + ("; ".join(missing) or "there, with Thai")
    yield (
        True,
        "reader: "
        + (
            "runs without network"
            if Worker(network, seconds=5, memory_bytes=READ_MEMORY).call() != network()
            else "runs in this machine's network, since the kernel gives it none of its own"
        ),
    )
    folder = next(p for p in (config.data_dir, *config.data_dir.parents) if p.exists())
    free = shutil.disk_usage(folder).free
    enough = free > FREE_BYTES
    yield enough, f"disk: {free / 1e9:.1f} GB free at {folder}" + ("" if enough else "; make room")
    silent = [u.id for u in config.unit if not u.addresses]
    if silent:
        yield (
            False,
            f"units: no addresses for {', '.join(silent)}; mail is held, reminders cannot go",
        )
    if not config.staff.addresses:
        yield False, "staff: [staff] addresses is empty; nobody gets the digest"
    if not config.contact.phone:
        yield False, "contact: [contact] name and phone are empty; notices should say whom to call"
    yield True, _ask_about_january(config)


def _servers(app: App) -> Iterator[Finding]:
    config = app.config
    try:
        with app.mailbox() as mailbox:
            labels = ", shows labels" if mailbox.has_labels else ""
            yield True, f"mailbox: {config.mailbox.username} at {config.mailbox.host}{labels}"
    except ServerUnavailable as error:
        yield False, f"mailbox: {error}"
    try:
        with app.smtp():
            yield True, f"smtp: {config.smtp.username} at {config.smtp.host}"
    except ServerUnavailable as error:
        yield False, f"smtp: {error}"


def _ask_about_january(config: Config) -> str:
    """The letter's only dated example was hard to read: a person must ask the province."""
    exceptions: dict[str, date] = {p: d for c in config.campaign for p, d in c.due.items()}
    if "2026-01" not in exceptions:
        return "due dates: no exceptions"
    return (
        f"due dates: January 2026 is due on {exceptions['2026-01']}; the letter was hard to read "
        "(14 or 15), ask the province"
    )


def _without_password(url: str) -> str:
    return re.sub(r"(://[^:/@]+):[^@]*@", r"\1:***@", url)
