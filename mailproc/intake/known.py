"""Known: what is stored already about what a message brings, and who sent it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mailproc.config import Config
from mailproc.intake.claims import Key
from mailproc.intake.examine import Examined
from mailproc.intake.senders import Sender, judge
from mailproc.notices.forms import forms_in
from mailproc.reasons import decode
from parsers.page_code import PageCode
from parsers.reading import Value
from storage import decisions, notices, reports, units
from storage.correspondence import Notice
from storage.database import Tx
from storage.history import counted_before, turned_down, word_of_staff
from storage.load import PROGRAM
from storage.records import Message, Revision


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored already about the reports in question.

    `current`, what counted or came before it (`replaced`), what waits (`held`) and what a person
    `rejected` by (campaign, unit, period); `history`: what counted, by (campaign, unit), when the
    message arrived, in the order of periods.
    `by_staff`: the values that staff set, by key. `decided`: what a person decided of this very
    message's sheets, by document and form. `answers_receipt`: the mail answers a receipt, so its
    new values are meant as a correction; `answers_question`: it answers one about a sheet's month.
    `handed_out`: the blank forms that came with that receipt.
    """

    current: Mapping[Key, Revision]
    held: Mapping[Key, Sequence[Revision]]
    rejected: Mapping[Key, Sequence[Revision]] = field(default_factory=dict)
    replaced: Mapping[Key, Sequence[Revision]] = field(default_factory=dict)
    history: Mapping[tuple[str, str], Sequence[Revision]] = field(default_factory=dict)
    by_staff: Mapping[Key, Mapping[str, Value]] = field(default_factory=dict)
    decided: Mapping[tuple[int, int], Revision] = field(default_factory=dict)
    answers_receipt: bool = False
    answers_question: bool = False
    handed_out: frozenset[PageCode] = frozenset()


def look_up(tx: Tx, keys: Iterable[Key], examined: Examined, message: Message) -> Known:
    """What is stored about these reports, and whether the mail answers a notice of ours."""
    current: dict[Key, Revision] = {}
    held: dict[Key, Sequence[Revision]] = {}
    rejected: dict[Key, Sequence[Revision]] = {}
    replaced: dict[Key, list[Revision]] = {}
    by_staff: dict[Key, Mapping[str, Value]] = {}
    for key in keys:
        campaign, unit, period = key
        stored = reports.revisions(tx, campaign, unit=unit, period=period)
        for revision in stored:
            if revision.current:
                current[key] = revision
        held[key] = [r for r in reports.held(tx, campaign, period) if r.unit == unit]
        rejected[key] = turned_down(stored)
        replaced[key] = [r for r in stored if r.state == "accepted" and not r.current]
        replaced[key] += [r for r in held[key] if not decisions.would_count(tx, r)]
        by_staff[key] = word_of_staff(stored)
    decided = [r for r in reports.of_message(tx, message.id) if r.decided_by != PROGRAM]
    headers = examined.headers
    answered = (headers.in_reply_to, *headers.references) if headers else ()
    ours = [n for a in answered if a and (n := notices.by_rfc_message_id(tx, a)) is not None]
    receipts = [n for n in ours if n.new.kind == "receipt"]
    return Known(
        current,
        held,
        rejected,
        replaced,
        history(tx, keys, message),
        by_staff,
        {(r.document, r.ordinal): r for r in decided if r.state != "held"},
        answers_receipt=bool(receipts),
        answers_question=any(_asks_for_month(tx, n) for n in ours),
        handed_out=frozenset().union(*(forms_in(n.new.attachments) for n in receipts)),
    )


def _asks_for_month(tx: Tx, notice: Notice) -> bool:
    """Whether it asks for which month a sheet is, that may be last month's with new numbers."""
    about = notice.new.message if notice.new.kind in ("problem", "other") else None
    sheets = reports.every_of_message(tx, about) if about is not None else []
    codes = {decode(reason).code for sheet in sheets for reason in sheet.reasons}
    return "resent_last_month" in codes


def history(
    tx: Tx, keys: Iterable[Key], message: Message
) -> dict[tuple[str, str], tuple[Revision, ...]]:
    """What counted for the units in question when the message arrived, each in period order.

    Later mail is left out, so that reading the message again finds what was found at first.
    """
    return {
        (campaign, unit): counted_before(tx, campaign, unit, message)
        for campaign, unit in {key[:2] for key in keys}
    }


def sender_of(tx: Tx, message: Message, examined: Examined, config: Config) -> Sender | None:
    """Who sent the message; None for what the operator imported, a saved mail too."""
    if examined.headers is None or message.via != "mail":
        return None
    return judge(
        examined.headers,
        config,
        units.approved_senders(tx),
        in_sent_folder=message.in_sent_folder,
    )
