"""How sure a reading from a picture must be to be accepted.

`python -m tests.bench.reading --curve` shows what they trade. On 400 pages of the tuning split no
number in print was wrong from 0.7 up, and none by hand from 0.9 up; other fonts and hands asked
for more (at 0.85 they had 0.3 % and 0.6 % wrong), and a wrong number costs more than a question.
What falls below waits for a person with its best guess.
"""

# What a number in print and one by hand need, and a blank slot.
PRINT, HAND = 0.85, 0.97
BLANK = 0.9
# From here on a number looks written by hand, and a page by what is filled in on it.
PRINTED, PRINTED_PAGE = 0.6, 0.3
# The locator's mean probability along a slot.
PLACE = 0.4
# That one box is marked and the other is not.
MARK = 0.95
