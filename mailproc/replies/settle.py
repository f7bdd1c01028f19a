"""Counts a report that waits for nothing any more: each question about it is answered, or asks
nothing since an address was approved.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from mailproc import desk
from mailproc.config import Config
from mailproc.errors import NotUnderstood
from mailproc.events import event
from mailproc.intake.senders import is_own
from mailproc.replies.checks import broken_by
from mailproc.replies.questions import open_questions
from parsers.reading import Problem
from storage import decisions, questions, reports
from storage.correspondence import Answer
from storage.database import Database, Tx
from storage.records import Revision

log = logging.getLogger(__name__)


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


def settle_answered(db: Database, config: Config, now: datetime) -> list[Revision]:
    """Count every report that was left without a question by something else than an answer about
    itself: an address that was approved, a reader that sees more by now.

    One that cannot be counted so stops nothing else: what was answered about it is asked anew.
    """
    with db.transaction() as tx:
        waiting = [held.id for held in reports.held(tx) if questions.answers_of(tx, held.id)]
    counted = []
    for item in waiting:
        try:
            with db.transaction() as tx:
                settled = _settle_if_answered(tx, config, item, now)
        except (decisions.DecisionRefused, NotUnderstood) as refusal:
            log.error(event("what was answered cannot be", item=item, reason=str(refusal)))
            with db.transaction() as tx:
                for topic in questions.answers_of(tx, item):
                    questions.withdraw(tx, item, topic)
        else:
            counted += [settled] if settled is not None else []
    return counted


def _settle_if_answered(tx: Tx, config: Config, item: int, now: datetime) -> Revision | None:
    held, answers = reports.get_revision(tx, item), questions.answers_of(tx, item)
    if not reports.waits(tx, item) or open_questions(tx, config, held):
        return None
    last = max(answers.values(), key=lambda a: a.at)
    return settle(tx, config, held, now, _who(config, last)).counted


def _who(config: Config, answer: Answer) -> str:
    """As who the sender of an answer decides: a unit speaks of its own report only."""
    of_staff = answer.by in config.staff.addresses or is_own(answer.by, config)
    return answer.by if of_staff else reports.by_unit(answer.by)
