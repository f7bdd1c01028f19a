"""What a slot reader's output says about strings: connectionist temporal classification (CTC).

The reader gives probabilities of letters for each step along a cut; class 0, the blank, stands
between letters and repeats of one letter count once. A string's probability is the sum over all
the ways in which the steps can spell it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

# Nothing is less probable than this in one step: networks are too sure of themselves.
_FLOOR = 1e-12
# Steps that are this surely blank say the same as one such step.
_BLANK = 0.9999
# Letters less probable than this in a step are not tried by the beam search.
_TRIED = 1e-4
_RESCALE = 8


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Log probabilities along the last axis, float32."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    raised = np.exp(shifted).sum(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(raised), np.float32)


@dataclass(frozen=True, slots=True)
class Best:
    """The likeliest string, its probability, and that of the next one."""

    text: str
    probability: float
    runner_up: float


@dataclass(frozen=True, eq=False)
class Line:
    """One cut as a network read it: log probabilities (t, 1 + len(alphabet)), blank first."""

    logs: np.ndarray
    alphabet: str

    @cached_property
    def greedy(self) -> str:
        """The string of the likeliest class of each step."""
        return "".join(self.alphabet[c - 1] for c in self._likeliest[self.starts])

    @cached_property
    def starts(self) -> np.ndarray:
        """The step at which each letter of `greedy` begins."""
        best = self._likeliest
        return np.flatnonzero((best != 0) & np.diff(best, prepend=0).astype(bool))

    def share(self, letter: int) -> float:
        """At which share (0..1) of the cut's width a letter of `greedy` was seen."""
        return float(self.starts[letter]) / len(self.logs)

    @cached_property
    def _likeliest(self) -> np.ndarray:
        return self.logs.argmax(1) if len(self.logs) else np.zeros(0, int)

    def before(self, letters: int) -> "Line":
        """The line without all that stands from this letter of `greedy` on."""
        return Line(self.logs[: self.starts[letters]], self.alphabet)

    def behind(self, letters: int) -> "Line":
        """The line without its first letters, as `greedy` counts them."""
        best = self._likeliest
        start = int(self.starts[letters - 1])
        while best[start] == best[self.starts[letters - 1]]:
            start += 1
        return Line(self.logs[start:], self.alphabet)

    def folded(self, same: Mapping[str, str]) -> "Line":
        """The line where each key of `same` counts as its value; "" is the blank."""
        raised = np.exp(self.logs.astype(np.float64))
        for letter, other in same.items():
            if letter in self._classes and (other == "" or other in self._classes):
                source = self._classes[letter]
                raised[:, self._classes.get(other, 0)] += raised[:, source]
                raised[:, source] = 0.0
        return Line(np.log(np.maximum(raised, _FLOOR)).astype(np.float32), self.alphabet)

    def log_probability(self, candidates: Sequence[str]) -> np.ndarray:
        """Log probability of each candidate being the whole line, float64 (n,).

        -inf for what the alphabet or the number of steps cannot spell.
        """
        if not candidates:
            return np.zeros(0)
        steps, constant = self._steps
        lengths = np.array([len(c) for c in candidates])
        states = np.zeros((len(candidates), 2 * int(lengths.max()) + 1), np.intp)
        for row, candidate in zip(states, candidates, strict=True):
            # What the alphabet lacks stands in a column of its own, which is never probable.
            row[1 : 2 * len(candidate) : 2] = [self._classes.get(c, -1) for c in candidate]
        return _forward(steps, states, lengths) + constant

    def ranked(self, beam: int = 8) -> list[tuple[str, float]]:
        """Strings with their probabilities, likeliest first (prefix beam search)."""
        steps, _ = self._steps
        found = _beam(steps[:, :-1], beam)
        texts = ["".join(self.alphabet[c - 1] for c in prefix) for prefix in found]
        # The search drops paths on its way; what it found is weighed exactly.
        exact = np.exp(self.log_probability(texts))
        order = np.argsort(-exact, kind="stable")
        return [(texts[i], float(exact[i])) for i in order]

    def best(self, beam: int = 8) -> Best:
        """The likeliest string, and how far the next one is behind."""
        (text, probability), *others = self.ranked(beam)
        return Best(text, probability, others[0][1] if others else 0.0)

    @cached_property
    def _classes(self) -> dict[str, int]:
        return {letter: i for i, letter in enumerate(self.alphabet, 1)}

    @cached_property
    def _steps(self) -> tuple[np.ndarray, float]:
        """Probabilities without repeated blank steps, a column of nothing behind; what these cost.

        Most of a slot is empty, and every step costs the same.
        """
        raised = np.maximum(np.exp(self.logs.astype(np.float64)), _FLOOR)
        blank = raised[:, 0] >= _BLANK
        keep = ~blank
        keep[:1] = True
        keep[1:] |= ~blank[:-1]
        constant = float(np.log(raised[~keep, 0]).sum())
        return np.pad(raised[keep], ((0, 0), (0, 1))), constant


def _forward(steps: np.ndarray, states: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Log probability of each row of `states`: blank, letter, blank, ..., padded with blanks."""
    count, wide = states.shape
    skip = np.zeros((count, wide))
    skip[:, 1:2] = 1.0
    skip[:, 3::2] = states[:, 3::2] != states[:, 1:-2:2]
    emitted = steps[:, states]
    # Two columns before the first state: where every path starts, and nothing.
    now, then = np.zeros((2, count, wide + 2))
    now[:, 1] = 1.0
    skipped, scale = np.empty((count, wide)), np.zeros(count)
    for i, emission in enumerate(emitted, 1):
        new = then[:, 2:]
        np.add(now[:, 2:], now[:, 1:-1], out=new)
        np.multiply(skip, now[:, :-2], out=skipped)
        new += skipped
        new *= emission
        now, then = then, now
        then[:, 1] = 0.0
        if i % _RESCALE == 0:
            top = new.max(1)
            top[top == 0] = 1.0
            new /= top[:, None]
            scale += np.log(top)
    rows, last = np.arange(count), 2 * lengths + 2
    total = now[rows, last] + now[rows, last - 1]
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(total) + scale)


def _beam(steps: np.ndarray, beam: int) -> list[tuple[int, ...]]:
    """The likeliest strings as class numbers, likeliest first."""
    # Of each prefix: how likely it ends in a blank, how likely in its last letter.
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for step in steps:
        letters = [(int(c), float(step[c])) for c in np.flatnonzero(step > _TRIED) if c]
        blank = float(step[0])
        grown: dict[tuple[int, ...], list[float]] = {}
        for prefix, (in_blank, in_letter) in beams.items():
            whole = in_blank + in_letter
            stay = grown.setdefault(prefix, [0.0, 0.0])
            stay[0] += whole * blank
            last = prefix[-1] if prefix else 0
            if last:
                stay[1] += in_letter * float(step[last])
            for letter, probability in letters:
                longer = grown.setdefault((*prefix, letter), [0.0, 0.0])
                longer[1] += (in_blank if letter == last else whole) * probability
        first = sorted(grown.items(), key=lambda item: -sum(item[1]))[:beam]
        top = sum(first[0][1]) or 1.0
        beams = {prefix: (ends[0] / top, ends[1] / top) for prefix, ends in first}
    return list(beams)
