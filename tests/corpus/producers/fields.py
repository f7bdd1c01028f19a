"""Fillable fields and typed comments over a page that reportlab draws."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.producers.blocks import TICKED, Part
from tests.corpus.producers.placed import HEIGHT, Place

_LOOK = "/Helv 11 Tf 0 g"


def add_fields(
    canvas: Canvas, places: Sequence[Place], values: Mapping[str, Part], rng: Random, own: bool
) -> None:
    """A text field with its value at each place and, in the office's own form, check boxes.

    `own`: the fields are called by the form's keys. Without appearance streams (most viewers draw
    their own), but for some Latin values that reportlab can draw.
    """
    fields = []
    for number, place in enumerate(places):
        part = values.get(place.key)
        if part is None:
            continue
        name = place.key if own else f"Text{number}"
        if part.kind == "box":
            if own:
                fields.append(_check_box(canvas, place, name, part.words in TICKED))
            continue
        if part.words.isascii() and part.words and rng.random() < 0.4:
            canvas.acroForm.textfield(
                name=name, value=part.words, x=place.x, y=HEIGHT - place.y - 2,
                width=max(30, place.width), height=place.height,
            )  # fmt: skip
            continue
        entries = {"FT": PDFName("Tx"), "V": PDFString(part.words), "DA": PDFString(_LOOK)}
        fields.append(_annotation(canvas, place, "Widget", {"T": PDFString(name), **entries}))
    form: Any = canvas.acroForm
    form.fields.extend(fields)
    catalog: Any = canvas._doc.Catalog
    catalog.AcroForm = form


def add_typed(canvas: Canvas, places: Sequence[Place], values: Mapping[str, Part]) -> None:
    """A comment of type FreeText with the value at each place."""
    for place in places:
        part = values.get(place.key)
        if part and part.kind == "slot" and part.words:
            entries = {"Contents": PDFString(part.words), "DA": PDFString(_LOOK)}
            _annotation(canvas, place, "FreeText", entries)


def _annotation(canvas: Canvas, place: Place, kind: str, entries: dict[str, Any]) -> Any:
    low = HEIGHT - place.y - 3
    rect = [place.x, low, place.x + max(20, place.width), low + place.height]
    kinds = {"Type": PDFName("Annot"), "Subtype": PDFName(kind)}
    body = {**kinds, "Rect": PDFArray(rect), "F": 4, **entries}
    annotation = PDFDictionary(body)
    canvas._addAnnotation(annotation)
    return canvas._doc.Reference(annotation)


def _check_box(canvas: Canvas, place: Place, name: str, on: bool) -> Any:
    state = PDFName("Yes" if on else "Off")
    entries = {"T": PDFString(name), "FT": PDFName("Btn"), "V": state, "AS": state}
    return _annotation(canvas, place, "Widget", entries)
