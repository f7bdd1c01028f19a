"""What the commands share that write for people: one console, and words made harmless."""

import json
import sys
from typing import TYPE_CHECKING, Any

from mailproc.notices.clean import one_line

if TYPE_CHECKING:
    from rich.console import Console

# Where the output goes into a file or a program, lines are not broken for a screen.
_WIDE = 200


def console() -> "Console":
    """Standard output; colours only on a terminal, and not where NO_COLOR is set (rich's rule)."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)


def cell(words: str, limit: int = 300) -> str:
    """Words from outside as they are: no colours, no control codes, no markup."""
    from rich.markup import escape

    return escape(one_line(words, limit))


def harmless(words: object) -> str:
    """Words, or a path, without what a terminal might obey: control and format characters."""
    return "".join(c for c in str(words) if c == "\n" or c.isprintable())


def json_line(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """The value as JSON on one line; letters that a terminal might obey are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)
