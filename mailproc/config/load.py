"""Reads `config.toml` and says in one line what is wrong with it, by key and line."""

import os
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic_settings import SettingsError

from mailproc.config.models import Config

_EXPECTED_JSON = 'lists and tables are written as JSON, such as ["name@example.go.th"]'


class ConfigError(Exception):
    """The configuration cannot be used; the message is for the operator."""


def load(path: Path) -> Config:
    """The configuration in that file, relative paths made absolute from its folder.

    Raises ConfigError with one line for each mistake: file, line, key, what is expected.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: no such file; `mailproc init` writes one, or name yours with --config"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    try:
        return Config(**_settled(values, path.resolve().parent))
    except ValidationError as error:
        raise ConfigError(_explain(path, text, error)) from None
    except SettingsError as error:
        # Its text names the table; what the variable holds, a password perhaps, is not in it.
        raise ConfigError(f"{_variables(str(error))}: {_EXPECTED_JSON}") from None


def _variables(error: str) -> str:
    """The variables that may be meant, by the field that the error names."""
    named = re.search(r'field "(\w+)"', error)
    prefix = f"MAILPROC_{named[1].upper()}" if named else "MAILPROC_"
    found = sorted(key for key in os.environ if key.upper().startswith(prefix))
    return f"environment variable {' or '.join(found)}"


def _settled(values: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Relative paths made absolute, password files read. Rubbish is left for validation."""
    data_dir = values.get("data_dir", "data")
    if isinstance(data_dir, str):
        values["data_dir"] = str(folder / data_dir)
    database = values.get("database", "sqlite:///data/mailproc.db")
    if isinstance(database, str) and (m := re.match(r"sqlite:///(?!/)(.+)$", database)):
        values["database"] = f"sqlite:///{folder / m[1]}"
    for name, key in (("upkeep", "backup_dir"), ("worker", "watch_folder")):
        table = values.get(name)
        if isinstance(table, dict) and isinstance(table.get(key), str) and table[key]:
            table[key] = str(folder / table[key])
    for name in ("mailbox", "smtp"):
        server = values.get(name)
        if not isinstance(server, dict):
            continue
        for key in ("ca_file", "password_file", "oauth_token_file"):
            if isinstance(server.get(key), str) and server[key]:
                server[key] = str(folder / server[key])
        if server.get("password_file") and not server.get("password"):
            server["password"] = SecretStr(_secret(Path(server["password_file"]), name))
    return values


def _secret(path: Path, server: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"[{server}] password_file: cannot be read: {error}") from None


def _explain(path: Path, text: str, error: ValidationError) -> str:
    lines = []
    for problem in error.errors(include_url=False, include_input=False):
        # Union members and functions stand in `loc` too; only what the file can hold is shown.
        loc = tuple(p for p in problem["loc"] if isinstance(p, int) or re.match(r"^[\w-]+$", p))
        key = ".".join(str(p) for p in loc)
        line = _line_of(text, loc)
        where = f"{path}, line {line}" if line else f"{path}"
        variable = "MAILPROC_" + "__".join(str(p) for p in loc).upper()
        if variable in os.environ:
            where = f"environment variable {variable}"
        what = {
            "extra_forbidden": "no such key; remove it or correct its spelling",
            "missing": "is missing; it has no default",
        }.get(problem["type"], problem["msg"].removeprefix("Value error, "))
        lines.append(f"{where}: {key}: {what}" if key else f"{where}: {what}")
    return "\n".join(dict.fromkeys(lines))


def _line_of(text: str, loc: tuple[int | str, ...]) -> int | None:
    """The line on which the key of a validation error stands; its table's line if it is absent."""
    table: tuple[int | str, ...] = ()
    seen: dict[str, int] = {}
    best: tuple[int, int | None] = (0, None)
    for number, line in enumerate(text.splitlines(), 1):
        if m := re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?", line):
            names = [n.strip().strip("\"'") for n in m[2].split(".")]
            if m[1] == "[[":
                seen[m[2]] = seen.get(m[2], -1) + 1
            table = ()
            for name in names:
                table += (name, seen[name]) if name in seen else (name,)
            here = table
        elif m := re.match(r"""\s*["']?([\w-]+)["']?\s*=""", line):
            here = (*table, m[1])
        else:
            continue
        depth = len(here) if loc[: len(here)] == here else 0
        if depth > best[0]:
            best = (depth, number)
    return best[1]
