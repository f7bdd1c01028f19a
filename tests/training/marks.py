"""Trains the network that sees whether a check box is marked: `python -m tests.training.marks`.

It sees the other box of the choice beside it: what is printed is mostly alike in both. It is small,
and its strips of pages are cheap: they are made as training goes on. Needs torch.
"""

import argparse
import time
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from random import Random

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from parsers.picture import trust
from parsers.picture.crop import MARKS, WORK_DPI, crop_around
from tests.corpus.pages.answers import answers
from tests.corpus.pages.fonts import Split
from tests.corpus.pages.geometry import moved
from tests.corpus.pages.look import look
from tests.corpus.pages.paper import HEIGHT, Line
from tests.corpus.pages.scanners import HARD, KINDS, shoot
from tests.corpus.pages.sheet import Sheet
from tests.training import augment
from tests.training.nets import Unit

_CHUNK = 32
_SIDES = ("staff_informed:yes", "staff_informed:no")
# Whole pages only: these change what a strip cannot show.
_NOT_FOR_STRIPS = ("photo", "turned")


class MarkNet(nn.Module):
    """Cuts of a box and of the other one (n, 2, 64, 96) -> logit of its being marked (n, 1)."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            Unit(2, 16, 5, 2), Unit(16, 32, 3, 2), Unit(32, 48), Unit(48, 64, 3, 2), Unit(64, 64)
        )
        self.head = nn.Linear(128, 1)

    def forward(self, slot: Tensor) -> Tensor:
        x = self.body(slot)
        return self.head(torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1))


class _Choice(Sheet):
    """A choice whose boxes may be marked with two pens, of which one is bold and the other pale."""

    def box(self, key: str, x: float, on: bool) -> float:
        """A box marked with a pen of its own, or as the whole sheet is filled in."""
        rng, whole = self.rng, self.look
        if rng.random() < 0.6:
            pen, by_hand = rng.uniform(1.4, 6.0), rng.choice(("", "thai", "thai"))
            self.look = replace(whole, pen=pen, ink=rng.randint(0, 150), by_hand=by_hand)
        end = super().box(key, x, on)
        self.look = whole
        return end


def strip(seed: int, split: Split) -> list[tuple[np.ndarray, bool]]:
    """Of each box of a strip of a page: its cut and the other's (2, 64, 96), and whether it is
    marked.
    """
    rng = Random(f"marks {split} {seed}")
    hand = rng.random() < 0.5
    filled = answers(rng, split, hand=hand)
    sheet = _Choice(look(rng, split, hand), filled, rng, split)
    # One box, both or none: what is in the one must say nothing about the other.
    sheet.choice_alone((rng.random() < 0.5, rng.random() < 0.5))
    low = min(HEIGHT, round(sheet.y) + 40)
    kind = rng.choice([k for k in (*KINDS, *HARD) if k not in _NOT_FOR_STRIPS])
    shot = shoot(np.asarray(sheet.paper.image)[:low], rng, split, kind)
    scale = WORK_DPI / shot.dpi
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    grey = cv2.resize(shot.image, None, fx=scale, fy=scale, interpolation=way)
    cuts = []
    for side in _SIDES:
        line: Line = sheet.paper.places[side]
        for warp in shot.warps:
            line = moved(line, warp)
        (ax, ay), (bx, by) = ((x * scale, y * scale) for x, y in line)
        off = rng.gauss(0, 4), rng.gauss(0, 3)
        middle = (ax + bx) / 2 + off[0], (ay + by) / 2 + off[1]
        cuts.append(crop_around(grey, middle, MARKS))
    yes, no = (sheet.paper.written[side] == "x" for side in _SIDES)
    return [(np.stack(cuts), yes), (np.stack(cuts[::-1]), no)]


def _chunk(job: tuple[int, Split]) -> tuple[np.ndarray, np.ndarray]:
    cv2.setNumThreads(1)
    first, split = job
    pairs = [pair for n in range(first, first + _CHUNK) for pair in strip(n, split)]
    return np.stack([cut for cut, _ in pairs]), np.array([on for _, on in pairs], np.float32)


def _input(cuts: np.ndarray) -> Tensor:
    return torch.from_numpy(((255.0 - cuts) / 255.0).astype(np.float32))


def _made(split: Split, strips: int, jobs: int) -> tuple[np.ndarray, np.ndarray]:
    """Cuts (n, 2, 64, 96) and whether the first of each is marked (n,)."""
    work = [(first, split) for first in range(0, strips, _CHUNK)]
    # Not forked: a fork of a process in which torch has computed may wait for ever.
    with get_context("spawn").Pool(jobs) as pool:
        parts = list(pool.imap_unordered(_chunk, work))
    return np.concatenate([cuts for cuts, _ in parts]), np.concatenate([on for _, on in parts])


def train(net: nn.Module, strips: int, rounds: int, jobs: int) -> None:
    """Learns from that many strips, seen `rounds` times with small changes."""
    cuts, marked = _made("training", strips, jobs)
    print(f"{len(cuts)} boxes, {marked.mean():.2f} marked", flush=True)
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=0.01)
    steps = rounds * (len(cuts) // 64)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, steps)
    rng = np.random.default_rng(0)
    for _ in range(rounds):
        losses, order = [], rng.permutation(len(cuts))
        for start in range(0, len(cuts) - 63, 64):
            chosen = order[start : start + 64]
            # One scanner saw both.
            toned = [augment.tone(np.hstack(cuts[i]), rng, 1.0) for i in chosen]
            batch = np.stack([np.stack(np.hsplit(both, 2)) for both in toned])
            loss = functional.binary_cross_entropy_with_logits(
                net(_input(batch))[:, 0], torch.from_numpy(marked[chosen])
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        print(f"loss {np.mean(losses):.4f}", flush=True)


@torch.no_grad()
def evaluate(net: nn.Module, strips: int, jobs: int) -> None:
    """Figures on the tuning split: choices accepted as one answer, by how many boxes are marked."""
    cuts, marked = _made("tuning", strips, jobs)
    p = torch.sigmoid(net(_input(cuts)))[:, 0].numpy().reshape(-1, 2)
    marks = marked.reshape(-1, 2) > 0.5
    ways = np.stack([p[:, 0] * (1 - p[:, 1]), p[:, 1] * (1 - p[:, 0])], 1)
    for least in (0.5, trust.MARK, 0.9, 0.98):
        accepted, right = ways.max(1) >= least, marks[np.arange(len(p)), ways.argmax(1)]
        for number in range(3):
            own = marks.sum(1) == number
            wrong = (accepted & own & ~(right if number == 1 else False)).sum()
            print(
                f"{number} marked, at {least}: {accepted[own].mean():.4f} accepted, {wrong} wrong"
            )


def main() -> None:
    """Makes strips, trains, says how well, and writes OUT.onnx."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.marks", description=__doc__)
    parser.add_argument("--strips", type=int, default=16_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file")
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    start, net = time.monotonic(), MarkNet()
    train(net, options.strips, options.rounds, options.jobs)
    evaluate(net.eval(), options.strips // 8, options.jobs)
    names = {"input_names": ["slot"], "output_names": ["logit"]}
    shapes = {"slot": {0: "n"}, "logit": {0: "n"}}
    sample = torch.zeros(2, 2, MARKS.height_px, MARKS.width_px)
    torch.onnx.export(net, (sample,), options.out, dynamic_axes=shapes, dynamo=False, **names)
    print(f"{options.out} after {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
