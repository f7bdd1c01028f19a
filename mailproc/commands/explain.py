"""`mailproc read --explain OUT.html`: the pages as they were read, for a person to look at."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from mailproc.app import READ_MEMORY, READ_SECONDS, Reader
from mailproc.errors import NotUnderstood
from mailproc.intake.examine import Examined
from mailproc.resources import shipped
from parsers import problems
from parsers.bounded import Worker
from parsers.explain import Clue, Explained, ShownPage, explain_document
from parsers.form import Field
from parsers.forms import Forms, all_forms
from parsers.reading import Channel, Problem, ReadDocument, Reading, ReadReport, Unit

if TYPE_CHECKING:
    from jinja2 import Template


class ExplainingReader(Reader):
    """Reads as `Reader` does, and keeps how each document was read in `explained`, by SHA-256."""

    def __init__(
        self, known: tuple[Unit, ...], forms: Forms, explained: dict[str, Explained]
    ) -> None:
        super().__init__(known, forms)
        self._explained = explained
        self._explainer = Worker(explain_document, seconds=READ_SECONDS, memory_bytes=READ_MEMORY)

    def _read(self, data: bytes, name: str) -> ReadDocument:
        explained = self._explainer.call(data, self._units, name, self._forms)
        self._explained[explained.document.sha256] = explained
        return explained.document

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._explainer.close()
        super().__exit__(kind, error, trace)


@dataclass(frozen=True, slots=True)
class _Row:
    """One field of a report in the page's table; `mark` is its number on the page's picture."""

    mark: int
    label: str
    reading: Reading
    value: str
    clue: Clue | None
    said: tuple[str, ...]


def write(
    out: Path, files: Iterable[tuple[Path, Examined]], explained: Mapping[str, Explained],
    names: Mapping[str, str],
) -> None:  # fmt: skip
    """Writes one page about all files; `names` of the units by id. Raises OSError."""
    sections = [
        {
            "file": str(file),
            "documents": [
                _document(d.path, d.read, explained.get(d.read.sha256), names)
                for d in examined.documents
                if d.outcome != "ignored"
            ],
        }
        for file, examined in files
    ]
    # A file's name need not be UTF-8; what it lacks in letters must not cost the page.
    page = _template().render(files=sections).encode("utf-8", "replace")
    try:
        out.write_bytes(page)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OSError(f"cannot write {out} ({reason}): name a file that may be written") from error


def check(out: Path, files: Iterable[Path]) -> None:
    """Raises NotUnderstood where the page would overwrite one of the files that are read."""
    for file in files:
        if out.resolve() == file.resolve():
            raise NotUnderstood(f"--explain would overwrite {file}: name another file for the page")


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data"] = lambda data: b64encode(data).decode("ascii")
    return environment.get_template("explain.html")


def _document(
    path: str, document: ReadDocument, explained: Explained | None, names: Mapping[str, str]
) -> dict[str, Any]:
    pages = {p.number: p for p in explained.pages} if explained else {}
    return {
        "path": path,
        "outcome": document.outcome.replace("_", " "),
        "problems": [problems.english(p) for p in document.problems],
        "reports": [_report(r, pages, names) for r in document.reports],
    }


def _report(
    report: ReadReport, pages: Mapping[int, ShownPage], names: Mapping[str, str]
) -> dict[str, Any]:
    form = all_forms()[report.form]
    rows = [
        _row(mark, form.field(r.field), r, pages.get(r.page), report.problems)
        for mark, r in enumerate(report.readings, 1)
    ]
    shown = [pages[n] for n in sorted({r.page for r in report.readings}) if n in pages]
    return {
        "unit": names.get(report.unit or "", "?"),
        "period": report.period or "?",
        "status": report.status,
        "problems": [problems.english(p) for p in report.problems],
        "rows": rows,
        "pages": [(page, [r for r in rows if r.reading.page == page.number]) for page in shown],
    }


def _row(
    mark: int, item: Field, reading: Reading, page: ShownPage | None, found: Iterable[Problem]
) -> _Row:
    said = tuple(problems.english(p) for p in found if p.field == reading.field)
    clue = page.clues.get(reading.field) if page else None
    return _Row(mark, item.short, reading, _shown(reading, item), clue, said)


def _shown(reading: Reading, item: Field) -> str:
    value = reading.value
    if isinstance(value, bool):
        return item.yes if value else item.no
    if isinstance(value, tuple):
        return ", ".join(_channel(c) for c in value) or "—"
    return "—" if value is None else str(value)


def _channel(channel: Channel) -> str:
    return f"{channel.channel}: {'?' if channel.times is None else channel.times}"
