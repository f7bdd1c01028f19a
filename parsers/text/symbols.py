"""Glyphs of the symbol fonts that forms are ticked with, as the Unicode signs they look like."""

from functools import lru_cache

ON = frozenset("☑☒✓✔✗✘✕✖☓⌧🗹🗷🗸🗴●◉⦿■◼⬛⊗⊠×√")
OFF = frozenset("☐□◻▢❏❐❑❒○◯⬜▫◌")

# Code points of the fonts' own encodings (Microsoft's charts); others are ornaments to us.
_WINGDINGS = {0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0x78: "☒", 0xA8: "☐", 0x6F: "☐",
              0x70: "☐", 0x71: "☐", 0x72: "☐", 0x6E: "■", 0x6C: "●", 0xA1: "○",
              0xA4: "◉"}  # fmt: skip
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x51: "☒", 0x53: "☒", 0x54: "☒", 0xA3: "☐",
                0x2A: "☐", 0x30: "☐", 0x97: "●", 0x99: "○"}  # fmt: skip
_DINGBATS = {0x33: "✓", 0x34: "✔", 0x35: "✕", 0x36: "✖", 0x37: "✗", 0x38: "✘", 0x6E: "■", 0x6C: "●",
             0x6D: "○", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐"}  # fmt: skip
_SYMBOL = {0xD6: "√"}
_PRIVATE = range(0xF020, 0xF100)


@lru_cache(4096)
def symbol(code: int, font: str) -> str:
    """The sign that a glyph of `font` shows, "" where it is an ordinary character."""
    name = font.lower().replace(" ", "").replace("-", "")
    own = code - 0xF000 if code in _PRIVATE else code
    if "wingdings2" in name:
        return _WINGDINGS_2.get(own, "")
    if "dingbat" in name:
        return _DINGBATS.get(own, "")
    if "symbol" in name and "segoe" not in name and "noto" not in name:
        return _SYMBOL.get(own, "")
    if "wingdings" in name or code in _PRIVATE:
        return _WINGDINGS.get(own, "")
    return ""
