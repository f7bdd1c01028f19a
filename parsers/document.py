"""Files as they arrive: what they are by their bytes, and their pages as text and as pictures."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from parsers.form import Form
from parsers.reading import Box
from parsers.text.frame import Frame
from parsers.text.glyphs import Glyph, page_content
from parsers.text.pdfium import raw
from parsers.text.widgets import Widget, read_annotations, typed
from parsers.text_layer import TextPage

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage

_INK_DPI = 200.0
# The longer side of a page where its ink is looked at: a metre of paper at that resolution.
_INK_SIDE = 8000
_A4_INCHES = 11.69
# A2 at 600 dpi and more: nobody scans this form so large.
_SCAN_PIXELS = 100_000_000

_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


class Unreadable(Exception):
    """The document is refused; `code` is a code of `parsers.problems`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def media_of(data: bytes) -> str:
    """The media type by the first bytes; a PDF's header may stand anywhere in the first 1,024.

    "application/octet-stream" for anything that is neither a PDF nor a known picture.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] in (b"II*\0", b"MM\0*"):
        return "image/tiff"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "image/heic"
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    return "application/octet-stream"


def pictures(data: bytes, media: str) -> Iterator[tuple["Image", float]]:
    """The upright frames of a picture file, each with its resolution in dots per inch.

    The resolution is that of an A4 sheet filling the picture: what files say about it is made up.
    Raises Unreadable: damaged, too_big, too_many_pages.
    """
    from parsers.picture import load

    try:
        images = load.load_pictures(data, media)
    except load.Unreadable as refusal:
        raise Unreadable(refusal.code, refusal.detail) from refusal
    for image in images:
        yield image, max(image.size) / _A4_INCHES


class PdfFile:
    """An open PDF. Pages count from 1. Raises Unreadable: encrypted, damaged."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        start = data.find(b"%PDF-", 0, 1024)
        try:
            self._pdf = pypdfium2.PdfDocument(data[start:])
        except pypdfium2.PdfiumError as error:
            locked = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
            code = "encrypted" if error.err_code in locked else "damaged"
            raise Unreadable(code) from error
        if len(self._pdf) == 0:
            raise Unreadable("damaged")
        self._fields: Any | None = None
        if self._pdf.get_formtype() != raw.FORMTYPE_NONE:
            self._pdf.init_forms()
            self._fields = self._pdf.formenv
        self._turns: dict[int, int] = {}
        # Without its end a PDF may show an older state of itself, or less than was written.
        self.cut_off = b"%%EOF" not in data[-4096:]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()

    def __len__(self) -> int:
        return len(self._pdf)

    def text_page(self, number: int, named: frozenset[str]) -> TextPage:
        """The text layer of a page. Fillable fields called as in `named` are kept as fields, the
        values of others become text where they stand. Raises Unreadable: damaged.
        """
        import pypdfium2

        try:
            page = self._pdf[number - 1]
        except pypdfium2.PdfiumError as error:
            raise Unreadable("damaged", str(number)) from error
        content = page_content(page, number)
        self._turns[number] = content.turn
        frame = Frame(page.get_bbox(), content.turn)
        over = read_annotations(page, self._fields.raw if self._fields else None, frame)
        kept, words = _sorted_out(over.widgets, named)
        content.glyphs += [*over.glyphs, *words]
        content.shapes += over.shapes
        page.close()
        return TextPage(content, kept)

    def ink(self, number: int, box: Box) -> NDArray[np.float32]:
        """The darkness (0 white, 1 black) of a region, 200 dots per inch; less on a huge page."""
        page = self._pdf[number - 1]
        turn = self._turns.get(number, page.get_rotation())
        frame = Frame(page.get_bbox(), turn)
        crop = (box.x0, frame.height - box.y1, frame.width - box.x1, box.y0)
        if box.x0 >= box.x1 or box.y0 >= box.y1 or min(crop) < 0:
            return np.zeros((0, 0), np.float32)
        # pdfium crops after turning.
        image = page.render(
            scale=min(_INK_DPI / 72, _INK_SIDE / max(frame.width, frame.height)),
            rotation=(turn - page.get_rotation()) % 360,
            crop=crop,
            grayscale=True,
        ).to_numpy()
        page.close()
        grey = image[..., 0] if image.ndim == 3 else image
        return np.asarray(1.0 - grey / 255.0, np.float32)

    def picture(self, number: int) -> tuple["Image", float]:
        """A page drawn in colour, and its resolution in dots per inch.

        Its longer side is that of the working picture, however large the page is: resizing it
        would blur it. Raises Unreadable: damaged, too_big, also where its scan could not be drawn.
        """
        import pypdfium2

        from parsers.picture.page import LONG

        try:
            page = self._pdf[number - 1]
            side = max(1.0, *page.get_size())
            # Half a pixel less, since pdfium rounds up.
            image = page.render(scale=(LONG - 0.5) / side).to_pil()
            if all(low == 255 for low, _ in image.getextrema()):
                _check_scans(page)
        except pypdfium2.PdfiumError as error:
            raise Unreadable("damaged", str(number)) from error
        page.close()
        return image, max(image.size) / side * 72


def _check_scans(page: "PdfPage") -> None:
    """Tells a white scan from one that pdfium passed over, which leaves the page white as well.

    Raises PdfiumError, and Unreadable: too_big.
    """
    for scan in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        width, height = scan.get_px_size()
        if width * height > _SCAN_PIXELS:
            # Decoding it once more, to see, would cost too much.
            raise Unreadable("too_big", f"{width} x {height}")
        scan.get_bitmap()


def field_names(forms: Iterable[Form]) -> frozenset[str]:
    """What the fillable fields of our own forms are called: the keys, `_yes` and `_no` at boxes."""
    return frozenset(
        name
        for form in forms
        for f in form.fields
        for name in ((f"{f.key}_yes", f"{f.key}_no") if f.kind == "choice" else (f.key,))
    )


def _sorted_out(
    widgets: tuple[Widget, ...], named: frozenset[str]
) -> tuple[tuple[Widget, ...], list[Glyph]]:
    """Fields with our names, and the others as the text or the ticked box that they show."""
    kept: list[Widget] = []
    words: list[Glyph] = []
    for widget in widgets:
        if widget.name in named:
            kept.append(widget)
        elif widget.checked is not None:
            words += typed("☑" if widget.checked else "☐", widget.box, "form")
        else:
            words += typed(widget.value, widget.box, "form")
    return tuple(kept), words
