"""The networks, loaded when they are first needed, one thread each.

onnxruntime runs nets of this size 1.4 to 2.5 times as fast as OpenCV's own module.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_WEIGHTS = Path(__file__).parent / "weights"
Reader = Literal["numbers", "second", "text"]


@cache
def _session(name: str) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Several documents are read at once in processes of their own; threads would only quarrel.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(
        _WEIGHTS / f"{name}.onnx", options, providers=["CPUExecutionProvider"]
    )


def locate(sheet: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """The locator's opinion on a sheet (uint8, `locator.SHEET`).

    Probabilities of the places (classes, h / 4, w / 4), of the quarter turns (4,), and of being
    our form.
    """
    fields, turn, form = _session("locator").run(None, {"page": _ink(sheet[None, None])})
    places = _softmax(fields[0], 0)
    return places, _softmax(turn[0], 0), float(1 / (1 + np.exp(-form[0, 0])))


def read_cuts(name: Reader, cuts: list[np.ndarray]) -> list[np.ndarray]:
    """Log probabilities (t, classes) for each cut (uint8, all of the network's height)."""
    session, found = _session(name), []
    for cut in cuts:
        # One at a time: cuts differ in width, and padding costs more than a call.
        wide = -(-cut.shape[1] // 8) * 8
        padded = np.full((1, cut.shape[0], wide), 255, np.uint8)
        padded[0, :, : cut.shape[1]] = cut
        (logits,) = session.run(None, {"slot": _ink(padded[:, None])})
        found.append(np.log(_softmax(logits[0], 1) + 1e-12).astype(np.float32))
    return found


def marked(cuts: list[tuple[np.ndarray, np.ndarray]]) -> list[float]:
    """How likely each box is marked, 0..1: its cut (uint8, `crop.MARKS`) and that of the choice's
    other box.
    """
    (logits,) = _session("marks").run(None, {"slot": _ink(np.stack(cuts))})
    return [float(1 / (1 + np.exp(-logit))) for logit in logits[:, 0]]


def by_hand(cuts: list[np.ndarray]) -> list[float]:
    """How much the number in each cut (uint8, of one width) looks written by hand, 0..1."""
    (logits,) = _session("pen").run(None, {"slot": _ink(np.stack(cuts)[:, None])})
    return [float(1 / (1 + np.exp(-logit))) for logit in logits[:, 0]]


def _ink(grey: np.ndarray) -> np.ndarray:
    return ((255.0 - grey) / 255.0).astype(np.float32)


def _softmax(logits: np.ndarray, axis: int) -> np.ndarray:
    raised = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return np.asarray(raised / raised.sum(axis=axis, keepdims=True))
