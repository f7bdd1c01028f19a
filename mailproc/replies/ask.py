"""Asks staff about what waits: one review mail for what has come to wait since the last one."""

from dataclasses import replace
from datetime import datetime

from mailproc.config import Config
from mailproc.notices.outbox import queue
from mailproc.notices.written import beside
from mailproc.replies import letters
from mailproc.replies.letters import Crops
from mailproc.replies.questions import Question, waiting
from storage import notices, questions
from storage.database import Tx


def queue_review(tx: Tx, config: Config, crops: Crops, now: datetime) -> int:
    """Queue the review mail, if there is something new to ask and somebody to ask; how many."""
    found = unasked(tx, config)
    if not found or not config.staff.addresses:
        return 0
    sheets = {q.revision.id: q.revision for q in found}
    said = beside(tx, config, sheets.values())
    notice = letters.review(config, found, crops, said)
    if notices.has_key(tx, notice.key):
        # The same was asked before, and turned down: a correction that is repeated, say.
        notice = replace(notice, key=notices.next_key(tx, notice.key))
    return int(queue(tx, config, notice, now))


def unasked(tx: Tx, config: Config) -> list[Question]:
    """The open questions about reports that no review mail has named, as many as one mail holds."""
    found = waiting(tx, config)
    known = questions.in_review(tx, sorted({q.revision.id for q in found}))
    new = [q for q in found if q.revision.id not in known]
    # A report is asked about as a whole; what has no room comes with the next mail.
    last = new[letters.MOST_ITEMS].revision.id if len(new) > letters.MOST_ITEMS else None
    return [q for q in new[: letters.MOST_ITEMS] if q.revision.id != last]
