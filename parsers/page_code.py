"""The small code (QR) on the forms that the program hands out: which form, unit and month it is.

Capital letters, digits and `-:` alone, so that the code is as small as it can be.
"""

import re
from dataclasses import dataclass

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
