"""What becomes of a unit's answer to a receipt, a reminder or a warning."""

from collections.abc import Sequence

from mailproc.intake.answers import report_line
from mailproc.month.overview import strip_of
from mailproc.notices import compose
from mailproc.replies import district_sentences, letters, sentences, standing
from mailproc.replies.about import new_subject, without_subject
from mailproc.replies.districts import Corrected, Unit, answer_receipt
from mailproc.replies.grammar import parse
from mailproc.replies.incoming import Incoming
from mailproc.replies.orders import (
    Accept,
    AcceptAll,
    Approve,
    AskStatus,
    Confirm,
    Put,
    Reject,
    Resume,
    Send,
    SetField,
    Stop,
    Unclear,
)
from mailproc.replies.quoted import has_copy
from parsers.form import Field
from storage import reports, units
from storage.records import Asked, NewNotice, Notice


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
    subject = _new_subject(incoming, notice)
    written = incoming.words
    if not written.strip() and not incoming.quoting.strip():
        written = subject
    orders = parse(without_subject(written, unit, config), fields, config.places)
    said: list[NewNotice] = []
    acted = None
    unclear = [o for o in orders if isinstance(o, Unclear)]
    asks_back = [sentences.unclear(o) for o in unclear if o.meant]
    if unclear and not asks_back and any(reports.waits(tx, a.revision) for a in asked):
        asks_back = [district_sentences.confirm_by_word()]
    if not incoming.words.strip() and not has_copy(incoming.quoting, notice):
        # A memo's head was taken for that of a quote, or what was written for one.
        asks_back += [sentences.nothing_above()] if incoming.quoting.strip() else []
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
            f"{subject}\n{written}",
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


def _new_subject(incoming: Incoming, notice: Notice) -> str:
    """The subject, where the sender wrote another one above his answer; else ""."""
    return new_subject(incoming.headers.subject, notice.new.subject)


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
