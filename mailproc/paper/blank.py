"""The form for one unit and month, to be filled in on the screen or by hand on paper."""

from mailproc.config import UnitConfig
from mailproc.paper.fillable import draw_fillable
from parsers.forms import all_forms
from parsers.forms.scammer_awareness import FORM
from parsers.page_code import PageCode

DRAWN = frozenset((FORM.id,))
"""The forms (their ids) that can be drawn."""


def form_for(unit: UnitConfig, form: str, period: str) -> bytes:
    """The fillable PDF of that form (its id) with unit, province and month filled in."""
    values = {"unit": unit.name, "province": all_forms()[form].province, "period": period}
    return draw_fillable(values, PageCode(form, unit.id, period))
