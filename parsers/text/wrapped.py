"""Labels that go over several lines of a table's cell, and what stands beside each line."""

from parsers.text.letters import Line
from parsers.text.printed import Span, Text
from parsers.thai import DASHES

Zone = tuple[Line, int, int]  # a line, the first letter and one past the last


def beside_label(text: Text, label: Span) -> list[Zone]:
    """What stands behind each line of a label but its last: there the value may stand."""
    zones: list[Zone] = []
    last = text.line_of(label.end - 1)
    for number in range(text.line_of(label.start), last):
        line = text.lines[number]
        own = _own(text, label, number)
        start = own[-1] + 1 if own else _right_of(text.letter(label.start).x0, line)
        zones.append((line, start, len(line.letters)))
    return [z for z in zones if z[1] < z[2]]


def _right_of(left: float, line: Line) -> int:
    """The first letter that does not stand left of the label: there rows have their numbers."""
    return next((i for i, a in enumerate(line.letters) if a.x0 >= left), len(line.letters))


def mixed_with_label(text: Text, label: Span) -> bool:
    """Whether a digit or a dash stands between the letters of one line of a label, or a label of
    several lines is not plainly there: then something may lie over it, or in it.
    """
    first, last = text.line_of(label.start), text.line_of(label.end - 1)
    if last > first and label.score < 1 and not label.pieces:
        return True
    for number in range(first, last + 1):
        own = _own(text, label, number)
        within = text.lines[number].letters[own[0] : own[-1]] if own else []
        if any(a.text.isnumeric() or a.text in DASHES for a in within):
            return True
    return False


def _own(text: Text, label: Span, number: int) -> list[int]:
    """The label's letters on a line."""
    pieces = label.pieces or ((label.start, label.end),)
    bones = (i for start, end in pieces for i in range(start, end))
    return [text.places[i].letter for i in bones if text.line_of(i) == number]
