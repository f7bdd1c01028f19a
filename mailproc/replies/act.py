"""Acts on mails that answer a notice of ours, within the transaction that records the mail.

An answer counts only from an authentic address, of staff to what staff are asked, of the unit to
its own receipt, and to the very notice whose Message-ID it names. Anything else is mail as any
other.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from mailproc.intake.examine import Examined
from mailproc.intake.senders import Sender
from mailproc.notices.message import is_ours
from mailproc.notices.outbox import ASKED_BACK
from mailproc.replies import letters, office_sentences, sentences
from mailproc.replies.about import new_subject, units_alone
from mailproc.replies.answered import answered_notice, fields_of, is_to_staff, still_open
from mailproc.replies.elsewhere import answered_elsewhere, said_around
from mailproc.replies.grammar import is_unclear, parse
from mailproc.replies.incoming import Incoming
from mailproc.replies.inline import with_inline
from mailproc.replies.item_one import answer_item_one, chooses, is_of_item_one
from mailproc.replies.items import Desk, Outcome
from mailproc.replies.of_unit import answer_of_unit
from mailproc.replies.office import resume_units, send_rollup, stop_units
from mailproc.replies.orders import (
    Accept,
    AcceptAll,
    Approve,
    AskStatus,
    Confirm,
    Order,
    Resume,
    Send,
    Stop,
    Unclear,
)
from mailproc.replies.quoted import changed_in_copy
from mailproc.replies.staff import answer_items
from mailproc.replies.topic import limits
from mailproc.rollup.drafts import DRAFT
from parsers.form import Field
from storage import notices, questions
from storage.records import Asked, Message, NewNotice, Notice

DONE = "answer"
IDLE_ANSWERS_AN_HOUR = 3
"""So often a machine that answers our answers hears that nothing was done."""
# A file that may be a report is dealt with as such, whatever is written beside it. What staff
# attach besides is a logo, a card or a letter.
_FILES = ("reports", "refused")
_FILES_OF_UNITS = (*_FILES, "unsupported")
_AGREES = re.compile(r"(?!.*(?:ไม่|ยัง|แต่|ก่อน|รอ))(?:อนุมัติ|เห็นชอบ|เห็นด้วย|ตกลง|ok\b|โอเค)", re.I)
_TO_UNITS = ("receipt", "problem", "reminder", "warning")


def may_be_answer(
    message: Message, examined: Examined, sender: Sender | None, *, files_say_nothing: bool = False
) -> bool:
    """Whether a mail's words may be acted on at all, if they answer a notice of ours.

    A mail is acted on once: reading it again does nothing more. `files_say_nothing`: what is
    attached repeats what is known.
    """
    headers = examined.headers
    if headers is None or sender is None or message.spam or message.outcome == DONE:
        return False
    if headers.auto or sender.own or not sender.authentic:
        return False
    files = _FILES if sender.staff else _FILES_OF_UNITS
    return files_say_nothing or not any(d.outcome in files for d in examined.documents)


def act(incoming: Incoming) -> list[NewNotice] | None:
    """Do what the words ask, if their sender may; the answers to it, or None if nothing was asked.

    An empty list: it was acted on, and no more is to be said.
    """
    notice = answered_notice(incoming)
    if notice is None:
        return _to_unknown_notice(incoming)
    asked, places = questions.asked_in(incoming.tx, notice.id), incoming.config.places
    numbers, fields = {a.number for a in asked}, fields_of(incoming, asked)
    said = with_inline(incoming.words, incoming.quoting, notice, numbers, fields, places)
    incoming = replace(incoming, words=said)
    changed = changed_in_copy(incoming.quoting, notice, fields, places)
    changed = changed or said_around(incoming, notice, fields)
    if incoming.sender.staff:
        if not is_to_staff(notice):
            return None
        return _of_staff(incoming, notice, asked, fields, changed)
    if incoming.sender.unit and _is_to_answer(notice):
        if changed:
            back = [sentences.changed_in_copy(changed)]
            return [letters.asked_back(incoming.config, incoming.answered, back, asked)]
        return answer_of_unit(incoming, incoming.sender.unit, notice, asked, fields)
    return None


def _is_to_answer(notice: Notice) -> bool:
    """Whether a unit can answer that notice: what it was asked back, too."""
    return notice.new.kind in _TO_UNITS or notice.new.key.startswith(ASKED_BACK)


def _to_unknown_notice(incoming: Incoming) -> list[NewNotice] | None:
    """Staff who answer a mail of ours that was sent after the backup from which the database was
    restored hear that nothing was done; what they are asked is asked again.
    """
    answers = incoming.headers.in_reply_to
    if not incoming.sender.staff or not is_ours(answers, incoming.config.smtp.from_address):
        return None
    if not incoming.words.strip() or _is_chatting(incoming):
        return None
    back, nothing = [sentences.unknown_mail()], still_open(incoming.tx, incoming.config, [])
    return [letters.confirmation(incoming.config, incoming.answered, [], back, nothing)]


def _of_staff(
    incoming: Incoming,
    notice: Notice,
    asked: Sequence[Asked],
    fields: Sequence[Field],
    changed: Sequence[str],
) -> list[NewNotice] | None:
    tx, config = incoming.tx, incoming.config
    subject = new_subject(incoming.headers.subject, notice.new.subject)
    to_draft = notice.new.key.startswith(DRAFT) and not asked
    orders = () if changed else _orders_of_staff(incoming, fields, subject, to_draft=to_draft)
    outcome = Outcome(back=_not_understood(orders))
    if changed:
        outcome.back.append(sentences.changed_in_copy(changed))
    numbers = {a.number: a for a in asked}
    desk = Desk(
        tx,
        config,
        numbers,
        incoming.message.id,
        incoming.sender.address,
        incoming.now,
        notice.queued_at,
        outcome,
    )
    others, renewed = orders, False
    if to_draft:
        renewed = answer_item_one(incoming, notice, orders, outcome)
        others = tuple(o for o in orders if not is_of_item_one(o))
    if to_draft and _says_yes(others):
        outcome.back.append(office_sentences.say_send())
    else:
        answer_items(desk, others)
    silent = is_unclear(orders) and not changed
    nothing = bool(asked) and not incoming.words.strip()
    if silent and (nothing or answered_elsewhere(incoming, notice, fields, subject)):
        outcome.back.append(sentences.nothing_above(items=bool(asked)))
    for order in dict.fromkeys(orders):
        if isinstance(order, Stop):
            stop_units(incoming, notice, order.units, outcome)
        elif isinstance(order, Resume):
            resume_units(incoming, order.units, outcome)
    if AskStatus() in orders:
        outcome.back.append(sentences.no_meaning_here("สถานะ"))
    if Send() in orders and not renewed:
        _send(incoming, notice, outcome)
    if to_draft and outcome.back:
        outcome.back.append(office_sentences.answers_to_draft())
    elif Send() in orders or (1 not in numbers and any(map(chooses, orders))):
        outcome.back += [office_sentences.at_the_draft()] if not to_draft else []
    if not outcome.done and not outcome.back:
        return None
    if not outcome.changed and _is_chatting(incoming):
        return []
    still = still_open(tx, config, asked)
    return [letters.confirmation(config, incoming.answered, outcome.done, outcome.back, still)]


def _send(incoming: Incoming, notice: Notice, outcome: Outcome) -> None:
    """Send the roll-up on, which cannot be called back: not beside anything that was not done."""
    if not notice.new.key.startswith(DRAFT):
        outcome.back.append(sentences.no_meaning_here("ส่ง"))
    elif incoming.files:
        outcome.back.append(office_sentences.not_sent_on(incoming.files))
    elif outcome.back:
        outcome.back.append(office_sentences.not_sent_beside())
    else:
        send_rollup(incoming, notice, outcome)


def _says_yes(orders: Sequence[Order]) -> bool:
    """Whether the words agree, and it must be said what to: a draft goes out at “ส่ง” alone."""
    agrees = (Accept, AcceptAll, Approve, Confirm)
    return any(
        isinstance(o, agrees) or (isinstance(o, Unclear) and _AGREES.match(o.words)) for o in orders
    ) and not any(isinstance(o, (Send, Stop, Resume)) for o in orders)


def _orders_of_staff(
    incoming: Incoming, fields: Sequence[Field], subject: str, *, to_draft: bool
) -> tuple[Order, ...]:
    """What staff's words ask for; `subject`: their own, `to_draft`: of a mail without items."""
    orders = parse(incoming.words, fields, incoming.config.places)
    sweeping = (AcceptAll, Confirm, Send, Stop, Resume)
    # No signature of the province's: it may say for whom all that is, or for whom else.
    doubt = units_alone(f"{subject}\n{incoming.words}", incoming.config)
    doubt = doubt if any(isinstance(o, sweeping) for o in orders) else ""
    if not doubt and orders and limits(subject, orders, fields):
        doubt = subject
    if doubt:
        return (Unclear(doubt, meant=True, beside=True),)
    if to_draft and Send() in orders:
        # “ถูกต้องแล้ว” above “ส่ง” is about the draft, as it is on one line with it.
        return tuple(o for o in orders if not isinstance(o, (AcceptAll, Confirm)))
    return orders


def _is_chatting(incoming: Incoming) -> bool:
    """Whether that address got several such answers within the hour: it may be a machine."""
    recent = notices.recent(incoming.tx, incoming.now - timedelta(hours=1))
    answers = [
        n for n in recent if n.new.key.startswith("reply/") and incoming.sender.address in n.new.to
    ]
    return len(answers) >= IDLE_ANSWERS_AN_HOUR


def _not_understood(orders: Sequence[Order]) -> list[str]:
    """What to ask back: what looks like an order, or anything where nothing else was said."""
    unclear = [o for o in orders if isinstance(o, Unclear)]
    nothing_else = len(unclear) == len(orders)
    return [sentences.unclear(o) for o in unclear if o.meant or nothing_else]
