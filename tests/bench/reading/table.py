"""The figures as text."""

import json
from collections.abc import Sequence
from pathlib import Path
from shutil import copy
from typing import Any

from tests.bench.reading.run import Timed
from tests.bench.reading.sample import COUNTS, Sample
from tests.bench.reading.score import Pair, Row, Share, accepted_wrong, rows, same, wrong_fields

OURS, LIMIT, OCR = "mailproc", "pdfium's drawing", "Tesseract + regex"
_RATIOS = ((OURS, OCR, "at least 5"), (LIMIT, OURS, "at most 3"))
_THRESHOLDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995)


def print_table(title: str, pairs: Sequence[Pair]) -> None:
    """Every group's row."""
    print(f"\n{title}")
    head = ("group", "values right", "whole report accepted and right", "accepted wrong values")
    print(_line(*head))
    for row in rows(pairs):
        if row.right.n or row.wrong.n:
            print(_line(row.name, row.right, row.whole, row.wrong))


def _line(*cells: object) -> str:
    widths = (18, 34, 34, 34)
    return "  ".join(f"{cell!s:<{w}}" for cell, w in zip(cells, widths, strict=True)).rstrip()


def print_failures(name: str, timed: Timed) -> None:
    """Say it where a reader raised: nothing of such a file was read."""
    if timed.failures:
        print(f"\n{name} raised on {len(timed.failures)} files, first: {timed.failures[0][:160]}")


def print_speed(timed: dict[str, Timed], files: int, jobs: int) -> None:
    """Files a minute of each reader on the same files, and the memory of a process."""
    print(f"\nfiles a minute, {files} scanned files, {jobs} processes")
    for name, one in timed.items():
        print(f"  {name:<24}{one.per_minute:8.0f}   peak {one.peak:5.0f} MB a process")
    for ours, other, limit in _RATIOS:
        if ours in timed and other in timed and timed[other].per_minute:
            times = timed[ours].per_minute / timed[other].per_minute
            print(f"  {ours} / {other}: {times:.2f}; {limit}")


def print_curve(pairs: Sequence[Pair]) -> None:
    """What a threshold on the counts' confidence trades: share accepted against share wrong."""
    print("\ncounts accepted at a confidence of at least …: share of all, wrong of the accepted")
    for group in ("typed", "layouts", "hard", "hand"):
        known = [p for p in pairs if p[0].group == group]
        for threshold in _THRESHOLDS if known else ():
            taken, wrong = Share(), Share()
            for sample, answer in known:
                for key in COUNTS:
                    said = answer.fields.get(key)
                    accepted = said is not None and said.confidence >= threshold
                    taken.add(accepted)
                    if said is not None and accepted:
                        wrong.add(not same(said, (sample.truth or {}).get(key)))
            print(f"  {group:<8}{threshold:<8}{taken!s:<36}{wrong}")


def write_misses(pairs: Sequence[Pair], folder: Path) -> int:
    """Each file that was read wrong, with a line that says what was wrong; how many they are."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for sample, answer in pairs:
        miss = _miss(sample, answer)
        if miss:
            lines.append(json.dumps(miss, ensure_ascii=False))
            copy(sample.file, folder)
    (folder / "misses.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def _miss(sample: Sample, answer: Any) -> dict[str, Any] | None:
    if sample.truth is None or sample.group == "trap":
        wrong = ["accepted"] if answer.accepted else []
    else:
        wrong = [*wrong_fields(sample, answer), *accepted_wrong(sample, answer)]
        wrong += [] if answer.accepted else ["held"]
    if not wrong:
        return None
    fields = {}
    for key in dict.fromkeys(wrong):
        said = answer.fields.get(key)
        if key in (sample.truth or {}):
            found = [said.value, said.sure, round(said.confidence, 4), said.raw] if said else None
            fields[key] = {"truth": (sample.truth or {})[key], "said": found}
    return {
        "file": Path(sample.file).name,
        "group": sample.group,
        "made": sample.made,
        "asserted_wrong": accepted_wrong(sample, answer),
        "accepted": answer.accepted,
        "note": answer.note,
        "fields": fields,
    }


def print_rows_beside(name: str, table: Sequence[Row]) -> None:
    """One reader's rows in a few columns, to stand under those of the others."""
    print(f"  {name}")
    for row in table:
        if row.right.hits:
            print(f"    {row.name:<18}right {row.right.hits / row.right.n:7.2%}  {_wrong(row)}")


def _wrong(row: Row) -> str:
    share = f"{row.wrong.hits / row.wrong.n:.2%}" if row.wrong.n else "–"
    whole = f"{row.whole.hits / row.whole.n:.1%}" if row.whole.n else "–"
    return f"asserted wrong {share} of {row.wrong.n}, whole reports {whole}"
