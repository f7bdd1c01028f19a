"""The known forms: each module of this folder declares one as `FORM`."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from parsers.form import Form

Forms = Mapping[str, Form]
"""Forms by id."""


@cache
def all_forms() -> dict[str, Form]:
    """Every form declared in this folder, by id."""
    modules = (
        importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)
    )
    return {m.FORM.id: m.FORM for m in modules}
