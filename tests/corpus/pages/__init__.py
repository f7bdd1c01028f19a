"""Pages of the form as a scanner or a phone sees them, with the truth about each."""
