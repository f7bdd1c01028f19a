"""Labels that go over several lines of a table's cell, and what stands beside each line."""

from parsers.text.letters import Line
from parsers.text.printed import Span, Text

Zone = tuple[Line, int, int]  # a line, the first letter and one past the last


def beside_label(text: Text, label: Span) -> list[Zone]:
    """What stands behind each line of a label but its last: there the value may stand.

    Bones count as the label's own up to the first digit on their line: no label of a count has any.
    """
    zones: list[Zone] = []
    last = text.line_of(label.end - 1)
    for number in range(text.line_of(label.start), last):
        line = text.lines[number]
        zones.append((line, _own_end(text, label, number), len(line.letters)))
    return [z for z in zones if z[1] < z[2]]


def digits_within(text: Text, label: Span) -> bool:
    """Whether digits stand between the letters of a label's last line: they lie over each other."""
    last = text.line_of(label.end - 1)
    return any(
        text.bones[i].isdigit() and text.line_of(i) == last for i in range(label.start, label.end)
    )


def _own_end(text: Text, label: Span, number: int) -> int:
    """One past the label's last own letter on a line; 0 where it has none there."""
    end = 0
    for i in range(label.start, label.end):
        if text.line_of(i) != number:
            continue
        if text.bones[i].isdigit():
            break
        end = text.places[i].letter + 1
    return end
