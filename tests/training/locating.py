"""What the locator learns, and how well it finds the places."""

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from parsers.picture.alphabet import PLACES
from parsers.picture.locator import line_of
from tests.training.batches import PageBatch, Sheet, page_batch
from tests.training.nets import STRIDE

_CLASSES = 1 + len(PLACES)
# Pixels of the locator's page: a text line is 25 apart from the next.
_MIDDLE, _END = 2.0, 5.0
# Cells above and below the middle of a slot that can still be its own, on a slanted page.
_ROW = 5
_SHIFTS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)


class Locating:
    """Batches, loss and figures of the locator."""

    def __init__(self, batch: int) -> None:
        self._size = batch

    def batches(
        self, samples: list[Sheet], rng: np.random.Generator, _done: Callable[[], float]
    ) -> Iterator[PageBatch]:
        """One round through all samples."""
        order = rng.permutation(len(samples))
        for start in range(0, len(order), self._size):
            chosen = order[start : start + self._size]
            yield page_batch([samples[i] for i in chosen], STRIDE, rng)

    def loss(self, net: nn.Module, batch: tuple[Tensor, Tensor, Tensor, Tensor]) -> Tensor:
        """Places by cross entropy and soft dice; turn and form by cross entropy."""
        pages, cells, turns, forms = batch
        fields, turn, form = net(pages.contiguous(memory_format=torch.channels_last))
        total = functional.binary_cross_entropy_with_logits(form.float()[:, 0], forms)
        if (turns >= 0).any():
            total = total + functional.cross_entropy(turn.float(), turns, ignore_index=-1)
        upright = cells[:, 0, 0] >= 0
        if upright.any():
            total = total + _places(fields[upright].float(), cells[upright])
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
    none = own.new_zeros(len(p), _CLASSES)
    hits = none.scatter_add(1, flat, own)
    there = none.scatter_add(1, flat, torch.ones_like(own))
    dice = 1 - (2 * hits + 1) / (p.sum(2) + there + 1)
    return entropy * 4 + dice[:, 1:].mean()
