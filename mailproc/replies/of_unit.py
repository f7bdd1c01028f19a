"""What becomes of a unit's answer to a receipt, a reminder or a warning."""

from collections.abc import Sequence

from mailproc.intake.answers import report_line
from mailproc.month.overview import strip_of
from mailproc.notices import compose
from mailproc.replies import district_sentences, letters, sentences, standing
from mailproc.replies.about import (
    months_named,
    names_another_month,
    new_subject,
    nothing_but,
    without_subject,
)
from mailproc.replies.districts import Corrected, Unit, answer_receipt
from mailproc.replies.elsewhere import answered_elsewhere
from mailproc.replies.grammar import is_unclear, parse
from mailproc.replies.incoming import Incoming
from mailproc.replies.orders import (
    Accept,
    AcceptAll,
    Approve,
    AskStatus,
    Confirm,
    Order,
    Put,
    Reject,
    Resume,
    Send,
    SetField,
    Stop,
    Unclear,
)
from mailproc.replies.quoted import has_copy
from mailproc.replies.topic import says_more
from parsers.form import Field
from storage import reports, units
from storage.correspondence import Asked, NewNotice, Notice


def answer_of_unit(
    incoming: Incoming,
    unit: str,
    notice: Notice,
    asked: Sequence[Asked],
    fields: Sequence[Field],
) -> list[NewNotice] | None:
    """Do what the words ask of the unit's own report; the answers to it, or None if nothing was
    asked.
    """
    tx, config = incoming.tx, incoming.config
    written, beside = incoming.words, new_subject(incoming.headers.subject, notice.new.subject)
    if not written.strip() and not incoming.quoting.strip():
        written, beside = beside, ""
    about = without_subject(written, unit, config)
    orders = parse(about, fields, config.places)
    said: list[NewNotice] = []
    acted = None
    asks_back = _not_understood(incoming, unit, notice, about, asked, orders)
    if is_unclear(orders) and _stands_elsewhere(incoming, notice, fields, beside):
        asks_back.append(sentences.nothing_above())
    # Only a receipt shows reports, and what asks back about an answer to one.
    if notice.new.kind == "receipt" or asked:
        who = Unit(
            tx,
            config,
            unit,
            incoming.sender.address,
            incoming.message.id,
            incoming.message.received_at,
            incoming.now,
            f"{beside}\n{written}",
            beside if beside and says_more(beside, unit, config, fields, orders) else "",
        )
        acted = answer_receipt(who, [a.revision for a in asked], orders)
    elif any(isinstance(o, (SetField, Confirm, AcceptAll)) for o in orders):
        asks_back.append(district_sentences.no_report_there())
    if any(isinstance(o, (Accept, Put, Reject, Approve, Send, Stop, Resume)) for o in orders):
        asks_back.append(district_sentences.by_name())
    if acted is not None:
        asks_back = [*acted.back, *asks_back]
        said += _receipt(incoming, acted)
    if any(isinstance(o, AskStatus) for o in orders):
        said.append(standing.standing(tx, config, incoming.answered, unit, incoming.now))
    if asks_back:
        said.append(letters.asked_back(config, incoming.answered, asks_back, asked))
    return said or None


def _stands_elsewhere(
    incoming: Incoming, notice: Notice, fields: Sequence[Field], subject: str
) -> bool:
    """Whether an answer may stand where none is taken."""
    empty = not incoming.words.strip() and incoming.quoting.strip()
    if empty and not has_copy(incoming.quoting, notice):
        # A memo's head was taken for that of a quote, or what was written for one.
        return True
    return answered_elsewhere(incoming, notice, fields, subject)


def _not_understood(
    incoming: Incoming,
    unit: str,
    notice: Notice,
    about: str,
    asked: Sequence[Asked],
    orders: Sequence[Order],
) -> list[str]:
    """What to ask back of the words themselves."""
    tx, config = incoming.tx, incoming.config
    unclear = [o for o in orders if isinstance(o, Unclear)]
    alone = nothing_but(about, unit, config) if len(unclear) == len(orders) else ""
    back = [sentences.unclear(o) for o in unclear if o.meant and o.words.strip() != alone]
    shown = [reports.get_revision(tx, a.revision) for a in asked]
    waits = any(reports.waits(tx, r.id) for r in shown)
    periods = [notice.new.period, *(r.period for r in shown)]
    if alone and not (months_named(alone) and not waits and _is_of(alone, periods)):
        return [*back, district_sentences.nothing_but(alone)]
    if unclear and not back and waits:
        return [district_sentences.confirm_by_word()]
    return back


def _is_of(month: str, periods: Sequence[str | None]) -> bool:
    """Whether what was answered is about that month."""
    return any(period and not names_another_month(month, period) for period in periods)


def _receipt(incoming: Incoming, acted: Corrected) -> list[NewNotice]:
    """The receipt for a correction, old and new side by side."""
    if acted.revision is None:
        return []
    tx, config, revision = incoming.tx, incoming.config, acted.revision
    today = incoming.now.astimezone(config.zone).date()
    line = report_line(
        config,
        revision,
        units.extensions(tx, revision.campaign),
        acted.previous,
        same=acted.same,
        strip=strip_of(tx, config, revision, today),
    )
    return [compose.receipt(config, incoming.answered, [line], [])]
