"""What of an answer is done where not all of it was understood. Pure.

People on phones write “ถูกทั้งหมด” and “ยกเว้นข้อ 3” in two lines, and mail programs break lines
anywhere. So nothing is done beside words that may take it back: that is, beside any that were not
understood, unless they speak of another item or field of their own.
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
    SetField,
    Unclear,
)
from mailproc.replies.spoken import Spoken

SWEEPING = (AcceptAll, Confirm, Send)
"""What is said of everything at once."""
# “2 ครั้ง”, “3 ข้อหลัง”, “5 นาที”: the number counts something, it is no item's.
_COUNTED = re.compile(
    r"\s*(?:ครั้ง|แห่ง|ข้อ|รายการ|อัน|ตัว|ค่า|ช่อง|ฉบับ|หน่วย|อำเภอ|คน|ราย|แผ่น|ใบ|วัน|เดือน|ปี|โมง|นาฬิกา|นาที|ชั่วโมง|น\.|บาท"
    r"|(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)|[ก-ฮ]{1,2}\.)"
)


def together(orders: Sequence[Order], spoken: Spoken) -> tuple[Order, ...]:
    """The orders that are to be done, and what is asked back, as `Unclear`.

    What asks for no more than an answer (“สถานะ”) is done in any case.
    """
    unclear = [o for o in orders if isinstance(o, Unclear)]
    harmless = [o for o in orders if isinstance(o, AskStatus)]
    if len(unclear) + len(harmless) in (len(harmless), len(orders)):
        return tuple(orders)
    spoken_of = _subjects(orders)
    apart = all(_is_another(_subject(o.words, spoken), spoken_of) for o in unclear)
    if apart and not any(isinstance(o, SWEEPING) for o in orders):
        return tuple(orders)
    return (*harmless, Unclear(" / ".join(o.words for o in unclear), meant=True, beside=True))


def _is_another(subject: int | str | None, spoken_of: set[int | str]) -> bool:
    """Whether it is none of these, and the same kind of thing."""
    return subject not in spoken_of and any(type(one) is type(subject) for one in spoken_of)


def _subject(said: str, spoken: Spoken) -> int | str | None:
    """The item, by its number, or the field, by its key, that unclear words begin with."""
    if words.ITEM_BEGINS.match(said):
        return item_of(said)
    return spoken.field_of(said)


def item_of(said: str) -> int | None:
    """The number of the item that unclear words begin with."""
    item = words.ITEM_BEGINS.match(said)
    rest = words.POLITE_END.sub("", said[item.end() :]).strip(" .):=") if item else ""
    return int(item["item"]) if item and rest and not _COUNTED.match(rest) else None


def _subjects(orders: Sequence[Order]) -> set[int | str]:
    """The items and fields of which the orders speak."""
    found: set[int | str] = set()
    for order in orders:
        if isinstance(order, (Accept, Approve, Reject)):
            found |= set(order.items)
        elif isinstance(order, Put):
            found.add(order.item)
        elif isinstance(order, SetField):
            found.add(order.field)
    return found
