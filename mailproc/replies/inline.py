"""Answers that stand between the lines of our own mail, below each question, as many write them.

They are taken where the mail program marks what it quotes: then every other line is the sender's
own. One that names its item or field is as good as above the quote; a bare “ถูก” or “30” is about
the item right above it. Whatever else stands there, or below the quote, is asked back, as it is
above it, unless it is a signature or a program's.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from mailproc.replies import words
from mailproc.replies.grammar import MOST_LINES, parse
from mailproc.replies.orders import Accept, Approve, Confirm, Put, Reject, Unclear
from mailproc.replies.quoted import MARKED, is_in, text_of, without_ours
from mailproc.replies.signed import is_signature
from parsers.form import Field
from parsers.thai import ascii_digits, normalise, squeeze
from storage.correspondence import Notice

_HEADING = re.compile(r"\*?ข้อ ([1-9][0-9]?)\b")
_ANSWERS = "ตอบ"
"""With it begins the last line of a question: what can be answered."""
_TAIL = 8


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the sender's; `item`: the one that it stands below, 0 for none. `within`: it stands
    below a line of ours; `last`: nothing that is quoted follows.
    """

    item: int
    said: str
    within: bool
    last: bool


def with_inline(
    above: str,
    whole: str,
    notice: Notice,
    items: Set[int],
    fields: Sequence[Field],
    places: Sequence[str] = (),
) -> str:
    """The sender's words: those above the quote, then those between its lines, each as it would
    be written above it. `whole` is the text with all that it quotes, `items` the numbers of it,
    `places` the names in those of offices.
    """
    above = without_ours(above, notice)
    found = _between(whole, notice)
    if len(found) > MOST_LINES:
        return "\n".join([above, *(one.said for one in found)])
    between = [_spelled(one, items, fields) for one in found if not one.last]
    below = [_spelled(one, items, fields) for one in found if one.last]
    if not parse("\n".join(below), fields, places):
        below = []
    written = any(one.within and not one.last for one in found)
    if not written and not below and not any(_is_understood(said, fields) for said in between):
        # Nothing was answered there: a line of ours was broken.
        return above
    inline = {one.said for one in found}
    own = [x for x in above.splitlines() if x.strip() not in inline]
    return "\n".join([*own, *between, *below])


def _between(whole: str, notice: Notice) -> list[_Line]:
    """The sender's lines below quoted ones."""
    ours = text_of(notice)
    found: list[_Line] = []
    item, before, over, quoted = 0, "", False, 0
    for line in whole.splitlines():
        mark = MARKED.match(line)
        said = ascii_digits(normalise(line[mark.end() if mark else 0 :])).strip()
        if not said:
            continue
        if mark:
            heading = _HEADING.match(said) if squeeze(said.replace("*", "")) in ours else None
            item = int(heading[1]) if heading else 0 if over else item
            over = not heading and said.strip("* ").startswith(_ANSWERS)
            quoted = len(found)
        elif not before:
            continue
        elif squeeze(before)[-_TAIL:] + squeeze(said) not in ours or not is_in(said, ours):
            found.append(_Line(item, line.strip(), squeeze(before) in ours, last=True))
            continue
        # A line of ours that was too long goes on without a mark.
        before = said.replace("*", "")
    return [replace(one, last=number >= quoted) for number, one in enumerate(found)]


def _spelled(line: _Line, items: Set[int], fields: Sequence[Field]) -> str:
    """The line with the number of its item, where it names none and means something with it."""
    item, said = line.item, line.said
    bare = ascii_digits(normalise(said))
    if item not in items or not _is_bare(bare, fields):
        return said
    for with_number in (f"ข้อ {item} {said}", f"ข้อ {item} = {said}"):
        orders = parse(with_number, fields)
        if len(orders) == 1 and isinstance(orders[0], (Accept, Approve, Put, Reject)):
            about = orders[0]
            if item in ((about.item,) if isinstance(about, Put) else about.items):
                return with_number
    return said


def _is_understood(said: str, fields: Sequence[Field]) -> bool:
    orders = parse(said, fields)
    return bool(orders) and not any(isinstance(order, Unclear) for order in orders)


def _is_bare(said: str, fields: Sequence[Field]) -> bool:
    """Whether the words name no item and no field of their own."""
    if words.NUMBER.fullmatch(words.POLITE_END.sub("", said).strip()) or is_signature(said):
        return True  # an office may be the answer to whose report it is
    orders = parse(said, fields)
    bare = bool(orders) and all(isinstance(order, (Confirm, Unclear)) for order in orders)
    return bare and not words.ITEM_BEGINS.match(said)
