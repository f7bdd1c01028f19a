"""What of an answer is our own mail again: not every mail program marks what it quotes.

Our receipts show values as a unit would write them, so a quote that nobody marked would say them
all once more, long after they were corrected.
"""

from mailproc.intake.body import text_of_html
from parsers.thai import squeeze
from storage.records import Notice

SHORTEST = 6
"""Letters of a line that is told again by its words."""
AT_LEAST = 2
"""So many lines of ours are a quote; one may be written by chance."""


def without_ours(words: str, notice: Notice) -> str:
    """The words down to where the answered notice's own text begins."""
    ours = _lines(notice.new.text) | _lines(text_of_html(notice.new.html))
    lines = words.splitlines()
    known = [n for n, line in enumerate(lines) if squeeze(line.strip(" >-!")) in ours]
    return "\n".join(lines[: known[0]] if len(known) >= AT_LEAST else lines)


def _lines(text: str) -> set[str]:
    squeezed = (squeeze(line) for line in text.splitlines())
    return {line for line in squeezed if len(line) >= SHORTEST}
