"""Acts on mails that answer a notice of ours, within the transaction that records the mail.

An answer counts from an authentic address of staff, to the very notice whose Message-ID it names.
Anything else in a mailbox is mail as any other.
"""

from collections.abc import Sequence
from datetime import datetime

from mailproc.config import Config
from mailproc.intake.answers import answered_mail
from mailproc.intake.attachments import MailHeaders
from mailproc.intake.examine import Examined
from mailproc.intake.senders import Sender
from mailproc.notices.outbox import queue
from mailproc.replies import letters, sentences
from mailproc.replies.grammar import parse
from mailproc.replies.orders import Order, Unclear
from mailproc.replies.questions import open_questions
from mailproc.replies.staff import Desk, Outcome, answer_items
from parsers.forms import all_forms
from storage import notices, questions, reports
from storage.database import Tx
from storage.records import Asked, Message, Notice

DONE = "answer"
# A file that may be a report is dealt with as such, whatever is written beside it.
_FILES = ("reports", "refused", "unsupported")


def act(
    tx: Tx,
    config: Config,
    message: Message,
    examined: Examined,
    sender: Sender | None,
    now: datetime,
) -> bool:
    """Do what the mail's words ask, if they may; whether anything was done or asked back.

    A mail is acted on once: reading it again does nothing more.
    """
    headers = examined.headers
    if headers is None or sender is None or message.spam or message.outcome == DONE:
        return False
    if headers.auto or sender.own or not sender.authentic:
        return False
    if any(d.outcome in _FILES for d in examined.documents):
        return False
    notice = answered_notice(tx, headers)
    if notice is None or not sender.staff:
        return False
    asked = questions.asked_in(tx, notice.id)
    if not asked:
        return False
    return _of_staff(tx, config, message, headers, sender.address, asked, examined.body_text, now)


def answered_notice(tx: Tx, headers: MailHeaders) -> Notice | None:
    """The notice of ours that a mail answers: by In-Reply-To, else the newest of References."""
    for message_id in (headers.in_reply_to, *reversed(headers.references)):
        if message_id and (notice := notices.by_rfc_message_id(tx, message_id)):
            return notice
    return None


def _of_staff(
    tx: Tx,
    config: Config,
    message: Message,
    headers: MailHeaders,
    address: str,
    asked: Sequence[Asked],
    words: str,
    now: datetime,
) -> bool:
    form = all_forms()[reports.get_revision(tx, asked[0].revision).form]
    orders = parse(words, form.fields)
    outcome = Outcome(back=_not_understood(orders))
    desk = Desk(tx, config, {a.number: a for a in asked}, message.id, address, now, outcome)
    answer_items(desk, orders)
    if not outcome.done and not outcome.back:
        return False
    still = _still_open(tx, config, asked)
    answered = answered_mail(message, headers, address)
    queue(
        tx, config, letters.confirmation(config, answered, outcome.done, outcome.back, still), now
    )
    return True


def _not_understood(orders: Sequence[Order]) -> list[str]:
    """What to ask back: what looks like an order, or anything where nothing was understood."""
    unclear = [o for o in orders if isinstance(o, Unclear)]
    nothing_else = len(unclear) == len(orders)
    return [sentences.unclear(o.words) for o in unclear if o.meant or nothing_else]


def _still_open(tx: Tx, config: Config, asked: Sequence[Asked]) -> letters.Questions:
    """The items of the answered mail that are still open, under the same numbers."""
    left = []
    for item in asked:
        revision = reports.get_revision(tx, item.revision)
        if reports.waits(tx, revision.id):
            left += [
                (item.number, q)
                for q in open_questions(tx, config, revision)
                if q.topic == item.topic
            ]
    crops = questions.pictures(tx, sorted({q.revision.id for _, q in left}))
    return letters.numbered(config, [q for _, q in left], crops, [n for n, _ in left])
