"""Questions asked by mail: which number meant what in which notice, and what was answered."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import String, literal
from sqlalchemy import cast as cast_
from sqlmodel import col, select

from parsers.reading import Value
from storage.correspondence import Answer, Asked, Verdict
from storage.database import Tx
from storage.records import Revision
from storage.tables import AnswerRow, NoticeAttachmentRow, NoticeRow, QuestionRow
from storage.values import from_json, strings_from_json, strings_to_json, to_json


def ask(tx: Tx, notice_id: int, asked: Sequence[Asked]) -> None:
    """Keep what the numbers in a new notice mean, for as long as it may be answered."""
    tx.add_all(
        QuestionRow(notice_id=notice_id, number=a.number, revision_id=a.revision, topic=a.topic)
        for a in asked
    )


def asked_in(tx: Tx, notice_id: int) -> list[Asked]:
    """The numbered items of a notice, in order."""
    found = select(QuestionRow).where(QuestionRow.notice_id == notice_id)
    rows = tx.exec(found.order_by(col(QuestionRow.number)))
    return [Asked(r.number, r.revision_id, r.topic) for r in rows]


def in_review(tx: Tx, revisions: Sequence[int]) -> set[int]:
    """Which of these revisions a review mail asked about already."""
    found = (
        select(QuestionRow.revision_id)
        .join(NoticeRow, col(NoticeRow.id) == col(QuestionRow.notice_id))
        .where(NoticeRow.kind == "review", col(QuestionRow.revision_id).in_(revisions))
    )
    return set(tx.exec(found))


def pictures(tx: Tx, revisions: Sequence[int]) -> dict[tuple[int, str], bytes]:
    """The pictures that went out with questions about these revisions, by revision and topic."""
    found = (
        select(QuestionRow.revision_id, QuestionRow.topic, NoticeAttachmentRow.data)
        .join(NoticeAttachmentRow, col(NoticeAttachmentRow.notice_id) == col(QuestionRow.notice_id))
        .where(
            col(QuestionRow.revision_id).in_(revisions),
            col(NoticeAttachmentRow.name)
            == literal("question-") + cast_(col(QuestionRow.number), String) + ".png",
        )
    )
    return {(revision, topic): data for revision, topic, data in tx.exec(found)}


def answer(tx: Tx, given: Answer) -> None:
    """Keep an answer; a later one to the same question takes its place."""
    tx.merge(
        AnswerRow(
            revision_id=given.revision,
            topic=given.topic,
            verdict=given.verdict,
            value=to_json(given.value),
            answered_by=given.by,
            answered_at=given.at,
            message_id=given.message,
            reasons=strings_to_json(given.reasons),
        )
    )
    tx.flush()


def withdraw(tx: Tx, revision: int, topic: str) -> None:
    """Take an answer back that led to nothing possible: the question is open again."""
    row = tx.get(AnswerRow, (revision, topic))
    if row is not None:
        tx.delete(row)
        tx.flush()


def given_values(tx: Tx, revision: int) -> dict[str, Value]:
    """What was answered about a revision so far in place of what was read, by topic."""
    return {t: a.value for t, a in answers_of(tx, revision).items() if a.verdict == "set"}


def carry_over(tx: Tx, old: Revision, new_id: int) -> None:
    """The mail of a held revision was read again: what was answered about it stays answered, and a
    value that was said to be right is the one that was read then.
    """
    # A unit is told by its id, and read by its name.
    read: dict[str, Value] = {r.field: r.value for r in old.readings}
    read |= {"unit": old.unit, "period": old.period}
    for topic, given in answers_of(tx, old.id).items():
        kept = replace(given, revision=new_id)
        if given.verdict == "accepted" and topic in read:
            kept = replace(kept, verdict="set", value=read[topic])
        answer(tx, kept)


def answers_of(tx: Tx, revision: int) -> dict[str, Answer]:
    """The answers about a revision by topic."""
    rows = tx.exec(select(AnswerRow).where(AnswerRow.revision_id == revision))
    return {
        r.topic: Answer(
            r.revision_id,
            r.topic,
            cast(Verdict, r.verdict),
            from_json(r.value),
            r.answered_by,
            r.answered_at,
            r.message_id,
            strings_from_json(r.reasons),
        )
        for r in rows
    }
