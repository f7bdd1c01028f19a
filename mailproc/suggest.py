"""Suggest: from the mailbox's older mail, which address reports for which unit.

Read-only, on the server and in the database. Only authentic mail of people counts: whoever forges
a sender must not be proposed to staff.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from mailproc.app import App
from mailproc.intake.collect import HEADER_KEPT, MAX_RAW
from mailproc.intake.examine import examine_mail
from mailproc.intake.imap import MailGone
from mailproc.intake.mailbox import Mailbox
from mailproc.intake.mime.headers import read_headers
from mailproc.intake.mime.parts import read_mail
from mailproc.intake.senders import Sender, judge
from parsers.bounded import Crashed
from parsers.thai import squeeze
from storage import units

MOST_MAILS = 500
EVER = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An address that sent a unit's form, or (`by_words`) only names the unit in its subject.

    `others`: ids of further units whose forms it sent. `known`: it may report for the unit already.
    """

    unit: str
    address: str
    mails: int
    newest: datetime
    by_words: bool
    others: tuple[str, ...]
    known: bool


def suggest(app: App) -> list[Suggestion]:
    """What the newest mails of the folder suggest, in the order of units, the surest first.

    Raises MailboxUnavailable, LoginRefused.
    """
    with app.db.transaction() as tx:
        approved = units.approved_senders(tx)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    words: dict[str, Counter[str]] = defaultdict(Counter)
    newest: dict[str, datetime] = {}
    known: dict[str, str | None] = {}
    with app.mailbox() as mailbox:
        for raw, arrived in _newest_first(mailbox):
            sender = _person(app, raw, approved)
            if sender is None:
                continue
            known[sender.address] = sender.unit
            newest[sender.address] = max(arrived, newest.get(sender.address, arrived))
            forms[sender.address].update(found := _units_of_forms(app, raw))
            if not found:
                words[sender.address].update(_units_in_words(app, raw))
    suggestions = []
    for address in newest:
        counted, by_words = forms[address], not forms[address]
        ranked = (words[address] if by_words else counted).most_common()
        for unit, mails in ranked[:1]:
            others = tuple(u for u, _ in ranked[1:])
            at, is_known = newest[address], known[address] == unit
            suggestions.append(Suggestion(unit, address, mails, at, by_words, others, is_known))
    order = [u.id for u in app.config.unit]
    return sorted(suggestions, key=lambda s: (order.index(s.unit), s.by_words, -s.mails))


def _newest_first(mailbox: Mailbox) -> Iterator[tuple[bytes, datetime]]:
    uids = mailbox.uids_since(EVER)[-MOST_MAILS:]
    sizes = mailbox.sizes(uids)
    for uid in reversed(uids):
        size = sizes.get(uid, 0)
        try:
            small = size <= MAX_RAW
            mail = mailbox.fetch(uid, size) if small else mailbox.fetch_header(uid, HEADER_KEPT)
        except MailGone:
            continue
        yield mail.raw, mail.received_at


def _person(app: App, raw: bytes, approved: dict[str, str]) -> Sender | None:
    """The sender, if he is a person whom the server vouches for, and none of our own."""
    headers = read_headers(read_mail(raw))
    # What is our own is left out either way.
    sender = judge(headers, app.config, approved, in_sent_folder=False)
    if headers.auto or not sender.authentic or sender.staff or sender.own:
        return None
    return sender


def _units_of_forms(app: App, raw: bytes) -> set[str]:
    try:
        examined = examine_mail(raw, app.read)
    except Crashed:
        return set()
    reports = (r for d in examined.documents for r in d.read.reports)
    return {r.unit for r in reports if r.unit is not None}


def _units_in_words(app: App, raw: bytes) -> set[str]:
    subject = squeeze(read_headers(read_mail(raw)).subject)
    return {
        unit.id
        for unit in app.config.unit
        if any(squeeze(name) in subject for name in (unit.name, *unit.aliases))
    }
