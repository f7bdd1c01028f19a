"""Made-up filled forms as PDFs, drawn in many ways, each with what was written on it."""
