"""Trains a network: `python -m tests.training WHAT --data DIR --minutes N`.

Needs `pip install torch onnx onnxscript` beside the project's own packages. DIR holds `training`
and `tuning` with the shards of `tests.training.data`. Shards that appear later are taken in at
the end of a round.
"""

import argparse
from pathlib import Path
from typing import Any

import torch

from tests.training import batches, locating, reading
from tests.training.export import check, export
from tests.training.loop import Task, Training, say, train
from tests.training.nets import WHAT, build
from tests.training.shipped import shipped


def main() -> None:
    """Trains, says how well, and writes OUT.pt and OUT.onnx."""
    parser = argparse.ArgumentParser(prog="python -m tests.training", description=__doc__)
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--minutes", type=float, required=True, help="in all, with those before")
    parser.add_argument("--continue", dest="carry_on", action="store_true", help="from OUT.pt")
    parser.add_argument("--from", dest="start", type=Path, metavar="ONNX", help="a slot reader's")
    parser.add_argument("--out", type=Path, help="without suffix; default DIR/WHAT")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--loaders", type=int, default=0, help="processes that make batches")
    parser.add_argument("--batch", type=int, help="default 24; pages 6")
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    what, out = arguments.what, arguments.out or arguments.data / arguments.what
    of: Any = batches.slots("texts" if what == "text" else "numbers")
    task: Task = reading.Reading(what == "text", arguments.batch or 24, bool(arguments.start))
    if what == "locator":
        of, task = batches.sheets, locating.Locating(arguments.batch or 6)
    shards = batches.Shards[object](arguments.data / "training", of)
    tuning = batches.Shards[object](arguments.data / "tuning", of)
    net = shipped(what, arguments.start) if arguments.start else build(what)
    training = Training(net, out.with_suffix(".pt"), arguments.rate)
    if arguments.carry_on:
        training.load()
    parameters = sum(p.numel() for p in training.net.parameters())
    say(f"{what}: {parameters / 1e6:.2f} million weights")
    net = train(task, training, shards, tuning, arguments.minutes, arguments.loaders)
    path = out.with_suffix(".onnx")
    export(what, net, path)
    worst, spent = check(what, net, path)
    size = path.stat().st_size / 1e6
    say(f"{path}: {size:.2f} MB, off by {worst:.5f} at most, {spent:.1f} ms on one thread")


if __name__ == "__main__":
    main()
