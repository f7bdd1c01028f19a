"""Words that stand beside a file which may be a report: the file is dealt with first."""

from collections.abc import Sequence
from dataclasses import replace

from mailproc.replies import district_sentences, letters, sentences
from mailproc.replies.answered import answered_notice, fields_of, is_to_staff, still_open
from mailproc.replies.grammar import parse
from mailproc.replies.incoming import Incoming
from mailproc.replies.orders import SetField, Unclear
from mailproc.replies.values import NotAValue, value_of
from storage import questions
from storage.records import NewNotice, Revision


def sets_values(incoming: Incoming) -> bool:
    """Whether a unit's words set values of its report, in answer to a receipt."""
    notice = answered_notice(incoming)
    return notice is not None and notice.new.kind == "receipt" and bool(_settings(incoming))


def _settings(incoming: Incoming) -> list[SetField]:
    if incoming.sender.unit is None:
        return []
    orders = parse(incoming.words, fields_of(incoming, ()), incoming.config.places)
    return [o for o in orders if isinstance(o, SetField)]


def said_beside_files(incoming: Incoming, sheets: Sequence[Revision]) -> list[NewNotice]:
    """What is said to a person whose words stand beside a file that was dealt with instead.

    `sheets`: what came of the file. To a unit only where its words say otherwise.
    """
    notice = answered_notice(incoming)
    sender = incoming.sender
    if not sender.authentic or incoming.headers.auto or sender.own:
        return []
    if otherwise := [o for o in _settings(incoming) if not _is_in(incoming, o, sheets)]:
        back = [district_sentences.beside_file(otherwise, fields_of(incoming, ()))]
        letter = letters.asked_back(incoming.config, incoming.answered, back)
        return [replace(letter, key=f"{letter.key}/beside")]
    if notice is None or not sender.staff or not is_to_staff(notice):
        return []
    asked = questions.asked_in(incoming.tx, notice.id)
    orders = parse(incoming.words, fields_of(incoming, asked), incoming.config.places)
    if all(isinstance(o, Unclear) for o in orders):
        return []
    back, still = [sentences.beside_files()], still_open(incoming.tx, incoming.config, asked)
    return [letters.confirmation(incoming.config, incoming.answered, [], back, still)]


def _is_in(incoming: Incoming, order: SetField, sheets: Sequence[Revision]) -> bool:
    """Whether a sheet says the same as the words."""
    item = next(f for f in fields_of(incoming, ()) if f.key == order.field)
    try:
        value = value_of(item, order.words, incoming.config)
    except NotAValue:
        return False
    found = (reading for r in sheets if (reading := r.reading(order.field)) is not None)
    return any(reading.value == value for reading in found)
