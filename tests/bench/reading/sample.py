"""The pages that are read, each with its truth, on disk."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from parsers.forms.scammer_awareness import FORM

COUNTS = tuple(f.key for f in FORM.counts)
CHOICES = tuple(f.key for f in FORM.fields if f.kind == "choice")
KEYS = ("unit", "period")
TEXTS = ("other_channels", "reporter_name", "reporter_position")


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, its group, what is on its page (`truth` None: not the form), and how it was made."""

    file: str
    group: str
    truth: Mapping[str, Any] | None
    made: str

    @property
    def media(self) -> str:
        """The file's ending."""
        return self.file.rpartition(".")[2]


def save(folder: Path, name: str, data: bytes, group: str, truth: Any, made: str) -> Sample:
    """Write one file; its sample."""
    ending = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff\xe0": "jpg"}.get(data[:4], "tif")
    path = folder / f"{name}.{ending}"
    path.write_bytes(data)
    return Sample(str(path), group, plain(truth), made)


def plain(truth: Any) -> Any:
    """A truth as JSON has it: channels as objects in lists."""
    if truth is None:
        return None
    values = dict(truth)
    listed = values.get("other_channels") or ()
    values["other_channels"] = [
        dict(c) if isinstance(c, Mapping) else {"channel": c.channel, "times": c.times}
        for c in listed
    ]
    return values


def write_all(samples: list[Sample], path: Path) -> None:
    """The samples as JSON lines."""
    lines = (json.dumps(asdict(s), ensure_ascii=False) for s in samples)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_all(path: Path) -> list[Sample]:
    """The samples of an earlier run."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Sample(**json.loads(line)) for line in lines if line]
