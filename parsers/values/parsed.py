"""The answer of every value reader."""

from dataclasses import dataclass

from parsers.reading import FieldStatus, Value


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value and how sure it is. `problem`: a code of `parsers.problems`, "" for none."""

    value: Value
    status: FieldStatus
    problem: str = ""


EMPTY = Parsed(None, "blank")


def sure(value: Value) -> Parsed:
    """A value that leaves no doubt."""
    return Parsed(value, "accepted")


def doubtful(value: Value, problem: str = "") -> Parsed:
    """A best guess, or None, that a person must see."""
    return Parsed(value, "review", problem)
