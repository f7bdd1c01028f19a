"""Forms by other programs and libraries are read completely and exactly, or left to a person.

Those of LibreOffice, Chromium and Ghostscript are in the bench of reading: they take too long here.
"""

from dataclasses import replace
from random import Random

import pytest

from parsers.read import read_document
from parsers.reading import Box, Channel, ReadReport
from parsers.text.doubts import uneven
from parsers.text.letters import Letter
from parsers.text.slots import Slot
from tests.corpus.pages.answers import Answers, answers
from tests.corpus.pages.fonts import FAMILIES
from tests.corpus.producers import libraries, programs
from tests.corpus.producers.blocks import Manner, form_blocks, manner
from tests.corpus.values import UNITS

ALL_UNITS = UNITS
FAMILY = next(f for f in FAMILIES if f.name == "Waree")
READ_AS_TEXT = tuple(o for o in libraries.ODDITIES if o not in ("no map", "bad map"))
COUNTED = ("period", "staff_informed", "organizations_total", "organizations_done", "website",
           "official_letter", "facebook_page", "print_media", "school_teaching",
           "community_radio", "public_address")  # fmt: skip


def filled(rng: Random, **words: str) -> Answers:
    given = answers(rng, "test")
    plain = {k: "-" if w == "ไม่มี" else w for k, w in given.words.items()}
    unit = {"organization": "", "unit": "นามน"}
    return Answers({**given.truth, "unit": "นามน"}, {**plain, **unit, **words})


def look(rng: Random, **changes: object) -> Manner:
    return replace(manner(rng), box="parens", **changes)  # type: ignore[arg-type]


def report_of(data: bytes) -> ReadReport:
    document = read_document(data, ALL_UNITS)
    assert document.outcome == "reports", document.problems
    return document.reports[0]


def wrong(report: ReadReport, given: Answers) -> dict[str, object]:
    """The fields that a report counts by and that were not read exactly."""
    found = {r.field: r.value for r in report.readings}
    keys = ("unit", *COUNTED)
    return {k: (found[k], given.truth[k]) for k in keys if found[k] != given.truth[k]}


@pytest.mark.parametrize("oddity", READ_AS_TEXT)
@pytest.mark.parametrize("seed", range(4))
def test_reportlab(oddity: str, seed: int) -> None:
    rng = Random(f"{oddity} {seed}")
    given, how = filled(rng), look(rng)
    report = report_of(libraries.reportlab(form_blocks(given, how), how, FAMILY, rng, oddity))
    assert wrong(report, given) == {}
    assert report.status == "accepted" or oddity == "torn"


@pytest.mark.parametrize("seed", range(12))
def test_fpdf2(seed: int) -> None:
    rng = Random(f"fpdf {seed}")
    given, how = filled(rng), look(rng)
    report = report_of(libraries.fpdf(form_blocks(given, how), how, FAMILY, rng))
    assert wrong(report, given) == {}
    assert report.status == "accepted"


@pytest.mark.parametrize("seed", range(6))
def test_written_once_more_by_cairo(seed: int) -> None:
    rng = Random(f"cairo {seed}")
    given, how = filled(rng), look(rng)
    data = libraries.fpdf(form_blocks(given, how), how, FAMILY, rng)
    report = report_of(programs.again(data, "cairo"))
    assert wrong(report, given) == {}


@pytest.mark.parametrize("value", ["-", "37", "๑,๒๓๔", "๕ (ห้า)", "0"])
@pytest.mark.parametrize("table", ["narrow", "all", "numbered"])
def test_a_value_beside_a_label_of_several_lines(value: str, table: str) -> None:
    rng = Random("wrapped")
    given = filled(rng, website=value, school_teaching=value)
    how = look(rng, table=table, size=14.0)
    report = report_of(libraries.reportlab(form_blocks(given, how), how, FAMILY, rng, "plain"))
    wanted = {"-": 0, "37": 37, "๑,๒๓๔": 1234, "๕ (ห้า)": 5, "0": 0}[value]
    for key in ("website", "school_teaching"):
        reading = report.reading(key)
        assert reading is not None
        assert (reading.value, reading.status) == (wanted, "accepted")


@pytest.mark.parametrize(
    ("base", "doubted"), [(300, False), (309, False), (318, False), (326, True)]
)
def test_a_value_at_half_the_height_of_a_label_of_two_lines_is_its_own(
    base: float, doubted: bool
) -> None:
    """As browsers put it in a table's cell; one as far below the label is another row's."""
    digits = [Letter("7", 300, base - 10, 306, base, base, 14.0)]
    area = Box(300, 290, 340, 322)
    slot = Slot(1, [digits], area, base=300.0, bases=(300.0, 318.0), size=14.0)
    assert uneven(slot) is doubted


def test_a_name_keeps_its_dots_over_a_leader() -> None:
    rng = Random("dots")
    given = filled(rng, reporter_name="ว่าที่ ร.ต.สมชาย ใจดี", other_channels="อสม. 3 ครั้ง")
    how = look(rng, leader="dots")
    report = report_of(libraries.fpdf(form_blocks(given, how), how, FAMILY, rng))
    name, channels = report.reading("reporter_name"), report.reading("other_channels")
    assert name is not None and name.value == "ว่าที่ ร.ต.สมชาย ใจดี"
    assert channels is not None and channels.value == (Channel("อสม.", 3),)
