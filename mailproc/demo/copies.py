"""What becomes of a sheet on its way: put through a scanner, or photographed on a desk.

Both start from the page as it prints. The same seed gives the same picture.
"""

import time
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SCAN_DPI = 150
_SCANNED = time.gmtime(1780560000)
_PHOTO_WIDTH, _PHOTO_HEIGHT = 1536, 2048
_DESK = (82, 110, 138)  # brown, as blue, green, red
Pixels = NDArray[np.uint8]


def scan(pdf: bytes, seed: int = 0) -> bytes:
    """The page as an office scanner gives it: a grey JPEG in a PDF, a little askew and speckled."""
    chance = np.random.default_rng(seed)
    page = _rendered(pdf, _SCAN_DPI)
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(chance.uniform(0.3, 0.8)), 1.0)
    page = _pixels(cv2.warpAffine(page, turn, (width, height), borderValue=(255,)))
    page = _pixels(cv2.GaussianBlur(page, (3, 3), 0.6))
    noisy = page * 0.94 + chance.normal(6, 5, page.shape)
    file = BytesIO()
    # Not the time of now, or the same seed would give other bytes a second later.
    Image.fromarray(_pixels(noisy)).save(
        file, "PDF", resolution=_SCAN_DPI, quality=80, creationDate=_SCANNED, modDate=_SCANNED
    )
    return file.getvalue()


def photo(pdf: bytes, seed: int = 0) -> bytes:
    """The page as a telephone sees it on a desk: a colour JPEG, from one side, half in shadow."""
    chance = np.random.default_rng(seed)
    page = cv2.cvtColor(_rendered(pdf, 200), cv2.COLOR_GRAY2BGR)
    height, width = page.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(150, 120), (1400, 150), (1462, 1890), (86, 1915)], np.float32)
    seen += chance.uniform(-14, 14, seen.shape).astype(np.float32)
    view = cv2.getPerspectiveTransform(corners, seen)
    size = (_PHOTO_WIDTH, _PHOTO_HEIGHT)
    desk = np.full((_PHOTO_HEIGHT, _PHOTO_WIDTH, 3), _DESK, np.uint8)
    cv2.warpPerspective(
        page, view, size, dst=desk, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    across = np.linspace(1.0, 0.72, _PHOTO_WIDTH)[None, :, None]
    down = np.linspace(0.98, 0.9, _PHOTO_HEIGHT)[:, None, None]
    warm = np.array([0.93, 0.98, 1.0])
    shot = cv2.GaussianBlur(desk, (3, 3), 0.7) * (across * down * warm)
    shot += chance.normal(0, 3, (*shot.shape[:2], 1))
    done, file = cv2.imencode(".jpg", _pixels(shot), [cv2.IMWRITE_JPEG_QUALITY, 85])
    assert done
    return file.tobytes()


def _pixels(values: NDArray[np.generic]) -> Pixels:
    return np.clip(values.astype(np.float64), 0, 255).astype(np.uint8)


def _rendered(pdf: bytes, dpi: int) -> Pixels:
    """The first page in grey levels."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
        return np.array(picture, np.uint8).reshape(picture.shape[:2])
    finally:
        document.close()
