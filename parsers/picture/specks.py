"""Taking specks off a page: a bitonal scan of a dark sheet has thousands, and hides its lines."""

import cv2
import numpy as np

# Pixels of the sheet: the largest speck; the dots of leaders are no larger.
_SPECK = 45
# More than the dots and marks of any clean form: on the tuning split those have 1,600 at most, and
# speckled ones from 6,500.
_MANY = 3000
# What is so wide is a dash.
_DASH = 9
_RIM = np.ones((5, 5), np.uint8)


def despeckled(grey: np.ndarray) -> np.ndarray | None:
    """The page without specks, None where it has too few of them to matter."""
    mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]
    _, parts, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    small = (stats[:, cv2.CC_STAT_AREA] <= _SPECK) & (stats[:, cv2.CC_STAT_WIDTH] < _DASH)
    small[0] = False
    if small.sum() < _MANY:
        return None
    # With the grey rims that they have since the page was turned, but not into what stays.
    specks = small[parts]
    stays = cv2.dilate(np.asarray((parts > 0) & ~specks, np.uint8), _RIM) > 0
    rims = cv2.dilate(np.asarray(specks, np.uint8), _RIM) > 0
    return np.where(specks | (rims & ~stays), np.uint8(255), grey)
