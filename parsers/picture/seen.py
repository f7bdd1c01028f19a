"""What was made out for one field of a picture, before it becomes a reading."""

from dataclasses import dataclass

import numpy as np

from parsers.picture.page import Line
from parsers.reading import FieldStatus, Source, Value


@dataclass(frozen=True)
class Seen:
    """A value with its status and the reason for that; `candidates` with their probabilities,
    `cut`: the picture that it was read from.
    """

    value: Value
    status: FieldStatus
    confidence: float
    reason: str
    raw: str = ""
    line: Line | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    cut: np.ndarray | None = None
    source: Source = "ocr"


MISSING = Seen(None, "review", 0.0, "its place was not found on the page")
