"""Which order each item of an answered mail gets, and which items stay unclear."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailproc.config import Config
from mailproc.replies import sentences
from mailproc.replies.beside import item_of, items_of
from mailproc.replies.orders import (
    Accept,
    AcceptAll,
    Approve,
    Confirm,
    Order,
    Put,
    Reject,
    SetField,
    Unclear,
)
from mailproc.replies.questions import REPORT, SENDER
from storage.correspondence import Asked
from storage.database import Tx

ItemOrder = Accept | Put | Approve | Reject


@dataclass
class Outcome:
    """What became of an answer, in Thai lines: what was done, and what is asked back.

    `changed`: something is otherwise than before.
    """

    done: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    changed: bool = False


@dataclass(frozen=True)
class Desk:
    """Whose answer it is, to which items, and when: what each step below needs.

    `asked_at`: when the mail was made that is answered.
    """

    tx: Tx
    config: Config
    asked: dict[int, Asked]
    message: int
    by: str
    now: datetime
    asked_at: datetime
    outcome: Outcome


def order_by_item(
    desk_: Desk, orders: Sequence[Order]
) -> tuple[dict[int, ItemOrder], frozenset[int]]:
    """One order for each item, and the items about which it is not clear what was said.

    Items that are told two things, and unknown ones, are asked back.
    """
    found: dict[int, ItemOrder] = {}
    twice: set[int] = set()
    for order in orders:
        items = _items_of(desk_, order)
        unknown = [n for n in items if n not in desk_.asked]
        if unknown:
            desk_.outcome.back.append(sentences.no_such_item(unknown))
            continue
        for number in items:
            single = _single(order, number)
            if single is None:
                continue
            if found.setdefault(number, single) != single:
                twice.add(number)
    for number in sorted(twice):
        desk_.outcome.back.append(sentences.both_ways(number))
        del found[number]
    if any(isinstance(o, AcceptAll) for o in orders):
        _accept_all(desk_, found, twice)
    spoken_of = (item_of(o.words) for o in orders if isinstance(o, Unclear))
    unsure = twice | {n for n in spoken_of if n in desk_.asked}
    return found, frozenset(unsure)


def _items_of(desk_: Desk, order: Order) -> tuple[int, ...]:
    if isinstance(order, (Accept, Approve, Put, Reject)):
        return items_of(order)
    if isinstance(order, Confirm):
        if len(desk_.asked) == 1:
            return tuple(desk_.asked)
        desk_.outcome.back.append(sentences.which_item("ถูกต้อง"))
    if isinstance(order, SetField):
        items = [n for n, a in desk_.asked.items() if a.topic == order.field]
        if len(items) == 1:
            return tuple(items)
        desk_.outcome.back.append(sentences.which_item(order.words))
    return ()


def _single(order: Order, number: int) -> ItemOrder | None:
    if isinstance(order, (Accept, Approve, Reject)):
        return replace(order, items=(number,))
    if isinstance(order, Confirm):
        return Accept((number,))
    if isinstance(order, SetField):
        return Put(number, order.words)
    return order if isinstance(order, Put) else None


def _accept_all(desk_: Desk, found: dict[int, ItemOrder], twice: set[int]) -> None:
    """“All right” is said of values; a sender or a whole sheet needs a word of its own."""
    for number, asked in desk_.asked.items():
        if number in found or number in twice:
            continue
        if asked.topic in (SENDER, REPORT):
            desk_.outcome.back.append(sentences.needs_own_word(number, asked.topic))
        else:
            found[number] = Accept((number,))
