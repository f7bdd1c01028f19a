"""What a reader says about one file, the same for every reader."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One value. `sure`: asserted (accepted, or asserted to be empty) rather than left in doubt."""

    value: Any
    sure: bool
    confidence: float = 1.0
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that was said about one file: the reports' fields, one of them accepted or none.

    `failed`: the reader raised, `note` says what; else `note` is for people only. `seconds` of
    wall time and `peak`, the reading process's largest memory so far in megabytes.
    """

    accepted: bool
    fields: dict[str, Said] = field(default_factory=dict)
    seconds: float = 0.0
    peak: float = 0.0
    note: str = ""
    failed: bool = False
