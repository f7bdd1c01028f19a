"""What must be asked about a held report, one question for each doubt.

A question is known by its revision and its topic: a field's key, `unit`, `period`, `sender`, or
`report` for whatever concerns the sheet as a whole. All answered, the report counts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from types import MappingProxyType

from mailproc.config import Config
from mailproc.intake.claims import same, values_of
from mailproc.intake.reconcile import RECONCILED
from mailproc.reasons import decode, encode
from mailproc.replies.checks import holds
from mailproc.replies.covered import NEWER_COUNTS, counting_since, is_covered
from parsers.form import Field, Form
from parsers.forms import all_forms
from parsers.reading import Problem, Reading, Value
from storage import decisions, questions, reports, units
from storage.database import Tx
from storage.history import said_otherwise, turned_down, word_of_staff
from storage.readings import set_at
from storage.records import Revision

OfReport = Callable[[str, str, str], Sequence[Revision]]
UNIT, PERIOD, SENDER, REPORT = "unit", "period", "sender", "report"
ASKED_KINDS = ("count", "choice")
# About the sheet, though they name a field.
_OF_THE_SHEET = ("single_organization", "resent_last_month")
_NAMES_ANOTHER = "more_than"
# Doubts that the unit's own word settles, and those for which it must give a value.
_SETTLED_BY_WORD = ("field_doubtful", "unusual")
_SETTLED_BY_VALUE = (
    *_SETTLED_BY_WORD,
    "required_missing",
    "not_one_choice",
    "more_than",
    "out_of_range",
    "total_differs",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a person must say about a held revision, and the stored reasons for it.

    `counted`: what counts there now for the same report; `counted_by`, `counted_since`: by which
    revision, and when it was decided that this value does.
    """

    revision: Revision
    topic: str
    reasons: tuple[str, ...]
    counted: Reading | None = None
    counted_by: int | None = None
    counted_since: datetime | None = None

    @property
    def field(self) -> Field | None:
        """The field that is asked about; None for a sender or a whole sheet."""
        if self.topic in (SENDER, REPORT):
            return None
        return all_forms()[self.revision.form].field(self.topic)

    @property
    def reading(self) -> Reading | None:
        """What was read there."""
        return self.revision.reading(self.topic) if self.field else None

    @property
    def has_guess(self) -> bool:
        """Whether there is something that can be said to be right."""
        if self.topic == UNIT:
            return self.revision.unit is not None
        if self.topic == PERIOD:
            return self.revision.period is not None
        reading = self.reading
        return reading is not None and (reading.value is not None or reading.status == "blank")


def questions_about(
    revision: Revision,
    *,
    overtaken: bool,
    approved: bool,
    since: Sequence[str] = (),
    wished: Sequence[str] = (),
    answered: Set[str] = frozenset(),
) -> tuple[Question, ...]:
    """Every question about a held revision, answered or not, in the order of the form.

    `overtaken`: a newer report counts, so that only the sheet as a whole is in question.
    `approved`: its sender may report for its unit by now. `since`: further reasons, from what
    became known later. `wished`: the fields that a unit's answer set. `answered`: the topics of
    which a person said something.
    """
    form = all_forms()[revision.form]
    found: dict[str, list[str]] = {}
    for reason in dict.fromkeys((*revision.reasons, *since)):
        for topic in _topics(reason, form):
            found.setdefault(topic, []).append(reason)
    for reading in revision.readings:
        if reading.status == "review" and _kind(form, reading.field) in ASKED_KINDS:
            found.setdefault(reading.field, [])
    for key in (k for k in wished if _kind(form, k) in ASKED_KINDS):
        found.setdefault(key, [])
    if revision.unit is None:
        found.setdefault(UNIT, [])
    if revision.period is None:
        found.setdefault(PERIOD, [])
    if approved:
        found.pop(SENDER, None)
    if overtaken:
        # By which unit and month it is, that may be answered once more.
        found = {t: found[t] for t in (UNIT, PERIOD) if t in found and t in answered}
        found[REPORT] = [*revision.reasons, NEWER_COUNTS]
    if not found and not answered:
        found[REPORT] = list(revision.reasons)
    order = [*(f.key for f in form.fields), SENDER, REPORT]
    topics = sorted(found, key=order.index)
    return tuple(Question(revision, t, tuple(found.get(t, revision.reasons))) for t in topics)


def all_questions(
    tx: Tx, config: Config, revision: Revision, of_report: OfReport | None = None
) -> tuple[Question, ...]:
    """Every question about a held revision as things stand, answered or not. `of_report`: where
    the revisions of a report are loaded from, if not anew.
    """
    meant = as_answered(revision, questions.given_values(tx, revision.id))
    load = of_report or partial(reports.revisions, tx)
    stored = load(meant.campaign, meant.unit, meant.period) if meant.unit and meant.period else []
    counts = next((r for r in stored if r.current), None)
    found = questions_about(
        revision,
        since=() if revision.by_unit else _known_since(meant, revision, stored),
        overtaken=not revision.by_unit and not decisions.would_count(tx, meant),
        approved=may_report(config, units.approved_senders(tx), meant),
        wished=sorted(set_at(tx, revision.id, revision.decided_at)) if revision.by_unit else (),
        answered=questions.answers_of(tx, revision.id).keys(),
    )
    if counts is None:
        return found
    before = [r for r in stored if r.state == "accepted" and r.number <= counts.number]
    turns = sorted(before, key=lambda r: -r.number)
    return tuple(
        replace(
            q,
            counted=counts.reading(q.topic),
            counted_by=counts.id,
            counted_since=counting_since(turns, q.topic),
        )
        for q in found
    )


def as_answered(revision: Revision, given: Mapping[str, Value]) -> Revision:
    """The revision for the unit and month that were `given` for it, if they were asked."""
    unit, period = given.get(UNIT, revision.unit), given.get(PERIOD, revision.period)
    assert isinstance(unit, str | None) and isinstance(period, str | None)
    return replace(revision, unit=unit, period=period)


def _known_since(meant: Revision, revision: Revision, stored: Sequence[Revision]) -> list[str]:
    """What speaks against a sheet by what is stored of the report that it is meant to be."""
    against = said_otherwise(word_of_staff(stored), values_of(revision))
    reasons = [encode(Problem("corrected_by_person", key)) for key in against]
    moved = (meant.unit, meant.period) != (revision.unit, revision.period)
    if moved and any(same(revision, r) for r in turned_down(stored)):
        reasons.append(encode(Problem("rejected_before")))
    return reasons


def open_questions(
    tx: Tx,
    config: Config,
    revision: Revision,
    said: Mapping[str, Value] = MappingProxyType({}),
    of_report: OfReport | None = None,
) -> tuple[Question, ...]:
    """The questions about a held revision that nobody has answered in knowledge of what speaks
    against it; `said`: values that somebody gives now. `of_report`: see `all_questions`.

    Where one of two numbers was set so that they agree, the other is in question no more.
    """
    answers = questions.answers_of(tx, revision.id)
    given = {**{t: a.value for t, a in answers.items() if a.verdict == "set"}, **said}
    agree = bool(given) and holds(revision, given)

    def is_answered(q: Question) -> bool:
        known = answers.get(q.topic)
        covered = known is not None and is_covered(q, known)
        return covered or q.topic in said or (agree and _of_two_numbers(q))

    found = all_questions(tx, config, revision, of_report)
    return tuple(q for q in found if not is_answered(q))


def waiting(tx: Tx, config: Config) -> list[Question]:
    """Every open question, the oldest report first; in the same order whenever it is asked."""
    held = sorted(reports.held(tx), key=_order)
    # One mail may bring a hundred sheets of the same report: each would load all of them.
    of_report = cache(partial(reports.revisions, tx))
    return [q for r in held for q in open_questions(tx, config, r, of_report=of_report)]


def _order(revision: Revision) -> tuple[datetime, int, int, str]:
    """Several sheets of one mail as they stand in it; nothing that a restored database has anew."""
    return revision.counted_at, revision.document, revision.ordinal, revision.pdf_sha256


def may_report(config: Config, approved: Mapping[str, str], revision: Revision) -> bool:
    """Whether the address that sent the revision belongs to its unit by now."""
    unit = config.unit_by_id.get(revision.unit or "")
    if unit is None:
        return False
    return revision.sender in unit.addresses or approved.get(revision.sender) == unit.id


def is_for_staff(question: Question) -> bool:
    """Whether the doubt is about more than a value on the unit's own sheet."""
    of_values = question.field is not None and question.field.kind in ASKED_KINDS
    codes = {decode(r).code for r in question.reasons}
    return not of_values or not codes <= set(_SETTLED_BY_VALUE)


def settled_by_word(question: Question) -> bool:
    """Whether it is enough that the unit says “that is right”: there is a value that can be."""
    reading = question.reading
    by_word = all(decode(r).code in _SETTLED_BY_WORD for r in question.reasons)
    return reading is not None and reading.value is not None and by_word


def confirmable(revision: Revision) -> bool:
    """Whether the unit's own word can settle all that a held revision waits for."""
    found = questions_about(revision, overtaken=False, approved=False)
    return all(settled_by_word(q) and not is_for_staff(q) for q in found)


def in_english(question: Question) -> str:
    """The question for the command line: the topic, with what was read if there is a value."""
    reading = question.reading
    if reading is None:
        return f"{question.topic}?"
    return f"{question.topic}={'?' if reading.value is None else reading.value}"


def _of_two_numbers(question: Question) -> bool:
    """Whether nothing is in question but how two numbers go together."""
    codes = [decode(r).code for r in question.reasons]
    return bool(codes) and all(code == _NAMES_ANOTHER for code in codes)


def _topics(reason: str, form: Form) -> Iterable[str]:
    """What a reason asks; nothing for a note, and for free text, which holds up no report."""
    problem = decode(reason)
    kind = _kind(form, problem.field)
    if problem.code in ("corrected_by_person", "rejected_before") and kind not in ASKED_KINDS:
        return (REPORT,)
    if problem.code == RECONCILED or kind in ("text", "channels", "province"):
        return ()
    if problem.code == "unknown_sender":
        return (SENDER,)
    if problem.code in _OF_THE_SHEET or not kind:
        return (REPORT,)
    if kind == "unit":
        return (UNIT,)
    if kind == "month":
        return (PERIOD,)
    return (problem.field, problem.detail) if problem.code == _NAMES_ANOTHER else (problem.field,)


def _kind(form: Form, key: str) -> str:
    return next((f.kind for f in form.fields if f.key == key), "")
