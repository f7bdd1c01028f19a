"""`mailproc held`, `accept`, `correct`, `reject`, `senders`, `extend`: a person's answers."""

import argparse
import shlex
from collections.abc import Mapping
from datetime import timedelta

from pydantic import TypeAdapter, ValidationError

from mailproc import desk
from mailproc.commands.common import (
    app_of,
    campaign_of,
    day_of_words,
    operator,
    period_of_words,
    unit_id,
)
from mailproc.config import Config
from mailproc.config.values import Address
from mailproc.errors import NotUnderstood
from mailproc.intake.senders import is_own, unit_of
from mailproc.month.calendar import dates
from mailproc.notices.clean import one_line
from mailproc.reasons import english
from mailproc.replies.questions import in_english, open_questions
from mailproc.terminal import cell, console
from parsers.reading import Value
from storage import mail, questions, reports, units
from storage.correspondence import Extension
from storage.database import Tx
from storage.records import Revision

SHOWN = 3
FARTHEST = timedelta(days=366)


def held(args: argparse.Namespace) -> int:
    """What waits for a person, with the answers that are possible."""
    from rich.table import Table

    with app_of(args) as app, app.db.transaction() as tx:
        waiting, messages = reports.held(tx), mail.held_messages(tx)
        asked = {r.id: open_questions(tx, app.config, r) for r in waiting}
        given = {r.id: questions.given_values(tx, r.id) for r in waiting}
    if not waiting and not messages:
        print("nothing waits")
        return 0
    table = Table("item", "mail", "unit", "period", "from", "why", "asked")
    for item in waiting:
        # What became known since stands with its question: that a newer sheet counts, say.
        reasons = dict.fromkeys((*item.reasons, *(r for q in asked[item.id] for r in q.reasons)))
        table.add_row(
            str(item.id),
            str(item.message),
            item.unit or f"{item.unit_guess or ''}?",
            item.period or f"{item.period_guess or ''}?",
            cell(item.sender or item.via),
            cell(_some([english(r) for r in reasons])),
            cell("; ".join(map(in_english, asked[item.id])) + _answered(given[item.id])),
        )
    for message in messages:
        why = cell(message.reason)
        table.add_row(f"m{message.id}", str(message.id), "", "", cell(message.sender), why, "")
    console().print(table)
    print(
        "answer with: mailproc accept ITEM | correct UNIT PERIOD FIELD=VALUE | reject ITEM REASON"
    )
    if messages:
        print("mails (m…) could not be read: save and import the report, then reject m… REASON")
    return 0


def _some(words: list[str]) -> str:
    """The first few, and how many more: a scan can have a doubt for every field."""
    more = len(words) - SHOWN
    return "; ".join(words[:SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _answered(given: Mapping[str, Value]) -> str:
    """What somebody answered already, and counts with the rest."""
    told = ", ".join(f"{key}={'' if value is None else value}" for key, value in given.items())
    return f" (answered: {told})" if told else ""


def accept(args: argparse.Namespace) -> int:
    """Accept a held item as read; it counts from its arrival."""
    with app_of(args) as app:
        unit = unit_id(app.config, args.unit) if args.unit else None
        period = period_of_words(args.period) if args.period else None
        with app.db.transaction() as tx:
            replaced = desk.counts_instead(tx, args.item, unit, period)
            revision = desk.accept(tx, app.config, args.item, unit, period, app.now(), operator())
    place = f", in place of revision {replaced.number}, item {replaced.id}" if replaced else ""
    print(f"accepted: {revision.unit} {revision.period}, revision {revision.number}{place}")
    return 0


def correct(args: argparse.Namespace) -> int:
    """Set values of a report; the unit gets a further receipt."""
    pairs = [setting.partition("=") for setting in args.settings]
    for key, sign, _ in pairs:
        if not sign:
            raise NotUnderstood(f"expected FIELD=VALUE, not {key!r}")
    with app_of(args) as app:
        unit, period = unit_id(app.config, args.unit), period_of_words(args.period)
        campaign = campaign_of(app.config, args.campaign, args.period).id
        settings = {key: value for key, _, value in pairs}
        with app.db.transaction() as tx:
            revision = desk.correct(
                tx, app.config, campaign, unit, period, settings, app.now(), operator()
            )
            waiting = [r for r in reports.held(tx, campaign, period) if r.unit == unit]
    print(f"corrected: {unit} {period}, revision {revision.number}")
    for item in waiting:
        print(f"item {item.id} of {unit} {period} still waits: accept or reject it, too")
    return 0


def reject(args: argparse.Namespace) -> int:
    """Reject a held item, take an accepted revision back, or be done with a held mail (m12)."""
    reason = " ".join(args.reason)
    with app_of(args) as app, app.db.transaction() as tx:
        counts = ""
        if isinstance(args.item, str):
            desk.reject_mail(tx, int(args.item.removeprefix("m")), reason)
        else:
            gone = desk.reject(tx, app.config, args.item, reason, app.now(), operator())
            counts = _what_counts(tx, gone)
    print(f"rejected: item {args.item}{counts}")
    return 0


def _what_counts(tx: Tx, gone: Revision) -> str:
    if gone.unit is None or gone.period is None:
        return ""
    current = reports.current(tx, gone.campaign, gone.unit, gone.period)
    what = f"item {current.id}, revision {current.number}, counts" if current else "nothing counts"
    return f"; {gone.unit} {gone.period}: {what} now"


def senders(args: argparse.Namespace) -> int:
    """List the addresses that may report, approve one or take it back, or propose all from older
    mail.
    """
    if args.answer == "suggest":
        return _suggest(args)
    with app_of(args) as app, app.db.transaction() as tx:
        if args.answer == "remove":
            print(_remove(tx, app.config, args.address))
            return 0
        if args.answer == "approve":
            unit = unit_id(app.config, args.unit)
            address = _new_address(app.config, args.address, unit)
            before = units.approved_senders(tx).get(address, unit)
            counted = desk.approve_sender(tx, app.config, address, unit, app.now(), operator())
            no_more = "" if before == unit else f", and no more for {before}"
            count = sum(r.current for r in counted)
            below = len(counted) - count
            later = f", {below} came before one that counts" if below else ""
            print(
                f"{address} may report for {unit}{no_more}; {count} held report(s) count now{later}"
            )
            return 0
        for configured in app.config.unit:
            for address in configured.addresses:
                print(f"{address}\t{configured.id}\tconfiguration")
        for address, unit in sorted(units.approved_senders(tx).items()):
            print(f"{address}\t{unit}\tapproved")
    return 0


def _remove(tx: Tx, config: Config, said: str) -> str:
    """Take an approval back; what to say of it. Raises NotUnderstood where there is none."""
    address = one_line(said, 100).lower()
    unit, whose = units.remove_sender(tx, address), _whose(config, address, "")
    stands = f"{address} stands in the configuration as an address of {whose}: take it out there"
    if unit is None:
        none = f"{address} is not approved; `mailproc senders` lists the addresses"
        raise NotUnderstood(stands if whose else none)
    done = f"{address} may report for {unit} no more: what comes waits; what counted stays counted"
    return f"{done}\n{stands}" if whose else done


def _new_address(config: Config, said: str, unit: str) -> str:
    """The address in lower case. Raises NotUnderstood for what is none, or is somebody else's."""
    try:
        address = TypeAdapter(Address).validate_python(said)
    except ValidationError:
        raise NotUnderstood(f"not a mail address: {one_line(said, 100)!r}") from None
    if whose := _whose(config, address, unit):
        raise NotUnderstood(f"{address} stands in the configuration as an address of {whose}")
    return address


def _whose(config: Config, address: str, unit: str) -> str:
    """Whose the address is by the configuration, "" where it may be approved for the unit."""
    owner = unit_of(address, config, {}) or unit
    if owner != unit:
        return f"unit {owner}"
    if is_own(address, config):
        return "the mailbox itself"
    return "[staff]" if address in config.staff.addresses else ""


def _suggest(args: argparse.Namespace) -> int:
    from mailproc.suggest import suggest

    with app_of(args) as app:
        found = suggest(app)
        configured = app.config.unit
    for suggestion in found:
        facts = [
            f"{suggestion.mails} mail(s), newest {suggestion.newest:%Y-%m-%d}",
            *(["by its subject alone, look first"] if suggestion.by_words else []),
            *([f"also sent forms of {', '.join(suggestion.others)}"] if suggestion.others else []),
        ]
        # Addresses may hold what a shell would run, and these lines are there to be pasted.
        address = shlex.quote(suggestion.address)
        command = f"mailproc senders approve {address} {suggestion.unit}"
        whose = _whose(app.config, suggestion.address, suggestion.unit)
        if suggestion.known or whose:
            command = f"# {command} is " + (f"refused: it is of {whose}" if whose else "done")
        print(command, " # " + "; ".join(facts))
    missing = [u.name for u in configured if u.id not in {s.unit for s in found}]
    if missing:
        print(f"# nothing found for: {', '.join(missing)}")
    return 0


def extend(args: argparse.Namespace) -> int:
    """Move the unit's own due date for one period."""
    due = day_of_words(args.date)
    with app_of(args) as app:
        unit, period = unit_id(app.config, args.unit), period_of_words(args.period)
        campaign = campaign_of(app.config, args.campaign, args.period)
        own = dates(campaign, period).due
        if not own.replace(day=1) <= due <= own + FARTHEST:
            # A Buddhist year would put the unit's warnings off for 543 years.
            raise NotUnderstood(f"{due} is not near {own}, when {period} is due; years are A.D.")
        with app.db.transaction() as tx:
            new = Extension(campaign.id, unit, period, due, one_line(args.why))
            desk.extend(tx, new, app.now(), operator())
    print(f"{unit} {period}: due on {due}")
    return 0
