"""What the locator learns, and how well it finds the places."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from parsers.picture.alphabet import PLACES
from tests.training.batches import PageBatch, Sheet, page_batch
from tests.training.nets import STRIDE

BATCH = 6
_CLASSES = 1 + len(PLACES)
# Pixels of the locator's page: a text line is 25 apart from the next.
_MIDDLE, _END = 2.0, 5.0
# Cells above and below the middle of a slot that can still be its own, on a slanted page.
_ROW = 5
_SHIFTS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)


class Locating:
    """Batches, loss and figures of the locator."""

    def batches(
        self, samples: list[Sheet], rng: np.random.Generator, _done: Callable[[], float]
    ) -> Iterator[PageBatch]:
        """One round through all samples."""
        order = rng.permutation(len(samples))
        for start in range(0, len(order), BATCH):
            yield page_batch([samples[i] for i in order[start : start + BATCH]], STRIDE, rng)

    def size(self, batch: PageBatch) -> int:
        """Samples of a batch."""
        return len(batch.pages)

    def loss(self, net: nn.Module, batch: PageBatch) -> Tensor:
        """Places by cross entropy and soft dice; turn and form by cross entropy."""
        fields, turn, form = net(
            torch.from_numpy(batch.pages).contiguous(memory_format=torch.channels_last)
        )
        total = functional.binary_cross_entropy_with_logits(
            form.float()[:, 0], torch.from_numpy(batch.form)
        )
        if (batch.turn >= 0).any():
            total = total + functional.cross_entropy(
                turn.float(), torch.from_numpy(batch.turn), ignore_index=-1
            )
        upright = torch.from_numpy(batch.cells[:, 0, 0] >= 0)
        if upright.any():
            total = total + _places(fields[upright].float(), torch.from_numpy(batch.cells)[upright])
        return total

    @torch.no_grad()
    def finish(self, net: nn.Module, samples: list[Sheet]) -> None:
        """Shifts the logit of "nothing" so that slots come out neither too long nor too short."""
        upright = [sample for sample in samples if sample.form][:60]
        fields = [net(torch.from_numpy(page_batch([s], STRIDE, None).pages))[0] for s in upright]
        shift = torch.zeros(1, _CLASSES, 1, 1)
        off: dict[float, float] = {}
        for value in _SHIFTS if upright else ():
            shift[:, 0] = value
            longer = []
            for logits, sample in zip(fields, upright, strict=True):
                p = (logits.float() + shift).softmax(1)[0].numpy()
                for index in np.flatnonzero(~np.isnan(sample.lines).any(1)):
                    if (got := line_of(p[index + 1])) is not None:
                        longer.append(np.subtract(got, sample.lines[index])[[2, 0]] @ [1, -1])
            off[value] = abs(float(np.median(longer))) if longer else np.inf
        best = min(off, key=lambda value: off[value], default=0.0)
        print(f"    logit of nothing: +{best}; slots are off by {off.get(best)} px in length")
        # The first four channels make the four cells of class 0.
        net.fields[0].bias[:4] += best

    @torch.no_grad()
    def evaluate(self, net: nn.Module, samples: list[Sheet]) -> Iterator[str]:
        """Lines with figures: places found by group, turn, form."""
        found: dict[str, list[bool]] = defaultdict(list)
        middle: dict[str, list[bool]] = defaultdict(list)
        false_places, turns, forms = 0, [], []
        for number, sample in enumerate(samples):
            batch = page_batch([sample], STRIDE, None)
            page = torch.from_numpy(batch.pages)
            fields, _, form = net(page)
            forms.append((float(form) > 0) == sample.form)
            if sample.form:
                k = number % 4
                turned = page_batch([sample], STRIDE, None, k).pages
                turns.append(int(net(torch.from_numpy(turned))[1].argmax()) == k)
            p = fields.float().softmax(1)[0].numpy()
            for index, line in enumerate(sample.lines):
                got = line_of(p[index + 1])
                if np.isnan(line).any():
                    false_places += sample.form and got is not None
                    continue
                off = np.abs(np.subtract(got, line)) if got is not None else np.full(4, np.inf)
                high = abs(np.subtract(got, line)[1::2].mean()) if got is not None else np.inf
                middle[sample.group].append(bool(high <= _MIDDLE))
                found[sample.group].append(bool(high <= _MIDDLE and off[::2].max() <= _END))
        for group, good in sorted(found.items()):
            row, both = np.mean(middle[group]), np.mean(good)
            yield f"{group}: row {row:.4f}, row and ends {both:.4f} of {len(good)}"
        yield f"turn {np.mean(turns):.4f}, form {np.mean(forms):.4f}, places made up {false_places}"


def _places(logits: Tensor, cells: Tensor) -> Tensor:
    logs = functional.log_softmax(logits, 1)
    entropy = functional.nll_loss(logs, cells)
    flat = cells.flatten(1)
    p = logs.exp().flatten(2)
    # One-hot without its memory: sums of each class at its own cells.
    own = p.gather(1, flat[:, None])[:, 0]
    hits = torch.zeros(len(p), _CLASSES).scatter_add_(1, flat, own)
    there = torch.zeros(len(p), _CLASSES).scatter_add_(1, flat, torch.ones_like(own))
    dice = 1 - (2 * hits + 1) / (p.sum(2) + there + 1)
    return entropy * 4 + dice[:, 1:].mean()


def line_of(p: np.ndarray) -> tuple[float, float, float, float] | None:
    """Ends ax, ay, bx, by (pixels of the locator's page) of one place's probabilities."""
    inside = np.where(p > 0.05, p, 0)
    if inside.sum(0).max() < 1:
        return None
    inside = _one_row(inside)
    columns = inside.sum(0)
    y, x = np.mgrid[: p.shape[0], : p.shape[1]]
    total = inside.sum()
    mx, my = (inside * x).sum() / total, (inside * y).sum() / total
    spread = (inside * (x - mx) ** 2).sum()
    slope = (inside * (x - mx) * (y - my)).sum() / spread if spread > 4 * total else 0.0
    half = np.median(columns[columns > columns.max() / 2]) / 2
    over = np.flatnonzero(columns >= half)
    # The ends lie where the height of the mask falls to a half, between two columns.
    left = _crossing(columns, int(over[0]), -1, half)
    right = _crossing(columns, int(over[-1]), 1, half)
    ends = [(left, my + slope * (left - mx)), (right, my + slope * (right - mx))]
    return tuple(float(v * STRIDE + (STRIDE - 1) / 2) for end in ends for v in end)  # type: ignore[return-value]


def _one_row(inside: np.ndarray) -> np.ndarray:
    """Only the row of the largest patch: a hesitant network marks the next row a little, too."""
    count, patches, _, middles = cv2.connectedComponentsWithStats((inside > 0.3).astype(np.uint8))
    weights = np.bincount(patches.ravel(), inside.ravel(), count)
    if count < 2:
        return inside
    middle = int(middles[1 + int(weights[1:].argmax())][1])
    kept = np.zeros_like(inside)
    rows = slice(max(0, middle - _ROW), middle + _ROW + 1)
    kept[rows] = inside[rows]
    return kept


def _crossing(columns: np.ndarray, last: int, step: int, half: float) -> float:
    outside = last + step
    beyond = float(columns[outside]) if 0 <= outside < len(columns) else 0.0
    part = (float(columns[last]) - half) / max(float(columns[last]) - beyond, 1e-6)
    return last + step * float(np.clip(part, 0, 1))
