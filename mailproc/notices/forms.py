"""The form that goes out with a notice: fillable, unit and month filled in. Nobody has to use it.

A notice keeps only which form it brings; the PDF is drawn as the mail leaves. So planning a month
draws nothing, and the database and its backups do not hold the same 90 kB again and again.
"""

from collections.abc import Iterable
from dataclasses import replace

from mailproc.config import Config, UnitConfig
from mailproc.thai_dates import BUDDHIST
from parsers.page_code import PageCode, page_code
from storage.correspondence import Notice

BY_NAME = "application/x-mailproc-form"
"""The media type of an attachment whose bytes only name the form."""
PDF = "application/pdf"

Files = tuple[tuple[str, str, bytes], ...]


def form_of(unit: UnitConfig, form: str, period: str) -> Files:
    """The attachment for that unit and month; none where the unit need not report that month.

    None either for a form that the program cannot draw.
    """
    from mailproc.paper.blank import DRAWN

    if form not in DRAWN or not unit.expected(period):
        return ()
    year, month = period.split("-")
    name = f"แบบรายงาน-{unit.name}-{int(year) + BUDDHIST}-{month}.pdf"
    return ((name, BY_NAME, PageCode(form, unit.id, period).text().encode("ascii")),)


def drawn(config: Config, notice: Notice) -> Notice:
    """The notice with its forms as PDF; one of a unit that is configured no more is left out."""
    if all(media != BY_NAME for _, media, _ in notice.new.attachments):
        return notice
    files: Files = ()
    for name, media, data in notice.new.attachments:
        files += _drawn(config, name, data) if media == BY_NAME else ((name, media, data),)
    return replace(notice, new=replace(notice.new, attachments=files))


def forms_in(attachments: Iterable[tuple[str, str, bytes]]) -> frozenset[PageCode]:
    """Which forms a stored notice brings."""
    codes = (_code(data) for _, media, data in attachments if media == BY_NAME)
    return frozenset(c for c in codes if c is not None)


def _code(data: bytes) -> PageCode | None:
    return page_code(data.decode("ascii"))


def _drawn(config: Config, name: str, data: bytes) -> Files:
    from mailproc.paper.blank import form_for, place_of

    code = _code(data)
    unit = config.unit_by_id.get(code.unit) if code else None
    if code is None or unit is None:
        return ()
    return ((name, PDF, form_for(unit, code.form, code.period, place_of(config, code.form))),)
