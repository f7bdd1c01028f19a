"""Trains a network: `python -m tests.training WHAT --data DIR --minutes N`.

Needs `pip install torch onnx onnxscript` beside the project's own packages. DIR holds `training`
and `tuning` with the shards of `tests.training.data`. Shards that appear later are taken in at
the end of a round.
"""

import argparse
from pathlib import Path

import torch

from tests.training import batches, locating, reading
from tests.training.export import check, export
from tests.training.loop import Task, Training, say, train
from tests.training.nets import WHAT, build


def main() -> None:
    """Trains, says how well, and writes OUT.pt and OUT.onnx."""
    parser = argparse.ArgumentParser(prog="python -m tests.training", description=__doc__)
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--minutes", type=float, required=True, help="in all, with those before")
    parser.add_argument("--continue", dest="carry_on", action="store_true", help="from OUT.pt")
    parser.add_argument("--out", type=Path, help="without suffix; default DIR/WHAT")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    what, out = arguments.what, arguments.out or arguments.data / arguments.what
    take = {"locator": batches.sheets, "numbers": batches.slots("numbers")}
    of = take.get(what, batches.slots("texts"))
    shards = batches.Shards[object](arguments.data / "training", of)
    tuning = batches.Shards[object](arguments.data / "tuning", of)
    task: Task = locating.Locating() if what == "locator" else reading.Reading(what)
    training = Training(build(what), out.with_suffix(".pt"))
    if arguments.carry_on:
        training.load()
    parameters = sum(p.numel() for p in training.net.parameters())
    say(f"{what}: {parameters / 1e6:.2f} million weights")
    train(task, training, shards, tuning, arguments.minutes)
    path = out.with_suffix(".onnx")
    export(what, training.average, path)
    worst, spent = check(what, training.average, path)
    size = path.stat().st_size / 1e6
    say(f"{path}: {size:.2f} MB, off by {worst:.5f} at most, {spent:.1f} ms on one thread")


if __name__ == "__main__":
    main()
