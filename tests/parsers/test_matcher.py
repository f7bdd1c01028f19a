"""The form matcher on pages whose letters were moved, lost, doubled and mixed up: no crash, and no
number that does not stand there.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailproc.paper.sheet import draw_form
from parsers.accept import settle
from parsers.document import PdfFile, field_names
from parsers.forms import all_forms
from parsers.forms.scammer_awareness import FORM
from parsers.text.glyphs import Glyph
from parsers.text_layer import TextPage, read_text_layer
from parsers.thai import ascii_digits
from tests import make
from tests.corpus.values import UNITS

SIGNS = " \t\n.…๐๑๒๓๔๕๖๗๘๙0123456789กขคงำ้่ิ์☐☑☒()[]/:-–_,%\u0e33\u0e4d\u200b\ufffd\x01²①Ⅳ𝟙"
FAR = st.sampled_from((0.5, 3.0, -3.0, 40.0, -80.0, 1e4, -1e4))
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("lose", "double", "sign", "move", "flat", "wide", "swap", "cut", "empty")),
        st.floats(0, 1, exclude_max=True),
        st.floats(0, 1, exclude_max=True),
        FAR,
        FAR,
        st.sampled_from(SIGNS),
    ),
    min_size=1,
    max_size=40,
)
Page = tuple[PdfFile, TextPage]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A sound page that is accepted as it is."""
    with PdfFile(draw_form(make.VALUES)) as pdf:
        yield pdf, pdf.text_page(1, field_names(all_forms().values()))


def changed(
    glyphs: Sequence[Glyph], changes: Sequence[tuple[str, float, float, float, float, str]]
) -> list[Glyph]:
    """The glyphs after these accidents."""
    out = list(glyphs)
    for kind, at, other, dx, dy, sign in changes:
        if not out:
            break
        i, j = int(at * len(out)), int(other * len(out))
        g = out[i]
        match kind:
            case "lose":
                del out[i]
            case "double":
                out.insert(j, g)
            case "sign":
                out[i] = replace(g, text=sign)
            case "move":
                out[i] = replace(
                    g, x0=g.x0 + dx, x1=g.x1 + dx, y0=g.y0 + dy, y1=g.y1 + dy, base=g.base + dy
                )
            case "flat":
                out[i] = replace(g, x1=g.x0, y1=g.y0)
            case "wide":
                out[i] = replace(g, x0=0.0, y0=0.0, x1=595.0, y1=842.0, size=1e6)
            case "swap":
                out[i], out[j] = replace(g, text=out[j].text), replace(out[j], text=g.text)
            case "cut":
                del out[i : i + int(other * 60)]
            case "empty":
                out[i] = replace(g, text="")
    return out


def digits(text: str) -> Counter[str]:
    return Counter(c for c in ascii_digits(text) if c in "0123456789")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CHANGES)
def test_no_accident_to_letters_is_a_crash_or_makes_a_number_up(
    page: Page, changes: list[tuple[str, float, float, float, float, str]]
) -> None:
    pdf, sound = page
    glyphs = changed(sound.content.glyphs, changes)
    broken = replace(sound, content=replace(sound.content, glyphs=glyphs))
    there = digits("".join(g.text for g in glyphs))
    for found in read_text_layer([broken], all_forms().values(), UNITS, pdf.ink):
        report = settle(found.form, found.readings, found.page, UNITS)
        for item in FORM.counts:
            reading = report.reading(item.key)
            if reading is not None and reading.status == "accepted" and reading.value:
                assert digits(str(reading.value)) <= there, (item.key, reading)


def test_the_page_is_accepted_without_an_accident(page: Page) -> None:
    pdf, sound = page
    (found,) = read_text_layer([sound], all_forms().values(), UNITS, pdf.ink)
    assert settle(found.form, found.readings, found.page, UNITS).status == "accepted"
