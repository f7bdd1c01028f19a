"""A trained network as an ONNX file, and the proof that it computes the same."""

import copy
import time
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from tests.training.nets import PAGE, Unit

_OPSET = 18


def export(what: str, net: nn.Module, path: Path) -> None:
    """Writes `path` with float16 weights; onnxruntime turns them into float32 when it loads."""
    net = _fused(copy.deepcopy(net).eval().to(memory_format=torch.contiguous_format))
    if what == "locator":
        example, names = torch.rand(1, 1, *PAGE), ["fields", "turn", "form"]
        inputs, axes = ["page"], None
    else:
        example, names = torch.rand(2, 1, net.height, 160), ["logits"]
        inputs, axes = ["slot"], {"slot": {0: "n", 3: "w"}, "logits": {0: "n", 1: "t"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net,
            (example,),
            path,
            input_names=inputs,
            output_names=names,
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
    _halve(path)


def _fused(net: nn.Module) -> nn.Module:
    for unit in net.modules():
        if isinstance(unit, Unit) and isinstance(unit.norm, nn.BatchNorm2d):
            unit.conv = fuse_conv_bn_eval(unit.conv, unit.norm)
            unit.norm = nn.Identity()
    return net


def _halve(path: Path) -> None:
    model = onnx.load(path)
    graph = model.graph
    casts = []
    for weights in list(graph.initializer):
        if weights.data_type != TensorProto.FLOAT or np.prod(weights.dims) < 256:
            continue
        half = numpy_helper.to_array(weights).astype(np.float16)
        name = f"{weights.name}.half"
        casts.append(helper.make_node("Cast", [name], [weights.name], to=TensorProto.FLOAT))
        graph.initializer.remove(weights)
        graph.initializer.append(numpy_helper.from_array(half, name))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def check(what: str, net: nn.Module, path: Path) -> tuple[float, float]:
    """Greatest difference of a probability from torch's, and ms for each page or slot."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    net = net.eval()
    shapes = [(1, 1, *PAGE)] if what == "locator" else [(9, 1, net.height, w) for w in (240, 376)]
    worst, spent = 0.0, 0.0
    for shape in shapes:
        # Strokes on white, as far as a network can tell.
        ink = (np.random.default_rng(0).random(shape) > 0.9).astype(np.float32)
        with torch.no_grad():
            theirs = net(torch.from_numpy(ink))
        theirs = theirs if isinstance(theirs, tuple) else (theirs,)
        ours = session.run(None, {session.get_inputs()[0].name: ink})
        start = time.perf_counter()
        session.run(None, {session.get_inputs()[0].name: ink})
        spent += (time.perf_counter() - start) * 1000 / shape[0] / len(shapes)
        for mine, their in zip(ours, theirs, strict=True):
            axis = 1 if what == "locator" else 2
            there = their.float().softmax(axis).numpy()
            here = torch.from_numpy(mine).softmax(axis).numpy()
            worst = max(worst, float(np.abs(here - there).max()))
    return worst, spent
