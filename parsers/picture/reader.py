"""The story of reading a picture: flat, upright, where its fields are, is it our form, values."""

from dataclasses import dataclass, replace
from math import inf

import numpy as np
from PIL import Image

from parsers.form import Form
from parsers.forms import Forms, all_forms
from parsers.picture.alphabet import PLACES
from parsers.picture.by_marks import places_by_marks
from parsers.picture.by_words import locate_by_words
from parsers.picture.cells import in_cells
from parsers.picture.evidence import Evidence
from parsers.picture.fields import FieldReader
from parsers.picture.labels import Proof, prove
from parsers.picture.locator import Located, locate
from parsers.picture.page import Sheet, sheets_of
from parsers.picture.rows import even_rows, whole_slots
from parsers.reading import Reading, Unit

_SMALLEST = 64
# A page with less contrast than this (standard deviation of grey levels) is empty.
_PLAIN = 2.5
# Below this the locator is sure that a page is no form that it knows.
_NO_FORM = 0.02
_Found = tuple[Form, Located, Proof]


@dataclass(frozen=True, slots=True)
class PictureReading:
    """A form found on a picture. `confidence` (0..1) that it is this form at all."""

    form: Form
    readings: tuple[Reading, ...]
    confidence: float
    evidence: tuple[Evidence, ...] = ()


def read_picture(
    image: Image.Image,
    dpi: float,
    units: tuple[Unit, ...],
    page: int,
    deadline: float = inf,
    forms: Forms | None = None,
) -> PictureReading | None:
    """One page picture as one of our forms, or None where it is none of them.

    `image` may lie on any side, be skewed by 3° or be a photo of a sheet; `page` is its number in
    the document, `deadline` (`time.monotonic`) when it must be done, `forms` those that are
    looked for (None: all). Boxes are PDF points
    (pixels * 72 / `dpi`) of the page as it came. Raises
    `parsers.picture.tesseract.TesseractMissing`, and TimeoutError where recognition does not
    come to an end.
    """
    if (
        min(image.size) < _SMALLEST
        or float(np.std(np.asarray(image.convert("L").reduce(2)))) < _PLAIN
    ):
        return None
    found = _found(image, dpi, deadline, all_forms() if forms is None else forms)
    if found is None:
        return None
    form, located, proof = found
    readings, evidence = FieldReader(form, located, proof, units, page).read()
    return PictureReading(form, readings, located.form, evidence)


def _found(image: Image.Image, dpi: float, deadline: float, forms: Forms) -> _Found | None:
    """The form, on the sheet of a photo or on the whole picture: what looks like a sheet's edge may
    be the edge of a stain, and a form without its title is none.
    """
    looked_at: list[tuple[float, Sheet]] = []
    for sheet in sheets_of(image, dpi):
        located = locate(sheet)
        if (found := _by_network(sheet, located, forms)) is not None:
            return found
        looked_at.append((located.form, sheet))
    likely, sheet = max(looked_at, key=lambda looked: looked[0])
    return locate_by_words(sheet, deadline, forms) if likely >= _NO_FORM else None


def _by_network(sheet: Sheet, located: Located, forms: Forms) -> _Found | None:
    if (ours := _as_handed_out(located, forms)) is not None:
        return ours
    best = _proven(located, forms)
    if (best is None or not best[2].sure) and sheet.quiet is not None:
        seen = locate(sheet.quiet)
        again = _proven(seen, forms)
        if again is not None and (best is None or again[2].sure):
            form, found, proof = again
            return form, replace(found, sheet=sheet.turned(seen.turns)), proof
    return best


def _as_handed_out(located: Located, forms: Forms) -> _Found | None:
    """The form that the sheet's code names, where its marks say how it lies and its labels, read
    where they then must be, that this is so.
    """
    form = forms.get(located.code.says.form) if located.code is not None else None
    places = places_by_marks(located.sheet.grey, located.code) if located.code and form else {}
    if form is None or not places:
        return None
    laid = replace(located, places=places)
    proof = prove(laid, form)
    return (form, laid, proof) if proof.is_form and proof.sure else None


def _proven(located: Located, forms: Forms) -> _Found | None:
    """The form that the page is proven to be, with its places put right."""
    best: _Found | None = None
    for form in forms.values():
        if not all(f.key in PLACES for f in form.counts):
            continue
        rows = [f.key for f in form.counts if f.suffix == form.counts[-1].suffix]
        others = [f.key for f in form.counts if f.key not in rows]
        cells = in_cells(rows, located.sheet.grey, located.places)
        places = located.places if cells else even_rows(rows, located.places)
        evened = replace(located, places=whole_slots(others, places))
        proof = prove(evened, form, in_table=bool(cells))
        if proof.is_form and len(proof.rows) == len(form.counts):
            # Labels were looked for where the locator saw their rows, not beside the values.
            best = (form, replace(evened, places=evened.places | cells), proof)
    return best
