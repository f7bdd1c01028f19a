"""Sheets: what is stored of those that one message brings, and what they settle.

A sheet that says what is known already is no new revision, and yet the unit's newest word.
"""

from collections.abc import Sequence
from datetime import datetime

from mailproc.intake.claims import same
from mailproc.intake.decide import Line
from mailproc.reasons import decode, encode
from mailproc.replies.incoming import Incoming
from mailproc.replies.with_files import sets_values
from parsers.reading import Problem
from storage import decisions, reports
from storage.database import Tx
from storage.load import PROGRAM
from storage.proposals import OVERTAKEN
from storage.records import Message, NewRevision, Revision


def left_beside_words(incoming: Incoming, lines: Sequence[Line]) -> tuple[Line, ...] | None:
    """The sheets that a unit's words stand beside, where the words set values and the sheets say
    nothing new: they repeat what counts, or are there once more from before; these are left out.
    """
    if not lines or not sets_values(incoming, [line.revision for line in lines]):
        return None
    left = []
    for line in lines:
        if line.outcome == "same":
            left.append(line)
        elif line.outcome != "new" or not _was_there(incoming.tx, line.revision):
            return None
    return tuple(left)


def _was_there(tx: Tx, new: NewRevision) -> bool:
    """Whether a sheet of that month that says the same counts, or did before."""
    sent = reports.revisions(tx, new.campaign, new.unit, new.period)
    return any(r.state == "accepted" and same(new, r) for r in sent)


def store(tx: Tx, message: Message, line: Line, now: datetime) -> Revision:
    """What is stored of one report: a new revision, or the one that it repeats."""
    if line.outcome == "same" and line.known is not None:
        if not message.spam:
            _repeat(tx, message, line, reports.get_revision(tx, line.known.id), now)
        return line.known
    revision = reports.add_revision(tx, message.id, line.revision, now)
    if revision.current:
        decisions.counted(tx, revision.id)
        _settle_question(tx, revision, now)
    return revision


def _repeat(tx: Tx, message: Message, line: Line, known: Revision, now: datetime) -> None:
    """Note that the sheet says the same as what is known (as it stands by now: the words beside it
    may have corrected it).
    """
    # What is passed on may be an old copy; the unit itself has said so again.
    if not known.current or line.revision.via != "mail":
        decisions.there_since(tx, known.id, message.received_at)
        return
    decisions.repeated(tx, known.id, message.received_at)
    if line.revision.state == "accepted" and not _is_units_own(known):
        reports.add_revision(tx, message.id, line.revision, now)


def _is_units_own(revision: Revision) -> bool:
    """Whether what counts is a sheet of the unit itself, as it sent it: else staff may take back
    what they set or passed on, and the unit's own sheet must be there then.
    """
    return revision.via == "mail" and not revision.of_staff


def _settle_question(tx: Tx, counts: Revision, now: datetime) -> None:
    """The unit was asked for which month a sheet is, and has sent it again as a correction."""
    for held in reports.held(tx, counts.campaign, counts.period):
        asked = any(decode(reason).code == "resent_last_month" for reason in held.reasons)
        of_it = held.unit == counts.unit and held.sender == counts.sender
        other = held.message != counts.message
        if asked and of_it and other and held.period == counts.period and same(held, counts):
            decisions.reject(tx, held.id, OVERTAKEN, now, PROGRAM)


def withdraw_spam(tx: Tx, messages: Sequence[Message], now: datetime) -> None:
    """What waited because it lay in the spam folder is read anew, now that it does so no more, or
    that a copy of the mail came.

    The first message is the one in hand.
    """
    if messages[0].spam:
        return
    for revision in (r for m in messages for r in reports.of_message(tx, m.id)):
        if revision.state == "held" and encode(Problem("spam_folder")) in revision.reasons:
            decisions.reject(tx, revision.id, reports.READ_AGAIN, now, PROGRAM)
