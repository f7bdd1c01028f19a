"""PDFs with pictures of every kind that scanners and pranksters make, built byte by byte."""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import numpy as np
from PIL import Image

A4 = (595.0, 842.0)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a PDF: its dictionary's entries, and its bytes."""

    width: int
    height: int
    entries: str
    data: bytes


def pdf(
    pictures: Iterable[Picture | None], page: tuple[float, float] = A4, extra: str = ""
) -> bytes:
    """A page for each picture, filled by it; None is an empty page."""
    shown = [[picture] if picture else [] for picture in pictures]
    return _written(shown, page, extra)


def strips(picture: Image.Image, count: int) -> bytes:
    """One page whose picture comes as so many images under one another."""
    edges = [round(i * picture.height / count) for i in range(count + 1)]
    parts = [flate(picture.crop((0, top, picture.width, low))) for top, low in pairwise(edges)]
    return _written([parts], A4, "")


def _written(pages: list[list[Picture]], page: tuple[float, float], extra: str) -> bytes:
    objects: list[bytes] = [b"", b""]
    kids = []
    for pictures in pages:
        names, content, top = "", "", page[1]
        total = sum(p.height for p in pictures)
        for picture in pictures:
            head = f"<</Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}"
            head += f"{picture.entries}/Length {len(picture.data)}>>stream\n"
            objects.append(head.encode() + picture.data + b"\nendstream")
            high = page[1] * picture.height / total
            top -= high
            names += f"/I{len(objects)} {len(objects)} 0 R"
            content += f"q {page[0]} 0 0 {high:.4f} 0 {top:.4f} cm /I{len(objects)} Do Q\n"
        objects.append(f"<</Length {len(content)}>>stream\n{content}endstream".encode())
        box = f"[0 0 {page[0]} {page[1]}]"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox{box}{extra}/Contents {len(objects)} 0 R"
            f"/Resources<</XObject<<{names}>>>>>>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def flate(image: Image.Image) -> Picture:
    """Grey, CMYK or bitonal, deflated."""
    space = {"L": "/DeviceGray", "CMYK": "/DeviceCMYK", "RGB": "/DeviceRGB", "1": "/DeviceGray"}
    bits = 1 if image.mode == "1" else 8
    entries = f"/ColorSpace{space[image.mode]}/BitsPerComponent {bits}/Filter/FlateDecode"
    return Picture(*image.size, entries, zlib.compress(image.tobytes()))


def sixteen_bit(image: Image.Image) -> Picture:
    """Grey with 16 bits a sample, as some scanners write."""
    values = np.asarray(image.convert("L")).astype(">u2") * 257
    entries = "/ColorSpace/DeviceGray/BitsPerComponent 16/Filter/FlateDecode"
    return Picture(*image.size, entries, zlib.compress(values.tobytes()))


def indexed(image: Image.Image) -> Picture:
    """Sixteen greys from a palette, four bits each."""
    values = np.asarray(image.convert("L")) >> 4
    packed = (values[:, 0::2] << 4 | values[:, 1::2]).astype(np.uint8)
    palette = "".join(f"{17 * i:02x}" * 3 for i in range(16))
    entries = f"/ColorSpace[/Indexed/DeviceRGB 15<{palette}>]/BitsPerComponent 4/Filter/FlateDecode"
    return Picture(*image.size, entries, zlib.compress(packed.tobytes()))


def jpeg_2000(image: Image.Image) -> Picture:
    """Wavelets."""
    data = BytesIO()
    image.save(data, "JPEG2000", quality_mode="rates", quality_layers=[20])
    return Picture(*image.size, "/Filter/JPXDecode", data.getvalue())


def cmyk_jpeg(image: Image.Image) -> Picture:
    """A JPEG with four inks, inverted as Adobe's programs have it."""
    data = BytesIO()
    image.convert("RGB").convert("CMYK").save(data, "JPEG", quality=85)
    entries = "/ColorSpace/DeviceCMYK/BitsPerComponent 8/Filter/DCTDecode/Decode[1 0 1 0 1 0 1 0]"
    return Picture(*image.size, entries, data.getvalue())


def group_4(image: Image.Image) -> Picture:
    """What fax machines and copiers write."""
    parms = f"/DecodeParms<</K -1/Columns {image.width}/Rows {image.height}/BlackIs1 true>>"
    entries = f"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode{parms}"
    return Picture(*image.size, entries + "/Decode[1 0]", _t6(image))


def jbig2(image: Image.Image) -> Picture:
    """A page with one generic region, which may be coded as group 4 is (T.88, 6.2.6)."""
    size = struct.pack(">II", *image.size)
    page = size + struct.pack(">IIBH", 0, 0, 0, 0)
    region = size + struct.pack(">IIB", 0, 0, 0) + b"\x01" + _t6(image)
    data = b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(body)) + body
        for number, (kind, body) in enumerate(((48, page), (38, region)))
    )
    entries = "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode"
    return Picture(*image.size, entries, data)


def _t6(image: Image.Image) -> bytes:
    """The bits of a bitonal picture as group 4 codes them, black as ones."""
    data = BytesIO()
    bitonal = image.convert("L").point(lambda v: 0 if v > 160 else 255).convert("1")
    bitonal.save(data, "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(BytesIO(data.getvalue())) as file:
        (start,), (length,) = file.tag_v2[273], file.tag_v2[279]  # type: ignore[attr-defined]
    return data.getvalue()[start : start + length]
