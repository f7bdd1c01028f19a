"""Thai text as PDFs hold it, put right: private-use glyphs, split sara am, marks out of order.

The unit of reading is the *letter*: a base character with the marks above and below it. A
*skeleton* is what is left of a text without marks, spaces and punctuation: producers lose,
double and displace marks, but hardly ever base letters, so printed labels are matched on it.
"""

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

# Windows Thai fonts before OpenType: shifted variants of the same letters (Microsoft's table).
_PRIVATE_USE: dict[int, str | None] = {
    0xF700 + i: letter
    for i, letter in enumerate("ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู")
}  # fmt: skip
ARABIC = {chr(ord("๐") + i): str(i) for i in range(10)}
"""Thai digits and the Arabic ones that mean the same."""
_DIGITS = str.maketrans(ARABIC)
_INVISIBLE: dict[int, str | None] = dict.fromkeys(
    (0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF)
)
_SPACES: dict[int, str | None] = dict.fromkeys(
    (0x00A0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000, 0x09), " "
)
_CLEAN = _PRIVATE_USE | _INVISIBLE | _SPACES

NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"
BELOW = frozenset("\u0e38\u0e39\u0e3a")
ABOVE = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d")
TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b")
ENDS = frozenset("\u0e4c\u0e4e")
MARKS = BELOW | ABOVE | TONES | ENDS
CONSONANTS = frozenset(chr(c) for c in range(0x0E01, 0x0E2F))
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\uff0d\u02d7")
MOST_DIGITS = 300


def is_thai(char: str) -> bool:
    """Whether a character is of the Thai block."""
    return "\u0e00" <= char <= "\u0e7f"


def clean(text: str) -> str:
    """Private-use glyphs as their letters, invisible characters gone, every space a space."""
    return unicodedata.normalize("NFC", text.translate(_CLEAN))


@lru_cache(4096)
def ordered_marks(marks: str) -> str:
    """The marks of one letter, each once, in the order in which Thai is typed."""
    groups = (BELOW, ABOVE, TONES, ENDS)
    return "".join(m for group in groups for m in sorted(set(marks) & group))


def normalise(text: str) -> str:
    """Text with each letter's marks in typing order and sara am whole.

    Marks that follow a space belong to the letter before it. Idempotent.
    """
    letters: list[list[str]] = []
    for char in clean(text):
        owner = _owner(letters) if char in MARKS or char in (SARA_AA, SARA_AM) else None
        if owner is not None and char in MARKS:
            owner[1] += char
        elif owner is not None and NIKHAHIT in owner[1]:
            owner[1] = owner[1].replace(NIKHAHIT, "")
            letters.append([SARA_AM, ""])
        else:
            letters.append([char, ""])
    return "".join(base + ordered_marks(marks) for base, marks in letters)


def _owner(letters: list[list[str]]) -> list[str] | None:
    for letter in reversed(letters[-2:]):
        if letter[0] in CONSONANTS:
            return letter
        if letter[0] != " ":
            return None
    return None


def ascii_digits(text: str) -> str:
    """Thai digits as Arabic ones."""
    return text.translate(_DIGITS)


def digits_to_int(digits: str) -> int:
    """What Arabic digits say, a minus before them allowed. Python raises at more than 4,300.

    What is cut off is left of a number that is out of every range anyway, and fits a sheet.
    """
    sign, body = (-1, digits[1:]) if digits[:1] == "-" else (1, digits)
    return sign * int(body.lstrip("0")[:MOST_DIGITS] or "0")


@lru_cache(4096)
def bone(letter: str) -> str:
    """What one letter leaves in a skeleton: its base in lower case, or "" for punctuation."""
    base = letter[:1].translate(_DIGITS).lower()
    if base == SARA_AM:
        return SARA_AA
    return base if base.isalnum() or (is_thai(base) and base not in "ฯ๏๚๛") else ""


@lru_cache(4096)
def skeleton(text: str) -> str:
    """Base letters and digits only: no marks, spaces, dots; lower case; ำ as า."""
    return "".join(bone(c) for c in clean(text) if c not in MARKS)


@lru_cache(4096)
def squeeze(text: str) -> str:
    """Normalised text without spaces, dots, leaders and brackets, marks kept."""
    return "".join(c for c in normalise(text) if c.isalnum() or c in MARKS or is_thai(c))


_ABBREVIATIONS = frozenset(("อบจ", "อบต", "อสม", "ทต", "ทม", "กศน", "รพ.สต", "อปพร", "ร.ต"))


def dotted(text: str) -> str:
    """The text with the dot of a closing abbreviation, which on a dotted line gets lost."""
    words = text.split()
    return f"{text}." if words and words[-1] in _ABBREVIATIONS else text


_ONES = {"ศูนย์": 0, "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5,
         "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9}  # fmt: skip
_PLACES = {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10_000, "แสน": 100_000}


def number_in_words(text: str) -> int | None:
    """A number written out in Thai (`ยี่สิบเอ็ด`), or None where the text is not one."""
    rest = squeeze(text)
    total, digit, seen = 0, None, False
    while rest:
        word = next((w for w in (*_ONES, *_PLACES) if rest.startswith(w)), None)
        if word is None:
            return None
        rest, seen = rest[len(word) :], True
        if word in _ONES:
            if digit is not None:
                return None
            digit = _ONES[word]
        else:
            total, digit = total + (1 if digit is None else digit) * _PLACES[word], None
    return total + (digit or 0) if seen else None


# One to ten as they are seen on a scan, where marks are lost first.
_SEEN = {skeleton(w): n for w, n in _ONES.items() if w not in ("เอ็ด", "ยี่")} | {"สบ": 10}


def number_word_seen(text: str) -> int | None:
    """The number up to ten whose word comes nearest to a text read from a scan; None where none
    differs by at most a letter, or several do alike.
    """
    seen = skeleton(text)
    far = {word: Levenshtein.distance(seen, word) for word in _SEEN}
    nearest = min(far.values())
    found = [word for word in far if far[word] == nearest]
    # Of a word of one letter, สี่, nothing is left when that is another.
    like = nearest <= min(1, len(found[0]) - 1)
    return _SEEN[found[0]] if like and len(found) == 1 else None
