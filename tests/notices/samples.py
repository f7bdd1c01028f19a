"""Made-up revisions, lines and notices for the tests of letters."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from mailproc.month.calendar import Dates
from mailproc.notices.letters import Answered, ReportLine
from parsers.reading import Reading, Value
from storage.correspondence import NewNotice, Notice
from storage.records import Revision
from tests import make

AT = datetime(2026, 2, 9, 2, 30, tzinfo=UTC)  # 09.30 in Kalasin
DATES = Dates("2026-02", date(2026, 2, 10), date(2026, 2, 15), date(2026, 2, 25))
ANSWERED = Answered(7, "na-mon@example.go.th", "ส่งรายงาน", "<a@example.go.th>", "<root@x.th>")


def revision(readings: tuple[Reading, ...] | None = None, **changes: Any) -> Revision:
    made = Revision(
        id=1,
        campaign=make.FORM,
        form=make.FORM,
        unit="na-mon",
        period="2026-02",
        unit_guess=None,
        period_guess=None,
        number=1,
        state="accepted",
        current=True,
        reasons=(),
        counted_at=AT,
        recorded_at=AT,
        first_counted_at=AT,
        via="mail",
        sender="na-mon@example.go.th",
        decided_by="program",
        message=7,
        message_id="<a@example.go.th>",
        subject="ส่งรายงาน",
        document=0,
        ordinal=0,
        page=1,
        pdf_sha256="0" * 64,
        readings=make.readings() if readings is None else readings,
    )
    return replace(made, **changes)


def doubtful(*fields: str, **values: Value) -> tuple[Reading, ...]:
    """Readings of which those fields are doubtful."""
    return tuple(
        replace(r, status="review") if r.field in fields else r for r in make.readings(**values)
    )


def line(config: Any, **changes: Any) -> ReportLine:
    made = ReportLine(revision(), config.unit_by_id["na-mon"], "on_time", False, None, False, DATES)
    return replace(made, **changes)


def new_notice(key: str = "receipt/7/1", **changes: Any) -> NewNotice:
    made = NewNotice(
        key=key,
        kind="receipt",
        to=("na-mon@example.go.th",),
        subject="Re: ส่งรายงาน",
        text="ได้รับแล้ว\n",
        html="<p>ได้รับแล้ว</p>",
        in_reply_to="<a@example.go.th>",
        references="<root@x.th> <a@example.go.th>",
        auto_submitted="auto-replied",
    )
    return replace(made, **changes)


def notice(new: NewNotice, **changes: Any) -> Notice:
    made = Notice(1, new, "queued", "<mailproc.1@example.go.th>", 0, AT, AT, None, "")
    return replace(made, **changes)
