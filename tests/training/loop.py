"""Training for a number of minutes, with checkpoints and figures on the way."""

import copy
import math
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from tests.training.batches import Shards

_RATE = 2e-3
_WARM = 0.02
_AVERAGE_EVERY = 4
# Samples that a look on the way costs at most; the last one takes them all, up to the second.
_LOOK, _LAST_LOOK = 800, 6000


class Task(Protocol):
    """What is learned: batches of samples, their loss, figures on samples never trained on."""

    def batches(
        self, samples: list[Any], rng: np.random.Generator, done: Callable[[], float], /
    ) -> Iterator[Any]: ...
    def size(self, batch: Any) -> int: ...
    def loss(self, net: nn.Module, batch: Any) -> Tensor: ...
    def finish(self, net: nn.Module, samples: list[Any]) -> None: ...
    def evaluate(self, net: nn.Module, samples: list[Any]) -> Iterable[str]: ...


class Training:
    """A network, the average of its weights (which is what ships), and the optimiser."""

    def __init__(self, net: nn.Module, checkpoint: Path) -> None:
        self.net = net.to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.net).eval()
        decayed = [p for p in net.parameters() if p.ndim > 1]
        plain = [p for p in net.parameters() if p.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}]
        self.optimiser = torch.optim.AdamW(groups, lr=_RATE, betas=(0.9, 0.98), fused=True)
        self.checkpoint = checkpoint
        self.seconds, self.step = 0.0, 0

    def load(self) -> None:
        """Carries on from the checkpoint."""
        state = torch.load(self.checkpoint, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.seconds, self.step = state["seconds"], state["step"]

    def save(self) -> None:
        """Writes the checkpoint, whole or not at all."""
        state = {
            "net": self.net.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "seconds": self.seconds,
            "step": self.step,
        }
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def learn(self, task: Task, batch: Any, done: float) -> float:
        """One step at `done` (0 to 1) of the way; gives the loss."""
        rate = _RATE * min(1.0, done / _WARM + 0.01) * (0.01 + 0.99 * _cosine(done))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", dtype=torch.bfloat16):
            value = task.loss(self.net, batch)
        self.optimiser.zero_grad(set_to_none=True)
        value.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        if self.step % _AVERAGE_EVERY == 0:
            self._add_to_average()
        return float(value.detach())

    @torch.no_grad()
    def _add_to_average(self) -> None:
        keep = min(0.99, 1 - 1 / (1 + self.step / _AVERAGE_EVERY / 8))
        ours, new = self.average.state_dict(), self.net.state_dict()
        floats = [k for k, v in ours.items() if v.is_floating_point()]
        torch._foreach_lerp_([ours[k] for k in floats], [new[k] for k in floats], 1 - keep)


def _cosine(done: float) -> float:
    return 0.5 * (1 + math.cos(math.pi * min(done, 1.0)))


def train(
    task: Task,
    training: Training,
    shards: Shards[Any],
    tuning: Shards[Any],
    minutes: float,
    look_every: float = 5.0,
) -> None:
    """Trains until the minutes (all together, with those before `--continue`) are over."""
    rng = np.random.default_rng(training.step)
    before, start = training.seconds, time.monotonic()
    looked, losses, samples, since = training.seconds, [], 0, time.monotonic()

    def done() -> float:
        training.seconds = before + time.monotonic() - start
        return training.seconds / max(minutes * 60, 1e-6)

    for batch in _forever(task, shards, rng, done):
        if done() >= 1:
            break
        losses.append(training.learn(task, batch, done()))
        samples += task.size(batch)
        now = time.monotonic()
        if now - since >= 30:
            each = (now - since) / samples * 1000
            say(
                f"{training.seconds / 60:6.1f} min, step {training.step}, "
                f"loss {np.mean(losses):.4f}, {each:.1f} ms a sample, {len(shards.samples)} samples"
            )
            losses, samples, since = [], 0, now
        if training.seconds - looked >= look_every * 60:
            training.save()
            looked = training.seconds
            look(task, training.average, tuning, _LOOK)
            since = time.monotonic()
    training.save()
    tuning.more()
    task.finish(training.average, tuning.samples)
    look(task, training.average, tuning, _LAST_LOOK)


def look(task: Task, net: nn.Module, tuning: Shards[Any], most: int) -> None:
    """Figures of the averaged weights on the tuning split."""
    tuning.more()
    samples = tuning.samples
    if len(samples) > most:
        chosen = np.random.default_rng(0).choice(len(samples), most, replace=False)
        samples = [samples[i] for i in chosen]
    if samples:
        with torch.no_grad():
            for line in task.evaluate(net, samples):
                say(f"    {line}")


def _forever(
    task: Task, shards: Shards[Any], rng: np.random.Generator, done: Callable[[], float]
) -> Iterator[Any]:
    while True:
        shards.more()
        if not shards.samples:
            raise SystemExit("no training data there")
        yield from task.batches(shards.samples, rng, done)


def say(line: str) -> None:
    """A line of the log, at once."""
    print(line, flush=True)
