"""Taking specks off a page: a bitonal scan of a dark sheet has thousands, and hides its lines."""

import cv2
import numpy as np

# Pixels of the sheet: the largest speck; the dots of most leaders are no larger.
_SPECK = 25
# More than the dots and marks of any clean form.
_MANY = 5000


def despeckled(grey: np.ndarray) -> np.ndarray | None:
    """The page without specks, None where it has too few of them to matter."""
    mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]
    _, parts, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] <= _SPECK
    small[0] = False
    if small.sum() < _MANY:
        return None
    return np.where(small[parts], np.uint8(255), grey)
