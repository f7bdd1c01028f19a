"""The small code (QR) on the forms that the program hands out: which form, unit and month it is.

Capital letters, digits and `-:` alone, so that the code is as small as it can be.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from parsers.form import Form
from parsers.reading import Unit

FROM_LEFT, FROM_TOP = 0.55, 0.75
"""The part of the sheet in which it is printed, as shares of width and height, with room for one
that lies askew or was photographed with what it lies on.
"""
_CODE = re.compile(r"MP1:([A-Z0-9][A-Z0-9-]*):([A-Z0-9][A-Z0-9-]*):(20\d\d-(?:0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True)
class PageCode:
    """What the code says: ids of form and unit, and the period `YYYY-MM`."""

    form: str
    unit: str
    period: str

    def text(self) -> str:
        """The code's text, as it is put into the QR."""
        return f"MP1:{self.form}:{self.unit}:{self.period}".upper()


def page_code(text: str) -> PageCode | None:
    """The code of that text; None for any other QR, such as the link on an infographic."""
    found = _CODE.fullmatch(text.strip())
    return PageCode(found[1].lower(), found[2].lower(), found[3]) if found else None


def said_by_code(
    code: PageCode, form: Form, units: Sequence[Unit], written: Collection[str]
) -> dict[str, str]:
    """What the fields of unit and month should say by the code; empty if it is another form's.

    `written`: the keys of the fields in which something stands.
    """
    unit = next((u for u in units if u.id == code.unit), None)
    if unit is None or code.form != form.id:
        return {}
    says = {f.key: code.period for f in form.fields if f.kind == "month"}
    # A unit that is no district stands on the line of the organization.
    line = "unit" if unit.kind == "district" else "organization"
    return says | ({line: unit.name} if line in written else {})
