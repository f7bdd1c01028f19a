"""What spoke for and against a value read from a picture, for the person who looks at it."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Evidence:
    """How one field was read.

    `candidates`: what could stand there, with probabilities (0..1), the likeliest first.
    `reason`: why the value was accepted or not, in English. `crop`: the cut that was read, grey
    uint8 (h, w), None where nothing was found.
    """

    field: str
    candidates: tuple[tuple[str, float], ...]
    reason: str
    crop: np.ndarray | None = None
