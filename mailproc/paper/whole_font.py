"""A whole font inside a PDF, for the fields that are filled in later: any letter may be typed.

reportlab embeds only the letters that it has drawn. This is a Type0 font with Identity-H, as ISO
32000-1 (9.7) has it and as Acrobat itself writes it into forms.
"""

from pathlib import Path
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from mailproc.paper.thai_font import ThaiFont

_PLAIN_WIDTHS_ONLY = 4  # font flag "symbolic": glyphs are named by number, not by a Latin encoding
_MOST_IN_A_BLOCK = 100  # of a ToUnicode table (Adobe technical note 5411)


def embed(document: PDFDocument, font: ThaiFont) -> PDFObjectReference:
    """Put the font into the document; what `/DR` refers to under the name that `/DA` uses."""
    face = font.face
    name = PDFName(f"{font.fontName}-Whole")
    file = _stream(Path(face.filename).read_bytes())
    descriptor = PDFDictionary(
        {
            "Type": PDFName("FontDescriptor"),
            "FontName": name,
            "Flags": _PLAIN_WIDTHS_ONLY,
            "FontBBox": PDFArray(face.bbox),
            "ItalicAngle": face.italicAngle,
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": face.capHeight,
            "StemV": face.stemV,
            "FontFile2": document.Reference(file),
        }
    )
    widths = PDFArray([0, PDFArray([round(width) for width, _ in face.hmetrics])])
    ordering = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
    descendant = PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": PDFDictionary(ordering),
            "CIDToGIDMap": PDFName("Identity"),
            "FontDescriptor": document.Reference(descriptor),
            "W": widths,
        }
    )
    whole = PDFDictionary(
        {
            "Type": PDFName("Font"),
            "Subtype": PDFName("Type0"),
            "BaseFont": name,
            "Encoding": PDFName("Identity-H"),
            "DescendantFonts": PDFArray([document.Reference(descendant)]),
            "ToUnicode": document.Reference(_stream(_meanings(face).encode("ascii"))),
        }
    )
    reference: PDFObjectReference = document.Reference(whole)
    return reference


def _stream(content: bytes) -> PDFStream:
    return PDFStream(content=content, filters=[PDFZCompress])


def _meanings(face: Any) -> str:  # noqa: ANN401 - reportlab's font file
    """The ToUnicode table: which letter each glyph stands for."""
    letters = {glyph: code for code, glyph in sorted(face.charToGlyph.items(), reverse=True)}
    lines = [f"<{glyph:04X}> <{code:04X}>" for glyph, code in sorted(letters.items()) if glyph]
    blocks = [lines[n : n + _MOST_IN_A_BLOCK] for n in range(0, len(lines), _MOST_IN_A_BLOCK)]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        )
    )
