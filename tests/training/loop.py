"""Training for a number of minutes, with checkpoints and figures on the way."""

import copy
import math
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from tests.training.batches import Shards
from tests.training.stream import stream

_WARM = 0.02
_AVERAGE_EVERY = 4
# Samples that a look on the way costs at most; the last one takes them all, up to the second.
_LOOK, _LAST_LOOK = 800, 6000


class Task(Protocol):
    """What is learned: batches of samples, their loss, figures on samples never trained on."""

    def batches(
        self, samples: list[Any], rng: np.random.Generator, done: Callable[[], float], /
    ) -> Iterator[Any]: ...
    def loss(self, net: nn.Module, batch: Any) -> Tensor: ...
    def finish(self, net: nn.Module, samples: list[Any]) -> None: ...
    def evaluate(self, net: nn.Module, samples: list[Any]) -> Iterable[str]: ...


class Training:
    """A network, the average of its weights (which is what ships), and the optimiser."""

    def __init__(self, net: nn.Module, checkpoint: Path, rate: float) -> None:
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.net = net.to(self.device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.net).eval()
        decayed = [p for p in net.parameters() if p.ndim > 1]
        plain = [p for p in net.parameters() if p.ndim <= 1]
        groups = [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}]
        self.optimiser = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=True)
        self._rate = rate
        self.checkpoint = checkpoint
        self.seconds, self.step = 0.0, 0

    def load(self) -> None:
        """Carries on from the checkpoint."""
        state = torch.load(self.checkpoint, self.device, weights_only=True)
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

    def learn(self, task: Task, batch: Any, done: float) -> Tensor:
        """One step at `done` (0 to 1) of the way; gives the loss."""
        batch = tuple(part.to(self.device, non_blocking=True) for part in batch)
        rate = self._rate * min(1.0, done / _WARM + 0.01) * (0.01 + 0.99 * _cosine(done))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            value = task.loss(self.net, batch)
        self.optimiser.zero_grad(set_to_none=True)
        value.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        if self.step % _AVERAGE_EVERY == 0:
            self._add_to_average()
        return value.detach()

    def ships(self) -> nn.Module:
        """The averaged network, on the CPU."""
        return copy.deepcopy(self.average).cpu()

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
    loaders: int,
    look_every: float = 5.0,
) -> nn.Module:
    """Trains until the minutes (all together, with those before `--continue`) are over, with that
    many processes that make batches (0: this one). The network that ships, on the CPU.
    """
    before, start = training.seconds, time.monotonic()
    looked, losses, samples, since = training.seconds, [], 0, time.monotonic()
    done = multiprocessing.Value("d", 0.0)
    for batch in stream(task.batches, shards, loaders, training.step, done):
        training.seconds = before + time.monotonic() - start
        done.value = training.seconds / max(minutes * 60, 1e-6)
        if done.value >= 1:
            break
        losses.append(training.learn(task, batch, done.value))
        samples += len(batch[0])
        now = time.monotonic()
        if now - since >= 30:
            each = (now - since) / samples * 1000
            loss = float(torch.stack(losses).mean())
            say(
                f"{training.seconds / 60:6.1f} min, step {training.step}, "
                f"loss {loss:.4f}, {each:.2f} ms a sample"
            )
            losses, samples, since = [], 0, now
        if training.seconds - looked >= look_every * 60:
            training.save()
            looked = training.seconds
            look(task, training.ships(), tuning, _LOOK)
            since = time.monotonic()
    training.save()
    tuning.more()
    net = training.ships()
    task.finish(net, tuning.samples)
    look(task, net, tuning, _LAST_LOOK)
    return net


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


def say(line: str) -> None:
    """A line of the log, at once."""
    print(line, flush=True)
