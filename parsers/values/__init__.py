"""What the words in a field mean: counts, months, places, channels; with how much doubt."""
