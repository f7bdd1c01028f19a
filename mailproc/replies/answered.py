"""The notice of ours that a mail answers, and what is asked in it."""

from collections.abc import Sequence
from itertools import count

from mailproc.config import Config
from mailproc.notices.letters import Asking
from mailproc.notices.outbox import whole
from mailproc.replies import letters
from mailproc.replies.incoming import Incoming
from mailproc.replies.questions import open_questions
from mailproc.rollup.drafts import DRAFT
from parsers.form import Field
from parsers.forms import all_forms
from storage import mail, notices, questions, reports
from storage.correspondence import Asked, Notice
from storage.database import Tx


def answered_notice(incoming: Incoming) -> Notice | None:
    """The notice of ours that a mail answers: by In-Reply-To, else the newest of References.

    In an answer to somebody else's mail, further up in whose thread one of ours stands, the words
    are meant for him.
    """
    tx, headers = incoming.tx, incoming.headers
    if answers := headers.in_reply_to:
        if notice := notices.by_rfc_message_id(tx, answers):
            return whole(tx, notice)
        if not mail.of_sender(tx, answers, incoming.sender.address):
            return None
    found = (notices.by_rfc_message_id(tx, one) for one in reversed(headers.references))
    return next((whole(tx, notice) for notice in found if notice), None)


def fields_of(incoming: Incoming, asked: Sequence[Asked]) -> tuple[Field, ...]:
    """Those of the form that the answered mail is about."""
    first = reports.get_revision(incoming.tx, asked[0].revision).form if asked else ""
    return all_forms()[first or incoming.config.campaign[0].form].fields


def is_to_staff(notice: Notice) -> bool:
    """Whether staff may answer it: a question, a digest or a draft."""
    return notice.new.kind in ("review", "digest") or notice.new.key.startswith(DRAFT)


def still_open(tx: Tx, config: Config, asked: Sequence[Asked]) -> Asking:
    """The items of the answered mail that are still open, under the same numbers; what is asked
    about its reports by now and was not then, under further ones.
    """
    numbers = {(a.revision, a.topic): a.number for a in asked}
    further = count(1 + max(numbers.values(), default=0))
    left = []
    for id_ in dict.fromkeys(a.revision for a in asked):
        revision = reports.get_revision(tx, id_)
        if not reports.waits(tx, revision.id):
            continue
        for question in open_questions(tx, config, revision):
            number = numbers.get((id_, question.topic))
            left.append((number or next(further), question))
    crops = questions.pictures(tx, sorted({q.revision.id for _, q in left}))
    return letters.numbered(config, [q for _, q in left], crops, [n for n, _ in left])
