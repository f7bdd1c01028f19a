"""Which layer of a PDF page to believe, and what a page is that holds no form."""

import re

from parsers.reading import Box
from parsers.text_layer import TextPage, page_text
from parsers.thai import is_thai, skeleton

# Skeletons of words that hardly any Thai official page is without; a broken character map makes
# Thai letters too, but not these.
_WORDS = "การ และ ที่ ของ ให้ ราย งาน จังหวัด อำเภอ วัน เรื่อง ประ จำนวน ความ ไม่ หน่วย แจ้ง"  # fmt: skip
_COMMON = tuple(skeleton(w) for w in _WORDS.split())
_FEW = 40  # letters: less is a stamp or a page number, not a page's text
_COVERED = 0.5  # share of the page under pictures from which on it counts as scanned


def drawn_nothing(page: TextPage) -> bool:
    """Whether there is nothing at all to see on the page."""
    content = page.content
    shown = any(g.seen and g.text.strip() for g in content.glyphs)
    return not shown and not any(s.kind != "clip" and not s.white for s in content.shapes)


def needs_picture(page: TextPage) -> bool:
    """Whether a page without a form in its text must be looked at as a picture."""
    if drawn_nothing(page):
        return False
    text = page_text(page)
    if sum(c.isalpha() for c in text) < _FEW or not sensible(text):
        return True
    return _covered(page) > _COVERED


def sensible(text: str) -> bool:
    """Whether the text is language: Thai with its common words, or else plain Latin words."""
    thai = sum(map(is_thai, text))
    letters = sum(not c.isspace() for c in text)
    if thai > 0.3 * letters:
        bones = skeleton(text)
        hits = sum(bones.count(w) for w in _COMMON)
        return hits >= max(2, len(bones) / 60) and text.count("\ufffd") < 0.05 * letters
    words = re.findall(r"\b[a-z]{3,12}\b", text)
    vowels = [w for w in words if re.search(r"[aeiou]", w)]
    return len(vowels) * 6 > 0.5 * letters


def _covered(page: TextPage) -> float:
    content = page.content
    whole = max(1.0, content.width * content.height)
    return sum(_within(s.box, content.width, content.height) for s in content.shapes
               if s.kind == "image") / whole  # fmt: skip


def _within(box: Box, width: float, height: float) -> float:
    w = min(box.x1, width) - max(box.x0, 0)
    h = min(box.y1, height) - max(box.y0, 0)
    return max(0.0, w) * max(0.0, h)


_LETTER = tuple(skeleton(w) for w in ("ขอแสดงความนับถือ", "จึงเรียนมาเพื่อ", "สิ่งที่ส่งมาด้วย", "อ้างถึง",
                                      "บันทึกข้อความ"))  # fmt: skip


def taken_for(text: str) -> str:
    """The problem code that says what a text without a form of ours seems to be."""
    bones = skeleton(text)
    if sum(w in bones for w in _LETTER) >= 2:
        return "taken_for_letter"
    return "taken_for_other_form"
