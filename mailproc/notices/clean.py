"""Words that came from mails and documents, made safe for one line of a letter or a header."""

import re
import unicodedata
from collections.abc import Iterable

SUBJECT_LENGTH = 150
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>")
_ANSWER_MARKS = re.compile(r"^(?:(?:re|aw|sv|ตอบ|ตอบกลับ)\s*:\s*)+", re.IGNORECASE)
_REFERENCES = 20


def one_line(text: str, limit: int = 300) -> str:
    """The text on one line, without invisible characters, at most `limit` characters long.

    Control and format characters go: they would break headers, turn the reading direction, or
    (lone surrogates) not be UTF-8 at all.
    """
    kept = "".join(
        " " if c.isspace() else c
        for c in text
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    kept = " ".join(kept.split())
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def answer_subject(subject: str) -> str:
    """`Re: ` and the subject that is answered; "" where that has none."""
    bare = _ANSWER_MARKS.sub("", one_line(subject, 1000))
    return "Re: " + one_line(bare, SUBJECT_LENGTH) if bare else ""


def message_ids(*headers: str) -> tuple[str, ...]:
    """The Message-IDs in the headers, each once, the first and the newest where there are many.

    Anything that is no `<left@right>` of printable ASCII is left out.
    """
    found = list(dict.fromkeys(m for h in headers for m in _MESSAGE_ID.findall(h) if len(m) <= 250))
    if len(found) > _REFERENCES:
        # RFC 5322 lets long lists be cut; the first keeps the thread together.
        found = [found[0], *found[-(_REFERENCES - 1) :]]
    return tuple(found)


def bare_addresses(addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses that can stand in an SMTP command; the rest is left out."""
    return tuple(a for a in addresses if re.fullmatch(r"[\x21-\x7e]+@[\x21-\x7e]+", a))
