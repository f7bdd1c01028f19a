"""`mailproc init` and `check`."""

import argparse
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from mailproc.app import READ_MEMORY, App, build, make_data_dir, utc_now
from mailproc.commands.common import config_path
from mailproc.config import Config, UnitConfig, load
from mailproc.config.unit_list import as_toml, read_units
from mailproc.config.values import Province
from mailproc.errors import NotUnderstood, ServerUnavailable
from mailproc.month.period import period_of
from mailproc.notices.login_pause import LOGGED_IN
from mailproc.resources import shipped
from parsers.bounded import Worker
from parsers.bounded_process import network
from storage import ticks
from storage.database import DatabaseUnavailable
from storage.failures import without_password

FREE_BYTES = 1_000_000_000
EXAMPLE = "fill-this-in@example.go.th"
"""Stands where an account is to be filled in."""

Finding = tuple[bool | None, str]
"""Whether it is as it should be (None: it can wait), and what to say about it."""
_WORDS = {True: "ok", False: "TODO", None: "later"}


def init(args: argparse.Namespace) -> int:
    """Write a commented configuration that begins today; an existing one is left alone."""
    path = config_path(args)
    text = shipped("config.toml").read_text(encoding="utf-8")
    today = datetime.now(ZoneInfo("Asia/Bangkok")).date()
    text = re.sub(r"(?m)^(since|notices_from) = [\d-]+", rf"\1 = {today.isoformat()}", text)
    if args.units:
        text = for_units(text, read_units(args.units), today)
    if args.province:
        text = for_province(text, args.province)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise NotUnderstood(
            f"{path} is there already; remove it or name another with --config"
        ) from None
    print(f"written: {path}")
    for line in _next(load(path)):
        print(line)
    print(_ask_about_january(load(path))[1])
    return 0


def for_units(text: str, units: Sequence[UnitConfig], today: date) -> str:
    """The configuration with these units, and a campaign that begins this month."""
    before, _, _ = text.partition("[[unit]]")
    # The dates of the first letter are over, or another province's.
    before = re.sub(r"(?m)^\[campaign\.due\].*\n(?:\"[\d-]+\" = .*\n)*", "", before)
    before = re.sub(r'(?m)^(first_period) = "[\d-]+"', rf'\1 = "{period_of(today)}"', before)
    return before + as_toml(units)


def for_province(text: str, province: str) -> str:
    """The configuration without what is Kalasin's alone: accounts and letter are to be filled in.

    Raises NotUnderstood where there is no such province.
    """
    try:
        name = TypeAdapter(Province).validate_python(province)
    except ValidationError as error:
        raise NotUnderstood(error.errors()[0]["msg"].removeprefix("Value error, ")) from None
    text = text.replace('province = "" ', f'province = "{name}" ', 1)
    text = re.sub(r'(?m)^(from_name = ").*"$', rf'\1ระบบรับรายงาน จังหวัด{name}"', text)
    text = re.sub(r'(?m)^(letter) = ".*"', r'\1 = ""', text)
    return text.replace("kalasinlocal2022@gmail.com", EXAMPLE)


def _next(config: Config) -> Iterator[str]:
    example = " [mailbox] and [smtp] accounts," if config.mailbox.username == EXAMPLE else ""
    silent = " [[unit]] addresses," if any(not u.addresses for u in config.unit) else ""
    yield f"next: fill in{example}{silent} [staff] and [contact], set the passwords, then"
    yield "      mailproc check"


def check(args: argparse.Namespace) -> int:
    """Try configuration, logins, Tesseract, database and disk; 1 if anything must be done."""
    config = load(config_path(args))
    findings: list[Finding] = [(True, f"configuration: {config_path(args)}")]
    findings += _environment(config)
    findings += missing(config)
    try:
        make_data_dir(config.data_dir)
        with build(config, utc_now) as app:
            findings.append((True, f"database: {without_password(config.database)}"))
            findings += _servers(app)
    except (DatabaseUnavailable, OSError) as error:
        findings.append((False, f"database: {error}"))
    for good, line in findings:
        print(f"{_WORDS[good]:<5} {line}")
    return 1 if any(good is False for good, _ in findings) else 0


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


def missing(config: Config) -> Iterator[Finding]:
    """What is not filled in yet, and what to do about it."""
    if EXAMPLE in (config.mailbox.username, config.smtp.username, config.smtp.from_address):
        yield False, f"accounts: {EXAMPLE} is an example; write yours under [mailbox] and [smtp]"
    silent = [u.id for u in config.unit if not u.addresses]
    if silent:
        yield (
            False,
            f"units: no addresses for {', '.join(silent)}; mail is held, reminders cannot go: "
            "fill in `addresses`, `mailproc senders suggest` proposes some",
        )
    if not config.staff.addresses:
        yield False, "staff: [staff] addresses is empty; nobody gets the digest: fill them in"
    if not config.contact.phone:
        yield False, "contact: [contact] name and phone are empty; notices should say whom to call"
    for campaign in config.campaign:
        counted = config.campaign_of(campaign.form, campaign.first_period)
        if counted is not None and counted is not campaign:
            yield (
                False,
                f"campaigns: {counted.id} and {campaign.id} ask for the same months on one form; "
                f"a report counts for {counted.id} alone: give one of them another first_period",
            )
    folder = config.watch_folder
    if folder is not None and not os.access(folder, os.R_OK | os.X_OK):
        yield False, f'watch_folder: {folder} is not there or cannot be read: make it, or say ""'
    yield from ((None, line) for line in _later(config))
    yield _ask_about_january(config)


def _later(config: Config) -> Iterator[str]:
    """What can wait until the first roll-up, but not longer."""
    nowhere = [c.id for c in config.campaign if not c.forward_to]
    if nowhere:
        yield f"forward_to: empty for {', '.join(nowhere)}; the roll-up goes to nobody until it is"
    if not config.rollup.reporter_name or not config.rollup.reporter_position:
        yield "rollup: [rollup] reporter_name and reporter_position are empty; fill them in"
    if not config.rollup.staff_informed:
        yield (
            "rollup: item 1 is not answered: staff do it in each draft, or write "
            'staff_informed = "yes" or "no" for all months'
        )
    unknown = sum(not u.organizations for u in config.unit)
    if unknown:
        yield f"organizations: not known for {unknown} unit(s); item 2 is not checked there"


def _servers(app: App) -> Iterator[Finding]:
    config = app.config
    try:
        with app.mailbox() as mailbox:
            labels = ", shows labels" if mailbox.has_labels else ""
            yield True, f"mailbox: {config.mailbox.username} at {config.mailbox.host}{labels}"
            mailbox.spam()
    except ServerUnavailable as error:
        yield False, f"mailbox: {error}"
    try:
        with app.smtp():
            with app.db.transaction() as tx:
                # Where notices waited since the password was refused, they wait no longer.
                ticks.note_login(tx, app.now(), {LOGGED_IN: 1})
            yield True, f"smtp: {config.smtp.username} at {config.smtp.host}"
    except ServerUnavailable as error:
        yield False, f"smtp: {error}"


def _ask_about_january(config: Config) -> Finding:
    """The letter's only dated example was hard to read: a person must ask the province."""
    exceptions: dict[str, date] = {p: d for c in config.campaign for p, d in c.due.items()}
    if "2026-01" not in exceptions:
        return True, "due dates: no exceptions"
    return (
        None,
        f"due dates: January 2026 is due on {exceptions['2026-01']}; the letter was hard to read "
        "(14 or 15), ask the province",
    )
