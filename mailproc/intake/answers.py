"""Answers: which mail, if any, goes back to whom for a message (“Rules of the month”).

Receipts and problem replies go to the From address only, and only when it is a unit's and
authentic; for a report by way of staff or on paper, to the unit's first registered address.
Automatic mail is never answered, and nobody is bothered about a thank-you or an activity photo.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from mailproc.config import Config
from mailproc.intake.attachments import MailHeaders
from mailproc.intake.decide import Line
from mailproc.intake.examine import Examined
from mailproc.intake.senders import Sender
from mailproc.month.calendar import Dates, dates, due_of, extension_of
from mailproc.month.period import shift
from mailproc.month.strip import Square
from mailproc.notices import compose
from mailproc.notices.letters import Answered, Finding, ReportLine
from mailproc.reasons import decode, of_strangers
from parsers.page_code import PageCode
from parsers.reading import Problem, ReadReport
from storage.correspondence import Extension, NewNotice
from storage.records import Message, Revision

SPEAKS_OF_A_REPORT = ("รายงาน", "แนบ", "scammer")
SPEAKS_OF_SOMETHING_ELSE = ("ขอบคุณ", "สอบถาม", "ตอบรับ", "ได้รับรายงาน")


def answers(
    config: Config,
    message: Message,
    examined: Examined,
    sender: Sender | None,
    lines: Sequence[Line],
    stored: Sequence[Revision],
    extensions: Sequence[Extension],
    findings: Sequence[Finding],
    strips: Mapping[int, tuple[Square, ...]],
) -> Iterator[NewNotice]:
    """The notices that answer the message; `stored` are the revisions of `lines`, in order.

    `findings`: what `findings_of` says about its files. `strips`: the last months of its units, by
    the revision's id.
    """
    if sender is not None and (sender.own or (examined.headers and examined.headers.auto)):
        return
    answerable = [
        (line, revision)
        for line, revision in zip(lines, stored, strict=True)
        if revision.state != "rejected" and not of_strangers(line.revision.reasons)
    ]
    by_receiver: dict[str, list[tuple[Line, Revision]]] = {}
    for pair in answerable:
        by_receiver.setdefault(_receiver(config, sender, pair[1].unit), []).append(pair)
    by_receiver.pop("", None)
    for number, (to, pairs) in enumerate(by_receiver.items(), 1):
        # A unit never sees the mail of the officer who sent its report on.
        headers = examined.headers if sender is not None and not sender.staff else None
        answered = answered_mail(message, headers, to)
        report_lines = [
            report_line(
                config,
                revision,
                extensions,
                line.known,
                same=line.outcome == "same",
                strip=strips.get(revision.id, ()),
            )
            for line, revision in pairs
        ]
        asked = [r for r in report_lines if _is_resent(r.revision)]
        settled = [r for r in report_lines if r not in asked]
        if settled:
            yield compose.receipt(config, answered, settled, findings, number)
        for report in asked:
            yield compose.question(config, answered, report)
    known = sender is not None and sender.authentic and sender.unit and not message.spam
    if not lines and findings and sender is not None and known:
        answered = answered_mail(message, examined.headers, sender.address)
        yield compose.problem(config, answered, findings)


def findings_of(
    examined: Examined, lines: Sequence[Line], handed_out: Collection[PageCode] = ()
) -> list[Finding]:
    """What was wrong with the files of a message, as far as its sender should know.

    `handed_out`: the blank forms of the receipt that it answers.
    """
    found = []
    for document in examined.documents:
        problems: list[Problem] = []
        form = ""
        for report in document.read.reports:
            if report.status == "rejected" and not _is_our_blank(report, lines, handed_out):
                problems += _why_rejected(report)
                form = report.form
        # Beside a report that was read, photos, a Word copy or a signature file are no problem.
        beside = document.outcome in ("unsupported", "no_report") and not lines
        if document.outcome == "refused" or beside:
            problems += document.read.problems
        if problems:
            found.append(Finding(document.path, tuple(problems), form))
    if not lines and not found:
        found = [Finding(link, (Problem("drive_link"),)) for link in examined.links[:3]]
    if not lines and not found and _meant_to_report(examined):
        found = [Finding("", (Problem("no_attachment"),))]
    return found


def _is_our_blank(
    report: ReadReport, lines: Sequence[Line], handed_out: Collection[PageCode]
) -> bool:
    """A form that we handed out, and that comes back with the mail in which it was attached.

    Beside the unit's filled one it is that month's or the next one's; alone, it is the one of the
    receipt that is answered. A blank form that answers a reminder was meant to be filled in.
    """
    unit, period = report.unit, report.period
    if unit is None or period is None or all(p.code != "blank_form" for p in report.problems):
        return False
    filled = ((line.revision.unit, line.revision.period) for line in lines)
    beside = any(u == unit and p is not None and period in (p, shift(p, 1)) for u, p in filled)
    return beside or PageCode(report.form, unit, period) in handed_out


def _why_rejected(report: ReadReport) -> list[Problem]:
    """Why a form cannot count at all; what else is empty on it need not be said."""
    decisive = [p for p in report.problems if p.code in ("blank_form", "other_province")]
    return decisive or list(report.problems)


def _meant_to_report(examined: Examined) -> bool:
    """A mail that speaks of a report, brings no file and answers nothing of ours."""
    headers = examined.headers
    if (
        headers is None
        or headers.in_reply_to
        or any(d.outcome != "ignored" for d in examined.documents)
    ):
        return False
    words = f"{headers.subject} {examined.body_text}".lower()
    if any(w in words for w in SPEAKS_OF_SOMETHING_ELSE):
        return False
    return any(w in words for w in SPEAKS_OF_A_REPORT)


def _receiver(config: Config, sender: Sender | None, unit: str | None) -> str:
    if sender is not None and not sender.staff:
        return sender.address if sender.authentic and sender.unit else ""
    known = config.unit_by_id.get(unit or "")
    return known.addresses[0] if known and known.addresses else ""


def answered_mail(message: Message, headers: MailHeaders | None, to: str) -> Answered:
    """The mail that is answered, as the letters need it; a file has no headers."""
    if headers is None:
        return Answered(message.id, to, "", "", "")
    return Answered(
        message.id, to, headers.subject, headers.message_id, " ".join(headers.references)
    )


def report_line(
    config: Config,
    revision: Revision,
    extensions: Sequence[Extension],
    previous: Revision | None,
    *,
    same: bool = False,
    strip: tuple[Square, ...] = (),
) -> ReportLine:
    """One report of a receipt: on time or late by the unit's own due date."""
    unit = config.unit_by_id.get(revision.unit or "")
    when = _dates(config, revision, extensions)
    counted_at = revision.first_counted_at or revision.counted_at
    day = counted_at.astimezone(config.zone).date()
    late = when is not None and day > when.due
    overtaken = not same and revision.state == "accepted" and not revision.current
    return ReportLine(
        revision=revision,
        unit=unit,
        state="held" if revision.state == "held" else "late" if late else "on_time",
        after_closing=when is not None and day > max(when.due, when.closing),
        previous=None if same or overtaken else previous,
        same=same,
        dates=when,
        extended=extension_of(
            revision.campaign, revision.period or "", revision.unit or "", extensions
        )
        is not None,
        strip=strip,
        overtaken_by=previous if overtaken else None,
    )


def _dates(config: Config, revision: Revision, extensions: Sequence[Extension]) -> Dates | None:
    campaign = config.campaign_by_id.get(revision.campaign)
    if campaign is None or revision.period is None or revision.unit is None:
        return None
    due = due_of(campaign, revision.period, revision.unit, extensions)
    return replace(dates(campaign, revision.period), due=due)


def _is_resent(revision: Revision) -> bool:
    return any(decode(r).code == "resent_last_month" for r in revision.reasons)
