"""Carries out what a unit answers to a receipt: corrections of its own report, and “that is right”.

It is the same way as a new sheet or a correction by staff: a new revision, and a new receipt. What
staff corrected stays until staff say otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailproc.config import Config
from mailproc.intake.claims import values_of
from mailproc.notices.values import show
from mailproc.reasons import encode
from mailproc.replies import district_sentences as sentences
from mailproc.replies.about import months_named, names_another_month, names_another_unit
from mailproc.replies.checks import broken_by, other_total
from mailproc.replies.orders import AcceptAll, Confirm, Order, SetField, Unclear
from mailproc.replies.questions import (
    Question,
    all_questions,
    is_for_staff,
    open_questions,
    settled_by_word,
)
from mailproc.replies.sentences import unclear
from mailproc.replies.values import NotAValue, value_of
from parsers.forms import all_forms
from parsers.reading import Problem, Value
from storage import decisions, questions, reports
from storage.correspondence import Answer
from storage.database import Tx
from storage.history import turned_down, word_of_staff
from storage.readings import set_at
from storage.records import Revision


@dataclass
class Corrected:
    """What came of an answer: a revision (new, or the `same` as before), or what is asked back."""

    revision: Revision | None = None
    previous: Revision | None = None
    same: bool = False
    back: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unit:
    """Whose answer it is, in which message, when that arrived, and the present moment.

    `above`: what its sender's own subject says of it that was not understood.
    """

    tx: Tx
    config: Config
    unit: str
    address: str
    message: int
    arrived: datetime
    now: datetime
    words: str
    above: str

    @property
    def by(self) -> str:
        """As which it decides."""
        return reports.by_unit(self.address)


def answer_receipt(who: Unit, shown: Sequence[int], orders: Sequence[Order]) -> Corrected | None:
    """Carry out corrections and confirmations; None where the words ask for neither.

    `shown` are the revisions that the answered receipt showed.
    """
    settings = [o for o in orders if isinstance(o, SetField)]
    confirms = any(isinstance(o, (Confirm, AcceptAll)) for o in orders)
    if not settings and not confirms:
        return None
    told = [reports.get_revision(who.tx, one) for one in shown]
    revision = _meant(who, told)
    if revision is None:
        return Corrected(back=[sentences.several_reports(told, who.config)])
    if revision.unit not in (None, who.unit):
        return Corrected(back=[sentences.another_unit(revision, who.config)])
    if revision.unit is None or revision.period is None:
        return Corrected(back=[sentences.for_staff()])
    if names_another_month(who.words, revision.period):
        return Corrected(back=[sentences.another_month(revision)])
    if names_another_unit(who.words, who.unit, who.config):
        return Corrected(back=[sentences.another_unit(revision, who.config)])
    if who.above:
        return Corrected(back=[unclear(Unclear(who.above, beside=True))])
    counts = reports.current(who.tx, revision.campaign, who.unit, revision.period)
    told_of = {r.message for r in told}
    if counts is not None and counts.message not in told_of and counts.counted_at > who.arrived:
        # The answer was held up, in a spam folder say, and the unit has sent a sheet since.
        return Corrected(back=[sentences.newer_counts()])
    # What it wants to be otherwise it may want otherwise again.
    if reports.waits(who.tx, revision.id) and not revision.by_unit:
        if counts is not None and counts.recorded_at > revision.recorded_at:
            return Corrected(back=[sentences.newer_counts()])
        return _settle(who, revision, settings, confirms=confirms)
    if counts is None:
        return Corrected(back=[sentences.gone()])
    return _correct(who, counts, settings) if settings else None


def _meant(who: Unit, told: Sequence[Revision]) -> Revision | None:
    """The report that the words are about: of several the one whose month they name."""
    if len(told) == 1:
        return told[0]
    months = months_named(who.words)
    named = [r for r in told if r.unit == who.unit and r.period and int(r.period[5:]) in months]
    return named[0] if len(months) == len(named) == 1 else None


def _correct(who: Unit, counts: Revision, settings: Sequence[SetField]) -> Corrected:
    """Correct what counts, or ask staff where they had set it otherwise."""
    values, back = _values(who, counts, settings)
    back = back or _impossible(who, counts, values)
    if back:
        return Corrected(back=back)
    changed = {k: v for k, v in values.items() if _value_in(counts, k) != v}
    decisions.stays(who.tx, counts.id, values.keys() - changed.keys())
    if not changed:
        return Corrected(counts, same=True)
    if reasons := _for_staff(who, counts, changed):
        held = decisions.propose(who.tx, counts.id, changed, reasons, who.now, who.by, who.arrived)
        return Corrected(held, counts)
    return Corrected(_new(who, counts, changed), counts)


def _for_staff(who: Unit, counts: Revision, changed: Mapping[str, Value]) -> list[str]:
    """Why staff must see a correction first: they had set a field otherwise, or turned the same
    down before, as a correction or with a whole sheet.
    """
    stored = reports.revisions(who.tx, counts.campaign, unit=counts.unit, period=counts.period)
    set_otherwise = changed.keys() & word_of_staff(stored).keys()
    wanted = {key: changed.get(key, value) for key, value in values_of(counts).items()}
    refused: set[str] = set()
    for revision in turned_down(stored):
        whole = values_of(revision) == wanted
        said = set_at(who.tx, revision.id, revision.recorded_at)
        own = changed.keys() if whole else changed.keys() & revision.own_corrections & said
        refused |= {key for key in own if _value_in(revision, key) == changed[key]}
    return [
        *(encode(Problem("corrected_by_person", key)) for key in sorted(set_otherwise)),
        *(encode(Problem("rejected_before", key)) for key in sorted(refused)),
    ]


def _settle(
    who: Unit, held: Revision, settings: Sequence[SetField], *, confirms: bool
) -> Corrected:
    """Answer the doubts of a report that waits for nothing else; it counts with the last one."""
    asked = all_questions(who.tx, who.config, held)
    values, back = _values(who, held, settings)
    if any(is_for_staff(q) for q in asked) or _answered_otherwise(who, held, values):
        return Corrected(back=[sentences.for_staff()])
    back = back or _impossible(who, held, values)
    if confirms and not back:
        back = [
            sentences.not_confirmed(q)
            for q in asked
            if q.topic not in values and not _confirmable(who, q)
        ]
    if back:
        return Corrected(back=back)
    for key, value in values.items():
        _keep(who, held.id, key, value)
    for question in asked if confirms else ():
        if question.topic not in questions.answers_of(who.tx, held.id):
            given = Answer(
                held.id,
                question.topic,
                "accepted",
                None,
                who.address,
                who.now,
                who.message,
                question.reasons,
            )
            questions.answer(who.tx, given)
    left = open_questions(who.tx, who.config, held)
    if left:
        return Corrected(back=[sentences.also_doubtful(left, who.config)])
    return _count(who, held)


def _answered_otherwise(who: Unit, held: Revision, values: Mapping[str, Value]) -> bool:
    """Whether somebody else has given one of the values already: staff have the last word."""
    known = questions.answers_of(who.tx, held.id)
    return any(
        key in known and known[key].by != who.address and known[key].value != value
        for key, value in values.items()
    )


def _count(who: Unit, held: Revision) -> Corrected:
    assert held.unit and held.period  # `answer_receipt` made sure
    previous = reports.current(who.tx, held.campaign, held.unit, held.period)
    answers = questions.answers_of(who.tx, held.id)
    values = {k: a.value for k, a in answers.items() if a.verdict == "set"}
    if back := _impossible(who, held, values):
        for key in values:
            questions.withdraw(who.tx, held.id, key)
        return Corrected(back=back)
    if values:
        return Corrected(_new(who, held, values), previous)
    return Corrected(
        decisions.accept(who.tx, held.id, who.now, who.by, said_at=who.arrived), previous
    )


def _new(who: Unit, base: Revision, values: Mapping[str, Value]) -> Revision:
    """The revision with these values, which remembers the message that brought them."""
    assert base.unit and base.period  # only reports of a known month come here
    revision = decisions.correct(
        who.tx, base.id, base.unit, base.period, values, who.now, who.by, who.arrived
    )
    for key, value in values.items():
        _keep(who, revision.id, key, value)
    return revision


def _keep(who: Unit, revision: int, key: str, value: Value) -> None:
    given = Answer(revision, key, "set", value, who.address, who.now, who.message)
    questions.answer(who.tx, given)


def _values(
    who: Unit, revision: Revision, settings: Sequence[SetField]
) -> tuple[dict[str, Value], list[str]]:
    """The values that are set, and what is wrong with the others."""
    form = all_forms()[revision.form]
    values: dict[str, Value] = {}
    back = []
    for order in settings:
        item = form.field(order.field)
        try:
            value = value_of(item, order.words, who.config)
            was = value_of(item, order.was, who.config) if order.was else None
        except NotAValue as error:
            back.append(str(error))
            continue
        now = _value_in(revision, order.field)
        if order.was and was != now:
            shown = show(item, now, who.config.unit_by_id) or "(เว้นว่าง)"
            back.append(sentences.was_another(item, order.was, shown))
        elif values.setdefault(order.field, value) != value:
            back.append(sentences.two_values(item))
    return values, back


def _impossible(who: Unit, revision: Revision, values: Mapping[str, Value]) -> list[str]:
    """Why the values cannot be: the form's checks, and how many organizations the unit has."""
    broken = [problem for problem, _ in broken_by(revision, values)]
    unit = who.config.unit_by_id[who.unit]
    broken += other_total(revision, values, unit.organizations)
    return [sentences.cannot_be(problem, revision) for problem in broken]


def _confirmable(who: Unit, question: Question) -> bool:
    """Whether the unit's word settles the doubt, and there is a value that it can be about."""
    known = questions.answers_of(who.tx, question.revision.id)
    return question.topic in known or settled_by_word(question)


def _value_in(revision: Revision, key: str) -> Value:
    reading = revision.reading(key)
    return reading.value if reading else None
