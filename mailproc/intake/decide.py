"""Decide: what becomes of each report that was read. Pure: plain values in, a decision out.

The rules are those of the letter's form (`form.md`: what a person must see) and of the month: who
may report, for which month, the same again, other values for a month already reported.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from mailproc.config import Config
from mailproc.intake.claims import Claim, same, values_of
from mailproc.intake.examine import Examined
from mailproc.intake.history import other_year_possible, unusual
from mailproc.intake.known import Known
from mailproc.intake.reconcile import RECONCILED
from mailproc.intake.replacing import against_replacing
from mailproc.intake.senders import Sender
from mailproc.month.calendar import working_period
from mailproc.month.period import period_of
from mailproc.reasons import decode, encode
from parsers.reading import Problem
from storage.records import Message, NewRevision, Revision, Via


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one report: `new` and `held` are stored, `same` is not.

    `known` is the stored revision that it repeats (`same`) or replaces (`new`).
    """

    outcome: Literal["new", "held", "same"]
    revision: NewRevision
    known: Revision | None


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
        decided = known.decided.get((claim.document.position, claim.ordinal))
        reasons = [
            *_sender_reasons(claim, sender),
            *([encode(Problem("spam_folder"))] if message.spam else []),
            *_period_reasons(claim, arrived, config),
            *_conflict(claim, claimed),
            *_against_history(claim, known),
        ]
        if claim.report.status == "review":
            doubts = [encode(p) for p in claim.report.problems]
            reasons += [d for d in doubts if d not in reasons]
        current = known.current.get(claim.key) if claim.key else None
        # Whatever else is doubtful: once that is answered, the sheet would replace what counts.
        reasons += against_replacing(claim, examined, known, sender, reasons, arrived)
        revision = _revision(claim, message, sender, reasons, arrived)
        repeated = decided or _repeated(claim, reasons, revision, current, known)
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


def _period_reasons(claim: Claim, arrived: date, config: Config) -> list[str]:
    period = claim.report.period
    if period is None:
        return []
    if period < claim.campaign.first_period:
        return [encode(Problem("period_before_campaign", "period", period))]
    if claim.campaign.last_period and period > claim.campaign.last_period:
        return [encode(Problem("period_after_campaign", "period", period))]
    if period > period_of(arrived):
        return [encode(Problem("period_after_arrival", "period", period))]
    unit = config.unit_by_id.get(claim.report.unit or "")
    if unit is not None and not unit.expected(period):
        return [encode(Problem("period_without_unit", "period", period))]
    return []


def _conflict(claim: Claim, claimed: Sequence[Claim]) -> list[str]:
    """Two different sheets for one unit and month in one mail: neither is better."""
    others = (c for c in claimed if c is not claim and c.key is not None and c.key == claim.key)
    if any(values_of(o.report) != values_of(claim.report) for o in others):
        return [encode(Problem("same_key_twice"))]
    return []


def _against_history(claim: Claim, known: Known) -> list[str]:
    """What the unit's earlier months speak against: unlikely values, a year that may be another."""
    earlier = known.history.get(claim.key[:2], ()) if claim.key else ()
    reasons = [encode(p) for p in unusual(claim.report, earlier)]
    for note in (p for p in claim.report.problems if p.code == RECONCILED):
        period = claim.report.period or ""
        # What a person must not see before it counts: other values by a year that was not written.
        counted = [r for r in earlier if r.period == period]
        replaces = any(not same(claim.report, r) for r in counted)
        if replaces or other_year_possible(claim.campaign, period, earlier):
            reasons.append(encode(Problem("year_doubtful", note.field, note.detail)))
    return reasons


def _repeated(
    claim: Claim,
    reasons: Sequence[str],
    revision: NewRevision,
    current: Revision | None,
    known: Known,
) -> Revision | None:
    """The stored revision that says the same already, or None.

    A doubtful reading that equals what counts is no news; one from a stranger must not become so,
    and what waits for an answer about its sender answers for no other one. After a sheet that says
    otherwise it is a word of its own.
    """
    if current is not None and same(claim.report, current) and _only_doubtful(reasons):
        return current
    waiting = known.held.get(claim.key, ()) if claim.key else ()
    others = [r for r in (*waiting, *([current] if current else ())) if not same(claim.report, r)]
    for held in waiting:
        known_why = set(held.reasons) == set(revision.reasons)
        newer = any(other.counted_at > held.counted_at for other in others)
        if same(claim.report, held) and known_why and held.sender == revision.sender and not newer:
            return held
    return None


def _only_doubtful(reasons: Iterable[str]) -> bool:
    serious = ("unknown_sender", "not_authentic", "other_unit", "same_key_twice", "period_")
    return not any(r.startswith(serious) for r in reasons)


def _revision(
    claim: Claim, message: Message, sender: Sender | None, reasons: Sequence[str], arrived: date
) -> NewRevision:
    notes = (encode(p) for p in claim.report.problems if p.code == RECONCILED)
    doubted = {p.field for p in map(decode, reasons) if p.code in ("unusual", "year_doubtful")}
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
        reasons=tuple(dict.fromkeys((*reasons, *notes))),
        counted_at=message.received_at,
        via=via,
        sender=sender.address if sender else "",
        readings=tuple(
            replace(r, status="review") if r.field in doubted else r for r in report.readings
        ),
    )
