"""`mailproc read FILE --explain OUT.html`, as an operator types it."""

import re
from pathlib import Path

import pytest

from mailproc.cli import main
from mailproc.demo.copies import scan
from parsers.forms.scammer_awareness import FORM
from tests.service.office import sheet


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.pdf").write_bytes(sheet())
    (tmp_path / "scan.pdf").write_bytes(scan(sheet(), seed=1))
    return tmp_path


def explained(home: Path, *files: str) -> str:
    main(["read", *files, "--explain", "out.html"])
    return (home / "out.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", ["text.pdf", "scan.pdf"])
def test_every_field_has_its_row_and_its_box(home: Path, file: str) -> None:
    page = explained(home, file)
    rows = page.split("<ol>")[1]
    for item in FORM.fields:
        assert f">{item.short}<" in rows
    assert page.count('class="box ') >= len(FORM.fields) - 1
    assert page.count('src="data:image/jpeg;base64,') == 1


def test_a_scan_shows_candidates_and_reasons(home: Path) -> None:
    page = explained(home, "scan.pdf")
    assert page.count("Candidates: ") >= len(FORM.counts)
    assert page.count("Reason: ") == len(FORM.fields)


def test_the_page_needs_nothing_from_elsewhere(home: Path) -> None:
    page = explained(home, "scan.pdf")
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!data:)', page)


def test_names_of_files_are_text_and_not_html(home: Path) -> None:
    name = "<img src=x onerror=alert(1)>.pdf"
    (home / name).write_bytes(sheet())
    page = explained(home, name)
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in page


def test_all_files_stand_in_one_page_and_refused_ones_say_why(home: Path) -> None:
    (home / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    page = explained(home, "text.pdf", "broken.pdf")
    assert "text.pdf" in page
    assert "the file is damaged" in page


def test_a_page_that_cannot_be_written_is_said(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "text.pdf", "--explain", "missing/out.html"]) == 1
    said = capsys.readouterr().err
    assert "cannot write missing/out.html (No such file or directory)" in said
    assert "Errno" not in said


def test_a_file_that_is_read_is_never_overwritten(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (home / "text.pdf").read_bytes()
    # What `read --explain text.pdf scan.pdf` means where OUT was forgotten.
    assert main(["read", "scan.pdf", "text.pdf", "--explain", "./text.pdf"]) == 2
    assert (home / "text.pdf").read_bytes() == before
    assert "would overwrite text.pdf" in capsys.readouterr().err
