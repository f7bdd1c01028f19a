"""Carries out what staff answer to numbered items, through the functions of the command line."""

from collections.abc import Sequence
from dataclasses import replace

from mailproc import desk
from mailproc.config import Config
from mailproc.reasons import of_strangers
from mailproc.replies import sentences
from mailproc.replies.covered import NEWER_COUNTS, is_covered, known_in
from mailproc.replies.items import Desk, ItemOrder, order_by_item
from mailproc.replies.orders import (
    Accept,
    Approve,
    Order,
    Put,
    Reject,
)
from mailproc.replies.questions import (
    REPORT,
    SENDER,
    Question,
    all_questions,
    as_answered,
    open_questions,
)
from mailproc.replies.settle import settle
from mailproc.replies.values import NotAValue, value_of
from parsers.reading import Value
from storage import questions, reports
from storage.correspondence import Answer, Asked, Verdict
from storage.records import Revision


def answer_items(desk_: Desk, orders: Sequence[Order]) -> None:
    """Carry out the orders about items; each report whose last question is answered counts.

    Where an item of a report is not clear, nothing is done about that report: another answer might
    settle that item as well.
    """
    by_item, unsure = order_by_item(desk_, orders)
    revisions = {n: desk_.asked[n].revision for n in (*by_item, *unsure)}
    touched: dict[int, Revision] = {}
    for number, order in sorted(by_item.items()):
        revision = reports.get_revision(desk_.tx, revisions[number])
        unsure_of_it = sorted(n for n in unsure if revisions[n] == revision.id)
        if unsure_of_it:
            desk_.outcome.back.append(sentences.waits_for(number, unsure_of_it))
        elif _mixed(desk_, by_item, revision.id):
            desk_.outcome.back.append(sentences.both_ways(number))
        elif _is_open(desk_, number, revision):
            _one(desk_, number, order, revision)
            touched[revision.id] = revision
    for revision in touched.values():
        _count_if_answered(desk_, revision)


def _mixed(desk_: Desk, by_item: dict[int, ItemOrder], revision: int) -> bool:
    """Whether a report is rejected by one item and answered by another."""
    kinds = {
        isinstance(o, Reject) for n, o in by_item.items() if desk_.asked[n].revision == revision
    }
    return len(kinds) > 1


def _is_open(desk_: Desk, number: int, revision: Revision) -> bool:
    """Whether the report still waits; else it is said who decided about it, and when."""
    zone = desk_.config.zone
    if revision.state != "held":
        desk_.outcome.done.append(sentences.settled(number, revision, zone))
        return False
    if not reports.waits(desk_.tx, revision.id):
        counts = reports.current(
            desk_.tx, revision.campaign, revision.unit or "", revision.period or ""
        )
        said = sentences.another_counts(number, revision, counts, desk_.config)
        desk_.outcome.done.append(said)
        return False
    return True


def _one(desk_: Desk, number: int, order: ItemOrder, revision: Revision) -> None:
    """Carry out one order about one item of a report that waits."""
    outcome = desk_.outcome
    if isinstance(order, Reject):
        if reports.get_revision(desk_.tx, revision.id).state == "held":
            desk.reject(desk_.tx, desk_.config, revision.id, order.reason, desk_.now, desk_.by)
            outcome.changed = True
            outcome.done.append(sentences.rejected(number, revision, desk_.config))
        return
    topic = desk_.asked[number].topic
    meant = as_answered(revision, questions.given_values(desk_.tx, revision.id))
    question = next(
        (q for q in all_questions(desk_.tx, desk_.config, revision) if q.topic == topic), None
    )
    if question is None and topic == SENDER and isinstance(order, Approve) and meant.unit:
        # A newer sheet counts, so nothing but the sheet is in question; the address may be right.
        question = Question(revision, SENDER, revision.reasons)
    if question is None:
        outcome.back.append(sentences.no_longer_asked(number, revision, desk_.config))
        return
    try:
        about = replace(question, revision=meant) if topic == SENDER else question
        verdict, value = _verdict(desk_.config, about, order)
    except NotAValue as error:
        outcome.back.append(sentences.asked_back(number, str(error)))
        return
    known = questions.answers_of(desk_.tx, revision.id).get(topic)
    same = known is not None and (known.verdict, known.value) == (verdict, value)
    if known is not None and same and is_covered(question, known):
        outcome.done.append(sentences.answered(number, known.by, known.at, desk_.config.zone))
        return
    if verdict == "approved":
        assert meant.unit is not None  # `_verdict` made sure
        desk.approve_sender(
            desk_.tx, desk_.config, revision.sender, meant.unit, desk_.now, desk_.by
        )
    knew = known_in(question, desk_.asked_at, desk_.now)
    given = Answer(revision.id, topic, verdict, value, desk_.by, desk_.now, desk_.message, knew)
    questions.answer(desk_.tx, given)
    outcome.changed = True
    outcome.done.append(sentences.done(number, question, given, desk_.config))
    if known is not None and known.by != desk_.by:
        outcome.done.append(sentences.instead(number, question, known, desk_.config))


def _verdict(config: Config, question: Question, order: ItemOrder) -> tuple[Verdict, Value]:
    """What the order says to the question. Raises NotAValue where it does not fit it."""
    field_ = question.field
    if isinstance(order, Approve):
        if question.topic != SENDER:
            raise NotAValue(_not_of_sender(question))
        if question.revision.unit is None:
            raise NotAValue("โปรดตอบชื่อหน่วยรายงานก่อน")
        return "approved", None
    if isinstance(order, Put):
        if field_ is None:
            raise NotAValue("ข้อนี้ไม่ได้ถามค่า")
        return "set", value_of(field_, order.words, config)
    said = order.said if isinstance(order, Accept) else "right"
    if question.topic == SENDER and said != "take":
        raise NotAValue("โปรดตอบ “อนุมัติ” “รับ” หรือ “ไม่รับ”")
    if question.topic == REPORT and said != "take" and of_strangers(question.reasons):
        # “Right” is said of what can be read, and nobody knows whose it is.
        raise NotAValue("โปรดตอบ “รับ” หรือ “ไม่รับ”")
    if field_ is not None and field_.kind == "choice" and said == "yes":
        raise NotAValue(f"โปรดตอบ “{field_.yes}” หรือ “{field_.no}”")
    if field_ is not None and not question.has_guess:
        raise NotAValue(f"อ่านค่า “{field_.short}” ไม่ได้ จึงต้องบอกค่า")
    return "accepted", None


def _not_of_sender(question: Question) -> str:
    if question.topic == REPORT:
        return "ข้อนี้ถามว่าจะใช้แบบรายงานฉบับนี้หรือไม่ โปรดตอบ “รับ” หรือ “ไม่รับ”"
    return "ข้อนี้ไม่ได้ถามเรื่องผู้ส่ง"


def _count_if_answered(desk_: Desk, before: Revision) -> None:
    """Count the report if its last question is answered, as of its arrival."""
    tx, config, outcome = desk_.tx, desk_.config, desk_.outcome
    revision = reports.get_revision(tx, before.id)
    if revision.state != "held":
        if revision.state == "accepted":
            outcome.done.append(sentences.counted(revision, config))
        return
    left = open_questions(tx, config, revision)
    if left:
        numbers = [n for n, a in desk_.asked.items() for q in left if _is_about(a, q)]
        newer = any(NEWER_COUNTS in q.reasons for q in left)
        outcome.done.append(sentences.still_open(revision, numbers, config, newer=newer))
        return
    settled = settle(tx, config, revision, desk_.now, desk_.by)
    for problem in settled.broken:
        outcome.back.append(sentences.not_counted(revision, problem, config))
    if settled.counted is not None:
        outcome.done.append(sentences.counted(settled.counted, config))


def _is_about(asked: Asked, question: Question) -> bool:
    return (asked.revision, asked.topic) == (question.revision.id, question.topic)
