"""What a person answers: accept, correct, reject, extend, approve a sender.

A person has the last word: what is set here is never overwritten by the program.
"""

from collections.abc import Mapping
from datetime import datetime

from mailproc.config import Config
from mailproc.decided import TURNED_DOWN, queue_further_receipt, queue_not_counted
from mailproc.errors import NotUnderstood
from mailproc.intake.claims import same, values_of
from mailproc.intake.reconcile import RECONCILED
from mailproc.reasons import decode, encode, english, of_strangers
from mailproc.replies.checks import broken_by
from mailproc.replies.questions import (
    PERIOD,
    UNIT,
    Question,
    as_answered,
    in_english,
    open_questions,
)
from mailproc.typed import typed_value
from parsers.forms import all_forms
from parsers.reading import Problem, Value
from storage import decisions, examining, reports, units
from storage.correspondence import Extension
from storage.database import NotFound, Tx
from storage.history import said_otherwise, turned_down, word_of_staff
from storage.load import PROGRAM
from storage.questions import given_values
from storage.records import Revision

OPERATOR = "operator"


def accept(
    tx: Tx,
    config: Config,
    item: int,
    unit: str | None,
    period: str | None,
    now: datetime,
    by: str = OPERATOR,
) -> Revision:
    """Accept an item that waits, or that a person rejected, as it is read, with the values that
    were answered about it so far; it counts from its arrival. The sender hears of it.

    Raises NotUnderstood if there is no such item, its unit or month is not known, or an answered
    value cannot be.
    """
    held = _to_accept(tx, item)
    given = given_values(tx, item)
    meant, values = as_answered(held, given), _of_fields(given)
    unit, period = unit or meant.unit, period or meant.period
    if unit is None or period is None:
        raise NotUnderstood(
            f"item {item}: its unit or month could not be read; say --unit and --period"
        )
    _refuse_impossible(held, values)
    if values:
        revision = decisions.correct(tx, item, unit, period, values, now, by)
    else:
        revision = decisions.accept(tx, item, now, by, unit=unit, period=period)
    queue_further_receipt(tx, config, revision, now)
    return revision


def counts_instead(tx: Tx, item: int, unit: str | None, period: str | None) -> Revision | None:
    """What counts for the report that a held item is, until the item is accepted.

    Raises NotUnderstood if there is no such item.
    """
    meant = as_answered(_to_accept(tx, item), given_values(tx, item))
    return reports.current(
        tx, meant.campaign, unit or meant.unit or "", period or meant.period or ""
    )


def _of_fields(given: Mapping[str, Value]) -> dict[str, Value]:
    """Of what was answered about a sheet the values of its fields."""
    return {key: value for key, value in given.items() if key not in (UNIT, PERIOD)}


def _refuse_impossible(revision: Revision, values: Mapping[str, Value]) -> None:
    for problem, fields in broken_by(revision, values):
        told = ", ".join(f"{key}={values[key]}" for key in fields)
        raise NotUnderstood(f"{told} cannot be: {english(encode(problem))}")


def reject(
    tx: Tx, config: Config, item: int, reason: str, now: datetime, by: str = OPERATOR
) -> Revision:
    """Reject a held item, or take back an accepted revision: the one before counts again. Its unit
    hears of it, with the reason ("": none is given).

    Raises NotUnderstood if there is no such item.
    """
    try:
        before = reports.get_revision(tx, item)
        revision = decisions.reject(tx, item, reason or TURNED_DOWN, now, by)
    except NotFound:
        raise NotUnderstood(f"no item {item}; `mailproc held` lists them") from None
    if before.state != "rejected":
        queue_not_counted(tx, config, before, revision, now)
    if before.current and before.of_staff:
        _tell_what_counts_again(tx, config, revision, now)
    return revision


def _tell_what_counts_again(tx: Tx, config: Config, revision: Revision, now: datetime) -> None:
    """Staff took their own correction back: the unit's last receipt shows what counts no more."""
    counts = reports.current(tx, revision.campaign, revision.unit or "", revision.period or "")
    if counts is not None and counts.message == revision.message:
        queue_further_receipt(tx, config, counts, now)


def reject_mail(tx: Tx, message: int, reason: str) -> None:
    """Be done with a mail that waits as a whole: its unit is warned again, if it is missing.

    Raises NotUnderstood if no such mail waits.
    """
    try:
        examining.close(tx, message, reason)
    except NotFound:
        raise NotUnderstood(f"no mail m{message} waits; `mailproc held` lists them") from None


def correct(
    tx: Tx,
    config: Config,
    campaign: str,
    unit: str,
    period: str,
    settings: Mapping[str, str],
    now: datetime,
    by: str = OPERATOR,
) -> Revision:
    """Set fields of a report to what the person says, as a new revision; the unit hears of it.

    One that waits counts with this, if nothing else of it is in question. Raises NotUnderstood for
    an unknown field, a value that does not fit or cannot be, no report to correct, or one of which
    the person must say more.
    """
    form = all_forms()[config.campaign_by_id[campaign].form]
    values = {key: typed_value(form, key, text) for key, text in settings.items()}
    base = _to_correct(tx, campaign, unit, period)
    waits = base.state == "held"
    values = (_of_fields(given_values(tx, base.id)) if waits else {}) | values
    _refuse_impossible(base, values)
    if waits:
        _refuse_unseen(tx, config, base, values)
    revision = decisions.correct(tx, base.id, unit, period, values, now, by)
    queue_further_receipt(tx, config, revision, now)
    return revision


def _to_correct(tx: Tx, campaign: str, unit: str, period: str) -> Revision:
    """What counts, else the newest sheet of the unit that waits, one in the spam folder last. A
    stranger's is another question: nobody looks at its other values by setting one.
    """
    if (counts := reports.current(tx, campaign, unit, period)) is not None:
        return counts
    waiting = [r for r in reports.held(tx, campaign) if _place(tx, r) == (period, unit)]
    spam = encode(Problem("spam_folder"))
    own = [r for r in waiting if not of_strangers(set(r.reasons) - {spam})]
    if own:
        return max(own, key=lambda r: (spam not in r.reasons, r.id))
    none = f"{unit} has no report for {period} that could be corrected"
    stored = reports.revisions(tx, campaign, unit, period)
    if rejected := ", ".join(str(r.id) for r in turned_down(stored)):
        none += f"; item {rejected} was rejected, and counts again with mailproc accept"
    if waiting:
        items = ", ".join(str(r.id) for r in waiting)
        none += f"; what waits is not known to be its own: accept or reject item {items} first"
    raise NotUnderstood(none)


def _place(tx: Tx, held: Revision) -> tuple[str, str]:
    """Period and unit of a sheet that waits: as they were answered, else as they were read."""
    return reports.place(as_answered(held, given_values(tx, held.id)))[1:]


def _is_known(question: Question) -> bool:
    """Whether nothing is asked but what whoever corrects a sheet knows: that it lies in the spam
    folder.
    """
    return {decode(reason).code for reason in question.reasons} == {"spam_folder"}


def _refuse_unseen(tx: Tx, config: Config, held: Revision, values: Mapping[str, Value]) -> None:
    """Whoever sets one value of a sheet that waits has not looked at what else is in question."""
    left = [q for q in open_questions(tx, config, held, values) if not _is_known(q)]
    if not left:
        return
    asked, whole = "; ".join(in_english(q) for q in left), any(q.field is None for q in left)
    answer = f"mailproc accept {held.id} or reject {held.id} first"
    say = answer if whole else f"set these too (also where they were read rightly), or {answer}"
    raise NotUnderstood(f"item {held.id} waits for more than that: {asked}: {say}")


def extend(tx: Tx, extension: Extension, now: datetime, by: str) -> None:
    """Move the unit's own due date for that period; who did it, and why, is kept."""
    units.set_extension(tx, extension, now, by)


def approve_sender(
    tx: Tx, config: Config, address: str, unit: str, now: datetime, by: str = OPERATOR
) -> list[Revision]:
    """Let mail from that address count for the unit, and count what was held for that alone."""
    units.approve_sender(tx, address, unit, now, by)
    accepted = []
    for held in reports.held(tx):
        # A note on the year that the mail's arrival gave holds nothing by itself.
        codes = {decode(reason).code for reason in held.reasons} - {RECONCILED}
        only_unknown = codes == {"unknown_sender"}
        fits = held.sender == address and held.unit == unit and held.period and only_unknown
        # With values that a person gave it counts as soon as nothing is asked any more.
        as_read = not given_values(tx, held.id)
        if fits and as_read and not _spoken_against(tx, held):
            # What came later counts on: this one was there in time all the same.
            accepted.append(decisions.accept(tx, held.id, now, by, as_arrived=True).id)
    counted = [reports.get_revision(tx, id_) for id_ in accepted]
    for revision in counted:
        queue_further_receipt(tx, config, revision, now)
    return counted


def _spoken_against(tx: Tx, held: Revision) -> bool:
    """Whether a person turned down a sheet that says the same, since this one came or before, or
    set a value otherwise.
    """
    stored = reports.revisions(tx, held.campaign, unit=held.unit, period=held.period)
    if said_otherwise(word_of_staff(stored), values_of(held)):
        return True
    return any(same(held, r) for r in turned_down(stored))


def _to_accept(tx: Tx, item: int) -> Revision:
    """What waits, or was turned down by a person who may think otherwise now."""
    try:
        revision = reports.get_revision(tx, item)
    except NotFound:
        raise NotUnderstood(f"no item {item}; `mailproc held` lists them") from None
    turned_down = revision.state == "rejected" and revision.decided_by != PROGRAM
    if revision.state != "held" and not turned_down:
        raise NotUnderstood(f"item {item} does not wait: it is {revision.state} already")
    return revision
