"""Reading measured: a table of accuracy by group, beside the obvious alternatives, and the speed.

    python -m tests.bench.reading [--pages N] [--jobs 2] [--only mailproc,…] [--split test]

The pages are made anew: typed ones by the hundred, since 0.05 % means nothing below that, and
handwriting, traps and text PDFs beside them. Nothing of them was used in training or tuning: fonts,
hands, damages and wrappings are split by name. `blank` on a field that was written counts as
accepted wrong; `review` never does. The alternatives are slow and read a part of the files
(`--rivals N`), with mailproc's figures on the same part beside them.

What the pages are made with, each left out where it is missing: Debian's packages ocrmypdf (an
alternative), libreoffice-writer, chromium, ghostscript, qpdf, poppler-utils (text PDFs),
fonts-thai-tlwg, and more fonts by `python -m tests.corpus.pages.fonts`; people's handwritten digits
from the ZIP that MAILPROC_CORPUS_DIGITS names, else fonts that look handwritten.

`--curve` prints what a threshold on the confidence trades. `--misses DIR` keeps every file that was
read wrong or held, with a line of JSON. `--keep DIR` keeps the pages for the next run with it.
"""

import argparse
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.bench.reading import ours, table
from tests.bench.reading.pages import make_samples
from tests.bench.reading.rivals import rivals
from tests.bench.reading.run import Timed, run
from tests.bench.reading.sample import Sample, read_all, write_all
from tests.bench.reading.score import rows
from tests.bench.reading.table import LIMIT, OURS
from tests.corpus.pages.fonts import Split, families
from tests.corpus.pages.hands import writers
from tests.corpus.producers.programs import available

# Files of each group for every typed page; `layouts` are typed pages as well.
_PART = {"text": 0.6, "typed": 0.7, "layouts": 0.3, "hard": 0.35, "hand": 0.5, "trap": 0.2}


def main() -> None:
    """Make the pages, read them with everyone, print."""
    args = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        samples = _samples(args, Path(args.keep or scratch))
        print(f"{len(samples)} files of the {args.split} split; {_means(args.split)}")
        if not args.only or OURS in args.only:
            _ours(args, samples)
        _beside(args, samples)


def _means(split: Split) -> str:
    """What this machine made the files with."""
    hands = "people's digits" if writers(split) else "handwriting fonts (no MAILPROC_CORPUS_DIGITS)"
    fonts = len(families(split)) + len(families(split, hand=True))
    return f"{fonts} fonts, {hands}, {', '.join(sorted(available()))}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.reading",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--pages", type=int, default=600, help="typed pages; the other groups go with it")
    add("--groups", default=",".join(_PART), help="which groups to make")
    add("--jobs", type=int, default=2)
    add("--only", default="", help=f"readers, by the beginning of their names: {OURS},pdf,tess,ocr")
    add("--split", default="test", choices=("training", "tuning", "test"))
    add("--seed", type=int, default=0, help="the first page's")
    add("--rivals", type=int, default=60, metavar="N", help="files that the alternatives read")
    add("--curve", action="store_true")
    add("--misses", default="", metavar="DIR")
    add("--keep", default="", metavar="DIR")
    args = parser.parse_args()
    args.only = [name for name in args.only.split(",") if name]
    return args


def _samples(args: argparse.Namespace, folder: Path) -> list[Sample]:
    known = folder / "samples.jsonl"
    if known.exists():
        return read_all(known)
    folder.mkdir(parents=True, exist_ok=True)
    counts = {g: max(1, round(_PART[g] * args.pages)) for g in args.groups.split(",")}
    samples = make_samples(folder, args.split, counts, args.jobs, args.seed)
    write_all(samples, known)
    return samples


def _ours(args: argparse.Namespace, samples: list[Sample]) -> None:
    timed = run(ours.mailproc, [s.file for s in samples], args.jobs)
    pairs = list(zip(samples, timed.answers, strict=True))
    table.print_table(f"mailproc, {len(samples)} files", pairs)
    table.print_failures(OURS, timed)
    print(f"\npeak memory of a reading process: {timed.peak:.0f} MB; limit 600")
    if args.curve:
        table.print_curve(pairs)
    if args.misses:
        count = table.write_misses(pairs, Path(args.misses))
        print(f"\n{count} files with a miss in {args.misses}")


def _beside(args: argparse.Namespace, samples: list[Sample]) -> None:
    """All readers on the same part of the files, in turns in one run."""
    readers = {OURS: ours.mailproc, LIMIT: ours.drawing, **rivals()}
    if args.only:
        readers = {n: r for n, r in readers.items() if any(n.startswith(o) for o in args.only)}
        readers |= {LIMIT: ours.drawing}
    elif shutil.which("ocrmypdf") is None:
        print("\nleft out: ocrmypdf (apt-get install ocrmypdf)")
    part = _spread([s for s in samples if s.group != "trap"], args.rivals)
    if not part or len(readers) < 2:
        return
    print(f"\nthe same {len(part)} files by each")
    timed: dict[str, Timed] = {}
    for name, reader in readers.items():
        timed[name] = run(reader, [s.file for s in part], args.jobs)
        table.print_failures(name, timed[name])
        if name != LIMIT:
            pairs = list(zip(part, timed[name].answers, strict=True))
            table.print_rows_beside(name, rows(pairs))
    _speed(args, part, readers, timed)


def _speed(
    args: argparse.Namespace,
    part: list[Sample],
    readers: Iterable[str],
    timed: dict[str, Timed],
) -> None:
    """Files a minute on scans only: a text layer is another matter."""
    scans = [i for i, s in enumerate(part) if s.group not in ("text", "trap")]
    if not scans:
        return
    rates = {}
    for name in readers:
        answers = [timed[name].answers[i] for i in scans]
        rates[name] = Timed(answers, sum(a.seconds for a in answers) / args.jobs)
    table.print_speed(rates, len(scans), args.jobs)


def _spread(samples: list[Sample], count: int) -> list[Sample]:
    """So many files, spread evenly over all."""
    if count >= len(samples):
        return samples
    return [samples[i * len(samples) // count] for i in range(count)]


if __name__ == "__main__":
    main()
