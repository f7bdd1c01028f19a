"""The form with fields to fill in on the screen, and what comes back when somebody has.

Field names are the keys of `form.md`, the two boxes are `staff_informed_yes` and
`staff_informed_no`. A value is stored as `/V` and drawn as the field's appearance, as Acrobat does.
"""

from collections.abc import Mapping
from io import BytesIO

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

from mailproc.demo.sheet import PLAIN, Rect, Sheet, printed
from mailproc.demo.thai_font import regular
from parsers.reading import Value

_PRINT = 4  # annotation flag: shown on paper, too


def draw_fillable(values: Mapping[str, Value]) -> bytes:
    """The fillable form as a PDF, with these values filled in (none: as it is handed out)."""
    data = BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    canvas.setTitle("แบบรายงาน (กรอกในเครื่อง)")
    sheet = Sheet(canvas, {"province": None}, PLAIN)
    sheet.draw()
    widgets = [_widget(canvas, key, slot, values) for key, slot in sheet.slots.items()]
    canvas._annotationrefs = [canvas._doc.Reference(widget) for widget in widgets]
    # reportlab's own form fields know neither Thai values nor their appearance.
    acro_form = {"Fields": PDFArray(canvas._annotationrefs), "DA": PDFString("/Helv 0 Tf 0 g")}
    canvas._doc.Catalog.__dict__["AcroForm"] = PDFDictionary(acro_form)
    canvas.save()
    return data.getvalue()


def _widget(canvas: Canvas, key: str, slot: Rect, values: Mapping[str, Value]) -> PDFDictionary:
    widget = {
        "Type": PDFName("Annot"),
        "Subtype": PDFName("Widget"),
        "T": PDFString(key),
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
        size = min(13.0, 13.0 * (width - 6) / font.width(text, 13))
        canvas.setFont(font.fontName, size)
        canvas.drawString(3, 4, font.shaped(text))
    canvas.endForm()
    return {
        "FT": PDFName("Tx"),
        "V": PDFString(text),
        "DA": PDFString("/Helv 0 Tf 0 g"),
        "AP": PDFDictionary({"N": PDFObjectReference(xObjectName(key))}),
    }


def _size(slot: Rect) -> tuple[float, float]:
    return slot[2] - slot[0], slot[3] - slot[1]
