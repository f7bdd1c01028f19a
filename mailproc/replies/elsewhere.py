"""Answers that stand where none is taken: in the subject, or below a copy of our own mail."""

from collections.abc import Sequence

from mailproc.replies.grammar import parse
from mailproc.replies.incoming import Incoming
from mailproc.replies.orders import Order, Unclear
from mailproc.replies.quoted import below_copy
from parsers.form import Field
from storage.records import Notice


def said_below(incoming: Incoming, notice: Notice, fields: Sequence[Field]) -> list[str]:
    """The lines below an unmarked copy that say something beside an order above it."""
    if not _orders(incoming.words, fields, incoming.config.places):
        return []
    below = below_copy(incoming.quoting, notice, fields)
    said = parse(below, fields, incoming.config.places)
    return [line for line in below.splitlines() if line.strip()] if said else []


def answered_elsewhere(
    incoming: Incoming, notice: Notice, fields: Sequence[Field], subject: str
) -> bool:
    """Whether there is one and none above, so that its sender is asked back and does not think it
    done.

    `subject` is the sender's own. Beside words above the copy only an order is one.
    """
    places = incoming.config.places
    if _orders(incoming.words, fields, places):
        return False
    elsewhere = f"{subject}\n{below_copy(incoming.quoting, notice, fields)}"
    if not incoming.words.strip():
        return bool(parse(elsewhere, fields, places))
    return bool(_orders(elsewhere, fields, places))


def _orders(text: str, fields: Sequence[Field], places: Sequence[str]) -> list[Order]:
    """The orders that are understood."""
    return [o for o in parse(text, fields, places) if not isinstance(o, Unclear)]
