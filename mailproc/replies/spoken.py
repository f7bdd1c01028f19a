"""The fields of a form by the names that people use for them, and what they say of them. Pure."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from mailproc.replies import words
from mailproc.replies.orders import Order, SetField
from parsers.form import Field
from parsers.thai import ascii_digits, normalise


class Spoken:
    """The fields of a form by the names that people use for them."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        one, self._by_name = _named([f for f in fields if f.kind in ("count", "choice")])
        lists, self._lists = _named([f for f in fields if f.kind == "channels"])
        self._name = re.compile(f"(?:{one})", re.I)
        self._listing = re.compile(words.LISTING.replace("@NAME@", f"(?:{lists})"), re.I)
        self._setting = re.compile(words.SETTING.replace("@NAME@", f"(?:{one})"), re.I)
        self._counted = re.compile(
            rf"(?P<name>{one})\s*(?:(?:จำนวน|มี|=|:)\s*)?(?P<value>{words.NUMBER.pattern})", re.I
        )
        self._begins = re.compile(rf"(?:{words.LEAD_IN}\s*)?(?:{one})", re.I)

    def settings(self, text: str) -> list[Order] | None:
        """Orders `field = value`, one after another, to the end of the text."""
        found: list[Order] = []
        position = 0
        while position < len(text):
            match = self._setting.match(text, position)
            order = self._order(match) if match else None
            if match is None or order is None:
                return None
            found.append(order)
            position = match.end()
        return found

    def listed(self, text: str) -> Order | None:
        """The order `field = list of channels`, where no other field is spoken of in the list."""
        match = self._listing.fullmatch(text)
        if match is None or self._name.search(match["list"]):
            return None
        return SetField(self._lists[_folded(match["name"])].key, match["list"])

    def begins(self, text: str) -> bool:
        """Whether the text begins as an order does: with an item's number or a field's name."""
        return bool(words.ITEM_BEGINS.match(text) or self._begins.match(text))

    def meant(self, text: str) -> bool:
        """Whether words that were not understood look like an order."""
        return bool(words.MEANT.search(text) or self._begins.match(text))

    def names(self, text: str) -> bool:
        """Whether a field that is counted or chosen is named somewhere in the text."""
        return self._name.search(text) is not None

    def without(self, text: str, known: Callable[[SetField], bool]) -> str:
        """The text without the fields and their numbers of which that is known."""

        def left(match: re.Match[str]) -> str:
            field = self._by_name[_folded(match["name"])]
            said = match["value"].removesuffix(field.suffix).strip()
            return " " if known(SetField(field.key, said)) else match[0]

        return self._counted.sub(left, text)

    def _order(self, match: re.Match[str]) -> Order | None:
        field = self._by_name.get(_folded(match["name"]))
        if field is None:
            return None
        if field.kind == "choice":
            return SetField(field.key, match["chosen"]) if match["chosen"] else None
        named = ("suffix", "was_in", "before_in", "old_in")
        suffixes = {match[name] for name in named if match[name]}
        # “จำนวนเพจ 2” may be how many pages there are.
        of_what = match["amount"] and not match["suffix"]
        if match["chosen"] or of_what or not suffixes <= {field.suffix}:
            return None
        return SetField(
            field.key, match["value"], match["was"] or match["before"] or match["old"] or ""
        )


def _named(fields: Sequence[Field]) -> tuple[str, dict[str, Field]]:
    """A pattern of all names of these fields, the longest first, and the fields by name."""
    names = {n: f for f in fields for n in (*f.labels, f.short, f.key, *f.spoken)}
    spelled = [re.escape(normalise(n)).replace(r"\ ", " ?").replace("ๆ", " ?ๆ") for n in names]
    one = "|".join(sorted(spelled, key=len, reverse=True)) or "(?!)"
    return one, {_folded(n): f for n, f in names.items()}


def _folded(name: str) -> str:
    return ascii_digits(normalise(name)).replace(" ", "").lower()


@lru_cache(32)
def spoken_of(fields: tuple[Field, ...]) -> Spoken:
    """The fields of a form as they are spoken of."""
    return Spoken(fields)
