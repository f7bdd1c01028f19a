"""From the words of an answer to orders: one grammar for staff and districts. Pure.

`line` reads each line, `around` knows those that are none of the answer, and `beside` what may be
done where not all was understood.
"""

from collections.abc import Callable, Iterator, Sequence

from mailproc.replies import around, words
from mailproc.replies import signed as signed_by
from mailproc.replies.beside import SWEEPING, together
from mailproc.replies.line import LONGEST_LINE, bare_of, orders_of
from mailproc.replies.orders import (
    Order,
    Send,
    SetField,
    Unclear,
)
from mailproc.replies.spoken import spoken_of
from parsers.form import Field
from parsers.thai import ascii_digits, normalise

MOST_LINES = 200


def parse(text: str, fields: Sequence[Field], places: Sequence[str] = ()) -> tuple[Order, ...]:
    """The orders in what somebody wrote (quotes are gone already), in the order written.

    `fields` are those of the form that the answered mail is about, `places` the names in those of
    offices, as they stand in signatures.
    """
    said = _said(text, fields, places)
    understood = [n for n, (_, orders) in enumerate(said) if not is_unclear(orders)]
    first = understood[0] if understood else 0
    given = [o for _, orders in said for o in orders if not isinstance(o, Unclear)]
    kept: list[Order] = []
    for number, (line, orders) in enumerate(said):
        nothing = _says_nothing(bare_of(line), given, places, first=number < first)
        if not (is_unclear(orders) and nothing):
            kept += orders
    return together(kept)


def lines_said(
    text: str, fields: Sequence[Field], places: Sequence[str] = ()
) -> list[tuple[str, list[Order]]]:
    """Each line down to the signature, whole, with the orders in it, whatever stands beside them:
    to be told about, not done.
    """
    said = _said(text, fields, places)
    return [(line, orders) for line, (_, orders) in zip(_lines(text), said, strict=False)]


def _said(
    text: str, fields: Sequence[Field], places: Sequence[str]
) -> list[tuple[str, list[Order]]]:
    """Each line down to the signature, with the orders in it."""
    spoken = spoken_of(tuple(fields))
    # Of a line that is too long to be read only so much as shows that it is.
    lines = [line[: LONGEST_LINE + 1] for line in _lines(text)]
    said = [(line, orders_of(line, spoken)) for line in lines]
    return said[: _signed_from(said, places)]


def _says_nothing(bare: str, given: Sequence[Order], places: Sequence[str], *, first: bool) -> bool:
    """Whether a line that is no order asks for nothing beside those given; `first`: before them."""
    if not given:
        return around.is_pleasant(bare)
    dated = around.is_date(bare) and not any(isinstance(o, Send) for o in given)
    if first and (dated or around.greets(bare, places)):
        return True
    # “ขอแก้ไข” beside “ยืนยัน” is no introduction to it.
    corrects = not any(isinstance(o, SWEEPING) for o in given)
    if first and corrects and around.leads_in(bare):
        return True
    return all(isinstance(o, SetField) for o in given) and around.is_excuse(bare)


def _lines(text: str) -> Iterator[str]:
    """The lines down to a disclaimer, digits as 0-9, bullets gone; of too many none is read."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        yield "?" * (LONGEST_LINE + 1)
        return
    for line in lines:
        if around.ends_letter(line[:LONGEST_LINE]):
            return
        plain = words.BULLET.sub("", " ".join(ascii_digits(normalise(line)).split()))
        if plain:
            yield plain


def _signed_from(said: Sequence[tuple[str, list[Order]]], places: Sequence[str]) -> int:
    """From which line on nothing is said but who wrote the lines above, and when."""
    closed = _last(said, around.is_valediction)
    separated = _last(said, around.separates)
    # What is sent cannot be called back: a date below may be the day on which to send, a nickname
    # any word.
    sends = any(isinstance(o, Send) for _, orders in said for o in orders)
    signed, begins = False, len(said)
    for number in reversed(range(len(said))):
        line, orders = said[number]
        if not is_unclear(orders):
            break
        if number == 0 and around.is_date(line):
            break  # “1 มกราคม 2569” may be about item 1
        below = 0 <= max(closed, separated) < number and not sends
        half = 0 <= separated < number and signed_by.is_half_name(line)
        if (
            signed_by.is_signature(line, places)
            or half
            or (below and signed_by.may_sign(line, places))
        ):
            signed = True
        elif orders and not (around.is_date(line) and not sends):
            thanked = number > 0 and around.is_thanks(said[number - 1][0])
            if sends or not signed_by.is_name(
                bare_of(line), places, thanked=thanked, signed=signed
            ):
                break
            signed = False
        begins = number
    first = next((n for n, (_, orders) in enumerate(said[begins:], begins) if orders), len(said))
    if not sends or first == len(said) or signed_by.is_person(said[first][0], places):
        return begins
    # An office alone may be the one to which to send, but not where a program put it.
    return begins if begins <= separated < first else len(said)


def _last(said: Sequence[tuple[str, list[Order]]], is_such: Callable[[str], bool]) -> int:
    """The last line that is such a one, -1 for none."""
    return max((n for n, (line, _) in enumerate(said) if is_such(line)), default=-1)


def is_unclear(orders: Sequence[Order]) -> bool:
    """Whether nothing was understood, or nothing said."""
    return all(isinstance(order, Unclear) for order in orders)
