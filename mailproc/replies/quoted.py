"""What of an answer is our own mail again: not every mail program marks what it quotes.

Our receipts show values as a unit would write them, so a quote that nobody marked would say them
all once more, long after they were corrected. Some correct in the copy itself: what they wrote
there is found, to be asked back.
"""

import html
import re
from collections import Counter
from collections.abc import Sequence

from mailproc.intake.body import text_of_html
from mailproc.replies import words
from mailproc.replies.grammar import MOST_LINES, is_unclear, parse
from parsers.form import Field
from parsers.thai import ascii_digits, normalise, squeeze
from storage.records import Notice

SHORTEST = 6
"""Letters of a line that is told again by its words."""
AT_LEAST = 2
"""So many lines of ours are a quote; one may be written by chance."""
_SIGN = re.compile(rf"\?|{words.DOUBTING}")
# Mail programs make links of addresses.
_LINKED = re.compile(r"<?\b(?:mailto:|https?://)[^\s<>]+>?", re.I)
_ALT = re.compile(r"""\balt="([^"<>]{1,300})\"""")
MARKED = re.compile(r"^\s*>[>\s]*")


def without_ours(written: str, notice: Notice) -> str:
    """The words without what is the answered notice's own text, from where that begins.

    Some write on below lines that they took from it: that is theirs, and stays.
    """
    ours, said_by_us = _keys(notice), text_of(notice)
    lines = written.splitlines()
    known = [n for n, line in enumerate(lines) if _key(line) in ours]
    if len(known) < AT_LEAST:
        return written
    theirs = [
        line
        for number, line in enumerate(lines[known[0] :], known[0])
        # Between lines of ours, a short one is a cell of a table.
        if (number > known[-1] or len(_key(line)) >= SHORTEST) and not is_in(line, said_by_us)
    ]
    return "\n".join([*lines[: known[0]], *theirs])


def has_copy(whole: str, notice: Notice) -> bool:
    """Whether the answered notice is quoted in the text."""
    ours = _keys(notice)
    return sum(_key(line) in ours for line in whole.splitlines()) >= AT_LEAST


def below_copy(whole: str, notice: Notice, fields: Sequence[Field]) -> str:
    """What stands below the answered notice where that is quoted, without a mark, in the text.

    The end of the notice may have been wrapped or cut off; but an order is one, though the notice
    says how to give it.
    """
    lines, ours = whole.splitlines(), _keys(notice)
    known = [n for n, line in enumerate(lines) if _key(line) in ours and not MARKED.match(line)]
    if len(known) < AT_LEAST:
        return ""
    said_by_us = text_of(notice)
    return "\n".join(
        line
        for line in lines[known[-1] + 1 :]
        if not _key(line) or not is_in(line, said_by_us) or _is_order(line, fields)
    )


def is_in(line: str, said_by_us: str) -> bool:
    """Whether a line says nothing but what we said (`text_of`); a sign alone may doubt it."""
    key = _key(line)
    return key in said_by_us if key else not _SIGN.search(line)


def text_of(notice: Notice) -> str:
    """All that the notice says, as text and as HTML, squeezed, digits as 0-9."""
    shown = " ".join(_ALT.findall(notice.new.html))
    said = (notice.new.text, text_of_html(notice.new.html), html.unescape(shown))
    return ascii_digits("".join(map(squeeze, said)))


def changed_in_copy(
    whole: str, notice: Notice, fields: Sequence[Field], places: Sequence[str] = ()
) -> list[str]:
    """The lines in a copy of the notice that say something, and are not the notice's.

    Where the mail program marks what it quotes, the copy is what is marked. It ends where a line of
    ours comes once more than in the notice: there begins an older mail of ours in the same thread.
    """
    lines = whole.splitlines()
    if any(MARKED.match(line) for line in lines):
        lines = [line for line in lines if MARKED.match(line)]
    said = [ascii_digits(normalise(MARKED.sub("", line, count=1))).strip(" *") for line in lines]
    left, at = _keys(notice), list[int]()
    for number, key in enumerate(map(_key, said)):
        if key not in left:
            continue
        if left[key] == 0:
            break
        left[key] -= 1
        at.append(number)
    if len(at) < AT_LEAST:
        return []
    ours = text_of(notice)
    copy = [line for line in said[at[0] : at[-1]] if not is_in(line, ours)]
    # So many lines that are not ours are no copy with a value or two set otherwise.
    return copy[:1] if len(copy) > MOST_LINES else [x for x in copy if parse(x, fields, places)]


def _is_order(line: str, fields: Sequence[Field]) -> bool:
    return not is_unclear(parse(line, fields))


def _keys(notice: Notice) -> Counter[str]:
    """The lines of the notice, and how often each comes in its text or in its HTML."""
    texts = (notice.new.text, text_of_html(notice.new.html))
    text, html = (Counter(map(_key, said.splitlines())) for said in texts)
    return Counter({key: n for key, n in (text | html).items() if len(key) >= SHORTEST})


def _key(line: str) -> str:
    """What a line says, however it is set off and spaced."""
    return ascii_digits(squeeze(_LINKED.sub(" ", line).strip(" >-!*")))
