"""The smallest PDF that carries pictures and, over them, text that nobody sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Any character by its own code, drawn by no font: as OCR programs put text over a picture.
GLYPHLESS = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /GlyphLessFont /Encoding /Identity-H "
    b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /GlyphLessFont "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 "
    b"/FontDescriptor << /Type /FontDescriptor /FontName /GlyphLessFont /Flags 5 /ItalicAngle 0 "
    b"/FontBBox [0 0 500 1000] /Ascent 1000 /Descent 0 /CapHeight 1000 /StemV 80 >> >>] "
    b"/ToUnicode 1 0 R >>"
)
_CMAP = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
    b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A coded picture; `entries`: colour space, depth and filter as a PDF names them."""

    data: bytes
    width: int
    height: int
    entries: str


class PdfWriter:
    """Collects objects and writes them as one file. Object 1 maps glyphless text to Unicode."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []
        self._pages: list[int] = []
        self._shown: dict[str, int] = {}
        self.add(_stream(b"", _CMAP))

    def add(self, body: bytes) -> int:
        """One more object; its number."""
        self._objects.append(body)
        return len(self._objects)

    def pictures(self, strips: Sequence[Picture], width: float, height: float) -> bytes:
        """The content that shows pictures under each other over the whole page."""
        content, top = b"", float(height)
        rows = sum(s.height for s in strips)
        for strip in strips:
            tall = height * strip.height / rows
            top -= tall
            entries = (
                f"/Type /XObject /Subtype /Image /Width {strip.width} /Height {strip.height} "
                f"{strip.entries}"
            )
            name = f"Im{len(self._shown)}"
            self._shown[name] = self.add(_stream(entries.encode(), strip.data))
            content += f"q {width:.3f} 0 0 {tall:.3f} 0 {top:.3f} cm /{name} Do Q\n".encode()
        return content

    def page(
        self, content: bytes, width: float, height: float, rotate: int, fonts: Mapping[str, int]
    ) -> None:
        """A page with the pictures added since the last one."""
        shown = " ".join(f"/{name} {number} 0 R" for name, number in self._shown.items())
        letters = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
        stream = self.add(_stream(b"", content))
        body = (
            f"<< /Type /Page /Parent 0 0 R /MediaBox [0 0 {width:.3f} {height:.3f}] "
            f"/Rotate {rotate} /Contents {stream} 0 R "
            f"/Resources << /XObject << {shown} >> /Font << {letters} >> >> >>"
        )
        self._shown = {}
        self._pages.append(self.add(body.encode()))

    def bytes(self) -> bytes:
        """The whole file."""
        parent = len(self._objects) + 1
        for number in self._pages:
            body = self._objects[number - 1]
            self._objects[number - 1] = body.replace(b"0 0 R", b"%d 0 R" % parent, 1)
        kids = " ".join(f"{n} 0 R" for n in self._pages)
        self.add(f"<< /Type /Pages /Kids [{kids}] /Count {len(self._pages)} >>".encode())
        root = self.add(f"<< /Type /Catalog /Pages {parent} 0 R >>".encode())
        out, offsets = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
        for number, body in enumerate(self._objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = b"".join(b"%010d 00000 n \n" % at for at in offsets)
        size = len(offsets) + 1
        end = b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        head = b"xref\n0 %d\n0000000000 65535 f \n" % size
        return out + head + table + end % (size, root, len(out))


def hidden_text(lines: Sequence[str], width: float, height: float) -> bytes:
    """Content that sets lines of text in render mode 3, down the page."""
    step, size = height / (len(lines) + 6), height / 65
    shown = b""
    for i, line in enumerate(lines):
        words = line.encode("utf-16-be").hex().encode()
        place = b"1 0 0 1 %.2f %.2f Tm" % (0.1 * width, height - (i + 2) * step)
        shown += b"BT 3 Tr /F1 %.2f Tf %s <%s> Tj ET\n" % (size, place, words)
    return shown


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)
