"""The address in a From header, read so strictly that no other reader can see another one.

Only the plain forms count: `a@b`, `<a@b>`, `words <a@b>`, each with harmless comments. Whatever
else RFC 5322 allows (groups, routes, quoted local parts, several mailboxes) and all that it does
not allow is named and counts for nobody: the receiving server may have vouched for another reading.
"""

import re
from dataclasses import dataclass

LONGEST = 4 * 1024
"""Bytes of a From field that can name a sender; a longer one is malformed."""
ADDRESS = re.compile(
    rb"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    rb"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_TOKEN = re.compile(rb'"(?:\\.|[^"\\])*"|<[^<>]*>|\([^()\\]*\)|[,:;]|[^"<>(),:;]+', re.S)


@dataclass(frozen=True, slots=True)
class FromAddress:
    """`addresses`: what could be read, bare and in lower case, for a person to see.

    `problem` is "" only where there is exactly one and no doubt which; else `none`, `two_from`,
    `several_addresses`, `group` or `malformed`.
    """

    addresses: tuple[str, ...]
    problem: str


def read_from(values: list[bytes]) -> FromAddress:
    """The sender by all the From fields of a mail."""
    found = tuple(dict.fromkeys(a for value in values[:5] for a in _loosely(value)))
    if not values:
        return FromAddress((), "none")
    if len(values) > 1:
        return FromAddress(found, "two_from")
    problem = _problem(values[0])
    if not problem and len(found) != 1:
        problem = "several_addresses" if found else "malformed"
    return FromAddress(found, problem)


def _problem(value: bytes) -> str:
    if len(value) > LONGEST or re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", value):
        return "malformed"
    tokens = [t.strip() for t in _TOKEN.findall(value) if t.strip()]
    if sum(len(t) for t in _TOKEN.findall(value)) != len(value):
        return "malformed"  # an unclosed quote, bracket or comment
    words = [t for t in tokens if not t.startswith(b"(")]
    if any(b"@" in t or b"<" in t for t in tokens if t.startswith(b"(")):
        return "malformed"
    if b":" in words or b";" in words:
        return "group"
    if b"," in words:
        return "several_addresses"
    angles = [t for t in words if t.startswith(b"<")]
    if not angles:
        return "" if len(words) == 1 and ADDRESS.fullmatch(words[0]) else "malformed"
    inside = ADDRESS.fullmatch(angles[0][1:-1].strip())
    last = words[-1] is angles[0]
    if len(angles) != 1 or not last or not inside:
        return "malformed"
    # An address in the bare words before the bracket: some readers take that one.
    doubtful = any(
        b"@" in t and t.lower() != inside[0].lower() for t in words[:-1] if not t.startswith(b'"')
    )
    return "malformed" if doubtful else ""


def _loosely(value: bytes) -> list[str]:
    """Everything outside quotes and comments that looks like an address."""
    tokens = [t for t in _TOKEN.findall(value[:1000]) if t[:1] not in (b'"', b"(")]
    angles = [t for t in tokens if t.startswith(b"<")]
    return [m[0].decode("ascii").lower() for t in angles or tokens for m in ADDRESS.finditer(t)][
        :20
    ]
