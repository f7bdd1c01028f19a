"""The CTC's sums against counting every path."""

import itertools
import time

import numpy as np
import pytest

from parsers.picture.alphabet import NUMBERS_ALPHABET, TEXT_ALPHABET
from parsers.picture.ctc import Line, log_softmax


def spelled(path: tuple[int, ...], alphabet: str) -> str:
    return "".join(alphabet[c - 1] for c, _ in itertools.groupby(path) if c)


def counted(line: Line) -> dict[str, float]:
    """The probability of every string, path by path."""
    found: dict[str, float] = {}
    for path in itertools.product(range(line.logs.shape[1]), repeat=len(line.logs)):
        text = spelled(path, line.alphabet)
        cost = sum(line.logs[t, c] for t, c in enumerate(path))
        found[text] = found.get(text, 0.0) + float(np.exp(cost))
    return found


def noise(seed: int, steps: int, alphabet: str, spread: float = 2.0) -> Line:
    logits = np.random.default_rng(seed).normal(0, spread, (steps, 1 + len(alphabet)))
    return Line(log_softmax(logits), alphabet)


@pytest.mark.parametrize("seed", range(5))
def test_every_path_counts(seed: int) -> None:
    line = noise(seed, 6, "abc")
    truth = counted(line)
    found = np.exp(line.log_probability(list(truth)))
    assert found == pytest.approx(list(truth.values()), rel=1e-4, abs=1e-12)


def test_what_cannot_be_spelled_is_impossible() -> None:
    line = noise(0, 3, "ab")
    assert np.isneginf(line.log_probability(["z", "aa" * 3, "bb" * 2])).all()
    assert np.isfinite(line.log_probability(["", "aa", "ab"])).all()
    assert line.log_probability([]).shape == (0,)


def test_blank_steps_cost_nothing_but_themselves() -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(0, 2, (8, 3))
    wide = np.insert(logits, [0] * 5 + [4] * 7 + [8] * 3, [20.0, 0.0, 0.0], axis=0)
    # Between the letters a blank must be there already.
    logits = np.insert(logits, [0, 4, 8], [20.0, 0.0, 0.0], axis=0)
    texts = ["", "a", "ab", "aab", "bab"]
    narrow, broad = (Line(log_softmax(x), "ab").log_probability(texts) for x in (logits, wide))
    assert broad == pytest.approx(narrow, abs=1e-4)


@pytest.mark.parametrize("seed", range(5))
def test_the_beam_finds_the_likeliest_strings(seed: int) -> None:
    line = noise(seed, 6, "abc", spread=3.0)
    first, second = sorted(counted(line).items(), key=lambda item: -item[1])[:2]
    best = line.best()
    assert best.text == first[0]
    assert best.probability == pytest.approx(first[1], rel=1e-3)
    assert best.runner_up == pytest.approx(second[1], rel=1e-3)


def test_folding_adds_up() -> None:
    line = noise(3, 5, "1๑.")
    folded = line.folded({"๑": "1", ".": ""})
    truth: dict[str, float] = {}
    for path in itertools.product(range(4), repeat=5):
        text = spelled(tuple((0, 1, 1, 0)[c] for c in path), line.alphabet)
        cost = sum(line.logs[t, c] for t, c in enumerate(path))
        truth[text] = truth.get(text, 0.0) + float(np.exp(cost))
    texts = ["", "1", "11", "111"]
    assert np.exp(folded.log_probability(texts)) == pytest.approx(
        [truth[t] for t in texts], rel=1e-4
    )


def test_greedy_and_an_empty_line() -> None:
    logs = log_softmax(np.eye(3)[[1, 1, 0, 1, 2, 2, 0]] * 9)
    assert Line(logs, "ab").greedy == "aab"
    empty = Line(np.zeros((0, 3), np.float32), "ab")
    assert empty.greedy == ""
    assert empty.best().text == ""


def test_fast_enough() -> None:
    """Generous: the machines that test are slower, and never alone."""
    numbers, text = noise(0, 60, NUMBERS_ALPHABET), noise(0, 250, TEXT_ALPHABET)
    names = ["กุมภาพันธ์พศ25" + f"{i:02}" for i in range(40)]
    start = time.perf_counter()
    text.log_probability(names)
    middle = time.perf_counter()
    numbers.best()
    assert middle - start < 0.5
    assert time.perf_counter() - middle < 0.5
