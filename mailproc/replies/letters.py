"""Words the mails to staff that can be answered: the questions, and the confirmation."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from hashlib import sha256
from types import MappingProxyType

from mailproc.config import Config
from mailproc.notices import compose
from mailproc.notices.clean import answer_subject, one_line
from mailproc.notices.letters import Answered, Asking, Item, Sheet
from mailproc.notices.message import marked
from mailproc.notices.outbox import ASKED_BACK
from mailproc.notices.render import render
from mailproc.notices.standing import digits_of
from mailproc.reasons import thai
from mailproc.replies import sentences
from mailproc.replies.questions import PERIOD, REPORT, SENDER, UNIT, Question
from parsers.forms import all_forms
from storage.correspondence import Asked, NewNotice, NoticeKind

MOST_ITEMS = 40
MOST_SHEETS = 12
WORDS_LENGTH = 160
Crops = Mapping[tuple[int, str], bytes]
"""PNGs of what was read, by revision and topic."""


def numbered(
    config: Config, found: Sequence[Question], crops: Crops, numbers: Sequence[int] = ()
) -> Asking:
    """The questions as numbered items, those of one report together; `numbers`: those they have."""
    shown = list(zip(numbers or range(1, len(found) + 1), found, strict=True))[:MOST_ITEMS]
    sheets: dict[int, list[Item]] = {}
    pictures = []
    for number, question in shown:
        # What a unit wants otherwise is not what was read there.
        wished = question.revision.by_unit
        crop = b"" if wished else crops.get((question.revision.id, question.topic), b"")
        name = f"question-{number}.png" if crop else ""
        if crop:
            pictures.append((name, "image/png", crop))
        sheets.setdefault(question.revision.id, []).append(_item(config, number, question, name))
    revisions = {q.revision.id: q.revision for q in found}
    return Asking(
        sheets=tuple(
            Sheet(
                id_,
                sentences.report(revisions[id_], config),
                one_line(revisions[id_].sender or revisions[id_].via, WORDS_LENGTH),
                tuple(items),
            )
            for id_, items in sheets.items()
        ),
        asked=tuple(Asked(n, q.revision.id, q.topic) for n, q in shown),
        pictures=tuple(pictures),
        more=len(found) - len(shown),
        mark=_mark([question for _, question in shown]) if shown else "",
    )


def digest_questions(config: Config, found: Sequence[Question], crops: Crops) -> Asking:
    """The questions about the reports that have waited longest, for the digest."""
    first = list(dict.fromkeys(q.revision.id for q in found))[:MOST_SHEETS]
    asked = numbered(config, [q for q in found if q.revision.id in first], crops)
    return replace(asked, more=len(found) - len(asked.asked))


def review(
    config: Config,
    found: Sequence[Question],
    crops: Crops,
    beside: Mapping[int, str] = MappingProxyType({}),
) -> NewNotice:
    """The mail that asks staff about what has come to wait since the last one. `beside`: what the
    mails of these reports say besides, by revision.

    Its key, and so its Message-ID, is of what is asked: after a restore the same number in a mail
    of that Message-ID never means something else.
    """
    asked = numbered(config, found, crops)
    sheets = (replace(s, beside=beside.get(s.item, "")) for s in asked.sheets)
    asked = replace(asked, sheets=tuple(sheets))
    count = len(asked.asked)
    num, title = digits_of(config), f"ขอให้ตรวจสอบ {count} ข้อ"
    subject = num(f"{title}: " + ", ".join(s.what for s in asked.sheets[:3]))
    text, html = render("review", config, subject, questions=asked, title=num(title), num=num)
    return NewNotice(
        key=f"review/{asked.mark}",
        kind="review",
        to=config.staff.addresses,
        subject=subject,
        text=text,
        html=html,
        attachments=asked.pictures,
        asked=asked.asked,
    )


def confirmation(
    config: Config,
    answered: Answered,
    done: Sequence[str],
    back: Sequence[str],
    still: Asking,
) -> NewNotice:
    """What an answer did, and what of it is asked back; it can be answered as the mail before."""
    values = {
        "done": list(dict.fromkeys(done)),
        "back": list(dict.fromkeys(back)),
        "questions": still,
        "num": digits_of(config),
    }
    notice = answer_to(
        config,
        answered,
        "confirmation",
        "review",
        f"reply/{answered.message}",
        "ผลของคำตอบ",
        values,
    )
    return replace(marked(notice), asked=still.asked, attachments=still.pictures)


def asked_back(
    config: Config, answered: Answered, back: Sequence[str], asked: Sequence[Asked] = ()
) -> NewNotice:
    """To a unit: what of its answer was not done, and why; where that showed reports (`asked`), it
    can be answered as the receipt. Staff read in the digest what the unit wrote.
    """
    key = f"{ASKED_BACK}{answered.message}"
    values = {"back": list(dict.fromkeys(back)), "shows_report": bool(asked)}
    notice = answer_to(config, answered, "asked_back", "other", key, "ขอสอบถามคำตอบ", values)
    return replace(marked(notice), asked=tuple(asked))


def answer_to(
    config: Config,
    answered: Answered,
    template: str,
    kind: NoticeKind,
    key: str,
    subject: str,
    values: Mapping[str, object],
) -> NewNotice:
    """A mail in the thread of the one that it answers, under its subject in any case."""
    notice = compose.answer(config, answered, template, kind, key, subject, values)
    return replace(notice, subject=answer_subject(answered.subject) or subject)


def _mark(found: Sequence[Question]) -> str:
    """The same for the same questions about the same mails, whatever their ids in a database."""
    said = [
        f"{q.revision.pdf_sha256}/{q.revision.document}/{q.revision.ordinal}/{q.topic}"
        f"/{q.reasons}/{q.reading.value if q.reading else ''}"
        f"/{q.revision.message_id}/{q.revision.counted_at.astimezone(UTC).isoformat()}"
        for q in found
    ]
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def _item(config: Config, number: int, question: Question, crop: str) -> Item:
    form = all_forms()[question.revision.form]
    field = question.field
    labels = {SENDER: "ผู้ส่ง", REPORT: "รายงานทั้งฉบับ"}
    return Item(
        number=number,
        label=field.short if field else labels[question.topic],
        guess=sentences.guess(question, config),
        why=(
            *sentences.wished(question),
            *(one_line(thai(r, form), WORDS_LENGTH) for r in question.reasons[:3]),
            *sentences.counts_now(question, config),
        ),
        answers=_answers(number, question),
        crop=crop,
    )


def _answers(number: int, question: Question) -> tuple[str, ...]:
    """What can be answered, as it is to be typed."""
    field = question.field
    if question.topic == SENDER:
        return (f"{number} อนุมัติ", f"{number} รับ", f"{number} ไม่รับ")
    if field is None:
        return (f"{number} รับ", f"{number} ไม่รับ")
    right = (f"{number} ถูก",) if question.has_guess else ()
    if question.topic == UNIT:
        return (*right, f"{number} = ชื่อหน่วยรายงาน")
    if question.topic == PERIOD:
        return (*right, f"{number} = เดือนและปี")
    if field.kind == "choice":
        return (f"{number} ดำเนินการแล้ว", f"{number} ยังไม่ดำเนินการ")
    return (*right, f"{number} = จำนวน")
