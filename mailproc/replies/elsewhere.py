"""Answers that stand where none is taken: in the subject, or around a copy of our own mail."""

from collections.abc import Sequence

from mailproc.replies.grammar import is_unclear, parse
from mailproc.replies.incoming import Incoming
from mailproc.replies.quoted import above_copy, below_copy
from parsers.form import Field
from storage.correspondence import Notice


def said_around(incoming: Incoming, notice: Notice, fields: Sequence[Field]) -> list[str]:
    """The lines above a copy, or below an unmarked one, that say something beside an order above
    the head of the quote.
    """
    places = incoming.config.places
    if is_unclear(parse(incoming.words, fields, places)):
        return []
    around = _around(incoming, notice)
    said = parse(around, fields, places)
    return [line for line in around.splitlines() if line.strip()] if said else []


def answered_elsewhere(
    incoming: Incoming, notice: Notice, fields: Sequence[Field], subject: str
) -> bool:
    """Whether there is one and none above, so that its sender is asked back and does not think it
    done.

    `subject` is the sender's own. Beside words above the copy only an order is one.
    """
    places = incoming.config.places
    if not is_unclear(parse(incoming.words, fields, places)):
        return False
    found = parse(f"{subject}\n{_around(incoming, notice)}", fields, places)
    return not is_unclear(found) if incoming.words.strip() else bool(found)


def _around(incoming: Incoming, notice: Notice) -> str:
    quoting = incoming.quoting
    return f"{above_copy(quoting, notice)}\n{below_copy(quoting, notice)}"
