"""What `mailproc check` is told about Tesseract."""

import pytest
from pytesseract import pytesseract

from parsers.picture.tesseract import problems


def test_installed_tesseract_with_thai_is_no_problem() -> None:
    assert problems() == []


def test_missing_program_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytesseract, "tesseract_cmd", "no-such-tesseract")
    assert problems() == [
        "Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-tha"
    ]


def test_missing_language_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytesseract, "get_languages", lambda: ["eng", "osd"])
    assert problems() == ["Tesseract has no Thai language data: apt-get install tesseract-ocr-tha"]
