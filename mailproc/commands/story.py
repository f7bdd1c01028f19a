"""`mailproc history` and `show`: who changed what in a unit's reports, and one mail's story."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mailproc.app import App
from mailproc.commands.common import app_of, period_of_words, unit_id
from mailproc.errors import NotUnderstood
from mailproc.intake.attachments import MailHeaders, split
from mailproc.intake.claims import values_of
from mailproc.month.calendar import due_of
from mailproc.month.export import plain
from mailproc.notices.clean import one_line
from mailproc.reasons import english
from parsers.reading import Value
from storage import arrivals, mail, notices, readings, reports, rollups, units
from storage.database import NotFound, Tx
from storage.history import Turn, in_turn
from storage.records import Message

_STYLES = {"accepted": "green", "held": "magenta", "rejected": "red"}
_LONGEST = 1000


def history(args: argparse.Namespace) -> int:
    """Every revision of a unit's reports: what changed, by whom, and the mail it came from."""
    with app_of(args) as app:
        unit = unit_id(app.config, args.unit)
        period = period_of_words(args.period) if args.period else None
        with app.db.transaction() as tx:
            lines = list(_history(tx, app, unit, period))
    _print(lines or ["nothing of this unit is stored"])
    return 0


def show(args: argparse.Namespace) -> int:
    """One mail: its header, what was in it, what became of it, and what answered it."""
    with app_of(args) as app, app.db.transaction() as tx:
        message = _find(tx, args.message)
        lines = [
            *_about(tx, message, app.config.zone),
            *_documents(tx, message),
            *_reports(tx, message, app.config.zone),
            *_answers(tx, message, app.config.zone),
        ]
    _print(lines)
    return 0


def _print(lines: Sequence[str]) -> None:
    """Each on one line, words from outside made harmless; states have their colour."""
    from rich.text import Text

    from mailproc.terminal import console

    out = console()
    for line in lines:
        indent = line[: len(line) - len(line.lstrip(" "))]
        text = Text(indent + one_line(line, _LONGEST))
        if not indent:
            text.stylize("bold")
        for word, style in _STYLES.items():
            text.highlight_words([f" {word} "], style)
        out.print(text, soft_wrap=True)


def _history(tx: Tx, app: App, unit: str, period: str | None) -> Iterator[str]:
    config, zone = app.config, app.config.zone
    found = reports.about_unit(tx, unit, period)
    extended = {c.id: units.extensions(tx, c.id) for c in config.campaign}
    keys = {(r.campaign, r.period or r.period_guess or "") for r in found}
    keys |= {(c, e.period) for c, es in extended.items() for e in es if e.unit == unit}
    for campaign, month in sorted(k for k in keys if period in (None, k[1])):
        known = config.campaign_by_id.get(campaign)
        due = due_of(known, month, unit, extended[campaign]) if known and month else None
        yield f"{unit} {month or 'month unknown'} {campaign}" + (f", due {due}" if due else "")
        given = [e for e in extended.get(campaign, ()) if (e.unit, e.period) == (unit, month)]
        for extension in given:
            when = _moment(extension.at, zone) if extension.at else ""
            why = f": {extension.why}" if extension.why else ""
            yield f"  {when} due date moved to {extension.due} by {extension.by}{why}"
        of_month = [
            r for r in found if (r.campaign, r.period or r.period_guess or "") == (campaign, month)
        ]
        turns = in_turn(tx, of_month)
        numbers = {t.revision.id: t.number for t in turns}
        for turn in turns:
            yield from _revision(tx, turn, zone)
            yield from _difference(turn, numbers)
        for passed_on in rollups.every(tx, campaign, month):
            what = "the month" if passed_on.number == 1 else f"supplement {passed_on.number - 1}"
            yield f"  {_moment(passed_on.at, zone)} {what} was passed on by {passed_on.by}"


def _revision(tx: Tx, turn: Turn, zone: ZoneInfo) -> Iterator[str]:
    revision = turn.revision
    number = f"revision {turn.number}" if turn.number is not None else "revision"
    counts = ", counts" if revision.current else ""
    yield (
        f"  {_moment(turn.at, zone)} item {revision.id}: {number} {revision.state} "
        f"by {revision.decided_by}{counts}"
    )
    if turn.at != revision.recorded_at:
        yield f"      waited since {_moment(revision.recorded_at, zone)}"
    if revision.decided_at is not None and revision.decided_at > turn.at:
        yield f"      decided {_moment(revision.decided_at, zone)} by {revision.decided_by}"
    yield (
        f"      from message {revision.message}, arrived {_moment(revision.counted_at, zone)}, "
        f"by {revision.via}{f' from {revision.sender}' if revision.sender else ''}"
        f"{f' {revision.message_id}' if revision.message_id else ''}"
    )
    for reason in revision.reasons:
        yield f"      {'note' if revision.state == 'accepted' else 'why'}: {english(reason)}"
    for set_ in readings.corrections(tx, revision.id):
        yield f"      {set_.field} set by {set_.by}, {_moment(set_.at, zone)}"


def _difference(turn: Turn, numbers: Mapping[int, int | None]) -> Iterator[str]:
    """What it says otherwise than what counted, and whether it took the place of that."""
    against = turn.against
    if against is None:
        return
    other = f"revision {numbers[against.id]} (item {against.id})"
    if turn.replaced:
        yield f"      in place of {other}"
    elif turn.revision.state == "accepted":
        yield f"      beside {other}, which is newer and counted on"
    else:
        counts = "counts" if turn.revision.state == "held" else "counted then"
        yield f"      against {other}, which {counts}"
    old, new = values_of(against), values_of(turn.revision)
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            yield f"      {key}: {_value(old.get(key))} → {_value(new.get(key))}"


def _find(tx: Tx, words: str) -> Message:
    """The message with that number or Message-ID, angle brackets or not."""
    try:
        if words.isdecimal() and len(words) < 19:  # as the database counts
            return mail.get(tx, int(words))
    except NotFound:
        raise NotUnderstood(f"no message {words}") from None
    bare = words.strip().removeprefix("<").removesuffix(">")
    found = mail.by_rfc_message_id(tx, f"<{bare}>")
    if found is not None:
        return found
    notice = notices.by_rfc_message_id(tx, f"<{bare}>")
    if notice is not None and notice.new.message is not None:
        return mail.get(tx, notice.new.message)
    raise NotUnderstood(
        f"no stored mail {words!r}: expected the number of one, or a Message-ID, also of an answer"
    )


def _about(tx: Tx, message: Message, zone: ZoneInfo) -> Iterator[str]:
    yield f"message {message.id}, {message.kind}, by {message.via}, {message.state}"
    raw = mail.raw_if_kept(tx, message.id)
    headers = split(raw).headers if raw is not None and message.kind == "mail" else None
    yield f"  arrived: {_moment(message.received_at, zone)}"
    facts = {
        "name": message.name,
        "from": message.sender or ", ".join(headers.from_addresses if headers else ()),
        "subject": message.subject or (headers.subject if headers else ""),
        "Message-ID": message.message_id or (headers.message_id if headers else ""),
        "said at the import": f"{message.unit_hint} {message.period_hint}".strip(),
        "outcome": message.outcome,
        "reason": message.reason,
        "sha256": message.sha256,
    }
    yield from (f"  {name}: {value}" for name, value in facts.items() if value)
    if message.kind == "mail" and message.outcome:
        yield f"  authentic: {'yes' if message.authentic else 'no'}"
    if message.spam:
        yield "  lies in the spam folder"
    if message.in_sent_folder:
        yield "  from this account: its Sent folder has it too"
    if message.tries:
        yield f"  the reader died at it {message.tries} time(s)"
    for arrival, shown in arrivals.of_message(tx, message.id):
        yield f"  lies at: {arrival.folder} uid {arrival.uid}{f', marked {shown}' if shown else ''}"
    yield from _headers(headers) if headers else ()
    yield f"  bytes: {len(raw)} kept" if raw is not None else "  bytes: removed, as the office set"


def _headers(headers: MailHeaders) -> Iterator[str]:
    facts = {
        "date in the header": f"{headers.date:%Y-%m-%d %H:%M %z}" if headers.date else "",
        "answers": headers.in_reply_to,
        "automatic": headers.auto,
        "From is doubtful": headers.from_problem,
    }
    yield from (f"  {name}: {value}" for name, value in facts.items() if value)
    yield from (f"  results: {line}" for line in headers.authentication_results[:3])


def _documents(tx: Tx, message: Message) -> Iterator[str]:
    for document in mail.documents(tx, message.id):
        yield (
            f"document {document.position + 1}: {document.path}, {document.media}, "
            f"{document.size} bytes, {document.pages} page(s): {document.outcome}"
        )
        yield from (f"  {english(problem)}" for problem in document.detail.split())


def _reports(tx: Tx, message: Message, zone: ZoneInfo) -> Iterator[str]:
    for revision in reports.every_of_message(tx, message.id):
        unit = revision.unit or f"{revision.unit_guess or 'unknown unit'}?"
        period = revision.period or f"{revision.period_guess or 'unknown month'}?"
        yield f"report in document {revision.document + 1}, page {revision.page}: {unit} {period}"
        number = revision.number if revision.state == "accepted" else None
        yield from _revision(tx, Turn(revision, revision.recorded_at, number), zone)
        for reading in revision.readings:
            doubt = " (doubtful)" if reading.status == "review" else ""
            yield f"      {reading.field}: {_value(reading.value)}{doubt}"


def _answers(tx: Tx, message: Message, zone: ZoneInfo) -> Iterator[str]:
    for notice in notices.of_message(tx, message.id):
        new, when = notice.new, notice.sent_at or notice.queued_at
        yield f"answered by {new.kind} to {', '.join(new.to)}: {notice.state}"
        yield f"  {_moment(when, zone)}, tries {notice.tries}, {notice.rfc_message_id}"
        yield f"  {new.subject}"
        if notice.error:
            yield f"  {notice.error}"


def _value(value: Value) -> str:
    shown = plain(value)
    if isinstance(shown, list):
        return "; ".join(f"{c['channel']}: {c['times']}" for c in shown) or "none"
    words = {None: "empty", True: "yes", False: "no"}
    return words[value] if value is None or isinstance(value, bool) else str(value)


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
