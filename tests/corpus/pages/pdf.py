"""A page picture as the file that a scanner, an office's printer or a phone makes of it.

Every way of wrapping belongs to one split by its name, as fonts, hands and damages do.
"""

from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any, Literal, Protocol

import numpy as np
from PIL import Image, ImageOps

from tests.corpus.pages.encode import encoded, g4, picture_file
from tests.corpus.pages.pdf_file import GLYPHLESS, PdfWriter, Picture, hidden_text

Split = Literal["training", "tuning", "test"]


class HasImage(Protocol):
    """What of a Page is needed here: grey or RGB pixels, upright, and their resolution."""

    @property
    def image(self) -> Any: ...
    @property
    def dpi(self) -> float: ...


@dataclass(frozen=True, slots=True)
class How:
    """One way of wrapping.

    `codec` and `quality` of the picture; `colour`: three channels; `strips`: cut into so many;
    `flag`: the page's /Rotate, with the pixels turned so that it is shown upright; `turned`:
    degrees clockwise by which it is shown turned; `ocr`: somebody's invisible, wrong text lies
    over it; `pixels`: the page is as many points wide as the picture has pixels; `file`: no PDF but
    a picture file of this kind.
    """

    codec: str = "jpeg"
    quality: int = 75
    colour: bool = False
    strips: int = 1
    flag: int = 0
    turned: int = 0
    ocr: bool = False
    pixels: bool = False
    file: str = ""


HOWS: dict[Split, dict[str, How]] = {
    "training": {
        "jpeg grey 80": How(quality=80),
        "jpeg rgb 65": How(quality=65, colour=True),
        "flate in 2 strips": How("flate", strips=2),
        "turned 90": How(quality=85, turned=90),
        "turned 180": How(quality=70, turned=180),
        "turned 270": How(quality=60, turned=270),
    },
    "tuning": {
        "jpeg grey 70": How(quality=70),
        "jpeg rgb 85": How(quality=85, colour=True),
        "flate rgb": How("flate", colour=True),
        "jpeg2000 rgb": How("jpeg2000", 30, colour=True),
        "g4 in 4 strips": How("g4", strips=4),
        "9 strips": How(quality=80, strips=9),
        "flag 180": How(quality=85, flag=180),
        "flate turned 90": How("flate", turned=90),
        "jpeg rgb turned 180": How(quality=80, colour=True, turned=180),
        "ocr over flate": How("flate", ocr=True),
        "points of pixels 80": How(quality=80, pixels=True),
        "jpeg file 85": How(quality=85, colour=True, file="jpeg"),
    },
    "test": {
        "jpeg grey 55": How(quality=55),
        "jpeg grey 90": How(quality=90),
        "jpeg rgb 75": How(quality=75, colour=True),
        "flate of 1 picture": How("flate"),
        "jpeg2000 grey": How("jpeg2000", 25),
        "g4": How("g4"),
        "23 strips": How(quality=82, strips=23),
        "flate in 5 strips": How("flate", strips=5),
        "flag 90": How(quality=75, flag=90),
        "flag 270": How("flate", flag=270),
        "jpeg turned 90": How(quality=78, turned=90),
        "jpeg turned 180": How(quality=78, turned=180),
        "jpeg turned 270": How(quality=78, turned=270),
        "ocr over jpeg": How(quality=72, colour=True, ocr=True),
        "points of pixels 65": How(quality=65, pixels=True),
        "jpeg file 70": How(quality=70, colour=True, file="jpeg"),
        "png file": How(file="png"),
        "tiff file": How(file="tiff"),
    },
}


def hows(split: Split) -> tuple[str, ...]:
    """The names of the ways of wrapping of a split."""
    return tuple(HOWS[split])


def fitting(page: HasImage, seed: int, split: Split) -> str:
    """A way of wrapping that suits the page: only black and white goes into fax coding, a photo is
    mostly sent as it was taken.
    """
    rng = Random(f"how {seed}")
    ways = HOWS[split]
    two = is_bitonal(page)
    coded = [name for name, how in ways.items() if how.codec == "g4"]
    if two and coded and rng.random() < 0.7:
        return rng.choice(coded)
    files = [name for name, how in ways.items() if how.file]
    if "photo" in str(getattr(page, "damage", "")) and files and rng.random() < 0.5:
        return rng.choice(files)
    rest = [n for n in ways if n not in coded and not (two and ways[n].codec == "jpeg2000")]
    return rng.choice(rest)


def is_bitonal(page: HasImage) -> bool:
    """Whether the picture has black and white pixels only."""
    pixels = np.asarray(page.image)
    return bool(((pixels == 0) | (pixels == 255)).all())


def as_pdf(page: HasImage, seed: int, how: str) -> bytes:
    """The page's picture as a file, wrapped as `how` says: a PDF, or a photo's file."""
    way = next(ways[how] for ways in HOWS.values() if how in ways)
    rng = Random(f"{how} {seed}")
    image = _coloured(Image.fromarray(np.asarray(page.image)), way.colour, rng)
    dpi = page.dpi
    if way.turned:
        image = image.rotate(-way.turned, expand=True)
    if way.file:
        return picture_file(image, way.file, way.quality, dpi)
    # Shown upright by the flag: the pixels lie turned the other way.
    if way.flag:
        image = image.rotate(way.flag, expand=True)
    width, height = (side * (1.0 if way.pixels else 72 / dpi) for side in image.size)
    writer = PdfWriter()
    content = writer.pictures(_cut(image, way), width, height)
    fonts = {}
    if way.ocr:
        fonts = {"F1": writer.add(GLYPHLESS)}
        content += hidden_text(_made_up(rng), width, height)
    writer.page(content, width, height, way.flag, fonts)
    return writer.bytes()


def _coloured(image: Image.Image, colour: bool, rng: Random) -> Image.Image:
    """Three channels as scanners have them, hardly grey; or one."""
    if not colour:
        return image.convert("L")
    if image.mode == "RGB":
        return image
    warm = rng.randint(0, 12)
    return ImageOps.colorize(image, (0, 0, rng.randint(0, 20)), (255, 255 - warm // 3, 255 - warm))


def _cut(image: Image.Image, way: How) -> list[Picture]:
    """The picture's strips from top to bottom, coded."""
    width, height = image.size
    edges = [round(i * height / way.strips) for i in range(way.strips + 1)]
    parts = [image.crop((0, a, width, b)) for a, b in pairwise(edges) if b > a]
    if way.codec == "g4":
        return [g4(part) for part in parts]
    return [encoded(part, way.codec, way.quality) for part in parts]


def _made_up(rng: Random) -> list[str]:
    """Lines that another program believes to have read: the form's words, wrong numbers."""
    month = rng.choice(("มกราคม", "กุมภาพนธ์", "มืนาคม", "เมษายน"))
    return [
        "แบบรายงานการสร้างความรู้ความเข้าใจเพื่อป้องกันการหลอกลวงทางออนไลน์ (Scammer)",
        f"อำเภอ นามน จังหวัด กาฬสินธุ์ ประจำเดือน {month} ๒๕๖๙",
        f"- จำนวน อปท. ในอำเภอทั้งหมด {rng.randint(5, 9)} แห่ง",
        f"- จำนวน อปท. ในอำเภอที่ดำเนินการเรียบร้อยแล้ว {rng.randint(1, 5)} แห่ง",
        *(
            f"- {label} จำนวน {rng.randint(1, 99)} ครั้ง"
            for label in (
                "หนังสือราชการ", "เว็บไซต์ของหน่วยงาน", "เพจเฟซบุ๊กของหน่วยงาน", "สื่อสิ่งพิมพ์",
                "การเรียนการสอนในโรงเรียน", "วิทยุชุมชน", "เสียงตามสาย",
            )
        ),
    ]  # fmt: skip
