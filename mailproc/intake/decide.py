"""Decide: what becomes of each report that was read. Pure: plain values in, a decision out.

The rules are those of the letter's form (`form.md`: what a person must see) and of the month: who
may report, for which month, the same again, other values for a month already reported.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mailproc.config import CampaignConfig, Config
from mailproc.intake.examine import Examined, ExaminedDocument
from mailproc.intake.senders import Sender
from mailproc.month.calendar import due_month, working_period
from mailproc.month.period import period_of, shift
from mailproc.reasons import encode
from parsers.forms import all_forms
from parsers.reading import Problem, ReadReport, Value
from storage.records import Message, NewRevision, Revision, Via

Key = tuple[str, str, str]
COMPARED = ("count", "choice", "channels")
CORRECTION = "แก้ไข"


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored already about the reports in question.

    `current`, `held` and what a person `rejected` by (campaign, unit, period).
    `answers_receipt`: the mail answers a receipt, so its new values are meant as a correction.
    """

    current: Mapping[Key, Revision]
    held: Mapping[Key, Sequence[Revision]]
    rejected: Mapping[Key, Sequence[Revision]] = field(default_factory=dict)
    answers_receipt: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one report: `new` and `held` are stored, `same` is not.

    `known` is the stored revision that it repeats (`same`) or replaces (`new`).
    """

    outcome: Literal["new", "held", "same"]
    revision: NewRevision
    known: Revision | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A report as read, with where it stood and the campaign that it belongs to."""

    document: ExaminedDocument
    ordinal: int
    report: ReadReport
    campaign: CampaignConfig

    @property
    def key(self) -> Key | None:
        """(campaign, unit, period), None where the form does not say."""
        if self.report.unit is None or self.report.period is None:
            return None
        return (self.campaign.id, self.report.unit, self.report.period)


def claims(examined: Examined, config: Config) -> list[Claim]:
    """Every report in the message that can count, in order; rejected forms are no claims."""
    found: list[Claim] = []
    for document in examined.documents:
        for ordinal, report in enumerate(document.read.reports):
            campaign = config.campaign_of(report.form, report.period)
            if campaign is None or report.status == "rejected":
                continue
            claim = Claim(document, ordinal, report, campaign)
            if not any(_repeats(claim, earlier) for earlier in found):
                found.append(claim)
    return found


def _repeats(claim: Claim, earlier: Claim) -> bool:
    """The same sheet twice in one mail, say as PDF and inside a forwarded mail."""
    same_key = claim.key is not None and claim.key == earlier.key
    return same_key and values_of(claim.report) == values_of(earlier.report)


def keys_in_question(claimed: Iterable[Claim]) -> set[Key]:
    """What must be looked up before deciding: each report's own month and the one after it."""
    keys = {c.key for c in claimed if c.key is not None}
    return keys | {(c, u, shift(p, 1)) for c, u, p in keys}


def decide(
    claimed: Sequence[Claim],
    examined: Examined,
    message: Message,
    sender: Sender | None,
    known: Known,
    config: Config,
) -> tuple[Line, ...]:
    """What becomes of each report. `sender` None: a file that the operator imported."""
    lines: list[Line] = []
    arrived = message.received_at.astimezone(config.zone).date()
    for claim in claimed:
        reasons = [
            *_sender_reasons(claim, sender),
            *_period_reasons(claim, arrived),
            *_conflict(claim, claimed),
        ]
        if claim.report.status == "review":
            doubts = [encode(p) for p in claim.report.problems]
            reasons += [d for d in doubts if d not in reasons]
        key = claim.key or ("", "", "")
        current = known.current.get(key)
        if not reasons and current is not None and not _same(claim.report, current):
            reasons += _against_a_person(claim, current)
            reasons += _resent(claim, examined, known, arrived)
        if not reasons and any(_same(claim.report, r) for r in known.rejected.get(key, ())):
            reasons.append(encode(Problem("rejected_before")))
        revision = _revision(claim, message, sender, tuple(reasons), arrived)
        repeated = _repeated(claim, reasons, current, known)
        if repeated is not None:
            lines.append(Line("same", revision, repeated))
        elif reasons:
            lines.append(Line("held", revision, current))
        else:
            lines.append(Line("new", revision, current))
    return tuple(lines)


def _sender_reasons(claim: Claim, sender: Sender | None) -> list[str]:
    if sender is None:
        return []
    if not sender.authentic:
        return [encode(Problem("not_authentic", detail=sender.reason))]
    if sender.staff:
        return []
    if sender.unit is None:
        return [encode(Problem("unknown_sender"))]
    if claim.report.unit not in (None, sender.unit):
        return [encode(Problem("other_unit"))]
    return []


def _period_reasons(claim: Claim, arrived: date) -> list[str]:
    period = claim.report.period
    if period is None:
        return []
    if period < claim.campaign.first_period:
        return [encode(Problem("period_before_campaign", "period", period))]
    if period > period_of(arrived):
        return [encode(Problem("period_after_arrival", "period", period))]
    return []


def _conflict(claim: Claim, claimed: Sequence[Claim]) -> list[str]:
    """Two different sheets for one unit and month in one mail: neither is better."""
    others = (c for c in claimed if c is not claim and c.key is not None and c.key == claim.key)
    if any(values_of(o.report) != values_of(claim.report) for o in others):
        return [encode(Problem("same_key_twice"))]
    return []


def _resent(claim: Claim, examined: Examined, known: Known, arrived: date) -> list[str]:
    """Other numbers for a month already reported, while the next one is open and missing."""
    campaign, unit, period = claim.key or ("", "", "")
    next_period = shift(period, 1)
    is_open = due_month(claim.campaign, next_period) <= period_of(arrived)
    next_key = (campaign, unit, next_period)
    missing = next_key not in known.current and not known.held.get(next_key)
    if is_open and missing and not known.answers_receipt and not _says_correction(examined):
        return [encode(Problem("resent_last_month", "period", period))]
    return []


def _against_a_person(claim: Claim, current: Revision) -> list[str]:
    """Fields that a person corrected and the sheet has otherwise: a person has the last word."""
    ours, theirs = values_of(current), values_of(claim.report)
    against = [key for key in sorted(current.corrected) if ours.get(key) != theirs.get(key)]
    return [encode(Problem("corrected_by_person", key)) for key in against]


def _says_correction(examined: Examined) -> bool:
    subject = examined.headers.subject if examined.headers else ""
    words = (subject, examined.body_text, *(d.path for d in examined.documents))
    return any(CORRECTION in w for w in words)


def _repeated(
    claim: Claim,
    reasons: Sequence[str],
    current: Revision | None,
    known: Known,
) -> Revision | None:
    """The stored revision that says the same already, or None.

    A doubtful reading that equals what counts is no news; one from a stranger must not become so.
    """
    if current is not None and _same(claim.report, current) and _only_doubtful(reasons):
        return current
    for held in known.held.get(claim.key, ()) if claim.key else ():
        if _same(claim.report, held) and set(held.reasons) == set(reasons):
            return held
    return None


def _only_doubtful(reasons: Iterable[str]) -> bool:
    serious = ("unknown_sender", "not_authentic", "other_unit", "same_key_twice", "period_")
    return not any(r.startswith(serious) for r in reasons)


def _revision(
    claim: Claim, message: Message, sender: Sender | None, reasons: tuple[str, ...], arrived: date
) -> NewRevision:
    via: Via = "staff" if sender is not None and sender.staff else message.via
    report = claim.report
    return NewRevision(
        campaign=claim.campaign.id,
        form=report.form,
        unit=report.unit,
        period=report.period,
        unit_guess=report.unit or (sender.unit if sender and sender.authentic else None),
        period_guess=report.period or working_period(claim.campaign, arrived),
        document=claim.document.position,
        ordinal=claim.ordinal,
        page=report.page,
        state="held" if reasons else "accepted",
        reasons=reasons,
        counted_at=message.received_at,
        via=via,
        sender=sender.address if sender else "",
        readings=report.readings,
    )


def values_of(report: ReadReport | Revision) -> dict[str, Value]:
    """The values that make two sheets the same or not: counts, choices and channels."""
    kinds = {f.key: f.kind for f in all_forms()[report.form].fields}
    return {r.field: r.value for r in report.readings if kinds.get(r.field) in COMPARED}


def _same(report: ReadReport, revision: Revision) -> bool:
    return values_of(report) == values_of(revision)
