"""Picture files to 8-bit images of a bounded size, whatever their mode, depth or orientation."""

import struct
import zlib
from io import BytesIO
from typing import Literal

import numpy as np
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

# 300 dpi on A4 is 3,508; more says nothing more about a form.
MAX_SIDE = 3600
# What decoding may take, in bytes; Pillow keeps 4 bytes for a pixel in colour, 1 for grey.
_DECODED_BYTES = 650_000_000
_COEFFICIENT_BYTES = 1_000_000_000
# Pages of one TIFF; together they stay below 500 MB in grey.
_MAX_FRAMES = 40
_FORMATS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/tiff": ("TIFF",),
    "image/heic": ("HEIF",),
}
# What Pillow's decoders raise on broken bytes.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    struct.error,
    zlib.error,
)


class Unreadable(Exception):
    """The picture cannot be used; `code` is a problem code, `detail` its size or its pages."""

    def __init__(
        self, code: Literal["damaged", "too_big", "too_many_pages"], detail: str = ""
    ) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def load_pictures(data: bytes, media: str) -> list[Image.Image]:
    """The pages of a picture file, upright by EXIF, mode L or RGB, no side above `MAX_SIDE`.

    `media` is one of image/jpeg, image/png, image/tiff, image/heic. Several pages come in grey.
    Raises `Unreadable`.
    """
    if media == "image/heic":
        import pillow_heif

        pillow_heif.register_heif_opener()
    # Our own limit on what decoding takes replaces Pillow's on the number of pixels.
    before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        with Image.open(BytesIO(data), formats=_FORMATS[media]) as file:
            # An MPO's further frames are previews and depth maps of the same photo.
            frames = getattr(file, "n_frames", 1) if media == "image/tiff" else 1
            if frames > _MAX_FRAMES:
                raise Unreadable("too_many_pages", str(frames))
            return [_page(file, frame, grey=frames > 1) for frame in range(frames)]
    except UnidentifiedImageError:
        raise Unreadable("damaged") from None
    except (MemoryError, Image.DecompressionBombError):
        raise Unreadable("too_big") from None
    except _BROKEN:
        raise Unreadable("damaged") from None
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _page(file: ImageFile.ImageFile, frame: int, *, grey: bool) -> Image.Image:
    if frame:
        file.seek(frame)
    size = f"{file.width} x {file.height}"
    if min(file.size) < 1:
        raise Unreadable("damaged")
    # All of a progressive JPEG's coefficients are kept, whatever the size that it is decoded at.
    kept = 2 * len(file.getbands()) if file.info.get("progressive") else 0
    if file.width * file.height * kept > _COEFFICIENT_BYTES:
        raise Unreadable("too_big", size)
    # A JPEG is decoded at 1/2, 1/4 or 1/8 of its size already, without the full picture in memory.
    full = max(file.size)
    file.draft(None, (MAX_SIDE, MAX_SIDE) if full > 2 * MAX_SIDE else file.size)
    if file.width * file.height * _bytes_a_pixel(file) > _DECODED_BYTES:
        raise Unreadable("too_big", size)
    factor = -(-max(file.size) // MAX_SIDE)
    image = eight_bit(file, factor)
    if grey and image.mode != "L":
        image = image.convert("L")
    if max(image.size) > MAX_SIDE:
        image.thumbnail((MAX_SIDE, MAX_SIDE))
    return ImageOps.exif_transpose(image)


def _bytes_a_pixel(file: ImageFile.ImageFile) -> int:
    """What a pixel takes while the picture is decoded and brought to eight bits."""
    if file.mode.startswith("I;16"):
        return 2
    return 1 if file.mode in ("1", "L") else 4


def eight_bit(image: Image.Image, factor: int = 1) -> Image.Image:
    """A copy in mode L or RGB, on white where it is transparent, `factor` times smaller."""
    exif = image.getexif()
    if image.mode.startswith("I") or image.mode == "F":
        small = _scaled(np.asarray(image)[::factor, ::factor].astype(np.float32))
        result = Image.fromarray(small)
    else:
        if image.mode == "1" or (image.mode == "P" and "transparency" not in image.info):
            image = image.convert("L" if image.mode == "1" else "RGB")
        elif image.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in image.info:
            image = image.convert("RGBA")
        result = image.reduce(factor) if factor > 1 else image.copy()
        if result.mode == "RGBA":
            white = Image.new("RGBA", result.size, "white")
            result = Image.alpha_composite(white, result).convert("RGB")
        elif result.mode not in ("L", "RGB"):
            result = result.convert("RGB")
    result.info["exif"] = exif.tobytes()
    return result


def _scaled(values: np.ndarray) -> np.ndarray:
    # 16-bit scans use the whole range or only 12 bits of it: white is the brightest there is.
    top = max(float(values.max(initial=0)), 1.0)
    return np.asarray(np.clip(values, 0, None) * (255 / top), dtype=np.uint8)
