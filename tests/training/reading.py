"""What the two slot readers learn (CTC), and how well they read."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein
from torch import Tensor, nn
from torch.nn import functional

from parsers.picture.alphabet import NUMBERS_ALPHABET, TEXT_ALPHABET
from tests.training import augment, dense
from tests.training.batches import Slot, by_width, decode, padded
from tests.training.nets import TEXT_STEPS

_DENSE_WIDTH = 220
# Share of batches with numbers side by side where it can read already.
_KEPT = 0.1


class SlotBatch(NamedTuple):
    """`slots`: uint8; `labels`: class numbers, slot after slot; `lengths`: how many in each."""

    slots: np.ndarray
    labels: np.ndarray
    lengths: np.ndarray


class Read(NamedTuple):
    """What was read in a slot, the probability of the whole string, and the truth."""

    text: str
    sure: float
    slot: Slot


class Reading:
    """Batches, loss and figures of one of the readers. `can_read`: it need not begin with numbers
    side by side, and only must not forget them (long numbers).
    """

    def __init__(self, texts: bool, batch: int, can_read: bool = False) -> None:
        self._texts, self._steps = texts, TEXT_STEPS if texts else 1
        self._alphabet = TEXT_ALPHABET if texts else NUMBERS_ALPHABET
        self._size, self._can_read = batch, can_read
        self._class = {c: i + 1 for i, c in enumerate(self._alphabet)}

    def fits(self, slot: Slot) -> bool:
        """Whether CTC can write the label in the steps that the slot's width gives."""
        label = slot.label
        if any(c not in self._class for c in label):
            return False
        need = len(label) + sum(a == b for a, b in pairwise(label))
        # Slots are made narrower at random, by a fifth at most.
        return need <= int(slot.width * 0.8) // 4 * self._steps

    def batches(
        self, samples: list[Slot], rng: np.random.Generator, done: Callable[[], float]
    ) -> Iterator[SlotBatch]:
        """One round through all samples that fit; between them, numbers side by side."""
        fitting = [sample for sample in samples if self.fits(sample)]
        if dropped := len(samples) - len(fitting):
            print(f"{dropped} of {len(samples)} slots left out: too narrow, or strange letters")
        close = [] if self._texts else [slot for slot in samples if dense.usable(slot)]
        for batch in by_width(fitting, self._size, rng):
            while close and rng.random() < (_KEPT if self._can_read else _dense_share(done())):
                rows = [dense.row(close, rng, _DENSE_WIDTH) for _ in range(self._size)]
                yield self._batch([label for _, label in rows], [cut for cut, _ in rows])
            cuts = [augment.slot(decode(slot.png), rng) for slot in batch]
            yield self._batch([slot.label for slot in batch], cuts)

    def _batch(self, texts: list[str], cuts: list[np.ndarray]) -> SlotBatch:
        labels = [self._class[c] for text in texts for c in text]
        lengths = [len(text) for text in texts]
        return SlotBatch(padded(cuts, 32), np.array(labels, np.int64), np.array(lengths, np.int64))

    def loss(self, net: nn.Module, batch: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        """CTC for each slot; the mean over its length, so that long lines do not outweigh."""
        slots, labels, lengths = batch
        logits = net(_ink(slots).contiguous(memory_format=torch.channels_last))
        each = _ctc(logits.float().log_softmax(2), labels, lengths)
        return (each / lengths.clamp(min=1).sqrt()).mean()

    def read(self, net: nn.Module, samples: list[Slot]) -> list[Read]:
        """Best path of each slot, and the probability of its string by all paths."""
        result = []
        ordered = sorted(samples, key=lambda s: s.width)
        for start in range(0, len(ordered), self._size):
            batch = ordered[start : start + self._size]
            slots = torch.from_numpy(padded([decode(slot.png) for slot in batch], 8))
            logs = net(_ink(slots)).float().log_softmax(2)
            best = logs.argmax(2).numpy()
            strings = [
                "".join(
                    self._alphabet[c - 1]
                    for c, before in zip(row, np.append(0, row[:-1]), strict=True)
                    if c not in (0, before)
                )
                for row in best
            ]
            classes = torch.tensor([self._class[c] for s in strings for c in s], dtype=torch.long)
            costs = _ctc(logs, classes, torch.tensor([len(s) for s in strings]))
            sure = (-costs).exp().tolist()
            result += [Read(*row) for row in zip(strings, sure, batch, strict=True)]
        return result

    def finish(self, net: nn.Module, samples: list[Slot]) -> None:
        """Nothing is left to do."""

    @torch.no_grad()
    def evaluate(self, net: nn.Module, samples: list[Slot]) -> Iterator[str]:
        """Lines with figures: by kind, and how much is accepted at how much risk."""
        reads = self.read(net, samples)
        yield from (_text if self._texts else _numbers)(reads)


def _dense_share(done: float) -> float:
    """Share of batches with numbers side by side: at first nearly all, at last none."""
    if done < 0.06:
        return 0.9
    return 0.4 if done < 0.7 else 0.0


def _ink(grey: Tensor) -> Tensor:
    return (255.0 - grey.float()) / 255.0


def _ctc(logs: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    steps = torch.full_like(lengths, logs.shape[1])
    return functional.ctc_loss(
        logs.transpose(0, 1), labels, steps, lengths, reduction="none", zero_infinity=True
    )


def _numbers(reads: list[Read]) -> Iterator[str]:
    kinds: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for text, sure, slot in reads:
        right = text.replace(",", "") == slot.label.replace(",", "")
        kinds[slot.kind].append((sure, right))
        kinds["all"].append((sure, right))
    for kind, pairs in sorted(kinds.items()):
        exact = float(np.mean([right for _, right in pairs]))
        accepted = ", ".join(
            f"{risk:.1%} wrong: {cover:.3f} (p>{at:.4f})"
            for risk in (0.0, 0.001, 0.003)
            for cover, at in [accepted_at(pairs, risk)]
        )
        yield f"{kind}: exact {exact:.4f} of {len(pairs)}; accepted with {accepted}"


def accepted_at(pairs: list[tuple[float, bool]], risk: float) -> tuple[float, float]:
    """Greatest share accepted of which at most `risk` is wrong, and its threshold."""
    ordered = sorted(pairs, key=lambda p: -p[0])
    wrong = np.cumsum([not right for _, right in ordered])
    fine = np.flatnonzero(wrong <= risk * np.arange(1, len(ordered) + 1))
    if not len(fine):
        return 0.0, 1.0
    return (int(fine[-1]) + 1) / len(ordered), ordered[fine[-1]][0]


def _text(reads: list[Read]) -> Iterator[str]:
    kinds: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for text, _, slot in reads:
        off = Levenshtein.distance(text, slot.label)
        for kind in (slot.kind, "all"):
            kinds[kind].append((off, len(slot.label)))
    for kind, pairs in sorted(kinds.items()):
        offs, lengths = (np.array(v) for v in zip(*pairs, strict=True))
        rate = offs.sum() / max(lengths.sum(), 1)
        yield f"{kind}: exact {np.mean(offs == 0):.4f} of {len(pairs)}; letters wrong {rate:.4f}"
