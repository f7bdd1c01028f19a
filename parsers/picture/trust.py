"""How sure a reading from a picture must be to be accepted.

`python -m tests.bench.reading --curve` shows what they trade. On 524 pages of the tuning split no
number in print (2,500) was wrong from 0.75 up and none by hand (2,131) from 0.94 up; other hands
and surer networks ask for more, and a wrong number costs more than a question. What falls below
waits for a person with its best guess.
"""

# What a number in print and one by hand need. Of 2,530 in print on 314 pages of the tuning split
# two were wrong with 0.85 (0.7 on a sharp page), one with these, which ask about four more.
PRINT, HAND = 0.9, 0.98
# A number by hand with one of these in it: they differ by a loop, and of 478 pages by hand of the
# tuning split four of nine wrong numbers were ๔ for ๕, at up to 0.9968; 317 others had one of them.
ALIKE_BY_HAND, HAND_ALIKE = "๔๕", 0.997
# What is left to doubt is whether a speck or a letter is a digit, not which digits stand there; or
# it is a dash by its ink: see `numbers.Number.settled`.
SETTLED = 0.65
# A page in print whose numbers are mostly as sure as this is sharp: what is less sure there is so
# by its font, not by blur.
CLEAR, CLEAR_PRINT = 0.98, 0.85
# An empty slot: on 794 pages of the tuning split one of 590 in print was none, at 0.91.
BLANK = 0.95
# What tells in which digits a page is filled in.
LEGIBLE = 0.9
# From here on a number looks written by hand, and a page by the median of what is filled in on it:
# of 158 pages by hand of the tuning split the least had 0.89, of 424 in print the most 0.71.
PRINTED, PRINTED_PAGE = 0.6, 0.75
# And a page in print on which so many numbers surely were written by hand.
SURELY_WRITTEN, WRITTEN_IN = 0.9, 3
# The locator's mean probability along a slot.
PLACE = 0.4
# That one box is marked and the other is not: in the mean of the looks, and at each of them. Of 900
# choices of the tuning split, marked with two pens of any kind, these take 461 of 464 with one box
# marked, all right, and none of 436 with both or none.
MARK, MARK_AT_ANY_LOOK = 0.75, 0.5
# And the mark in a box that was found by its words: a letter was taken for one at 0.8.
MARK_BY_WORDS = 0.9
