"""Replacing: what speaks against a sheet that would take the place of another one, once it counts.

A person must see it where it says otherwise than staff, where it may be last month's sheet with the
next one's values, where it was turned down before, and where staff pass on what a newer one
replaced.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from mailproc.intake.claims import Claim, later_months, same, values_of
from mailproc.intake.examine import Examined
from mailproc.intake.known import Known
from mailproc.intake.senders import Sender
from mailproc.month.calendar import due_month
from mailproc.month.period import period_of, shift
from mailproc.reasons import decode, encode, of_strangers
from mailproc.replies.about import months_named
from mailproc.thai_dates import BUDDHIST, SHORT_MONTHS
from parsers.reading import Problem
from parsers.thai import ascii_digits
from storage.history import said_otherwise
from storage.records import Revision

# Offices and campaigns are named for “preventing and correcting problems”, letters end with “if you
# find anything to correct”, and files keep their names from month to month: only what a mail says
# of its report is a correction. Where one is missed the unit is asked, and nothing is lost.
_CORRECTED = re.compile(
    r"(?:^|[\s(:]|ขอ(?:อนุญาต|ส่ง)?|ฉบับ(?:ที่)?|ส่ง|ได้|มีการ|รายงาน|ข้อมูล|ตัวเลข|ไฟล์)แก้ไข"
    r"(?=$|[\s).,:0-9๐-๙]|แล้ว|ใหม่|เพิ่มเติม|ครั้งที่|ค่ะ|คะ|ครับ|นะ"
    r"|(?:แบบ)?รายงาน|ข้อมูล|ตัวเลข|จำนวน|ยอด|ค่า|เดือน|ประจำ|ของ|ไฟล์|เอกสาร)"
    r"|แทน(?:ฉบับ|ของ|อัน|ไฟล์)?(?:เดิม|เก่า|ก่อน)"
)
_WHO = r"(?:อีเมล|e-?mail|ผู้รายงาน|ผู้รับผิดชอบ|ผู้ประสาน|ผู้ลงนาม|เจ้าหน้าที่|เบอร์|โทร|ไลน์|ตำแหน่ง|ติดต่อ)"
_NO_CORRECTION = re.compile(
    r"หาก|ถ้า|กรณี|ไม่|มิได้|หนังสือ|ระเบียบ|ประกาศ|พ\.?ร\.?บ|แบบ(?:รายงาน)?ที่แก้ไข|ฟอร์มที่\S*แก้ไข|ผิดตรงไหน|มีอะไร"
    # Somebody else is asked to correct; who reports, or where, is another one now.
    r"|(?:กรุณา|โปรด|รบกวน|ช่วย)(?:\s|ตรวจสอบ|พิจารณา|และ|ช่วย|ทบทวน)*แก้ไข|แก้ไข\s*และแจ้งกลับ"
    rf"|แก้ไข(?:ข้อมูล|ชื่อ|ที่อยู่|\s)*{_WHO}|{_WHO}.*แทน",
    re.I,
)
# Whoever passes a mail on, or answers in an old thread, wrote nothing of its subject.
_NOT_WRITTEN = re.compile(r"\s*(?:fwd?|re|aw|ส่งต่อ|ตอบ(?:กลับ)?)\s*:", re.I)
_AS_ASKED = re.compile(r"\s*(?:ขอ)?แก้ไข")


def against_replacing(
    claim: Claim,
    examined: Examined,
    known: Known,
    sender: Sender | None,
    reasons: Sequence[str],
    arrived: date,
) -> Iterator[str]:
    """What a person must see before the sheet counts in place of another one.

    `reasons`: what is against it already.
    """
    if claim.key is None:
        return
    current = known.current.get(claim.key)
    if current is not None and not same(claim.report, current):
        yield from _against_staff(claim, known)
        if sender is not None and sender.staff and _was_replaced(claim, known):
            yield encode(Problem("newer_counts"))
    before = current or _waiting(claim, known, sender)
    # Where its year is in doubt, staff are asked about the month, and the unit is not.
    year_doubtful = any(decode(reason).code == "year_doubtful" for reason in reasons)
    if before is not None and not same(claim.report, before) and not year_doubtful:
        yield from _resent(claim, examined, known, arrived)
    if any(same(claim.report, r) for r in known.rejected.get(claim.key, ())):
        yield encode(Problem("rejected_before"))


def _was_replaced(claim: Claim, known: Known) -> bool:
    """Whether the sheet counted, or came, before what counts now: who passes it on may have an old
    copy.
    """
    return claim.key is not None and any(
        same(claim.report, r) for r in known.replaced.get(claim.key, ())
    )


def _waiting(claim: Claim, known: Known, sender: Sender | None) -> Revision | None:
    """The newest sheet for that month from the same address that waits: once that is answered, it
    is the one before.
    """
    held = known.held.get(claim.key, ()) if claim.key else ()
    own = [r for r in held if sender is not None and r.sender == sender.address]
    return own[-1] if own else None


def _against_staff(claim: Claim, known: Known) -> Iterator[str]:
    """Fields that staff corrected and the sheet has otherwise: a person has the last word.

    What a unit corrected by answering a receipt it may correct by another sheet.
    """
    said = known.by_staff.get(claim.key, {}) if claim.key else {}
    against = said_otherwise(said, values_of(claim.report))
    return (encode(Problem("corrected_by_person", key)) for key in against)


def _resent(claim: Claim, examined: Examined, known: Known, arrived: date) -> Iterator[str]:
    """Other numbers for a month already reported, while the next one is open and missing, or a
    later one of which the mail speaks.
    """
    campaign, unit, period = claim.key or ("", "", "")
    missing = [
        month
        for month in later_months(period)
        if due_month(claim.campaign, month) <= period_of(arrived)
        and (campaign, unit, month) not in known.current
        # A stranger's sheet does not tell whether the unit has reported.
        and all(of_strangers(r.reasons) for r in known.held.get((campaign, unit, month), ()))
    ]
    about_now = any("เดือนนี้" in words for words in _words(examined))
    corrects = (
        known.answers_receipt
        or _says_correction(examined, period)
        or (known.answers_question and _says_as_asked(examined, period))
    )
    meant = not about_now and corrects
    is_next = shift(period, 1) in missing and not meant
    if is_next or any(_speaks_of(examined, month) for month in missing):
        yield encode(Problem("resent_last_month", "period", period))


def _words(examined: Examined) -> tuple[str, str]:
    subject = examined.headers.subject if examined.headers else ""
    return (subject, examined.body_text)


def _says_correction(examined: Examined, period: str) -> bool:
    """Whether a line of the mail does, and names no other month than the sheet's."""
    month = int(period[5:])
    subject, body = _words(examined)
    own = [subject]
    if _NOT_WRITTEN.match(subject) and months_named(subject) != {month}:
        own = []
    return any(
        _CORRECTED.search(line)
        and not _NO_CORRECTION.search(line)
        and months_named(line) <= {month}
        for line in (*own, *body.splitlines())
    )


def _says_as_asked(examined: Examined, period: str) -> bool:
    """Whether the answer to the question about its month begins with the word it asks for."""
    first = next((line for line in examined.body_text.splitlines() if line.strip()), "")
    return bool(_AS_ASKED.match(first)) and months_named(first) <= {int(period[5:])}


def _speaks_of(examined: Examined, period: str) -> bool:
    """Whether the mail or a file's name says that it is of that month: a correction is not."""
    said = ascii_digits("\n".join((*_words(examined), *(d.path for d in examined.documents))))
    year, month = int(period[:4]) + BUDDHIST, int(period[5:])
    short = rf"(?<![ก-๛]){SHORT_MONTHS[month - 1].replace('.', '')}(?![ก-๛])"
    numbers = rf"(?<![0-9/.-])0?{month} ?[/.-] ?(?:{year}|{year % 100})(?![0-9/.-])"
    return month in months_named(said) or re.search(f"{short}|{numbers}", said) is not None
