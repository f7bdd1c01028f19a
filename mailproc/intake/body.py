"""What a sender wrote himself: the text of a mail without quotes, and links to drives in it."""

import html
import re
from collections.abc import Iterator

LONGEST_SOURCE = 1_000_000
"""Bytes of a text or HTML body that are looked at."""
LONGEST_TEXT = 100_000
"""Letters of its text that are looked at."""
MOST_LINKS = 20

_LINK = re.compile(
    r"https?://(?:[\w-]{1,63}\.){0,3}"
    r"(?:drive\.google\.com|docs\.google\.com|photos\.app\.goo\.gl|onedrive\.live\.com|1drv\.ms"
    r"|sharepoint\.com|dropbox\.com|wetransfer\.com|we\.tl|keep\.line\.me|line\.me/R/keep)"
    r"(?:[/?][^\s\"'<>()\[\]]{0,500})?",
    re.I,
)
_BY_PROGRAM = r"(?:[0-9๐-๙]{4}|@|[0-9๐-๙]{1,2}[:.][0-9๐-๙]{2})"
# What stands above the text that is answered, by Gmail, Outlook and Zimbra, in Thai and English.
_QUOTE_BEGINS = re.compile(
    r"^\s*(?:-{3,}\s*(?:Original Message|ข้อความต้นฉบับ|ข้อความเดิม|ข้อความดั้งเดิม)"
    # With a year, an address or a time of day: people write sentences that end so, too.
    rf"|(?:-----\s*)?On\b(?=.*{_BY_PROGRAM}).{{0,200}}\bwrote:\s*$"
    rf"|(?:-----\s*)?(?:เมื่อ|ในวันที่|วันที่|ใน\s)(?=.*{_BY_PROGRAM})"
    r".{0,200}(?:เขียน|เขียนว่า|ได้เขียนว่า)\s*:\s*$)",
    re.I,
)
_SAID_ON = re.compile(r"\s*(?:On\b|เมื่อ|ในวันที่|วันที่|ใน\s)", re.I)
_MOST_BROKEN = 3
"""Lines over which Gmail breaks “เมื่อ … เขียนว่า:” where it is long."""
_LINE_DRAWN = re.compile(r"\s*_{20,}\s*$")
_SENT = re.compile(r"\s*\*?(?:Sent|Date|ส่งเมื่อ|ส่งแล้ว|ส่ง|วันที่)\s*:")
_ENGLISH = re.compile(r"\s*\*?(?:Sent|ส่งเมื่อ)\s*:")
_TIME = re.compile(r"[0-9๐-๙]{1,2}[:.][0-9๐-๙]{2}")
_FORWARD_BEGINS = re.compile(
    r"^\s*(?:-{3,}\s*(?:Forwarded message|ข้อความที่ส่งต่อ)|Begin forwarded message:)", re.I
)
_HREF = re.compile(r"""<a\b[^<>]{0,2000}?\bhref\s*=\s*["']?([^"'<>\s]{1,600})""", re.I)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", re.I)
_CELL = re.compile(r"</t[dh]\b[^<>]*>", re.I)
_STRUCK = re.compile(r"<(?:s|strike|del)\b", re.I)
_HIDES = re.compile(r"line-through|display:\s*none", re.I)
_CROSSED = "\u274c"
_CROSSED_NOTHING = re.compile(rf"{_CROSSED}\s*(?=$|\n)")
_TAG = re.compile(r"<[^<>]*>")
_LOWER = str.maketrans({chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)})
# Python refuses to make a number of more than 4,300 digits, and there are no such letters.
_NO_LETTER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_DROPPED = ("script", "style", "head")
_QUOTES = re.compile(r"<(/?)blockquote\b[^<>]*>", re.I)


def own_words(text: str) -> str:
    """The text down to the first quote or forwarded mail, lines that quote left out."""
    kept = []
    for line in _without_quotes(text):
        if _FORWARD_BEGINS.match(line):
            break
        kept.append(line)
    return "\n".join(kept).strip()


def has_struck(text: str) -> bool:
    """Whether something in the text of an HTML body is struck through or hidden."""
    return _CROSSED in text


def drive_links(text: str) -> list[str]:
    """Links to files on a drive, in what was written or forwarded, not in what was answered."""
    found = (m[0].rstrip(".,;:!") for m in _LINK.finditer("\n".join(_without_quotes(text))))
    return list(dict.fromkeys(found))[:MOST_LINKS]


def text_of_html(source: str) -> str:
    """The text of an HTML body; what links point to stands beside their words, a cross before what
    is struck through or hidden, so that nobody takes it for said, and a mark before each line that
    is quoted.
    """
    source = source[:LONGEST_SOURCE]
    for name in _DROPPED:
        source = _without(source, name)
    said, depth, at = list[str](), 0, 0
    for tag in _QUOTES.finditer(source):
        said.append(_text_of(source[at : tag.start()], quoted=depth > 0))
        depth, at = max(0, depth + (-1 if tag[1] else 1)), tag.end()
    said.append(_text_of(source[at:], quoted=depth > 0))
    return "\n".join(said)


def _text_of(source: str, *, quoted: bool) -> str:
    """The text of a part of an HTML body, each line marked if it is quoted."""
    source = _HREF.sub(lambda m: f" {m[1]} {m[0]}", source)
    source = _TAG.sub(_crossed, _CELL.sub("\t", _BREAK.sub("\n", source)))
    text = html.unescape(_NO_LETTER.sub("\ufffd", source))
    text = _CROSSED_NOTHING.sub("", text)
    return "\n".join(f"> {line}" for line in text.splitlines()) if quoted else text


def _crossed(tag: re.Match[str]) -> str:
    """A cross for a tag that strikes or hides what it holds, nothing for others."""
    return f" {_CROSSED} " if _STRUCK.match(tag[0]) or _HIDES.search(tag[0]) else ""


def head_ends(text: str) -> Iterator[int]:
    """The numbers of the lines right below each head of a quote."""
    lines = text[:LONGEST_TEXT].splitlines()
    for number in range(len(lines)):
        if taken := _head_at(lines, number):
            yield number + taken


def _without_quotes(text: str) -> list[str]:
    lines = text[:LONGEST_TEXT].splitlines()
    ends = next((n for n in range(len(lines)) if _head_at(lines, n)), len(lines))
    return [line for line in lines[:ends] if not line.lstrip().startswith(">")]


def _head_at(lines: list[str], number: int) -> int:
    """How many lines stand there above a quote, 0 for none."""
    if taken := _begins_quote(lines[number : number + _MOST_BROKEN]):
        return taken
    first = number + bool(lines[number : number + 1] and _LINE_DRAWN.match(lines[number]))
    if not _is_outlook_head(lines[first : first + 4]):
        return 0
    blank = (n for n in range(first, len(lines)) if not lines[n].strip())
    return next(blank, len(lines)) - number


def _begins_quote(lines: list[str]) -> int:
    """How many of these lines stand above a quote, the first one alone or with the next ones."""
    for taken in range(1, len(lines) + 1):
        last = lines[taken - 1]
        # Words of the sender's own stand above a line that begins anew.
        if taken > 1 and (not last.strip() or _SAID_ON.match(last)):
            return 0
        head = " ".join(lines[:taken])[:400]
        # Three lines of a person's may end so, too; an address does not stand in them.
        if _QUOTE_BEGINS.match(head) and (taken < _MOST_BROKEN or "@" in head):
            return taken
    return 0


def _is_outlook_head(lines: list[str]) -> bool:
    """`From: …`, `Sent: …` in bare lines above the text that Outlook quotes.

    A memo has จาก: and วันที่: too, but no address and no time of day.
    """
    if not lines or not re.match(r"\s*\*?(?:From|จาก)\s*:", lines[0]):
        return False
    sent = [line for line in lines[1:] if _SENT.match(line)]
    by_program = "@" in lines[0] or any(_TIME.search(line) or _ENGLISH.match(line) for line in sent)
    return bool(sent) and by_program


def _without(source: str, tag: str) -> str:
    """The source without these elements; one that is never closed takes the rest with it."""
    lower = source.translate(_LOWER)
    kept, position = [], 0
    for begin in re.finditer(rf"<{tag}\b", lower):
        if begin.start() < position:
            continue
        kept.append(source[position : begin.start()])
        end = lower.find(f"</{tag}", begin.end())
        if end < 0:
            return "".join(kept)
        position = end
    return "".join([*kept, source[position:]])
