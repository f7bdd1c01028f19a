"""mailproc as one of the readers, and pdfium's mere drawing as the limit of what can be reached."""

import io
from functools import cache
from pathlib import Path

from mailproc.config import load
from mailproc.resources import shipped
from parsers.read import read_document
from parsers.reading import Reading, Unit
from tests.bench.reading.answer import Answer, Said

DRAWN_DPI = 200


@cache
def _units() -> tuple[Unit, ...]:
    return load(shipped("config.toml")).units


def mailproc(file: str) -> Answer:
    """The first report of the file, as `mailproc read` gives it."""
    found = read_document(Path(file).read_bytes(), _units(), file)
    if not found.reports:
        return Answer(False, note=" ".join(p.code for p in found.problems))
    report = found.reports[0]
    note = " ".join(f"{p.code}:{p.field}" for p in report.problems)
    accepted = any(r.status == "accepted" for r in found.reports)
    return Answer(accepted, {r.field: _said(r) for r in report.readings}, note=note)


def _said(reading: Reading) -> Said:
    value = reading.value
    if isinstance(value, tuple):
        listed = [{"channel": c.channel, "times": c.times} for c in value]
        return Said(listed, reading.status != "review", reading.confidence, reading.raw)
    if reading.field == "other_channels" and value is None:
        return Said([], reading.status != "review", reading.confidence, reading.raw)
    return Said(value, reading.status != "review", reading.confidence, reading.raw)


def drawing(file: str) -> Answer:
    """Only draw the page, or decode the picture, and read nothing."""
    import pypdfium2
    from PIL import Image

    data = Path(file).read_bytes()
    if file.endswith(".pdf"):
        with pypdfium2.PdfDocument(data) as pdf:
            for page in pdf:
                page.render(scale=DRAWN_DPI / 72, grayscale=True).to_numpy()
    else:
        with Image.open(io.BytesIO(data)) as image:
            image.convert("L").load()
    return Answer(False)
