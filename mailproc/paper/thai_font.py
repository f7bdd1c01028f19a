"""Sarabun for reportlab, with marks where they belong and a text layer that says what is seen.

reportlab shapes only with a bidi library and then writes private-use code points into the text
layer. Sarabun needs no moved glyphs, only other ones (a tone mark over a vowel is a smaller and
higher glyph), so it is enough to ask HarfBuzz which glyphs to take, and to put their meaning into
ToUnicode.
"""

import re
from functools import cache
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from mailproc.resources import shipped

_FIRST_PRIVATE = 0xE000
_SARA_AA, _SARA_AM = "\u0e32", "\u0e33"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_SYLLABLE = re.compile(f"[ก-ฮ][{_MARKS}]+{_SARA_AM}?")
_MAPPED = re.compile(r"<([0-9A-F]{2,4})> <(E[0-9A-F]{3})>")


class ThaiFont(TTFont):
    """A TrueType font whose `shaped` strings look right and are extracted as they were written."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path)  # type: ignore[no-untyped-call]
        self._harfbuzz = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)))
        self._codes: dict[tuple[int, str], str] = {}

    def shaped(self, text: str) -> str:
        """The string to draw: private-use characters stand for the other forms of a letter."""
        return _SYLLABLE.sub(lambda found: self._syllable(found.group()), text)

    def width(self, text: str, size: float) -> float:
        """How wide the string is when drawn, in points."""
        return float(pdfmetrics.stringWidth(self.shaped(text), self.fontName, size))

    def _syllable(self, text: str) -> str:
        if len(text) == 2 and text.endswith(_SARA_AM):
            return text
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._harfbuzz, buffer, {})
        glyphs = [info.codepoint for info in buffer.glyph_infos]
        # Sara am over a tone comes back as (ring with tone, sara aa): as many glyphs as letters.
        return "".join(map(self._code, glyphs, text)) if len(glyphs) == len(text) else text

    def _code(self, glyph: int, meaning: str) -> str:
        """The character that draws the glyph and is extracted as the meaning."""
        face = self.face
        if face.charToGlyph.get(ord(meaning)) == glyph:
            return meaning
        code = self._codes.get((glyph, meaning))
        if code is None:
            code = chr(_FIRST_PRIVATE + len(self._codes))
            self._codes[glyph, meaning] = code
            face.charToGlyph[ord(code)] = glyph
            face.charWidths[ord(code)] = face.hmetrics[glyph][0]
        return code

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401 - reportlab's hook
        """Write the font into the document, and the meanings into its ToUnicode tables."""
        super().addObjects(doc)  # type: ignore[no-untyped-call]
        meanings = {ord(code): meaning for (_, meaning), code in self._codes.items()}

        def meant(found: re.Match[str]) -> str:
            letter = meanings.get(int(found[2], 16), chr(int(found[2], 16)))
            return f"<{found[1]}> <{ord(letter):04X}>"

        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = _MAPPED.sub(meant, stream.content)


@cache
def regular() -> ThaiFont:
    """Sarabun Regular, registered with reportlab."""
    return _registered("Sarabun", "Sarabun-Regular.ttf")


@cache
def bold() -> ThaiFont:
    """Sarabun Bold, registered with reportlab."""
    return _registered("Sarabun-Bold", "Sarabun-Bold.ttf")


def _registered(name: str, file: str) -> ThaiFont:
    font = ThaiFont(name, str(shipped("templates") / "fonts" / file))
    pdfmetrics.registerFont(font)
    return font
