"""Acts on mails that answer a notice of ours, within the transaction that records the mail.

An answer counts only from an authentic address, of staff to what staff are asked, of the unit to
its own receipt, and to the very notice whose Message-ID it names. Anything else is mail as any
other.
"""

from dataclasses import replace

from mailproc.intake.examine import Examined
from mailproc.intake.senders import Sender
from mailproc.notices.outbox import ASKED_BACK
from mailproc.replies import letters, sentences
from mailproc.replies.answered import answered_notice, fields_of, is_to_staff
from mailproc.replies.elsewhere import said_around
from mailproc.replies.incoming import Incoming
from mailproc.replies.inline import with_inline
from mailproc.replies.of_staff import answer_of_staff, answer_to_unknown
from mailproc.replies.of_unit import answer_of_unit
from mailproc.replies.quoted import changed_in_copy
from storage import questions
from storage.correspondence import NewNotice, Notice
from storage.records import Message

DONE = "answer"
# A file that may be a report is dealt with as such, whatever is written beside it. What staff
# attach besides is a logo, a card or a letter.
_FILES = ("reports", "refused")
_FILES_OF_UNITS = (*_FILES, "unsupported")
_TO_UNITS = ("receipt", "problem", "reminder", "warning")


def may_be_answer(
    message: Message, examined: Examined, sender: Sender | None, *, files_say_nothing: bool = False
) -> bool:
    """Whether a mail's words may be acted on at all, if they answer a notice of ours.

    A mail is acted on once: reading it again does nothing more. `files_say_nothing`: what is
    attached repeats what is known.
    """
    headers = examined.headers
    if headers is None or sender is None or message.spam or message.outcome == DONE:
        return False
    if headers.auto or sender.own or not sender.authentic:
        return False
    files = _FILES if sender.staff else _FILES_OF_UNITS
    return files_say_nothing or not any(d.outcome in files for d in examined.documents)


def act(incoming: Incoming) -> list[NewNotice] | None:
    """Do what the words ask, if their sender may; the answers to it, or None if nothing was asked.

    An empty list: it was acted on, and no more is to be said.
    """
    notice = answered_notice(incoming)
    if notice is None:
        return answer_to_unknown(incoming)
    asked, places = questions.asked_in(incoming.tx, notice.id), incoming.config.places
    numbers, fields = {a.number for a in asked}, fields_of(incoming, asked)
    said = with_inline(incoming.words, incoming.quoting, notice, numbers, fields, places)
    incoming = replace(incoming, words=said)
    changed = changed_in_copy(incoming.quoting, notice, fields, places)
    changed = changed or said_around(incoming, notice, fields)
    if incoming.sender.staff:
        if not is_to_staff(notice):
            return None
        return answer_of_staff(incoming, notice, asked, fields, changed)
    if incoming.sender.unit and _is_to_answer(notice):
        if changed:
            back = [sentences.changed_in_copy(changed)]
            return [letters.asked_back(incoming.config, incoming.answered, back, asked)]
        return answer_of_unit(incoming, incoming.sender.unit, notice, asked, fields)
    return None


def _is_to_answer(notice: Notice) -> bool:
    """Whether a unit can answer that notice: what it was asked back, too."""
    return notice.new.kind in _TO_UNITS or notice.new.key.startswith(ASKED_BACK)
