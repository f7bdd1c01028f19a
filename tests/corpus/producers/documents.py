"""Filled forms as text PDFs of every producer that this machine has, with their truth."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from PIL import ImageFont

from tests.corpus.pages.answers import COUNTS, Answers, answers
from tests.corpus.pages.fonts import Family, Split, families
from tests.corpus.producers import libraries, markup, programs
from tests.corpus.producers.blocks import Block, Manner, form_blocks, manner

SOURCES = ("docx", "html", "chromium", "fpdf", "reportlab")
_WEIGHTS = (20, 14, 10, 18, 38)
_BATCH = 40  # documents for one start of LibreOffice
# Written once more these lose their values, and so would the reader.
_LASTING = ("fields", "own fields", "typed", "no map", "bad map")


Change = Callable[[Random, Answers], Answers]


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF, what is on it (None: it must not count), and how it was made."""

    data: bytes
    truth: dict[str, Any] | None
    made: str


@dataclass(slots=True)
class _Draft:
    seed: int
    source: str
    answers: Answers
    manner: Manner
    family: Family
    rng: Random
    oddity: str

    @property
    def blocks(self) -> list[Block]:
        return form_blocks(self.answers, self.manner)


def documents(
    split: Split,
    count: int,
    seed: int = 0,
    *,
    sources: tuple[str, ...] = SOURCES,
    oddities: tuple[str, ...] = libraries.ODDITIES,
    again: bool = True,
    change: Change | None = None,
) -> Iterator[Document]:
    """`count` documents, always the same for a split, a seed and a machine's programs.

    `sources`: the programs, `oddities` of what reportlab draws; `again`: some are written once
    more by another program; `change`: what is done to the answers before.
    """
    there = programs.available()
    known = [s for s in sources if s not in ("docx", "html") or "soffice" in there]
    known = [s for s in known if s != "chromium" or s in there]
    for start in range(seed, seed + count, _BATCH):
        numbers = range(start, min(start + _BATCH, seed + count))
        drafts = [_draft(split, n, known, oddities, change) for n in numbers]
        yield from _made(drafts, again)


def _draft(
    split: Split, seed: int, sources: list[str], oddities: tuple[str, ...], change: Change | None
) -> _Draft:
    rng = Random(f"document {split} {seed}")
    weights = [_WEIGHTS[SOURCES.index(s)] for s in sources]
    source = rng.choices(sources, weights)[0]
    how = manner(rng)
    fonts = families(split)
    if source in ("fpdf", "reportlab"):
        # These libraries take one font, and few have signs of boxes. They do not lay marks over
        # letters in fonts of one width, and nobody would send what comes out.
        how = replace(how, box=rng.choice(("parens", "brackets")))
        fonts = tuple(f for f in fonts if not f.name.startswith("Tlwg"))
    given = _plain(answers(rng, split))
    given = change(rng, given) if change else given
    return _Draft(seed, source, given, how, rng.choice(fonts), rng, rng.choice(oddities))


def _plain(given: Answers) -> Answers:
    """A word for none is for a person; it would only blur what is measured here."""
    words = {k: "-" if k in COUNTS and w == "ไม่มี" else w for k, w in given.words.items()}
    return Answers(given.truth, words)


def _made(drafts: list[_Draft], again: bool) -> Iterator[Document]:
    files = {}
    for draft in drafts:
        if draft.source == "docx":
            name = font_name(draft.family)
            files[f"{draft.seed}.docx"] = markup.docx(draft.blocks, draft.manner, name)
        elif draft.source == "html":
            page = markup.html(draft.blocks, draft.manner, font_name(draft.family))
            files[f"{draft.seed}.html"] = page.encode()
    converted = programs.libreoffice(files) if files else {}
    for draft in drafts:
        data, how = _drawn(draft, converted)
        ways = programs.again_ways() if again else ()
        if ways and draft.rng.random() < 0.3 and not any(word in how for word in _LASTING):
            way = draft.rng.choice(ways)
            data, how = programs.again(data, way), f"{how}, {way}"
        made = f"{draft.seed}: {draft.source}{how}; {draft.family.name}, {draft.manner}"
        yield Document(data, dict(draft.answers.truth), made)


def _drawn(draft: _Draft, converted: dict[str, bytes]) -> tuple[bytes, str]:
    if draft.source in ("docx", "html"):
        return converted[f"{draft.seed}.{draft.source}"], ""
    if draft.source == "chromium":
        page = markup.html(draft.blocks, draft.manner, font_name(draft.family))
        return programs.chromium(page), ""
    if draft.source == "fpdf":
        return libraries.fpdf(draft.blocks, draft.manner, draft.family, draft.rng), ""
    drawn = libraries.reportlab(draft.blocks, draft.manner, draft.family, draft.rng, draft.oddity)
    return drawn, f" {draft.oddity}"


@cache
def font_name(family: Family) -> str:
    """The family's name as fontconfig knows it."""
    return str(ImageFont.truetype(str(family.path()), 12).getname()[0])
