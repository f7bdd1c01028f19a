"""From one line of an answer to orders. Pure.

A sentence is understood as a whole or not at all, and what is not understood is never guessed:
every pattern must match from its first letter to its last. Numbers stay the sender's own words.
"""

import re

from mailproc.replies import around, words
from mailproc.replies.orders import (
    Accept,
    AcceptAll,
    Approve,
    AskStatus,
    Confirm,
    Order,
    Put,
    Reject,
    Resume,
    Send,
    Stop,
    Unclear,
)
from mailproc.replies.spoken import Spoken
from parsers.values.months import read_month

LONGEST_LINE = 400
WIDEST_RANGE = 30
_POLITE_LENGTH = 60
"""Letters at the end that are looked at for what ends a sentence politely, as often as needed."""

_WHOLE: tuple[tuple[re.Pattern[str], Order], ...] = (
    (words.ALL_RIGHT, AcceptAll()),
    (words.CONFIRM, Confirm()),
    (words.STATUS, AskStatus()),
    (words.SEND, Send()),
)


def orders_of(line: str, spoken: Spoken) -> list[Order]:
    """The orders in one line; what is not understood of it as `Unclear`, courtesies as nothing."""
    if len(line) > LONGEST_LINE:
        return [Unclear(line[:LONGEST_LINE], meant=True)]
    bare = _begun(bare_of(line))
    if not bare or around.is_courtesy(bare):
        return []
    if stop := words.STOP.fullmatch(bare):
        return [Stop(stop["units"])]
    if resume := words.RESUME.fullmatch(bare):
        return [Resume(resume["units"])]
    if (numbered := words.NUMBERED.match(bare)) and (
        set_ := spoken.settings(bare[numbered.end() :])
    ):
        return set_
    if (listed := spoken.listed(bare)) is not None:
        return [listed]
    if (whole := _sentence(bare, spoken)) is not None:
        return whole
    parts = [bare_of(p) for p in words.BETWEEN.split(_begun(line))]
    parts = [p for p in parts if p and not around.is_courtesy(p)]
    found: list[Order] = []
    for number, part in enumerate(parts):
        understood = _sentence(part, spoken)
        # Words around an order may turn it round, and “30,5” may be one number: then none of the
        # line is done.
        split = number > 0 and parts[number - 1][-1:].isdigit() and part[:1].isdigit()
        alone = words.NUMBER.fullmatch(part) or (
            words.LISTED.fullmatch(part) and number < len(parts) - 1
        )
        if alone or (understood is None and (split or not spoken.begins(part))):
            return [Unclear(line, bool(alone) or spoken.meant(line))]
        found += understood if understood is not None else [Unclear(part, spoken.meant(part))]
    return found


def _begun(line: str) -> str:
    """Without what people say before their first order."""
    return words.CHECKED_FIRST.sub("", words.GREETING.sub("", line))


def bare_of(text: str) -> str:
    """Without what ends a Thai sentence politely; a question mark stays."""
    before = None
    while text != before:
        before, text = text, text.strip(" \t.,;!~“”\"'")
        # Looked for where it may stand alone: from every letter on it takes too long.
        end = words.POLITE_END.search(text, max(0, len(text) - _POLITE_LENGTH))
        text = text[: end.start() if end else None].strip()
    return text


def _sentence(text: str, spoken: Spoken) -> list[Order] | None:
    """All orders of a sentence, or None where any of it is not understood, or it is not whole."""
    if words.UNFINISHED.search(text):
        return None
    for pattern, order in _WHOLE:
        if pattern.fullmatch(text):
            return [order]
    for sequence in (_items, spoken.settings):
        if (found := sequence(text)) is not None:
            return found
    if (rejected := words.REJECT_WHY.fullmatch(text)) and (items := _numbers(rejected["items"])):
        return [Reject(items, rejected["why"].strip(" ()"))] if _is_reason(rejected) else None
    put = words.PUT_WORDS.fullmatch(text)
    if put and _is_one_value(put["words"].strip()):
        return [Put(int(put["item"]), put["words"].strip())]
    return None


def _is_reason(rejected: re.Match[str]) -> bool:
    """Whether what stands behind “not taken” says why, and neither asks nor makes a condition."""
    doubt = words.ASKS if rejected["because"] else words.TURNS
    return doubt.search(rejected["why"]) is None


def _is_one_value(said: str) -> bool:
    """Words without a number, a number and nothing else, or a month."""
    if not re.search("[0-9]", said) or words.NUMBER.fullmatch(said):
        return True
    return read_month(said).status == "accepted"


def _items(text: str) -> list[Order] | None:
    """Orders about numbered items, one after another, to the end of the text."""
    found: list[Order] = []
    position = 0
    while position < len(text):
        if verdict := words.VERDICT.match(text, position):
            order, end = _verdict(verdict), verdict.end()
        else:
            patterns = (words.CHOSEN, words.VALUE, words.VALUE_NAMED, words.LISTED)
            put = next((m for p in patterns if (m := p.match(text, position))), None)
            order = Put(int(put["item"]), put["words"].strip()) if put else None
            end = put.end() if put else position
            if put and put.re is words.LISTED and not _lists_on(put, text):
                return None
        if order is None:
            return None
        found.append(order)
        position = end
    return found


def _lists_on(put: re.Match[str], text: str) -> bool:
    """Whether a number without a word is the last, or the next item follows: “1. 30 2. 40”.

    “1. 2, 3. ถูก” may be a list of items that are right.
    """
    following = words.ITEM_BEGINS.match(text, put.end())
    return put.end() == len(text) or (
        following is not None and int(following["item"]) == int(put["item"]) + 1
    )


def _verdict(match: re.Match[str]) -> Order | None:
    items = _numbers(match["items"])
    if not items:
        return None
    if match["no"]:
        return Reject(items)
    if match["approve"]:
        return Approve(items)
    return Accept(items, "yes" if match["yes"] else "take" if match["take"] else "right")


def _numbers(said: str) -> tuple[int, ...]:
    """The item numbers of a list such as `1, 2 และ 5-7`; empty for a range that is none."""
    found: list[int] = []
    for first, last in words.RANGE.findall(said):
        low, high = int(first), int(last or first)
        if not low <= high <= low + WIDEST_RANGE:
            return ()
        found += range(low, high + 1)
    return tuple(dict.fromkeys(found))
