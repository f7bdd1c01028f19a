"""Digits among a form's counts that belong to no slot: a sign that some slot was missed."""

from collections.abc import Mapping

from parsers.text.labels import Sheet
from parsers.text.letters import Letter, Line
from parsers.text.printed import Text
from parsers.text.slots import Slot


def stray_digits(text: Text, sheet: Sheet, slots: Mapping[str, Slot]) -> bool:
    """Whether digits stand between the first and last count that are in no slot and no label.

    Then a slot that looks empty need not be: its number may stand where it was not looked for.
    """
    spans = [sheet.labels[f.key] for f in sheet.form.counts if f.key in sheet.labels]
    if not spans:
        return False
    first = min(text.line_of(s.start) for s in spans)
    last = max(text.line_of(s.end - 1) for s in spans)
    known = {id(a) for slot in slots.values() for a in slot.letters}
    for span in (*sheet.labels.values(), *sheet.printed):
        known |= {id(text.letter(i)) for i in range(span.start, span.end)}
    return any(_stray(line, known) for line in text.lines[first : last + 1])


def _stray(line: Line, known: set[int]) -> bool:
    letters = line.letters
    for i, letter in enumerate(letters):
        if letter.text.isdigit() and id(letter) not in known and not _numbering(letters, i, known):
            return True
    return False


def _numbering(letters: list[Letter], i: int, known: set[int]) -> bool:
    """Whether a digit is part of the number of an item (`๒.`, `3)`, `4`) whose label follows."""
    j = i
    while j < len(letters) and letters[j].text.isdigit():
        j += 1
    opens = all(a.text.isdigit() or not a.bone for a in letters[:i])
    dotted = j < len(letters) and letters[j].text in ".)"
    labelled = any(id(a) in known for a in letters[j : j + 6])
    return labelled and j - i <= 2 and (opens or dotted)
