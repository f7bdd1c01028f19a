"""Small random changes to training pictures, none of which changes what is written there."""

import cv2
import numpy as np

_WHITE = 255


def page(
    grey: np.ndarray, lines: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, int]:
    """A page for the locator with its lines moved along, and its quarter turns."""
    height, width = grey.shape
    angle, scale = rng.normal(0, 0.8), rng.uniform(0.94, 1.06)
    middle = width / 2, height / 2
    turning = cv2.getRotationMatrix2D(middle, float(np.clip(angle, -2, 2)), scale)
    matrix = np.asarray(turning, np.float64)
    matrix[:, 2] += rng.uniform(-14, 14, 2)
    grey = cv2.warpAffine(
        grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(_WHITE,)
    )
    ends = lines.reshape(-1, 2) @ matrix[:, :2].T + matrix[:, 2]
    turn = int(rng.integers(1, 4)) if rng.random() < 0.3 else 0
    if turn:
        grey = turned(grey, turn)
    return tone(grey, rng, 0.7), ends.reshape(-1, 4).astype(np.float32), turn


def turned(grey: np.ndarray, turn: int) -> np.ndarray:
    """Turned by quarters and fitted at the top left again, as the locator's input is."""
    height, width = grey.shape
    turned = np.ascontiguousarray(np.rot90(grey, turn))
    scale = min(height / turned.shape[0], width / turned.shape[1])
    if scale < 1:
        size = (round(turned.shape[1] * scale), round(turned.shape[0] * scale))
        turned = cv2.resize(turned, size, interpolation=cv2.INTER_AREA)
    fitted = np.full((height, width), _WHITE, np.uint8)
    fitted[: turned.shape[0], : turned.shape[1]] = turned
    return fitted


def slot(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The cut of a slot: moved, sized, slanted, waved, toned, with specks or a ruled line."""
    height, width = grey.shape
    if rng.random() < 0.85:
        grey = _warp(grey, rng)
    if rng.random() < 0.3:
        grey = _waved(grey, rng)
    if rng.random() < 0.15:
        grey = _heavier(grey, rng)
    if rng.random() < 0.06:
        # Across the whole cut, as a table's rule or a fold is: a shorter one would be a dash.
        y, slope = rng.uniform(0, height), rng.normal(0, 0.01) * width
        ink = int(rng.integers(0, 170))
        ends = (-2, round(y - slope)), (width + 2, round(y + slope))
        line = cv2.line(grey.copy(), *ends, (ink,), int(rng.integers(1, 3)), cv2.LINE_AA)
        grey = np.minimum(grey, line)
    if rng.random() < 0.15:
        grey = _specked(grey, rng)
    if rng.random() < 0.1:
        grey = _stamped(grey, rng)
    return scanned(grey, rng)


def scanned(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The cut as another scanner or camera would have shown it: `tone`, and at times its grain."""
    grey = tone(grey, rng, 1.0)
    return _mottled(grey, rng) if rng.random() < 0.15 else grey


def _warp(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    height, width = grey.shape
    across, down = np.exp(rng.normal(0, (0.09, 0.07))).clip(0.8, 1.25)
    slant, rise = rng.normal(0, 0.1), rng.normal(0, 0.012)
    out = max(8, round(width * across))
    matrix = np.array([[across, slant, 0], [rise, down, 0]], np.float64)
    # The middle stays the middle, but for a small shift.
    middle = matrix[:, :2] @ np.array([width / 2, height / 2])
    matrix[:, 2] = np.array([out / 2, height / 2]) - middle + rng.normal(0, 2.0, 2).clip(-5, 5)
    return cv2.warpAffine(
        grey, matrix, (out, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _waved(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Letters of uneven size and height, as a hand or a rolling sheet gives them."""
    height, width = grey.shape
    knots = rng.normal(0, 1, (2, 4, max(3, width // 24))).astype(np.float32)
    knots *= rng.uniform(0.4, 1.5)
    dx, dy = (cv2.resize(k, (width, height), interpolation=cv2.INTER_CUBIC) for k in knots)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return cv2.remap(grey, x + dx, y + dy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _heavier(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Strokes a little thicker or thinner, up and down or along, as other fonts and pens have."""
    kernel = np.ones(((2, 2), (1, 2), (2, 1))[rng.integers(3)], np.uint8)
    other = cv2.erode(grey, kernel) if rng.random() < 0.5 else cv2.dilate(grey, kernel)
    share = rng.uniform(0.3, 0.9)
    return np.asarray(cv2.addWeighted(other, share, grey, 1 - share, 0))


def _specked(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Specks of dust and holes in the ink, too small to make or break a loop."""
    height, width = grey.shape
    count = int(rng.integers(1, 3 + width // 30))
    y, x = rng.integers(0, height - 1, count), rng.integers(0, width - 1, count)
    grey = grey.copy()
    grey[y, x] = rng.choice([0, 60, 255], count)
    grey[y, x + 1] = grey[y, x]
    return grey


def _stamped(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The rings of a stamp across the cut, in the middle grey that its colour becomes: too wide
    to end in it as a stroke would.
    """
    height, width = grey.shape
    ring = np.zeros(grey.shape, np.uint8)
    radius, thick = float(rng.uniform(90, 260)), int(rng.integers(2, 6))
    angle = rng.uniform(0, 2 * np.pi)
    through = rng.uniform(0, width), rng.uniform(0, height)
    middle = [round(t + radius * f(angle)) for t, f in zip(through, (np.cos, np.sin), strict=True)]
    gap = thick + int(rng.integers(4, 14))
    for number in range(int(rng.integers(1, 3))):
        cv2.circle(ring, (middle[0], middle[1]), round(radius) - number * gap, (255,), thick)
    ink = cv2.GaussianBlur(ring, (0, 0), 0.8).astype(np.float32) / 255
    uneven = cv2.resize(rng.normal(0.85, 0.2, (5, 9)).astype(np.float32), (width, height))
    return np.clip(grey - ink * uneven * rng.uniform(50, 190), 0, 255).astype(np.uint8)


def _mottled(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Noise in grains of any size, at times in black and white as a scanner or a fax leaves it."""
    # As strong as leaves the ink to be seen.
    contrast = max(20.0, float(np.percentile(grey, 90)) - float(np.percentile(grey, 1)))
    fine = rng.standard_normal(grey.shape, np.float32)
    grains = np.asarray(cv2.GaussianBlur(fine, (0, 0), rng.uniform(0.3, 2.0)))
    noisy = np.asarray(
        grey + grains / grains.std() * contrast * rng.uniform(0.02, 0.22), np.float32
    )
    if rng.random() < 0.4:
        border = cv2.blur(noisy, (41, 41)) - contrast * rng.uniform(0.12, 0.4)
        bitonal = np.where(noisy > border, np.float32(255), np.float32(0))
        noisy = np.asarray(cv2.GaussianBlur(bitonal, (0, 0), rng.uniform(0.4, 0.9)), np.float32)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def tone(grey: np.ndarray, rng: np.random.Generator, much: float) -> np.ndarray:
    """Brightness, contrast, blur, sharpness and noise."""
    if rng.random() < 0.25:
        grey = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.3, 0.4 + 0.8 * much))
    elif rng.random() < 0.1:
        blurred = cv2.GaussianBlur(grey, (0, 0), 1.5)
        grey = cv2.addWeighted(grey, 1.8, blurred, -0.8, 0)
    if rng.random() < 0.6:
        black, white = rng.uniform(-25, 90) * much, rng.uniform(190, 275)
        levels = np.arange(256) / 255
        levels = levels ** np.exp(rng.normal(0, 0.3))
        table = np.clip(black + (white - black) * levels, 0, 255).astype(np.uint8)
        grey = cv2.LUT(grey, table)
    if rng.random() < 0.2:
        noise = rng.standard_normal(grey.shape, np.float32) * rng.uniform(2, 16)
        grey = np.clip(grey + noise, 0, 255).astype(np.uint8)
    return grey
