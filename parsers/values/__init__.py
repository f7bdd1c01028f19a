"""What the words in a field mean: counts, months, places, channels. Text in, value and doubt out."""
