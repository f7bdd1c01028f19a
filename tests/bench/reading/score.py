"""Answers against the truth: what is right, what was accepted, what was accepted although wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from tests.bench.reading.answer import Answer, Said
from tests.bench.reading.sample import CHOICES, COUNTS, KEYS, TEXTS, Sample

_Z = 1.96
Pair = tuple[Sample, Answer]


@dataclass(slots=True)
class Share:
    """`hits` of `n`."""

    hits: int = 0
    n: int = 0

    def add(self, hit: bool) -> None:
        """One more."""
        self.hits += hit
        self.n += 1

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval."""
        if not self.n:
            return 0.0, 1.0
        p, n = self.hits / self.n, self.n
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        reach = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def __str__(self) -> str:
        if not self.n:
            return "–"
        low, high = self.interval
        return f"{self.hits / self.n:.2%} ({low:.2%}–{high:.2%}), {self.hits}/{self.n}"


@dataclass(slots=True)
class Row:
    """One line of the table."""

    name: str
    right: Share = field(default_factory=Share)
    whole: Share = field(default_factory=Share)
    wrong: Share = field(default_factory=Share)


def field_row(name: str, pairs: Iterable[Pair], keys: Sequence[str], whole: bool = False) -> Row:
    """Values right and accepted wrong over some fields; with `whole`, whole reports as well."""
    row = Row(name)
    for sample, answer in pairs:
        if sample.truth is None:
            continue
        for key in keys:
            if key not in sample.truth:
                continue
            said = answer.fields.get(key)
            row.right.add(said is not None and same(said, sample.truth[key]))
            if said is not None and said.sure:
                row.wrong.add(not same(said, sample.truth[key]))
        if whole:
            row.whole.add(answer.accepted and not wrong_fields(sample, answer))
    return row


def trap_row(name: str, pairs: Iterable[Pair]) -> Row:
    """Of the files that must not count: how many were accepted all the same."""
    row = Row(name)
    for _, answer in pairs:
        row.wrong.add(answer.accepted)
    return row


def wrong_fields(sample: Sample, answer: Answer) -> list[str]:
    """Of what a report counts by, the fields that were read wrong or not at all."""
    truth = sample.truth or {}
    keys = [k for k in (*KEYS, *CHOICES, *COUNTS) if k in truth]
    said = answer.fields
    return [k for k in keys if k not in said or not same(said[k], truth[k])]


def accepted_wrong(sample: Sample, answer: Answer) -> list[str]:
    """Every field whose wrong value was asserted."""
    truth, said = sample.truth or {}, answer.fields
    keys = [k for k in (*KEYS, *CHOICES, *COUNTS, *TEXTS) if k in truth and k in said]
    return [k for k in keys if said[k].sure and not same(said[k], truth[k])]


def same(said: Said, truth: Any) -> bool:
    """Whether a value is exactly the true one; True is not 1."""
    return type(said.value) is type(truth) and bool(said.value == truth)


def rows(pairs: Sequence[Pair]) -> list[Row]:
    """The table of the reading: a row for each group, then for kinds of fields over all pages."""
    kinds = ("text", "typed", "layouts", "hard", "hand")
    by = {g: [p for p in pairs if p[0].group == g] for g in kinds}
    forms = [p for group in by.values() for p in group]
    return [
        field_row("text layer", by["text"], COUNTS, whole=True),
        field_row("typed ordinary", by["typed"] + by["layouts"], COUNTS, whole=True),
        field_row("- other layouts", by["layouts"], COUNTS, whole=True),
        field_row("typed hard", by["hard"], COUNTS, whole=True),
        field_row("hand", by["hand"], COUNTS, whole=True),
        field_row("check boxes", forms, CHOICES),
        field_row("unit and period", forms, KEYS),
        field_row("names, channels", forms, TEXTS),
        trap_row("traps", [p for p in pairs if p[0].group == "trap"]),
    ]
