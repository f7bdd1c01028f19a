"""What of an answer is our own mail again: not every mail program marks what it quotes.

Our receipts show values as a unit would write them, so a quote that nobody marked would say them
all once more, long after they were corrected. Some correct in the copy itself: what they wrote
there is found, to be asked back.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from mailproc.intake.body import head_ends, text_of_html
from mailproc.replies import words
from mailproc.replies.grammar import MOST_LINES, parse
from parsers.form import Field
from parsers.thai import ascii_digits, normalise, squeeze
from storage.correspondence import Notice

SHORTEST = 6
"""Letters of a line that is told again by its words."""
AT_LEAST = 2
"""So many lines of ours are a quote; one may be written by chance."""
_TAIL = 40
"""Letters of ours by which it is known what follows them there: two labels end alike."""
_BY_CHANCE = 20
"""Letters of a line that a person may write, too: it is ours only as often as it is in our mail."""
_SIGN = re.compile(rf"\?|{words.DOUBTING}")
# Mail programs make links of addresses.
_LINKED = re.compile(r"<?\b(?:mailto:|https?://|tel:|x-apple-data-detectors:)[^\s<>]+>?", re.I)
# A picture that is quoted, as text: by what is said of it (Gmail), or by its name.
_PICTURE = re.compile(
    r"\[(?:(?:inline )?image|ภาพ|รูปภาพ)\s*:|\[cid:[^\]\s]{1,200}\]"
    r"|<[^<>\s]{1,200}\.(?:png|jpe?g|gif)>",
    re.I,
)
_ALT = re.compile(r"""<img\b[^<>]*?\balt="([^"<>]{1,300})"[^<>]*>""")
MARKED = re.compile(r"^\s*>[>\s]*")


def without_ours(written: str, notice: Notice) -> str:
    """The words without what is the answered notice's own text, from where that begins.

    Some write on below lines that they took from it: that is theirs, and stays.
    """
    lines = written.splitlines()
    known = _known(lines, notice)
    if len(known) < AT_LEAST:
        return written
    theirs = [
        lines[number]
        for number in _not_ours(lines, notice, known, known[0])
        # Between lines of ours, a short one is a cell of a table.
        if number > known[-1] or len(_key(lines[number])) >= SHORTEST
    ]
    return "\n".join([*lines[: known[0]], *theirs])


def has_copy(whole: str, notice: Notice) -> bool:
    """Whether the answered notice is quoted in the text."""
    return len(_known(whole.splitlines(), notice)) >= AT_LEAST


def copy_of(whole: str, notice: Notice) -> str:
    """What stands from the first line of a copy of the answered notice on, marked or not."""
    lines = [MARKED.sub("", line, count=1) for line in whole.splitlines()]
    known = _known(lines, notice)
    return "\n".join(lines[known[0] :]) if known else ""


def below_copy(whole: str, notice: Notice) -> str:
    """What stands below the answered notice where that is quoted, without a mark, in the text.

    The end of the notice may have been wrapped or cut off.
    """
    lines = whole.splitlines()
    known = [n for n in _known(lines, notice) if not MARKED.match(lines[n])]
    if len(known) < AT_LEAST:
        return ""
    return "\n".join(lines[n] for n in _not_ours(lines, notice, known, known[-1]))


def above_copy(whole: str, notice: Notice) -> str:
    """What stands between the head of a quote and what is quoted of the notice.

    In a thread an earlier answer of the same sender may stand above that head, under another one.
    """
    lines = whole.splitlines()
    heads = list(head_ends(whole))
    known = [*_known(lines, notice), *(n for n, x in enumerate(lines) if MARKED.match(x))]
    first = min((n for n in known if heads and n >= heads[0]), default=None)
    if first is None:
        return ""
    begins = max(n for n in heads if n <= first)
    # The first lines of the notice may have been wrapped.
    said_by_us, ends, said = text_of(notice), first, _key(lines[first])
    while ends > begins and _key(lines[ends - 1]) + said in said_by_us:
        ends -= 1
        said = _key(lines[ends]) + said
    return "\n".join(lines[begins:ends])


def _known(lines: Sequence[str], notice: Notice) -> list[int]:
    """The numbers of the lines that are whole ones of the notice.

    A copy is of its text or of its HTML, and ends where that does: a short line of the other below
    it is a person's.
    """
    keys, (text, page) = list(map(_key, lines)), _lines_of(notice)
    own = max(_found(keys, text), _found(keys, page), key=len)
    return [n for n in _found(keys, text | page) if n <= own[-1]] if own else []


def _found(keys: Sequence[str], ours: Counter[str]) -> list[int]:
    """The numbers of the keys that are among ours, as often as they are, or long."""
    left, found = Counter(ours), []
    for number, key in enumerate(keys):
        if key in left and (left[key] > 0 or len(key) >= _BY_CHANCE):
            left[key] -= 1
            found.append(number)
    return found


def _not_ours(
    lines: Sequence[str], notice: Notice, known: Sequence[int], first: int
) -> Iterator[int]:
    """The numbers of the lines from `first` on, a `known` one, that neither are another of them nor
    go on where the last one of ours ended.

    That its letters stand somewhere in the notice makes no line ours: our mails have “ส่ง” in them,
    and “ไม่”, and “12 ครั้ง” for one value where another one's line was changed to that. Nor does
    that it begins as one of ours, where it stops short of that one's end: of two answers that we
    name, somebody may have left one. Between known lines a cell without a number shows, after a
    line that is not ours, where ours go on.
    """
    said_by_us, ends, whole = text_of(notice), _line_ends(notice), set(known)
    before, lost, cut = "", False, None
    for number, line in enumerate(lines[first:], first):
        key = _key(line)
        within = lost and number < known[-1] and not any(map(str.isdigit, key))
        goes_on = bool(key and before) and before + key in said_by_us
        if cut is not None and number in whole and not goes_on:
            yield cut
        if not key:
            if _SIGN.search(line):
                yield number
            continue
        cut = None
        if goes_on:
            cut = None if _ends_with(said_by_us, ends, before + key) else number
            before, lost = (before + key)[-_TAIL:], False
        elif number in whole or (within and key in said_by_us):
            before, lost = key[-_TAIL:], False
        else:
            lost = True
            yield number


def _ends_with(said_by_us: str, ends: frozenset[int], part: str) -> bool:
    """Whether a line of ours ends where that part of what we said does, at one of its places."""
    at = said_by_us.find(part)
    while at >= 0 and at + len(part) not in ends:
        at = said_by_us.find(part, at + 1)
    return at >= 0


def is_in(line: str, said_by_us: str) -> bool:
    """Whether a line says nothing but what we said (`text_of`); a sign alone may doubt it."""
    key = _key(line)
    return key in said_by_us if key else not _SIGN.search(line)


# What the one notice says that is answered is asked for several times; its page is long.
@lru_cache(1)
def _said(notice: Notice) -> tuple[tuple[str, ...], ...]:
    """The lines of all that the notice says, as text and as HTML, there without and with what it
    says of its pictures; each squeezed, digits as 0-9.
    """
    page = notice.new.html
    shown = _ALT.sub(lambda m: f" {m[1]} ", page)
    texts = (notice.new.text, text_of_html(page), text_of_html(shown))
    return tuple(tuple(map(_key, text.splitlines())) for text in texts)


@lru_cache(1)
def text_of(notice: Notice) -> str:
    """All that the notice says, as text and as HTML, squeezed, digits as 0-9."""
    return "\n".join("".join(lines) for lines in _said(notice))


@lru_cache(1)
def _line_ends(notice: Notice) -> frozenset[int]:
    """Where in `text_of` the lines end."""
    ends, begins = set[int](), 0
    for lines in _said(notice):
        ends |= {begins + end for end in accumulate(map(len, lines))}
        begins += sum(map(len, lines)) + 1
    return frozenset(ends)


def changed_in_copy(
    whole: str, notice: Notice, fields: Sequence[Field], places: Sequence[str] = ()
) -> list[str]:
    """The lines in a copy of the notice that say something, and are not the notice's.

    Where the mail program marks what it quotes, the copy is what is marked. It ends where a line of
    ours comes once more than in the notice: there begins an older mail of ours in the same thread.
    """
    lines = whole.splitlines()
    marked = [number for number, line in enumerate(lines) if MARKED.match(line)]
    of_copy = set(marked or range(len(lines)))
    said = [ascii_digits(normalise(MARKED.sub("", line, count=1))).strip(" *") for line in lines]
    text, page = _lines_of(notice)
    left, at = text | page, list[int]()
    for number, key in enumerate(map(_key, said)):
        if key not in left or number not in of_copy:
            continue
        if left[key] == 0:
            break
        left[key] -= 1
        at.append(number)
    if len(at) < AT_LEAST:
        return []
    # A line that was wrapped goes on where no mark stands.
    changed = _not_ours(said[: at[-1] + 1], notice, at, at[0])
    copy = [said[number] for number in changed if number in of_copy]
    # So many lines that are not ours are no copy with a value or two set otherwise.
    return copy[:1] if len(copy) > MOST_LINES else [x for x in copy if parse(x, fields, places)]


@lru_cache(1)
def _lines_of(notice: Notice) -> tuple[Counter[str], Counter[str]]:
    """What the lines of the notice's text say and those of its HTML, and how often each does."""
    texts = (notice.new.text, text_of_html(notice.new.html))
    text, page = (Counter(map(_key, said.splitlines())) for said in texts)
    for lines in (text, page):
        for key in [key for key in lines if len(key) < SHORTEST]:
            del lines[key]
    return text, page


def _key(text: str) -> str:
    """What a line or more says, however set off and spaced, its digits as 0-9."""
    return ascii_digits(squeeze(_PICTURE.sub(" ", _LINKED.sub(" ", text))))
