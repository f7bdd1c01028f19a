"""Numbers among a form's counts that belong to no slot: a sign that some slot was missed."""

import re
from collections.abc import Mapping, Sequence

from parsers.form import Field
from parsers.text.labels import Sheet
from parsers.text.letters import Letter, Line, text_of
from parsers.text.printed import Text
from parsers.text.slots import Slot
from parsers.thai import DASHES, ascii_digits, number_in_words

# The number of an item: `๒.`, `3)`, `(4)`, `3.1`; a bare number may as well be a value.
_ITEM = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})*[.)]+|\d{1,2}(?:\.\d{1,2})+")
_ITEM_END = re.compile(r"(\d{1,2})[.)]+$|\.(\d{1,2})$")
_NEAR = 1.6  # of the letter size
_DASH = 2  # a dash has at most so many signs


def stray_digits(text: Text, sheet: Sheet, slots: Mapping[str, Slot]) -> bool:
    """Whether numbers stand between the first and last count that are in no slot and no label.

    Then a slot that looks empty need not be: its number may stand where it was not looked for.
    """
    keys = [f.key for f in sheet.form.counts if f.key in sheet.labels]
    if not keys:
        return False
    first = min(text.line_of(sheet.labels[k].start) for k in keys)
    last = max(text.line_of(sheet.labels[k].end - 1) for k in keys)
    known = _known(text, sheet, slots)
    heads = {f.key: _head(text, sheet, f.key, known) for f in sheet.form.counts if f.key in keys}
    suffixes = {f.suffix for f in sheet.form.counts}
    if any(_in_words(head, suffixes) for head in heads.values()):
        return True
    if not _numbered_in_order(sheet, heads):
        return True
    known |= _row_numbers(sheet, heads)
    return any(_stray(line, known) for line in text.lines[first : last + 1])


def stray_line(text: Text, sheet: Sheet, slots: Mapping[str, Slot], item: Field) -> bool:
    """Whether a line right above or below an empty field's label holds nothing but what belongs to
    no slot and no label: the value may have been written there.
    """
    label, known = sheet.labels[item.key], _known(text, sheet, slots)
    first, last = text.line_of(label.start), text.line_of(label.end - 1)
    for number, beside in ((first - 1, first), (last + 1, last)):
        if not text.line_of(sheet.start) <= number < len(text.lines):
            continue
        line, own = text.lines[number], text.lines[beside]
        near = line.page == own.page and abs(line.base - own.base) < _NEAR * own.size
        loose = not any(id(a) in known for a in line.letters)
        if near and loose and (_counts(line) if item.kind == "count" else _says(line)):
            return True
    return False


def _known(text: Text, sheet: Sheet, slots: Mapping[str, Slot]) -> set[int]:
    """The letters of all slots and all printed texts."""
    known = {id(a) for slot in slots.values() for a in slot.letters}
    for span in (*sheet.labels.values(), *sheet.printed):
        known |= {id(text.letter(i)) for i in range(span.start, span.end)}
    return known


def _counts(line: Line) -> bool:
    """Whether a line could be a count: it has digits, or is a dash."""
    letters = line.letters
    dash = 0 < len(letters) <= _DASH and all(a.text in DASHES for a in letters)
    return dash or any(a.text.isnumeric() for a in letters)


def _says(line: Line) -> bool:
    return any(a.bone for a in line.letters)


def _head(text: Text, sheet: Sheet, key: str, known: set[int]) -> list[Letter]:
    """What stands before a label on its line, back to what is known."""
    place = text.places[sheet.labels[key].start]
    letters = text.lines[place.line].letters
    start = place.letter
    while start and id(letters[start - 1]) not in known:
        start -= 1
    return letters[start : place.letter]


def _in_words(head: Sequence[Letter], suffixes: set[str]) -> bool:
    """Whether a number written out stands before a label."""
    words = text_of(head).strip(" -–—•·●▪*.()")
    for suffix in suffixes:
        words = words.removesuffix(suffix).strip()
    return number_in_words(words) is not None


def _numbered_in_order(sheet: Sheet, heads: Mapping[str, list[Letter]]) -> bool:
    """Whether the items' numbers before like labels, if any, go up one by one: `11.` before one
    label alone is hardly an item's number.
    """
    for suffix in {f.suffix for f in sheet.form.counts}:
        run = [f.key for f in sheet.form.counts if f.suffix == suffix and f.key in heads]
        found = [_ITEM_END.search(ascii_digits(text_of(heads[key])).strip()) for key in run]
        numbers = [int(m[1] or m[2]) for m in found if m]
        if numbers and numbers != list(range(numbers[0], numbers[0] + len(run))):
            return False
    return True


def _row_numbers(sheet: Sheet, heads: Mapping[str, list[Letter]]) -> set[int]:
    """The letters of bare row numbers 1, 2, 3 .. as a table has them: each row's, or none."""
    found: set[int] = set()
    for suffix in {f.suffix for f in sheet.form.counts}:
        run = [f.key for f in sheet.form.counts if f.suffix == suffix]
        numbers = [ascii_digits(text_of(heads.get(key, []))) for key in run]
        if len(run) > 2 and numbers == [str(n) for n in range(1, len(run) + 1)]:
            found |= {id(a) for key in run for a in heads[key]}
    return found


def _stray(line: Line, known: set[int]) -> bool:
    letters = line.letters
    return any(
        a.text.isnumeric() and id(a) not in known and not _numbering(letters, i, known)
        for i, a in enumerate(letters)
    )


def _numbering(letters: Sequence[Letter], i: int, known: set[int]) -> bool:
    """Whether a digit is part of the number of an item whose label follows directly."""
    start = end = i
    while start and not letters[start].gap and _of_number(letters[start - 1], known):
        start -= 1
    while end < len(letters) and _of_number(letters[end], known):
        if end > i and letters[end].gap and letters[end].text.isnumeric():
            break
        end += 1
    number = "".join(a.text for a in letters[start:end])
    labelled = end < len(letters) and id(letters[end]) in known
    return labelled and bool(_ITEM.fullmatch(ascii_digits(number)))


def _of_number(letter: Letter, known: set[int]) -> bool:
    return id(letter) not in known and (letter.text.isnumeric() or letter.text in ".()")
