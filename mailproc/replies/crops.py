"""Cuts out of the stored documents what staff are asked about.

It is done before the transaction that asks: drawing a page takes a while, and happens in the
process that reads strangers' files. Where no picture can be made, the question goes without.
"""

from collections.abc import Iterator

from mailproc.app import App
from mailproc.intake.attachments import split
from mailproc.intake.examine import MAIL_SUFFIXES
from mailproc.replies.ask import unasked
from mailproc.replies.letters import Crops
from mailproc.replies.questions import Question
from parsers.forms import all_forms
from parsers.reading import Box
from storage import mail
from storage.records import Message

MOST_DOCUMENTS = 12
"""Documents that are drawn for one mail; the questions about others go without a picture."""


def crops_of_unasked(app: App) -> Crops:
    """A picture for each question of the next review mail that has a place on a page."""
    with app.db.transaction() as tx:
        found = unasked(tx, app.config) if app.config.staff.addresses else []
    places: dict[tuple[int, int], list[tuple[Question, tuple[int, Box]]]] = {}
    for question in found:
        if place := _place(question):
            revision = question.revision
            places.setdefault((revision.message, revision.document), []).append((question, place))
    crops: dict[tuple[int, str], bytes] = {}
    for (message_id, document), wanted in list(places.items())[:MOST_DOCUMENTS]:
        for data in _document(app, message_id, document):
            made = app.read.crops(data, tuple(place for _, place in wanted))
            for (question, _), crop in zip(wanted, made, strict=True):
                crops[(question.revision.id, question.topic)] = crop
    return crops


def _place(question: Question) -> tuple[int, Box] | None:
    """Where the value stands that is asked about; for a whole sheet, where all its counts do."""
    reading = question.reading
    if reading is not None:
        return (reading.page, reading.box) if reading.box else None
    if question.field is not None:
        return None
    page, form = question.revision.page, all_forms()[question.revision.form]
    counts = (question.revision.reading(f.key) for f in form.counts)
    boxes = [r.box for r in counts if r and r.box and r.page == page]
    if not boxes:
        return None
    x0, y0 = min(b.x0 for b in boxes), min(b.y0 for b in boxes)
    return page, Box(x0, y0, max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def _document(app: App, message_id: int, position: int) -> Iterator[bytes]:
    """The bytes of one document of a stored message; none where they were removed since."""
    with app.db.transaction() as tx:
        message, raw = mail.get(tx, message_id), mail.raw_if_kept(tx, message_id)
    if raw is None:
        return
    if not _is_mail(message):
        yield raw
        return
    attachments = split(raw).attachments
    if position < len(attachments):
        yield attachments[position].data


def _is_mail(message: Message) -> bool:
    return message.kind == "mail" or message.name.lower().endswith(MAIL_SUFFIXES)
