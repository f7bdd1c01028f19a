"""Item 1 of the province's own form, which staff answer in an answer to the draft."""

import re
from collections.abc import Sequence

from mailproc.replies import office_sentences, sentences
from mailproc.replies.beside import items_of
from mailproc.replies.incoming import Incoming
from mailproc.replies.items import Outcome
from mailproc.replies.orders import Accept, Approve, Order, Put, Reject
from mailproc.replies.quoted import copy_of
from mailproc.replies.values import NotAValue, is_choice, value_of
from mailproc.rollup import passing
from mailproc.rollup.drafts import renew
from mailproc.rollup.figures import item_one_of
from parsers.forms import all_forms
from parsers.thai import ascii_digits, normalise
from storage import rollups
from storage.correspondence import ItemOne, Notice

_NUMBER = 1
_CHOICES = ("ข้อ 1 ดำเนินการแล้ว", "ข้อ 1 ยังไม่ดำเนินการ")
"""As the draft names them, with a word between."""


def is_of_item_one(order: Order) -> bool:
    """Whether it is about item 1 and no other, as “ข้อ 1 ดำเนินการแล้ว” and “ข้อ 1 ถูก” are."""
    return isinstance(order, (Accept, Approve, Put, Reject)) and items_of(order) == (_NUMBER,)


def chooses(order: Order) -> bool:
    """Whether it gives item 1 one of the form's two answers."""
    return isinstance(order, Put) and is_of_item_one(order) and is_choice(order.words)


def is_chosen_in_copy(incoming: Incoming, draft: Notice) -> bool:
    """Whether somebody left one of the two answers that the draft names in his copy of it: how the
    copy is marked, wrapped or cut does not matter.
    """
    first, second = map(_letters, _CHOICES)
    both = f"{first}หรือ{second}"
    if both not in _letters(draft.new.text):
        return False
    whole, own = _letters(incoming.quoting), _letters(incoming.words)
    copy = _letters(copy_of(incoming.quoting, draft))
    if both in copy and all(copy.count(one) == copy.count(both) for one in (first, second)):
        return False  # what stands above it is an earlier answer of his own
    return any(whole.count(one) - own.count(one) != whole.count(both) for one in (first, second))


def _letters(text: str) -> str:
    return re.sub("[^ก-๛0-9]", "", ascii_digits(normalise(text)))


def answer_item_one(
    incoming: Incoming, draft: Notice, orders: Sequence[Order], outcome: Outcome
) -> bool:
    """Keep the answer for the month of the draft; whether another draft is to show it first."""
    tx, config, new = incoming.tx, incoming.config, draft.new
    about = [order for order in orders if is_of_item_one(order)]
    said = {order.words for order in about if isinstance(order, Put)}
    campaign = config.campaign_by_id.get(new.campaign)
    if not about:
        return False
    if campaign is None:
        outcome.back.append(office_sentences.no_campaign())
        return False
    if (field := item_one_of(all_forms()[campaign.form])) is None:
        outcome.back.append(sentences.no_such_item([_NUMBER]))
        return False
    if not said:
        outcome.back.append(office_sentences.item_one_unclear())
        return False
    try:
        meant = {value_of(field, words, config) for words in said}
    except NotAValue as error:
        outcome.back.append(sentences.asked_back(_NUMBER, str(error)))
        return False
    if len(meant) > 1 or not all(isinstance(order, Put) for order in about):
        outcome.back.append(sentences.both_ways(_NUMBER))
        return False
    informed = meant == {True}
    today = incoming.now.astimezone(config.zone).date()
    rollup = passing.look(tx, config, campaign, new.period, today)
    by, at, message = incoming.sender.address, incoming.now, incoming.message.id
    answer = ItemOne(campaign.id, new.period, informed, by, at, message)
    known = rollups.item_one(tx, campaign.id, new.period)
    changed = passing.answer_item_one(tx, rollup, answer)
    outcome.changed |= changed
    outcome.done.append(office_sentences.item_one(new.period, field, informed=informed))
    if known is not None and known.informed is not informed and known.by != by:
        outcome.done.append(office_sentences.item_one_instead(known, config.zone))
    if changed:
        # What goes out was seen: not “ส่ง” in the same breath.
        renew(tx, config, passing.look(tx, config, campaign, new.period, today), incoming.now)
        outcome.done.append(office_sentences.new_draft(again=rollup.passed_on is not None))
    return changed
