"""The Thai sentences in which an answer of a unit is asked back."""

from collections.abc import Sequence

from mailproc.config import Config
from mailproc.notices.clean import one_line
from mailproc.reasons import thai
from mailproc.replies.covering import Said
from mailproc.replies.questions import Question
from mailproc.replies.sentences import LONGEST, guess, report
from mailproc.thai_dates import thai_month
from parsers import problems
from parsers.form import Field
from parsers.forms import all_forms
from parsers.reading import Problem
from storage.records import Revision


def confirm_by_word() -> str:
    """Words beside doubtful values that are neither values nor a confirmation."""
    return (
        "รายงานยังรอคำตอบ จึงยังไม่นับ หากค่าที่แสดงในอีเมลตอบรับถูกต้องทั้งหมด โปรดตอบคำว่า “ยืนยัน” "
        "หากไม่ถูกต้อง โปรดตอบค่าที่ถูกต้อง"
    )


def nothing_but(words: str) -> str:
    """An answer that is nothing but a month, or the name of another unit."""
    return (
        f"คำตอบมีเพียง “{one_line(words, LONGEST)}” จึงยังไม่ได้ทำ "
        "หากแบบรายงานควรเป็นของเดือนหรือหน่วยรายงานนั้น โปรดแก้ในแบบรายงานแล้วส่งเป็นไฟล์ PDF อีกครั้ง "
        "หากแบบรายงานนั้นแก้ไขฉบับเดิมของเดือนเดียวกัน โปรดพิมพ์คำว่า “แก้ไข” และแนบไฟล์ PDF นั้นอีกครั้ง"
    )


def beside_file(corrections: Sequence[Said], fields: Sequence[Field]) -> str:
    """Words in a mail with a sheet that are to change its values."""
    short = {f.key: f.short for f in fields}
    said = ", ".join(
        f"“{one_line(words, LONGEST)}”"
        for one in corrections
        for words in ([f"{short[o.field]} = {o.words}" for o in one.values] or [one.line])
    )
    return (
        f"อีเมลมีแบบรายงานแนบ ระบบจึงใช้ตัวเลขตามแบบรายงาน และยังไม่ได้ทำตามข้อความ {said} "
        "หากต้องการแก้ไข โปรดตอบอีเมลตอบรับของรายงานนี้โดยไม่แนบไฟล์"
    )


def newer_counts() -> str:
    """An answer about a sheet, after which the same month was corrected."""
    return (
        "หลังจากรายงานฉบับนั้น มีค่าที่ใหม่กว่าของเดือนเดียวกันนับอยู่แล้ว จึงยังไม่ได้ทำ "
        "โปรดตอบอีเมลตอบรับฉบับล่าสุด หรือส่งแบบรายงานฉบับที่ถูกต้องเป็นไฟล์ PDF"
    )


def several_reports(told: Sequence[Revision], config: Config) -> str:
    """An answer to a receipt for several reports that does not say which."""
    if not told:
        return "อีเมลตอบรับนั้นไม่มีรายงานที่แก้ไขได้ โปรดส่งแบบรายงานฉบับแก้ไขเป็นไฟล์ PDF"
    each = ", ".join(dict.fromkeys(report(r, config) for r in told))
    month = next((thai_month(r.period) for r in told if r.period), "")
    return (
        f"อีเมลตอบรับนั้นมีรายงานหลายฉบับ ({each}) หมายถึงฉบับใด "
        f"โปรดตอบทีละฉบับพร้อมชื่อเดือน เช่น “{month} เสียงตามสาย = 30”"
    )


def by_name() -> str:
    """Orders that units do not give, or values of items without their names."""
    return "คำตอบมีข้อความที่ใช้กับรายงานของหน่วยไม่ได้ จึงยังไม่ได้ทำข้อนั้น โปรดบอกชื่อช่อง เช่น “เพจเฟซบุ๊ก = 24”"


def no_report_there() -> str:
    """Values in answer to a mail that shows no report."""
    return (
        "อีเมลที่ตอบไม่ใช่อีเมลตอบรับรายงาน จึงยังไม่ได้ทำ หากต้องการแก้ไขค่า โปรดตอบอีเมลตอบรับของรายงานฉบับนั้น "
        "หากยังไม่ได้ส่งรายงาน โปรดส่งแบบรายงานเป็นไฟล์ PDF"
    )


def for_staff() -> str:
    """A report that waits for more than its values."""
    return "รายงานฉบับนั้นรอเจ้าหน้าที่จังหวัดตรวจสอบเรื่องอื่นด้วย จึงยังแก้ไขหรือยืนยันทางอีเมลไม่ได้"


def another_month(revision: Revision) -> str:
    """A correction that names another month than the answered receipt."""
    month = thai_month(revision.period or "")
    return f"อีเมลตอบรับนั้นเป็นของเดือน{month} แต่คำตอบกล่าวถึงเดือนอื่น จึงยังไม่ได้ทำ โปรดตอบอีเมลตอบรับของเดือนนั้น"


def another_unit(revision: Revision, config: Config) -> str:
    """A correction that names, or comes from, another unit than that of the answered receipt."""
    name = report(revision, config)
    return f"อีเมลตอบรับนั้นเป็นของ{name} แต่คำตอบเป็นของหรือกล่าวถึงหน่วยรายงานอื่น จึงยังไม่ได้ทำ"


def gone() -> str:
    """A report that counts no more."""
    return "รายงานฉบับนั้นไม่ได้ใช้แล้ว โปรดส่งแบบรายงานเป็นไฟล์ PDF"


def not_confirmed(question: Question) -> str:
    """A doubt that “that is right” does not settle."""
    assert question.field is not None  # only fields are asked about in receipts
    why = [thai(r, all_forms()[question.revision.form]) for r in question.reasons]
    name = question.field.short
    return f"“{name}” ยืนยันตามที่อ่านได้ไม่ได้ ({'; '.join(why)}) โปรดตอบค่าที่ถูกต้อง เช่น “{name} = จำนวน”"


def also_doubtful(left: Sequence[Question], config: Config) -> str:
    """Doubts that the answer left open."""
    names = ", ".join(
        f"“{q.field.short}” ({guess(q, config) or 'อ่านไม่ได้'})" for q in left if q.field
    )
    return f"บันทึกค่าที่แจ้งแล้ว แต่ยังไม่นับรายงาน เพราะยังต้องทราบ {names} โปรดตอบค่า หรือพิมพ์ “ยืนยัน” หากถูกต้อง"


def was_another(field: Field, said: str, now: str) -> str:
    """A correction from a value that is not the one there."""
    return f"“{field.short}” ที่บันทึกไว้คือ {now} ไม่ใช่ {one_line(said, LONGEST)} จึงยังไม่ได้แก้ไข"


def two_values(field: Field) -> str:
    """Two values for one field."""
    return f"“{field.short}” มีสองค่าที่ไม่ตรงกัน จึงยังไม่ได้แก้ไข"


def cannot_be(problem: Problem, revision: Revision) -> str:
    """Values that cannot be."""
    return f"{problems.thai(problem, all_forms()[revision.form])} จึงยังไม่ได้แก้ไข"
