"""The Thai sentences in which an answer is confirmed, or asked back."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mailproc.config import Config
from mailproc.notices.clean import one_line
from mailproc.notices.render import unit_title
from mailproc.notices.values import show
from mailproc.replies.orders import Unclear
from mailproc.replies.questions import SENDER, Question
from mailproc.thai_dates import thai_month, thai_short_moment
from parsers import problems
from parsers.forms import all_forms
from parsers.reading import Problem, Value
from storage.correspondence import Answer
from storage.proposals import OVERTAKEN
from storage.records import Revision
from storage.reports import READ_AGAIN

LONGEST = 200
_PEOPLE = {"operator": "เจ้าหน้าที่ (คำสั่งในเครื่อง)", "program": "ระบบ"}


def report(revision: Revision, config: Config) -> str:
    """Which report: its unit and month, as far as they are known."""
    unit = config.unit_by_id.get(revision.unit or revision.unit_guess or "")
    month = revision.period or revision.period_guess
    return f"{unit_title(unit)} {thai_month(month) if month else ''}".strip()


def done(number: int, question: Question, given: Answer, config: Config) -> str:
    """What an answer to one item did."""
    about = f"ข้อ {number} ({report(question.revision, config)})"
    if given.verdict == "approved":
        sender = one_line(question.revision.sender, LONGEST)
        return f"{about} อนุญาตให้ {sender} รายงานได้ต่อไป"
    if question.field is None:
        return f"{about} รับรายงานฉบับนี้" + (" เฉพาะฉบับนี้" if question.topic == SENDER else "")
    if given.verdict == "set":
        return f"{about} {question.field.short}: ใช้ {_value(question, given.value, config)}"
    return f"{about} {question.field.short}: ถูกต้องตามที่อ่านได้ {guess(question, config)}"


def guess(question: Question, config: Config) -> str:
    """What was read, in words; “(เว้นว่าง)” for an empty field, "" for one that was not read.

    For a whole sheet, the counts on it: of two sheets they tell which one it is.
    """
    if question.topic == "report":
        return counts(question.revision)
    if question.topic == "unit":
        return _value(question, question.revision.unit, config) if question.has_guess else ""
    if question.topic == "period":
        return _value(question, question.revision.period, config) if question.has_guess else ""
    reading = question.reading
    if reading is None or not question.has_guess:
        return ""
    return _value(question, reading.value, config)


def counts_now(question: Question, config: Config) -> tuple[str, ...]:
    """What counts there now, where it is something else; nothing for a whole sheet."""
    now, read = question.counted, question.reading
    if now is None or read is None or now.value == read.value:
        return ()
    return (f"ค่าที่นับอยู่ขณะนี้: {_value(question, now.value, config)}",)


def wished(question: Question) -> tuple[str, ...]:
    """Whose word it is, where a unit wants a value to be otherwise."""
    return ("หน่วยรายงานขอแก้ไขเป็นค่านี้ โดยตอบอีเมล",) if question.revision.by_unit else ()


def counts(revision: Revision) -> str:
    """What was counted on a sheet, field by field; what is empty there is left out."""
    found = ((f.short, revision.reading(f.key)) for f in all_forms()[revision.form].counts)
    return ", ".join(f"{name} {r.value}" for name, r in found if r and r.value is not None)


def _value(question: Question, value: Value, config: Config) -> str:
    assert question.field is not None  # only fields have values
    return one_line(show(question.field, value, config.unit_by_id), LONGEST) or "(เว้นว่าง)"


def rejected(number: int, revision: Revision, config: Config) -> str:
    """A report that does not count."""
    return f"ข้อ {number} ไม่รับรายงานฉบับนี้ ({report(revision, config)})"


def counted(revision: Revision, config: Config) -> str:
    """A report that counts now, or was there in time though a newer one counts."""
    if not revision.current:
        return (
            f"รับแบบรายงานของ{report(revision, config)} ฉบับนี้ไว้ โดยถือวันที่ได้รับเดิม "
            "ส่วนตัวเลขยังใช้ฉบับที่ใหม่กว่า"
        )
    return f"นับรายงานของ{report(revision, config)} แล้ว โดยถือวันที่ได้รับเดิม และแจ้งหน่วยรายงานแล้ว"


def still_open(revision: Revision, numbers: Sequence[int], config: Config, *, newer: bool) -> str:
    """A report of which something is still to be answered; `newer`: another sheet of it counts."""
    left = f"ข้อ {_listed(numbers)}" if numbers else "ข้อที่ถามเพิ่มในอีเมลนี้"
    if newer:
        return f"มีรายงานฉบับใหม่กว่าของ{report(revision, config)} ที่นับอยู่ ฉบับนี้ยังไม่ใช้ รอคำตอบ{left}"
    return f"รายงานของ{report(revision, config)} ยังไม่นับ รอคำตอบ{left}"


def settled(number: int, revision: Revision, zone: ZoneInfo) -> str:
    """An item about a report that was decided on before."""
    if READ_AGAIN in revision.reasons:
        return f"ข้อ {number} ระบบอ่านอีเมลนั้นใหม่แล้ว จึงไม่ได้ใช้คำตอบนี้ หากยังมีข้อสงสัยจะถามใหม่"
    if OVERTAKEN in revision.reasons:
        return f"ข้อ {number} ไม่ต้องตอบแล้ว มีคำตอบอื่นใช้แทน"
    at = revision.decided_at or revision.recorded_at
    by = _PEOPLE.get(revision.decided_by, one_line(revision.decided_by, LONGEST))
    word = "ไม่รับ" if revision.state == "rejected" else "รับ"
    return f"ข้อ {number} ดำเนินการไปแล้ว: {word}โดย {by} เมื่อ {thai_short_moment(at, zone)}"


def another_counts(number: int, held: Revision, counts: Revision | None, config: Config) -> str:
    """An item about a report that waits no more, since a person decided on another sheet of it."""
    decided = counts or held
    at, by = decided.decided_at or decided.recorded_at, decided.decided_by
    by = _PEOPLE.get(by, one_line(by, LONGEST))
    sheet = (held.message, held.document, held.ordinal)
    if counts is not None and sheet == (counts.message, counts.document, counts.ordinal):
        return (
            f"ข้อ {number} ไม่ได้ดำเนินการ: รายงานของ{report(held, config)} นับแล้วตามคำตอบของ {by} "
            f"เมื่อ {thai_short_moment(at, config.zone)} หากต้องแก้ไข "
            f"แจ้งผู้ดูแลระบบให้สั่ง mailproc correct {counts.unit} {counts.period}"
        )
    return (
        f"ข้อ {number} ไม่ได้ดำเนินการ: รายงานของ{report(held, config)} ใช้อีกฉบับหนึ่งที่รับโดย {by} "
        f"เมื่อ {thai_short_moment(at, config.zone)} แล้ว หากต้องใช้ฉบับนี้แทน "
        f"แจ้งผู้ดูแลระบบให้สั่ง mailproc accept {held.id}"
    )


def answered(number: int, by: str, at: datetime, zone: ZoneInfo) -> str:
    """An item that was answered so before."""
    return f"ข้อ {number} ตอบไว้แล้วโดย {one_line(by, LONGEST)} เมื่อ {thai_short_moment(at, zone)}"


def instead(number: int, question: Question, known: Answer, config: Config) -> str:
    """An item that somebody else had answered otherwise, and how."""
    said = ""
    if known.verdict == "set" and question.field is not None:
        shown = one_line(show(question.field, known.value, config.unit_by_id), LONGEST)
        said = f" (ซึ่งตอบว่า {shown or 'เว้นว่าง'})"
    by, at = one_line(known.by, LONGEST), thai_short_moment(known.at, config.zone)
    return f"ข้อ {number} ใช้แทนคำตอบของ {by} เมื่อ {at}{said}"


def not_counted(revision: Revision, problem: Problem, config: Config) -> str:
    """Given values that cannot be."""
    why = problems.thai(problem, all_forms()[revision.form])
    return f"รายงานของ{report(revision, config)} ยังไม่นับ: {why} โปรดตอบค่านี้อีกครั้ง"


def both_ways(number: int) -> str:
    """An item that was told two things."""
    return f"ข้อ {number} มีคำตอบที่ขัดกัน จึงยังไม่ได้ทำ โปรดตอบอีกครั้ง"


def waits_for(number: int, unsure: Sequence[int]) -> str:
    """An item of a report of which something else that was said is not clear."""
    why = f"คำตอบข้อ {_listed(unsure)} ของรายงานเดียวกันยังไม่ชัดเจน"
    return f"ข้อ {number} ยังไม่ได้ทำ เพราะ{why} โปรดตอบทั้งหมดอีกครั้ง"


def no_such_item(numbers: Sequence[int]) -> str:
    """Items that the mail does not have."""
    return f"ไม่มีข้อ {_listed(numbers)} ในอีเมลที่ตอบ จึงยังไม่ได้ทำคำตอบนั้น"


def no_longer_asked(number: int, revision: Revision, config: Config) -> str:
    """A question that newer events have overtaken."""
    return (
        f"ข้อ {number} ไม่ต้องตอบแล้ว: สถานะของรายงาน{report(revision, config)} เปลี่ยนไป "
        "หากยังมีข้อสงสัยจะถามใหม่"
    )


def which_item(words: str) -> str:
    """An answer without a number where there are several items."""
    return f"“{one_line(words, LONGEST)}” หมายถึงข้อใด โปรดตอบพร้อมเลขข้อ"


def needs_own_word(number: int, topic: str) -> str:
    """An item that “all right” does not answer."""
    said = "“อนุมัติ” “รับ” หรือ “ไม่รับ”" if topic == SENDER else "“รับ” หรือ “ไม่รับ”"
    return f"ข้อ {number} โปรดตอบ {said}"


def asked_back(number: int, why: str) -> str:
    """An answer that does not fit its question."""
    return f"ข้อ {number} {one_line(why, LONGEST)}"


def unclear(said: Unclear) -> str:
    """Words that were not understood, and what was not done for that."""
    words = one_line(said.words, LONGEST)
    if said.beside:
        return (
            f"ไม่เข้าใจข้อความ “{words}” จึงยังไม่ได้ทำตามคำตอบทั้งฉบับ "
            "โปรดตอบอีกครั้งเฉพาะสิ่งที่ต้องการให้ทำ บรรทัดละเรื่อง"
        )
    return f"ไม่เข้าใจข้อความ “{words}” จึงยังไม่ได้ทำ"


def nothing_above(*, items: bool = True) -> str:
    """An answer that is written between the lines of the quote, in the subject, or not at all;
    `items`: it is to be about some.
    """
    about = " พร้อมเลขข้อหรือชื่อช่อง" if items else " (ไม่ใช่ในชื่อเรื่องหรือใต้ข้อความเดิม)"
    return f"ไม่พบคำตอบเหนือข้อความเดิม โปรดพิมพ์คำตอบไว้บนสุดของอีเมล{about}"


def changed_in_copy(lines: Sequence[str]) -> str:
    """Words that stand in a copy of our own mail, or below it."""
    shown = "” “".join(one_line(line, LONGEST) for line in lines[:5])
    return (
        f"พบข้อความในสำเนาอีเมลเดิมหรือใต้สำเนา “{shown}” จึงยังไม่ได้ทำตามคำตอบทั้งฉบับ "
        "โปรดพิมพ์เฉพาะค่าที่ต้องการแก้ไว้บนสุดของอีเมล"
    )


def beside_files() -> str:
    """Orders in a mail with files that may be reports."""
    return (
        "อีเมลมีไฟล์แนบที่อาจเป็นรายงาน ระบบจึงรับไฟล์ไว้ตรวจ และยังไม่ได้ทำตามข้อความ โปรดตอบอีกครั้งโดยไม่แนบไฟล์ "
        "(รายงานรวมฉบับลงนามส่งด้วยคำสั่ง mailproc rollup --send --signed)"
    )


def unknown_mail() -> str:
    """An answer to a mail of ours that the database does not have."""
    return (
        "ระบบไม่พบอีเมลฉบับที่ตอบ (อาจส่งไว้ก่อนกู้คืนข้อมูลจากสำเนาสำรอง) จึงยังไม่ได้ทำ "
        "โปรดตอบอีเมลฉบับนั้นอีกครั้งในวันถัดไป หรือตอบอีเมลสรุปสถานะฉบับล่าสุด"
    )


def no_meaning_here(words: str) -> str:
    """Words that mean something, but not as an answer to that mail."""
    return f"“{words}” ใช้กับอีเมลที่ตอบนี้ไม่ได้ จึงยังไม่ได้ทำ"


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(n) for n in numbers)
