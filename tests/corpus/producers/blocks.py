"""A filled form as paragraphs and tables, for any program to lay out."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal

from parsers.forms.scammer_awareness import FORM
from tests.corpus.pages.answers import Answers
from tests.corpus.sheet import ITEM_1, ITEM_2, ITEM_3, NOTES, TITLE

Kind = Literal["text", "slot", "box"]
Align = Literal["left", "center", "right"]
CHANNELS = tuple(f.key for f in FORM.counts if f.suffix == "ครั้ง")
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_BOXES = {
    "square": ("☐", "☑"),
    "cross": ("☐", "☒"),
    "parens": ("(   )", "( / )"),
    "check": ("(  )", "(✓)"),
    "brackets": ("[ ]", "[x]"),
    "circles": ("○", "●"),
}
TICKED = frozenset(on for _, on in _BOXES.values())


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words. A `slot` is `room` points wide with a value of `key` in it; a box is ticked
    or not.
    """

    words: str
    kind: Kind = "text"
    key: str = ""
    room: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`rows` empty), or a table of cells of parts with its columns' `widths`."""

    parts: tuple[Part, ...] = ()
    align: Align = "left"
    indent: float = 0.0
    rows: tuple[tuple[tuple[Part, ...], ...], ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How an office types the form.

    `leader`: what a slot is made of: dots | underscores | underline | none. `table`: none |
    channels | numbered | narrow | all, what stands in a table. `size` of letters in points.
    """

    leader: str
    table: str
    bullet: str
    box: str
    size: float
    header: str
    beside: bool
    colon: str
    bold: bool
    suffix: bool
    arabic: bool
    notes: bool
    gap: str
    one_title: bool
    signed: bool


def manner(rng: Random) -> Manner:
    """One office's way."""
    return Manner(
        leader=rng.choice(("dots", "dots", "underscores", "underline", "none")),
        table=rng.choice(("none", "none", "none", "channels", "numbered", "narrow", "all")),
        bullet=rng.choice(("- ", "- ", "• ", "", "๓.{} ", "({}) ", "3.{} ", "{}) ", "{}. ")),
        box=rng.choice(tuple(_BOXES)),
        size=rng.choice((11.0, 12.0, 13.0, 14.0)),
        header=rng.choice(("one", "two", "each")),
        beside=rng.random() < 0.3,
        colon=rng.choice(("", "", "", " :", ":")),
        bold=rng.random() < 0.4,
        suffix=rng.random() < 0.93,
        arabic=rng.random() < 0.2,
        notes=rng.random() < 0.8,
        gap=rng.choice((" ", " ", "  ", "")),
        one_title=rng.random() < 0.5,
        signed=rng.random() < 0.6,
    )


def form_blocks(answers: Answers, how: Manner) -> list[Block]:
    """The whole sheet from top to bottom."""
    blocks = _title(how) + _header(answers.words, how) + [_item(how, *ITEM_1)]
    blocks += _choice(answers.truth["staff_informed"], how)
    blocks.append(_item(how, *ITEM_2))
    totals = [f for f in FORM.counts if f.suffix == "แห่ง"]
    if how.table == "all":
        blocks.append(_table([f.key for f in totals], answers.words, how))
    else:
        for item in totals:
            parts = _text(f"- {item.labels[0]}{how.colon}{how.gap or ' '}", how)
            parts += (*_slot(item.key, answers.words, 60), *_text(f" {item.suffix}", how))
            blocks.append(Block(parts, indent=36))
    blocks.append(_item(how, *ITEM_3))
    if how.table == "none":
        blocks += _channels(answers.words, how)
    else:
        blocks.append(_table(CHANNELS, answers.words, how))
    return blocks + _end(answers.words, how)


def box_words(how: Manner, on: bool) -> str:
    """A tick box as it is typed."""
    return _BOXES[how.box][on]


def _text(words: str, how: Manner, bold: bool = False) -> tuple[Part, ...]:
    return (Part(words.translate(_ARABIC) if how.arabic else words, bold=bold),)


def _slot(key: str, words: Mapping[str, str], room: float) -> tuple[Part, ...]:
    return (Part(words.get(key, ""), "slot", key, room),)


def _item(how: Manner, *lines: str) -> Block:
    return Block(_text("".join(lines), how, how.bold))


def _title(how: Manner) -> list[Block]:
    lines = ("".join(TITLE),) if how.one_title else TITLE
    return [Block(_text(line, how, bold=True), "center") for line in lines]


def _header(words: Mapping[str, str], how: Manner) -> list[Block]:
    names = (("organization", "อปท.", 120.0), ("unit", "อำเภอ", 80.0), ("province", "จังหวัด", 70.0))
    fields = [(*_text(f"{n}{how.gap}", how), *_slot(k, words, room)) for k, n, room in names]
    space = _text("  ", how)
    if how.header == "one":
        lines = [(*fields[0], *space, *fields[1], *space, *fields[2])]
    elif how.header == "two":
        lines = [fields[0], (*fields[1], *space, *fields[2])]
    else:
        lines = fields
    month = (*_text(f"ประจำเดือน{how.gap}", how), *_slot("period", words, 110))
    return [Block(line, "center" if how.beside else "left") for line in (*lines, month)]


def _choice(ticked: bool | str | None, how: Manner) -> list[Block]:
    """The two boxes; "both" ticks both, None neither."""
    item = next(f for f in FORM.fields if f.kind == "choice")
    parts = []
    for answer, on, label in (("yes", True, item.yes), ("no", False, item.no)):
        words = box_words(how, ticked == "both" or ticked is on)
        box = Part(words, "box", f"{item.key}_{answer}")
        parts.append((box, *_text(f" {label}", how)))
    if how.beside:
        return [Block((*parts[0], *_text("      ", how), *parts[1]), indent=36)]
    return [Block(p, indent=36) for p in parts]


def _bullet(how: Manner, number: int) -> str:
    return how.bullet.format("๑๒๓๔๕๖๗๘๙"[number])


def _channels(words: Mapping[str, str], how: Manner) -> list[Block]:
    blocks = []
    for number, key in enumerate(CHANNELS):
        item = FORM.field(key)
        start = f"{_bullet(how, number)}{item.labels[0]}{how.colon}{how.gap or ' '}จำนวน{how.gap}"
        end = _text(f"{how.gap}{item.suffix}", how) if how.suffix else ()
        blocks.append(Block((*_text(start, how), *_slot(key, words, 60), *end), indent=36))
    return blocks


def _table(keys: tuple[str, ...] | list[str], words: Mapping[str, str], how: Manner) -> Block:
    narrow = how.table == "narrow"
    numbered = how.table == "numbered"
    inside = how.suffix and how.table == "all"
    unit = FORM.field(keys[0]).suffix
    name, number = (
        _text("ช่องทาง" if unit == "ครั้ง" else "รายการ", how),
        _text(f"จำนวน ({unit})", how),
    )
    rows = [((*_text("ที่", how),), name, number) if numbered else (name, number)]
    for i, key in enumerate(keys):
        item = FORM.field(key)
        value = (Part(words.get(key, ""), "slot", key, 0.0),)
        cell = (*value, *_text(f" {item.suffix}", how)) if inside else value
        label = _text(item.labels[0], how)
        first = (_text("๑๒๓๔๕๖๗๘๙"[i], how),) if numbered else ()
        rows.append((*first, label, cell))
    widths = (30.0,) * numbered + ((90.0, 70.0) if narrow else (260.0, 100.0))
    return Block(rows=tuple(rows), widths=widths)


def _end(words: Mapping[str, str], how: Manner) -> list[Block]:
    label = "- อื่นๆ โปรดระบุช่องทางใดบ้าง และแต่ละช่องทางจำนวนกี่ครั้ง"
    blocks = [
        Block(_text(label, how), indent=36),
        Block(_slot("other_channels", words, 380), indent=36),
    ]
    blocks.append(Block())
    if how.signed:
        blocks.append(Block((*_text("ลงชื่อ ", how), *_slot("", {}, 130)), indent=240))
    blocks.append(Block(_text("ผู้รายงาน", how), indent=270))
    name = (*_text("( ", how), *_slot("reporter_name", words, 130), *_text(" )", how))
    place = (*_text(f"ตำแหน่ง{how.gap or ' '}", how), *_slot("reporter_position", words, 150))
    blocks += [Block(name, indent=240), Block(place, indent=240)]
    if how.notes:
        blocks += [Block(_text(line, how)) for line in NOTES]
    return blocks
