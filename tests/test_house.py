"""The architecture shows in the folders, and stays so: dependencies point one way."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ABOVE = {
    "parsers": {"storage", "mailproc", "tests"},
    "storage": {"mailproc", "tests"},
    "mailproc": {"tests"},
}
# What each package must not know: the floor plan of DESIGN, by the modules that it would import.
UNKNOWN = {
    "parsers": {"imap_tools", "smtplib", "email", "sqlmodel", "sqlalchemy", "jinja2", "pydantic"},
    "storage": {"imap_tools", "smtplib", "email", "jinja2", "pdfplumber", "pypdfium2", "PIL"},
    "mailproc": {"sqlmodel", "sqlalchemy", "alembic", "cv2", "numpy", "pytesseract", "pdfplumber"},
}


def modules(package: str) -> Iterator[tuple[Path, set[str]]]:
    for path in sorted((ROOT / package).rglob("*.py")):
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
        yield path.relative_to(ROOT), names


@pytest.mark.parametrize("package", sorted(ABOVE))
def test_no_package_imports_one_above_it(package: str) -> None:
    upward = {str(p): bad for p, names in modules(package) if (bad := names & ABOVE[package])}
    assert upward == {}


@pytest.mark.parametrize("package", sorted(UNKNOWN))
def test_no_package_knows_what_is_not_its_own(package: str) -> None:
    # The demo draws sample pages, which is not the service's work.
    found = {
        str(path): bad
        for path, names in modules(package)
        if (bad := names & UNKNOWN[package]) and "demo" not in path.parts
    }
    assert found == {}


@pytest.mark.parametrize("package", ["mailproc", "parsers", "storage"])
def test_only_app_reads_the_clock(package: str) -> None:
    readers = set()
    for path, _ in modules(package):
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"):
                owner = ast.unparse(node.value)
                if owner in ("datetime", "date", "datetime.datetime", "datetime.date"):
                    readers.add(str(path))
    # `init` writes today's date into a file; there is no service yet that could hand on a clock.
    assert readers <= {"mailproc/app.py", "mailproc/commands/setup.py"}


def test_the_top_level_is_the_owners() -> None:
    agreed = {"mailproc", "parsers", "storage", "templates", "tests", "config.toml"}
    agreed |= {"pyproject.toml", "README.md", "LICENSE"}
    import subprocess

    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not tracked:
        pytest.skip("not a git checkout")
    assert {t.split("/")[0] for t in tracked if not t.startswith(".")} <= agreed


def test_what_texts_and_pages_share_is_escaped_in_pages() -> None:
    # jinja2 takes what a macro of a .txt gives for markup, whatever words are in it.
    for page in (ROOT / "templates").rglob("*.html"):
        shared = re.findall(r"words\.\w+\([^()]*\)( \| \w+|)", page.read_text("utf-8"))
        assert set(shared) <= {" | forceescape"}, page


def test_help_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    code = "import sys, mailproc.cli as c; c.parser(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {"pydantic", "sqlalchemy", "rich", "pypdfium2", "apscheduler", "jinja2", "logging"}
    assert heavy & set(loaded) == set()
