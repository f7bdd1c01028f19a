"""What becomes of staff's answer to a question, a digest or a draft of the roll-up."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from mailproc.notices.message import is_ours
from mailproc.replies import letters, office_sentences, sentences
from mailproc.replies.about import new_subject, units_alone
from mailproc.replies.answered import still_open
from mailproc.replies.elsewhere import answered_elsewhere
from mailproc.replies.grammar import is_unclear, parse
from mailproc.replies.incoming import Incoming
from mailproc.replies.item_one import answer_item_one, chooses, is_chosen_in_copy, is_of_item_one
from mailproc.replies.items import Desk, Outcome
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
from mailproc.replies.staff import answer_items
from mailproc.replies.topic import limits
from mailproc.rollup.drafts import DRAFT
from parsers.form import Field
from storage import notices
from storage.correspondence import Asked, NewNotice, Notice

IDLE_ANSWERS_AN_HOUR = 3
"""So often a machine that answers our answers hears that nothing was done."""
_AGREES = re.compile(r"(?!.*(?:ไม่|ยัง|แต่|ก่อน|รอ))(?:อนุมัติ|เห็นชอบ|เห็นด้วย|ตกลง|ok\b|โอเค)", re.I)


def answer_of_staff(
    incoming: Incoming,
    notice: Notice,
    asked: Sequence[Asked],
    fields: Sequence[Field],
    changed: Sequence[str],
) -> list[NewNotice] | None:
    """What is said to an answer to that notice, which was carried out; None where nothing was
    asked. `changed`: what stands changed in its copy of the notice; then nothing is done.
    """
    subject = new_subject(incoming.headers.subject, notice.new.subject)
    to_draft = notice.new.key.startswith(DRAFT) and not asked
    orders = () if changed else _orders_of_staff(incoming, fields, subject, to_draft=to_draft)
    outcome = Outcome(back=_not_understood(orders))
    if changed:
        outcome.back.append(sentences.changed_in_copy(changed))
    renewed = to_draft and answer_item_one(incoming, notice, orders, outcome)
    others = tuple(o for o in orders if not (to_draft and is_of_item_one(o)))
    if to_draft and _says_yes(others):
        outcome.back.append(office_sentences.say_send())
    else:
        answer_items(_desk(incoming, notice, asked, outcome), others)
    silent = is_unclear(orders) and not changed
    nothing = bool(asked) and not incoming.words.strip()
    if silent and (nothing or answered_elsewhere(incoming, notice, fields, subject)):
        outcome.back.append(sentences.nothing_above(items=bool(asked)))
    _about_units(incoming, notice, orders, outcome)
    if Send() in orders and not renewed:
        _send(incoming, notice, outcome)
    outcome.back += list(_what_drafts_take(orders, asked, outcome, to_draft=to_draft))
    if not outcome.done and not outcome.back:
        return None
    if not outcome.changed and _is_chatting(incoming):
        return []
    still = still_open(incoming.tx, incoming.config, asked)
    told = letters.confirmation(
        incoming.config, incoming.answered, outcome.done, outcome.back, still
    )
    return [told]


def answer_to_unknown(incoming: Incoming) -> list[NewNotice] | None:
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


def _desk(incoming: Incoming, notice: Notice, asked: Sequence[Asked], outcome: Outcome) -> Desk:
    return Desk(
        incoming.tx,
        incoming.config,
        {a.number: a for a in asked},
        incoming.message.id,
        incoming.sender.address,
        incoming.now,
        notice.queued_at,
        outcome,
    )


def _about_units(
    incoming: Incoming, notice: Notice, orders: Sequence[Order], outcome: Outcome
) -> None:
    """Stop reminding units, or go on; a status is what units ask for."""
    for order in dict.fromkeys(orders):
        if isinstance(order, Stop):
            stop_units(incoming, notice, order.units, outcome)
        elif isinstance(order, Resume):
            resume_units(incoming, order.units, outcome)
    if AskStatus() in orders:
        outcome.back.append(sentences.no_meaning_here("สถานะ"))


def _send(incoming: Incoming, notice: Notice, outcome: Outcome) -> None:
    """Send the roll-up on, which cannot be called back: not beside anything that was not done."""
    if not notice.new.key.startswith(DRAFT):
        outcome.back.append(sentences.no_meaning_here("ส่ง"))
    elif is_chosen_in_copy(incoming, notice):
        outcome.back.append(office_sentences.chosen_in_copy())
    elif incoming.files:
        outcome.back.append(office_sentences.not_sent_on(incoming.files))
    elif outcome.back:
        outcome.back.append(office_sentences.not_sent_beside())
    else:
        send_rollup(incoming, notice, outcome)


def _what_drafts_take(
    orders: Sequence[Order], asked: Sequence[Asked], outcome: Outcome, *, to_draft: bool
) -> Iterator[str]:
    """What a draft can be answered, where its answer was not understood, or another mail got it."""
    if to_draft:
        if outcome.back:
            yield office_sentences.answers_to_draft()
    elif Send() in orders or (1 not in {a.number for a in asked} and any(map(chooses, orders))):
        yield office_sentences.at_the_draft()


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
