"""Fills the templates of `templates/mail/`: each letter once as text and once as HTML.

HTML is escaped by itself; a name that a template uses and nobody gave is an error, not a gap.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from mailproc.config import Config, UnitConfig
from mailproc.notices.clean import one_line
from mailproc.notices.ways import way
from mailproc.resources import shipped

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    from mailproc import thai_dates

    environment = Environment(
        loader=FileSystemLoader(shipped("templates") / "mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for filter_ in (
        thai_dates.thai_day,
        thai_dates.thai_digits,
        thai_dates.thai_local_day,
        thai_dates.thai_moment,
        thai_dates.thai_month,
        thai_dates.thai_short_day,
        thai_dates.thai_short_moment,
        thai_dates.thai_time,
        thai_dates.thai_weekday,
        one_line,
        unit_title,
        way,
    ):
        environment.filters[filter_.__name__] = filter_
    return environment


def render(name: str, config: Config, subject: str, **values: Any) -> tuple[str, str]:  # noqa: ANN401
    """The letter `name` as (text, HTML)."""
    common = {
        "subject": subject,
        "contact": config.contact,
        "from_name": config.smtp.from_name,
        "mailbox": mailbox_address(config),
        "zone": config.zone,
    }
    text = _templates().get_template(f"{name}.txt").render(**common, **values)
    html = _templates().get_template(f"{name}.html").render(**common, **values)
    return _tidy(text), html


def mailbox_address(config: Config) -> str:
    """Where reports are sent to: the mailbox's account, where that is an address."""
    account = config.mailbox.username
    return account if "@" in account else config.smtp.from_address


def unit_title(unit: UnitConfig | None) -> str:
    """How the unit is called in a sentence: อำเภอนามน, เทศบาลเมืองกาฬสินธุ์."""
    if unit is None:
        return "(ยังไม่ทราบหน่วยรายงาน)"
    if unit.kind == "district" and not unit.name.startswith("อำเภอ"):
        return f"อำเภอ{unit.name}"
    return unit.name


def unit_head(unit: UnitConfig) -> str:
    """To whom a letter to the unit is addressed, as in the province's own letter."""
    if unit.kind == "district":
        return f"นาย{unit_title(unit)}"
    if unit.kind == "town":
        return f"นายกเทศมนตรี{unit.name.removeprefix('เทศบาล')}"
    return f"นายก{unit.name}"


def _tidy(text: str) -> str:
    """No blanks at line ends, never two empty lines in a row."""
    lines: list[str] = []
    for line in (raw.rstrip() for raw in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"
