"""The kinds of values in the configuration, each with its check and what it says when it fails."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from mailproc.month.period import is_period


class Table(BaseModel):
    """A table of `config.toml`: it cannot be changed, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Security = Literal["tls", "starttls", "none"]
Covers = Literal["same", "previous"]


def _address(value: str) -> str:
    bare = value.strip()
    local, at, domain = bare.rpartition("@")
    said = bare.isascii() and bare.isprintable() and not set(bare) & set(' <>,;:"()[]\\')
    if not at or not local or "." not in domain or not said:
        raise ValueError(f"not a mail address: {value!r}")
    return bare.lower()


def _period(value: str) -> str:
    if not is_period(value):
        raise ValueError(f"not a period, expected YYYY-MM such as 2026-01: {value!r}")
    return value


def _cron(value: str) -> str:
    from apscheduler.triggers.cron import CronTrigger

    fields = value.split()
    if len(fields) == 5 and any(c.isdigit() for c in fields[4]):
        raise ValueError("name the days of the week (mon-fri), numbers mean different days")
    parse: Callable[[str], object] = CronTrigger.from_crontab
    parse(value)
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no time zone {value!r}; expected a name such as Asia/Bangkok") from None
    return value


def _ping_url(value: SecretStr) -> SecretStr:
    if value and not value.get_secret_value().startswith(("https://", "http://")):
        raise ValueError("not an address that begins with https:// or http://")
    return value


def _province(value: str) -> str:
    from parsers.values.places import PROVINCES

    bare = value.strip().removeprefix("จังหวัด").removeprefix("จ.").strip()
    if bare and bare not in PROVINCES:
        near = ", ".join(get_close_matches(bare, PROVINCES, 1)) or "such as กาฬสินธุ์"
        raise ValueError(f"no province {value!r}; expected its Thai name, {near}")
    return bare


Zone = Annotated[str, AfterValidator(_zone)]
Address = Annotated[str, AfterValidator(_address)]
Period = Annotated[str, AfterValidator(_period)]
PingUrl = Annotated[SecretStr, AfterValidator(_ping_url)]
Province = Annotated[str, AfterValidator(_province)]
Cron = Annotated[str, AfterValidator(_cron)]
DayOfMonth = Annotated[int, Field(ge=1, le=31)]
