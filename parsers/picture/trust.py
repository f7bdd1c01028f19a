"""How sure a reading from a picture must be to be accepted.

Set on the tuning split of the made pages (`python -m tests.bench.reading --curve` shows what they
trade): 400 pages there had no number wrong in print from 0.7 up and none by hand from 0.9 up (1 of
930 from 0.8), no wrong blank from 0.8 up, no wrong mark from 0.3 up. What falls below waits for a
person with its best guess.
"""

# The lower of the probabilities of two looks at a slot, and that of a blank one.
NUMBER = 0.85
BLANK = 0.9
# The locator's mean probability along a slot.
PLACE = 0.4
# That one box is marked and the other is not.
MARK = 0.95
# A name or an office, letter by letter.
WORDS = 0.9
