"""The form for one unit and month, to be filled in on the screen or by hand on paper."""

from mailproc.config import Config, UnitConfig
from mailproc.notices.render import mailbox_address
from mailproc.paper.fillable import draw_fillable
from mailproc.paper.sheet import HOME, Place
from parsers.forms.scammer_awareness import FORM
from parsers.page_code import PageCode

DRAWN = frozenset((FORM.id,))
"""The forms (their ids) that can be drawn."""


def form_for(unit: UnitConfig, form: str, period: str, place: Place = HOME) -> bytes:
    """The fillable PDF of that form (its id) with unit, province and month filled in."""
    values = {"unit": unit.name, "province": place.province, "period": period}
    return draw_fillable(values, PageCode(form, unit.id, period), place)


def place_of(config: Config, form: str) -> Place:
    """What the form says about province and address: the letter's own, or those of another one."""
    province = config.forms[form].province
    if province == HOME.province:
        return HOME
    districts = tuple(unit.name for unit in config.unit if unit.kind == "district")
    return Place(province, mailbox_address(config), districts)
