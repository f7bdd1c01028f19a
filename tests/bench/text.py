"""Pages a second from text PDFs in a warm reader process, beside pdfplumber's plain text.

    python -m tests.bench.text [FOLDER]

FOLDER: PDFs to read instead of the ones that are drawn here.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mailproc.config import load
from mailproc.paper.sheet import Look, draw_form
from mailproc.resources import shipped
from parsers.bounded import Worker
from parsers.read import read_document
from tests import make
from tests.bench.plain import plain_text

ROUNDS = 5


def sample_files() -> list[bytes]:
    """Typed forms, as the demo draws them: lines and tables, Thai and Arabic digits."""
    looks = [Look(layout=x, thai_digits=t) for x in ("lines", "table") for t in (True, False)]
    return [
        draw_form({**make.VALUES, "website": n, "public_address": 7 * n}, looks[n % len(looks)])
        for n in range(40)
    ]


def pages_a_second(call: Callable[[bytes], Any], files: list[bytes]) -> float:
    """Files a second (one form each), once through."""
    begun = time.perf_counter()
    for data in files:
        call(data)
    return len(files) / (time.perf_counter() - begun)


def main() -> None:
    """Print both, in turns over several rounds, and the ratio of the best."""
    folder = sys.argv[1:]
    files = [p.read_bytes() for p in sorted(Path(folder[0]).glob("*.pdf"))] if folder else []
    files = files or sample_files()
    units = load(shipped("config.toml")).units
    limits: dict[str, Any] = {"seconds": 60.0, "memory_bytes": 1_500_000_000}
    with Worker(read_document, **limits) as ours, Worker(plain_text, **limits) as plain:
        pages_a_second(lambda data: ours.call(data, units, ""), files[:2])
        pages_a_second(plain.call, files[:2])
        rates = [
            (
                pages_a_second(plain.call, files),
                pages_a_second(lambda data: ours.call(data, units, ""), files),
            )
            for _ in range(ROUNDS)
        ]
    a, b = (max(column) for column in zip(*rates, strict=True))
    print(
        f"pdfplumber extract_text  {a:6.1f} pages/s (best of {ROUNDS} rounds, {len(files)} files)"
    )
    print(f"mailproc, all fields     {b:6.1f} pages/s = {b / a:.2f} times as fast")


if __name__ == "__main__":
    main()
