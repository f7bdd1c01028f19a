"""The Thai sentences about what staff order for no item: stop warnings, send the roll-up."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from mailproc.config import UnitConfig
from mailproc.notices.clean import one_line
from mailproc.notices.render import unit_title
from mailproc.replies.sentences import LONGEST
from mailproc.thai_dates import thai_month, thai_short_moment
from parsers.form import Field
from storage.correspondence import ItemOne, PassedOn


def no_such_unit(words: str) -> str:
    """An order about a unit that nobody knows."""
    return f"ไม่รู้จักหน่วยรายงาน “{one_line(words, LONGEST)}” จึงยังไม่ได้เปลี่ยนการแจ้งเตือนของหน่วยใด"


def nothing_to_stop(unit: UnitConfig) -> str:
    """A stop for a unit that would get nothing anyway."""
    return f"{unit_title(unit)} ไม่มีการแจ้งเตือนที่จะส่งต่อไป"


def stopped(unit: UnitConfig, period: str) -> str:
    """A unit that gets no more reminders about a month."""
    return (
        f"หยุดแจ้งเตือน{unit_title(unit)} ประจำเดือน{thai_month(period)} แล้ว "
        f"หากต้องการให้แจ้งอีก ตอบ “แจ้งต่อ {unit.name}”"
    )


def resumed(unit: UnitConfig, period: str) -> str:
    """A unit that is reminded about a month again."""
    return f"จะแจ้งเตือน{unit_title(unit)} ประจำเดือน{thai_month(period)} ต่อไป หากยังไม่ส่งรายงาน"


def nothing_to_resume(unit: UnitConfig) -> str:
    """A unit whose reminders nobody stopped."""
    return f"{unit_title(unit)} ไม่ได้ถูกหยุดแจ้งเตือนไว้ จึงแจ้งเตือนตามปกติ"


def no_campaign() -> str:
    """A draft of a campaign that is configured no more."""
    return "ไม่มีเรื่องที่ให้รายงานนี้ในการตั้งค่าแล้ว จึงยังไม่ได้ส่ง"


def sent_before(passed_on: PassedOn, zone: ZoneInfo) -> str:
    """A roll-up that went before."""
    at, by = thai_short_moment(passed_on.at, zone), one_line(passed_on.by, LONGEST)
    return f"รายงานรวมประจำเดือน{thai_month(passed_on.period)} ส่งต่อไปแล้วโดย {by} เมื่อ {at}"


def nobody_to_send_to() -> str:
    """A roll-up without receiver."""
    return "ยังไม่ได้ตั้งค่า forward_to จึงยังไม่ได้ส่ง"


def draft_is_old() -> str:
    """A draft whose figures have changed since."""
    return "ตัวเลขเปลี่ยนไปหลังจากร่างฉบับที่ท่านตอบ จึงยังไม่ได้ส่ง โปรดตรวจร่างฉบับล่าสุด แล้วตอบ “ส่ง” ที่ฉบับนั้น"


def cannot_send(why: str) -> str:
    """A roll-up that could not be sent."""
    return f"ยังไม่ได้ส่งรายงานรวม ({one_line(why, LONGEST)})"


def sent(period: str, to: str) -> str:
    """A roll-up that is on its way."""
    return f"ส่งรายงานรวมประจำเดือน{thai_month(period)} ไปที่ {to} แล้ว หากส่งไม่ถึงจะมีร่างให้ส่งอีกครั้ง"


def say_send() -> str:
    """Words that agree to a draft, which goes out at one word alone."""
    return "ยังไม่ได้ส่งรายงานรวม หากต้องการส่งตามร่างนี้ โปรดตอบคำว่า “ส่ง”"


def item_one(period: str, field: Field, *, informed: bool) -> str:
    """What item 1 of a roll-up says now."""
    said = field.yes if informed else field.no
    return f"ข้อ ๑ ของรายงานรวมประจำเดือน{thai_month(period)}: {said}"


def item_one_instead(known: ItemOne, zone: ZoneInfo) -> str:
    """An answer to item 1 that stands no more."""
    by, at = one_line(known.by, LONGEST), thai_short_moment(known.at, zone)
    return f"ข้อ ๑ ใช้แทนคำตอบของ {by} เมื่อ {at}"


def chosen_in_copy() -> str:
    """“ส่ง” above a copy in which one of the answers to item 1 was left."""
    return "ยังไม่ได้ส่งรายงานรวม เพราะสำเนาของร่างถูกแก้ไขที่ข้อ ๑ โปรดพิมพ์คำตอบไว้บนสุดของอีเมล"


def item_one_unclear() -> str:
    """Words about item 1 that choose neither of its answers."""
    return "ข้อ ๑ ยังไม่ได้ทำ เพราะไม่ได้บอกว่าดำเนินการแล้วหรือยังไม่ดำเนินการ"


def answers_to_draft() -> str:
    """What a draft can be answered, where an answer was not understood."""
    return (
        "คำตอบที่อีเมลร่างรายงานรวมรับได้: “ส่ง” หรือ “ข้อ 1 ดำเนินการแล้ว” หรือ “ข้อ 1 ยังไม่ดำเนินการ” "
        "โปรดตอบที่อีเมลร่าง ไม่ใช่ที่อีเมลฉบับนี้"
    )


def at_the_draft() -> str:
    """Words for the draft of a roll-up in answer to another mail."""
    return "หากหมายถึงรายงานรวมจังหวัด โปรดตอบที่อีเมลร่างรายงานรวมฉบับล่าสุด"


def new_draft(*, again: bool) -> str:
    """Another draft is on its way, which shows what was answered, and waits for “ส่ง”; `again`: of
    a supplement to what was passed on.
    """
    if again:
        return "รายงานรวมส่งไปแล้ว จะได้รับร่างเพิ่มเติม หากต้องการส่งเพิ่มเติม ตอบ “ส่ง” ที่ฉบับนั้น"
    return "ยังไม่ได้ส่งรายงานรวม จะได้รับร่างฉบับใหม่ โปรดตรวจแล้วตอบ “ส่ง” ที่ฉบับนั้น"


def item_one_left_open() -> str:
    """A roll-up that went without an answer to item 1."""
    return "ข้อ ๑ ของรายงานรวมที่ส่งนี้ไม่ได้ตอบไว้ หากต้องการตอบ ตอบที่อีเมลร่าง แล้วส่งเป็นฉบับเพิ่มเติม"


def trial_month() -> str:
    """“ส่ง” while nothing goes out to anybody but staff."""
    return (
        "ระบบตั้งค่าให้ส่งอีเมลถึงเจ้าหน้าที่จังหวัดเท่านั้น จึงยังไม่ได้ส่งถึงกรม "
        "หากส่งทางอื่นแล้ว แจ้งผู้ดูแลระบบให้สั่ง mailproc rollup --mark-sent"
    )


def not_sent_beside() -> str:
    """“ส่ง” beside something that was not done."""
    return "ยังไม่ได้ส่งรายงานรวม เพราะคำตอบนี้มีส่วนที่ยังไม่ได้ทำ หากให้ส่งตามร่างนี้ โปรดตอบ “ส่ง” เพียงคำเดียว"


def not_sent_on(files: Sequence[str]) -> str:
    """“ส่ง” in a mail with files, which would not go with the roll-up."""
    names = ", ".join(one_line(name, LONGEST) for name in files[:5])
    return (
        f"อีเมลมีไฟล์แนบ ({names}) ซึ่งจะไม่ไปกับรายงานรวม จึงยังไม่ได้ส่ง โปรดตอบ “ส่ง” อีกครั้งโดยไม่แนบไฟล์ "
        "(ฉบับลงนามส่งด้วยคำสั่ง mailproc rollup --send --signed)"
    )
