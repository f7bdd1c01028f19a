"""What an answer covers: a question as it was asked, not what became known after it. Pure."""

from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from mailproc.reasons import decode
from storage.correspondence import Answer
from storage.records import Revision

if TYPE_CHECKING:
    from mailproc.replies.questions import Question

NEWER_COUNTS = "newer_counts"
_MAY_COME_LATER = (NEWER_COUNTS, "corrected_by_person", "rejected_before")
"""What may come to speak against a sheet after somebody answered."""


def is_covered(question: "Question", given: Answer) -> bool:
    """Whether an answer was given in knowledge of what speaks against the report by now, or sets
    what counts anyway.

    An approval covers nothing: while it holds, nobody is asked about the sender.
    """
    counts = question.counted
    if given.verdict == "set" and counts is not None and given.value == counts.value:
        return True
    later = {said for said in known(question) if said not in question.reasons}
    return given.verdict != "approved" and later <= set(given.reasons)


def known(question: "Question") -> tuple[str, ...]:
    """The reasons for a question; those that may come later with what counts instead, so that they
    are others once that is another.
    """
    counts = question.counted.value if question.counted else question.counted_by
    return tuple(f"{r}: {counts}" if _may_come_later(r) else r for r in question.reasons)


def known_in(question: "Question", asked_at: datetime, now: datetime) -> tuple[str, ...]:
    """Of these what a mail could say that was made then: who answers it may have seen no more.

    All of them where what counts was decided by a clock that was ahead: nobody can tell.
    """
    since = question.counted_since
    if since is None or since <= asked_at or since > now:
        return known(question)
    return tuple(r for r in question.reasons if not _may_come_later(r))


def counting_since(turns: list[Revision], topic: str) -> datetime | None:
    """When it was decided that what counts for a topic does. `turns`: what counts, and what did
    before it, the latest first.
    """
    now = turns[0].reading(topic) if turns else None

    def says_so(revision: Revision) -> bool:
        then = revision.reading(topic)
        return now is not None and then is not None and then.value == now.value

    since = None
    for revision in turns[:1] + list(takewhile(says_so, turns[1:])):
        since = revision.decided_at
    return since


def _may_come_later(reason: str) -> bool:
    return decode(reason).code in _MAY_COME_LATER
