"""Written: what people wrote to the mailbox that nothing was done about.

Since the program reads the mailbox, nobody else may: a question, a word about a reminder, a
correction beside a sheet must reach staff all the same, and so must one in the subject alone.
Thanks, greetings, signatures and the words that go with every report are left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from mailproc.config import Config
from mailproc.intake.attachments import MailHeaders, SplitMail, split
from mailproc.intake.senders import is_own, unit_of
from mailproc.notices.clean import one_line
from mailproc.notices.letters import Written
from mailproc.notices.outbox import ASKED_BACK, PROBLEM
from mailproc.replies.about import new_subject, without_subject
from mailproc.replies.around import is_yes, more_than_pleasant
from mailproc.replies.covering import Covering
from mailproc.replies.grammar import parse
from mailproc.replies.orders import AcceptAll, Confirm, Unclear
from parsers.form import Field
from storage import mail, notices, reports, units
from storage.database import Tx
from storage.records import Message, Revision, Since

MOST_READ = 200
"""Mails that are taken apart for one digest."""
NAME_LENGTH = 60
LINE_LENGTH, LINES = 100, 5
"""How much of what somebody wrote is shown: of each line, and how many of them."""
_WITH_SHEET = ("reports", "held")
_OUTCOMES = ("no_report", "problem", "answer", *_WITH_SHEET)
LETTERS_BEFORE = 3
"""So many of an office's last letters are compared with a new one."""
# Where a report was sent otherwise, there is none here.
_ELSEWHERE = re.compile(r"ไลน์|\bline\b|ไปรษณีย์|แฟกซ์|ส่ง\S*แล้ว", re.I)
_ANSWERS = re.compile(r"^\s*(?:re|fwd?|ตอบ|ส่งต่อ)\s*:", re.I)


def mails_since(tx: Tx, since: Since) -> list[Message]:
    """The mails, by arrival, that were examined since then and may have such words."""
    return [m for m in mail.with_outcomes(tx, _OUTCOMES, since) if m.kind == "mail"]


def not_read(mails: Sequence[Message]) -> int:
    """How many of these mails are too many to be taken apart for one digest."""
    return max(0, len(mails) - MOST_READ)


def written(tx: Tx, config: Config, mails: Sequence[Message]) -> Iterator[Written]:
    """The words of the first of these mails: of authentic ones of units and of the department, and
    of others that bring a sheet or answer a notice of ours.
    """
    approved = units.approved_senders(tx)
    for message in mails[:MOST_READ]:
        parts = _parts(tx, message)
        unit = unit_of(message.sender, config, approved)
        who = _who(tx, config, message, unit, parts.headers) if parts else ""
        words = _left(tx, config, message, unit, parts) if parts and who else None
        if words is not None:
            yield Written(message, who, words)


def beside(tx: Tx, config: Config, sheets: Iterable[Revision]) -> dict[int, str]:
    """What the mails of these sheets say besides and nothing was done about, by revision. Staff
    know what they wrote themselves.
    """
    approved = units.approved_senders(tx)
    by_message: dict[int, str] = {}
    sheets = list(sheets)
    # A mail may bring many sheets, and is taken apart once.
    for message in map(partial(mail.get, tx), dict.fromkeys(s.message for s in sheets)):
        if message.kind != "mail" or (message.authentic and _is_of_staff(message, config)):
            continue
        parts = _parts(tx, message)
        unit = unit_of(message.sender, config, approved)
        words = _left(tx, config, message, unit, parts) if parts else None
        if words is not None:
            by_message[message.id] = words or one_line(message.subject, LINE_LENGTH)
    return {s.id: by_message[s.message] for s in sheets if s.message in by_message}


def _parts(tx: Tx, message: Message) -> SplitMail | None:
    """The mail taken apart; None where its bytes were removed since."""
    raw = mail.raw_if_kept(tx, message.id)
    return split(raw) if raw is not None else None


def _is_of_staff(message: Message, config: Config) -> bool:
    return message.sender in config.staff.addresses or is_own(message.sender, config)


def _who(
    tx: Tx, config: Config, message: Message, unit: str | None, headers: MailHeaders | None
) -> str:
    """By what name staff know the sender, "" for whom they need not hear here.

    `unit`: whose address it is.
    """
    address = one_line(message.sender, NAME_LENGTH)
    if message.authentic:
        if unit is not None:
            return config.unit_by_id[unit].name
        if _is_of_staff(message, config):
            return ""
        if message.sender in {c.forward_to for c in config.campaign}:
            return f"{address} (ผู้รับรายงานรวม)"
    # A stranger's file stands among the mails that somebody must look at.
    if message.outcome == "problem" or message.state == "held":
        return ""
    if message.outcome not in _WITH_SHEET and not answers_us(tx, headers):
        return ""
    unknown = "ที่อยู่ที่ไม่ได้ลงทะเบียน" if message.authentic else "ยืนยันผู้ส่งไม่ได้"
    return f"{address} ({unknown})"


def _left(
    tx: Tx,
    config: Config,
    message: Message,
    unit: str | None,
    parts: SplitMail,
) -> str | None:
    """Those of the words that nothing was done about, "" where they are the subject's alone; None
    for none.
    """
    fields = config.forms[config.campaign[0].form].fields
    own_subject = _own_subject(tx, config, message, parts.headers)
    if message.outcome in _WITH_SHEET:
        sheets = reports.of_message(tx, message.id)
        if not sheets and unit is not None:
            sheets = [r for r in reports.about_unit(tx, unit) if r.current]
        of_sheet = next((r.unit for r in sheets if r.unit), None)
        covering = Covering(config, unit or of_sheet, fields, sheets)
        left = _shown(_unlike_before(tx, message, covering, parts.body_text))
        return left or ("" if own_subject and covering.is_news(own_subject) else None)
    text = parts.body_text
    if not text.strip() and message.outcome == "answer":
        text, own_subject = own_subject, ""
    if left := _without_file(tx, config, message, unit, text, fields):
        return left
    news = Covering(config, unit, fields, ()).is_news(own_subject) if own_subject else False
    return "" if news or _ELSEWHERE.search(own_subject) else None


def _without_file(
    tx: Tx,
    config: Config,
    message: Message,
    unit: str | None,
    text: str,
    fields: Sequence[Field],
) -> str:
    """Those of the words in a mail without a report that nothing was done about, "" for none."""
    about = without_subject(text, unit, config) if unit is not None else text
    said = parse(about, fields, config.places)
    unclear = [o.words for o in said if isinstance(o, Unclear) and not is_yes(o.words)]
    unclear += more_than_pleasant(text)
    if unclear:
        return _shown(unclear)
    if message.outcome == "answer":
        # Who is asked back is told that staff read it.
        return _shown(text.splitlines()) if _was_asked_back(tx, message) else ""
    # An order that was given where it means nothing is told as it was written.
    idle = all(isinstance(order, (AcceptAll, Confirm, Unclear)) for order in said)
    return "" if idle else _shown(text.splitlines())


def _unlike_before(tx: Tx, message: Message, covering: Covering, text: str) -> list[str]:
    """The lines that say more, but for those of which only the words are unfamiliar and that stood
    beside an earlier sheet, too: staff have seen how that office writes.
    """
    more = covering.more(text)
    before: set[str] = set()
    if any(one.unfamiliar for one in more) and message.authentic:
        for earlier in mail.earlier_of(tx, message, _WITH_SHEET, LETTERS_BEFORE):
            parts = _parts(tx, earlier)
            before |= {one.again for one in covering.more(parts.body_text)} if parts else set()
    return [one.line for one in more if not (one.unfamiliar and one.again in before)]


def _shown(lines: Sequence[str]) -> str:
    """Lines as they stand in the digest, each shortened by itself: what is asked for may stand in
    the last one.
    """
    said = [one_line(line, LINE_LENGTH) for line in lines if line.strip()]
    return " / ".join(said[:LINES]) + (" / …" if len(said) > LINES else "")


def _own_subject(tx: Tx, config: Config, message: Message, headers: MailHeaders | None) -> str:
    """The subject as far as the sender wrote it: "" for that of a mail that he answers."""
    ours = next(
        (n for one in _answered(headers) if (n := notices.by_rfc_message_id(tx, one))), None
    )
    if ours is None:
        answers = headers is not None and headers.in_reply_to and _ANSWERS.match(message.subject)
        return "" if answers else message.subject
    return new_subject(message.subject, ours.new.subject)


def _was_asked_back(tx: Tx, message: Message) -> bool:
    return any(
        n.new.key.startswith((ASKED_BACK, PROBLEM)) for n in notices.of_message(tx, message.id)
    )


def answers_us(tx: Tx, headers: MailHeaders | None) -> bool:
    """Whether a mail answers one of ours, or stands in a thread with one."""
    return any(notices.by_rfc_message_id(tx, one) for one in _answered(headers))


def _answered(headers: MailHeaders | None) -> list[str]:
    """The mails that one answers, the nearest first."""
    named = (headers.in_reply_to, *reversed(headers.references)) if headers else ()
    return [one for one in named if one]
