"""What a form is: title, labelled fields, checks. One module in `parsers/forms/` declares one.

A declaration says what is printed on the sheet and nothing about how pages are read, so that the
same words serve the text layer, the picture reader, the receipt and the export.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from parsers.reading import Problem, Reading

COUNT_WORD = "จำนวน"
"""What Thai forms print between a row's label and its number."""
Kind = Literal["text", "unit", "province", "month", "choice", "count", "channels"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in.

    `labels`: the printed texts before the value, the usual one first (alternatives are other
    printings). `suffix`: the printed word after it (`ครั้ง`, `แห่ง`), "" if none. `short`: the
    name in receipts and tables. `required`: a report without it waits for a person.
    `yes` / `no`: the printed texts beside the two boxes of a choice. `spoken`: other names that
    people use for the field when they write about it.
    """

    key: str
    kind: Kind
    labels: tuple[str, ...]
    short: str
    suffix: str = ""
    required: bool = False
    yes: str = ""
    no: str = ""
    spoken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotMoreThan:
    """Check: the count `lesser` is at most the count `greater`."""

    lesser: str
    greater: str

    def problem(self, values: Mapping[str, Reading]) -> Problem | None:
        """The problem if both are known and the first is larger."""
        a, b = values[self.lesser].value, values[self.greater].value
        if isinstance(a, int) and isinstance(b, int) and a > b:
            return Problem("more_than", self.lesser, self.greater)
        return None


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet on which a campaign is reported. `id` is what `[[campaign]] form =` names.

    `title`: the printed heading. `province`: the only one accepted, "" if the form names none.
    `printed`: texts between the fields that carry no value (headings of items).
    `footer`: printed texts after the last field, which end the part that is filled in.
    `total_field`: the count that must equal the unit's number of organizations, "" if none.
    """

    id: str
    title: str
    fields: tuple[Field, ...]
    checks: tuple[NotMoreThan, ...] = ()
    province: str = ""
    printed: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    total_field: str = ""

    @property
    def counts(self) -> tuple[Field, ...]:
        """The fields that are counts, in printed order."""
        return tuple(f for f in self.fields if f.kind == "count")

    def field(self, key: str) -> Field:
        """The field of that key; KeyError if the form has none."""
        for f in self.fields:
            if f.key == key:
                return f
        raise KeyError(key)
