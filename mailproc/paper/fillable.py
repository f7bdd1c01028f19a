"""The form with fields to fill in on the screen, unit and month filled in, and a code for paper.

Field names are the keys of the form, the two boxes are `staff_informed_yes` and
`staff_informed_no`. A value is stored as `/V` and drawn as the field's appearance, as Acrobat does.
No script: a viewer asks before it runs one, and in this campaign nobody should say yes.
"""

from collections.abc import Mapping
from io import BytesIO

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.renderPDF import draw as draw_drawing
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
    xObjectName,
)
from reportlab.pdfgen.canvas import Canvas

from mailproc.paper.sheet import HOME, PLAIN, Place, Rect, Sheet, by_line, printed
from mailproc.paper.thai_font import regular
from mailproc.paper.whole_font import embed
from parsers.forms.scammer_awareness import FORM
from parsers.layout import (
    CODE_AT,
    CODE_MARGIN,
    CODE_SIZE,
    MARK,
    MARKS,
    TYPED_AT,
    TYPED_FREE,
    TYPED_SIZE,
)
from parsers.page_code import PageCode
from parsers.reading import Value

_PRINT = 4  # annotation flag: shown on paper, too
_MULTILINE, _CENTRED = 1 << 12, 1
_COUNT_LENGTH = 6  # 9,999 and a blank
_BASE = 3.0  # points from a slot's lower edge up to its baseline, as `Sheet` makes them
_TYPED = "/Sarabun 12 Tf 0 g"


def draw_fillable(
    values: Mapping[str, Value], code: PageCode | None = None, place: Place = HOME
) -> bytes:
    """The fillable form as a PDF, with these values filled in, and the code if there is one.

    Keys and types of `values` are those of the form; an absent one stays an empty field.
    """
    data = BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    canvas.setTitle("แบบรายงาน (กรอกในเครื่อง)")
    sheet = Sheet(canvas, {"province": None}, PLAIN, place)
    sheet.draw()
    if code is not None:
        _draw_code(canvas, code)
    filled = by_line(values, place)
    widgets = [_widget(canvas, key, slot, filled) for key, slot in sheet.slots.items()]
    canvas._annotationrefs = [canvas._doc.Reference(widget) for widget in widgets]
    # reportlab's own form fields know neither Thai values nor their appearance.
    fonts = PDFDictionary({"Sarabun": embed(canvas._doc, regular())})
    acro_form = {
        "Fields": PDFArray(canvas._annotationrefs),
        "DA": PDFString(_TYPED),
        "DR": PDFDictionary({"Font": fonts}),
    }
    canvas._doc.Catalog.__dict__["AcroForm"] = PDFDictionary(acro_form)
    canvas.save()
    return data.getvalue()


def _draw_code(canvas: Canvas, code: PageCode) -> None:
    """The code, and the marks by which the reader lays the sheet on its picture."""
    side = {"barWidth": CODE_SIZE, "barHeight": CODE_SIZE, "barBorder": CODE_MARGIN}
    drawing = Drawing(CODE_SIZE, CODE_SIZE)
    drawing.add(QrCodeWidget(code.text(), barLevel="M", **side))
    x, y = CODE_AT
    draw_drawing(drawing, canvas, x, A4[1] - y - CODE_SIZE)
    for x, y in MARKS:
        canvas.rect(x - MARK / 2, A4[1] - y - MARK / 2, MARK, MARK, stroke=0, fill=1)


def _widget(canvas: Canvas, key: str, slot: Rect, values: Mapping[str, Value]) -> PDFDictionary:
    widget = {
        "Type": PDFName("Annot"),
        "Subtype": PDFName("Widget"),
        "T": PDFString(key),
        "TU": PDFString(FORM.field(_field_of(key)).short),
        "Rect": PDFArray(list(slot)),
        "F": _PRINT,
    }
    if key.startswith("staff_informed_"):
        told = values.get("staff_informed") is (key == "staff_informed_yes")
        known = values.get("staff_informed") is not None
        widget |= _check_box(canvas, key, slot, told and known)
    else:
        widget |= _text_field(canvas, key, slot, printed(key, values.get(key)))
    return PDFDictionary(widget)


def _field_of(key: str) -> str:
    return "staff_informed" if key.startswith("staff_informed_") else key


def _check_box(canvas: Canvas, key: str, slot: Rect, ticked: bool) -> dict[str, object]:
    states = {}
    for state in ("Yes", "Off"):
        name = f"{key}_{state}"
        canvas.beginForm(name, 0, 0, *_size(slot))
        if state == "Yes":
            canvas.setLineWidth(1.4)
            canvas.line(1.5, 5, 4, 2)
            canvas.line(4, 2, 9, 9.5)
        canvas.endForm()
        states[state] = PDFObjectReference(xObjectName(name))
    shown = PDFName("Yes" if ticked else "Off")
    return {
        "FT": PDFName("Btn"),
        "V": shown,
        "AS": shown,
        "AP": PDFDictionary({"N": PDFDictionary(states)}),
    }


def _text_field(canvas: Canvas, key: str, slot: Rect, text: str) -> dict[str, object]:
    width, height = _size(slot)
    canvas.beginForm(key, 0, 0, width, height)
    if text:
        font = regular()
        free = TYPED_SIZE * (width - TYPED_FREE) / font.width(text, TYPED_SIZE)
        canvas.setFont(font.fontName, min(TYPED_SIZE, free))
        right, down = TYPED_AT
        canvas.drawString(right, _BASE - down, font.shaped(text))
    canvas.endForm()
    field = {
        "FT": PDFName("Tx"),
        "V": PDFString(text),
        "DA": PDFString(_TYPED),
        "AP": PDFDictionary({"N": PDFObjectReference(xObjectName(key))}),
    }
    kind = FORM.field(key).kind
    if kind == "count":
        field |= {"MaxLen": _COUNT_LENGTH, "Q": _CENTRED}
    if kind == "channels":
        field |= {"Ff": _MULTILINE}
    return field


def _size(slot: Rect) -> tuple[float, float]:
    return slot[2] - slot[0], slot[3] - slot[1]
