"""Record: everything that one message brings, written in one transaction.

Reports, revisions, the message's state and the answers that follow are stored together, so that a
tick killed at any moment either has all of them or none.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailproc.config import Config
from mailproc.intake.again import copies_in_spam, delivered_before, facts_again
from mailproc.intake.answers import answers, findings_of
from mailproc.intake.bounces import note_bounce
from mailproc.intake.claims import claims, keys_in_question
from mailproc.intake.decide import Line, decide
from mailproc.intake.examine import Examined, ExaminedDocument
from mailproc.intake.known import Known, look_up, sender_of
from mailproc.intake.mime.headers import read_headers
from mailproc.intake.mime.parts import read_mail
from mailproc.intake.reconcile import as_arrived
from mailproc.intake.senders import Sender, judge
from mailproc.intake.sheets import left_beside_words, store, withdraw_spam
from mailproc.month.overview import strip_of
from mailproc.notices.letters import Finding
from mailproc.notices.outbox import queue_limited
from mailproc.reasons import encode
from mailproc.replies.act import DONE, act, may_be_answer
from mailproc.replies.incoming import Incoming
from mailproc.replies.with_files import said_beside_files
from storage import examining, notices, units
from storage.database import Database, Tx
from storage.records import Message, MessageFacts, NewDocument


def record(
    db: Database, message: Message, examined: Examined, config: Config, now: datetime
) -> tuple[Line, ...]:
    """Store what the message brings and queue its answers; returns what became of each report.

    A mail that was only delivered once more brings nothing.
    """
    examined = as_arrived(examined, message, config)
    with db.transaction() as tx:
        sender = sender_of(tx, message, examined, config)
        before = delivered_before(tx, message, examined, sender)
        if before is not None and sender is not None:
            again = facts_again(before, sender)
            examining.recorded(
                tx, message.id, again, [_document(d) for d in examined.documents], now
            )
            return ()
        claimed = claims(examined, config)
        withdraw_spam(tx, [message, *copies_in_spam(tx, message, examined, sender)], now)
        known = look_up(tx, keys_in_question(claimed), examined, message)
        lines = decide(claimed, examined, message, sender, known, config)
        incoming = _incoming(tx, message, examined, sender, config, now)
        left = left_beside_words(incoming, lines) if incoming else None
        by_words, lines = left is not None, lines if left is None else left
        answers_us = (by_words or not lines) and may_be_answer(
            message, examined, sender, files_say_nothing=by_words
        )
        said = act(incoming) if incoming and answers_us else None
        findings = findings_of(examined, lines, known.handed_out)
        facts = _facts(message, examined, sender, lines, findings)
        if said is not None:
            facts = replace(facts, outcome=DONE)
        examining.recorded(tx, message.id, facts, [_document(d) for d in examined.documents], now)
        stored = [store(tx, message, line, now) for line in lines]
        beside = said_beside_files(incoming, stored) if incoming and lines and said is None else []
        extended = [e for c in config.campaign for e in units.extensions(tx, c.id)]
        today = now.astimezone(config.zone).date()
        strips = {r.id: strip_of(tx, config, r, today) for r in stored}
        if said is None and not _is_answered(tx, message, lines, known):
            said = list(
                answers(
                    config, message, examined, sender, lines, stored, extended, findings, strips
                )
            )
        for notice in (*(said or ()), *beside):
            queue_limited(tx, config, notice, now)
        if examined.bounce is not None and sender is not None:
            note_bounce(tx, examined.bounce, sender, config, now)
    return lines


def _incoming(
    tx: Tx,
    message: Message,
    examined: Examined,
    sender: Sender | None,
    config: Config,
    now: datetime,
) -> Incoming | None:
    """The mail as the answer to one of ours that it may be; None for a file that was taken in."""
    headers = examined.headers
    if headers is None or sender is None:
        return None
    words, quoting = examined.body_text, examined.quoting
    files = tuple(d.path for d in examined.documents if d.outcome != "ignored")
    return Incoming(tx, config, message, headers, sender, words, quoting, now, files)


def _is_answered(tx: Tx, message: Message, lines: Sequence[Line], known: Known) -> bool:
    """Whether a mail that is read again, as one that was moved out of the spam folder is, says
    nothing new and was answered, by its receipt or by what a person decided.
    """
    nothing_new = bool(lines) and all(line.outcome == "same" for line in lines)
    answered = known.decided or notices.last_key(tx, f"receipt/{message.id}/") is not None
    return nothing_new and bool(answered)


def hold(
    db: Database, message: Message, raw: bytes, config: Config, reason: str, now: datetime
) -> None:
    """Leave a message that cannot be examined to a person, with what its headers say."""
    facts = MessageFacts("", "", message.name, authentic=False, outcome="held", reason=reason)
    with db.transaction() as tx:
        if message.kind == "mail":
            # The header alone: what is in the body may be what we fail at.
            headers = read_headers(read_mail(raw))
            approved, sent = units.approved_senders(tx), message.in_sent_folder
            sender = judge(headers, config, approved, in_sent_folder=sent)
            facts = MessageFacts(
                sender.address,
                headers.message_id,
                headers.subject,
                sender.authentic,
                outcome="held",
                reason=reason,
            )
        examining.recorded(tx, message.id, facts, (), now)
        if not message.spam:
            examining.hold_message(tx, message.id, reason)


def _facts(
    message: Message,
    examined: Examined,
    sender: Sender | None,
    lines: Sequence[Line],
    findings: Sequence[Finding],
) -> MessageFacts:
    outcomes = {line.outcome for line in lines}
    if outcomes & {"new", "same"}:
        outcome = "reports"
    elif outcomes:
        outcome = "held"
    elif message.spam:
        outcome = "spam"
    elif sender is not None and sender.own:
        outcome = "own"
    elif examined.headers is not None and examined.headers.auto:
        outcome = "automatic"
    elif findings:
        outcome = "problem"
    else:
        outcome = "no_report"
    headers = examined.headers
    return MessageFacts(
        sender=sender.address if sender else "",
        message_id=headers.message_id if headers else "",
        subject=headers.subject if headers else "",
        authentic=sender is None or sender.authentic,
        outcome=outcome,
        reason=(headers.auto if headers else "") or (sender.reason if sender else ""),
    )


def _document(document: ExaminedDocument) -> NewDocument:
    read = document.read
    problems = [*read.problems, *(p for r in read.reports for p in r.problems)]
    return NewDocument(
        position=document.position,
        path=document.path,
        sha256=read.sha256,
        media=read.media,
        size=document.size,
        pages=read.pages,
        outcome=document.outcome,
        detail=" ".join(dict.fromkeys(encode(p) for p in problems)),
    )
