"""The obvious alternatives, as functions that a reader process can import."""

import io


def plain_text(data: bytes) -> int:
    """The obvious way: pdfplumber's text of the first page."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages[0].extract_text() or "")
