"""PDFs by libraries that draw: fpdf2 and reportlab, the latter with the oddities of real files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.pages.fonts import Family
from tests.corpus.producers.blocks import Block, Manner, Part
from tests.corpus.producers.fields import add_fields, add_typed
from tests.corpus.producers.placed import HEIGHT, WIDTH, Placed, Words, lay_out

ODDITIES = (
    "plain", "apart", "shuffled", "twice", "spaced", "torn", "private", "split", "fields",
    "own fields", "typed", "no map", "bad map",
)  # fmt: skip
_SPACED = 0.16  # of the letter size
_MAP: Any = ttfonts.makeToUnicodeCMap
# Windows' glyphs for marks that stand lower or further left than usual.
_PRIVATE = {"\u0e48": "\uf70a", "\u0e49": "\uf70b", "\u0e4c": "\uf70e", "\u0e31": "\uf710"}


def fpdf(blocks: list[Block], how: Manner, family: Family, rng: Random) -> bytes:
    """The form by fpdf2, with its shaping or without."""
    from fpdf import FPDF

    pdf: Any = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.add_font("body", "", str(family.path()))
    pdf.add_font("body", "B", str(family.path(bold=True)))
    shaping = rng.random() < 0.6
    pdf.set_text_shaping(shaping)

    def width(words: str, size: float, bold: bool) -> float:
        pdf.set_font("body", "B" if bold else "", size)
        return float(pdf.get_string_width(words)) if words else 0.0

    page = lay_out(blocks, how, width, overlaid=rng.random() < 0.5)
    for rule in page.rules:
        pdf.line(rule.x0, rule.y0, rule.x1, rule.y1)
    for words in page.words:
        pdf.set_font("body", "B" if words.bold else "", words.size)
        pdf.text(words.x, words.y, words.text)
    return bytes(pdf.output())


@dataclass(frozen=True, slots=True)
class Faces:
    """Registered names of a family's two styles."""

    regular: str
    bold: str

    def of(self, bold: bool) -> str:
        """One of them."""
        return self.bold if bold else self.regular


@cache
def _faces(regular: Path, bold: Path) -> Faces:
    names = Faces(regular.stem, bold.stem + "-B")
    for name, path in ((names.regular, regular), (names.bold, bold)):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(path)))
    return names


def reportlab(blocks: list[Block], how: Manner, family: Family, rng: Random, oddity: str) -> bytes:
    """The form by reportlab, drawn in one of the `ODDITIES`."""
    faces = _faces(family.path(), family.path(bold=True))
    if oddity == "private" and not _has_private(family):
        oddity = "plain"

    def width(words: str, size: float, bold: bool) -> float:
        apart = _SPACED * size * len(words) if oddity == "spaced" else 0.0
        return float(pdfmetrics.stringWidth(words, faces.of(bold), size)) + apart

    later = oddity in ("fields", "own fields", "typed")
    values = {p.key: p for b in blocks for p in _parts(b) if p.kind in ("slot", "box") and p.key}
    shown = [_emptied(b, oddity) for b in blocks] if later else blocks
    if oddity == "torn":
        shown = [_changed(b, lambda p: replace(p, words=_torn(p.words, rng))) for b in blocks]
    lifted = rng.choice((0.0, 0.0, 2.0, -1.5))
    page = lay_out(shown, how, width, overlaid=rng.random() < 0.6, lifted=lifted)
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), pageCompression=rng.randint(0, 1))
    for rule in page.rules:
        canvas.line(rule.x0, HEIGHT - rule.y0, rule.x1, HEIGHT - rule.y1)
    _draw(canvas, page, faces, rng, oddity)
    if oddity in ("fields", "own fields"):
        add_fields(canvas, page.places, values, rng, own=oddity == "own fields")
    elif oddity == "typed":
        add_typed(canvas, page.places, values)
    with patch.object(ttfonts, "makeToUnicodeCMap", _bad_map if oddity == "bad map" else _MAP):
        canvas.save()
    data = buffer.getvalue()
    # Of the same length, so that every offset stays.
    return data.replace(b"/ToUnicode ", b"/ToUnicodX ") if oddity == "no map" else data


def _bad_map(name: str, subset: Sequence[int]) -> str:
    """A character map that says nonsense, as broken programs write them."""
    return str(_MAP(name, [33 + (7 * i + code) % 90 for i, code in enumerate(subset)]))


@cache
def _has_private(family: Family) -> bool:
    """Whether the font has Windows' glyphs for moved marks."""
    wanted = {ord(c) for c in _PRIVATE.values()}
    paths = (family.path(), family.path(bold=True))
    return all(wanted <= set(TTFontFile(str(p)).charToGlyph) for p in paths)


def _parts(block: Block) -> list[Part]:
    return [*block.parts, *(p for row in block.rows for cell in row for p in cell)]


def _emptied(block: Block, oddity: str) -> Block:
    """The block without its values, and in a fillable form without its boxes."""
    kinds = ("slot", "box") if oddity == "own fields" else ("slot",)

    def bare(part: Part) -> Part:
        if part.kind not in kinds:
            return part
        return replace(part, words="   " if part.kind == "box" else "")

    return _changed(block, bare)


def _changed(block: Block, change: Callable[[Part], Part]) -> Block:
    rows = tuple(tuple(tuple(map(change, cell)) for cell in row) for row in block.rows)
    return replace(block, parts=tuple(map(change, block.parts)), rows=rows)


def _torn(words: str, rng: Random) -> str:
    """Words with spaces strewn in, as programs write that set each letter by hand."""
    return "".join(c + (" " if c.isalpha() and rng.random() < 0.25 else "") for c in words)


def _draw(canvas: Canvas, page: Placed, faces: Faces, rng: Random, oddity: str) -> None:
    words = list(page.words)
    if oddity == "shuffled":
        rng.shuffle(words)
    for one in words:
        text = _written(one.text, oddity)
        canvas.setFont(faces.of(one.bold), one.size)
        if oddity in ("apart", "shuffled"):
            _letters(canvas, one, text, faces, rng, oddity)
            continue
        if oddity == "spaced":
            canvas.drawString(one.x, HEIGHT - one.y, text, charSpace=_SPACED * one.size)
            continue
        for shift in (0.0, 0.25) if oddity == "twice" and one.bold else (0.0,):
            canvas.drawString(one.x + shift, HEIGHT - one.y, text)


def _written(text: str, oddity: str) -> str:
    if oddity == "private":
        return "".join(_PRIVATE.get(c, c) for c in text)
    if oddity == "split":
        return text.replace("ำ", "\u0e4d\u0e32")
    return text


def _letters(canvas: Canvas, one: Words, text: str, faces: Faces, rng: Random, oddity: str) -> None:
    """Each letter by itself; out of order where all is shuffled, marks last."""
    pieces, x = [], one.x
    for letter in text:
        pieces.append((x, letter))
        x += float(pdfmetrics.stringWidth(letter, faces.of(one.bold), one.size))
    if oddity == "shuffled":
        rng.shuffle(pieces)
    for x, letter in pieces:
        canvas.drawString(x, HEIGHT - one.y, letter)
