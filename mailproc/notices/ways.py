"""How a report came, in words for letters and pages."""

from storage.records import Via

_WORDS: dict[Via, str] = {
    "mail": "อีเมล",
    "staff": "เจ้าหน้าที่จังหวัด",
    "line": "ไลน์",
    "paper": "เอกสารกระดาษ",
    "hand": "การนำส่งด้วยตนเอง",
}


def way(via: Via) -> str:
    """The way in Thai, to stand after ทาง or จาก."""
    return _WORDS[via]
