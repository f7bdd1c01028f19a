"""Words the letters to units: receipt, problem reply, question, reminder, warning.

Each function makes one finished notice from plain values; nothing is read or stored here. Texts
from mails and documents are put on one line and bounded before they go into a letter or a header.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mailproc.config import CampaignConfig, Config, UnitConfig
from mailproc.month.calendar import Dates
from mailproc.month.period import shift
from mailproc.month.strip import LETTERS, Square, Years, years
from mailproc.notices.advice import advice
from mailproc.notices.clean import answer_subject, message_ids, one_line
from mailproc.notices.forms import Files, form_of
from mailproc.notices.letters import Answered, Finding, ReportLine
from mailproc.notices.message import marked
from mailproc.notices.outbox import PROBLEM
from mailproc.notices.render import render, unit_head, unit_title
from mailproc.notices.values import Row, rows
from mailproc.reasons import encode, thai
from mailproc.replies.questions import confirmable
from mailproc.thai_dates import thai_digits, thai_month
from parsers.form import Form
from parsers.forms import all_forms
from storage.correspondence import Asked, NewNotice, NoticeKind

NAME_LENGTH = 120
MOST_FORMS = 3
SHOWN = "receipt"
"""The topic of what a receipt showed: an answer to it is about that revision."""


def receipt(
    config: Config,
    answered: Answered,
    lines: Sequence[ReportLine],
    findings: Sequence[Finding],
    number: int = 1,
) -> NewNotice:
    """What was received in one mail: each report with its values, and the files that were none.

    `number` counts the receipts for the mail: 1 at once, 2 after a person's answer.
    """
    first = lines[0]
    period = first.revision.period
    month = f" ประจำเดือน{thai_month(period)}" if period else ""
    following = _following(config, lines)
    names = unit_title(first.unit) if len(lines) == 1 else f"{thai_digits(len(lines))} ฉบับ"
    subject = f"ได้รับรายงาน{month if len(lines) == 1 else ''} {names}"
    values = {
        "reports": [_report(config, line) for line in lines],
        "unit": first.unit if len({line.unit for line in lines}) == 1 else None,
        "findings": _worded(findings),
        "strips": _strips(lines),
        "letters": LETTERS,
        "num": str,
        "next_months": [thai_month(period) for _, _, period in following],
    }
    receipt_ = answer(
        config,
        answered,
        "receipt",
        "receipt",
        f"receipt/{answered.message}/{number}",
        subject,
        values,
        first,
        number,
        sum((form_of(*wanted) for wanted in following), ()),
    )
    shown = enumerate((line.revision.id for line in lines), 1)
    return replace(receipt_, asked=tuple(Asked(n, id_, SHOWN) for n, id_ in shown))


def problem(config: Config, answered: Answered, findings: Sequence[Finding]) -> NewNotice:
    """What was wrong with the files of a mail without a report, and what to do."""
    values = {"findings": _worded(findings), "forms": _form_titles(config)}
    key, subject = f"{PROBLEM}{answered.message}", "ยังรับรายงานจากอีเมลนี้ไม่ได้"
    return marked(answer(config, answered, "problem", "problem", key, subject, values))


def question(config: Config, answered: Answered, line: ReportLine) -> NewNotice:
    """Asks whether other numbers for a month already reported correct it or are the next one's."""
    period = line.revision.period
    if period is None:
        raise ValueError("a report without a month cannot be last month's sheet")
    values = {
        "report": _report(config, line),
        "unit": line.unit,
        "month": thai_month(period),
        "next_month": thai_month(shift(period, 1)),
    }
    key = f"{PROBLEM}{answered.message}"
    subject = f"ขอสอบถามเรื่องรายงานประจำเดือน{thai_month(period)} {unit_title(line.unit)}"
    return marked(answer(config, answered, "question", "problem", key, subject, values, line))


def reminder(
    config: Config, campaign: CampaignConfig, unit: UnitConfig, dates: Dates, key: str
) -> NewNotice:
    """A friendly word before the due date (the unit's own), to all addresses of the unit.

    The due date is given as a date, not in days: a notice may leave later than planned.
    """
    month = thai_month(dates.period)
    subject = f"แจ้งเตือนกำหนดส่งรายงาน ประจำเดือน{month} {unit_title(unit)}"
    return _letter(config, "reminder", key, subject, campaign, unit, dates, unit.addresses)


def warning(
    config: Config,
    campaign: CampaignConfig,
    unit: UnitConfig,
    dates: Dates,
    key: str,
    number: int,
    to: tuple[str, ...],
) -> NewNotice:
    """ขอติดตามรายงาน: the report is missing. `number` counts from 1, `dates.due` is the unit's own.

    To the head of the unit, so it cites the letter and says whom to call.
    """
    times = f" (ครั้งที่ {thai_digits(number)})" if number > 1 else ""
    month = thai_month(dates.period)
    subject = f"ขอติดตามรายงาน ประจำเดือน{month} {unit_title(unit)}{times}"
    return _letter(config, "warning", key, subject, campaign, unit, dates, to, number)


def topic(form: Form) -> str:
    """What is reported on the form, as letters call it: its title without “form”."""
    return form.title.removeprefix("แบบ")


def _letter(
    config: Config,
    kind: NoticeKind,
    key: str,
    subject: str,
    campaign: CampaignConfig,
    unit: UnitConfig,
    dates: Dates,
    to: tuple[str, ...],
    number: int = 0,
) -> NewNotice:
    files = form_of(unit, campaign.form, dates.period)
    text, html = render(
        kind,
        config,
        subject,
        unit=unit,
        head=unit_head(unit),
        topic=topic(all_forms()[campaign.form]),
        dates=dates,
        number=number,
        form_attached=bool(files),
    )
    return NewNotice(
        key=key,
        kind=kind,
        to=to,
        subject=subject,
        text=text,
        html=html,
        campaign=campaign.id,
        unit=unit.id,
        period=dates.period,
        number=number,
        attachments=files,
    )


def answer(
    config: Config,
    answered: Answered,
    template: str,
    kind: NoticeKind,
    key: str,
    subject: str,
    values: Mapping[str, object],
    line: ReportLine | None = None,
    number: int = 0,
    files: Files = (),
) -> NewNotice:
    """An answer keeps the subject that it answers; where there is none, `subject` stands in."""
    text, html = render(template, config, subject, **values)
    in_reply_to = "".join(message_ids(answered.message_id)[-1:])
    revision = line.revision if line else None
    return NewNotice(
        key=key,
        kind=kind,
        to=(answered.to,),
        subject=(answer_subject(answered.subject) if in_reply_to else "") or subject,
        text=text,
        html=html,
        campaign=revision.campaign if revision else "",
        unit=(revision.unit or "") if revision else "",
        period=(revision.period or "") if revision else "",
        number=number,
        message=answered.message,
        in_reply_to=in_reply_to,
        references=" ".join(message_ids(answered.references, in_reply_to)),
        auto_submitted="auto-replied",
        attachments=files,
    )


def _following(config: Config, lines: Sequence[ReportLine]) -> list[tuple[UnitConfig, str, str]]:
    """The forms that the receipt brings: for each unit the month after its newest one here.

    As (unit, form, period). What was sent twice had its receipt, and the form with it.
    """
    newest: dict[tuple[str, str], tuple[UnitConfig, str, str]] = {}
    for line in sorted(lines, key=lambda x: x.revision.period or ""):
        revision, unit = line.revision, line.unit
        if unit is None or revision.period is None or line.same:
            continue
        period = shift(revision.period, 1)
        campaign = config.campaign_of(revision.form, period)
        if campaign is not None and period <= (campaign.last_period or period):
            newest[unit.id, revision.form] = (unit, revision.form, period)
    return [wanted for wanted in newest.values() if form_of(*wanted)][:MOST_FORMS]


def _strips(lines: Sequence[ReportLine]) -> list[tuple[str, Sequence[Square], Years]]:
    """The last months of each unit, once: (its name, the squares, the years over them)."""
    found = {(line.revision.campaign, line.revision.unit): line for line in lines if line.strip}
    return [
        (unit_title(line.unit), line.strip, years([s.period for s in line.strip]))
        for line in found.values()
    ]


def _report(config: Config, line: ReportLine) -> dict[str, object]:
    form = all_forms()[line.revision.form]
    found: tuple[Row, ...] = rows(form, line, config.unit_by_id)
    reasons = [thai(r, form) for r in line.revision.reasons] if line.state == "held" else []
    return {
        "line": line,
        "form": form,
        "topic": topic(form),
        "rows": found,
        "reasons": _once(reasons),
        "marked": any(r.mark for r in found),
        "confirmable": line.state == "held" and confirmable(line.revision),
        "example": f"{form.counts[-1].short} = 30" if form.counts else "",
    }


def _worded(findings: Sequence[Finding]) -> list[dict[str, object]]:
    return [
        {
            "document": one_line(finding.document, NAME_LENGTH),
            "problems": _once(
                thai(encode(p), all_forms().get(finding.form)) for p in finding.problems
            ),
            "advice": _once(advice(p) for p in finding.problems),
        }
        for finding in findings
    ]


def _once(sentences: Iterable[str]) -> list[str]:
    return [one_line(s) for s in dict.fromkeys(sentences)]


def _form_titles(config: Config) -> list[str]:
    return list(dict.fromkeys(all_forms()[c.form].title for c in config.campaign))
