"""Fields of noise that the damages of a page are made of."""

from random import Random

import cv2
import numpy as np


def noise(shape: tuple[int, ...], rng: Random) -> np.ndarray:
    generator = np.random.default_rng(rng.getrandbits(32))
    values: np.ndarray = generator.standard_normal(shape, dtype=np.float32)
    return values


def clip(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def grown(shape: tuple[int, ...], rng: Random) -> np.ndarray:
    """Noise of mean 0 and deviation 1 whose grains are larger than a pixel."""
    grains = cv2.GaussianBlur(noise(shape, rng), (0, 0), rng.uniform(0.4, 1.6))
    return np.asarray(grains / grains.std())


def smooth_field(shape: tuple[int, ...], rng: Random, cells: int) -> np.ndarray:
    """A slowly changing field, about -1..1."""
    small = noise((cells, cells), rng)
    return np.asarray(cv2.resize(small, shape[::-1], interpolation=cv2.INTER_CUBIC))
