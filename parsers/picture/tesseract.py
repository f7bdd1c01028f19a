"""A thin wrapper around Tesseract: words of a page, the text of a line, and what is missing.

Tesseract finds and reads printed Thai words well enough. It is never asked for a number: Debian's
models have no ๔ ๖ ๗ ๘ ๙ and read ๔ and ๘ as ๕ with confidence 96.
"""

import os
import time
from collections import defaultdict
from typing import Any

import numpy as np
from PIL import Image
from pytesseract import pytesseract

from parsers.picture.words import Line, Rect, Word, line_of

LANGUAGE = "tha"
# A page takes 1.5 to 3 s on one thread.
_PAGE_SECONDS = 15.0
# More threads make it slower: 1.7 s a page against 10.0 s on 2 cores.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")


class TesseractMissing(Exception):
    """Tesseract or its Thai language data is not installed. The message says what to install."""


def problems() -> list[str]:
    """What keeps Tesseract from reading Thai, one English line each with what to do; [] if fine."""
    try:
        version = pytesseract.get_tesseract_version()
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError):
        return ["Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-tha"]
    found = []
    if version.major < 4:
        found.append(f"Tesseract {version} is too old: install version 4 or newer")
    if LANGUAGE not in languages:
        found.append("Tesseract has no Thai language data: apt-get install tesseract-ocr-tha")
    return found


def page_lines(picture: np.ndarray, dpi: int, deadline: float) -> list[Line]:
    """Lines of words on an upright grey page, top to bottom.

    `deadline`: by `time.monotonic`. Raises TesseractMissing, and TimeoutError on a picture full of
    specks or where there is no time left.
    """
    seconds = min(_PAGE_SECONDS, deadline - time.monotonic())
    if seconds <= 0:
        raise TimeoutError("no time left for Tesseract")
    data = _run(picture, f"--psm 6 --dpi {dpi}", seconds)
    grouped: dict[tuple[int, int, int], list[Word]] = defaultdict(list)
    for i, text in enumerate(data["text"]):
        if not text.strip():
            continue
        x, y = data["left"][i], data["top"][i]
        rect = Rect(x, y, x + data["width"][i], y + data["height"][i])
        key = (data["block_num"][i], data["par_num"][i], data["line_num"][i])
        grouped[key].append(Word(text, rect, float(data["conf"][i])))
    lines = [line_of(words) for words in grouped.values()]
    return sorted(lines, key=lambda line: line.rect.y0 + line.rect.y1)


def _run(picture: np.ndarray, options: str, seconds: float) -> dict[str, list[Any]]:
    try:
        found: dict[str, list[Any]] = pytesseract.image_to_data(  # type: ignore[no-untyped-call]
            Image.fromarray(picture),
            lang=LANGUAGE,
            config=options,
            output_type=pytesseract.Output.DICT,
            timeout=seconds,
        )
        return found
    except pytesseract.TesseractNotFoundError:
        raise TesseractMissing(problems()[0]) from None
    except pytesseract.TesseractError as error:
        missing = problems()
        if missing:
            raise TesseractMissing(missing[0]) from None
        raise RuntimeError(f"Tesseract failed: {error.message}") from None
    except RuntimeError as error:
        # pytesseract has no class of its own for this.
        if "timeout" in str(error):
            raise TimeoutError(f"Tesseract took more than {seconds:g} s") from None
        raise
