"""What a province could use instead: text out of the page by common tools, values by patterns.

ocrmypdf is a program of its own (Debian's package `ocrmypdf`); where it is missing it is left out.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mailproc.config import load
from mailproc.resources import shipped
from parsers.forms.scammer_awareness import FORM
from parsers.thai import ascii_digits
from parsers.values.months import FULL
from tests.bench.reading.answer import Answer, Said
from tests.bench.reading.table import OCR

_OCR_DPI = 300
_LANGUAGES = "tha+eng"
_NUMBER = r"(?P<n>[0-9๐-๙][0-9๐-๙,]*|[-–])"


def pdfplumber_regex(file: str) -> Answer:
    """The text layer by pdfplumber; a picture file has none."""
    return by_patterns(_layer(file)) if file.endswith(".pdf") else Answer(False)


def tesseract_regex(file: str) -> Answer:
    """The whole page by Tesseract, as its documentation shows it."""
    import pypdfium2
    import pytesseract
    from PIL import Image

    os.environ["OMP_THREAD_LIMIT"] = "1"
    if file.endswith(".pdf"):
        with pypdfium2.PdfDocument(file) as pdf:
            scale = min(_OCR_DPI / 72, 5000 / max(pdf[0].get_size()))
            images = [page.render(scale=scale).to_pil() for page in pdf]
    else:
        images = [Image.open(file)]
    whole: Any = pytesseract.pytesseract
    texts = [str(whole.image_to_string(i, lang=_LANGUAGES)) for i in images]
    return by_patterns("\n".join(texts))


def ocrmypdf_pdfplumber(file: str) -> Answer:
    """ocrmypdf's text layer, read by pdfplumber."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.pdf"
        subprocess.run(
            [
                *("ocrmypdf", "-l", _LANGUAGES, "--jobs", "1", "--force-ocr", "--quiet"),
                *("--output-type", "pdf", "--image-dpi", "200", file, str(out)),
            ],
            check=False,
            capture_output=True,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
        return by_patterns(_layer(str(out))) if out.exists() else Answer(False)


def rivals() -> dict[str, Callable[[str], Answer]]:
    """Those that this machine has, by name."""
    found: dict[str, Callable[[str], Answer]] = {
        "pdfplumber + regex": pdfplumber_regex,
        OCR: tesseract_regex,
    }
    if shutil.which("ocrmypdf"):
        found["ocrmypdf + pdfplumber"] = ocrmypdf_pdfplumber
    return found


def _layer(file: str) -> str:
    import pdfplumber

    with pdfplumber.open(file) as pdf:
        return "\n".join(page.extract_text() or "" for page in pdf.pages)


def by_patterns(text: str) -> Answer:
    """The fields by what stands behind their labels; asserted wherever a label is found."""
    said: dict[str, Said] = {}
    lines = [_bare(line) for line in text.splitlines()]
    for item in FORM.counts:
        label, suffix = _bare(item.labels[0]), _bare(item.suffix)
        rest = next((n[n.index(label) + len(label) :] for n in lines if label in n), None)
        if rest is not None:
            found = re.match(rf"(?::|{_bare('จำนวน')})*{_NUMBER}(?=\(|{suffix}|$)", rest)
            said[item.key] = Said(_count(found["n"]) if found else None, True)
    said |= _unit_and_month(text) | _ticked(text)
    wanted = [f.key for f in FORM.fields if f.required or f.kind == "count"]
    return Answer(all(k in said for k in wanted), said)


def _bare(text: str) -> str:
    """A line without what these tools lose: marks, spaces, dots, and pdfplumber's every aa."""
    return re.sub(r"\(cid:\d+\)|[\s.…_\u0e31-\u0e3a\u0e47-\u0e4e\uf700-\uf71aา]", "", text)


def _count(number: str) -> int:
    digits = re.sub(r"\D", "", ascii_digits(number))
    return int(digits) if digits else 0


def _unit_and_month(text: str) -> dict[str, Said]:
    said: dict[str, Said] = {}
    line = re.search(r"อปท\.[^\n]*|อำเภอ[^\n]*", text)
    names = [u.name for u in load(shipped("config.toml")).units]
    named = [n for n in names if line and n in line[0]]
    if named:
        said["unit"] = Said(max(named, key=len), True)
    month = re.search(rf"({'|'.join(FULL)})[^\n0-9๐-๙]*([0-9๐-๙]{{4}})", text)
    if month:
        year = int(ascii_digits(month[2])) - 543
        said["period"] = Said(f"{year:04d}-{FULL.index(month[1]) + 1:02d}", True)
    return said


def _ticked(text: str) -> dict[str, Said]:
    for item in FORM.fields:
        yes = re.search(rf"([^\n]{{0,6}}){item.yes}", text)
        no = re.search(rf"([^\n]{{0,6}}){item.no}", text) if item.kind == "choice" else None
        if yes and no:
            marks = [bool(re.search(r"[/✓✔☑xX✗☒]", m[1])) for m in (yes, no)]
            if marks[0] != marks[1]:
                return {item.key: Said(marks[0], True)}
    return {}
