"""Pages that are not the form: letters, other forms, notices, nearly empty sheets."""

from random import Random

from tests.corpus.pages.fonts import Split, pick
from tests.corpus.pages.look import DPI, MM
from tests.corpus.pages.paper import HEIGHT, WIDTH, Paper, width
from tests.corpus.sheet import ITEM_1, ITEM_2, ITEM_3, NOTES

_LETTER = (
    "ที่ กส ๐๐๒๓.๑/ว ๘๘", "เรื่อง การสร้างความรู้ความเข้าใจเพื่อป้องกันการหลอกลวงทางออนไลน์ (Scammer)",
    "เรียน ท้องถิ่นจังหวัดกาฬสินธุ์", "อ้างถึง หนังสือจังหวัดกาฬสินธุ์", "สิ่งที่ส่งมาด้วย แบบรายงาน จำนวน ๑ ชุด",
    "ตามที่จังหวัดกาฬสินธุ์แจ้งให้อำเภอรายงานผลการดำเนินการ", "จึงเรียนมาเพื่อโปรดพิจารณา", "ขอแสดงความนับถือ",
)  # fmt: skip
_ROWS = (
    "ถังขยะเปียก", "ครัวเรือนต้นแบบ", "ผู้สูงอายุ", "อาสาสมัคร", "จำนวนผู้ป่วย", "การฝึกอบรม", "ลานกีฬา",
    "โครงการ",
    "งบประมาณ", "น้ำประปา", "ถนน", "ไฟฟ้าสาธารณะ", "หนังสือราชการ", "วิทยุชุมชน",
)  # fmt: skip
_TITLES = (
    "แบบรายงานการจัดการขยะมูลฝอย", "แบบสำรวจข้อมูลผู้สูงอายุ", "บันทึกข้อความ",
    "แบบรายงานผลการป้องกันโรคไข้เลือดออก",
    "แบบรายงานการขับเคลื่อนศูนย์ปฏิบัติการ", "ประกาศ", "แบบรายงานการใช้จ่ายงบประมาณ",
)  # fmt: skip


def other_page(rng: Random, split: Split) -> Paper:
    """One page of some other kind."""
    return rng.choice((_letter, _other_form, _other_form, _notice, _empty))(rng, split)


def _letter(rng: Random, split: Split) -> Paper:
    paper, family = Paper(), pick(rng, split)
    size = round(rng.uniform(12, 16) * DPI / 72)
    y, path = 30 * MM, family.path()
    lines = [
        *_LETTER[:5],
        *rng.choices((*ITEM_1, *ITEM_2, *ITEM_3, *NOTES, _LETTER[5]), k=6),
        *_LETTER[6:],
    ]
    for line in lines:
        paper.text(rng.choice((25, 25, 45)) * MM, y, line, path, size, 20)
        y += size * rng.uniform(1.3, 1.7)
    return paper


def _other_form(rng: Random, split: Split) -> Paper:
    paper, family = Paper(), pick(rng, split)
    size = round(rng.uniform(12, 16) * DPI / 72)
    path, y = family.path(), 28 * MM
    title = rng.choice(_TITLES)
    paper.text(
        (WIDTH - width(title, family.path(bold=True), size)) / 2,
        y,
        title,
        family.path(bold=True),
        size,
        10,
    )
    y += size * 1.6
    paper.text(
        30 * MM, y, "อปท. ............... อำเภอ ............... จังหวัด กาฬสินธุ์", path, size, 10
    )
    y += size * 1.6
    paper.text(70 * MM, y, "ประจำเดือน มกราคม ๒๕๖๙", path, size, 10)
    table = rng.random() < 0.5
    for number, row in enumerate(rng.sample(_ROWS, rng.randint(5, 12))):
        y += size * 1.7
        name = rng.choice(("- ", f"{number + 1}. ")) + row
        paper.text(30 * MM, y, name, path, size, 10)
        value = str(rng.randint(0, 300))
        unit = rng.choice(("ครั้ง", "แห่ง", "คน", "ราย"))
        paper.text(110 * MM, y, value if table else f"จำนวน ....{value}.... {unit}", path, size, 10)
        if table:
            paper.draw.rectangle((28 * MM, y - size, 170 * MM, y + size * 0.7), outline=20, width=2)
    y += size * 2.5
    paper.text(110 * MM, y, "ผู้รายงาน (............................)", path, size, 10)
    return paper


def _notice(rng: Random, split: Split) -> Paper:
    paper, family = Paper(), pick(rng, split)
    for _ in range(rng.randint(3, 9)):
        x0, y0 = rng.uniform(0, 0.7) * WIDTH, rng.uniform(0, 0.8) * HEIGHT
        box = (x0, y0, x0 + rng.uniform(0.1, 0.4) * WIDTH, y0 + rng.uniform(0.05, 0.3) * HEIGHT)
        shape = rng.choice((paper.draw.rectangle, paper.draw.ellipse, paper.draw.rounded_rectangle))
        shape(box, fill=rng.randint(120, 240))
    for words in ("ไม่เชื่อ", "ไม่รีบ", "ไม่โอน", "เตือนภัยออนไลน์", "สายด่วน 1441"):
        size = rng.randint(50, 160)
        at = rng.uniform(0.05, 0.5) * WIDTH, rng.uniform(0.1, 0.95) * HEIGHT
        paper.text(*at, words, family.path(bold=True), size, rng.randint(0, 90))
    return paper


def _empty(rng: Random, split: Split) -> Paper:
    paper = Paper()
    if rng.random() < 0.6:
        paper.text(95 * MM, 15 * MM, f"- {rng.randint(1, 9)} -", pick(rng, split).path(), 40, 30)
    return paper
