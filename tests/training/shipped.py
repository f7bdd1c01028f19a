"""A network that ships as one to train on: its weights out of the ONNX file.

The file has no batch norms any more (`export` folds them in), so the network learns on without.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from tests.training.nets import Memory, SlotReader, Unit, build

# The order of a GRU's gates in ONNX (update, reset, new) as torch has them (reset, update, new).
_GATES = (1, 0, 2)


def shipped(what: str, path: Path) -> SlotReader:
    """The slot reader of that name with the weights of `path`, without batch norms.

    Raises ValueError where the file is of another build, TypeError for what reads no slots.
    """
    net = build(what)
    if not isinstance(net, SlotReader):
        raise TypeError(f"{what} is no slot reader")
    _without_norms(net)
    found = _weights(path)
    state = net.state_dict()
    odd = {name: found.pop(name) for name in list(found) if name not in state}
    if "flat.weight" not in found:
        found |= _flat(odd)
    if isinstance(net.line[2], Memory):
        found |= _memory(odd)
    if wrong := [n for n, t in state.items() if n not in found or found[n].shape != t.shape]:
        raise ValueError(f"{path} is of another build: {', '.join(wrong)}")
    net.load_state_dict(found)
    return net


def _without_norms(net: SlotReader) -> None:
    for unit in net.modules():
        if isinstance(unit, Unit):
            unit.conv, unit.norm = _biased(unit.conv), nn.Identity()
    net.flat, net.line[0] = _biased(net.flat), nn.Identity()


def _biased(conv: nn.Module) -> nn.Conv2d:
    assert isinstance(conv, nn.Conv2d)
    return nn.Conv2d(
        conv.in_channels, conv.out_channels, conv.kernel_size, conv.stride, conv.padding,
        conv.dilation,
    )  # fmt: skip


def _weights(path: Path) -> dict[str, Tensor]:
    """Every weight of the file, by its name without the mark of its half precision."""
    return {
        weights.name.removesuffix(".half"): torch.from_numpy(
            numpy_helper.to_array(weights).astype(np.float32)
        )
        for weights in onnx.load(path).graph.initializer
    }


def _flat(odd: dict[str, Tensor]) -> dict[str, Tensor]:
    """The layer whose batch norm the exporter folded in itself, under a name of its own; of a
    network that learned on without norms it has its own name.
    """
    (kernel,) = [t for t in odd.values() if t.ndim == 4]
    (bias,) = [t for t in odd.values() if t.ndim == 1 and len(t) == len(kernel)]
    return {"flat.weight": kernel, "flat.bias": bias}


def _memory(odd: dict[str, Tensor]) -> dict[str, Tensor]:
    """The recurrence: (directions, gates * width, inputs) and both biases side by side."""
    wide = [t for t in odd.values() if t.ndim == 3]
    biases = next(t for t in odd.values() if t.ndim == 2 and len(t) == 2)
    width = biases.shape[1] // 6
    hidden = next(t for t in wide if t.shape[2] == width)
    inputs = next(t for t in wide if t is not hidden)
    back = next(t for t in odd.values() if t.ndim == 2 and len(t) != 2)
    found = {"line.2.back.weight": back.T}
    for way, end in enumerate(("", "_reverse")):
        parts = {
            "weight_ih": inputs[way],
            "weight_hh": hidden[way],
            "bias_ih": biases[way, : 3 * width],
            "bias_hh": biases[way, 3 * width :],
        }
        for name, part in parts.items():
            gates = part.chunk(3)
            found[f"line.2.both_ways.{name}_l0{end}"] = torch.cat([gates[g] for g in _GATES])
    return found
