"""pdfium's C functions. They have no types worth checking, hence `Any` in this one place."""

from typing import Any, TypeAlias

import pypdfium2.raw

Handle: TypeAlias = Any
raw: Any = pypdfium2.raw
