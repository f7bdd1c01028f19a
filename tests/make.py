"""Made-up configuration, readings and reports for tests, as small as a test can use."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mailproc.config import Config
from parsers.forms import all_forms
from parsers.reading import Box, Reading, ReadReport, Value

FORM = "scammer-awareness"
UNITS: tuple[dict[str, Any], ...] = (
    {"id": "na-mon", "name": "นามน", "addresses": ["na-mon@example.go.th"]},
    {"id": "na-khu", "name": "นาคู", "addresses": ["na-khu@example.go.th"]},
    {"id": "khao-wong", "name": "เขาวง", "addresses": []},
)
VALUES: dict[str, Value] = {
    "organization": None,
    "unit": "นามน",
    "province": "กาฬสินธุ์",
    "period": "2026-02",
    "staff_informed": True,
    "organizations_total": 9,
    "organizations_done": 8,
    "official_letter": 12,
    "website": 0,
    "facebook_page": 30,
    "print_media": None,
    "school_teaching": 4,
    "community_radio": 100,
    "public_address": 25,
    "other_channels": (),
    "reporter_name": "นายทดสอบ ระบบ",
    "reporter_position": "นักทดสอบ",
}


def config(folder: Path, **changes: Any) -> Config:
    """A configuration with three units; `changes` replace or add top-level keys."""
    values: dict[str, Any] = {
        "data_dir": folder / "data",
        "database": f"sqlite:///{folder / 'data' / 'mailproc.db'}",
        "mailbox": {
            "host": "127.0.0.1",
            "username": "office@example.go.th",
            "security": "none",
            "authserv_id": "",
        },
        "smtp": {
            "host": "127.0.0.1",
            "username": "office@example.go.th",
            "security": "none",
            "from_address": "office@example.go.th",
        },
        "staff": {"addresses": ["staff@example.go.th"]},
        "contact": {"name": "งานทดสอบ", "phone": "0 0000 0000"},
        "campaign": [{"id": FORM, "form": FORM, "first_period": "2026-01"}],
        "unit": [dict(u) for u in UNITS],
    }
    return Config(**(values | changes))


def readings(**values: Value) -> tuple[Reading, ...]:
    """A reading for every field of the form, all accepted; empty ones blank."""
    wanted: Mapping[str, Value] = {**VALUES, **values}
    return tuple(
        Reading(
            field=f.key,
            value=wanted[f.key],
            status="blank" if wanted[f.key] is None else "accepted",
            confidence=1.0,
            source="text",
            page=1,
            box=Box(100, 100, 150, 115),
        )
        for f in all_forms()[FORM].fields
    )


def report(
    unit: str | None = "na-mon",
    period: str | None = "2026-02",
    status: Any = "accepted",
    problems: Any = (),
    **values: Value,
) -> ReadReport:
    """A report as the reader hands it on."""
    return ReadReport(
        FORM, unit, period, status, tuple(problems), readings(period=period, **values), 1
    )
