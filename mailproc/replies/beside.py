"""What of an answer is done where not all of it was understood. Pure.

People on phones write “ถูกทั้งหมด” and “ยกเว้นข้อ 3” in two lines, and mail programs break lines
anywhere. So nothing is done beside words that may take it back: that is, beside any that were not
understood, unless all is said of items by their numbers, and those words are about another one.
"""

import re
from collections.abc import Sequence

from mailproc.replies import words
from mailproc.replies.orders import (
    Accept,
    AcceptAll,
    Approve,
    AskStatus,
    Confirm,
    Order,
    Put,
    Reject,
    Send,
    Unclear,
)
from mailproc.thai_dates import MONTH_STEMS

SWEEPING = (AcceptAll, Confirm, Send)
"""What is said of everything at once."""
# “2 ครั้ง”, “3 ข้อหลัง”, “5 นาที”: the number counts something, it is no item's.
_COUNTED = re.compile(
    r"\s*(?:ครั้ง|แห่ง|ข้อ|รายการ|อัน|ตัว|ค่า|ช่อง|ฉบับ|หน่วย|อำเภอ|คน|ราย|แผ่น|ใบ|วัน|เดือน|ปี|โมง|นาฬิกา|นาที|ชั่วโมง|น\.|บาท"
    rf"|{'|'.join(MONTH_STEMS)}|[ก-ฮ]{{1,2}}\.)"
)


def together(orders: Sequence[Order]) -> tuple[Order, ...]:
    """The orders that are to be done, and what is asked back, as `Unclear`.

    What asks for no more than an answer (“สถานะ”) is done in any case.
    """
    unclear = [o for o in orders if isinstance(o, Unclear)]
    harmless = [o for o in orders if isinstance(o, AskStatus)]
    if len(unclear) + len(harmless) in (len(harmless), len(orders)):
        return tuple(orders)
    about_items = [o for o in orders if isinstance(o, (Accept, Approve, Put, Reject))]
    ordered = {n for o in about_items for n in items_of(o)}
    others = {item_of(o.words) for o in unclear}
    # “5 กับ 1 สลับกัน” is about item 1, too.
    named = {int(n) for o in unclear for n in re.findall("[0-9]{1,4}", o.words)}
    apart = None not in others and not named & ordered
    if apart and len(about_items) + len(unclear) + len(harmless) == len(orders):
        return tuple(orders)
    return (*harmless, Unclear(" / ".join(o.words for o in unclear), meant=True, beside=True))


def item_of(said: str) -> int | None:
    """The number of the item that unclear words begin with."""
    item = words.ITEM_BEGINS.match(said)
    rest = words.POLITE_END.sub("", said[item.end() :]).strip(" .):=") if item else ""
    return int(item["item"]) if item and rest and not _COUNTED.match(rest) else None


def items_of(order: Accept | Approve | Put | Reject) -> tuple[int, ...]:
    """The items that an order is about."""
    return (order.item,) if isinstance(order, Put) else order.items
