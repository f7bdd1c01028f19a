"""`mailproc read`: read files with the pipeline's own function, write nothing."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from mailproc.app import Reader
from mailproc.commands import explain
from mailproc.commands.common import config_or_shipped
from mailproc.commands.explain import ExplainingReader
from mailproc.intake.examine import Examined, ExaminedDocument, examine_file
from mailproc.month.export import plain
from mailproc.terminal import harmless, json_line
from parsers import problems
from parsers.bounded import Crashed
from parsers.explain import Explained
from parsers.reading import Problem, ReadDocument, Reading, ReadReport

NO_REPORT, REFUSED = 3, 4


def run(args: argparse.Namespace) -> int:
    """Print what stands in each file, in the order given; the highest status of all."""
    if args.explain:
        explain.check(args.explain, args.files)
    config = config_or_shipped(args)
    units, forms = config.units, config.forms
    names = {u.id: u.name for u in units}
    statuses, read, explained = [], [], dict[str, Explained]()
    reader = (
        partial(ExplainingReader, units, forms, explained)
        if args.explain
        else partial(Reader, units, forms)
    )
    for file, digest, examined in _examine_all(args.files, reader):
        if args.explain:
            read.append((file, examined))
        shown = as_json(file, digest, examined, names)
        if args.json:
            print(json_line(shown), flush=True)
        else:
            _show(shown)
        statuses.append(_status(examined))
    if args.explain:
        explain.write(args.explain, read, explained, names)
    if len(statuses) > 1:
        # Several files: a file without a report was still read.
        return max(s if s == REFUSED else 0 for s in statuses)
    return statuses[0]


def _examine_all(
    files: list[Path], make: Callable[[], Reader]
) -> Iterator[tuple[Path, str, Examined]]:
    """Each file taken apart and read, in order, one reader process for each core."""
    cores = min(os.cpu_count() or 1, len(files))
    readers: SimpleQueue[Reader] = SimpleQueue()
    for _ in range(cores):
        readers.put(make())

    def one(file: Path) -> tuple[Path, str, Examined]:
        reader = readers.get()
        try:
            data = file.read_bytes()
            read = partial(_survive, reader)
            return file, sha256(data).hexdigest(), examine_file(data, file.name, read)
        except OSError as error:
            return file, "", _unreadable(file, error)
        finally:
            readers.put(reader)

    try:
        with ThreadPoolExecutor(cores) as pool:
            yield from pool.map(one, files)
    finally:
        while not readers.empty():
            readers.get().__exit__(None, None, None)


def _unreadable(file: Path, error: OSError) -> Examined:
    """A file that is not there or may not be read: named like any other, the others go on."""
    problem = Problem("unreadable", detail=error.strerror or str(error))
    document = ReadDocument("", "", 0, "refused", (problem,))
    return Examined(None, (ExaminedDocument(0, file.name, 0, document, "refused"),))


def _survive(reader: Reader, data: bytes, name: str) -> ReadDocument:
    """A file at which the reader dies is refused; the others go on."""
    try:
        return reader(data, name)
    except Crashed as crash:
        problem = Problem("crashed", detail=str(crash))
        return ReadDocument(sha256(data).hexdigest(), "", 0, "refused", (problem,))


def _status(examined: Examined) -> int:
    outcomes = {d.outcome for d in examined.documents}
    if "reports" in outcomes:
        return 0
    unsupported = all(
        p.code == "unsupported_media"
        for d in examined.documents
        if d.outcome == "refused"
        for p in d.read.problems
    )
    return REFUSED if "refused" in outcomes and not unsupported else NO_REPORT


def as_json(file: Path, digest: str, examined: Examined, names: dict[str, str]) -> dict[str, Any]:
    """The file as `read --json` shows it; `names` are the units' names by id."""
    documents = [d for d in examined.documents if d.outcome != "ignored"]
    found = [p for d in documents for p in d.read.problems]
    return {
        "file": str(file),
        "sha256": digest,
        "pages": sum(d.read.pages for d in documents),
        "problems": [problems.english(p) for p in found],
        "reports": [_report(r, names) for d in documents for r in d.read.reports],
    }


def _report(report: ReadReport, names: dict[str, str]) -> dict[str, Any]:
    return {
        "form": report.form,
        "unit": names.get(report.unit or ""),
        "period": report.period,
        "status": report.status,
        "problems": [problems.english(p) for p in report.problems],
        "fields": {r.field: _reading(r) for r in report.readings},
    }


def _reading(reading: Reading) -> dict[str, Any]:
    box = reading.box
    return {
        "value": plain(reading.value),
        "status": reading.status,
        "confidence": round(reading.confidence, 4),
        "source": reading.source,
        "page": reading.page,
        "box": [round(v, 1) for v in (box.x0, box.y0, box.x1, box.y1)] if box else None,
    }


def _show(shown: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(file=sys.stdout)
    console.print(f"[bold]{escape(harmless(shown['file']))}[/]  {shown['pages']} page(s)")
    for problem in shown["problems"]:
        console.print(f"  {escape(harmless(problem))}")
    for report in shown["reports"]:
        heading = f"{report['unit'] or '?'}  {report['period'] or '?'}  {report['status']}"
        table = Table(title=escape(heading), title_justify="left")
        for column in ("field", "value", "status", "confidence", "source"):
            table.add_column(column)
        for key, field in report["fields"].items():
            value = "" if field["value"] is None else json_line(field["value"])
            table.add_row(
                key, escape(value), field["status"], f"{field['confidence']:.3f}", field["source"]
            )
        console.print(table)
        for problem in report["problems"]:
            console.print(f"  {escape(harmless(problem))}")
