"""How sure a reading from a picture must be to be accepted.

Set on the tuning split of the made pages (`python -m tests.bench.reading --curve` shows what they
trade): so high that of what is accepted there next to nothing is wrong. What falls below waits
for a person with its best guess.
"""

# The lower of the probabilities of two looks at a slot, and that of a blank one.
NUMBER = 0.97
BLANK = 0.97
# The locator's mean probability along a slot.
PLACE = 0.55
# That one box is marked and the other is not.
MARK = 0.98
# The mean probability of a letter of a name.
LETTER = 0.97
