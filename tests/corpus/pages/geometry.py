"""Moving a page and everything that is known about it."""

from collections.abc import Callable

import cv2
import numpy as np

from tests.corpus.pages.paper import Line, Point

Warp = Callable[[Point], Point]


def through(matrix: np.ndarray) -> Warp:
    """The mapping of points by a 3x3 homography."""

    def move(point: Point) -> Point:
        x, y, w = matrix @ (point[0], point[1], 1.0)
        return float(x / w), float(y / w)

    return move


def moved(line: Line, warp: Warp) -> Line:
    """A line with both ends moved."""
    return warp(line[0]), warp(line[1])


def warped(image: np.ndarray, matrix: np.ndarray, size: tuple[int, int], paper: int) -> np.ndarray:
    """The picture through a homography, smoothed first where it gets much smaller."""
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    if scale < 0.75:
        image = cv2.GaussianBlur(image, (0, 0), 0.42 / scale)
    flags = cv2.INTER_LINEAR if scale < 1.3 else cv2.INTER_CUBIC
    border = cv2.BORDER_CONSTANT
    return np.asarray(
        cv2.warpPerspective(image, matrix, size, flags=flags, borderMode=border, borderValue=paper)
    )


def quarter(image: np.ndarray, turns: int) -> tuple[np.ndarray, Warp]:
    """The picture turned like `np.rot90(image, turns)`, and where its points go."""
    high, wide = image.shape[:2]
    moves: dict[int, Warp] = {
        0: lambda p: p,
        1: lambda p: (p[1], wide - 1 - p[0]),
        2: lambda p: (wide - 1 - p[0], high - 1 - p[1]),
        3: lambda p: (high - 1 - p[1], p[0]),
    }
    return np.rot90(image, turns).copy(), moves[turns % 4]
