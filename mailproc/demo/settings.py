"""The demo's configuration: the one that ships with the program, with made-up names in it."""

import re
from pathlib import Path

from mailproc.demo.servers import HOST, PASSWORD, USERNAME, Servers
from mailproc.resources import shipped

DOMAIN = "example.go.th"
_MADE_UP = {
    ("mailbox", "host"): f'"{HOST}"',
    ("mailbox", "security"): '"none"',
    ("mailbox", "username"): f'"{USERNAME}"',
    ("mailbox", "password"): f'"{PASSWORD}"',
    ("mailbox", "since"): "2026-06-01",
    ("mailbox", "authserv_id"): f'"mx.{DOMAIN}"',
    ("smtp", "host"): f'"{HOST}"',
    ("smtp", "security"): '"none"',
    ("smtp", "username"): '""',
    ("smtp", "from_address"): f'"reports@{DOMAIN}"',
    ("contact", "name"): '"นางสาวตัวอย่าง ผู้ประสานงาน"',
    ("contact", "phone"): '"๐ ๔๓๐๐ ๐๐๐๐"',
    ("staff", "addresses"): f'["staff@{DOMAIN}"]',
    ("campaign", "first_period"): '"2026-06"',
    ("campaign", "notices_from"): "2026-06-01",
    ("campaign", "forward_to"): f'"dla@{DOMAIN}"',
}
_NOTE = """# Written by `mailproc demo`; the data beside it is the demo's. The two servers named
# here ended with it: commands that need neither work on this data (status, export, held, …).

"""
_TABLE = re.compile(r"\[\[?([\w.]+)\]\]?")
_KEY = re.compile(r"(\w+) = ")
_COMMENT = re.compile(r"\s+#.*")


def write_config(folder: Path, servers: Servers) -> Path:
    """Write `config.toml` into the folder; its mail servers are the running ones."""
    changes = _MADE_UP | {
        ("mailbox", "port"): str(servers.imap_port),
        ("smtp", "port"): str(servers.smtp_port),
    }
    path = folder / "config.toml"
    original = shipped("config.toml").read_text(encoding="utf-8")
    path.write_text(_NOTE + _changed(original, changes), encoding="utf-8")
    return path


def _changed(text: str, changes: dict[tuple[str, str], str]) -> str:
    """The configuration with these values, and an address for each unit; comments stay.

    Raises KeyError where a key to be changed does not stand there.
    """
    lines, table, unit, left = [], "", "", set(changes)
    for original in text.splitlines():
        line = original
        if found := _TABLE.match(line):
            table = found[1]
        elif found := _KEY.match(line):
            key = (table, found[1])
            if key == ("unit", "id"):
                unit = line.split('"')[1]
            value = f'["{unit}@{DOMAIN}"]' if key == ("unit", "addresses") else changes.get(key)
            if value is not None:
                comment = _COMMENT.search(line)
                line = f"{found[1]} = {value}{comment[0] if comment else ''}"
                left.discard(key)
        lines.append(line)
    if left:
        raise KeyError(f"config.toml has no {sorted(left)}")
    return "\n".join(lines) + "\n"
