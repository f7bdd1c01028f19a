"""Reading the text layer of a PDF: glyphs, lines, labels, slots, marks, fillable fields."""
