"""Reading one document: bytes to reports, or to a plain statement why not.

By the bytes it is a PDF or a picture; each page is believed by its text layer where that can be
seen, makes sense and holds a form, else by its picture; each form found is settled by itself.
"""

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from parsers.accept import settle
from parsers.document import PdfFile, Unreadable, field_names, media_of, pictures
from parsers.forms import Forms, all_forms
from parsers.layers import drawn_nothing, needs_picture, taken_for
from parsers.reading import Outcome, Problem, ReadDocument, ReadReport, Unit
from parsers.text_layer import TextPage, page_text, read_text_layer

if TYPE_CHECKING:
    from PIL.Image import Image

    from parsers.picture.evidence import Evidence

MAX_PAGES = 50
# A page picture takes seconds; nobody sends so many scanned sheets of this form.
MAX_PICTURES = 12
# Within this no page is begun any more: the reading process is stopped a little later, and all that
# was read would be lost with it.
_SECONDS = 15.0
# Problems of one page, which was not read and may have been a report.
_UNREAD = {"time_limit", "damaged", "too_big"}


@dataclass(slots=True)
class _Found:
    """What has come out of a document so far."""

    forms: Forms
    reports: list[ReadReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pages: int = 0
    deadline: float = field(default_factory=lambda: time.monotonic() + _SECONDS)
    evidence: "dict[int, tuple[Evidence, ...]]" = field(default_factory=dict)


def read_document(
    data: bytes, units: tuple[Unit, ...], name: str = "", forms: Forms | None = None
) -> ReadDocument:
    """Everything that a document says. Pure; never raises for what is in the file.

    `units`: the reporting units, a closed list. `name` is only for people and decides nothing.
    `forms`: those that are looked for, with the province that they must come from; None for all as
    they are declared.
    Outcome `refused` with encrypted, damaged, empty_file, too_many_pages, too_big or
    unsupported_media; `no_report` with what it was taken for.
    """
    return read_with_evidence(data, units, name, forms)[0]


def read_with_evidence(
    data: bytes, units: tuple[Unit, ...], name: str = "", forms: Forms | None = None
) -> "tuple[ReadDocument, dict[int, tuple[Evidence, ...]]]":
    """As `read_document`, and the evidence for each page (from 1) that was read as a picture."""
    found = _Found(all_forms() if forms is None else forms)
    return _read(data, units, found), found.evidence


def _read(data: bytes, units: tuple[Unit, ...], found: _Found) -> ReadDocument:
    sha256, media = hashlib.sha256(data).hexdigest(), media_of(data)
    try:
        if not data:
            raise Unreadable("empty_file")
        if media == "application/octet-stream":
            raise Unreadable("unsupported_media")
        if media == "application/pdf":
            _read_pdf(data, units, found)
        else:
            _read_pictures(pictures(data, media), units, found)
    except Unreadable as refusal:
        problem = Problem(refusal.code, detail=refusal.detail)
        return ReadDocument(sha256, media, found.pages, "refused", (problem,))
    reports = tuple(_same_key_twice(sorted(found.reports, key=lambda r: r.page)))
    unread = any(p.code in _UNREAD for p in found.problems)
    outcome: Outcome = "reports" if reports else "refused" if unread else "no_report"
    return ReadDocument(sha256, media, found.pages, outcome, tuple(found.problems), reports)


def _read_pdf(data: bytes, units: tuple[Unit, ...], found: _Found) -> None:
    forms = found.forms.values()
    with PdfFile(data) as pdf:
        found.pages = len(pdf)
        if found.pages > MAX_PAGES:
            raise Unreadable("too_many_pages", str(found.pages))
        names = field_names(forms)
        pages = [pdf.text_page(n, names) for n in range(1, found.pages + 1)]
        texts = read_text_layer(pages, forms, units, pdf.ink)
        found.reports += [settle(t.form, t.readings, t.page, units) for t in texts]
        covered = {n for t in texts for n in t.pages}
        rest = [p for p in pages if p.content.number not in covered]
        drawn = [p.content.number for p in rest if needs_picture(p)]
        for number in drawn[:MAX_PICTURES]:
            try:
                image, dpi = pdf.picture(number)
            except Unreadable as refusal:
                # As with time below: what is wrong with one page must not cost the others.
                found.problems.append(Problem(refusal.code, detail=refusal.detail))
                continue
            _read_picture(image, dpi, number, units, found)
        if len(drawn) > MAX_PICTURES:
            found.problems.append(Problem("too_many_pages", detail=str(len(drawn))))
        if pdf.cut_off:
            found.reports = [_held(r, Problem("damaged")) for r in found.reports]
    if not found.reports and not any(p.code in _UNREAD for p in found.problems):
        found.problems.append(_no_form(rest, drawn))


def _no_form(pages: Sequence[TextPage], drawn: Sequence[int]) -> Problem:
    if all(drawn_nothing(p) for p in pages):
        return Problem("empty_page")
    if drawn:
        return Problem("taken_for_picture")
    return Problem(taken_for("\n".join(page_text(p) for p in pages)))


def _read_pictures(
    frames: Iterable[tuple["Image", float]], units: tuple[Unit, ...], found: _Found
) -> None:
    for number, (image, dpi) in enumerate(frames, 1):
        found.pages = number
        if number <= MAX_PICTURES:
            _read_picture(image, dpi, number, units, found)
    if not found.reports:
        found.problems.append(Problem("taken_for_picture"))


def _read_picture(
    image: "Image", dpi: float, number: int, units: tuple[Unit, ...], found: _Found
) -> None:
    from parsers.picture.reader import read_picture

    try:
        if time.monotonic() > found.deadline:
            raise TimeoutError
        read = read_picture(image, dpi, units, number, found.deadline, found.forms)
    except TimeoutError:
        # A photo beside a report must not cost the report.
        found.problems.append(Problem("time_limit", detail=str(number)))
        return
    if read is not None:
        found.reports.append(settle(read.form, read.readings, number, units))
        found.evidence[number] = read.evidence


def _held(report: ReadReport, problem: Problem) -> ReadReport:
    """The report with one more problem, so that it waits for a person."""
    status = "review" if report.status == "accepted" else report.status
    return replace(report, status=status, problems=(*report.problems, problem))


def _same_key_twice(reports: list[ReadReport]) -> list[ReadReport]:
    """Different forms for the same unit and month all wait for a person."""
    out = list(reports)
    for i, j in combinations(range(len(reports)), 2):
        a, b = reports[i], reports[j]
        same = a.unit and (a.form, a.unit, a.period) == (b.form, b.unit, b.period)
        if same and _values(a) != _values(b):
            for k in (i, j):
                if not any(p.code == "same_key_twice" for p in out[k].problems):
                    out[k] = _held(out[k], Problem("same_key_twice"))
    return out


def _values(report: ReadReport) -> list[object]:
    return [r.value for r in report.readings]
