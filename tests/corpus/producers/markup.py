"""Blocks as HTML and as a Word document, for browsers and office programs."""

import zipfile
from html import escape
from io import BytesIO

from tests.corpus.producers.blocks import Block, Manner, Part

_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_RELS = "application/vnd.openxmlformats-package.relationships+xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def slot_words(part: Part, how: Manner) -> str:
    """A slot in running text: its value between leaders as wide as the slot."""
    sign = {"dots": ".", "underscores": "_"}.get(how.leader)
    if not sign or not part.room:
        return part.words if part.words or not sign else ""
    width = 0.25 if sign == "." else 0.5
    spare = max(4, int(part.room / (width * how.size) - 2 * len(part.words)))
    left = spare // 2 if part.words else spare
    return sign * left + part.words + sign * (spare - left)


def html(blocks: list[Block], how: Manner, family: str) -> str:
    """A page for a browser, or for LibreOffice."""
    body = "\n".join(_html_block(b, how) for b in blocks)
    return (
        '<!DOCTYPE html><html lang="th"><head><meta charset="utf-8"><style>'
        "@page{size:A4;margin:18mm 16mm}"
        f"body{{font-family:'{family}';font-size:{how.size}pt;line-height:1.45}}"
        "p{margin:0 0 3pt 0}table{border-collapse:collapse}"
        "td{border:1px solid #000;padding:1pt 4pt}"
        f"</style></head><body>{body}</body></html>"
    )


def _html_block(block: Block, how: Manner) -> str:
    if not block.rows:
        inside = "".join(_html_part(p, how) for p in block.parts) or "&nbsp;"
        return f'<p style="text-align:{block.align};margin-left:{block.indent}pt">{inside}</p>'
    rows = ""
    for row in block.rows:
        cells = zip(row, block.widths, strict=True)
        rows += "<tr>" + "".join(
            f'<td style="width:{w}pt">{"".join(_html_part(p, how) for p in c)}</td>'
            for c, w in cells
        )
        rows += "</tr>"
    return f"<table>{rows}</table>"


def _html_part(part: Part, how: Manner) -> str:
    words = escape(slot_words(part, how) if part.kind == "slot" else part.words)
    words = words.replace("  ", "&nbsp; ")
    if part.kind == "slot" and how.leader == "underline" and part.room:
        return f"<u>&nbsp;&nbsp;&nbsp;{words or '&nbsp;' * 12}&nbsp;&nbsp;&nbsp;</u>"
    return f"<b>{words}</b>" if part.bold else words


def docx(blocks: list[Block], how: Manner, family: str) -> bytes:
    """The smallest Word document with these blocks."""
    body = "".join(_docx_block(b, how, family) for b in blocks)
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="900" w:bottom="700" w:left="1000" w:right="900"/></w:sectPr>'
    )
    document = f'<w:document xmlns:w="{_NS}"><w:body>{body}{page}</w:body></w:document>'
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELS}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
    )
    links = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in (
            ("[Content_Types].xml", types),
            ("_rels/.rels", links),
            ("word/document.xml", document),
        ):
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return buffer.getvalue()


def _docx_block(block: Block, how: Manner, family: str) -> str:
    if not block.rows:
        return _docx_paragraph(block.parts, how, family, block.align, block.indent)
    edge = '<w:{0} w:val="single" w:sz="4"/>'
    edges = "".join(map(edge.format, ("top", "left", "bottom", "right", "insideH", "insideV")))
    rows = ""
    for row in block.rows:
        cells = ""
        for cell, width in zip(row, block.widths, strict=True):
            inside = _docx_paragraph(cell, how, family, "left", 0)
            size = f'<w:tcPr><w:tcW w:w="{round(width * 20)}" w:type="dxa"/></w:tcPr>'
            cells += f"<w:tc>{size}{inside}</w:tc>"
        rows += f"<w:tr>{cells}</w:tr>"
    grid = "".join(f'<w:gridCol w:w="{round(w * 20)}"/>' for w in block.widths)
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{edges}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _docx_paragraph(
    parts: tuple[Part, ...], how: Manner, family: str, align: str, indent: float
) -> str:
    runs, tabs, at = "", "", indent
    for part in parts:
        words = slot_words(part, how) if part.kind == "slot" else part.words
        at += 0.5 * how.size * len(words)
        tabbed = part.kind == "slot" and how.leader == "underline" and part.room
        if tabbed:
            # The value, then a tab with leading dots up to where the slot ends.
            at += part.room
            tabs += f'<w:tab w:val="left" w:leader="dot" w:pos="{round(at * 20)}"/>'
        runs += _docx_run(words, how, family, part.bold, bool(tabbed))
    around = f'<w:tabs>{tabs}</w:tabs><w:ind w:left="{round(indent * 20)}"/><w:jc w:val="{align}"/>'
    return f"<w:p><w:pPr>{around}</w:pPr>{runs}</w:p>"


def _docx_run(words: str, how: Manner, family: str, bold: bool, tab: bool) -> str:
    half = round(how.size * 2)
    look = (
        f'<w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:cs="{family}"/>'
        + ("<w:b/><w:bCs/>" if bold else "")
        + f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )
    text = f'<w:t xml:space="preserve">{escape(words)}</w:t>'
    return f"<w:r><w:rPr>{look}</w:rPr>{text}{'<w:tab/>' if tab else ''}</w:r>"
