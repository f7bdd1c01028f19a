"""Draws filled forms and other sheets as pictures, and spoils them the way scanners do."""

from collections.abc import Mapping

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from parsers.reading import Unit

FONT = "/usr/share/fonts/truetype/tlwg/Norasi.ttf"
DPI = 200
WIDTH, HEIGHT = 1654, 2339
UNITS = (
    Unit("na-mon", "นามน", "district", ("อ.นามน",)),
    Unit("khao-wong", "เขาวง", "district", ("อ.เขาวง",)),
    Unit("pao", "อบจ.กาฬสินธุ์", "pao", ("องค์การบริหารส่วนจังหวัดกาฬสินธุ์",)),
    Unit("town", "เทศบาลเมืองกาฬสินธุ์", "town", ("ทม.กาฬสินธุ์",)),
)
ROWS = {
    "official_letter": "หนังสือราชการ",
    "website": "เว็บไซต์ของหน่วยงาน",
    "facebook_page": "เพจเฟซบุ๊กของหน่วยงาน",
    "print_media": "สื่อสิ่งพิมพ์",
    "school_teaching": "การเรียนการสอนในโรงเรียน",
    "community_radio": "วิทยุชุมชน",
    "public_address": "เสียงตามสาย",
}
FILLED = {
    "organization": "-",
    "unit": "นามน",
    "province": "กาฬสินธุ์",
    "period": "มีนาคม ๒๕๖๙",
    "yes": "/",
    "no": "",
    "organizations_total": "๖",
    "organizations_done": "๔",
    "official_letter": "12",
    "website": "๓๗",
    "facebook_page": "205",
    "print_media": "๘",
    "school_teaching": "-",
    "community_radio": "๑๙",
    "public_address": "46",
    "reporter_name": "นายทดสอบ ระบบดี",
    "reporter_position": "ท้องถิ่นอำเภอ",
}
EMPTY = dict.fromkeys(FILLED, "")


def form_page(values: Mapping[str, str] = FILLED, *, dots: bool = True) -> Image.Image:
    """The form as a clean grey picture of an A4 page at 200 dpi, with these values written in."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 44)
    x, y = 150, 130

    def text(at: float, words: str) -> float:
        draw.text((at, y), words, fill=0, font=font)
        return at + draw.textlength(words, font=font)

    def slot(at: float, width: int, key: str) -> float:
        if dots:
            for dot in range(0, width, 9):
                draw.ellipse((at + dot, y + 57, at + dot + 3, y + 60), fill=0)
        else:
            draw.line((at, y + 59, at + width, y + 59), fill=0, width=2)
        inside = draw.textlength(values[key], font=font)
        text(at + (width - inside) / 2, values[key])
        return at + width + 12

    text(330, "แบบรายงานการสร้างความรู้ความเข้าใจ")
    y += 60
    text(300, "เพื่อป้องกันการหลอกลวงทางออนไลน์ (Scammer)")
    y += 70
    end = slot(text(x, "อปท."), 330, "organization")
    end = slot(text(end, "อำเภอ"), 280, "unit")
    slot(text(end, "จังหวัด"), 240, "province")
    y += 64
    slot(text(560, "ประจำเดือน"), 340, "period")
    for words in ("๑. สำนักงานองค์กรปกครองส่วนท้องถิ่นแจ้งเวียนให้บุคลากรในสังกัดรับทราบ", "แล้วหรือไม่"):
        y += 64
        text(x, words)
    for key, words in (("yes", "ดำเนินการเรียบร้อยแล้ว"), ("no", "ยังไม่ดำเนินการ")):
        y += 64
        draw.rectangle((250, y + 18, 280, y + 48), outline=0, width=2)
        if values[key]:
            draw.line((253, y + 30, 263, y + 46, 284, y + 10), fill=0, width=5)
        text(300, words)
    y += 64
    text(x, "๒. จำนวนองค์กรปกครองส่วนท้องถิ่นในอำเภอที่ดำเนินการเผยแพร่")
    for key, words in (
        ("organizations_total", "- จำนวน อปท. ในอำเภอทั้งหมด "),
        ("organizations_done", "- จำนวน อปท. ในอำเภอที่ดำเนินการเรียบร้อยแล้ว "),
    ):
        y += 64
        text(slot(text(240, words), 200, key), "แห่ง")
    y += 64
    text(x, "๓. เผยแพร่ผ่านช่องทางใดบ้าง จำนวนกี่ครั้ง")
    for key, words in ROWS.items():
        y += 64
        text(240, f"- {words}")
        text(slot(text(800, "จำนวน"), 230, key), "ครั้ง")
    y += 64
    text(240, "- อื่นๆ โปรดระบุช่องทางใดบ้าง และแต่ละช่องทางจำนวนกี่ครั้ง")
    y += 130
    text(800, "ผู้รายงาน")
    y += 64
    text(820, f"( {values['reporter_name']} )")
    y += 64
    slot(text(800, "ตำแหน่ง"), 460, "reporter_position")
    y += 90
    text(x, "หมายเหตุ ๑. ขอให้สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอรวบรวมจำนวนครั้ง")
    return page


def letter_page() -> Image.Image:
    """A covering letter that names the form and its channels without being it."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 44)
    lines = [
        "ที่ กส ๐๐๒๓.๑/๑๒๓",
        "เรื่อง แบบรายงานการสร้างความรู้ความเข้าใจเพื่อป้องกันการหลอกลวงทางออนไลน์",
        "เรียน ผู้ว่าราชการจังหวัดกาฬสินธุ์",
        "ตามที่ให้อำเภอรายงานการเผยแพร่ผ่านหนังสือราชการ เว็บไซต์ของหน่วยงาน",
        "เพจเฟซบุ๊กของหน่วยงาน สื่อสิ่งพิมพ์ การเรียนการสอนในโรงเรียน วิทยุชุมชน",
        "และเสียงตามสาย นั้น อำเภอได้ดำเนินการเรียบร้อยแล้ว จึงส่งรายงานมาพร้อมนี้",
    ]
    for i, words in enumerate(lines):
        draw.text((150, 200 + 70 * i), words, fill=0, font=font)
    return page


def scanned(page: Image.Image, *, skew: float = 0.0, noise: float = 0.0) -> Image.Image:
    """The page turned by some degrees on grey paper, blurred and noisy."""
    turned = page.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=255)
    grey = cv2.GaussianBlur(np.asarray(turned), (0, 0), 0.8).astype(np.float32) * 0.88
    grey += np.random.default_rng(1).normal(0, noise, grey.shape)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
