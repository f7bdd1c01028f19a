"""Counts as people write them: Thai or Arabic digits, a dash for none, words beside."""

import re

from parsers.thai import (
    DASHES,
    ascii_digits,
    digits_to_int,
    normalise,
    number_in_words,
    squeeze,
)
from parsers.values.parsed import EMPTY, Parsed, doubtful, sure

LARGEST = 9999

_WORDS_AROUND = re.compile(r"^(?:จำนวน|รวม)|(?:ครั้ง|แห่ง|ครัง|แหง)$")
# Only 0-9 (Thai digits have become these): other signs that Unicode calls digits, as ², are odd.
_DIGITS = re.compile("[0-9]+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_SPACED_GROUPS = re.compile(r"\d{1,3}(?: ?, ?\d{3})+")
_NUMBER_AND_WORDS = re.compile(r"([\d,]+)\s*\(?\s*([^\d()]+?)\s*\)?")
_OPEN_CLOSE = {"(": ")", "[": "]"}


def read_count(text: str, *, spaced: bool = False) -> Parsed:
    """The count in `text`; doubtful unless a plain number, a dash or “ไม่มี” stands there.

    `spaced`: the producer tears all its text apart, so that spaces within a number mean nothing.
    A negative, decimal or overlong number is kept as written, as a doubtful value.
    """
    body = _bare(text)
    if not body:
        return EMPTY
    if all(c in DASHES for c in body.replace(" ", "")) or squeeze(body) == "ไม่มี":
        return sure(0)
    if spaced:
        body = re.sub(r"(?<=[\d,]) +(?=[\d,])", "", body)
    if _SPACED_GROUPS.fullmatch(body):
        body = body.replace(" ", "")
    if _DIGITS.fullmatch(body) or _GROUPED.fullmatch(body):
        return _plain(body)
    return _with_words(body) or _odd(body)


def _bare(text: str) -> str:
    """The text without leaders, the words around a number, and brackets around the whole."""
    body = re.sub(r"[.…_‥]{2,}|[…_‥]", " ", ascii_digits(normalise(text))).strip()
    before = None
    while body != before:
        before = body
        body = _WORDS_AROUND.sub("", body).strip(" \n:=")
        body = body[:-1].rstrip() if re.search(r"\d ?\.$", body) else body
        if body and _OPEN_CLOSE.get(body[0]) == body[-1]:
            body = body[1:-1].strip()
    return "" if body in (".", ",") else body


def _plain(digits: str) -> Parsed:
    number = digits_to_int(digits.replace(",", ""))
    if number > LARGEST:
        return doubtful(number, "out_of_range")
    if len(digits) > 1 and digits.startswith("0"):
        return doubtful(number)
    return sure(number)


def _with_words(body: str) -> Parsed | None:
    match = _NUMBER_AND_WORDS.fullmatch(body)
    if not match or not match[1].strip(","):
        return None
    number = match[1]
    whole = _DIGITS.fullmatch(number) or _GROUPED.fullmatch(number)
    plain = _plain(number) if whole else None
    words = number_in_words(match[2])
    if plain is None or words is None:
        return None
    return plain if words == plain.value else doubtful(plain.value)


def _odd(body: str) -> Parsed:
    """Best guesses, all of them doubtful."""
    squeezed = body.replace(" ", "")
    negative = re.fullmatch(r"[-\u2010-\u2015\u2212](\d+)", squeezed)
    if negative:
        return doubtful(-digits_to_int(negative[1]), "out_of_range")
    if squeeze(body) == "ไม่ได้ดำเนินการ":
        return doubtful(0)
    numbers = re.findall(r"\d[\d,]*", body)
    if len(numbers) == 1 and not re.search(r"\d\s*[./]\s*\d", body):
        return doubtful(digits_to_int(numbers[0].replace(",", "")))
    words = number_in_words(body)
    return doubtful(words)
