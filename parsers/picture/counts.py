"""The counts of a located form: how sure each must be depends on who wrote, a printer or a hand."""

import re
from functools import cached_property

import numpy as np
from rapidfuzz.distance import Levenshtein

from parsers.form import COUNT_WORD, Field, Form
from parsers.picture import trust
from parsers.picture.between import slot_between_words
from parsers.picture.consensus import WORDS, meaning
from parsers.picture.crop import WORK_DPI
from parsers.picture.digit_sets import DigitSets, sets_of
from parsers.picture.labels import Proof, read_line
from parsers.picture.locator import Found, Located
from parsers.picture.numbers import Number, guess, read_number
from parsers.picture.seen import MISSING, Seen
from parsers.reading import FieldStatus
from parsers.thai import ascii_digits, number_word_seen, skeleton
from parsers.values.counts import read_count

_MM = WORK_DPI / 25.4
# How far left and right of a slot the printed words around it are read.
_BEFORE, _BEHIND = 24.0 * _MM, 18.0 * _MM
# The score (0..100) from which a row's label is its own, and how many letters of it tell its end.
_LABEL_READ, _TAIL = 80.0, 5
# What is seen of “ไม่มี” on a scan, and of how many letters at least.
_NONE, _NONE_SEEN = skeleton("ไม่มี"), 2


class Counts:
    """The numbers of one form, read before any of them is judged."""

    def __init__(self, form: Form, located: Located, proof: Proof) -> None:
        self._located, self._proof = located, proof
        self._numbers = {
            f.key: read_number(located.sheet, located.places[f.key].line)
            for f in form.counts
            if f.key in located.places
        }

    def seen(self, item: Field) -> Seen:
        """One count with the reason why it is accepted or not."""
        number = self._numbers.get(item.key)
        if number is None:
            return MISSING
        found = self._located.places[item.key]
        status, reason = self._judged(item, number, found)
        if status == "review" and (again := self._between(item, number, found)) is not None:
            number, found, status, reason = again
        if status == "review" and (again := self._without_specks(item, number, found)) is not None:
            number, found, status, reason = again
        value, text = number.value, number.text
        if text == WORDS:
            text = self._words(found)
            said = 0 if status == "accepted" else read_count(text).value
            value = said if isinstance(said, int) else None
        elif status == "review" and self._is_of_a_hand(number):
            value, text = self._guess(item, number, found)
        return Seen(
            value, status, number.sure, reason, text, found.line, number.candidates, number.cut
        )

    def _guess(self, item: Field, number: Number, found: Found) -> tuple[int | None, str]:
        """The likeliest number and its symbols, knowing the digits that its page is filled in with;
        what was read where a stamp was taken off, or no better is seen.
        """
        if number.under_stamp:
            return number.value, number.text
        value, text = guess(self._located.sheet, found.line, self._sets(item))
        return (number.value, number.text) if value is None else (value, text)

    def _between(
        self, item: Field, seen: Number, found: Found
    ) -> tuple[Number, Found, FieldStatus, str] | None:
        """A count once more in the slot that lies between its row's printed words, None where that
        leaves a doubt, too, or does not hold what was seen before.
        """
        if not self._proof.sure or self._proof.rows.get(item.key, 0.0) < _LABEL_READ:
            return None
        line = slot_between_words(self._located.sheet.grey, found.line, item)
        if line is None:
            return None
        number, place = read_number(self._located.sheet, line), Found(line, 1.0)
        status, reason = self._judged(item, number, place)
        holds = meaning(seen.text) in meaning(number.text)
        return (number, place, status, reason) if status != "review" and holds else None

    def _without_specks(
        self, item: Field, seen: Number, found: Found
    ) -> tuple[Number, Found, FieldStatus, str] | None:
        """A count once more with the specks of a bitonal scan taken off, None where that leaves a
        doubt, too, or is not the number that was seen with them: they may be parts of digits.
        """
        quiet = self._located.sheet.quiet
        if quiet is None or seen.value is None:
            return None
        number = read_number(quiet, found.line)
        status, reason = self._judged(item, number, found)
        same = status == "accepted" and number.value == seen.value
        return (number, found, status, reason) if same else None

    def _judged(self, item: Field, number: Number, found: Found) -> tuple[FieldStatus, str]:
        need = self._need(number)
        if not self._proof.sure:
            return "review", "the printed labels could not all be read"
        if found.sure < trust.PLACE and not self._reads_on(item, number, found):
            return "review", "its place on the page is not sure"
        if number.under_stamp and need >= trust.HAND:
            # A pen of the stamp's colour may have changed it.
            return "review", "a stamp lies over what may be written by hand"
        if number.sure >= need and not number.plain and self._says_it(item, number, found):
            return "accepted", "the words beside the number say the same"
        if number.sure >= trust.HAND and self._says_none(number, found):
            return "accepted", "it says that there was none"
        if not number.plain or number.sure < need:
            told = not number.plain or number.sure == 0
            return "review", number.reason if told else f"probability {number.sure:.3f}, not {need}"
        if not number.blank:
            if self._is_of_a_hand(number) and self._sets(item).rules_out(number.symbols):
                return "review", "what is written on the page beside it is in other digits"
            return "accepted", number.reason
        if not number.slot_seen and self._between_words(item, found) != "":
            return "review", "nothing was read, but no empty slot can be seen"
        return "blank", number.reason

    def _need(self, number: Number) -> float:
        # A dash looks alike by both.
        own = number.by_hand if _has_digit(number) else 0.0
        printed = not self._is_by_hand and own < trust.PRINTED
        if not printed and any(digit in number.text for digit in trust.ALIKE_BY_HAND):
            return trust.HAND_ALIKE
        if number.blank:
            # A thin 0 of a pen is soon lost in a fax.
            return trust.HAND if self._is_by_hand and not number.settled else trust.BLANK
        settled = number.settled or (printed and number.nearly_settled)
        if settled and not number.under_stamp:
            return trust.SETTLED
        if not printed:
            return trust.HAND
        return trust.CLEAR_PRINT if self._is_clear and not number.under_stamp else trust.PRINT

    def _is_of_a_hand(self, number: Number) -> bool:
        """Whether a number was written by hand on a page by hand."""
        written = number.by_hand >= trust.PRINTED and _has_digit(number)
        return number.plain and written and self._is_by_hand

    def _sets(self, item: Field) -> DigitSets:
        """In which digits the page's other numbers by hand are written, as far as they are sure."""
        return sets_of(
            other.symbols
            for key, other in self._numbers.items()
            if key != item.key and self._is_of_a_hand(other) and other.sure >= trust.LEGIBLE
        )

    @cached_property
    def _is_clear(self) -> bool:
        """Whether most numbers of the page leave no doubt at all."""
        sure = [n.sure for n in self._numbers.values() if _has_digit(n)]
        return bool(sure) and float(np.median(sure)) >= trust.CLEAR

    @cached_property
    def _is_by_hand(self) -> bool:
        """Whether most of what is filled in looks written by hand, or some surely is, or nothing
        is: zeros may be in print already where the rest is left to a pen.
        """
        written = [n.by_hand for n in self._numbers.values() if _has_digit(n)]
        surely = sum(one >= trust.SURELY_WRITTEN for one in written)
        most = not written or float(np.median(written)) >= trust.PRINTED_PAGE
        return most or surely >= trust.WRITTEN_IN

    def _says_it(self, item: Field, number: Number, found: Found) -> bool:
        """Whether nothing but the same number in words stands behind it: “5 (ห้า)”."""
        if not re.fullmatch(f"[^x{WORDS}-]+{WORDS}", number.text):
            return False
        text = ascii_digits(self._words(found))
        digits, words = "".join(re.findall(r"\d", text)), re.sub(r"[\d\W]", "", skeleton(text))
        # The printed word behind the slot reaches into its cut.
        printed = skeleton(item.suffix)
        heads = (printed[:n] for n in range(len(printed), -1, -1))
        words = words.removesuffix(next(head for head in heads if words.endswith(head)))
        return digits in ("", str(number.value)) and number_word_seen(words) == number.value

    def _says_none(self, number: Number, found: Found) -> bool:
        """Whether “ไม่มี” stands there, as nearly as a scan shows it."""
        if number.text != WORDS:
            return False
        words = re.sub(r"[\d\W]", "", skeleton(self._words(found)))
        return len(words) >= _NONE_SEEN and Levenshtein.distance(words, _NONE) <= 1

    def _words(self, found: Found) -> str:
        return read_line(self._located.sheet.grey, found.line).greedy

    def _reads_on(self, item: Field, number: Number, found: Found) -> bool:
        """Whether the row reads on over the slot's ends, its own label before it: between the
        printed words stand no other digits. So a slot without leader or cell is proven, unless it
        seems empty: an empty place nearby looks like it.
        """
        between = self._between_words(item, found)
        if number.blank or between is None or self._proof.rows.get(item.key, 0.0) < _LABEL_READ:
            return False
        # The network of texts overlooks digits that stand alone; those it sees must be there.
        digits = iter(ascii_digits(number.text))
        return all(digit in digits for digit in between)

    def _between_words(self, item: Field, found: Found) -> str | None:
        """The digits between the printed words before and behind a slot, None where not only such
        stand there.
        """
        (ax, ay), (bx, by) = found.line
        line = ((max(0.0, ax - _BEFORE), ay), (bx + _BEHIND, by))
        row = skeleton(read_line(self._located.sheet.grey, line).greedy)
        words = (skeleton(word)[-_TAIL:] for word in (COUNT_WORD, *item.labels))
        match = re.search(rf"(?:{'|'.join(words)})(\d*){skeleton(item.suffix)}", row)
        return match[1] if match else None


def _has_digit(number: Number) -> bool:
    return any(map(str.isdigit, number.text))
