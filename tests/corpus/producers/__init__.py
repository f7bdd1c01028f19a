"""Filled forms as text PDFs by the programs that offices write, print and mend PDFs with."""
