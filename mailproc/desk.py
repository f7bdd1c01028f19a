"""What a person answers: accept, correct, reject, extend, approve a sender.

A person has the last word: what is set here is never overwritten by the program.
"""

from collections.abc import Mapping
from datetime import datetime

from mailproc.config import Config
from mailproc.decided import TURNED_DOWN, queue_further_receipt, queue_not_counted
from mailproc.intake.claims import same, values_of
from mailproc.intake.reconcile import RECONCILED
from mailproc.reasons import decode, encode, of_strangers
from parsers.form import Field, Form
from parsers.forms import all_forms
from parsers.reading import Channel, Problem, Value
from parsers.thai import ascii_digits
from storage import decisions, mail, reports, units
from storage.database import NotFound, Tx
from storage.history import said_otherwise, turned_down, word_of_staff
from storage.records import Extension, Revision

OPERATOR = "operator"
LONGEST_COUNT = 6


class NotUnderstood(Exception):
    """What the person asked for cannot be done; the message says why and what would work."""


def accept(
    tx: Tx,
    config: Config,
    item: int,
    unit: str | None,
    period: str | None,
    now: datetime,
    by: str = OPERATOR,
) -> Revision:
    """Accept the held item as it is read; it counts from its arrival. The sender hears of it.

    Raises NotUnderstood if there is no such item or its unit or month is not known.
    """
    held = _held(tx, item)
    if (unit or held.unit) is None or (period or held.period) is None:
        raise NotUnderstood(
            f"item {item}: its unit or month could not be read; say --unit and --period"
        )
    revision = decisions.accept(tx, item, now, by, unit=unit, period=period)
    queue_further_receipt(tx, config, revision, now)
    return revision


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
        mail.close(tx, message, reason)
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

    Raises NotUnderstood for an unknown field, a value that does not fit, or no report to correct.
    """
    form = all_forms()[config.campaign_by_id[campaign].form]
    values = {key: _value(form, key, text) for key, text in settings.items()}
    base = _to_correct(tx, campaign, unit, period)
    revision = decisions.correct(tx, base.id, unit, period, values, now, by)
    queue_further_receipt(tx, config, revision, now)
    return revision


def _to_correct(tx: Tx, campaign: str, unit: str, period: str) -> Revision:
    """What counts, else the newest sheet of the unit that waits, one in the spam folder last. A
    stranger's is another question: nobody looks at its other values by setting one.
    """
    if (counts := reports.current(tx, campaign, unit, period)) is not None:
        return counts
    waiting = [r for r in reports.held(tx, campaign, period) if reports.place(r)[2] == unit]
    spam = encode(Problem("spam_folder"))
    own = [r for r in waiting if not of_strangers(set(r.reasons) - {spam})]
    if own:
        return max(own, key=lambda r: (spam not in r.reasons, r.id))
    none = f"{unit} has no report for {period} that could be corrected"
    if waiting:
        items = ", ".join(str(r.id) for r in waiting)
        none += f"; what waits is not known to be its own: accept or reject item {items} first"
    raise NotUnderstood(none)


def correct_held(
    tx: Tx,
    config: Config,
    held: Revision,
    values: Mapping[str, Value],
    unit: str,
    period: str,
    now: datetime,
    by: str,
) -> Revision:
    """Count a held revision with the values that a person gave; the unit hears of it."""
    revision = decisions.correct(tx, held.id, unit, period, values, now, by)
    queue_further_receipt(tx, config, revision, now)
    return revision


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
        if fits and not _spoken_against(tx, held):
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


def _held(tx: Tx, item: int) -> Revision:
    try:
        revision = reports.get_revision(tx, item)
    except NotFound:
        raise NotUnderstood(f"no item {item}; `mailproc held` lists them") from None
    if revision.state != "held":
        raise NotUnderstood(f"item {item} does not wait: it is {revision.state} already")
    return revision


def _value(form: Form, key: str, text: str) -> Value:
    try:
        field = form.field(key)
    except KeyError:
        keys = ", ".join(f.key for f in form.fields)
        raise NotUnderstood(f"no field {key!r}; the fields are: {keys}") from None
    return _VALUES.get(field.kind, _text)(field, text.strip())


def _text(field: Field, text: str) -> Value:
    if field.kind in ("unit", "month"):
        raise NotUnderstood(f"{field.key} is not a value: reject the item and import the file anew")
    return text or None


def _count(field: Field, text: str) -> Value:
    digits = ascii_digits(text).replace(",", "")
    if not text:
        return None
    if not digits.isdecimal() or len(digits) > LONGEST_COUNT:
        raise NotUnderstood(f"{field.key}: expected a whole number or nothing, not {text!r}")
    return int(digits)


def _choice(field: Field, text: str) -> Value:
    words = {"yes": True, "true": True, "no": False, "false": False, "": None}
    if text.lower() not in words:
        raise NotUnderstood(f"{field.key}: expected yes or no, not {text!r}")
    return words[text.lower()]


def _channels(field: Field, text: str) -> Value:
    channels = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        name, _, times = part.rpartition(":")
        count = _count(field, times.strip())
        if not name or not isinstance(count, int):
            raise NotUnderstood(f"{field.key}: expected NAME:TIMES; NAME:TIMES, not {text!r}")
        channels.append(Channel(name.strip(), count))
    return tuple(channels)


_VALUES = {"count": _count, "choice": _choice, "channels": _channels}
