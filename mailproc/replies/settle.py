"""Counts a report that waits for nothing any more: each question about it is answered, or asks
nothing since an address was approved.
"""

from dataclasses import dataclass
from datetime import datetime

from mailproc import desk
from mailproc.config import Config
from mailproc.replies.checks import broken_by
from mailproc.replies.questions import open_questions
from parsers.reading import Problem
from storage import questions, reports
from storage.database import Tx
from storage.records import Answer, Revision


@dataclass(frozen=True, slots=True)
class Settled:
    """The report that counts now, or why the values that were given for it cannot be."""

    counted: Revision | None
    broken: tuple[Problem, ...] = ()


def settle(tx: Tx, config: Config, revision: Revision, now: datetime, by: str) -> Settled:
    """Count a report whose last question is answered, as of its arrival. Answers that cannot be are
    taken back, and so asked for again.
    """
    broken = broken_by(revision, questions.given_values(tx, revision.id))
    if not broken:
        return Settled(desk.accept(tx, config, revision.id, None, None, now, by))
    for topic in {topic for _, topics in broken for topic in topics}:
        questions.withdraw(tx, revision.id, topic)
    return Settled(None, tuple(problem for problem, _ in broken))


def settle_answered(tx: Tx, config: Config, now: datetime) -> list[Revision]:
    """Count every report that was left without a question by something else than an answer about
    itself: an address that was approved, a reader that sees more by now.
    """
    counted = []
    for held in reports.held(tx):
        answers = questions.answers_of(tx, held.id)
        if answers and not open_questions(tx, config, held):
            last = max(answers.values(), key=lambda a: a.at)
            settled = settle(tx, config, held, now, _who(config, last))
            counted += [settled.counted] if settled.counted is not None else []
    return counted


def _who(config: Config, answer: Answer) -> str:
    """As who the sender of an answer decides: a unit speaks of its own report only."""
    return answer.by if answer.by in config.staff.addresses else reports.by_unit(answer.by)
