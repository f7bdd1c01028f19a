"""Answers that stand where none is taken: in the subject, or below a copy of our own mail."""

from collections.abc import Sequence

from mailproc.replies.grammar import parse
from mailproc.replies.incoming import Incoming
from mailproc.replies.orders import Unclear
from mailproc.replies.quoted import below_copy
from parsers.form import Field
from storage.records import Notice


def answered_elsewhere(
    incoming: Incoming, notice: Notice, fields: Sequence[Field], subject: str
) -> bool:
    """Whether there is one, so that its sender is asked back and does not think it done.

    `subject` is the sender's own. Beside words above the copy only an order is one.
    """
    below = below_copy(incoming.quoting, notice)
    found = parse(f"{subject}\n{below}", fields, incoming.config.places)
    if not incoming.words.strip():
        return bool(found)
    return not all(isinstance(order, Unclear) for order in found)
