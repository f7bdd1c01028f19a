"""Trains the network that tells a number in print from one by hand: `python -m tests.training.pen`.

It learns from the shards of `tests.training.data`; half an hour on one core is enough. Needs torch.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from parsers.picture.crop import NUMBERS
from tests.training import augment
from tests.training.batches import Shards, Slot, by_width, decode, slots
from tests.training.nets import Unit

_BATCH = 64
_WIDEST = 320  # pixels: a longer slot shows nothing more


class PenNet(nn.Module):
    """Cut of a slot (n, 1, 64, w) -> logit of being written by hand (n, 1)."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            Unit(1, 16, 5, 2), Unit(16, 32, 3, 2), Unit(32, 48), Unit(48, 64, 3, 2), Unit(64, 64)
        )
        self.head = nn.Linear(128, 1)

    def forward(self, slot: Tensor) -> Tensor:
        x = self.body(slot)
        return self.head(torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1))


def _filled(folder: Path) -> list[Slot]:
    """The slots of a split with a digit in them."""
    shards = Shards[Slot](folder, slots("numbers"))
    shards.more()
    return [s for s in shards.samples if s.width <= _WIDEST and any(map(str.isdigit, s.label))]


def _batch(samples: list[Slot], rng: np.random.Generator | None) -> tuple[Tensor, Tensor]:
    cuts = [decode(s.png) for s in samples]
    if rng is not None:
        # Not waved and slanted as for reading: evenness is what tells print.
        cuts = [augment.scanned(cut, rng) for cut in cuts]
    wide = -(-max(cut.shape[1] for cut in cuts) // 8) * 8
    grey = np.full((len(cuts), NUMBERS.height_px, wide), 255, np.uint8)
    for row, cut in zip(grey, cuts, strict=True):
        row[:, : cut.shape[1]] = cut
    ink = torch.from_numpy(((255.0 - grey[:, None]) / 255.0).astype(np.float32))
    return ink, torch.tensor([float(s.kind == "hand") for s in samples])


def _endless(samples: list[Slot], rng: np.random.Generator) -> Iterator[list[Slot]]:
    while True:
        yield from by_width(samples, _BATCH, rng)


def train(net: nn.Module, samples: list[Slot], steps: int) -> None:
    """Learns for that many batches."""
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, steps)
    rng, losses = np.random.default_rng(0), []
    for step, chosen in zip(range(1, steps + 1), _endless(samples, rng), strict=False):
        ink, hand = _batch(chosen, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = net(ink.contiguous(memory_format=torch.channels_last))[:, 0]
        loss = functional.binary_cross_entropy_with_logits(logits.float(), hand)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        losses.append(float(loss.detach()))
        if step % 100 == 0:
            print(f"step {step}, loss {np.mean(losses):.4f}", flush=True)
            losses = []


@torch.no_grad()
def evaluate(net: nn.Module, samples: list[Slot]) -> None:
    """How often each kind of page is taken for the other, slot by slot."""
    for kind in sorted({s.kind for s in samples}):
        own = [s for s in samples if s.kind == kind]
        p = np.array([float(torch.sigmoid(net(_batch([s], None)[0]))) for s in own[:2000]])
        shares = ", ".join(f"{np.mean(p > t):.4f} above {t}" for t in (0.02, 0.1, 0.5, 0.9))
        print(f"{kind}: {shares} of {len(p)}", flush=True)


def main() -> None:
    """Trains, says how well, and writes OUT.onnx."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.pen", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file")
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    start, net = time.monotonic(), PenNet().to(memory_format=torch.channels_last)
    train(net, _filled(options.data / "training"), options.steps)
    evaluate(net.eval(), _filled(options.data / "tuning"))
    names = {"input_names": ["slot"], "output_names": ["logit"]}
    shapes = {"slot": {0: "n", 3: "w"}, "logit": {0: "n"}}
    sample = torch.zeros(2, 1, NUMBERS.height_px, 160)
    torch.onnx.export(net, (sample,), options.out, dynamic_axes=shapes, dynamo=False, **names)
    print(f"{options.out} after {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
